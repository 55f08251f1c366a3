"""Figures of the month, and events a person has verified: what scoring stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from kaogong.approvals.models import Body, Card, Finding, Urging

Row = dict[str, Any]
CENTRE, OFFICE, BUREAU = "市电子监察中心", "市行政审批中心", "市监察局"
"""Who supplies what, by the rulebook's names."""
LEDGERS = {
    **dict.fromkeys(("disclosure", "process", "time_limit", "fees", "liability", "follow_up", "attendance"), "general"),
    **dict.fromkeys(("unreported_change", "evasion"), "system"),
    "breach": "discipline",
    **dict.fromkeys(("upheld", "unfounded"), "complaint"),
    "bypass": "general",
}
COUNTS = """
SELECT b.unit_id, u.code, to_char(c.ended_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, count(*),
  count(*) FILTER (WHERE c.outcome = 'early')
FROM approvals_case c JOIN approvals_body b ON b.id = c.body_id JOIN org_unit u ON u.id = b.unit_id
WHERE c.state = 'done' AND c.ended_at >= %(first)s AND c.ended_at < %(last)s
GROUP BY 1, 2, 3
"""
RAN = """
SELECT u.code, m.month, count(DISTINCT v.item_id), count(DISTINCT v.item_id) FILTER (WHERE EXISTS (
    SELECT 1 FROM approvals_case c WHERE c.item_id = v.item_id AND c.channel <> 'offline'
      AND c.accepted_at < (m.last + 1)::timestamp AT TIME ZONE %(zone)s))
FROM (SELECT to_char(d, 'YYYY-MM') AS month, (d + interval '1 month' - interval '1 day')::date AS last
      FROM generate_series(%(from)s::timestamp, %(to)s::timestamp, interval '1 month') d) m
CROSS JOIN approvals_body b JOIN org_unit u ON u.id = b.unit_id
LEFT JOIN approvals_item i ON i.body_id = b.id
LEFT JOIN approvals_itemversion v ON v.item_id = i.id AND v.since <= m.last AND (v.until IS NULL OR v.until > m.last)
WHERE b.since <= m.last
GROUP BY 1, 2
"""


def figures(first: dt.date, last: dt.date) -> Iterator[Row]:
    """Cases decided and decided early; items there are and items that have run. A body without decided cases has zero."""
    zone = timezone.get_default_timezone()
    given: dict[str, Any] = {
        "zone": settings.TIME_ZONE,
        "first": dt.datetime.combine(first, dt.time(), zone),
        "last": dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone),
        "from": first.replace(day=1),
        "to": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, given)
        counts = {(code, month): (done, early) for _unit, code, month, done, early in cursor.fetchall()}
        cursor.execute(RAN, given)
        ran = cursor.fetchall()
    for code, month, items, online in sorted(ran):
        done, early = counts.get((code, month), (0, 0))
        told = (("completed", done, CENTRE), ("early", early, CENTRE))
        for fact, value, supplier in (*told, ("items_total", items, OFFICE), ("items_online", online, OFFICE)):
            yield {"subject": code, "period": month, "fact": fact, "value": str(value), "supplier": supplier}


def events(first: dt.date, last: dt.date) -> list[Row]:
    """Cards verified, urgings in vain and findings confirmed, each with what it rests on."""
    return [*_cards(first, last), *_urgings(first, last), *_findings(first, last)]


def _row(ledger: str, code: str, day: dt.date, kind: str, incident: str, source: str, proof: str, sm3: str = "") -> Row:
    return {
        "ledger": ledger, "subject": code, "day": str(day), "kind": kind, "incident": incident or None,
        "supplier": BUREAU, "source": source, "evidence": proof or None, "evidence_hash": sm3 or None,
    }  # fmt: skip


def _cards(first: dt.date, last: dt.date) -> Iterator[Row]:
    held = Card.objects.filter(state="verified", issued_on__range=(first, last)).order_by("pk")
    for one in held.select_related("case", "unit", "rule"):
        proof = f"{one.number} 办件 {one.case.number}"
        yield _row("card", one.unit.code, one.issued_on, one.colour, one.case.number, one.rule.name, proof)
        if one.rule.trigger == "past":
            yield _row("general", one.unit.code, one.issued_on, "time_limit", one.case.number, one.rule.name, proof)


def _urgings(first: dt.date, last: dt.date) -> Iterator[Row]:
    held = Urging.objects.filter(state="uncorrected", closed_on__range=(first, last), card__state="verified")
    for one in held.select_related("card__case", "card__unit").order_by("pk"):
        assert one.closed_on is not None
        proof = f"{one.card.number} {one.sent_on} 催办，{one.due_on} 前未改正"
        yield _row("card", one.card.unit.code, one.closed_on, "uncorrected", one.card.case.number, "催办", proof)


def _findings(first: dt.date, last: dt.date) -> Iterator[Row]:
    held = Finding.objects.filter(state="confirmed", happened_on__range=(first, last)).order_by("pk")
    for one in held.select_related("body__unit", "item", "case").prefetch_related("proofs"):
        proof = next(iter(one.proofs.all()), None)
        incident = one.case.number if one.case else one.item.code if one.item else f"记录 {one.pk}"
        name, sm3 = (proof.name, proof.evidence_id) if proof else (one.words[:80], "")
        kind = "process" if one.kind == "bypass" else one.kind
        way = one.CHANNELS[[key for key, _w in one.CHANNELS].index(one.channel)][1]
        yield _row(LEDGERS[one.kind], one.body.unit.code, one.happened_on, kind, incident, str(way), name, sm3)


def subjects(day: dt.date) -> list[Row]:
    """The bodies that are scored."""
    kinds, levels = dict(Body.KINDS), dict(Body.LEVELS)
    return [
        {"subject": one.unit.code, "class": "dept", "power": str(kinds[one.kind]), "level": str(levels[one.level])}
        for one in Body.objects.filter(since__lte=day).select_related("unit").order_by("unit__code")
    ]
