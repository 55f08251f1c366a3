"""A unit with people, and somebody for every part of archives; imported by the tests of archives."""

import datetime as dt

import pytest

from kaogong.org import actions as register
from kaogong.org.models import Competence, Person
from kaogong.org.models.powers import Power
from kaogong.people.queries.archive_sight import KEEP
from supervise.conftest import evidence_here, make_account, make_unit, on, shown, window

__all__ = [
    "DAY",
    "body",
    "clerk",
    "desk",
    "evidence_here",
    "group",
    "head",
    "keeper",
    "leader",
    "make_account",
    "make_unit",
    "november",
    "office",
    "on",
    "other",
    "person",
    "personnel",
    "shown",
    "stranger",
    "unit",
    "watcher",
    "window",
]
DAY = dt.date(2026, 11, 16)
"""The day of the tests: a Monday."""
BEGIN = dt.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def november(on):
    """It is 16 November 2026."""
    on(DAY)


@pytest.fixture
def body(make_unit):
    """The personnel body of the city."""
    return make_unit("市委组织部")


@pytest.fixture
def unit(make_unit):
    """A bureau."""
    return make_unit("市交通运输局")


def _employ(unit, code="", name="", title="科员", grade="staff", duty="", **given):
    number = Person.objects.count() + 1
    made = register.register_person(by=None, code=code or f"P{number:04}", name=name or f"甲{number}", joined=BEGIN)
    register.appoint(by=None, person=made, unit=unit, title=title, grade=grade, duty=duty, **{"since": BEGIN} | given)
    return Person.objects.get(pk=made.pk)


@pytest.fixture
def desk(db):
    """Take somebody into a unit."""
    return _employ


@pytest.fixture
def person(desk, unit):
    """Somebody who works in the bureau."""
    return desk(unit, "G001", "甲某")


@pytest.fixture
def keeper(make_account, body, desk):
    """Who keeps personal archives: somebody of the personnel body, which owns the act."""
    Competence.objects.create(act=KEEP, unit=body, since=BEGIN)
    return make_account((Power.AUTHORITY, body), person=desk(body, "Z001", "组某"))


@pytest.fixture
def personnel(make_account, keeper, body, desk):
    """A second one who keeps them."""
    return make_account((Power.AUTHORITY, body), person=desk(body, "Z002", "织某"))


@pytest.fixture
def office(make_account):
    """The performance office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def group(make_account):
    """A member of the leading group."""
    return make_account(Power.DECISION)


@pytest.fixture
def watcher(make_account):
    """Discipline."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def head(make_account, unit):
    """The head of the bureau."""
    return make_account((Power.HEAD, unit))


@pytest.fixture
def leader(make_account, unit):
    """The deputy leader in charge of the bureau."""
    return make_account((Power.LEADER, unit))


@pytest.fixture
def clerk(make_account, unit, person):
    """The person's own account."""
    return make_account((Power.STAFF, unit), person=person)


@pytest.fixture
def other(make_account, unit, desk):
    """A colleague of the same bureau."""
    return make_account((Power.STAFF, unit), person=desk(unit, "G009", "乙某"))


@pytest.fixture
def stranger(make_account):
    """Somebody without any power."""
    return make_account()
