"""The register of the city: its units in their classes, and everybody who works in them.

The same on every machine, as everything of the city (`chance`). Names of people are joined from a surname and invented
syllables; phones are of a range that is not given out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaogong.core.engine.city.cast import SURNAMES, City, Member
from kaogong.core.engine.city.chance import Chance

GIVEN = "一之文方正平安宁川林木禾舟石山水云帆远行知书言青白朗清和静思若"
CLASSES = {"comprehensive": "综合管理类", "economic": "经济建设类", "service": "公共服务类", "party": "党群政法类"}
"""The four classes of municipal units; others are classed by what they are."""
OFFICES = ("办公室", "综合科", "业务科", "监督科", "法规科", "财务科")
CITY = "city"
"""The code of the city itself, above every unit."""
DAY = dt.date(2026, 9, 4)
"""The day the city is set in: month nine, the figures of August are due on the next working day."""


@dataclass(frozen=True, slots=True)
class House:
    """A unit of the register. `parent`: the code of the unit above; `klass`: the class it is appraised in."""

    code: str
    name: str
    short: str
    parent: str
    level: str
    track: str
    klass: str
    place: int


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody in a post. `grade`: chief, deputy, middle or staff."""

    code: str
    name: str
    phone: str
    unit: str
    office: str
    title: str
    grade: str
    joined: str


@dataclass(frozen=True)
class Register:
    """The units and people of a city.

    `leaders`: chiefs and deputies of municipal units and districts together; `staff`: everybody else, middle grades
    included; `institutions`: of the city's, how many.
    """

    city: City = field(default_factory=City)
    institutions: int = 30
    leaders: int = 510
    staff: int = 6000

    @property
    def chance(self) -> Chance:
        """Where its numbers come from."""
        return self.city.chance

    # --- units ----------------------------------------------------------------------------------------------------

    def houses(self) -> Iterator[House]:
        """The city itself, then every unit, each after the one above it."""
        yield House(CITY, "示范市", "示范市", "", "city", "government", "", 0)
        place = 0
        for sort in ("unit", "district", "township", "institution"):
            for member in self._members(sort):
                place += 1
                yield self._house(sort, member, place)

    def _members(self, sort: str) -> tuple[Member, ...]:
        found = self.city.members(sort)
        return found[: self.institutions] if sort == "institution" else found

    def _house(self, sort: str, member: Member, place: int) -> House:
        level = {"unit": "city", "district": "county", "township": "township", "institution": "city"}[sort]
        track = {"unit": "government", "institution": "institution"}.get(sort, "area")
        klass = sort
        if sort == "unit":
            klass = tuple(CLASSES)[place % len(CLASSES)]
            track = "party" if klass == "party" else "government"
        short = member.name.removeprefix("市")
        return House(member.id, member.name, short, member.home or CITY, level, track, klass, place)

    # --- people ---------------------------------------------------------------------------------------------------

    def workers(self) -> Iterator[Worker]:
        """Leaders first, then everybody else, spread over the units by their size."""
        yield from self._leaders()
        yield from self._staff()

    def _leaders(self) -> Iterator[Worker]:
        homes = [*self._members("unit"), *self._members("district")]
        for number in range(self.leaders):
            turn, at = divmod(number, len(homes))
            home = homes[at]
            grade, title = ("chief", "主要负责人") if turn == 0 else ("deputy", "副职负责人")
            yield self._worker(f"L{number + 1:04}", home, "", title, grade)

    def _staff(self) -> Iterator[Worker]:
        sorts = ("unit", "district", "township", "institution")
        homes = [member for sort in sorts for member in self._members(sort)]
        weights = [max(1, int(member.size * 10)) for member in homes]
        given = self._shared(weights)
        number = 0
        for home, count in zip(homes, given, strict=True):
            for seat in range(count):
                number += 1
                office = OFFICES[seat % len(OFFICES)]
                middle = seat < len(OFFICES)
                grade, title = ("middle", f"{office}负责人") if middle else ("staff", f"{office}工作人员")
                yield self._worker(f"S{number:05}", home, office, title, grade)

    def _shared(self, weights: list[int]) -> list[int]:
        """The staff by weight, largest remainders first, so that nobody is lost."""
        parts = [divmod(self.staff * weight, sum(weights)) for weight in weights]
        given = [count for count, _ in parts]
        order = sorted(range(len(weights)), key=lambda n: (-parts[n][1], n))
        for n in order[: self.staff - sum(given)]:
            given[n] += 1
        return given

    def _worker(self, code: str, home: Member, office: str, title: str, grade: str) -> Worker:
        name = self.chance.pick(SURNAMES, "surname", code)
        name += "".join(self.chance.pick(GIVEN, "given", code, n) for n in range(self.chance.whole(1, 2, "long", code)))
        phone = f"1990000{self.chance.whole(0, 9999, 'phone', code):04}"
        joined = f"{self.chance.whole(1992, 2024, 'joined', code)}-{self.chance.whole(1, 12, 'month', code):02}-01"
        return Worker(code, name, phone, home.id, office, title, grade, joined)
