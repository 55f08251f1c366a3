"""What this room contributes to scoring: verified figures, as rows of the table `facts` (docs/guide/facts.md)."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import FeedValue, Report
from kaogong.monitor.queries import asked_targets, without_record
from kaogong.monitor.states import SURE
from kaogong.plan.models import Cycle, Edition, Target

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
    targets = [one for one in held.order_by("unit", "id") if one.pk not in back]
    fed, own = _fed(cycle), _own(targets)
    columns: dict[str, list[str | None]] = {name: [] for name in COLUMNS}
    for target in targets:
        row = _row(target, fed, own, upto)
        if row is not None:
            for name, cell in zip(COLUMNS, row, strict=True):
                columns[name].append(cell)
    return pa.Table.from_pydict(columns, schema=SCHEMA)


def _closes(period: str, target: Target, upto: str) -> bool:
    """Whether a figure of a period speaks for the period of a target."""
    last = Period.parse(upto).months[-1] if upto else Period.parse(target.period).months[-1]
    whole, part = Period.parse(target.period), Period.parse(period)
    return part.months[-1] == min(last, whole.months[-1]) and set(part.months) <= set(whole.months)


def _row(
    target: Target,
    fed: dict[tuple[int, int], list[FeedValue]],
    own: dict[int, list[Report]],
    upto: str,
) -> tuple[str | None, ...] | None:
    start = (target.unit.code, target.period, target.indicator.actual)
    for one in fed.get((target.indicator_id, target.unit_id), ()):
        if one.period == target.period or _closes(one.period, target, upto):
            by, at = one.feed.approved_by, one.feed.approved_at
            authority = one.feed.authority.code
            proof = (f"{one.feed.name} 第 {one.row} 行", one.feed.source_id)
            named = f"{authority} {by.username}" if by else authority
            return (*start, f"{one.value:f}", authority, named, str(at.date()) if at else None, *proof)
    if target.indicator.authority_id is not None:
        return None
    for report in own.get(target.pk, ()):
        if report.value is not None and _closes(report.period, target, upto):
            return (*start, f"{report.value:f}", target.unit.code, _office(report), *_seen(report))
    return None


def _office(report: Report) -> str:
    """Who verified a report: the office that organises the cycle."""
    return report.cycle.organiser.code


def _seen(report: Report) -> Iterator[str | None]:
    """The day a report was verified, and what it showed."""
    shown = [one for one in report.attachments.all() if not one.withdrawn]
    yield str(report.verified_at.date()) if report.verified_at else None
    yield shown[0].name if shown else None
    yield shown[0].evidence_id if shown else None


def _fed(cycle: Cycle) -> dict[tuple[int, int], list[FeedValue]]:
    """Approved figures by indicator and unit, the latest approved first."""
    held = FeedValue.objects.filter(feed__cycle=cycle, feed__state="approved")
    found: dict[tuple[int, int], list[FeedValue]] = {}
    joined = held.select_related("feed", "feed__authority", "feed__approved_by")
    for one in joined.order_by("-feed__approved_at", "-feed__id"):
        found.setdefault((one.indicator_id, one.unit_id), []).append(one)
    return found


def _own(targets: list[Target]) -> dict[int, list[Report]]:
    """Verified reports by target, the latest first."""
    held = Report.objects.filter(target__in=[one.pk for one in targets], state__in=SURE)
    found: dict[int, list[Report]] = {}
    for one in held.select_related("cycle__organiser").prefetch_related("attachments").order_by("-period"):
        assert one.target_id is not None
        found.setdefault(one.target_id, []).append(one)
    return found
