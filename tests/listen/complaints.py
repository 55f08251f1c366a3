"""A complaint centre with two handlers, units with people, and a complaint on its way; imported by the tests of complaints."""

import datetime as dt

import pytest
from django.test import Client

from kaogong.listen.actions.complaints import (
    accept_complaint,
    close_complaint,
    reply_complaint,
    review_reply,
    transfer_complaint,
)
from kaogong.listen.actions.complaints_intake import receive_complaint
from kaogong.listen.models import Complaint, Handler
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Post, Unit
from kaogong.org.models.powers import Power

BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 9, 1)
"""The day of the tests: a Tuesday."""
WHO = {"name": "周明远", "phone": "13900001234", "address": "东湖巷7号"}
"""A complainant nobody but the named handlers may come to know."""
WORDS = "八月二十日上午到窗口办证，工作人员说系统坏了让改天来，连跑三次都没有办成。"


@pytest.fixture(autouse=True)
def evidence_here(settings, tmp_path):
    """Sealed files of a test lie beside it."""
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def turn(settings):
    """Make it another day."""

    def to(day):
        settings.TODAY = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)

    return to


@pytest.fixture(autouse=True)
def first_of_september(turn):
    """It is 1 September 2026."""
    turn(DAY)


@pytest.fixture
def found_unit(db):
    """A unit."""

    def make(name=""):
        number = Unit.objects.count() + 1
        fields = {"code": f"U{number:03d}", "level": "city", "track": "government", "since": BEGIN}
        return register.found_unit(by=None, name=name or f"第{number}局", **fields)

    return make


@pytest.fixture
def open_account(db):
    """An account of a person, with powers: names, or pairs of a power and a unit; `post`: the unit of the person."""

    def make(*powers, post=None):
        number = Account.objects.count() + 1
        person = Person.objects.create(code=f"P{number:04d}", name=f"人员{number}")
        if post is not None:
            Post.objects.create(person=person, unit=post, title="科员", grade="staff", main=True, since=BEGIN)
        made = Account.objects.create(username=f"c{number}", person=person)
        for one in powers:
            power, unit = one if isinstance(one, tuple) else (one, None)
            Grant.objects.create(account=made, power=power, unit=unit, since=BEGIN)
        return made

    return make


@pytest.fixture
def bureau(found_unit):
    """The unit complained of."""
    return found_unit("市行政审批局")


@pytest.fixture
def handler(open_account):
    """A named handler of the centre."""
    made = open_account(Power.DISCIPLINE)
    Handler.objects.create(account=made, since=BEGIN)
    return made


@pytest.fixture
def second(open_account):
    """Another one, who closes what the first has reviewed."""
    made = open_account(Power.DISCIPLINE)
    Handler.objects.create(account=made, since=BEGIN)
    return made


@pytest.fixture
def inspector(open_account):
    """Somebody of the supervising body who is not named as a handler."""
    return open_account(Power.DISCIPLINE)


@pytest.fixture
def answerer(open_account, bureau):
    """The liaison officer of the unit complained of."""
    return open_account((Power.LIAISON, bureau), post=bureau)


@pytest.fixture
def outsider(open_account):
    """Somebody without any power."""
    return open_account()


@pytest.fixture
def complain(db, bureau):
    """Complain by the public page; gives the receipt."""

    def send(**given):
        fields = {
            "by": None, "channel": "page", "about": "市行政审批局", "title": "办证三次未办成", "words": WORDS, "unit": bureau, "who": None,
        } | given  # fmt: skip
        return receive_complaint(**fields)

    return send


@pytest.fixture
def carry(handler, second, answerer, bureau):
    """Carry a complaint on, up to a state."""

    def to(complaint, state, *, verdict="upheld", topic="approval", unit=None, words="群众反映办证多次未成，请核查。"):
        steps = (
            ("accepted", lambda: accept_complaint(by=handler, complaint=complaint, kind="efficiency", topic=topic, unit=unit or bureau)),
            ("handling", lambda: transfer_complaint(by=handler, complaint=complaint, unit=unit or bureau, words=words)),
            ("replied", lambda: reply_complaint(by=None, complaint=complaint, reply="经查，窗口未一次告知，已批评教育。", measures="当日补办。")),
            ("reviewed", lambda: review_reply(by=handler, complaint=complaint, verdict=verdict, answer="经核查，反映的问题属实，已为您补办。")),
            ("closed", lambda: close_complaint(by=second, complaint=complaint)),
        )  # fmt: skip
        order = [name for name, _step in steps]
        held = Complaint.objects.get(pk=complaint.pk)
        begin = (
            0
            if held.state == "received"
            else 1
            if held.state in ("accepted", "reopened")
            else order.index(held.state) + 1
        )
        for _name, step in steps[begin : order.index(state) + 1]:
            step()
        return Complaint.objects.get(pk=complaint.pk)

    return to


@pytest.fixture
def window():
    """A browser in which somebody is signed in, or nobody."""

    def open_(account=None):
        found = Client()
        if account is not None:
            found.force_login(account)
        return found

    return open_
