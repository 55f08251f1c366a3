"""Who rates whom: holders of powers, heads of units, assessors that need not stand back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kaogong.assess.models import Assessor, Entrant, Source
from kaogong.org.models import Account, Post, Recusal
from kaogong.org.models.people import Grade
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, guided_units, reach, today

ROOM = "assess"
SEALED = tuple(f"person__{name}" for name in ("phone", "id_number", "email"))
"""What is nobody's business here, and slow to open."""


class Rater:
    """What an account may rate, asked any number of times with a few queries."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.person = account.person_id if account.is_active else None

    @cached_property
    def recused(self) -> set[int]:
        """Units the person stands back from."""
        held = Recusal.objects.filter(at(today()), person=self.person)
        return set(held.values_list("unit_id", flat=True)) if self.person else set()

    @cached_property
    def posts(self) -> dict[int, set[str]]:
        """The units the person serves in, and how high."""
        found: dict[int, set[str]] = {}
        if not self.person:
            return found
        for unit, grade in Post.objects.filter(at(today()), person=self.person).values_list("unit_id", "grade"):
            found.setdefault(unit, set()).add(grade)
        return found

    @cached_property
    def guided(self) -> set[int]:
        """The units in the person's portfolio."""
        return set(guided_units(self.account.person)) if self.person and self.account.person else set()

    @cached_property
    def named(self) -> dict[int, Assessor]:
        """The sources the person is named for."""
        held = Assessor.objects.filter(person=self.person)
        return {one.source_id: one for one in held} if self.person else {}

    @cached_property
    def chiefs(self) -> dict[int, set[int | None]]:
        """Who heads each unit, filled as units are asked for."""
        return {}

    def is_chief(self, entrant: Entrant) -> bool:
        """Whether the entrant is the head of its unit, or the unit itself."""
        if entrant.person_id is None:
            return True
        unit = entrant.unit_id
        if unit not in self.chiefs:
            held = Post.objects.filter(at(today()), unit=unit, grade=Grade.CHIEF)
            self.chiefs[unit] = set(held.values_list("person_id", flat=True))
        return entrant.person_id in self.chiefs[unit]

    def bar(self, source: Source, entrant: Entrant) -> str:
        """What keeps the account from rating an entrant on a source, as a word for the guard; empty: nothing."""
        unit = entrant.unit_id
        if unit in self.recused:
            return "recused"
        if source.who == "office":
            return "" if reach(self.account).has(Power.OFFICE, room=ROOM) else "office"
        if source.who == "assessors":
            if source.pk not in self.named:
                return "named"
            return "employed" if unit in self.posts else ""
        if source.who == "leader" or (source.who == "superior" and self.is_chief(entrant)):
            return "" if self.leads(entrant) else "leader"
        if Grade.CHIEF not in self.posts.get(unit, set()):
            return "chief"
        return "self" if entrant.person_id == self.person else ""

    def concerned(self, source: Source) -> bool:
        """Whether the account may have anybody to rate on a source at all."""
        held = reach(self.account)
        above = held.has(Power.LEADER, room=ROOM) or bool(self.guided)
        chief = any(Grade.CHIEF in grades for grades in self.posts.values())
        return {
            "office": held.has(Power.OFFICE, room=ROOM),
            "leader": above,
            "head": chief,
            "superior": above or chief,
            "assessors": source.pk in self.named,
        }.get(source.who, False)

    def leads(self, entrant: Entrant) -> bool:
        """Whether the account answers for the entrant's unit from above."""
        unit = entrant.unit_id
        return unit in self.guided or reach(self.account).has(Power.LEADER, unit, ROOM)

    def serves(self, entrant: Entrant) -> bool:
        """Whether the person is an assessor of the round and has not to stand back from the entrant."""
        if self.person is None or entrant.unit_id in self.recused or entrant.unit_id in self.posts:
            return False
        return Assessor.objects.filter(source__round=entrant.round_id, person=self.person).exists()


def rated_by(account: Account, source: Source, rater: Rater | None = None) -> list[Entrant]:
    """Whom an account rates on the sheets of a source."""
    rater = rater or Rater(account)
    if not rater.concerned(source):
        return []
    held = source.round.entrants.select_related("unit", "person", "round", "report").order_by("name").defer(*SEALED)
    return [one for one in held if not rater.bar(source, one)]


def _apart(people: set[int], units: set[int]) -> set[tuple[int, int]]:
    """Pairs of person and unit that are to be kept apart: employed there, or recused."""
    day = today()
    found: set[tuple[int, int]] = set()
    for model in (Post, Recusal):
        held = model.objects.filter(at(day), person__in=people, unit__in=units)
        found |= set(held.values_list("person_id", "unit_id"))
    return found


def raters(source: Source, entrants: Sequence[Entrant]) -> dict[int, list[Assessor | None]]:
    """Whose sheets are expected of each entrant; None: that of the one who has the power."""
    if source.who == "assessors":
        named = list(source.assessors.select_related("person"))
        apart = _apart({one.person_id for one in named}, {one.unit_id for one in entrants})
        return {one.pk: [each for each in named if (each.person_id, one.unit_id) not in apart] for one in entrants}
    if source.who == "head":
        held = Post.objects.filter(at(today()), unit__in={one.unit_id for one in entrants}, grade=Grade.CHIEF)
        chiefs = set(held.values_list("unit_id", "person_id"))
        return {one.pk: [] if (one.unit_id, one.person_id) in chiefs else [None] for one in entrants}
    return {one.pk: [None] for one in entrants}
