"""Rows by the hundred thousand: COPY, with the keys counted here, into tables that are empty."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, models
from psycopg import sql

from kaogong.org.models.sealed import SealedText

PIECE = 1_000
"""Rows sent at a time."""


class _Forms(dict[type, Callable[[Any], str]]):
    """How a value is written for COPY, by its type."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        """A type of ours stands for the one it is made of."""
        found = next((form for known, form in self.items() if issubclass(kind, known)), None)
        if found is None:
            raise TypeError(f"no form for {kind.__name__}")
        self[kind] = found
        return found


def _words(text: str) -> str:
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text


def _several(cells: Sequence[Any]) -> str:
    """An array."""
    quoted = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in cells)
    return _words("{" + ",".join(f'"{one}"' for one in quoted) + "}")


FORMS = _Forms({
    type(None): lambda _none: "\\N",
    str: _words,
    bool: lambda truth: "t" if truth else "f",
    int: str,
    Decimal: str,
    dt.datetime: str,
    dt.date: str,
    list: _several,
})  # fmt: skip


def put(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows, the columns that are not named with their defaults; gives how many. Keys of its own are counted on."""
    fields = [one for one in _about(model).concrete_fields if not one.primary_key or one.attname in columns]
    order = {name: place for place, name in enumerate(columns)}
    rest = [one for one in fields if one.attname not in order]
    names = [*columns, *(one.attname for one in rest)]
    constants = tuple(_plain(one) for one in rest)
    given = [one for one in fields if one.attname in order]
    shaped: list[tuple[int, Callable[[Any], Any]]]
    shaped = [(order[one.attname], json.dumps) for one in given if isinstance(one, models.JSONField)]
    shaped += [(order[one.attname], one.get_prep_value) for one in given if isinstance(one, SealedText)]
    table = _about(model).db_table
    end = "".join(f"\t{FORMS[type(one)](one)}" for one in constants) + "\n"
    written = 0
    with connection.cursor() as cursor:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, _columns(model, names)))
        )
        trusted = _trusted(cursor)
        with cursor.copy(statement) as copy:
            for lines in _pieces(_shaped(rows, shaped) if shaped else rows, end):
                copy.write("".join(lines))
                written += len(lines)
        if trusted:
            cursor.execute("RESET session_replication_role")
        _count_on(cursor, model)
    return written


def _shaped(rows: Iterable[Sequence[Any]], shaped: Sequence[tuple[int, Callable[[Any], Any]]]) -> Iterator[list[Any]]:
    """Rows with some of their cells as the database keeps them."""
    for row in rows:
        cells = list(row)
        for place, shape in shaped:
            cells[place] = shape(cells[place])
        yield cells


def _pieces(rows: Iterable[Sequence[Any]], end: str) -> Iterator[list[str]]:
    """Lines of COPY, some at a time."""
    lines: list[str] = []
    for row in rows:
        lines.append("\t".join([FORMS[type(cell)](cell) for cell in row]) + end)
        if len(lines) == PIECE:
            yield lines
            lines = []
    yield lines


def _trusted(cursor: Any) -> bool:
    """The owner of the server may leave out the check of every single key; a test checks all of them at once."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        return False
    cursor.execute("SET LOCAL session_replication_role = 'replica'")
    return True


def _about(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001 - as Django names what it knows of a table


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    known = {one.attname: str(one.column) for one in _about(model).concrete_fields}
    return [known[name] for name in names]


def _plain(field: Any) -> Any:
    """What a column holds that no row speaks of."""
    if field.has_default():
        found = field.get_default()
        return json.dumps(found) if isinstance(field, models.JSONField) else found
    return None if field.null else ""


def _count_on(cursor: Any, model: type[models.Model]) -> None:
    """The next key of the table's own is after those written here."""
    key = _about(model).pk
    if isinstance(key, models.AutoField):
        cursor.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({}), 0) + 1, false) FROM {}").format(
                sql.Literal(_about(model).db_table),
                sql.Literal(str(key.column)),
                sql.Identifier(str(key.column)),
                sql.Identifier(_about(model).db_table),
            )
        )


def first(model: type[models.Model]) -> int:
    """The first key that is free."""
    last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()  # noqa: SLF001 - whatever it hides
    return (last or 0) + 1
