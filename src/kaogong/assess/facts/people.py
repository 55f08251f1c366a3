"""Who assesses whom, and what assessors were found guilty of, as rows for scoring (docs/guide/facts.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from kaogong.assess.models import Hearing
from kaogong.core.scheme.model import Rulebook
from kaogong.org.models import Finding, Portfolio, Post
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, setting

OFFENCES = {key for key, _name in Finding.OFFENCES}
STANDING = ("confirmed", "transferred", "disposed")
Row = dict[str, Any]


def above(day: dt.date, link: str) -> list[Row]:
    """Heads of units stand over their people, leaders over the heads of the units they manage (QW-05, QW-15)."""
    held = Post.objects.filter(at(day), main=True, person__isnull=False).select_related("person")
    chiefs: dict[int, list[str]] = {}
    others: dict[int, list[str]] = {}
    for one in held.order_by("unit", "person__code"):
        assert one.person is not None
        side = chiefs if one.grade == Grade.CHIEF else others
        side.setdefault(one.unit_id, []).append(one.person.code)
    rows = [(chief, other) for unit, several in others.items() for chief in chiefs.get(unit, ()) for other in several]
    leaders = Portfolio.objects.filter(at(day), kind="manages").values_list("leader__code", "unit_id")
    rows += [(leader, chief) for leader, unit in leaders for chief in chiefs.get(unit, ()) if chief != leader]
    return [{"link": link, "from": one, "to": other} for one, other in sorted(set(rows))]


def misconduct(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Confirmed offences of assessors, in whatever ledger of the rulebook has their kinds (QW-17 to 19).

    Where the installation says so, an offence counts only after the person was heard, or did not want to be.
    """
    ledgers = {key: one for key, one in book.events.items() if OFFENCES & set(one.kinds)}
    if not ledgers:
        return {}
    held = Finding.objects.filter(state__in=STANDING, found_on__range=(first, last), person__isnull=False)
    several = list(held.exclude(offence="").select_related("person").order_by("found_on", "pk"))
    if setting("ratings.heard_first"):
        done = Hearing.objects.filter(finding__in=several, role="accused", state__in=("heard", "declined"))
        heard = set(done.values_list("finding_id", flat=True))
        several = [one for one in several if one.pk in heard]
    rows = [
        row for key, ledger in ledgers.items() for one in several if one.offence in ledger.kinds
        for row in _offence(key, one, next(iter(ledger.authority), None))
    ]  # fmt: skip
    return {"events": pa.Table.from_pylist(rows)} if rows else {}


def _offence(ledger: str, one: Finding, supplier: str | None) -> Iterator[Row]:
    assert one.person is not None
    yield {
        "ledger": ledger,
        "subject": one.person.code,
        "day": str(one.found_on),
        "kind": one.offence,
        "incident": f"JD-{one.pk}",
        "supplier": supplier,
        "source": one.get_offence_display(),
        "evidence": f"监督意见 {one.pk}",
    }
