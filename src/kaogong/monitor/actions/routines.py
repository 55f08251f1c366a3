"""What comes round: set up, filed; bulletins; building plans; activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.monitor.actions.rules import powers_of, said, subject
from kaogong.monitor.guards import ROOM, demand_here, may_file, may_keep, may_report
from kaogong.monitor.models import Activity, Assignee, Bulletin, Construction, Filing, Routine, Site
from kaogong.monitor.queries import asked, bulletin_rows, content_of, fulfilment, rules_of, unexplained
from kaogong.monitor.states import BULLETIN
from kaogong.org.models import Account, Unit
from kaogong.org.queries import setting, today
from kaogong.plan.models import Cycle, Task


@action
def set_routine(
    *, by: Account | None, cycle: Cycle, name: str, every: str, assignees: Iterable[dict[str, Any]], **given: Any
) -> Routine:
    """Something that has to be done every so often, and by whom.

    Args:
        by: the account that acts.
        cycle: the cycle.
        name: what it is called.
        every: month, quarter, half or year.
        assignees: who it is for, each as the fields of an Assignee.
        **given: parts, to, due_day, minutes, listed, builds_on, basis.
    """
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_keep(by) if by else "", "set_routine", where)
    if Routine.objects.filter(cycle=cycle, name=name).exists():
        raise Refused(_("“%(name)s”已经有了。请另取名称。") % {"name": name}, "name")
    made = Routine.objects.create(cycle=cycle, name=name, every=every, **given)
    several = Assignee.objects.bulk_create(Assignee(routine=made, **one) for one in assignees)
    new = {"name": name, "every": every, "assignees": len(several), "parts": list(made.parts)}
    record(by=by, room=ROOM, verb="set_routine", subject=subject(made), powers=powers_of(by), new=new)
    return made


@action
def file(
    *,
    by: Account | None,
    assignee: Assignee,
    period: str,
    part: str = "",
    on: dt.date | None = None,
    words: str = "",
    evidence: Evidence | None = None,
    tasks: Sequence[Task] = (),
    figure: Decimal | None = None,
) -> Filing:
    """A part of a routine is done. Filed again it is the next version."""
    routine, unit = assignee.routine, assignee.unit.code if assignee.unit else ""
    where = f"{ROOM}.assignee:{assignee.pk}"
    demand_here(by, may_file(by, assignee) if by else "", "file", where, unit)
    day = on or today()
    _fits(assignee, period, part, day)
    if routine.minutes and evidence is None:
        raise Refused(_("“%(name)s”须附纪要或材料。请上传后再登记。") % {"name": routine.name}, "evidence")
    share = _figure(routine, tasks, figure)
    last = Filing.objects.filter(assignee=assignee, period=period, part=part).order_by("-version").first()
    version = last.version + 1 if last else 1
    fields = {"assignee": assignee, "period": period, "part": part, "version": version}
    made = Filing.objects.create(**fields, filed_on=day, words=words, evidence=evidence, figure=share, by=by)
    made.tasks.set(tasks)
    new = {"period": period, "part": part, "version": version, "filed_on": str(day), "figure": said(share)}
    new |= {"sm3": evidence.pk if evidence else "", "tasks": len(tasks), "to": list(routine.to)}
    record(by=by, room=ROOM, verb="file", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made


def _fits(assignee: Assignee, period: str, part: str, day: dt.date) -> None:
    wanted = {str(one.period): one for one in asked(assignee.routine, [assignee])}
    found = wanted.get(period)
    if found is None:
        told = {"name": assignee.routine.name, "period": period}
        raise Refused(_("“%(name)s”没有 %(period)s 这一期。请核对。") % told, "period")
    if part not in (*found.done, *found.missing):
        told = {"part": part, "parts": _("、").join((*found.done, *found.missing))}
        raise Refused(_("没有“%(part)s”这项内容。请选：%(parts)s。") % told, "part")
    if day < found.period.first:
        raise Refused(_("%(day)s 早于这一期。请核对日期。") % {"day": day}, "on")


def _figure(routine: Routine, tasks: Sequence[Task], figure: Decimal | None) -> Decimal | None:
    if not routine.listed:
        return figure
    if not tasks:
        raise Refused(_("“%(name)s”须附任务清单。请勾选任务后再报。") % {"name": routine.name}, "tasks")
    share = fulfilment(tasks)
    if figure is not None and figure != share:
        told = {"figure": said(figure), "share": said(share), "n": len(tasks)}
        raise Refused(_("填的完成率 %(figure)s%% 与清单 %(n)s 项算得的 %(share)s%% 不符。请改。") % told, "figure")
    return share


@action
def draw_bulletin(*, by: Account | None, cycle: Cycle, period: str) -> Bulletin:
    """Draw up the bulletin of a quarter from the lights of the day; drawn again, it is new until it is published."""
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_keep(by) if by else "", "draw_bulletin", where)
    made = Bulletin.objects.filter(cycle=cycle, period=period).first() or Bulletin(cycle=cycle, period=period)
    if made.state != "draft":
        raise Refused(_("%(period)s 的通报已经发布，不能重拟。") % {"period": period}, "period")
    made.content = content_of(bulletin_rows(rules_of(cycle), _closing(cycle, period)))
    made.save()
    new = {key: value for key, value in made.content.items() if key != "analyses"}
    record(by=by, room=ROOM, verb="draw_bulletin", subject=subject(made), powers=powers_of(by), new=new)
    return made


def _closing(cycle: Cycle, text: str) -> Period:
    """The reported period with which a longer one closes."""
    period = Period.parse(text)
    return period if rules_of(cycle).every == period.every else period.split("month")[-1]


@action
def publish_bulletin(*, by: Account | None, bulletin: Bulletin) -> Bulletin:
    """Publish a bulletin; every failing target has its analysis by then."""
    demand_here(by, may_keep(by) if by else "", "publish_bulletin", subject(bulletin))
    state = after(BULLETIN, bulletin.state, "publish_bulletin")
    if state is None:
        raise Refused(_("这份通报已经发布。"))
    some = bulletin_rows(rules_of(bulletin.cycle), _closing(bulletin.cycle, bulletin.period))
    silent = unexplained(some)
    if silent:
        told = {"n": len(silent), "names": _("、").join(f"{one.name}“{one.target.indicator}”" for one in silent[:5])}
        raise Refused(_("还有 %(n)s 项红灯没有分析：%(names)s。请先催办说明。") % told)
    bulletin.content, bulletin.state, bulletin.published_at = content_of(some), state, timezone.now()
    bulletin.save()
    new = {key: value for key, value in bulletin.content.items() if key != "analyses"}
    record(by=by, room=ROOM, verb="publish_bulletin", subject=subject(bulletin), powers=powers_of(by), new=new)
    return bulletin


@action
def draft_construction(
    *,
    by: Account | None,
    cycle: Cycle,
    title: str,
    steps: str,
    content: str,
    budget: Decimal | None,
    sites: Sequence[tuple[Unit, int]] = (),
) -> Construction:
    """A building plan: steps, content and budget, and where it is built in which phase (XJ-26)."""
    demand_here(by, may_keep(by) if by else "", "draft_construction", f"plan.cycle:{cycle.pk}")
    if not steps.strip() or not content.strip():
        raise Refused(_("建设规划须写明实施步骤和建设内容。"), "steps" if not steps.strip() else "content")
    if budget is None:
        raise Refused(_("建设规划须有资金预算。请填写金额（万元）。"), "budget")
    made = Construction.objects.create(cycle=cycle, title=title, steps=steps, content=content, budget=budget)
    Site.objects.bulk_create(Site(plan=made, unit=unit, phase=phase) for unit, phase in sites)
    new = {"title": title, "budget": said(budget), "sites": len(sites)}
    record(by=by, room=ROOM, verb="draft_construction", subject=subject(made), powers=powers_of(by), new=new)
    return made


@action
def go_live(*, by: Account | None, site: Site, on: dt.date | None = None) -> Site:
    """A site of a building plan is in use."""
    demand_here(by, may_keep(by) if by else "", "go_live", subject(site), site.unit.code)
    if site.live_on is not None:
        raise Refused(_("已于 %(day)s 投用。") % {"day": site.live_on})
    site.live_on = on or today()
    site.save(update_fields=["live_on"])
    new, code = {"live_on": str(site.live_on)}, site.unit.code
    record(by=by, room=ROOM, verb="go_live", subject=subject(site), unit=code, powers=powers_of(by), new=new)
    return site


@action
def record_activity(
    *, by: Account | None, cycle: Cycle, unit: Unit, title: str, medium: str, link: str, on: dt.date, venue: str = ""
) -> Activity:
    """An activity, with its medium and its link of cadre management (DX-06)."""
    where = f"org.unit:{unit.code}"
    demand_here(by, (may_report(by, unit.pk) and may_keep(by)) if by else "", "record_activity", where, unit.code)
    for field, value, key, name in (
        ("medium", medium, "activity.media", _("载体")),
        ("link", link, "activity.links", _("环节")),
    ):
        known = setting(key)
        if value not in known:
            words = _("请标明%(name)s：%(known)s。")
            raise Refused(words % {"name": name, "known": _("、").join(known)}, field)
    fields = {"title": title, "medium": medium, "link": link, "venue": venue, "held_on": on}
    made = Activity.objects.create(cycle=cycle, unit=unit, **fields)
    new, code = {key: said(value) for key, value in fields.items()}, unit.code
    record(by=by, room=ROOM, verb="record_activity", subject=subject(made), unit=code, powers=powers_of(by), new=new)
    return made
