"""The month as the rulebook scores it: its facts through the engine, told with the arithmetic of each part."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

import kaogong
from kaogong.approvals.models import Body, Month
from kaogong.approvals.queries.board import body_names
from kaogong.approvals.queries.verified import events, figures, subjects
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.core.scheme.period import Period
from kaogong.plan.queries.figures import cut

PARTS = ("general", "cards", "early_completion", "system", "discipline", "complaints")
"""The six areas of the measure: four with points, two recorded only (WH-03)."""
RECORDED = ("discipline", "complaints")
OWN = {"cards": "card", "system": "system", "general": "general", "discipline": "discipline", "complaints": "complaint"}
"""The ledger of each part."""


@cache
def measure() -> Rulebook:
    """The rulebook of e-supervision."""
    return load(Path(kaogong.__file__).parent / "rulebooks" / "wh_approvals")


def computed(text: str) -> dict[str, Any]:
    """The scores of a month and the mean of the year so far, of every body, with what each part came to."""
    period, book = Period.parse(text), measure()
    first, last = period.first.replace(month=1, day=1), period.last
    rows, told = list(figures(first, last)), [*events(first, last), *_elsewhere(first, last)]
    held = subjects(last)
    known = {one["subject"] for one in held}
    facts = Facts.from_rows(
        book,
        subjects=held,
        facts=[one for one in rows if one["subject"] in known],
        events=[_plain(one) for one in told if one["subject"] in known],
    )
    run = score(book, facts, str(period.first.year))
    try:
        months = {one["subject"]: one for one in run.rows("dept", "month") if one["period"] == text}
        years = {one["subject"]: one["total"] for one in run.rows("dept")}
    finally:
        run.close()
    names, items = _names(known), {one.id: one for one in book.sheets["dept"].root.walk()}
    mine = [one for one in told if str(one["day"])[:7] == text]
    counts = {(one["subject"], one["fact"]): one["value"] for one in rows if one["period"] == text}
    lines = [_line(code, names, months.get(code, {}), years.get(code), items, mine, counts) for code in sorted(known)]
    ranked = sorted(lines, key=lambda one: (one["total"] is None, -Fraction(one["total"] or 0), one["code"]))
    return {"period": text, "bodies": ranked, "digest": facts.digest, "rulebook": f"{book.id} {book.edition}"}


def _elsewhere(first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Events about approvals that rooms beside this one have verified, such as complaints; the settings name them."""
    return [row for name in settings.EVENTS_OF_APPROVALS for row in import_string(name)(first, last)]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None and key != "url"}


def _names(codes: Iterable[str]) -> dict[str, str]:
    held = dict(Body.objects.filter(unit__code__in=list(codes)).values_list("pk", "unit__code"))
    return {held[pk]: name for pk, name in body_names(held).items()}


def _text(value: Fraction | None, places: int = 2) -> str | None:
    return None if value is None else f"{cut(value, places)}"


def _line(
    code: str,
    names: Mapping[str, str],
    row: Mapping[str, Any],
    year: Fraction | None,
    items: Mapping[str, Item],
    told: list[dict[str, Any]],
    counts: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    own = [one for one in told if one["subject"] == code]
    parts = []
    for key in PARTS:
        ledger = Counter(one["kind"] for one in own if one["ledger"] == OWN.get(key))
        losses = [
            {"name": one.name.zh, "score": _text(row.get(one.id)), "times": _times(one, ledger)}
            for one in items[key].items
            if row.get(one.id)
        ]
        recorded = sum(ledger.values()) if key in RECORDED else None
        full = None if key in RECORDED else f"{items[key].full}"
        parts.append(
            {"key": key, "name": items[key].name.zh, "score": None if key in RECORDED else _text(row.get(key)),
             "full": full, "losses": losses, "recorded": recorded}
        )  # fmt: skip
    figure = {fact: counts.get((code, fact)) for fact in ("completed", "early", "items_total", "items_online")}
    rests = [
        {"kind": one["kind"], "day": one["day"], "proof": one["evidence"], "about": one["incident"]}
        | ({"url": one["url"]} if "url" in one else {})
        for one in own
    ]
    total = _text(row.get("month"))
    return {
        "code": code, "name": names.get(code, code), "total": total, "year": _text(year), "parts": parts,
        "figures": figure, "rests": rests,
    }  # fmt: skip


def _times(item: Item, ledger: Mapping[str, int]) -> int:
    """How many events an item counted, as far as its kinds say."""
    return ledger.get(item.id, 0) or sum(ledger.values())


def sealed(content: Mapping[str, Any]) -> str:
    """The hash of a bulletin's content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new("sm3", text.encode()).hexdigest()


def unaltered(month: Month) -> bool:
    """Whether a bulletin says what it said when it was drafted."""
    return sealed(month.content) == month.sm3


def last_month(day: dt.date) -> str:
    """The month before a day's."""
    before = day.replace(day=1) - dt.timedelta(days=1)
    return f"{before:%Y-%m}"


def line_of(month: Month, code: str) -> dict[str, Any] | None:
    """What a bulletin says of one body."""
    found: dict[str, Any] | None = next((one for one in month.content.get("bodies", ()) if one["code"] == code), None)
    return found
