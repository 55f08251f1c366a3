"""Cases as they are read: who was poor two years running, which units were last, what contradicts a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kaogong.org.models import Person, Post, Sanction, Unit, UnitVersion
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, setting
from kaogong.people.models.archive import PersonResult
from kaogong.people.models.careers_cases import CareerCase, UnfitRule, UnitGrade
from kaogong.people.queries.career_grades import KINDS, grades_over
from kaogong.people.states.careers import LOW_OUTCOMES, POOR_OUTCOMES


def in_a_row(year: int, number: int) -> list[int]:
    """So many years ending with one."""
    return list(range(year - number + 1, year + 1))


def poor_twice(year: int) -> list[Person]:
    """Who was graded poor in every one of the years in a row ending with this one (HB-41)."""
    poor = setting("careers.poor_grades")
    years = in_a_row(year, setting("careers.poor_years"))
    held = PersonResult.objects.filter(period=str(year), kind__in=KINDS, grade__in=poor, corrected_by__isnull=True)
    people = {one.person_id: one.person for one in held.select_related("person")}
    grades = grades_over(people, years)
    found = [one for key, one in people.items() if all(grades[key].get(each) in poor for each in years)]
    return sorted(found, key=lambda one: one.code)


def unreviewed(year: int) -> list[Person]:
    """Those of them for whom no review was opened."""
    there = set(CareerCase.objects.filter(kind="poor", years__contains=[year]).values_list("person_id", flat=True))
    return [one for one in poor_twice(year) if one.pk not in there]


def low_twice(unit: Unit, year: int) -> list[int]:
    """The years in a row ending with this one in which a unit had the lowest grade; empty: not in all of them (LZ-36)."""
    years = in_a_row(year, setting("careers.low_years"))
    held = UnitGrade.objects.filter(unit=unit, year__in=years, current=True)
    grades = dict(held.values_list("year", "grade"))
    low = setting("careers.unit_low")
    return years if all(grades.get(one) in low for one in years) else []


def head_of(unit: Unit, day: dt.date) -> Person | None:
    """Who was head of a unit on a day."""
    held = Post.objects.filter(at(day), unit=unit, grade=Grade.CHIEF, person__isnull=False).select_related("person")
    post = held.order_by("-main", "-since", "pk").first()
    return post.person if post else None


def legal_of(unit: Unit, day: dt.date) -> Person | None:
    """The legal representative of a unit on a day: who holds a post called so, else its head."""
    held = Post.objects.filter(at(day), unit=unit, title__contains="法定代表人", person__isnull=False)
    post = held.select_related("person").order_by("-main", "pk").first()
    return post.person if post else head_of(unit, day)


def disciplined(person: Person, year: int) -> Sanction | None:
    """A sanction against a person in force, or decided, in a year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    for one in Sanction.objects.filter(person=person, decided_on__lte=last).order_by("decided_on", "pk"):
        begins = one.since or one.decided_on
        if begins <= last and (one.until is None or one.until > first):
            return one
    return None


def authority_of(unit: Unit, day: dt.date) -> int | None:
    """The unit that manages the leaders of a unit: the one above it."""
    held = UnitVersion.objects.filter(at(day), unit=unit).values_list("parent_id", flat=True).first()
    return held or None


def met_years(rows: Iterable[tuple[int | None, Any]]) -> bool:
    """Whether targets were met in enough years in a row to contradict that somebody is mediocre (LB-05)."""
    least, wanted = setting("careers.met_percent"), setting("careers.met_years")
    good = {year for year, met in rows if year is not None and met is not None and met >= least}
    return any(all(each in good for each in in_a_row(year, wanted)) for year in good)


def contradicted(case: CareerCase) -> bool:
    """Whether a case of the mediocre type stands against targets that were met."""
    if case.type != "mediocre":
        return False
    rows = case.evidence.filter(year__isnull=False, met__isnull=False).values_list("year", "met")
    return met_years(rows)


def parts_lacking(rule: UnfitRule) -> list[str]:
    """Which of the four parts a rule set lacks (LB-08)."""
    parts = {
        "定性标准": rule.qualitative.strip(), "定量标准": rule.quantitative.strip(), "认定程序": rule.procedure,
        "调整措施": rule.measures,
    }  # fmt: skip
    return [name for name, held in parts.items() if not held]


def measures_of(case: CareerCase) -> list[str]:
    """What may be done with whom a case is about."""
    if case.kind == "unfit":
        return list(case.rule.measures) if case.rule else []
    return list(POOR_OUTCOMES if case.kind == "poor" else LOW_OUTCOMES)
