"""What this room contributes to scoring: who is appraised in which class, and who serves where (docs/guide/facts.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa

from kaogong.org.models import Post, UnitVersion
from kaogong.org.queries import at, posts, units


def subjects(day: dt.date, person_class: Callable[[str, str], str] | None = None) -> pa.Table:
    """Units with a class of appraisal, as they are on a day, and the people of those units, by their main post.

    Args:
        day: the day.
        person_class: the class of a person by the class of the unit and the grade of the post, empty: not appraised;
            None: no people.
    """
    there = _classed(day)
    found = [(one.unit.code, one.name, one.appraisal_class) for one in there.values()]
    for post in _held(day, there) if person_class else ():
        assert person_class is not None
        assert post.person is not None
        klass = person_class(there[post.unit_id].appraisal_class, post.grade)
        if klass:
            found.append((post.person.code, post.person.name, klass))
    return _table(("id", "name", "class"), found)


def links(day: dt.date, link: str) -> pa.Table:
    """Who serves in which unit on a day, under the name the rulebook gives that link."""
    there = _classed(day)
    found = [(link, post.person.code, post.unit.code) for post in _held(day, there) if post.person]
    return _table(("link", "from", "to"), found)


def under(day: dt.date, link: str) -> pa.Table:
    """Which unit stands over which on a day, under the name the rulebook gives that link."""
    there = _classed(day)
    codes = {one.unit_id: one.unit.code for one in there.values()}
    found = [(link, codes[one.parent_id], codes[key]) for key, one in there.items() if one.parent_id in codes]
    return _table(("link", "from", "to"), found)


def _classed(day: dt.date) -> dict[int, UnitVersion]:
    return {one.unit_id: one for one in units(day).exclude(appraisal_class="")}


def _held(day: dt.date, there: Mapping[int, UnitVersion]) -> Sequence[Post]:
    held = posts(day).filter(at(day), unit__in=list(there), main=True, person__isnull=False)
    return list(held.order_by("unit__code", "person__code"))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> pa.Table:
    columns = {head: [row[at] for row in rows] for at, head in enumerate(heads)}
    return pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in heads]))
