"""A workbook of tasks as it comes in: read, held against what there is, every fault by row and column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from python_calamine import CalamineError, CalamineWorkbook

from kaogong.audit.queries import Unfit
from kaogong.core.chain import digest
from kaogong.org.models import Person, Unit
from kaogong.org.models.labels import in_every_language
from kaogong.org.queries import units
from kaogong.org.queries.filed import day_of
from kaogong.supervise.states.tasks import SOURCE_KINDS

COLUMNS: Mapping[str, tuple[str, bool]] = {
    "kind": (gettext_noop("来源类别"), True),
    "source": (gettext_noop("来源名称"), True),
    "name": (gettext_noop("任务"), True),
    "lead": (gettext_noop("主办"), True),
    "co": (gettext_noop("协办"), False),
    "goal": (gettext_noop("工作目标"), True),
    "stages": (gettext_noop("阶段性任务"), True),
    "requirements": (gettext_noop("工作要求"), True),
    "since": (gettext_noop("起始日期"), False),
    "due": (gettext_noop("时限"), True),
    "leader": (gettext_noop("责任领导"), True),
    "department": (gettext_noop("责任处室"), True),
    "handler": (gettext_noop("具体承办人员"), True),
}
"""Heads, and whether they must be filled."""
MOST = 2_000
STAGE = re.compile(
    r"^(?P<words>.+?)[ \t]*[(\uff08@]?(?P<day>\d{4}[-/.\u5e74]\d{1,2}[-/.\u6708]\d{1,2}\u65e5?|\d{8})[)\uff09]?$"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell."""

    row: int
    column: str
    words: str

    def __str__(self) -> str:
        told = {"row": self.row, "column": self.column, "words": self.words}
        return _("第 %(row)s 行“%(column)s”：%(words)s") % told


@dataclass(frozen=True, slots=True)
class Line:
    """A task as it was read."""

    row: int
    kind: str
    source: str
    name: str
    lead: Unit
    co: list[Unit]
    goal: str
    stages: list[tuple[str, dt.date]]
    requirements: str
    since: dt.date | None
    due: dt.date
    leader: Person
    department: str
    handler: Person


@dataclass(slots=True)
class Intake:
    """What a workbook says, and what is wrong with it."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sm3: str = ""


def read_tasks(path: Path) -> Intake:
    """Read a workbook of tasks.

    Raises:
        Unfit: it is no workbook, or lacks a column.
    """
    content = path.read_bytes()
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Unfit(_("表格打不开，可能已损坏或加了密。请重新导出后再传。")) from error
    if len(rows) - 1 > MOST:
        raise Unfit(_("一次最多导入 %(most)s 项。请分表导入。") % {"most": MOST})
    heads = _heads(rows[0] if rows else [])
    found, known = Intake(sm3=digest(content)), _Known()
    for number, row in enumerate(rows[1:], 2):
        cells = {key: _text(row[place]) if place < len(row) else "" for key, place in heads.items()}
        if any(cells.values()):
            _line(found, known, number, cells)
    if not found.lines and not found.faults:
        raise Unfit(_("表格里没有任务。"))
    return found


def _heads(row: list[Any]) -> dict[str, int]:
    there = {str(one).strip(): place for place, one in enumerate(row)}
    found = {}
    for key, (head, needed) in COLUMNS.items():
        names = in_every_language(head)
        place = next((there[one] for one in names if one in there), None)
        if place is not None:
            found[key] = place
        elif needed:
            raise Unfit(_("缺“%(head)s”一栏。请按模板填写。") % {"head": _(head)})
    return found


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return str(value.date())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


class _Known:
    """Units and people by what they may be called."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        for one in units().select_related("unit"):
            self.units |= {one.unit.code: one.unit, one.name: one.unit, one.short: one.unit}
        self.people = {one.code: one for one in Person.objects.filter(left__isnull=True)}


Named = dict[str, list[str]]
Days = dict[str, dt.date | None]
Stages = list[tuple[str, dt.date] | None]


def _line(found: Intake, known: _Known, row: int, cells: dict[str, str]) -> None:
    named = {"lead": _parts(cells["lead"]), "co": _parts(cells.get("co", ""))}
    days = {key: day_of(cells.get(key, "")) for key in ("since", "due")}
    stages = [_stage(one) for one in re.split(r"[\n;\uff1b]", cells["stages"]) if one.strip()]
    wrong = [*_empty(cells), *_unknown(known, cells, named), *_unread(cells, days, stages)]
    if wrong:
        found.faults += [Fault(row, _(COLUMNS[key][0]), words) for key, words in wrong]
        return
    due = days["due"]
    assert due is not None
    found.lines.append(
        Line(
            row, _kinds()[cells["kind"]], cells["source"], cells["name"], known.units[named["lead"][0]],
            [known.units[one] for one in named["co"]], cells["goal"], [one for one in stages if one],
            cells["requirements"], days["since"], due, known.people[cells["leader"]], cells["department"],
            known.people[cells["handler"]],
        )
    )  # fmt: skip


def _kinds() -> dict[str, str]:
    return {word: key for key, name in SOURCE_KINDS.items() for word in (*in_every_language(name), key)}


def _empty(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key, (_head, needed) in COLUMNS.items():
        if needed and not cells.get(key):
            yield key, _("没有填。")


def _unknown(known: _Known, cells: dict[str, str], named: Named) -> Iterator[tuple[str, str]]:
    if cells["kind"] and cells["kind"] not in _kinds():
        yield "kind", _("没有“%(words)s”这种来源。") % {"words": cells["kind"]}
    if len(named["lead"]) > 1:
        yield "lead", _("主办单位只能有一个。")
    for key, names in named.items():
        for one in names:
            if one not in known.units:
                yield key, _("没有编码或名称为“%(words)s”的单位。") % {"words": one}
    for key in ("leader", "handler"):
        if cells[key] and cells[key] not in known.people:
            yield key, _("没有工号为“%(words)s”的在册人员。") % {"words": cells[key]}


def _unread(cells: dict[str, str], days: Days, stages: Stages) -> Iterator[tuple[str, str]]:
    for key, day in days.items():
        if cells.get(key) and day is None:
            yield key, _("“%(words)s”不是日期。请写成 2026-06-30。") % {"words": cells[key]}
    if None in stages:
        yield "stages", _("一行一个阶段，末尾写时限，如“完成招标 2026-03-31”。")


def _parts(words: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,、;\n\uff0c\uff1b]", words) if one.strip()]


def _stage(words: str) -> tuple[str, dt.date] | None:
    found = STAGE.match(words.strip())
    day = day_of(found["day"]) if found else None
    return (found["words"].strip(), day) if found and day else None
