"""Entering what a run found: many rows at once, by COPY."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from kaogong.assess.actions.computing import Line
from kaogong.assess.models import Mark, Result, Run
from kaogong.org.models import Person, Unit, UnitVersion
from kaogong.org.queries import at

RESULT = (
    "id",
    "run_id",
    "sheet",
    "sheet_name",
    "subject",
    "name",
    "unit_id",
    "person_id",
    "appraisal_class",
    "period",
    "total",
    "full",
    "places",
    "rank",
    "out_of",
    "tied",
    "best",
    "worst",
    "pool",
    "grade",
    "lacking",
)
MARK = ("result_id", "item", "name", "level", "place", "value", "full", "counted")


def enter(run: Run, lines: Sequence[Line]) -> None:
    """The results of a run and their marks become rows."""
    if not lines:
        return
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence(%s, 'id')"
        table = Result._meta.db_table  # noqa: SLF001 - the name Django gave the table
        cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [table, len(lines)])
        keys = [int(one) for (one,) in cursor.fetchall()]
        copied(cursor, table, RESULT, list(_results(run, lines, keys)))  # asks the database itself, so before the copy
        copied(cursor, Mark._meta.db_table, MARK, _marks(lines, keys))  # noqa: SLF001 - as above


def copied(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows into a table at once."""
    listed = ", ".join(f'"{one}"' for one in columns)
    with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _results(run: Run, lines: Sequence[Line], keys: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    codes = {one.subject for one in lines}
    units = _numbers(Unit, codes)
    people = _numbers(Person, codes - units.keys())
    versions = UnitVersion.objects.filter(at(run.cycle.until), unit__in=units.values())
    classes = dict(versions.values_list("unit__code", "appraisal_class"))
    for key, one in zip(keys, lines, strict=True):
        unit = units.get(one.subject)
        person = None if unit else people.get(one.subject)
        yield (
            key,
            run.pk,
            one.sheet,
            one.sheet_name,
            one.subject,
            one.name,
            unit,
            person,
            classes.get(one.subject) or one.klass,
            one.period,
            one.total,
            one.full,
            one.places,
            one.rank,
            one.out_of,
            one.tied,
            one.best,
            one.worst,
            one.pool,
            one.grade,
            one.lacking,
        )


def _numbers(model: type[Unit | Person], codes: Collection[str]) -> dict[str, int]:
    """Code → number of those there are; the codes go to the database as one value, however many they are."""
    with connection.cursor() as cursor:
        table = model._meta.db_table  # noqa: SLF001 - the name Django gave the table
        cursor.execute(f'SELECT code, id FROM "{table}" WHERE code = ANY(%s)', [list(codes)])
        return {code: int(key) for code, key in cursor.fetchall()}


def _marks(lines: Sequence[Line], keys: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for key, one in zip(keys, lines, strict=True):
        for place, mark in enumerate(one.marks):
            item, name, level, value, full, counted = mark
            yield (key, item, name, level, place, value, full, counted)
