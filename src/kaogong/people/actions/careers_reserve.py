"""The reserve pool, exemplars and gaps, and the list of who rises, yields and goes down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.queries import today
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import (
    ROOM,
    demand_here,
    may_compare,
    may_issue_list,
    may_keep_careers,
    powers_of,
)
from kaogong.people.models.careers import Exemplar, GapItem, MoveLine, MoveList, ReserveMember
from kaogong.people.queries.career_grades import grades_over
from kaogong.people.queries.careers import gaps, leaders, levels, sort_leader, sorted_of
from kaogong.people.states.careers import CHANNELS, LIST


@action
def add_reserve(
    *, by: Account | None, person: Person, channel: str, words: str = "", since: dt.date | None = None
) -> ReserveMember:
    """Somebody comes into the pool, through one of its channels (LB-33)."""
    subject = f"org.person:{person.code}"
    demand_here(by, may_keep_careers(by) if by else "", "add_reserve", subject)
    if channel not in CHANNELS:
        raise Refused(_("请选来源渠道。"), "channel")
    if ReserveMember.objects.filter(person=person, until__isnull=True).exists():
        raise Refused(_("%(person)s已在后备库里。") % {"person": person}, "person")
    made = ReserveMember.objects.create(person=person, channel=channel, words=words, since=since or today(), by=by)
    record(by=by, room=ROOM, verb="add_reserve", subject=subject, powers=powers_of(by), new={"channel": channel})
    return made


@action
def leave_reserve(
    *, by: Account | None, member: ReserveMember, reason: str, day: dt.date | None = None
) -> ReserveMember:
    """Somebody leaves the pool; the entry stays."""
    subject = f"org.person:{member.person.code}"
    demand_here(by, may_keep_careers(by) if by else "", "leave_reserve", subject)
    if member.until is not None:
        raise Refused(_("已于 %(day)s 出库。") % {"day": member.until})
    if not reason.strip():
        raise Refused(_("请写出库事由。"), "reason")
    member.until, member.left = day or today(), reason.strip()
    member.save(update_fields=["until", "left"])
    new = {"until": str(member.until)}
    record(by=by, room=ROOM, verb="leave_reserve", subject=subject, powers=powers_of(by), new=new, reason=reason)
    return member


@action
def set_exemplar(
    *,
    by: Account | None,
    name: str,
    words: str,
    dimensions: Mapping[str, Decimal],
    person: Person | None = None,
    since: dt.date | None = None,
) -> Exemplar:
    """An exemplar with a score in each dimension; set again, the scores are new and the gaps found before stay."""
    demand_here(by, may_keep_careers(by) if by else "", "set_exemplar", f"{ROOM}.exemplar")
    if not dimensions:
        raise Refused(_("请至少写一个方面和得分。"), "dimensions")
    held = Exemplar.objects.select_for_update().filter(name=name.strip()).first()
    old = dict(held.dimensions) if held else None
    held = held or Exemplar(name=name.strip(), since=since or today(), by=by)
    held.words, held.person = words, person or held.person
    held.dimensions = {key: f"{value:f}" for key, value in dimensions.items()}
    held.save()
    record(by=by, room=ROOM, verb="set_exemplar", subject=where(held), powers=powers_of(by),
           old={"dimensions": old} if old else None, new={"dimensions": held.dimensions})  # fmt: skip
    return held


@action
def compare(
    *, by: Account | None, exemplar: Exemplar, person: Person, scores: Mapping[str, Decimal], day: dt.date | None = None
) -> list[GapItem]:
    """A member compares itself with an exemplar: every dimension below it becomes a gap item (LB-33)."""
    demand_here(by, may_compare(by, person) if by else "", "compare", where(exemplar))
    if unknown := [name for name in scores if name not in exemplar.dimensions]:
        raise Refused(_("典型没有“%(name)s”这一方面。") % {"name": unknown[0]}, "scores")
    if not scores:
        raise Refused(_("请写本人在各方面的得分。"), "scores")
    when = day or today()
    if exemplar.gaps.filter(person=person, on=when).exists():
        raise Refused(_("今天已经对照过这个典型。"), "person")
    found = gaps(exemplar, scores)
    made = [
        GapItem(person=person, exemplar=exemplar, dimension=name, own=own, best=best, gap=best - own, on=when, by=by)
        for name, (own, best) in found.items()
    ]
    GapItem.objects.bulk_create(made)
    new = {"person": person.code, "dimensions": len(scores), "gaps": list(found)}
    record(by=by, room=ROOM, verb="compare", subject=where(exemplar), powers=powers_of(by), new=new)
    return made


@action
def write_gap(*, by: Account | None, item: GapItem, shortfall: str, improvement: str) -> GapItem:
    """What is wanting and what will be better."""
    demand_here(by, may_compare(by, item.person) if by else "", "write_gap", where(item))
    if not shortfall.strip() or not improvement.strip():
        raise Refused(_("请写明不足和改进。"), "improvement" if shortfall.strip() else "shortfall")
    item.shortfall, item.improvement = shortfall.strip(), improvement.strip()
    item.save(update_fields=["shortfall", "improvement"])
    record(by=by, room=ROOM, verb="write_gap", subject=where(item), powers=powers_of(by), new={"gap": f"{item.gap}"})
    return item


@action
def close_gap(*, by: Account | None, item: GapItem, day: dt.date) -> GapItem:
    """The improvement is made."""
    demand_here(by, may_compare(by, item.person) if by else "", "close_gap", where(item))
    if not item.improvement:
        raise Refused(_("请先写改进，再登记完成。"))
    if item.done_on is not None:
        raise Refused(_("已于 %(day)s 完成。") % {"day": item.done_on})
    item.done_on = day
    item.save(update_fields=["done_on"])
    record(by=by, room=ROOM, verb="close_gap", subject=where(item), powers=powers_of(by), new={"on": str(day)})
    return item


# --- up, yield, down ------------------------------------------------------------------------------------------------


@action
def draft_move_list(
    *,
    by: Account | None,
    title: str,
    first: int,
    last: int,
    up_grades: Sequence[str],
    up_years: int,
    down_grades: Sequence[str],
    down_years: int,
    level: Sequence[str] = ("chief", "deputy"),
    people: Sequence[Person] = (),
) -> MoveList:
    """Leaders are sorted over some years by rules that are stated (CX-32).

    Args:
        by: the account that acts.
        title: what the list is called.
        first: the first year.
        last: the last year.
        up_grades: grades that speak for rising.
        up_years: in how many of the years at least, with no year among the grades that speak for going down.
        down_grades: grades that speak for going down.
        down_years: in how many of the years at least.
        level: levels of posts whose holders are sorted.
        people: these people instead.
    """
    demand_here(by, may_keep_careers(by) if by else "", "draft_move_list", f"{ROOM}.movelist")
    span = last - first + 1
    if span < 1 or not (1 <= up_years <= span) or not (1 <= down_years <= span):
        raise Refused(_("年数须在 1 和 %(n)s 之间。") % {"n": max(span, 1)}, "up_years")
    if set(up_grades) & set(down_grades) or not up_grades or not down_grades:
        raise Refused(_("“上”和“下”的等次都要写，且不能相同。"), "down_grades")
    if unknown := [one for one in level if one not in levels()]:
        raise Refused(_("没有“%(level)s”这一岗位层次。") % {"level": unknown[0]}, "level")
    made = MoveList.objects.create(
        title=title, first=first, last=last, up_grades=list(up_grades), up_years=up_years,
        down_grades=list(down_grades), down_years=down_years, by=by,
    )  # fmt: skip
    pool = list(people) or leaders(level, today())
    if not pool:
        raise Refused(_("没有这样的在任人员。"), "level")
    _sort(made, pool)
    new = {"title": title, "people": len(pool)} | sorted_of(made)
    record(by=by, room=ROOM, verb="draft_move_list", subject=where(made), powers=powers_of(by), new=new)
    return made


def _sort(held: MoveList, pool: Sequence[Person]) -> None:
    grades = grades_over([one.pk for one in pool], range(held.first, held.last + 1))
    lines = []
    for one in pool:
        outcome, words = sort_leader(held, grades[one.pk])
        own = {str(year): grade for year, grade in sorted(grades[one.pk].items())}
        lines.append(MoveLine(held=held, person=one, grades=own, outcome=outcome, words=words))
    MoveLine.objects.bulk_create(lines)


@action
def issue_move_list(*, by: Account | None, held: MoveList) -> MoveList:
    """Somebody else issues the list; from then on moves are held against it."""
    demand_here(by, may_issue_list(by, held) if by else "", "issue_move_list", where(held))
    found = MoveList.objects.select_for_update().get(pk=held.pk)
    state = after(LIST, found.state, "issue_move_list")
    if state is None:
        raise Refused(_("名单%(state)s，不能这样办。") % {"state": found.get_state_display()})
    found.state, found.issued_by, found.issued_on = state, by, today()
    found.save(update_fields=["state", "issued_by", "issued_on"])
    new = sorted_of(found)
    record(by=by, room=ROOM, verb="issue_move_list", subject=where(found), powers=powers_of(by), new=new)
    return found
