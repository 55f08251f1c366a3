"""A rulebook's play as frozen facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaogong.core.engine.city.cast import City, Member
from kaogong.core.engine.city.entries import Entries
from kaogong.core.engine.city.hints import hints
from kaogong.core.engine.city.plays import YEAR, Play, Role
from kaogong.core.engine.city.values import Values
from kaogong.core.engine.facts import Facts
from kaogong.core.scheme.model import GradeScheme, Rulebook


def city_facts(book: Rulebook, play: Play, city: City, year: int = YEAR) -> Facts:
    """The facts of a city for a rulebook, through the same checks as anybody's.

    Args:
        book: the rulebook of the play, loaded.
        play: who is appraised as what.
        city: how many there are of each, and the seed.
        year: the year they report on.
    """
    told = hints(book, play)
    values = Values(book, told, city.chance)
    entries = Entries(book, told, city.chance, year)
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("subjects", "facts", "events", "ratings", "links", "history")
    }
    for who, class_, role in cast(city, play):
        needs = told.needs[class_]
        row: dict[str, Any] = {"subject": who.id, "name": who.name, "class": class_}
        for attribute in book.attributes.values():
            row[attribute.id] = values.attribute(who, attribute)
        tables["subjects"].append(row)
        tables["facts"] += entries.facts(who, needs)
        tables["events"] += entries.events(who, needs)
        tables["ratings"] += entries.ballots(who, needs)
        if role.link:
            tables["links"].append({"link": role.link, "from": who.id, "to": who.home})
        if scheme := yearly_grades(book, class_):
            tables["history"] += entries.history(who, scheme)
    return Facts.from_rows(book, reasons=True, **tables)


def cast(city: City, play: Play) -> Iterator[tuple[Member, str, Role]]:
    """Everybody a play appraises, with class and role. Classes are given out in turn."""
    for role in play.roles:
        members = city.members(role.sort)
        turns = role.classes * len(members)
        yield from ((who, of, role) for who, of in zip(members, turns, strict=False) if of)


def yearly_grades(book: Rulebook, class_: str) -> GradeScheme | None:
    """The grade scheme of the yearly sheet of a class, if it has one."""
    for scheme in book.grades:
        sheet = book.sheets.get(scheme.sheet)
        if sheet is None or sheet.every != "year" or sheet.kind != book.classes[class_].kind:
            continue
        if class_ in (sheet.classes or (class_,)):
            return scheme
    return None
