"""Summaries of ledgers: which are due, what they are made of, and whether they still say what they said."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaogong.core.scheme.period import Period
from kaogong.supervise.models import Ledger, LedgerReview
from kaogong.supervise.queries.ledgers import tallies

MOST = 10
REVIEWED = ("daily", "person")
"""Groups of ledgers that are summed up by month, quarter and half year."""


def periods_of(year: int) -> list[tuple[str, str]]:
    """Kind and period of the reviews of a year: 12 months, 4 quarters, 2 halves (LZ-18)."""
    months = [("month", f"{year}-{n:02d}") for n in range(1, 13)]
    quarters = [("quarter", f"{year}-Q{n}") for n in range(1, 5)]
    return [*months, *quarters, ("half", f"{year}-H1"), ("half", f"{year}-H2")]


def kind_of(period: str) -> str:
    """Which kind of review a period has; empty: none."""
    try:
        number = len(Period.parse(period).months)
    except ValueError:
        return ""
    return {1: "month", 3: "quarter", 6: "half", 12: "year"}.get(number, "")


def parts_of(period: str) -> list[str]:
    """The reviews a review is made from: a quarter of its months, a half of its quarters, a year of its halves."""
    year, kind, held = period[:4], kind_of(period), Period.parse(period)
    if kind == "quarter":
        return [f"{year}-{held.first.month + n:02d}" for n in range(3)]
    if kind == "half":
        return [f"{year}-Q1", f"{year}-Q2"] if period.endswith("1") else [f"{year}-Q3", f"{year}-Q4"]
    return [f"{year}-H1", f"{year}-H2"] if kind == "year" else []


@dataclass(frozen=True, slots=True)
class Due:
    """A review that has to be made, and the one there is."""

    ledger: Ledger
    kind: str
    period: str
    review: LedgerReview | None

    @property
    def last(self) -> dt.date:
        """The last day of its time."""
        return Period.parse(self.period).last


def reviews_due(ledgers: Iterable[Ledger], year: int) -> list[Due]:
    """Every review of a year: 18 a ledger."""
    every = list(ledgers)
    held = LedgerReview.objects.filter(ledger__in=every, period__startswith=str(year))
    there = {(one.ledger_id, one.period): one for one in held}
    return [Due(one, kind, period, there.get((one.pk, period))) for one in every for kind, period in periods_of(year)]


def lacking(ledger: Ledger, period: str) -> list[str]:
    """Which of the reviews it is made from are not approved."""
    parts = parts_of(period)
    there = LedgerReview.objects.filter(ledger=ledger, period__in=parts, state="approved")
    done = set(there.values_list("period", flat=True))
    return [one for one in parts if one not in done]


def made_of(ledger: Ledger, period: str) -> dict[str, Any]:
    """What a review says: everything counted from the entries as they stand now."""
    when = Period.parse(period)
    held = list(
        ledger.entries.filter(happened_on__range=(when.first, when.last))
        .select_related("item", "unit")
        .order_by("happened_on", "id")
    )
    live = [one for one in held if one.state not in ("corrected", "withdrawn")]
    counting = [one for one in held if one.state == "confirmed"]
    lines = []
    for one in tallies(ledger, when.first, when.last):
        marks = sum((e.marks or Decimal() for e in counting if e.item_id == one.item.pk), Decimal())
        sums = {key: f"{value:f}" for key, value in one.sums.items()}
        lines.append({
            "aspect": one.item.aspect, "item": one.item.name, "count": one.count, "marks": f"{marks:f}",
            "sums": sums, "missing": one.missing, "bare": one.without_evidence,
        })  # fmt: skip
    units: Counter[str] = Counter(one.unit.code for one in live)
    return {
        "period": period, "ledger": ledger.code, "entries": len(live), "lines": lines,
        "states": dict(sorted(Counter(one.state for one in held).items())),
        "late": sum(1 for one in live if one.late), "units": units.most_common(MOST),
        "numbers": [[one.number, one.state, str(one.happened_on)] for one in held],
        "parts": parts_of(period),
    }  # fmt: skip


def sealed(content: Mapping[str, Any]) -> str:
    """The hash of a review's content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new("sm3", text.encode()).hexdigest()


def unaltered(review: LedgerReview) -> bool:
    """Whether a review says what it said when it was drafted."""
    return sealed(review.content | {"remarks": review.remarks}) == review.sm3
