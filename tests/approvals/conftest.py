"""Bodies with items, a source that tells of cases, and somebody for every part of the work."""

import datetime as dt
import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kaogong.approvals import actions
from kaogong.approvals.models import Body, Case, Intake, Source
from kaogong.approvals.queries.columns import COLUMNS
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Holiday, Person, Token, Unit
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
    """The unit that approves."""
    return make_unit("市交通运输局")


@pytest.fixture
def body(unit: Unit) -> Body:
    """The unit as a body that approves."""
    return actions.register_body(by=None, unit=unit, kind="statutory", since=BEGIN)


@pytest.fixture
def days(db: None) -> None:
    """The days of 2026 that are not what their weekday says, and all working days counted."""
    for day, working in (("2026-09-20", True), ("2026-09-25", False), ("2026-10-01", False), ("2026-10-02", False)):
        Holiday.objects.create(day=dt.date.fromisoformat(day), working=working, name="调整")
    actions.count_days(by=None, first=dt.date(2026, 1, 1), last=dt.date(2027, 12, 31))


@pytest.fixture
def make_item(body: Body) -> Callable[..., Any]:
    """An item of the body; gives its version."""

    def make(code: str = "A1", **given: Any) -> Any:
        fields = {
            "name": f"事项{code}",
            "basis": "某法第五条",
            "statutory_days": 20,
            "promised_days": 10,
            "since": BEGIN,
            "body": body,
        } | given
        return actions.set_item(by=None, code=code, **fields)

    return make


@pytest.fixture
def source(db: None, days: None) -> Source:
    """The approval centre, which tells of every case."""
    return actions.add_source(by=None, code="centre", name="审批中心")


@pytest.fixture
def tell(source: Source) -> Callable[..., Intake]:
    """Events as dicts, or as words: number, case, verb, moment, and more by name."""

    def told(*events: dict[str, str] | tuple[Any, ...], **how: Any) -> Intake:
        lines = []
        for row, one in enumerate(events, 2):
            cells = one if isinstance(one, dict) else dict(zip(("number", "case", "verb", "at"), one, strict=False))
            if isinstance(one, tuple) and len(one) > 4:
                cells |= one[4]
            lines.append((row, [cells.get(name, "") for name in COLUMNS]))
        given = {"by": None, "source": source, "way": "api", "name": "test"} | how
        return actions.take(lines=lines, **given)

    return told


@pytest.fixture
def case(db: None) -> Callable[[str], Case]:
    """A case by its number."""
    return lambda number: Case.objects.get(number=number)


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


class Caller:
    """A system with a token."""

    def __init__(self, secret: str) -> None:
        self.head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        """Read."""
        return Client().get(path, **self.head)

    def post(self, path: str, content: Any) -> Any:
        """Write, under a key of its own."""
        head = self.head | {"HTTP_IDEMPOTENCY_KEY": secrets.token_hex(8)}
        return Client().post(path, json.dumps(content), content_type="application/json", **head)


@pytest.fixture
def token(db: None) -> Callable[[Account], Caller]:
    """A token that does what its account may do in this room."""

    def issue(account: Account) -> Caller:
        number = Token.objects.count() + 1
        reaching = [register.Reaching("approvals", write=True)]
        _made, secret = register.issue_token(
            by=None,
            account=account,
            name=f"系统{number}",
            until=DAY + dt.timedelta(days=90),
            scopes=reaching,
            request="函",
        )
        return Caller(secret)

    return issue
