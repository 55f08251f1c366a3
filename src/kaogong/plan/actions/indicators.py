"""Indicators a unit sets for itself, countersigning, links to tasks, figures to compare with, contests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.plan.actions.cycles import moved, powers_of, said, subject
from kaogong.plan.guards import ROOM, demand_here, may_endorse, may_keep_cycle, may_set_own
from kaogong.plan.models import (
    Contest,
    Coverage,
    Cycle,
    Indicator,
    Mandate,
    Measure,
    Reference,
    Standing,
    Target,
    Task,
)
from kaogong.plan.queries.bases import bases_of
from kaogong.plan.states import INDICATOR, INDICATOR_NAMES

OWN = (
    "unit",
    "direction",
    "splits",
    "basis",
    "source",
    "family",
    "part",
    "yields",
    "places",
    "full",
    "weight",
    "parent",
)
"""What may be said of an indicator when it is set or revised."""


@action
def add_indicator(
    *, by: Account | None, cycle: Cycle, owner: Unit, name: str, authority: Unit | None = None, **more: Any
) -> Indicator:
    """A unit sets an indicator of its own, within the number and the points the cycle allows (CX-23)."""
    demand_here(by, may_set_own(by, owner) if by else "", "add_indicator", f"org.unit:{owner.code}", owner.code)
    _odd(more)
    own = Indicator.objects.filter(cycle=cycle, owner=owner).exclude(state__in=("withdrawn", "refused"))
    if own.filter(name=name).exists():
        raise Refused(_("指标“%(name)s”已经有了。请改名，或改原来的那项。") % {"name": name}, "name")
    if cycle.own_items is not None and own.count() >= cycle.own_items:
        raise Refused(_("自定项目至多 %(n)s 项，已经满了。请先撤销一项。") % {"n": cycle.own_items}, "name")
    _points(cycle, more.get("full"))
    last = cycle.indicators.aggregate(last=Max("place"))["last"] or 0
    made = Indicator.objects.create(
        cycle=cycle, owner=owner, authority=authority, name=name, origin="unit", place=last + 1, **more
    )
    made.refresh_from_db()
    new = {"name": name, "authority": authority.code if authority else ""} | _said(made)
    record(
        by=by, room=ROOM, verb="add_indicator", subject=subject(made), unit=owner.code, powers=powers_of(by), new=new
    )
    return made


@action
def submit_indicators(*, by: Account | None, cycle: Cycle, owner: Unit) -> int:
    """A unit's indicators go to be countersigned, each with a basis the rulebook knows (XM-15). Gives how many."""
    demand_here(by, may_set_own(by, owner) if by else "", "submit_indicators", f"org.unit:{owner.code}", owner.code)
    own = list(Indicator.objects.filter(cycle=cycle, owner=owner, state="draft"))
    if not own:
        raise Refused(_("没有待送审的指标。请先填写。"))
    known = bases_of(cycle, owner)
    lacking = [one for one in own if not one.basis or (known and one.basis not in known)]
    if lacking:
        names = _("、").join(f"“{one.name}”" for one in lacking)
        words = _("%(n)s 项指标没有依据：%(names)s。请从%(known)s中选定。")
        given = {"n": len(lacking), "names": names, "known": _("、").join(known) or _("办法列明的依据")}
        raise Refused(words % given, "basis")
    new = {"indicators": [one.name for one in own]}
    where = f"org.unit:{owner.code}"
    record(by=by, room=ROOM, verb="submit_indicators", subject=where, unit=owner.code, powers=powers_of(by), new=new)
    return len(own)


@action
def revise_indicator(*, by: Account | None, indicator: Indicator, reason: str, **changed: Any) -> Indicator:
    """A unit's own indicator is changed; it is countersigned again. What a rulebook says is changed by a new edition only."""
    owner = indicator.owner
    demand_here(by, may_set_own(by, owner) if by and owner else "", "revise_indicator", subject(indicator))
    if owner is None:
        raise Refused(_("考核办法定下的指标只能由新一版办法修改。"))
    _odd(changed)
    _points(indicator.cycle, changed.get("full"))
    if Target.objects.filter(indicator=indicator, state__in=("issued", "signed", "adjusted", "appraised")).exists():
        raise Refused(_("这项指标的目标已经下达，修改须走年中调整。"))
    old = _said(indicator) | {"state": indicator.state}
    indicator.state = moved(INDICATOR, indicator.state, "revise_indicator", INDICATOR_NAMES)
    for name, value in changed.items():
        setattr(indicator, name, value)
    indicator.endorsed_by, indicator.endorsed_at = None, None
    indicator.save()
    indicator.refresh_from_db()
    new = _said(indicator) | {"state": indicator.state}
    record(
        by=by,
        room=ROOM,
        verb="revise_indicator",
        subject=subject(indicator),
        unit=owner.code,
        powers=powers_of(by),
        old=old,
        new=new,
        reason=reason,
    )
    return indicator


@action
def endorse_indicator(*, by: Account | None, indicator: Indicator) -> Indicator:
    """The department in charge countersigns an indicator; until then it stays a draft (YL-06)."""
    return _decide(by, indicator, "endorse_indicator", "")


@action
def refuse_indicator(*, by: Account | None, indicator: Indicator, reason: str) -> Indicator:
    """The department in charge does not agree to an indicator."""
    if not reason:
        raise Refused(_("请写明不同意的理由。"), "reason")
    return _decide(by, indicator, "refuse_indicator", reason)


def _decide(by: Account | None, indicator: Indicator, verb: str, reason: str) -> Indicator:
    demand_here(by, may_endorse(by, indicator) if by else "", verb, subject(indicator))
    old = {"state": indicator.state}
    indicator.state = moved(INDICATOR, indicator.state, verb, INDICATOR_NAMES)
    indicator.endorsed_by, indicator.endorsed_at = by, timezone.now()
    indicator.save(update_fields=["state", "endorsed_by", "endorsed_at"])
    new = {"state": indicator.state}
    record(
        by=by, room=ROOM, verb=verb, subject=subject(indicator), powers=powers_of(by), old=old, new=new, reason=reason
    )
    return indicator


@action
def withdraw_indicator(*, by: Account | None, indicator: Indicator, reason: str) -> Indicator:
    """A unit takes back an indicator of its own that was not countersigned yet."""
    owner = indicator.owner
    demand_here(by, may_set_own(by, owner) if by and owner else "", "withdraw_indicator", subject(indicator))
    old = {"state": indicator.state}
    indicator.state = moved(INDICATOR, indicator.state, "withdraw_indicator", INDICATOR_NAMES)
    indicator.save(update_fields=["state"])
    new = {"state": indicator.state}
    record(
        by=by,
        room=ROOM,
        verb="withdraw_indicator",
        subject=subject(indicator),
        powers=powers_of(by),
        old=old,
        new=new,
        reason=reason,
    )
    return indicator


@action
def cover(
    *, by: Account | None, indicator: Indicator, task: Task | None = None, upper: Indicator | None = None
) -> Coverage:
    """An indicator answers a task, or carries an upper indicator down."""
    demand_here(by, may_keep_cycle(by) if by else "", "cover", subject(indicator))
    if (task is None) == (upper is None):
        raise Refused(_("请选一项任务或一项上级指标。"), "task")
    if upper is not None and upper.pk == indicator.pk:
        raise Refused(_("指标不能承接它自己。"), "upper")
    if Coverage.objects.filter(indicator=indicator, task=task, upper=upper).exists():
        raise Refused(_("这条承接关系已经有了。"), "task")
    made = Coverage.objects.create(indicator=indicator, task=task, upper=upper)
    new = {"task": task.name if task else "", "upper": upper.name if upper else ""}
    record(by=by, room=ROOM, verb="cover", subject=subject(indicator), powers=powers_of(by), new=new)
    return made


@action
def note_references(
    *, by: Account | None, indicator: Indicator, rows: Iterable[tuple[str, Unit | None, str, int, Decimal, str]]
) -> int:
    """Figures to compare a target with: kind, unit, whom, year, value, source. A figure given again is corrected."""
    demand_here(by, may_keep_cycle(by) if by else "", "note_references", subject(indicator))
    told = []
    for kind, unit, whom, year, value, source in rows:
        Reference.objects.update_or_create(
            indicator=indicator,
            kind=kind,
            unit=unit,
            whom=whom,
            year=year,
            defaults={"value": value, "source": source},
        )
        told.append(f"{kind} {unit.code if unit else whom} {year}: {value}")
    new = {"figures": told}
    record(by=by, room=ROOM, verb="note_references", subject=subject(indicator), powers=powers_of(by), new=new)
    return len(told)


@action
def note_mandates(*, by: Account | None, unit: Unit, duties: Sequence[str]) -> list[Mandate]:
    """What a unit is there for, as its charter says."""
    demand_here(by, may_keep_cycle(by) if by else "", "note_mandates", f"org.unit:{unit.code}", unit.code)
    made = [Mandate.objects.get_or_create(unit=unit, name=name)[0] for name in duties]
    where = f"org.unit:{unit.code}"
    new = {"duties": list(duties)}
    record(by=by, room=ROOM, verb="note_mandates", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def record_contest(
    *,
    by: Account | None,
    cycle: Cycle,
    name: str,
    measures: Mapping[str, tuple[str, str, Mapping[Unit, Decimal]]],
) -> Contest:
    """A contest with its figures: name → unit of measure, direction, value of each area."""
    demand_here(by, may_keep_cycle(by) if by else "", "record_contest", f"plan.contest:{name}")
    if Contest.objects.filter(cycle=cycle, name=name).exists():
        raise Refused(_("竞赛“%(name)s”已经登记。") % {"name": name}, "name")
    contest = Contest.objects.create(cycle=cycle, name=name)
    for title, (unit, direction, values) in measures.items():
        made = Measure.objects.create(contest=contest, name=title, unit=unit, direction=direction)
        Standing.objects.bulk_create(Standing(measure=made, unit=one, value=value) for one, value in values.items())
    new = {"name": name, "measures": list(measures)}
    record(by=by, room=ROOM, verb="record_contest", subject=subject(contest), powers=powers_of(by), new=new)
    return contest


@action
def import_measures(*, by: Account | None, contest: Contest, names: Sequence[str], owner: Unit) -> list[Indicator]:
    """Some figures of a contest become indicators, each linked to where it came from (FZ-06)."""
    demand_here(by, may_keep_cycle(by) if by else "", "import_measures", subject(contest))
    known = {one.name: one for one in contest.measures.all()}
    if unknown := [one for one in names if one not in known]:
        raise Refused(_("竞赛里没有指标：%(names)s。") % {"names": _("、").join(unknown)}, "names")
    place = contest.cycle.indicators.aggregate(last=Max("place"))["last"] or 0
    made = [
        Indicator.objects.create(
            cycle=contest.cycle,
            owner=owner,
            name=name,
            origin="contest",
            measure=known[name],
            unit=known[name].unit,
            direction=known[name].direction,
            basis=contest.name,
            source=contest.name,
            place=place + number,
        )
        for number, name in enumerate(names, 1)
    ]
    new = {"indicators": list(names)}
    record(by=by, room=ROOM, verb="import_measures", subject=subject(contest), powers=powers_of(by), new=new)
    return made


def _odd(given: Mapping[str, Any]) -> None:
    if unknown := [name for name in given if name not in OWN]:
        raise Refused(_("指标没有这样的栏目：%(names)s。") % {"names": _("、").join(unknown)})


def _points(cycle: Cycle, full: Any) -> None:
    if full is not None and cycle.own_points is not None and Decimal(full) > cycle.own_points:
        words = _("自定项目每项至多 %(most)s 分，现为 %(full)s 分。请改小。")
        raise Refused(words % {"most": cycle.own_points, "full": full}, "full")


def _said(indicator: Indicator) -> dict[str, Any]:
    return {name: said(getattr(indicator, name)) for name in OWN if name != "parent"}
