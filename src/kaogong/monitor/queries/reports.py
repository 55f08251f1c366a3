"""Reports as the asker may see them: rows of a list, who is late, whose figures do not move, which evidence is used twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from kaogong.audit.queries import kept
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Attachment, Feed, FeedValue, Report, Rules, Waiver
from kaogong.monitor.queries.lights import Expected, Light, expected, light_against, milestones_of, percent
from kaogong.monitor.queries.periods import due_of
from kaogong.monitor.states import SENT
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import calendar, reach, today
from kaogong.plan.models import Cycle, Indicator, Target
from kaogong.plan.queries import names_of, seen_by
from kaogong.plan.states import FIXED

SHOWN = ("cycle", "indicator", "unit", "period", "value", "due")
"""What a row shows of a target."""


def asked_targets(cycle: Cycle) -> QuerySet[Target]:
    """The targets that are reported: those of units that bind."""
    found = Target.objects.filter(cycle=cycle, person__isnull=True, state__in=FIXED)
    return found.select_related("indicator", "unit", "leader")


def seen_targets(account: Account, cycle: Cycle) -> QuerySet[Target]:
    """The same, as far as an account may see them."""
    return seen_by(account, cycle).filter(person__isnull=True, state__in=FIXED)


def seen_feeds(account: Account, cycle: Cycle) -> QuerySet[Feed]:
    """The feeds of a cycle, of the authorities an account may see."""
    units = reach(account).units(*Power.values)
    found = Feed.objects.filter(cycle=cycle).select_related("authority", "source", "supplied_by", "approved_by")
    return found if units is None else found.filter(authority__in=units)


@dataclass(frozen=True, slots=True)
class Row:
    """A target in a period: what was wanted, what was said, which light."""

    target: Target
    name: str
    report: Report | None
    light: Light
    want: Expected | None
    overdue: int
    """Working days past the deadline without a report."""

    @property
    def reported(self) -> bool:
        """Handed in."""
        return self.report is not None and self.report.state in SENT


def rows(targets: Iterable[Target], period: Period, rules: Rules, day: dt.date | None = None) -> list[Row]:
    """Some targets as rows, with a fixed number of queries."""
    some, when, work = _shared(targets), day or today(), calendar()
    nodes = milestones_of(some, period)
    held = Report.objects.filter(target__in=[one.pk for one in some], period=str(period)).select_related("explanation")
    reports = {one.target_id: one for one in held}
    names = names_of({one.unit_id for one in some}, rules.cycle.since)
    due = due_of(rules, period, work)
    over = work.between(due, when, working=True) if due else 0
    made = []
    for one in some:
        mine = nodes.get(one.pk, {})
        report = reports.get(one.pk)
        want = expected(one, period, rules, mine)
        sent = report is not None and report.state in SENT
        made.append(
            Row(
                one,
                names.get(one.unit_id) or one.unit.code,
                report,
                light_against(want, one, report, rules, when),
                want,
                0 if sent else over,
            )
        )
    return made


def shown_rows(keys: Sequence[int], period: Period, rules: Rules) -> list[Row]:
    """The targets of a page as rows, in that order."""
    known = indicators_of(rules.cycle)
    there = {one.pk: one for one in Target.objects.filter(pk__in=keys).only(*SHOWN)}
    some = [there[one] for one in keys if one in there]
    for one in some:
        one.indicator = known[one.indicator_id]
    return rows(some, period, rules)


def _shared(targets: Iterable[Target]) -> list[Target]:
    """Targets with what many of them share read once, rather than with every one."""
    if isinstance(targets, QuerySet):
        return list(targets.select_related(None).prefetch_related("indicator", "unit", "leader"))
    return list(targets)


def indicators_of(cycle: Cycle) -> Mapping[int, Indicator]:
    """The indicators of a cycle."""
    found = Indicator.objects.filter(cycle=cycle)
    return kept(("indicators", cycle.pk), ("plan",), lambda: {one.pk: one for one in found})


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a unit reports: what was asked, handed in, on time, verified."""

    unit: int
    name: str
    asked: int
    sent: int
    on_time: int
    share: Decimal | None
    """Handed in, of what was asked, in %."""
    on_time_share: Decimal | None


def timeliness(targets: QuerySet[Target], period: Period) -> list[Timeliness]:
    """The reporting rate and timeliness of every unit in a period."""
    some = targets.select_related(None).order_by()
    asked = dict(some.values("unit_id").annotate(asked=Count("pk")).values_list("unit_id", "asked"))
    held = Report.objects.filter(target__in=some.values("pk"), period=str(period), state__in=SENT).order_by()
    counts = held.values("unit_id").annotate(sent=Count("pk"), good=Count("pk", filter=Q(late=0)))
    sent, good = defaultdict[int, int](int), defaultdict[int, int](int)
    for unit, handed_in, in_time in counts.values_list("unit_id", "sent", "good"):
        sent[unit], good[unit] = handed_in, in_time
    names = names_of(asked)
    found = [
        Timeliness(
            unit,
            names.get(unit, str(unit)),
            number,
            sent[unit],
            good[unit],
            percent(sent[unit], number),
            percent(good[unit], number),
        )
        for unit, number in asked.items()
    ]
    return sorted(found, key=lambda one: (one.sent - one.asked, one.name))


@dataclass(frozen=True, slots=True)
class Live:
    """An owner's figures: when they last moved, and how many have not moved yet."""

    name: str
    leader: str
    targets: int
    silent: int
    """Targets without any report handed in this year."""
    last: dt.date | None
    days: int | None
    """Working days since the last report; None: there was none."""


def liveness(targets: QuerySet[Target], day: dt.date | None = None) -> list[Live]:
    """Owners of targets (unit and leader) and when they last reported; the longest silent first."""
    some, when, work = targets.select_related(None).order_by(), day or today(), calendar()
    held = Report.objects.filter(target__in=some.values("pk"), state__in=SENT).order_by()
    newest = dict(held.values_list("target_id").annotate(at=Max("submitted_at")))
    owners: dict[tuple[int, str], list[int]] = defaultdict(list)
    for target, unit, leader in some.values_list("pk", "unit_id", "leader__name"):
        owners[unit, leader or ""].append(target)
    names = names_of({unit for unit, _leader in owners})
    found = []
    for (unit, leader), mine in owners.items():
        moved = [newest[one] for one in mine if newest.get(one)]
        last = max(moved).astimezone().date() if moved else None
        days = work.between(last, when, working=True) if last else None
        found.append(Live(names.get(unit, str(unit)), leader, len(mine), len(mine) - len(moved), last, days))
    return sorted(found, key=lambda one: (one.last is not None, -(one.days or 0), one.name))


@dataclass(frozen=True, slots=True)
class Reused:
    """The same file shown elsewhere: by whom, for what, in which period."""

    name: str
    unit: str
    target: str
    period: str


def reused(report: Report) -> dict[str, list[Reused]]:
    """Evidence of a report that another unit has shown too, by its hash."""
    mine = report.attachments.filter(withdrawn=False).values_list("evidence_id", flat=True)
    others = Attachment.objects.filter(evidence__in=mine, withdrawn=False).exclude(report__unit=report.unit_id)
    some = list(others.select_related("report", "report__target__indicator", "report__task").order_by("at"))
    names = names_of({one.report.unit_id for one in some})
    found: dict[str, list[Reused]] = defaultdict(list)
    for one in some:
        about = one.report.target.indicator.name if one.report.target else str(one.report.task)
        unit = names.get(one.report.unit_id, str(one.report.unit_id))
        found[one.evidence_id].append(Reused(one.name, unit, about, one.report.period))
    return dict(found)


def without_record(cycle: Cycle) -> list[Target]:
    """Targets that have a closing figure but not one record of the year and no waiver: held as 缺过程记录 (FZ-11)."""
    own = {"indicator": OuterRef("indicator"), "unit": OuterRef("unit"), "period": OuterRef("period")}
    closing = FeedValue.objects.filter(feed__cycle=cycle, feed__state="approved", **own)
    recorded = Report.objects.filter(target=OuterRef("pk"), state__in=SENT)
    waived = Waiver.objects.filter(target=OuterRef("pk"))
    return list(asked_targets(cycle).filter(Exists(closing), ~Exists(recorded), ~Exists(waived)))
