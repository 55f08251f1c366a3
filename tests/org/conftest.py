"""A small city: units, people and accounts, made by the actions of the product."""

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from kaogong.audit.actions import Denied
from kaogong.audit.models import Event, Evidence
from kaogong.org import actions
from kaogong.org.models import Account, Body, Grant, Person, Post, Unit
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power

BEGIN = dt.date(2024, 1, 1)


@pytest.fixture
def make_unit(db: None) -> Callable[..., Unit]:
    """A unit; name and code are made up where none is given."""

    def make(name: str = "", **given: Any) -> Unit:
        number = Unit.objects.count() + 1
        fields = {"code": f"U{number:03d}", "level": "city", "track": "government", "since": BEGIN} | given
        return actions.found_unit(by=None, name=name or f"第{number}局", **fields)

    return make


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    """A person, with a post where a unit is given."""

    def make(
        name: str = "", unit: Unit | None = None, grade: str = "staff", title: str = "科员", **given: Any
    ) -> Person:
        number = Person.objects.count() + 1
        person = actions.register_person(by=None, code=f"P{number:04d}", name=name or f"人{number}")
        if unit is not None:
            actions.appoint(by=None, person=person, unit=unit, title=title, grade=grade, since=BEGIN, **given)
        return person

    return make


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """An account with powers: names of powers, or pairs of a power and a unit."""

    def make(*powers: str | tuple[str, Unit], person: Person | None = None, role: str = Role.ORDINARY) -> Account:
        number = Account.objects.count() + 1
        made = Account.objects.create(username=f"a{number}", person=person, role=role)
        for one in powers:
            power, unit = one if isinstance(one, tuple) else (one, None)
            Grant.objects.create(account=made, power=power, unit=unit, since=BEGIN)
        return made

    return make


@pytest.fixture
def keeper(make_account: Callable[..., Account]) -> Account:
    """The performance office, which keeps the register."""
    return make_account(Power.OFFICE)


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def system(make_account: Callable[..., Account]) -> Account:
    """The system administrator."""
    return make_account(role=Role.SYSTEM)


@pytest.fixture
def security(make_account: Callable[..., Account]) -> Account:
    """The security administrator."""
    return make_account(role=Role.SECURITY)


@pytest.fixture
def auditor(make_account: Callable[..., Account]) -> Account:
    """The auditor."""
    return make_account(role=Role.AUDIT)


@pytest.fixture
def unit(make_unit: Callable[..., Unit]) -> Unit:
    """A unit."""
    return make_unit("市甲局")


@pytest.fixture
def person(make_person: Callable[..., Person], unit: Unit) -> Person:
    """Somebody with a post in the unit."""
    return make_person("张三", unit)


@pytest.fixture
def post(person: Person) -> Post:
    """The post of that person."""
    return Post.objects.get(person=person)


@pytest.fixture
def body(db: None) -> Body:
    """A leading group with two seats, both empty."""
    return actions.form_body(
        by=None, name="领导小组", kind="leading", founded=BEGIN, seats=[("chair", "组长"), ("member", "成员")]
    )


@pytest.fixture
def evidence(db: None) -> Evidence:
    """A sealed file."""
    return Evidence.objects.create(sm3="a" * 64, sha256="b" * 64, size=3, kind="text/plain")


class Log:
    """What has been recorded since the last look."""

    def __init__(self) -> None:
        self.at = Event.objects.count()

    def news(self) -> list[tuple[str, str]]:
        """Verb and outcome of each event since the last look."""
        found = list(Event.objects.filter(number__gt=self.at).order_by("number").values_list("verb", "outcome"))
        self.at += len(found)
        return found


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Log:
    """The log, from when every other fixture of the test is made."""
    for name in request.fixturenames:
        if name not in ("log", "only_keeper", "request"):
            request.getfixturevalue(name)
    return Log()


@pytest.fixture
def only_keeper(stranger: Account, log: Log) -> Callable[..., None]:
    """Somebody without the power is refused, and the attempt alone is recorded."""

    def check(verb: Callable[..., Any], **given: Any) -> None:
        log.news()
        with pytest.raises(Denied):
            verb(by=stranger, **given)
        assert log.news() == [(verb.__name__, "denied")]

    return check


@pytest.fixture
def page(client) -> Callable[..., str]:
    """The words of a page as an account sees it, without the marks of the page, each run of blanks one blank."""

    def read(account: Account, address: str) -> str:
        client.force_login(account)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())

    return read
