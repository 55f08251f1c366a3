"""A unit with people and posts, and somebody for every part of pay and of the use of people; imported by their tests."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.org import actions as register
from kaogong.org.models import Person, Post
from kaogong.org.models.powers import Power
from kaogong.people.actions.archive import file_result
from kaogong.people.actions.archive_integrity import summarise_integrity
from kaogong.people.actions.careers import nominate, open_selection, take_step
from kaogong.people.actions.pay import approve_pay_rule, draft_pay_rule
from kaogong.people.actions.pay_runs import approve_run, audit_run, pay_run, submit_run
from supervise.conftest import evidence_here, make_account, make_unit, on, shown, window

__all__ = [
    "DAY",
    "auditor",
    "board",
    "candidate",
    "clerk",
    "colleague",
    "desk",
    "evidence_here",
    "graded",
    "head",
    "make_account",
    "make_rule",
    "make_unit",
    "many",
    "november",
    "office",
    "on",
    "paid",
    "person",
    "rule",
    "selection",
    "shown",
    "stranger",
    "unit",
    "window",
    "writer",
]
DAY = dt.date(2026, 11, 16)
"""The day of the tests: a Monday."""
BEGIN = dt.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def november(on):
    """It is 16 November 2026."""
    on(DAY)


@pytest.fixture
def unit(make_unit):
    """A bureau."""
    return make_unit("市交通运输局")


def _employ(unit, code="", name="", title="科员", grade="staff", since=BEGIN, joined=BEGIN):
    number = Person.objects.count() + 1
    made = register.register_person(by=None, code=code or f"P{number:04}", name=name or f"甲{number}", joined=joined)
    register.appoint(by=None, person=made, unit=unit, title=title, grade=grade, since=since)
    return Person.objects.get(pk=made.pk)


@pytest.fixture
def desk(db):
    """Take somebody into a unit."""
    return _employ


@pytest.fixture
def many(unit):
    """Take many people into the bureau at once."""

    def make(number, grade="staff", first=1):
        people = Person.objects.bulk_create(
            Person(code=f"M{n:04}", name=f"乙{n}", sort_key=f"yi{n}", initials="y", joined=BEGIN)
            for n in range(first, first + number)
        )
        Post.objects.bulk_create(
            Post(person=one, unit=unit, title="科员", grade=grade, since=BEGIN, main=True) for one in people
        )
        return people

    return make


@pytest.fixture
def person(desk, unit):
    """Somebody who works in the bureau."""
    return desk(unit, "G001", "甲某")


@pytest.fixture
def clerk(make_account, unit, person):
    """The person's own account."""
    return make_account((Power.STAFF, unit), person=person)


@pytest.fixture
def office(make_account):
    """The performance office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def colleague(make_account):
    """Another one of the office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def writer(make_account, unit):
    """The liaison officer of the bureau."""
    return make_account((Power.LIAISON, unit))


@pytest.fixture
def auditor(make_account):
    """Discipline, which audits."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def board(make_account):
    """A member of the body that decides."""
    return make_account(Power.DECISION)


@pytest.fixture
def head(make_account, unit):
    """The head of the bureau."""
    return make_account((Power.HEAD, unit))


@pytest.fixture
def stranger(make_account):
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def graded(db):
    """The grades of a person over years, as they were filed."""

    def file(person, grades, kind="annual", **given):
        for year, grade in grades.items():
            usual = {"fixed_on": dt.date(int(str(year)[:4]) + 1, 2, 1)}
            file_result(by=None, person=person, period=str(year), grade=grade, kind=kind, **usual | given)

    return file


@pytest.fixture
def make_rule(office, board):
    """A rule of pay, approved: by default 3000 for staff."""

    def make(*, approve=True, **given):
        usual = {
            "title": "季度奖励金发放办法", "basis": "standard", "since": dt.date(2026, 1, 1), "recipients": "在编在岗工作人员",
            "standard": "每季 3000 元", "form": "银行转账", "procedure": "拟发、审核、批准、发放",
            "classes": [{"name": "工作人员", "grades": ["staff"], "standard": Decimal(3000)}],
        }  # fmt: skip
        made = draft_pay_rule(by=office, **usual | given)
        return approve_pay_rule(by=board, rule=made) if approve else made

    return make


@pytest.fixture
def rule(make_rule):
    """The rule of quarterly bonuses."""
    return make_rule()


@pytest.fixture
def paid(auditor, board):
    """Take a run all the way: submitted, audited, approved, paid."""

    def go(run, by):
        submit_run(by=by, run=run)
        audit_run(by=auditor, run=run, words="核对无误。")
        approve_run(by=board, run=run)
        return pay_run(by=by, run=run)

    return go


@pytest.fixture
def selection(office, unit):
    """A post that is to be filled."""
    return open_selection(by=office, title="副局长", unit=unit, level="deputy", mode="compete")


@pytest.fixture
def candidate(office, desk, unit, shown):
    """A candidate of a selection, recommended with a signed letter."""

    def make(selection, person=None, recommender=None):
        person = person or desk(unit)
        summarise_integrity(by=None, person=person, words="没有问题")
        return nominate(
            by=office, selection=selection, person=person, recommender=recommender or desk(unit),
            statement="实绩突出。", signed_on=DAY, letter=shown("推荐书.txt")[0],
        )  # fmt: skip

    return make


def walked(office, selection):
    """Every step of a selection taken."""
    while selection.steps.filter(done_on__isnull=True).exists():
        take_step(by=office, selection=selection, words="已办。")
