"""Three comparisons while a target is set: peers, one's own past, a benchmark (QD-07); and whether it stretches (LZ-14)."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.plan.models import Reference, Target
from kaogong.plan.queries.figures import cut, mean, median, places_of

NAMES = {"horizontal": _("横向：同类单位中位数"), "vertical": _("纵向：本单位往年平均"), "benchmark": _("基准")}


@dataclass(frozen=True, slots=True)
class Compared:
    """A value beside what it is compared with. A comparison without figures is not made: missing is neither low nor high."""

    value: Decimal | None
    horizontal: Decimal | None = None
    vertical: Decimal | None = None
    benchmark: Decimal | None = None
    past: tuple[tuple[int, Decimal], ...] = ()
    low: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    stretches: bool | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The comparisons for which there are no figures."""
        return tuple(name for name in NAMES if name not in self.low and name not in self.passed)


def compare(target: Target, value: Decimal | None = None) -> Compared:
    """One target compared, or another value tried in its place."""
    return compared([target], {target.pk: value} if value is not None else {})[target.pk]


def compared(targets: Iterable[Target], tried: Mapping[int, Decimal] | None = None) -> dict[int, Compared]:
    """Several targets compared, with one query.

    Args:
        targets: the targets, with their indicators and cycles.
        tried: other values, by target.
    """
    some = list(targets)
    shelf: dict[int, list[Reference]] = defaultdict(list)
    whose = Q(unit__isnull=True) | Q(unit__in={one.unit_id for one in some})
    wanted = whose & Q(indicator__in={one.indicator_id for one in some})
    for one in Reference.objects.filter(wanted).order_by("year", "id"):
        shelf[one.indicator_id].append(one)
    return {one.pk: _compared(one, (tried or {}).get(one.pk, one.value), shelf[one.indicator_id]) for one in some}


def _compared(target: Target, value: Decimal | None, references: list[Reference]) -> Compared:
    own = [one for one in references if one.kind == "past" and one.unit_id == target.unit_id]
    span = target.cycle.years_compared
    years = range(target.cycle.year - span, target.cycle.year) if span else ()
    past = {one.year: one.value for one in own if not span or one.year in years}
    whole = mean(past.values()) if past and all(year in past for year in years) else None
    peers = [one for one in references if one.kind == "peer" and one.unit_id in (None, target.unit_id)]
    latest = max((one.year for one in peers), default=None)
    middle = median(one.value for one in peers if one.year == latest)
    set_by = [one.value for one in references if one.kind == "benchmark" and one.unit_id in (None, target.unit_id)]
    bench = target.benchmark if target.benchmark is not None else (set_by[-1] if set_by else None)
    against = {"horizontal": middle, "vertical": whole, "benchmark": None if bench is None else Fraction(bench)}
    worse = _worse(target.indicator.direction)
    low: list[str] = []
    passed: list[str] = []
    for name, other in against.items():
        if value is None or other is None or target.indicator.direction == "none":
            continue
        (low if worse(Fraction(value), other) else passed).append(name)
    places = max(places_of(value, *past.values()), target.indicator.places)
    return Compared(
        value,
        None if middle is None else cut(middle, places),
        None if whole is None else cut(whole, places),
        bench,
        tuple(sorted(past.items())),
        tuple(low),
        tuple(passed),
        _stretches(value, whole, target.indicator.direction),
    )


def _worse(direction: str) -> Callable[[Fraction, Fraction], bool]:
    return operator.gt if direction == "lower" else operator.lt


def _stretches(value: Decimal | None, past: Fraction | None, direction: str) -> bool | None:
    """A target stretches when it asks for more than the years before gave; None: nothing to tell it by."""
    if value is None or past is None or direction == "none":
        return None
    return Fraction(value) < past if direction == "lower" else Fraction(value) > past
