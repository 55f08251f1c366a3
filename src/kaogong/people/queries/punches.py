"""The file of an attendance machine: read, held against the register, every fault told by row, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaogong.audit.queries import Unfit
from kaogong.org.models import Person, Unit
from kaogong.org.queries import today
from kaogong.org.queries.filed import day_of, filed_rows
from kaogong.people.queries.bureaus import sections, workers

HEADS = {
    "code": gettext_noop("工号"),
    "name": gettext_noop("姓名"),
    "day": gettext_noop("日期"),
    "arrived": gettext_noop("上班时间"),
    "left": gettext_noop("下班时间"),
}
OPTIONAL = {"name"}
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
    found, known = Punches(), _people(unit)
    seen: dict[tuple[str, dt.date], int] = {}
    for number, cells in filed_rows(path, name, HEADS, HEADS.keys() - OPTIONAL, MOST):
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
    person, day = known.get(cells["code"]), day_of(cells["day"])
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


def _time(text: str) -> dt.time | None:
    """A time of day as machines write it: 8:05, 08:05:31, or after a date."""
    plain = text.strip().replace("：", ":").split(" ")[-1].split("T")[-1]
    hour, _colon, rest = plain.partition(":")
    try:
        return dt.time.fromisoformat(f"{hour:0>2}:{rest}"[:5]) if hour and rest else None
    except ValueError:
        return None
