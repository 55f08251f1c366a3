"""The file of an attendance machine: read, held against the register, every fault told by row, before anything is written."""

from __future__ import annotations

import csv
import datetime as dt
import re
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
from kaogong.people.queries.bureaus import sections, workers

HEADS = {
    "code": gettext_noop("工号"),
    "name": gettext_noop("姓名"),
    "day": gettext_noop("日期"),
    "arrived": gettext_noop("上班时间"),
    "left": gettext_noop("下班时间"),
}
OPTIONAL = ("name",)
MOST = 20_000


@dataclass(slots=True)
class Punches:
    """What a file holds: rows fit to be taken in, and faults."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def read_punches(path: Path, name: str, unit: Unit) -> Punches:
    """Read a file and hold it against the people of a bureau.

    Raises:
        Unfit: it cannot be read, or lacks a column.
    """
    rows = _workbook(path) if name.lower().endswith(".xlsx") else _text(path)
    titles = [str(one).strip() for one in next(rows, [])]
    places = {key: _place(words, titles) for key, words in HEADS.items()}
    lacking = [_(HEADS[key]) for key in HEADS if key not in OPTIONAL and places[key] is None]
    if lacking:
        raise Unfit(_("缺少这些列：%(heads)s。请用模板填写。") % {"heads": _("、").join(lacking)})
    found, known = Punches(), _people(unit)
    seen: dict[tuple[str, dt.date], int] = {}
    for number, row in enumerate(rows, 2):
        if number > MOST:
            raise Unfit(_("一次最多 %(n)s 行。请分次上传。") % {"n": MOST})
        cells = {
            key: str(row[place]).strip() if place is not None and place < len(row) else ""
            for key, place in places.items()
        }
        if any(cells.values()):
            _take(found, known, seen, number, cells)
    if not (found.lines or found.faults):
        raise Unfit(_("表格里没有数据行。请填写后再传。"))
    return found


def _people(unit: Unit) -> Mapping[str, Person]:
    held = workers(sections(unit.pk), dt.date(today().year - 1, 1, 1), today())
    return {one.code: one for one in Person.objects.filter(pk__in={each.person for each in held})}


def _take(
    found: Punches,
    known: Mapping[str, Person],
    seen: dict[tuple[str, dt.date], int],
    number: int,
    cells: Mapping[str, str],
) -> None:
    faults = []
    person, day = known.get(cells["code"]), _day(cells["day"])
    times = {key: _time(cells[key]) for key in ("arrived", "left")}
    if person is None:
        faults.append(
            ("code", _("本单位没有工号为“%(words)s”的人员。请核对工号，或删去这一行。") % {"words": cells["code"]})
        )
    elif cells["name"] and cells["name"] != person.name:
        faults.append(("name", _("工号 %(code)s 是%(name)s。请核对。") % {"code": person.code, "name": person.name}))
    if day is None:
        faults.append(("day", _("“%(words)s”不是日期。请写成 2026-01-31。") % {"words": cells["day"]}))
    elif day > today():
        faults.append(("day", _("“%(words)s”晚于今天。请核对日期。") % {"words": cells["day"]}))
    for key, time in times.items():
        if cells[key] and time is None:
            faults.append((key, _("“%(words)s”不是时间。请写成 08:55。") % {"words": cells[key]}))
    came, went = times["arrived"], times["left"]
    if not cells["arrived"] and not cells["left"]:
        faults.append(("arrived", _("上班、下班都没有填。没有打卡的不用列。")))
    if came and went and went <= came:
        faults.append(("left", _("下班时间须晚于上班时间。请核对这两栏。")))
    if person is not None and day is not None and (before := seen.setdefault((person.code, day), number)) != number:
        faults.append(("day", _("与第 %(row)s 行是同一人同一天。请合并成一行。") % {"row": before}))
    found.faults += [(number, _(HEADS[key]), words) for key, words in faults]
    if not faults:
        found.lines.append({"row": number, "person": person, "day": day, "arrived": came, "left": went})


WRITTEN = re.compile(r"(\d{4})(?:[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})|(\d\d)(\d\d))(\D.*)?")
"""A day as machines and workbooks write it, such as 2026-09-01, 2026/9/1 or 20260901, with or without a time after it."""


def _day(text: str) -> dt.date | None:
    found = WRITTEN.fullmatch(text.strip())
    try:
        return dt.date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])) if found else None
    except ValueError:
        return None


def _time(text: str) -> dt.time | None:
    """A time of day as machines write it: 8:05, 08:05:31, or after a date."""
    plain = text.strip().replace("：", ":").split(" ")[-1].split("T")[-1]
    hour, _colon, rest = plain.partition(":")
    try:
        return dt.time.fromisoformat(f"{hour:0>2}:{rest}"[:5]) if hour and rest else None
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
    if isinstance(value, dt.datetime):
        plain = value.isoformat(sep=" ", timespec="minutes")
        return plain.removesuffix(" 00:00")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
