"""Workbooks of entries: read, held against the ledger, every fault told by row and column, before anything is written."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from python_calamine import CalamineError, CalamineWorkbook

from kaogong.audit.queries import Unfit
from kaogong.org.models import Person, Unit
from kaogong.org.models.labels import in_every_language
from kaogong.org.queries import today
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
OPTIONAL = ("key",)
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
    rows = _workbook(path) if name.lower().endswith(".xlsx") else _text(path)
    titles = [str(one).strip() for one in next(rows, [])]
    places = {key: _place(words, titles) for key, words in heads_of(ledger).items()}
    must = {key for key in places if key in HEADS and key not in OPTIONAL}
    lacking = [_(heads_of(ledger)[key]) for key in must if places[key] is None]
    if lacking:
        raise Unfit(_("缺少这些列：%(heads)s。请用模板填写。") % {"heads": _("、").join(sorted(lacking))})
    found, known = Sheet(), _Known(ledger)
    for number, row in enumerate(rows, 2):
        if number > MOST:
            raise Unfit(_("一次最多 %(n)s 行。请分次上传。") % {"n": MOST})
        cells = {
            key: str(row[place]).strip() if place is not None and place < len(row) else ""
            for key, place in places.items()
        }
        if any(cells.values()):
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
    day = _day(cells["happened_on"])
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


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        return None


def _place(words: str, titles: Sequence[str]) -> int | None:
    names = in_every_language(words)
    return next((number for number, one in enumerate(titles) if one in names), None)


def _text(path: Path) -> Iterator[Sequence[Any]]:
    raw = path.read_bytes()
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(code)
        except UnicodeDecodeError:
            continue
        return iter(list(csv.reader(text.splitlines())))
    raise Unfit(_("文件读不下去。请重新导出后再传。"))


def _workbook(path: Path) -> Iterator[Sequence[Any]]:
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Unfit(_("表格打不开，可能已损坏或加了密。请重新导出后再传。")) from error
    return iter([[_cell(one) for one in row] for row in rows])


def _cell(value: Any) -> str:
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()[:10]
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
