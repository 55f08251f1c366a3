"""Articles and their awards, courses, rotation plans, allowances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, calendar, setting, today
from kaogong.people.actions.presence import worked_in
from kaogong.people.guards.learning import (
    may_choose,
    may_confirm_trained,
    may_decide_article,
    may_set_targets,
    may_train,
)
from kaogong.people.guards.presence import demand_here, may_click, powers_of
from kaogong.people.models import (
    Allowance,
    Article,
    ArticleAward,
    ArticleTarget,
    Course,
    RotationPlan,
    Trained,
    WritingDay,
)
from kaogong.people.queries.bureaus import ROOM, bureau_of
from kaogong.people.queries.learning import accepted, award_candidates
from kaogong.people.states.learning import ARTICLE, COURSES, PLACEMENTS


def _recorded(by: Account | None, verb: str, thing: Any, unit: str = "", **told: Any) -> None:
    where = f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), **told)


@action
def set_article_target(*, by: Account | None, person: Person, year: int, wanted: int) -> ArticleTarget:
    """How many accepted articles somebody owes in a year, as task of the person and the post."""
    unit = worked_in(person, today(), "person")
    where = f"org.person:{person.code}"
    demand_here(by, may_set_targets(by, unit.pk) if by else "", "set_article_target", where, unit.code)
    if wanted < 1:
        raise Refused(_("任务篇数至少 1 篇；没有任务的不用下达。"), "wanted")
    held = ArticleTarget.objects.filter(person=person, year=year).first()
    old = {"wanted": held.wanted} if held else None
    held = held or ArticleTarget(person=person, year=year)
    post = Post.objects.filter(at(today()), person=person).order_by("-main", "id").first()
    held.unit, held.post, held.wanted, held.by = unit, post.title if post else "", wanted, by
    held.save()
    _recorded(by, "set_article_target", held, unit.code, old=old, new={"year": year, "wanted": wanted})
    return held


@action
def send_article(
    *,
    by: Account,
    title: str,
    sent_to: str,
    sent_on: dt.date,
    person: Person | None = None,
    evidence: Evidence | None = None,
) -> Article:
    """Register an article one has sent in; keepers may register it for a colleague."""
    writer = person or by.person
    demand_here(by, may_click(by) if writer == by.person else "", "send_article", f"org.account:{by.username}")
    assert writer is not None
    unit = worked_in(writer, min(sent_on, today()), "sent_on")
    if writer != by.person:
        demand_here(by, may_set_targets(by, unit.pk), "send_article", f"org.person:{writer.code}", unit.code)
    if not title.strip():
        raise Refused(_("请写标题。"), "title")
    if sent_on > today():
        raise Refused(_("报送日期不能晚于今天。"), "sent_on")
    made = Article.objects.create(
        person=writer,
        unit=unit,
        title=title.strip(),
        sent_to=sent_to.strip(),
        sent_on=sent_on,
        evidence=evidence,
        by=by,
    )
    _recorded(by, "send_article", made, unit.code, new={"title": made.title, "sent_to": made.sent_to})
    return made


def _article(by: Account | None, article: Article, verb: str) -> Article:
    held = Article.objects.select_for_update(of=("self",)).select_related("unit").get(pk=article.pk)
    why = (may_choose(by) if verb == "choose_article" else may_decide_article(by, held)) if by else ""
    demand_here(by, why, verb, f"{ROOM}.article:{held.pk}", held.unit.code)
    if after(ARTICLE, held.state, verb) is None:
        raise Refused(_("这篇稿件%(state)s，不能再办。") % {"state": held.get_state_display()})
    held.state = str(after(ARTICLE, held.state, verb))
    return held


@action
def accept_article(*, by: Account | None, article: Article, outlet: str, accepted_on: dt.date) -> Article:
    """An article was used: where and when. It counts from now on."""
    held = _article(by, article, "accept_article")
    if not outlet.strip():
        raise Refused(_("请写采用何处。"), "outlet")
    if not held.sent_on <= accepted_on <= today():
        raise Refused(_("采用日期须在报送日期和今天之间。"), "accepted_on")
    held.outlet, held.accepted_on, held.decided_by = outlet.strip(), accepted_on, by
    held.save()
    _recorded(by, "accept_article", held, held.unit.code, new={"outlet": held.outlet, "on": str(accepted_on)})
    return held


@action
def decline_article(*, by: Account | None, article: Article, reason: str) -> Article:
    """An article was not used."""
    held = _article(by, article, "decline_article")
    if not reason.strip():
        raise Refused(_("请写理由。"), "reason")
    held.reason, held.decided_by = reason.strip(), by
    held.save()
    _recorded(by, "decline_article", held, held.unit.code, reason=held.reason)
    return held


@action
def choose_article(*, by: Account | None, article: Article, reason: str) -> Article:
    """An accepted article is one of the best."""
    held = _article(by, article, "choose_article")
    if not reason.strip():
        raise Refused(_("请写理由。"), "reason")
    held.reason = reason.strip()
    held.save()
    _recorded(by, "choose_article", held, held.unit.code, reason=held.reason)
    return held


@action
def set_writing_day(*, by: Account | None, unit: Unit, day: dt.date) -> WritingDay:
    """The working day of a month on which a bureau writes; no more than the installation grants."""
    where = f"{ROOM}.writingday:{unit.code}"
    demand_here(by, may_set_targets(by, unit.pk) if by else "", "set_writing_day", where, unit.code)
    if unit.pk != bureau_of(unit.pk):
        raise Refused(_("信息写作日按单位定。"), "unit")
    if not calendar().works(day):
        raise Refused(_("%(day)s 不是工作日。请换一天。") % {"day": day}, "day")
    there = WritingDay.objects.filter(unit=unit, day__year=day.year, day__month=day.month).count()
    most = setting("articles.writing_days")
    if there >= most:
        raise Refused(_("每月 %(n)s 个工作日写信息，本月已定。") % {"n": most}, "day")
    made = WritingDay.objects.create(unit=unit, day=day, by=by)
    _recorded(by, "set_writing_day", made, unit.code, new={"day": str(day)})
    return made


@action
def draw_awards(*, by: Account | None, year: int) -> list[ArticleAward]:
    """Draw the awards of a year from the top of the counts; another confirms them."""
    where = f"{ROOM}.awards:{year}"
    demand_here(by, may_choose(by) if by else "", "draw_awards", where)
    if ArticleAward.objects.filter(year=year, state="confirmed").exists():
        raise Refused(_("%(year)s 年的评优已评定。") % {"year": year}, "year")
    writers, best = award_candidates(year)
    if not writers:
        raise Refused(_("%(year)s 年没有采用的信息，不能评优。") % {"year": year}, "year")
    ArticleAward.objects.filter(year=year).delete()  # proposed only: they never came into force
    counts = accepted(year)
    made = [ArticleAward(year=year, kind="writer", person_id=who, counted=number, by=by) for who, number in writers]
    made += [
        ArticleAward(year=year, kind="article", person=one.person, article=one, counted=counts[one.person_id], by=by)
        for one in best
    ]
    ArticleAward.objects.bulk_create(made)
    new = {"year": year, "writers": len(writers), "articles": len(best)}
    record(by=by, room=ROOM, verb="draw_awards", subject=where, powers=powers_of(by), new=new)
    return made


@action
def confirm_awards(*, by: Account | None, year: int) -> int:
    """Confirm the awards of a year that somebody else drew."""
    where = f"{ROOM}.awards:{year}"
    held = list(ArticleAward.objects.select_for_update().filter(year=year, state="proposed"))
    why = may_choose(by) if by else ""
    if by is not None and not why and any(one.by_id == by.pk for one in held):
        why = _("拟评人不能评定，请另一位同事评定。")
    demand_here(by, why, "confirm_awards", where)
    number = ArticleAward.objects.filter(pk__in=[one.pk for one in held]).update(state="confirmed", confirmed_by=by)
    if not number:
        raise Refused(_("没有待评定的名单。请先拟评。"), "year")
    record(by=by, room=ROOM, verb="confirm_awards", subject=where, powers=powers_of(by), new={"awards": number})
    return number


# --- training -------------------------------------------------------------------------------------------------------


@action
def set_course(
    *,
    by: Account | None,
    kind: str,
    name: str,
    since: dt.date,
    until: dt.date,
    organiser: str,
    case: str = "",
    hours: Decimal | None = None,
) -> Course:
    """A course, or learning on the job in a case."""
    demand_here(by, may_train(by) if by else "", "set_course", f"{ROOM}.course:{name[:40]}")
    if kind not in COURSES:
        raise Refused(_("请选类别。"), "kind")
    if not name.strip():
        raise Refused(_("请写名称。"), "name")
    if until < since:
        raise Refused(_("结束日期不能早于开始日期。"), "until")
    if kind in PLACEMENTS and not case.strip():
        raise Refused(_("跟案实训、参与上级查办请写案件编号。"), "case")
    made = Course.objects.create(
        kind=kind, name=name.strip(), since=since, until=until, organiser=organiser.strip(), case=case.strip(),
        hours=hours, by=by,
    )  # fmt: skip
    _recorded(by, "set_course", made, new={"kind": kind, "name": made.name, "until": str(until)})
    return made


@action
def enrol(*, by: Account | None, course: Course, people: Sequence[Person]) -> list[Trained]:
    """Register who took part; who is in it already stays."""
    demand_here(by, may_train(by) if by else "", "enrol", f"{ROOM}.course:{course.pk}")
    if not people:
        raise Refused(_("请写参加人员。"), "people")
    there = set(Trained.objects.filter(course=course).values_list("person", flat=True))
    rows = [
        Trained(course=course, person=one, unit=worked_in(one, min(course.until, today()), "people"), by=by)
        for one in people
        if one.pk not in there
    ]
    if not rows:
        raise Refused(_("这些人员都已登记。"), "people")
    made = Trained.objects.bulk_create(rows)
    _recorded(by, "enrol", course, new={"people": len(made)})
    return made


@action
def confirm_trained(*, by: Account | None, course: Course) -> int:
    """Confirm what others registered of a course that is over; it counts on the cards from now on."""
    where = f"{ROOM}.course:{course.pk}"
    held = list(Trained.objects.filter(course=course, state="entered").select_related("person"))
    mine = [one for one in held if by is None or not may_confirm_trained(by, one)]
    if by is not None and held and not mine:
        demand_here(by, may_confirm_trained(by, held[0]), "confirm_trained", where)
    demand_here(by, may_train(by) if by else "", "confirm_trained", where)
    if course.until > today():
        raise Refused(_("培训还没有结束，结束后再确认。"))
    if not mine:
        raise Refused(_("没有待确认的参训记录。"))
    number = Trained.objects.filter(pk__in=[one.pk for one in mine]).update(state="confirmed", confirmed_by=by)
    _recorded(by, "confirm_trained", course, new={"people": number})
    return number


@action
def plan_rotation(
    *, by: Account | None, name: str, since: dt.date, years: int = 5, units: Sequence[Unit] = ()
) -> RotationPlan:
    """Every officer is to be trained within so many years; without units those of all."""
    demand_here(by, may_train(by) if by else "", "plan_rotation", f"{ROOM}.rotationplan:{name[:40]}")
    if not name.strip():
        raise Refused(_("请写名称。"), "name")
    if years < 1:
        raise Refused(_("年数至少 1 年。"), "years")
    if RotationPlan.objects.filter(name=name.strip()).exists():
        raise Refused(_("已有同名的规划。"), "name")
    made = RotationPlan.objects.create(name=name.strip(), since=since, years=years, by=by)
    made.units.set(units)
    new = {"since": str(since), "years": years, "units": [one.code for one in units]}
    _recorded(by, "plan_rotation", made, new=new)
    return made


@action
def set_allowance(
    *,
    by: Account | None,
    name: str,
    monthly: Decimal,
    titles: Sequence[str],
    since: dt.date,
    units: Sequence[Unit] = (),
) -> Allowance:
    """So much a month for the holders of listed posts; the standard of the same name before ends that day."""
    demand_here(by, may_train(by) if by else "", "set_allowance", f"{ROOM}.allowance:{name[:40]}")
    if monthly <= 0:
        raise Refused(_("月标准须大于 0。"), "monthly")
    if not titles and not units:
        raise Refused(_("请列出计发的岗位或单位。"), "titles")
    before = Allowance.objects.filter(name=name.strip(), until__isnull=True).first()
    if before is not None and since <= before.since:
        raise Refused(_("新标准须晚于现行标准的起始日期 %(day)s。") % {"day": before.since}, "since")
    if before is not None:
        before.until = since
        before.save(update_fields=["until"])
    made = Allowance.objects.create(name=name.strip(), monthly=monthly, titles=list(titles), since=since, by=by)
    made.units.set(units)
    new = {"monthly": str(monthly), "titles": list(titles), "since": str(since), "units": [one.code for one in units]}
    _recorded(by, "set_allowance", made, old={"monthly": str(before.monthly)} if before else None, new=new)
    return made
