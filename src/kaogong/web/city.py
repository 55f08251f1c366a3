"""The demonstration city in the house: units, people, powers and bodies of a city that does not exist.

Loaded into an empty database only, in one transaction, recorded as one act.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kaogong.audit.actions import record
from kaogong.core.engine.city.register import CITY, House, Register, Worker
from kaogong.org.actions.units import initials, sort_key
from kaogong.org.models import Account, Body, Grant, Person, Portfolio, Post, Seat, Unit, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power

FOUNDED = dt.date(2019, 1, 1)
"""The day the city, its units and posts began."""
PASSWORD = "kaogong-demo-2026"  # noqa: S105 - of the demonstration city, printed at its start
OFFICE = "u46"
"""The unit that houses the performance office."""


class NotEmpty(RuntimeError):
    """There is something in the database: the demonstration city is not loaded into it."""


@dataclass(frozen=True, slots=True)
class Demo:
    """An account to try the house with."""

    username: str
    who: str
    power: str = ""
    unit: str = ""
    below: bool = False
    role: str = Role.ORDINARY


DEMO = (
    Demo("office", "绩效办", Power.OFFICE),
    Demo("liaison", "联络员", Power.LIAISON, "u01"),
    Demo("head", "单位负责人", Power.HEAD, "u01"),
    Demo("leader", "分管领导", Power.LEADER, "u01"),
    Demo("staff", "工作人员", Power.STAFF, "u01"),
    Demo("authority", "数据责任部门（统计）", Power.AUTHORITY, "u26"),
    Demo("discipline", "纪检监察", Power.DISCIPLINE),
    Demo("supervisor", "效能监督员", Power.SUPERVISOR),
    Demo("decision", "决策机构（领导小组）", Power.DECISION),
    Demo("watch", "考核监督小组", Power.COMMITTEE),
    Demo("district", "县区联络员", Power.LIAISON, "d01", below=True),
    Demo("system", "系统管理员", role=Role.SYSTEM),
    Demo("security", "安全保密管理员", role=Role.SECURITY),
    Demo("auditor", "安全审计员", role=Role.AUDIT),
)
"""One account for each role of those the house is for."""


def empty() -> bool:
    """Nobody has used this database yet."""
    return not (Account.objects.exists() or Unit.objects.exists() or Person.objects.exists())


def accounts() -> list[str]:
    """Lines that name the accounts of the demonstration city; none where another city is kept."""
    there = set(Account.objects.filter(username__in=[one.username for one in DEMO]).values_list("username", flat=True))
    if not Unit.objects.filter(code=CITY).exists() or len(there) < len(DEMO):
        return []
    head = f"示范账号，口令都是 {PASSWORD} · demonstration accounts, all with this password"
    return [head, *(f"{one.username:<12} {one.who}" for one in DEMO)]


@transaction.atomic
def load(register: Register | None = None) -> dict[str, int]:
    """Load the city; gives how many of each there are.

    Raises:
        NotEmpty: there is something in the database.
    """
    if not empty():
        raise NotEmpty("数据库里已有内容，示范市只装入空库 · there is something in the database already")
    register = register or Register()
    houses, workers = list(register.houses()), list(register.workers())
    units = _units(houses)
    people = _people(workers, units)
    _bodies(units, people)
    accounts = _accounts(houses, units)
    counts = {"units": len(units), "people": len(people), "accounts": accounts}
    told = json.dumps([[asdict(one) for one in houses], [asdict(one) for one in workers]], ensure_ascii=False)
    new = counts | {"sha256": hashlib.sha256(told.encode()).hexdigest()}
    record(by=None, room="org", verb="load_city", subject="org.city", new=new)
    return counts


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
            appraisal_class=one.klass,
            place=one.place,
        )
        for one in listed
    )
    return units


def _people(workers: list[Worker], units: dict[str, Unit]) -> dict[str, Person]:
    made = Person.objects.bulk_create(
        (
            Person(
                code=one.code,
                name=one.name,
                sort_key=sort_key(one.name),
                initials=initials(one.name),
                phone=one.phone,
                joined=dt.date.fromisoformat(one.joined),
            )
            for one in workers
        ),
        batch_size=2000,
    )
    people = {person.code: person for person in made}
    Post.objects.bulk_create(
        (
            Post(
                person=people[one.code],
                unit=units[one.unit],
                title=one.title,
                grade=one.grade,
                duty=f"{one.office or '本单位'}工作",
                accountability="按岗位职责承担责任",
                integrity="遵守廉洁纪律",
                since=max(FOUNDED, dt.date.fromisoformat(one.joined)),
            )
            for one in workers
        ),
        batch_size=2000,
    )
    return people


def _bodies(units: dict[str, Unit], people: dict[str, Person]) -> None:
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
        for n, unit in enumerate(below)
    )


def _accounts(houses: list[House], units: dict[str, Unit]) -> int:
    """An account for each role, and a liaison officer's for every unit; one password, hashed once."""
    secret = make_password(PASSWORD)
    posts = {post.unit_id: post.person for post in Post.objects.filter(grade="middle").select_related("person")}
    chiefs = {post.unit_id: post.person for post in Post.objects.filter(grade="chief").select_related("person")}
    accounts, grants = [], []
    for one in DEMO:
        held = {Power.HEAD: chiefs, Power.LIAISON: posts}.get(Power(one.power)) if one.power else None
        person = held.get(units[one.unit].pk) if held and one.unit else None
        account = Account(username=one.username, person=person, role=one.role, password=secret)
        accounts.append(account)
        if one.power:
            unit = units[one.unit] if one.unit else None
            grants.append(Grant(account=account, power=one.power, unit=unit, below=one.below, since=FOUNDED))
    taken = {one.unit for one in DEMO if one.power == Power.LIAISON}
    for house in houses:
        if house.code in taken or not house.parent:
            continue
        unit = units[house.code]
        account = Account(username=f"liaison-{house.code}", person=posts.get(unit.pk), password=secret)
        accounts.append(account)
        grants.append(Grant(account=account, power=Power.LIAISON, unit=unit, since=FOUNDED))
    Account.objects.bulk_create(accounts)
    Grant.objects.bulk_create(grants)
    return len(accounts)
