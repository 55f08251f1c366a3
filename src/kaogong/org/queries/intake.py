"""A workbook of units and people as it comes in: read, held against what there is, every fault by sheet and cell."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from kaogong.audit.queries import Unfit, kind_of
from kaogong.org.models import Person, Unit
from kaogong.org.models.labels import in_every_language
from kaogong.org.models.people import Grade
from kaogong.org.models.units import Level, Track

UNITS, PEOPLE = gettext_noop("单位"), gettext_noop("人员")
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook: its head, the key of what it fills, whether it must be filled, and how its cells are read.

    Heads, sheets and choices are written in the language of whoever asks, and read in any.
    """

    head: str
    key: str
    needed: bool = True
    longest: int = 80
    choices: type[Choices] | None = None
    date: bool = False

    @property
    def called(self) -> str:
        """The head as whoever asks reads it."""
        return _(self.head)

    @property
    def offered(self) -> list[str]:
        """What may be chosen, as whoever asks reads it."""
        return [str(one.label) for one in self.choices or ()]

    def chosen(self, words: str) -> str | None:
        """The value somebody chose by its name, in any language."""
        return _every_name(self.choices).get(words) if self.choices else None


@cache
def _every_name(choices: type[Choices]) -> dict[str, str]:
    return {words: one.value for one in choices for words in in_every_language(one.label)}


COLUMNS: dict[str, tuple[Column, ...]] = {
    UNITS: (
        Column(gettext_noop("单位编码"), "code", longest=40),
        Column(gettext_noop("名称"), "name"),
        Column(gettext_noop("简称"), "short", needed=False, longest=40),
        Column(gettext_noop("层级"), "level", choices=Level),
        Column(gettext_noop("性质"), "track", choices=Track),
        Column(gettext_noop("考核类别"), "appraisal_class", needed=False, longest=40),
        Column(gettext_noop("上级单位编码"), "parent", needed=False, longest=40),
        Column(gettext_noop("设立日期"), "since", date=True),
    ),
    PEOPLE: (
        Column(gettext_noop("工号"), "code", longest=40),
        Column(gettext_noop("姓名"), "name", longest=60),
        Column(gettext_noop("单位编码"), "unit", longest=40),
        Column(gettext_noop("岗位"), "title"),
        Column(gettext_noop("层次"), "grade", choices=Grade),
        Column(gettext_noop("任职日期"), "since", date=True),
        Column(gettext_noop("手机号"), "phone", needed=False, longest=20),
        Column(gettext_noop("电子邮箱"), "email", needed=False, longest=120),
        Column(gettext_noop("职责"), "duty", needed=False, longest=2000),
        Column(gettext_noop("责任"), "accountability", needed=False, longest=2000),
        Column(gettext_noop("廉政要求"), "integrity", needed=False, longest=2000),
    ),
}
"""The sheets and columns there are; the template is made from this table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell."""

    sheet: str
    row: int
    cell: str
    words: str

    def __str__(self) -> str:
        return _("“%(sheet)s”第 %(row)s 行（%(cell)s）：%(words)s") % {
            "sheet": _(self.sheet),
            "row": self.row,
            "cell": self.cell,
            "words": self.words,
        }


@dataclass(slots=True)
class Intake:
    """What a workbook holds."""

    sm3: str
    units: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_intake(path: Path) -> Intake:
    """Read a workbook and hold it against what there is. Every fault is told, not the first alone.

    Raises:
        Unfit: it is no workbook that can be read, or holds none of the sheets.
    """
    kind = kind_of(path, path.stat().st_size)
    if kind.label != "xlsx":
        raise Unfit(_("这里只收 xlsx 表格，传来的是 %(label)s。请用模板填写。") % {"label": kind.label})
    found = Intake(hashlib.new("sm3", path.read_bytes()).hexdigest())
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = {
            name: book.get_sheet_by_name(there)
            for name in COLUMNS
            for there in in_every_language(name).intersection(book.sheet_names)
        }
    except CalamineError as error:
        raise Unfit(_("表格打不开，可能已损坏。请重新导出后再传。")) from error
    if not sheets:
        raise Unfit(_("没有“%(one)s”或“%(two)s”工作表。请用模板填写。") % {"one": _(UNITS), "two": _(PEOPLE)})
    for name, sheet in sheets.items():
        rows = _rows(name, sheet, found)
        (found.units if name == UNITS else found.people).extend(rows)
    _hold_units(found)
    _hold_people(found)
    if not (found.units or found.people or found.faults):
        raise Unfit(_("表格里没有数据行。请填写后再传。"))
    found.faults.sort(key=lambda one: (one.sheet != UNITS, one.row, one.cell))
    return found


def _rows(name: str, sheet: CalamineSheet, found: Intake) -> list[dict[str, Any]]:
    """The rows of a sheet by field; `row` is the number of each, `cells` where its fields stand."""
    lines = sheet.to_python(skip_empty_area=False)
    if len(lines) > MOST_ROWS:
        raise Unfit(_("“%(sheet)s”超过 %(most)s 行。请分次导入。") % {"sheet": _(name), "most": MOST_ROWS})
    heads = [str(one).strip() for one in lines[0]] if lines else []
    places = [(one, heads.index(called)) for one in COLUMNS[name] for called in in_every_language(one.head) & {*heads}]
    missing = [one.called for one in COLUMNS[name] if one.needed and one not in {place[0] for place in places}]
    if missing:
        words = _("缺少这些列：%(heads)s。请用模板填写。") % {"heads": _("、").join(missing)}
        found.faults.append(Fault(name, 1, "A1", words))
        return []
    made = []
    for number, line in enumerate(lines[1:], 2):
        if not any(str(one).strip() for one in line):
            continue
        cells = {one.key: xl_rowcol_to_cell(number - 1, at) for one, at in places}
        row: dict[str, Any] = {"row": number, "cells": cells}
        for column, at in places:
            row[column.key], fault = _value(column, line[at])
            if fault:
                found.faults.append(Fault(name, number, cells[column.key], fault))
        made.append(row)
    return made


def _value(column: Column, given: object) -> tuple[Any, str]:
    """What a cell holds, and what is wrong with it."""
    if column.date:
        return _day(column, given)
    words = f"{given:.0f}" if isinstance(given, float) and given.is_integer() else str(given).strip()
    if not words:
        return "", _("“%(head)s”不能空。请填写。") % {"head": column.called} if column.needed else ""
    if len(words) > column.longest:
        told = {"head": column.called, "most": column.longest, "number": len(words)}
        return "", _("“%(head)s”最多 %(most)s 字，现有 %(number)s 字。") % told
    if column.choices is None:
        return words, ""
    value = column.chosen(words)
    if value is None:
        told = {"head": column.called, "words": words, "choices": _("、").join(column.offered)}
        return "", _("“%(head)s”写作“%(words)s”。请改为：%(choices)s。") % told
    return value, ""


def _day(column: Column, given: object) -> tuple[dt.date | None, str]:
    if isinstance(given, dt.datetime):
        return given.date(), ""
    if isinstance(given, dt.date):
        return given, ""
    words = str(given).strip().replace("/", "-").replace(".", "-")
    try:
        return dt.datetime.strptime(words, "%Y-%m-%d").date(), ""  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        told = {"head": column.called, "words": str(given).strip()}
        return None, _("“%(head)s”写作“%(words)s”。请写成 2026-01-31 这样的日期。") % told


def _hold_units(found: Intake) -> None:
    """Codes are new and given once; parents are there, or come with the same workbook."""
    _codes(UNITS, found.units, set(Unit.objects.values_list("code", flat=True)), found)
    there = set(Unit.objects.values_list("code", flat=True)) | {one["code"] for one in found.units}
    parents = {one["code"]: one.get("parent", "") for one in found.units}
    for one in found.units:
        parent = one.get("parent", "")
        if parent and parent not in there:
            words = _("没有编码为“%(code)s”的上级单位。请核对，或先列出它。") % {"code": parent}
            found.faults.append(Fault(UNITS, one["row"], one["cells"]["parent"], words))
        elif _circles(one["code"], parents):
            words = _("上级单位绕了一圈又回到自己。请改上级单位编码。")
            found.faults.append(Fault(UNITS, one["row"], one["cells"]["parent"], words))


def _circles(code: str, parents: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    here = code
    while here and here in parents and here not in seen:
        seen.add(here)
        here = parents[here]
    return bool(here) and here in seen


def _hold_people(found: Intake) -> None:
    """Numbers are new and given once; every person has a unit that is there, or comes with the same workbook."""
    _codes(PEOPLE, found.people, set(Person.objects.values_list("code", flat=True)), found)
    there = set(Unit.objects.filter(closed__isnull=True).values_list("code", flat=True))
    there |= {one["code"] for one in found.units}
    for one in found.people:
        if one["unit"] and one["unit"] not in there:
            words = _("没有编码为“%(code)s”的单位。请核对，或先列出它。") % {"code": one["unit"]}
            found.faults.append(Fault(PEOPLE, one["row"], one["cells"]["unit"], words))


def _codes(name: str, rows: list[dict[str, Any]], there: set[str], found: Intake) -> None:
    first: dict[str, int] = {}
    for one in rows:
        code = one["code"]
        told = {"code": code, "row": first.get(code, 0)}
        words = ""
        if code in first:
            words = _("“%(code)s”与第 %(row)s 行重复。请改编码。") % told
        elif code in there:
            words = _("“%(code)s”已经有了。已有的不再导入，请删去这一行。") % told
        if code and words:
            found.faults.append(Fault(name, one["row"], one["cells"]["code"], words))
        first.setdefault(code, one["row"])
