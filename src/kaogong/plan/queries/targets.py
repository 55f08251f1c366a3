"""Targets as the asker may see them, their tree, and what keeps a unit's targets from being issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.org.models import Account, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.plan.models import Cycle, Round, Target
from kaogong.plan.queries.coverage import (
    lacks,
    leaders_without,
    parts_of,
    unassigned,
    unconfirmed,
    untasked,
)
from kaogong.plan.queries.sums import check


def seen_by(account: Account, cycle: Cycle) -> QuerySet[Target]:
    """The targets of a cycle an account may see: those of the units it has a power over, and its own."""
    found = Target.objects.filter(cycle=cycle).select_related("indicator", "unit", "person", "cycle", "parent")
    units = reach(account).units(*Power.values)
    if units is None:
        return found
    return found.filter(Q(unit__in=units) | Q(person=account.person_id, person__isnull=False))


@dataclass(frozen=True, slots=True)
class Blocker:
    """A reason why a unit's targets cannot be issued yet, and the target it belongs to."""

    words: str
    target: Target | None = None


def blockers(cycle: Cycle, unit: Unit) -> list[Blocker]:
    """Everything that keeps the targets of a unit from being issued, all at once."""
    held = Target.objects.filter(cycle=cycle, unit=unit).exclude(state="withdrawn")
    mine = list(held.select_related("indicator", "cycle", "person", "unit"))
    units = [one for one in mine if one.person_id is None]
    if not units:
        return [Blocker(_("这个单位还没有目标。"))]
    found = [*_talks(cycle, units), *_sums(cycle, mine)]
    found += [
        Blocker(_("“%(name)s”：%(words)s。") % {"name": one.target, "words": one.words}, one.target)
        for one in lacks(units)
    ]
    found += _people(cycle, unit) if cycle.to_persons else []
    found += [Blocker(_("没有职能业务目标。"))] if not parts_of(cycle, unit)["functional"] else []
    if cycle.needs_task:
        own = {one.indicator_id for one in units}
        found += [
            Blocker(_("指标“%(name)s”没有对应任务。") % {"name": one.name}) for one in untasked(cycle) if one.pk in own
        ]
    return found


def _talks(cycle: Cycle, units: list[Target]) -> list[Blocker]:
    ways: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for target, way in Round.objects.filter(target__in=units).values_list("target_id", "way"):
        ways[target][way] += 1
    found = []
    for one in units:
        if one.indicator.state != "settled":
            words = _("“%(name)s”还是%(state)s。")
            found.append(Blocker(words % {"name": one.indicator, "state": one.indicator.get_state_display()}, one))
        if one.state in {"draft", "proposed", "countered"}:
            words = _("“%(name)s”还没有商定，现在是%(state)s。") % {
                "name": one.indicator,
                "state": one.get_state_display(),
            }
            found.append(Blocker(words, one))
        if one.state != "agreed":
            continue
        for way, least, name in (("up", cycle.rounds_up, _("自下而上")), ("down", cycle.rounds_down, _("自上而下"))):
            if ways[one.pk][way] < least:
                words = _("“%(name)s”%(way)s商定 %(n)s 轮，至少 %(least)s 轮。")
                given = {"name": one.indicator, "way": name, "n": ways[one.pk][way], "least": least}
                found.append(Blocker(words % given, one))
    return found


def _sums(cycle: Cycle, mine: list[Target]) -> list[Blocker]:
    whole = check(cycle)
    keys = {one.pk for one in mine} | {one.parent_id for one in mine if one.parent_id}
    found = [
        Blocker(
            _("%(name)s：%(words)s。%(remedy)s")
            % {"name": one.parent.indicator, "words": one.words, "remedy": one.remedy},
            one.parent,
        )
        for one in whole.sums
        if one.parent.pk in keys and not one.fits
    ]
    own = {one.pk for one in mine}
    words = _("“%(name)s”没有上级目标。请挂到上级指标，或注明为自设。")
    found += [Blocker(words % {"name": one.indicator}, one) for one in whole.orphans if one.pk in own]
    words = _("“%(name)s”低于传导的上级目标。")
    found += [Blocker(words % {"name": one.indicator}, one) for one in whole.slack if one.pk in own]
    return found


def _people(cycle: Cycle, unit: Unit) -> list[Blocker]:
    words = _("“%(name)s”还没有落实到人。")
    found = [Blocker(words % {"name": one.indicator}, one) for one in unassigned(cycle, unit)]
    words = _("%(person)s还没有认定“%(name)s”。")
    found += [Blocker(words % {"person": one.person, "name": one.indicator}, one) for one in unconfirmed(cycle, unit)]
    words = _("%(person)s是班子成员，还没有目标。")
    found += [Blocker(words % {"person": one}) for one in leaders_without(cycle, unit)]
    return found


def unappraised(cycle: Cycle) -> QuerySet[Target]:
    """Targets of units that bind and were not appraised (HB-02)."""
    return Target.objects.filter(cycle=cycle, person__isnull=True, state__in=("issued", "signed", "adjusted"))


# --- the tree -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tree of targets."""

    target: Target
    depth: int
    below: int
    open: bool


def roots(found: QuerySet[Target]) -> QuerySet[Target]:
    """Of some targets those whose upper one is not among them."""
    return found.exclude(parent__in=found.filter(children__isnull=False).values("pk")).order_by(
        "indicator__place", "id"
    )


def tree_rows(found: QuerySet[Target], tops: Iterable[Target], opened: set[int]) -> list[Row]:
    """Targets as a tree, children under their parents; those under a closed one are not even read."""
    some = list(tops)
    under: dict[int, list[Target]] = defaultdict(list)
    ahead = [one.pk for one in some if one.pk in opened]
    while ahead:
        read = list(found.filter(parent__in=ahead).order_by("track", "id"))
        for one in read:
            under[one.parent_id or 0].append(one)
        some += read
        ahead = [one.pk for one in read if one.pk in opened and one.pk not in under]
    counts = found.filter(parent__in=[one.pk for one in some]).order_by().values("parent").annotate(below=Count("pk"))
    below = {row["parent"]: row["below"] for row in counts}
    rows: list[Row] = []

    def add(one: Target, depth: int) -> None:
        rows.append(Row(one, depth, below.get(one.pk, 0), one.pk in opened))
        for child in under.get(one.pk, ()):
            add(child, depth + 1)

    for one in list(tops):
        add(one, 0)
    return rows
