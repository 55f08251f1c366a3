"""Units, people, and somebody for every part of the work. Generic: each part of the room has its own fixtures beside."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaogong.audit.actions import seal
from kaogong.audit.models import Evidence
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Unit
from kaogong.org.models.powers import Power

BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 9, 21)
"""The day of the tests: a Monday."""


@pytest.fixture(autouse=True)
def evidence_here(settings: Any, tmp_path: Any) -> None:
    """Sealed files of a test lie beside it."""
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def on(settings: Any) -> Callable[[dt.date], None]:
    """Make it another day."""

    def turn(day: dt.date) -> None:
        settings.TODAY = day

    return turn


@pytest.fixture(autouse=True)
def september(on: Callable[[dt.date], None]) -> None:
    """It is 21 September 2026."""
    on(DAY)


@pytest.fixture
def make_unit(db: None) -> Callable[..., Unit]:
    """A unit; name and code are made up where none is given."""

    def make(name: str = "", **given: Any) -> Unit:
        number = Unit.objects.count() + 1
        fields = {"code": f"U{number:03d}", "level": "city", "track": "government", "since": BEGIN} | given
        return register.found_unit(by=None, name=name or f"第{number}局", **fields)

    return make


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """An account with powers: names of powers, or pairs of a power and a unit."""

    def make(*powers: Any, person: Person | None = None) -> Account:
        made = Account.objects.create(username=f"a{Account.objects.count() + 1}", person=person)
        for one in powers:
            power, unit = one if isinstance(one, tuple) else (one, None)
            Grant.objects.create(account=made, power=power, unit=unit, since=BEGIN)
        return made

    return make


@pytest.fixture
def unit(make_unit: Callable[..., Unit]) -> Unit:
    """A unit that is supervised."""
    return make_unit("市交通运输局")


@pytest.fixture
def inspector(make_account: Callable[..., Account]) -> Account:
    """Who supervises."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def colleague(make_account: Callable[..., Account]) -> Account:
    """Another one who supervises."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def liaison(make_account: Callable[..., Account], unit: Unit) -> Account:
    """The liaison officer of the unit."""
    return make_account((Power.LIAISON, unit))


@pytest.fixture
def clerk(make_account: Callable[..., Account], unit: Unit) -> Account:
    """A clerk of the unit."""
    return make_account((Power.STAFF, unit))


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def head(make_account: Callable[..., Account], unit: Unit) -> Account:
    """The head of the unit."""
    return make_account((Power.HEAD, unit))


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    """A person; name and number are made up where none is given."""

    def make(name: str = "") -> Person:
        number = Person.objects.count() + 1
        return Person.objects.create(code=f"P{number:04}", name=name or f"甲{number}")

    return make


@pytest.fixture
def shown(evidence_here: None, db: None) -> Callable[..., tuple[Evidence, str]]:
    """A sealed file with its name."""

    def make(name: str = "验收单.txt") -> tuple[Evidence, str]:
        file = SimpleUploadedFile(name, f"{name} 内容".encode())
        return seal(by=None, file=file), name

    return make


@pytest.fixture
def window() -> Callable[[Account], Client]:
    """A signed-in window of an account."""

    def open_(account: Account) -> Client:
        found = Client()
        found.force_login(account)
        return found

    return open_
