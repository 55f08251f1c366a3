"""Rounds one may see, how far each is, and who is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from kaogong.assess.models import Assessor, Entrant, Item, Pair, Round, SelfReport
from kaogong.assess.queries.completeness import items_of
from kaogong.assess.states.rounds import HANDED, STANDING
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.plan.models import Cycle

ABOVE = (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)


def seen_rounds(account: Account, cycle: Cycle | None = None) -> QuerySet[Round]:
    """The rounds of a cycle, or of all, an account may see."""
    held = Round.objects.select_related("cycle") if cycle is None else Round.objects.filter(cycle=cycle)
    found = reach(account)
    if any(found.has(power, room="assess") for power in ABOVE):
        return held
    units = found.units(*Power.values)
    mine = Q(pk__in=Entrant.objects.filter(unit__in=units or ()).values("round"))
    if account.person_id is not None:
        mine |= Q(pk__in=Entrant.objects.filter(person=account.person_id).values("round"))
        mine |= Q(pk__in=Assessor.objects.filter(person=account.person_id).values("source__round"))
    return (held if units is None else held.filter(mine)).exclude(state="draft")


def seen_entrants(account: Account, one: Round) -> QuerySet[Entrant]:
    """Whom of a round an account may see."""
    held = one.entrants.select_related("report", "unit", "person", "round")
    found = reach(account)
    units = found.units(*Power.values)
    if any(found.has(power, room="assess") for power in ABOVE) or units is None:
        return held
    mine = Q(unit__in=units)
    if account.person_id is not None:
        mine |= Q(person=account.person_id)
        if Assessor.objects.filter(source__round=one, person=account.person_id).exists():
            return held
    return held.filter(mine)


def progress(rounds: Iterable[Round]) -> dict[int, dict[str, Any]]:
    """How many take part in each round, how many have handed in, and how many are reviewed."""
    held = Entrant.objects.filter(round__in=[one.pk for one in rounds]).values("round_id")
    counted = held.annotate(
        entrants=Count("pk"),
        handed=Count("pk", filter=Q(report__state__in=HANDED)),
        fixed=Count("pk", filter=Q(fixed_at__isnull=False)),
    )
    return {row["round_id"]: dict(row) for row in counted}


@dataclass(frozen=True, slots=True)
class Overdue:
    """An entrant whose self-report was not there on its day."""

    entrant: Entrant
    days: int
    handed: bool


def late_days(one: Round, on: dt.date) -> int:
    """Days after the last day on time; the last day itself is on time."""
    return max(0, (on - one.report_due).days) if one.report_due else 0


def overdue(one: Round, entrants: Iterable[Entrant] | None = None) -> list[Overdue]:
    """Who is late with the self-report, handed in by now or not, worst first (QW-08, XM-19)."""
    if one.report_due is None or not one.sources.filter(kind="self").exists():
        return []
    found, day = [], late_days(one, today())
    for entrant in entrants if entrants is not None else one.entrants.select_related("report", "unit"):
        report = getattr(entrant, "report", None)
        handed = report is not None and report.version > 0
        days = report.late if report is not None and handed else day
        if days:
            found.append(Overdue(entrant, days, handed))
    return sorted(found, key=lambda each: (-each.days, each.entrant.name))


def self_items(one: Round) -> list[tuple[Item, str]]:
    """The items a self-report speaks of, each with the fact its figure counts as."""
    source = one.sources.filter(kind="self").first()
    if source is None:
        return []
    before = set(one.items.filter(taken_from__isnull=False).values_list("pk", flat=True))
    asked = source.asked.select_related("item").order_by("item__place")
    return [(each.item, each.fact) for each in asked if each.item_id not in before]


def review_items(one: Round) -> list[Item]:
    """The items the office reviews: those its source names."""
    source = one.sources.filter(kind="review").first()
    return items_of(source) if source is not None else []


def lacking_documents(report: SelfReport) -> list[str]:
    """Documents that have to come with a self-report and are not there (QW-09)."""
    there = set(report.proofs.filter(withdrawn=False).values_list("document", flat=True))
    return [one for one in report.entrant.round.documents if one not in there]


def self_first(one: Round) -> bool:
    """Whether nothing is scored before the self-report stands (LZ-40)."""
    return one.sources.filter(kind="self", required=True).exists()


def stands(entrant: Entrant) -> bool:
    """Whether the entrant's self-report stands."""
    report = getattr(entrant, "report", None)
    return report is not None and report.state in STANDING


def ready(one: Round, entrants: Iterable[Entrant]) -> set[int]:
    """On whom marks are taken today: the round is open, it is the time, and the self-report stands where there is one."""
    day = today()
    early = one.enter_from is not None and day < one.enter_from
    if one.state != "open" or early or (one.enter_until is not None and day > one.enter_until):
        return set()
    asks = self_first(one)
    return {each.pk for each in entrants if not asks or stands(each)}


def documents_for(kind: str, period: str, asked: list[str]) -> list[str]:
    """What a self-report of a period comes with: in the last month of a quarter, what the setting says."""
    if kind != "month":
        return []
    month = Period.parse(period)
    return list(asked) if month == month.widen("quarter").split("month")[-1] else []


def content_of(report: SelfReport) -> dict[str, Any]:
    """A self-report word for word, as a version keeps it."""
    marks = report.marks.select_related("item").order_by("item__place")
    proofs = report.proofs.filter(withdrawn=False).order_by("pk").select_related("item")
    return {
        "round": report.entrant.round.name,
        "entrant": report.entrant.name,
        "words": report.words,
        "marks": [
            {
                "code": one.item.code,
                "item": one.item.name,
                "words": one.words,
                "value": _said(one.value),
                "score": _said(one.score),
            }
            for one in marks
        ],
        "proofs": [
            {"name": one.name, "sm3": one.evidence_id, "item": one.item.code if one.item else "", "of": one.document}
            for one in proofs
        ],
    }


def _said(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def asks_reports(one: Round) -> bool:
    """Whether units report on themselves in a round; else people are only rated."""
    kinds = set(one.sources.values_list("kind", flat=True))
    return bool(kinds & {"self", "review"}) or "rate" not in kinds


def unpaired(one: Round) -> bool:
    """Whether it still has to be said who rates whom, before a round can open."""
    rated = one.sources.filter(kind="rate", pairs=None).exclude(who="codes")
    return one.state == "draft" and rated.exists()


def unhanded(one: Round) -> int:
    """How many ballots of a round that runs are still out; closing leaves them uncounted."""
    return Pair.objects.filter(source__round=one, state="open").count() if one.state == "open" else 0
