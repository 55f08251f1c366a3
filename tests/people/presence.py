"""A bureau with people, its keeper, its head and the office; imported by the tests of presence, learning and talks."""

import datetime as dt

import pytest

from approvals.conftest import evidence_here, make_account, make_unit, on
from kaogong.org import actions as register
from kaogong.org.models import Person, Post
from kaogong.org.models.powers import Power
from kaogong.people.actions.presence import set_hours
from kaogong.people.models import Absence, DayRecord
from supervise.conftest import window

__all__ = [
    "BEGIN",
    "DAY",
    "absence",
    "bureau",
    "clerk",
    "clicks",
    "discipline",
    "employ",
    "evidence_here",
    "head",
    "hours",
    "keeper",
    "make_account",
    "make_unit",
    "mate",
    "office",
    "on",
    "second",
    "september",
    "small_city",
    "stranger",
    "window",
    "worker",
    "year",
]
DAY = dt.date(2026, 9, 21)
"""The day of the tests: a Monday."""
BEGIN = dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def september(on):
    """It is 21 September 2026."""
    on(DAY)


@pytest.fixture
def bureau(make_unit):
    """The bureau."""
    return make_unit("市文体局", code="B01")


@pytest.fixture
def employ(bureau):
    """Somebody with a post."""

    def made(name="", unit=None, title="科员", grade="staff", since=BEGIN):
        number = Person.objects.count() + 1
        person = register.register_person(by=None, code=f"P{number:04}", name=name or f"甲{number}", joined=since)
        register.appoint(by=None, person=person, unit=unit or bureau, title=title, grade=grade, since=since)
        return Person.objects.get(pk=person.pk)

    return made


@pytest.fixture
def clerk(employ):
    """A clerk of the bureau."""
    return employ("王一")


@pytest.fixture
def mate(employ):
    """A colleague on the same post."""
    return employ("李二")


@pytest.fixture
def worker(make_account, bureau, clerk):
    """The clerk's account."""
    return make_account((Power.STAFF, bureau), person=clerk)


@pytest.fixture
def second(make_account, bureau, mate):
    """The colleague's account."""
    return make_account((Power.STAFF, bureau), person=mate)


@pytest.fixture
def keeper(make_account, bureau):
    """The liaison officer, who keeps the records."""
    return make_account((Power.LIAISON, bureau))


@pytest.fixture
def head(make_account, bureau, employ):
    """The head of the bureau."""
    return make_account((Power.HEAD, bureau), person=employ("局长", title="局长", grade="chief"))


@pytest.fixture
def office(make_account):
    """The performance office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def discipline(make_account):
    """Discipline."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def stranger(make_account, make_unit):
    """The liaison officer of another bureau."""
    return make_account((Power.LIAISON, make_unit("市水务局")))


@pytest.fixture
def year(on):
    """Everything from January on may be set: it is the first day of the year while a fixture needs it."""
    on(BEGIN)
    yield BEGIN
    on(DAY)


@pytest.fixture
def hours(db, on):
    """Nine to half past five for everybody since January."""
    on(BEGIN)
    made = set_hours(by=None, starts=dt.time(9), ends=dt.time(17, 30), since=BEGIN)
    on(DAY)
    return made


@pytest.fixture
def clicks(bureau):
    """Both clicks of somebody on some days, or the minutes late given by day."""
    from kaogong.people.queries.presence import hours_of, minutes

    def made(person, days, arrived=dt.time(8, 55), left=dt.time(17, 35)):
        for day in days:
            late, early = minutes(hours_of(bureau.pk, day), arrived, left)
            DayRecord.objects.create(
                person=person, unit=bureau, day=day, arrived=arrived, left=left, late=late, early=early
            )

    return made


@pytest.fixture
def absence(bureau):
    """An absence that is agreed."""

    def made(person, first=DAY, last=DAY, kind="personal", **given):
        return Absence.objects.create(
            person=person,
            unit=bureau,
            kind=kind,
            first=first,
            last=last,
            words="事由",
            on=first,
            state="agreed",
            **given,
        )

    return made


@pytest.fixture
def small_city(make_unit, employ, make_account, on):
    """What of the demonstration city presence is told of: two bureaus with their people and accounts."""
    on(dt.date(2026, 9, 4))
    bureau, other = make_unit("甲局", code="u01"), make_unit("乙委", code="u07")
    chief = employ("周局", unit=bureau, title="局长", grade="chief")
    for name in ("吴副", "郑副", "冯副"):
        employ(name, unit=bureau, title="副局长", grade="deputy")
    people = [employ(unit=bureau) for _one in range(26)]
    officers = [employ(unit=other) for _one in range(16)]
    for _one in range(4):
        employ(unit=make_unit(), title="局长", grade="chief")
    held = (
        ("office", Power.OFFICE, None), ("liaison", (Power.LIAISON, bureau), None), ("head", (Power.HEAD, bureau), chief),
        ("discipline", Power.DISCIPLINE, officers[-1]), ("staff", (Power.STAFF, bureau), people[2]),
    )  # fmt: skip
    for name, power, person in held:
        account = make_account(power, person=person)
        account.username = name
        account.set_password("correct-horse-9")
        account.save()
    return bureau, officers


def post_of(person):
    """The post of somebody."""
    return Post.objects.get(person=person, until__isnull=True)
