"""Grades of people over the years, as they stand now: what moves and pay go by. A year without a result is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kaogong.core.scheme.period import Period
from kaogong.org.queries import setting
from kaogong.people.models.archive import PersonResult

KINDS = ("annual", "leader", "staff")
"""Whose word counts of a period: the annual appraisal before that of leaders, that before that of staff."""


def _standing(people: Iterable[int], periods: Iterable[str]) -> dict[tuple[int, str], str]:
    held = PersonResult.objects.filter(
        person__in=list(people), period__in=list(periods), kind__in=KINDS, corrected_by__isnull=True
    ).exclude(grade="")
    rows = sorted(held.values_list("person_id", "period", "kind", "grade"), key=lambda row: -KINDS.index(row[2]))
    return {(person, period): grade for person, period, _kind, grade in rows}


def grades_in(people: Iterable[int], period: str, taken: str = "same") -> dict[int, str]:
    """The grade of each person in a period; `taken` year: in its year."""
    when = Period.parse(period)
    wanted = str(when.year) if taken == "year" else str(when)
    return {person: grade for (person, _period), grade in _standing(people, [wanted]).items()}


def grades_over(people: Iterable[int], years: Iterable[int]) -> dict[int, dict[int, str]]:
    """The grade of each person in each of some years; a year without one is not in it."""
    several = list(people)
    found: dict[int, dict[int, str]] = {one: {} for one in several}
    for (person, period), grade in _standing(several, map(str, years)).items():
        found[person][int(period)] = grade
    return found


def grades_of(person: int, years: Iterable[int]) -> dict[int, str]:
    """The grades of one person."""
    return grades_over([person], years)[person]


def rank_of(grade: str) -> int | None:
    """The place of a grade in the order of the installation, the best first; None: it is not in it."""
    order: list[str] = setting("careers.grade_order")
    return order.index(grade) if grade in order else None


def strength(grades: Mapping[int, str]) -> Fraction | None:
    """The mean place of the grades there are, the best lowest; None of none: a missing year is neither good nor bad."""
    places = [place for grade in grades.values() if (place := rank_of(grade)) is not None]
    return Fraction(sum(places), len(places)) if places else None
