"""Workbooks of entries: read, held against the ledger, every fault told by row and column, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaogong.audit.queries import Unfit
from kaogong.org.models import Person, Unit
from kaogong.org.models.labels import in_every_language
from kaogong.org.queries import today
from kaogong.org.queries.filed import day_of, filed_rows
from kaogong.supervise.models import Ledger

HEADS = {
    "item": gettext_noop("记录项"),
    "unit": gettext_noop("单位编码"),
    "person": gettext_noop("工号"),
    "happened_on": gettext_noop("发生日期"),
    "source": gettext_noop("来源"),
    "words": gettext_noop("事由"),
    "key": gettext_noop("事由编号"),
}
OPTIONAL = {"key"}
MOST = 5_000


@dataclass(slots=True)
class Sheet:
    """What a workbook holds: rows fit to be entered, and faults."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def heads_of(ledger: Ledger) -> dict[str, str]:
    """The columns of a ledger's workbook: key and what it is called."""
    own = {key: words for key, words in HEADS.items() if key != "person" or ledger.about == "person"}
    return own | {one["key"]: one["name"] for one in ledger.columns}


def read_entries(path: Path, name: str, ledger: Ledger) -> Sheet:
    """Read a workbook and hold it against the ledger and the register.

    Raises:
        Unfit: it cannot be read, or lacks a column.
    """
    found, known, heads = Sheet(), _Known(ledger), heads_of(ledger)
    for number, cells in filed_rows(path, name, heads, heads.keys() & HEADS.keys() - OPTIONAL, MOST):
        _take(found, known, number, cells)
    if not (found.lines or found.faults):
        raise Unfit(_("表格里没有数据行。请填写后再传。"))
    return found


class _Known:
    """What a row may name."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.items = {name: one for one in ledger.items.all() for name in (one.code, *in_every_language(one.name))}
        self.units = {one.code: one for one in Unit.objects.all()}
        self.people: Mapping[str, Person] = {}
        if ledger.about == "person":
            self.people = {one.code: one for one in Person.objects.filter(left__isnull=True)}


def _take(found: Sheet, known: _Known, number: int, cells: Mapping[str, str]) -> None:
    faults = []
    heads = heads_of(known.ledger)
    item, unit = known.items.get(cells["item"]), known.units.get(cells["unit"])
    person = known.people.get(cells.get("person", ""))
    day = day_of(cells["happened_on"])
    if item is None:
        faults.append(("item", _("台账没有“%(words)s”这一项。") % {"words": cells["item"]}))
    if unit is None:
        faults.append(("unit", _("没有编码为“%(words)s”的单位。") % {"words": cells["unit"]}))
    if known.ledger.about == "person" and person is None:
        faults.append(("person", _("没有工号为“%(words)s”的在册人员。") % {"words": cells["person"]}))
    if day is None:
        faults.append(("happened_on", _("“%(words)s”不是日期。请写成 2026-01-31。") % {"words": cells["happened_on"]}))
    elif day > today():
        faults.append(("happened_on", _("发生日期不能晚于今天。")))
    for key in ("source", "words"):
        if not cells[key]:
            faults.append((key, _("没有填。")))
    for one in known.ledger.columns:
        if one.get("must") and not cells[one["key"]]:
            faults.append((one["key"], _("没有填。")))
    found.faults += [(number, _(heads[key]), words) for key, words in faults]
    if not faults:
        found.lines.append({
            "row": number, "item": item, "unit": unit, "person": person, "happened_on": day, "source": cells["source"],
            "words": cells["words"], "key": cells["key"],
            "details": {one["key"]: cells[one["key"]] for one in known.ledger.columns},
        })  # fmt: skip
