"""Cycles: preparing one, its calendar, rules and chain of approval; opening and closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import Table, after
from kaogong.org.models import Account, Body, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.plan.guards import ROOM, demand_here, may_keep_cycle
from kaogong.plan.models import Cancellation, ChainStep, Cycle, Stage
from kaogong.plan.queries.coverage import ELEMENTS, TESTS
from kaogong.plan.queries.cycles import calendar_problems, cancelled
from kaogong.plan.queries.targets import unappraised
from kaogong.plan.states import CYCLE, CYCLE_NAMES

RULES = (
    "rounds_up",
    "rounds_down",
    "years_compared",
    "acknowledge_days",
    "own_items",
    "own_points",
    "elements",
    "tests",
    "families",
    "to_persons",
    "needs_task",
    "letter",
)
"""What a cycle sets because no rulebook does."""


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def moved(table: Table, state: str, verb: str, names: Mapping[str, str]) -> str:
    """The state a verb leads to.

    Raises:
        Refused: it cannot be done in this state.
    """
    found = after(table, state, verb)
    if found is None:
        can = _("、").join(_(names[one]) for (one, what) in table if what == verb)
        words = _("现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": _(names[state]), "can": can})
    return found


def subject(thing: Any) -> str:
    """How the audit names a thing of this room."""
    return f"plan.{type(thing).__name__.lower()}:{thing.pk}"


@action
def prepare_cycle(
    *,
    by: Account | None,
    year: int,
    title: str,
    since: dt.date,
    until: dt.date,
    organiser: Unit,
    body: Body | None = None,
    previous: Cycle | None = None,
) -> Cycle:
    """A cycle in preparation. A unit whose separate appraisal was cancelled cannot have one (QH-22)."""
    demand_here(by, may_keep_cycle(by) if by else "", "prepare_cycle", f"plan.cycle:{year}")
    if until < since:
        raise Refused(_("结束日期早于开始日期。请改其中一个。"), "until")
    if Cycle.objects.filter(year=year, title=title).exists():
        raise Refused(_("%(year)s 年已有“%(title)s”。请另取名称。") % {"year": year, "title": title}, "title")
    gone = cancelled(organiser, year)
    if gone is not None:
        words = _("这个单位自 %(year)s 年起不再单独组织考核（%(document)s）。请并入上级的考核。")
        raise Refused(words % {"year": gone.since, "document": gone.document}, "organiser")
    cycle = Cycle.objects.create(
        year=year, title=title, since=since, until=until, organiser=organiser, body=body, previous=previous
    )
    new = {"year": year, "title": title, "since": str(since), "until": str(until), "organiser": organiser.code}
    record(by=by, room=ROOM, verb="prepare_cycle", subject=subject(cycle), powers=powers_of(by), new=new)
    return cycle


@action
def set_calendar(*, by: Account | None, cycle: Cycle, stages: Sequence[tuple[str, dt.date, dt.date, str]]) -> Cycle:
    """The stages of a cycle: key, first day, last day, who sees to it. All of them, in order."""
    demand_here(by, may_keep_cycle(by) if by else "", "set_calendar", subject(cycle))
    _not_closed(cycle)
    problems = calendar_problems((key, since, until) for key, since, until, __ in stages)
    if problems:
        raise Refused(_("%(words)s。") % {"words": _("；").join(problems)}, "stages")
    old = {one.key: f"{one.since} – {one.until}" for one in cycle.stages.all()}
    cycle.stages.all().delete()
    order = [key for key, __ in Stage.KEYS]
    Stage.objects.bulk_create(
        Stage(cycle=cycle, key=key, place=order.index(key) + 1, since=since, until=until, owner=owner)
        for key, since, until, owner in stages
    )
    new = {key: f"{since} – {until}" for key, since, until, __ in stages}
    record(by=by, room=ROOM, verb="set_calendar", subject=subject(cycle), powers=powers_of(by), old=old, new=new)
    return cycle


@action
def set_rules(*, by: Account | None, cycle: Cycle, **rules: Any) -> Cycle:
    """What this year asks of targets beyond the rulebook; see RULES."""
    demand_here(by, may_keep_cycle(by) if by else "", "set_rules", subject(cycle))
    _not_closed(cycle)
    if unknown := [name for name in rules if name not in RULES]:
        raise Refused(_("没有这样的规则：%(names)s。") % {"names": _("、").join(unknown)})
    for field, known in (("elements", ELEMENTS), ("tests", TESTS)):
        if odd := [one for one in rules.get(field, ()) if one not in known]:
            raise Refused(_("没有这样的要素：%(names)s。") % {"names": _("、").join(odd)}, field)
    old = {name: said(getattr(cycle, name)) for name in rules}
    for name, value in rules.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=list(rules))
    cycle.refresh_from_db()
    new = {name: said(getattr(cycle, name)) for name in rules}
    record(by=by, room=ROOM, verb="set_rules", subject=subject(cycle), powers=powers_of(by), old=old, new=new)
    return cycle


@action
def set_chain(*, by: Account | None, cycle: Cycle, steps: Sequence[tuple[str, str]]) -> Cycle:
    """The steps by which an adjustment is approved, in order: name and power."""
    demand_here(by, may_keep_cycle(by) if by else "", "set_chain", subject(cycle))
    _not_closed(cycle)
    if cycle.adjustments.exists():
        raise Refused(_("已有调整申请，审批环节不能再改。"), "steps")
    if odd := [name for name, power in steps if power not in Power.values]:
        raise Refused(_("环节“%(names)s”没有写明由谁办理。") % {"names": _("、").join(odd)}, "steps")
    old = {"steps": [one.name for one in cycle.chain.all()]}
    cycle.chain.all().delete()
    ChainStep.objects.bulk_create(
        ChainStep(cycle=cycle, place=place, name=name, power=power) for place, (name, power) in enumerate(steps, 1)
    )
    new = {"steps": [f"{name}: {power}" for name, power in steps]}
    record(by=by, room=ROOM, verb="set_chain", subject=subject(cycle), powers=powers_of(by), old=old, new=new)
    return cycle


@action
def open_cycle(*, by: Account | None, cycle: Cycle) -> Cycle:
    """The year begins: stages are dated and at least one class has an edition."""
    demand_here(by, may_keep_cycle(by) if by else "", "open_cycle", subject(cycle))
    state = moved(CYCLE, cycle.state, "open_cycle", CYCLE_NAMES)
    if not cycle.stages.exists():
        raise Refused(_("还没有阶段日历。请先排定六个阶段的起止日期。"))
    if not cycle.adoptions.exists():
        raise Refused(_("还没有采用考核办法。请先为各类单位采用。"))
    old = {"state": cycle.state}
    cycle.state = state
    cycle.save(update_fields=["state"])
    new = {"state": state}
    record(by=by, room=ROOM, verb="open_cycle", subject=subject(cycle), powers=powers_of(by), old=old, new=new)
    return cycle


@action
def close_cycle(*, by: Account | None, cycle: Cycle) -> Cycle:
    """The year ends, when every target that bound has been appraised (HB-02)."""
    demand_here(by, may_keep_cycle(by) if by else "", "close_cycle", subject(cycle))
    state = moved(CYCLE, cycle.state, "close_cycle", CYCLE_NAMES)
    left = list(unappraised(cycle).select_related("indicator", "unit")[:3])
    if left:
        names = _("、").join(f"{one.unit} {one.indicator}" for one in left)
        words = _("还有 %(n)s 项目标没有考核：%(names)s。考核完再结束。")
        raise Refused(words % {"n": unappraised(cycle).count(), "names": names})
    old = {"state": cycle.state}
    cycle.state = state
    cycle.save(update_fields=["state"])
    new = {"state": state}
    record(by=by, room=ROOM, verb="close_cycle", subject=subject(cycle), powers=powers_of(by), old=old, new=new)
    return cycle


@action
def cancel_appraisal(*, by: Account | None, unit: Unit, since: int, document: str) -> Cancellation:
    """From a year on a unit no longer runs an appraisal of its own (QH-22)."""
    demand_here(by, may_keep_cycle(by) if by else "", "cancel_appraisal", f"org.unit:{unit.code}", unit.code)
    if not document:
        raise Refused(_("请写明取消单独考核的依据文件。"), "document")
    if cancelled(unit, since) is not None:
        raise Refused(_("这个单位的单独考核已经取消。"), "unit")
    made = Cancellation.objects.create(unit=unit, since=since, document=document)
    new = {"unit": unit.code, "since": since, "document": document}
    record(
        by=by, room=ROOM, verb="cancel_appraisal", subject=subject(made), unit=unit.code, powers=powers_of(by), new=new
    )
    return made


def said(value: Any) -> Any:
    """A value as it enters the audit: words, whole numbers, lists."""
    return value if value is None or isinstance(value, (bool, int, list)) else str(value)


def _not_closed(cycle: Cycle) -> None:
    if cycle.state == "closed":
        raise Refused(_("周期已经结束，不能再改。"))
