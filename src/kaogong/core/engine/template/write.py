"""Writes the template: a cover sheet, one sheet a table, cells that accept only what can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kaogong.core.engine.intake.folder import replacing_file
from kaogong.core.engine.intake.held import cell_text, find_column, header_words
from kaogong.core.engine.intake.tables import Column, Table, declared
from kaogong.core.engine.intake.values import (
    Choice,
    Day,
    Flag,
    LastMonth,
    Number,
    OneOf,
    Period,
    Switch,
    clean,
    decimal_text,
)
from kaogong.core.engine.template.cover import write_cover
from kaogong.core.engine.template.notes import YES_NO, choices, column_note, switch_choices
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Rulebook

BRAND = Text("考功", "Kaogong")
Rows = Iterable[Mapping[str, Any]]
EMPTY_ROWS = 500
"""Rows with validated cells under those that are filled in already."""
LISTS = Text("选项", "Lists")
EXACT_DIGITS = 15
"""Digits a spreadsheet keeps of a number; longer ones are written as text."""


def write_template(
    rulebook: Rulebook,
    path: Path,
    *,
    rows: Mapping[str, Rows] | None = None,
    periods: Sequence[str] = (),
    lang: Lang = "zh",
) -> None:
    """Write the workbook that collects a rulebook's facts.

    Args:
        rulebook: what is declared.
        path: the workbook to write (whole or not at all).
        rows: what is known already, by table: dicts from column (id or Chinese name) to value.
        periods: periods such as `2026-09`; with known subjects, a row for each is prepared in the fact
            sheet of that length of period.
        lang: the language of names, notes and drop-downs; both are read back.
    """
    given = {name: list(some) for name, some in (rows or {}).items()}
    for name, more in _prepared(rulebook, given, periods).items():
        given.setdefault(name, more)
    with replacing_file(path) as work, xlsxwriter.Workbook(str(work), {"in_memory": False}) as book:
        writer = _Writer(rulebook, book, lang)
        tables = [table for table in declared(rulebook).values() if _wanted(rulebook, table, given)]
        write_cover(book, rulebook, tables, lang)
        for table in tables:
            writer.sheet(table, given.get(table.id, []))
        writer.lists()


def _wanted(rulebook: Rulebook, table: Table, given: Mapping[str, object]) -> bool:
    """Whether a table has anything to collect."""
    if table.id in given or table.id == "subjects":
        return True
    if table.every:
        return bool(table.facts)
    has = {
        "events": rulebook.events,
        "ratings": rulebook.ratings,
        "links": rulebook.links,
        "history": rulebook.grades,
    }
    return bool(has.get(table.id))


def _prepared(
    rulebook: Rulebook, given: Mapping[str, list[Mapping[str, Any]]], periods: Sequence[str]
) -> dict[str, list[Mapping[str, Any]]]:
    """A row for every known subject and period in the fact sheet of the period's length."""
    tables = declared(rulebook)
    known = header_words(tables["subjects"])
    ids = [
        value
        for row in given.get("subjects", [])
        for name, value in row.items()
        if (column := find_column(known, name)) and column.key == "subject"
    ]
    found: dict[str, list[Mapping[str, Any]]] = {}
    for period in periods:
        for table in tables.values():
            spec = table.columns["period"].spec if table.every else None
            if isinstance(spec, Period) and table.facts and isinstance(spec.parse(period), int):
                found.setdefault(table.id, []).extend({"subject": one, "period": period} for one in ids)
    return found


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, rulebook: Rulebook, book: Workbook, lang: Lang) -> None:
        self.rulebook = rulebook
        self.book = book
        self.lang: Lang = lang
        self.subjects = declared(rulebook)["subjects"].title.say(lang)
        self.listed: dict[tuple[str, ...], str] = {}
        font = {"font_name": "宋体" if lang == "zh" else "Arial", "font_size": 11, "valign": "vcenter"}
        head = {**font, "bold": True, "border": 1, "border_color": "#CFCBC3", "text_wrap": True, "align": "center"}
        self.required = book.add_format({**head, "bg_color": "#F3D9B1"})
        self.optional = book.add_format({**head, "bg_color": "#F2F0EB"})
        self.cells: dict[str, Format] = {}
        self.font = font

    def sheet(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """One table: ids in a hidden row, names with notes, then cells."""
        sheet = self.book.add_worksheet(table.title.say(self.lang))
        columns = [column for column in table.columns.values() if column.key != "evidence_hash"]
        last = len(rows) + EMPTY_ROWS + 1
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.key)
            title = self._title(column)
            must = column.required and column.default is None
            sheet.write_string(1, position, title, self.required if must else self.optional)
            size = {"width": 260, "height": 150, "author": BRAND.say(self.lang)}
            sheet.write_comment(1, position, column_note(self.rulebook, table, column, self.lang), size)
            sheet.set_column(position, position, _width(title), self._format(column))
            if rule := self._rule(table, column):
                sheet.data_validation(2, position, last, position, rule)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(1, 36)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 2 if len(columns) > 3 else 0)
        self._fill(sheet, table, columns, rows)

    def _title(self, column: Column) -> str:
        """The name above a column, with its unit."""
        unit = self.rulebook.facts[column.key[2:]].unit if column.key.startswith("f_") else ""
        title = column.title.say(self.lang)
        if not unit:
            return title
        return f"{title}（{unit}）" if self.lang == "zh" else f"{title} ({unit})"

    def _format(self, column: Column) -> Format:
        """The number format of a column. Periods and words are text, lest they are taken for dates."""
        spec = column.spec
        code = "@"
        if isinstance(spec, Number):
            code = "0" if not spec.places or column.default is not None else "0." + "#" * spec.places
        elif isinstance(spec, Day):
            code = "yyyy-mm-dd"
        elif isinstance(spec, Switch) and column.key in {"value", "period"}:
            code = "General"
        if code not in self.cells:
            self.cells[code] = self.book.add_format({**self.font, "num_format": code})
        return self.cells[code]

    def _rule(self, table: Table, column: Column) -> dict[str, Any]:
        """What the cells of a column accept; empty: anything."""
        spec = column.spec
        if column.key in table.refs and table.id != "subjects":
            wanted = Text("请填考核对象表里的编号", "Give an id of the sheet of subjects")
            return self._list(f"='{self.subjects}'!$A$3:$A$20000", wanted)
        if isinstance(spec, Number):
            return self._number(spec)
        if isinstance(spec, Day):
            limits = {"minimum": date(1950, 1, 1), "maximum": date(2199, 12, 31)}
            return {
                "validate": "date",
                "criteria": "between",
                **limits,
                **self._error(Text("请填日期，例如 2026-09-20", "Give a date, such as 2026-09-20")),
            }
        words: Sequence[str] = ()
        if isinstance(spec, Flag):
            words = [one.say(self.lang) for one in reversed(YES_NO)]
        elif isinstance(spec, Choice):
            words = spec.options
        elif isinstance(spec, OneOf):
            words = tuple(choices(spec, self.lang).values())
        elif isinstance(spec, Switch):
            words = switch_choices(spec, self.lang)
        if words:
            return self._list(self._listed(words), Text("请从列表中选", "Choose from the list"))
        if isinstance(spec, Period | LastMonth):
            title, shown = column.title.say(self.lang), _period_words(spec).say(self.lang)
            return {"validate": "any", "input_title": title[:32], "input_message": shown}
        return {}

    def _list(self, source: str, message: Text) -> dict[str, Any]:
        """A drop-down."""
        return {"validate": "list", "source": source, **self._error(message)}

    def _error(self, message: Text) -> dict[str, str]:
        """What is said when a cell does not accept a value (at most 255 letters)."""
        return {"error_title": BRAND.say(self.lang), "error_message": message.say(self.lang)[:255]}

    def _number(self, spec: Number) -> dict[str, Any]:
        """The limits of a number."""
        low, high = (None if one is None else decimal_text(one, spec.places) for one in (spec.low, spec.high))
        kind = "decimal" if spec.places else "integer"
        zh = f"{'数' if spec.places else '整数'}，{low or '不限'} 至 {high or '不限'}"
        en = f"{'a number' if spec.places else 'a whole number'}, {low or 'any'} to {high or 'any'}"
        limits: dict[str, Any] = {
            "criteria": "between",
            "minimum": _as_number(low or "-1e15"),
            "maximum": _as_number(high or "1e15"),
        }
        return {"validate": kind, **limits, **self._error(Text(zh, en))}

    def _listed(self, words: Sequence[str]) -> str:
        """The range of the list sheet that holds some words."""
        key = tuple(words)
        if key not in self.listed:
            letter = xlsxwriter.utility.xl_col_to_name(len(self.listed))
            self.listed[key] = f"='{LISTS.say(self.lang)}'!${letter}$1:${letter}${len(key)}"
        return self.listed[key]

    def lists(self) -> None:
        """The hidden sheet behind the drop-downs."""
        if not self.listed:
            return
        sheet = self.book.add_worksheet(LISTS.say(self.lang))
        for position, words in enumerate(self.listed):
            sheet.write_column(0, position, words)
        sheet.hide()

    def _fill(
        self, sheet: Worksheet, table: Table, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """What is known already."""
        known = header_words(table)
        positions = {column.key: position for position, column in enumerate(columns)}
        for number, row in enumerate(rows, 2):
            for name, value in row.items():
                column = find_column(known, name)
                if column is not None and column.key in positions and value is not None:
                    self._write(sheet, number, positions[column.key], column, value)

    def _write(self, sheet: Worksheet, row: int, position: int, column: Column, value: Any) -> None:
        """One cell: numbers as numbers while a spreadsheet keeps every digit, dates as dates, else text."""
        text = cell_text(value)
        spec = column.spec
        parsed = spec.parse(text) if isinstance(spec, Number | Day | Flag) else None
        if isinstance(spec, Flag) and isinstance(parsed, int):
            sheet.write_string(row, position, YES_NO[bool(parsed)].say(self.lang))
        elif isinstance(spec, Day) and isinstance(parsed, int):
            sheet.write_datetime(row, position, date.fromordinal(_UNIX_DAY + parsed), self._format(column))
        elif isinstance(parsed, int) and isinstance(spec, Number) and len(str(abs(parsed))) <= EXACT_DIGITS:
            sheet.write_number(row, position, _as_number(decimal_text(parsed, spec.places)), self._format(column))
        else:
            sheet.write_string(row, position, clean(text) if parsed is not None else text)


_UNIX_DAY = date(1970, 1, 1).toordinal()


def _as_number(text: str) -> Decimal:
    """A decimal of at most fifteen digits, which a spreadsheet keeps and gives back unchanged."""
    return Decimal(text)


def _period_words(spec: Period | LastMonth) -> Text:
    """How a period is written."""
    every = spec.every if isinstance(spec, Period) else "month"
    return {
        "month": Text("写作 2026-09 或 2026年9月", "such as 2026-09"),
        "quarter": Text("写作 2026-Q3 或 2026年第3季度", "such as 2026-Q3"),
        "half": Text("写作 2026-H2 或 2026年下半年", "such as 2026-H2"),
        "year": Text("写作 2026", "such as 2026"),
    }[every]


def _width(title: str) -> int:
    """The width of a column; longer titles take two lines."""
    return min(28, max(12, sum(1 if one.isascii() else 2 for one in title) + 3))
