"""A table that comes as a file, a workbook or CSV as workbooks write it: its rows by the columns that are asked for."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from kaogong.audit.queries import Unfit
from kaogong.org.models.labels import in_every_language

WRITTEN: Final = re.compile(r"(\d{4})(?:[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})|(\d\d)(\d\d))(\D.*)?")
"""A day as machines and workbooks write it, such as 2026-09-01, 2026/9/1 or 20260901, with or without a time after it."""


def day_of(text: str) -> dt.date | None:
    """The day a cell names, in any of the ways machines and workbooks write it; None when it names none."""
    found = WRITTEN.fullmatch(text.strip())
    try:
        return dt.date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])) if found else None
    except ValueError:
        return None


def filed_rows(
    path: Path, name: str, heads: Mapping[str, str], must: Collection[str], most: int
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with something on them, each with its number; a cell that is not there is empty.

    Args:
        path: where the file lies.
        name: what it is called; .xlsx is a workbook, all else is text.
        heads: what the columns are called, by key; they are found in any language.
        must: keys of the columns the file has to have.
        most: so many rows, with the heads, are taken in at once.

    Raises:
        Unfit: it cannot be read, lacks a column, or has too many rows.
    """
    rows = _workbook(path) if name.lower().endswith(".xlsx") else _text(path)
    titles = [str(one).strip() for one in next(rows, [])]
    places = {key: _place(words, titles) for key, words in heads.items()}
    lacking = [_(words) for key, words in heads.items() if key in must and places[key] is None]
    if lacking:
        raise Unfit(_("缺少这些列：%(heads)s。请用模板填写。") % {"heads": _("、").join(lacking)})
    for number, row in enumerate(rows, 2):
        if number > most:
            raise Unfit(_("一次最多 %(n)s 行。请分次上传。") % {"n": most})
        cells = {
            key: str(row[place]).strip() if place is not None and place < len(row) else ""
            for key, place in places.items()
        }
        if any(cells.values()):
            yield number, cells


def _place(words: str, titles: Sequence[str]) -> int | None:
    names = in_every_language(words)
    return next((number for number, one in enumerate(titles) if one in names), None)


def _text(path: Path) -> Iterator[Sequence[Any]]:
    raw = path.read_bytes()
    for code in ("utf-8-sig", "gb18030"):
        try:
            return iter(list(csv.reader(io.StringIO(raw.decode(code), newline=""))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise Unfit(_("文件读不下去。请重新导出后再传。"))


def _workbook(path: Path) -> Iterator[Sequence[Any]]:
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Unfit(_("表格打不开，可能已损坏或加了密。请重新导出后再传。")) from error
    return iter([[_cell(one) for one in row] for row in rows])


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
