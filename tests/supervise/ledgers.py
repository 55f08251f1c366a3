"""Ledgers that are shipped and open, somebody who enters, confirms, settles and is recorded; imported by the tests of ledgers."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from approvals.conftest import evidence_here, make_account, make_unit, on
from kaogong.audit.actions import seal
from kaogong.org import actions as register
from kaogong.org.models import Person
from kaogong.org.models.powers import Power
from kaogong.supervise.actions.ledger_entries import confirm_entry, enter
from kaogong.supervise.actions.ledgers import open_ledger, open_own_ledger, ship_ledger

__all__ = [
    "DAY",
    "bystander",
    "checker",
    "decision",
    "desk",
    "entry",
    "evidence_here",
    "head",
    "judge",
    "keeper",
    "kept",
    "liaison",
    "make_account",
    "make_unit",
    "office",
    "on",
    "open_",
    "opened",
    "person",
    "proof",
    "section",
    "september",
    "worker",
    "write",
]
DAY = dt.date(2026, 9, 21)
"""The day of the tests: a Monday."""
BEGIN = dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def september(on):
    """It is 21 September 2026."""
    on(DAY)


@pytest.fixture
def section(make_unit):
    """The unit whose section keeps the ledgers."""
    return make_unit("市编办")


@pytest.fixture
def kept(make_unit):
    """The unit that is recorded."""
    return make_unit("市图书馆")


@pytest.fixture
def keeper(make_account, section):
    """Who enters."""
    return make_account((Power.AUTHORITY, section))


@pytest.fixture
def checker(make_account):
    """Who confirms entries of the office's ledgers."""
    return make_account(Power.OFFICE)


@pytest.fixture
def judge(make_account):
    """Another one of the office, who settles."""
    return make_account(Power.OFFICE)


@pytest.fixture
def office(make_account):
    """Somebody of discipline."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def decision(make_account):
    """The decision body."""
    return make_account(Power.DECISION)


@pytest.fixture
def liaison(make_account, kept):
    """The liaison officer of the unit that is recorded."""
    return make_account((Power.LIAISON, kept))


@pytest.fixture
def head(make_account, kept):
    """The head of the unit that is recorded."""
    return make_account((Power.HEAD, kept))


@pytest.fixture
def bystander(make_account, make_unit):
    """The liaison officer of another unit."""
    return make_account((Power.LIAISON, make_unit("市体育馆")))


@pytest.fixture
def person(kept):
    """Somebody who works in the unit."""
    return _employ(kept, "G001", "甲某")


def _employ(unit, code, name, joined=BEGIN):
    made = register.register_person(by=None, code=code, name=name, joined=joined)
    register.appoint(by=None, person=made, unit=unit, title="科员", grade="staff", since=joined)
    return Person.objects.get(pk=made.pk)


@pytest.fixture
def desk():
    """Take somebody into a unit."""
    return _employ


@pytest.fixture
def worker(make_account, kept, person):
    """The person's own account."""
    return make_account((Power.STAFF, kept), person=person)


@pytest.fixture
def open_(section):
    """A shipped ledger, open."""

    def make(code, **more):
        given = {"since": BEGIN} | more
        return open_ledger(by=None, ledger=ship_ledger(account=None, template=code, unit=section, **given))

    return make


@pytest.fixture
def opened(open_):
    """The registration ledger."""
    return open_("DJ")


@pytest.fixture
def proof(db):
    """A sealed file and its name."""
    return lambda words="甲,乙\n1,2\n", name="记录.csv": (
        seal(by=None, file=ContentFile(words.encode(), name)),
        name,
    )


@pytest.fixture
def write(keeper, kept, opened):
    """Enter something, by default an annual report that was late."""

    def made(ledger=None, item="按期报送年度报告", **given):
        held = ledger or opened
        fields = {
            "by": keeper, "unit": kept, "happened_on": dt.date(2026, 9, 18), "source": "书面审查", "words": "报告迟报 3 日。",
        } | given  # fmt: skip
        if held.own and not held.opened.filter(unit=fields["unit"]).exists():
            open_own_ledger(by=None, ledger=held, unit=fields["unit"], keeper="专人")
        return enter(ledger=held, item=held.items.get(name=item), **fields)

    return made


@pytest.fixture
def entry(write, checker):
    """An entry that is confirmed."""
    return confirm_entry(by=checker, entry=write())
