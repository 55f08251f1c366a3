"""Units, people, bodies and accounts of the demonstration city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from kaogong.core.engine.city.register import CITY, House, Worker
from kaogong.org.actions.units import initials, sort_key
from kaogong.org.models import Account, Body, Grant, Person, Portfolio, Post, Seat, Unit, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.web.city.book import class_name
from kaogong.web.city.bulk import first, put

FOUNDED = dt.date(2019, 1, 1)
"""The day the city, its units and posts began."""
PASSWORD = "kaogong-demo-2026"  # noqa: S105 - of the demonstration city, printed at its start
OFFICE = "u46"
"""The unit that houses the performance office."""


@dataclass(frozen=True, slots=True)
class Demo:
    """An account to try the house with."""

    username: str
    who: str
    power: str = ""
    unit: str = ""
    below: bool = False
    role: str = Role.ORDINARY
    person: str = ""
    """Who holds it: the code of a person, or of the unit somebody of which does; empty: by the power."""
    place: int = -1
    """Which of the people of that unit that are remembered; the nearest where there are fewer."""


DEMO = (
    Demo("office", "绩效办", Power.OFFICE, person=OFFICE),
    Demo("colleague", "绩效办（第二人，办须两人办理的事）", Power.OFFICE, person=OFFICE, place=-2),
    Demo("liaison", "联络员", Power.LIAISON, "u01"),
    Demo("head", "单位负责人", Power.HEAD, "u01"),
    Demo("leader", "分管领导", Power.LEADER, "u01", person="L0002"),
    Demo("staff", "工作人员", Power.STAFF, "u01"),
    Demo("authority", "数据责任部门（统计）", Power.AUTHORITY, "u26"),
    Demo("personnel", "人事部门（保管个人档案）", Power.AUTHORITY, "u10", person="u10"),
    Demo("discipline", "纪检监察", Power.DISCIPLINE, person="u07"),
    Demo("centre", "纪检监察（第二人，审定和裁定）", Power.DISCIPLINE, person="u07", place=-2),
    Demo("supervisor", "效能监督员", Power.SUPERVISOR, person="u11"),
    Demo("decision", "决策机构（领导小组）", Power.DECISION, person="L0003"),
    Demo("watch", "考核监督小组", Power.COMMITTEE, person="u15"),
    Demo("district", "县区联络员", Power.LIAISON, "d01", below=True),
    Demo("system", "系统管理员", role=Role.SYSTEM),
    Demo("security", "安全保密管理员", role=Role.SECURITY),
    Demo("auditor", "安全审计员", role=Role.AUDIT),
)
"""One account for each role of those the house is for, and a second one of the two whose work takes two people."""


ROLES = {"liaison": Power.LIAISON, "head": Power.HEAD}
"""What every unit has an account for."""
PLAIN = {("liaison", "u01"): "liaison", ("head", "u01"): "head", ("liaison", "d01"): "district"}
"""The accounts of units that are among those to try the house with."""
RANKS = ("chief", "deputy", "middle", "staff")
MOST = 8
"""So many of a unit's people are remembered, its leaders first."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who, by the code of the unit."""

    houses: tuple[House, ...]
    """Every unit that is appraised, each after the one above it."""
    units: dict[str, Unit]
    people: int
    accounts: int
    liaison: dict[str, Account]
    head: dict[str, Account]
    named: dict[str, Account]
    """The accounts to try the house with."""
    leaders: dict[str, Sequence[Person]]
    """The chief of a unit first, then the deputies."""
    group: Body

    @property
    def city(self) -> Unit:
        """The city itself."""
        return self.units[CITY]


def load_people(houses: list[House], workers: list[Worker]) -> Cast:
    """Units, people, posts, bodies, accounts and powers."""
    units = _units(houses)
    people = _people(workers, units)
    group = _bodies(units, people)
    leaders: dict[str, list[Person]] = {one.code: [] for one in houses}
    for one in sorted(workers, key=lambda worker: RANKS.index(worker.grade)):
        if len(leaders[one.unit]) < MOST or one.grade in RANKS[:2]:
            leaders[one.unit].append(people[one.code])
    accounts = _accounts(houses, units, leaders, people)
    named = {one.username: one for one in accounts}
    liaison = {one.code: named[account_name("liaison", one.code)] for one in houses if one.parent}
    head = {one.code: named[account_name("head", one.code)] for one in houses if one.parent}
    demo = {one.username: named[one.username] for one in DEMO}
    under = tuple(one for one in houses if one.parent)
    return Cast(under, units, len(people), len(accounts), liaison, head, demo, dict(leaders), group)


def _units(houses: Iterable[House]) -> dict[str, Unit]:
    listed = list(houses)
    made = Unit.objects.bulk_create(Unit(code=one.code, founded=FOUNDED) for one in listed)
    units = {unit.code: unit for unit in made}
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=units[one.code],
            since=FOUNDED,
            name=one.name,
            short=one.short,
            sort_key=sort_key(one.name),
            initials=initials(one.name),
            parent=units[one.parent] if one.parent else None,
            level=one.level,
            track=one.track,
            appraisal_class=class_name(one.klass),
            place=one.place,
        )
        for one in listed
    )
    return units


def _people(workers: list[Worker], units: dict[str, Unit]) -> dict[str, Person]:
    start = first(Person)
    keys = {one.code: key for key, one in enumerate(workers, start)}
    put(
        Person,
        ("id", "code", "name", "sort_key", "initials", "phone", "joined"),
        (
            (keys[one.code], one.code, one.name, sort_key(one.name), initials(one.name), one.phone, one.joined)
            for one in workers
        ),
    )
    put(
        Post,
        ("person_id", "unit_id", "title", "grade", "duty", "accountability", "integrity", "since"),
        (
            (
                keys[one.code], units[one.unit].pk, one.title, one.grade, f"{one.office or '本单位'}工作",
                "按岗位职责承担责任", "遵守廉洁纪律", max(FOUNDED, dt.date.fromisoformat(one.joined)),
            )
            for one in workers
        ),
    )  # fmt: skip
    return {one.code: Person(pk=keys[one.code], code=one.code, name=one.name) for one in workers}


def _bodies(units: dict[str, Unit], people: dict[str, Person]) -> Body:
    """The leading group, its office and the watch over it; each leader of the group answers for some units."""
    leaders = list(people.values())[:7]
    group = Body.objects.create(name="绩效管理领导小组", kind="leading", office=units[OFFICE], founded=FOUNDED)
    Body.objects.create(
        name="绩效管理领导小组办公室", kind="office", office=units[OFFICE], under=group, founded=FOUNDED
    )
    watch = Body.objects.create(name="考核监督小组", kind="watch", office=units[OFFICE], under=group, founded=FOUNDED)
    seats = [("chair", "组长"), ("deputy", "副组长"), *(("member", f"成员{n}") for n in "一二三四五")]
    Seat.objects.bulk_create(
        Seat(body=group, role=role, of=of, person=leaders[n], since=FOUNDED) for n, (role, of) in enumerate(seats)
    )
    Seat.objects.bulk_create(Seat(body=watch, role=role, of=of) for role, of in seats[:3])
    below = [unit for code, unit in units.items() if code[0] in "ud"]
    Portfolio.objects.bulk_create(
        Portfolio(leader=leaders[n % len(leaders)], unit=unit, kind="manages", since=FOUNDED)
        for n, unit in enumerate(below, 1)
    )
    return group


def account_name(role: str, code: str) -> str:
    """The name of a unit's account."""
    return PLAIN.get((role, code), f"{role}-{code}")


def _accounts(
    houses: list[House], units: dict[str, Unit], leaders: dict[str, list[Person]], people: dict[str, Person]
) -> list[Account]:
    """An account for each role, and a liaison officer's and a head's for every unit; one password, hashed once."""
    secret = make_password(PASSWORD)
    wanted = [*DEMO]
    there = {one.username for one in DEMO}
    for house in houses:
        for role, power in ROLES.items():
            name = account_name(role, house.code)
            if house.parent and name not in there:
                wanted.append(Demo(name, "", power, house.code))
    accounts, grants = [], []
    for one in wanted:
        own: list[Person | None] = [*leaders.get(one.person or one.unit, ())] or [people.get(one.person)]
        holders = {str(Power.HEAD): own[0], str(Power.LIAISON): own[-1], str(Power.STAFF): own[-2:][0]}
        person = own[max(one.place, -len(own))] if one.person else holders.get(one.power)
        account = Account(username=one.username, person=person, role=one.role, password=secret)
        accounts.append(account)
        if one.power:
            unit = units[one.unit] if one.unit else None
            grants.append(Grant(account=account, power=one.power, unit=unit, below=one.below, since=FOUNDED))
    Account.objects.bulk_create(accounts)
    Grant.objects.bulk_create(grants)
    return accounts
