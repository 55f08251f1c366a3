"""Files of events as lines: CSV (UTF-8 or GB 18030) and xlsx, read piece by piece."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from kaogong.approvals.queries.columns import COLUMNS, HEADS, MUST, as_key, name_of
from kaogong.audit.queries import Unfit
from kaogong.org.models.labels import in_every_language

Line = tuple[int, Sequence[str]]
KINDS = {".csv", ".txt", ".xlsx"}
KEYED = tuple(COLUMNS.index(one) for one in ("verb", "reason", "channel"))


def lines_of(path: Path, name: str) -> Iterator[Line]:
    """The rows of a file under our own columns, with their numbers in it.

    Raises:
        Unfit: it is no file of that kind, or lacks a column.
    """
    if Path(name).suffix.lower() not in KINDS:
        raise Unfit(_("这里只收 CSV 和 xlsx。请另存为其中一种再传。"))
    yield from _ordered(_rows(path, name))


def sent_back(path: Path, name: str, faults: Iterable[tuple[int, str, str]]) -> Iterator[list[str]]:
    """The head of a file and the rows sent back as they were written, each with its number and everything against it.

    Once put right the file can be handed in as it is: columns that are not ours are passed over.
    """
    why: dict[int, list[str]] = {}
    for at, column, words in faults:
        why.setdefault(at, []).append(_("“%(column)s”：%(words)s") % {"column": column, "words": words})
    rows = iter(_rows(path, name))
    heads = list(next(rows, ()))
    yield [*heads, _("行"), _("原因")]
    for number, row in enumerate(rows, 2):
        if number in why:
            cells = [*row, *[""] * (len(heads) - len(row))][: len(heads)]
            yield [*cells, str(number), " ".join(why[number])]


def _rows(path: Path, name: str) -> Iterator[Sequence[str]]:
    return _workbook(path) if name.lower().endswith(".xlsx") else _text(path)


def _text(path: Path) -> Iterator[Sequence[str]]:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    try:
        head.decode("utf-8")
        code = "utf-8-sig"
    except UnicodeDecodeError as error:
        code = "utf-8-sig" if error.start > len(head) - 4 else "gb18030"
    if b"\x00" in head:
        raise Unfit(_("这里只收 CSV 和 xlsx。请另存为其中一种再传。"))
    try:
        with path.open(encoding=code, newline="") as text:
            yield from csv.reader(text, strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unfit(_("文件读不下去：%(why)s。请重新导出后再传。") % {"why": error}) from error


def _workbook(path: Path) -> Iterator[Sequence[str]]:
    try:
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Unfit(_("表格打不开，可能已损坏或加了密。请重新导出后再传。")) from error
    for row in rows:
        yield [_cell(one) for one in row]


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _ordered(rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    every = iter(rows)
    heads = [one.strip() for one in next(every, ())]
    places = [_place(one, heads) for one in COLUMNS]
    lacking = [name_of(one) for one, place in zip(COLUMNS, places, strict=True) if place is None and one in MUST]
    if lacking:
        raise Unfit(_("缺少这些列：%(heads)s。请用模板填写。") % {"heads": _("、").join(lacking)})
    width = len(heads)
    plain = places == list(range(width))
    for number, row in enumerate(every, 2):
        if not any(row):
            continue
        if len(row) == width and plain:
            cells = [one.strip() for one in row]
        else:
            cells = [row[place].strip() if place is not None and place < len(row) else "" for place in places]
        for place in KEYED:
            if cells[place]:
                cells[place] = as_key(COLUMNS[place], cells[place])
        if "\x00" in "".join(cells):
            cells = [one.replace("\x00", "") for one in cells]
        yield number, cells


def _place(column: str, heads: Sequence[str]) -> int | None:
    names = in_every_language(HEADS[column]) | {column}
    return next((number for number, one in enumerate(heads) if one in names), None)
