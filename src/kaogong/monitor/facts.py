"""What this room contributes to scoring: verified figures, as rows of the table `facts` (docs/guide/facts.md)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Attachment, FeedValue, Report
from kaogong.monitor.queries import asked_targets, without_record
from kaogong.monitor.states import SURE
from kaogong.plan.models import Cycle, Edition

COLUMNS = (
    "subject",
    "period",
    "fact",
    "value",
    "supplier",
    "approved_by",
    "approved_on",
    "evidence",
    "evidence_hash",
)
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
WANTED = (
    "pk",
    "unit",
    "unit__code",
    "period",
    "indicator",
    "indicator__actual",
    "indicator__authority",
)


class Wanted(NamedTuple):
    """A target as far as its figure is concerned."""

    pk: int
    unit: int
    code: str
    period: str
    indicator: int
    actual: str
    authority: int | None


class Figure(NamedTuple):
    """What a verified report says, since when that is sure, and what it showed: a name and a hash."""

    period: str
    value: Decimal | None
    day: str | None
    proof: tuple[str | None, str | None]


def facts(cycle: Cycle, edition: Edition | None = None, upto: str = "") -> pa.Table:
    """What was reached on the targets of a cycle. What is missing, or not verified, gives no row: missing stays missing.

    A figure of the authority takes the place of the unit's own. A target without a record of the year and without a
    waiver is held back (FZ-11).

    Args:
        cycle: the cycle.
        edition: only what units under this edition contribute; None: all.
        upto: a period: its figure speaks for a target whose period is not over yet, for scoring in the year. Without it
            only the figure that closes the period of a target does.
    """
    held = asked_targets(cycle).filter(track="").exclude(indicator__actual="")
    if edition is not None:
        held = held.filter(indicator__adoption__edition=edition)
    back = {one.pk for one in without_record(cycle)}
    fed, own = _fed(cycle), _own(cycle)
    office = cycle.organiser.code
    columns: dict[str, list[str | None]] = {name: [] for name in COLUMNS}
    for target in map(Wanted._make, held.order_by("unit", "id").values_list(*WANTED)):
        row = None if target.pk in back else _row(target, fed, own, upto, office)
        if row is not None:
            for name, cell in zip(COLUMNS, row, strict=True):
                columns[name].append(cell)
    return pa.Table.from_pydict(columns, schema=SCHEMA)


@lru_cache(maxsize=512)
def _closes(period: str, whole: str, upto: str) -> bool:
    """Whether a figure of a period speaks for the whole period of a target."""
    last = Period.parse(upto).months[-1] if upto else Period.parse(whole).months[-1]
    over, part = Period.parse(whole), Period.parse(period)
    return part.months[-1] == min(last, over.months[-1]) and set(part.months) <= set(over.months)


def _row(
    target: Wanted,
    fed: dict[tuple[int, int], list[FeedValue]],
    own: dict[int, list[Figure]],
    upto: str,
    office: str,
) -> tuple[str | None, ...] | None:
    start = (target.code, target.period, target.actual)
    for one in fed.get((target.indicator, target.unit), ()):
        if one.period == target.period or _closes(one.period, target.period, upto):
            by, at = one.feed.approved_by, one.feed.approved_at
            authority = one.feed.authority.code
            proof = (f"{one.feed.name} 第 {one.row} 行", one.feed.source_id)
            named = f"{authority} {by.username}" if by else authority
            return (*start, f"{one.value:f}", authority, named, str(at.date()) if at else None, *proof)
    if target.authority is not None:
        return None
    for report in own.get(target.pk, ()):
        if report.value is not None and _closes(report.period, target.period, upto):
            return (*start, f"{report.value:f}", target.code, office, report.day, *report.proof)
    return None


def _fed(cycle: Cycle) -> dict[tuple[int, int], list[FeedValue]]:
    """Approved figures by indicator and unit, the latest approved first."""
    held = FeedValue.objects.filter(feed__cycle=cycle, feed__state="approved")
    found: dict[tuple[int, int], list[FeedValue]] = {}
    joined = held.select_related("feed", "feed__authority", "feed__approved_by")
    for one in joined.order_by("-feed__approved_at", "-feed__id"):
        found.setdefault((one.indicator_id, one.unit_id), []).append(one)
    return found


def _own(cycle: Cycle) -> dict[int, list[Figure]]:
    """Verified reports by target, the latest first, each with the first thing it showed."""
    shown: dict[int, tuple[str, str]] = {}
    proofs = Attachment.objects.filter(report__cycle=cycle, report__state__in=SURE, withdrawn=False)
    for report, name, evidence in proofs.order_by("id").values_list("report_id", "name", "evidence_id"):
        shown.setdefault(report, (name, evidence))
    held = Report.objects.filter(cycle=cycle, target__isnull=False, state__in=SURE).order_by("-period")
    found: dict[int, list[Figure]] = {}
    for pk, target, period, value, at in held.values_list("pk", "target_id", "period", "value", "verified_at"):
        figure = Figure(period, value, str(at.date()) if at else None, shown.get(pk, (None, None)))
        found.setdefault(target, []).append(figure)
    return found
