"""A bureau with a scheme and a quarter that can be carried from step to step; imported by the tests of staff appraisal."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kaogong.people.actions import archive_lists as lists
from kaogong.people.actions import archive_staff as staff
from kaogong.people.actions.archive_schemes import adopt_scheme, draft_scheme
from kaogong.people.models import StaffLine, StaffRound

__all__ = ["accounts", "carried", "crew", "quarter", "scheme"]
BEGIN = dt.date(2026, 1, 1)


@pytest.fixture
def crew(desk, unit):
    """Four people of the bureau, each with written duties."""
    return [desk(unit, f"S00{n}", f"科员{n}", duty="受理、审核运输许可") for n in range(1, 5)]


@pytest.fixture
def accounts(crew, make_account, unit):
    """Their accounts."""
    return [make_account(("staff", unit), person=one) for one in crew]


@pytest.fixture
def scheme(unit, crew, head, make_account):
    """The scheme of the bureau, in force."""
    drafted = draft_scheme(
        by=make_account(("liaison", unit)), unit=unit, title="交通局考评方案", basis="岗位职责综合考核", since=BEGIN
    )
    return adopt_scheme(by=head, scheme=drafted)


@pytest.fixture
def quarter(scheme, unit, head, on):
    """The second quarter, opened at its end."""
    on(dt.date(2026, 6, 30))
    return staff.open_round(by=head, unit=unit, quarter="2026-Q2")


class Carrier:
    """Carries a quarter from step to step. `best`: the numbers of those the leader finds excellent."""

    def __init__(self, accounts: Any, head: Any, office: Any, group: Any, make_account: Any, on: Any) -> None:
        self.accounts, self.head, self.office, self.on = accounts, head, office, on
        self.members = lambda: (group, make_account("decision"))
        self.steps = {
            "selfs": self._selfs, "peers": self._peers, "comments": self._comments, "approval": self._approve,
        }  # fmt: skip

    def __call__(self, held: StaffRound, step: str, best: Any = (0,), day: dt.date = dt.date(2026, 7, 6)) -> StaffRound:
        lines = list(held.lines.order_by("person__code"))
        self.best, self.day = set(best), day
        self.on(dt.date(2026, 6, 30) if held.quarter == "2026-Q2" else day)
        while held.state != step:
            self.steps.get(held.state, lambda *_: None)(held, lines)
            self._go(held)
            held.refresh_from_db()
        return held

    def _go(self, held: StaffRound) -> None:
        if held.state == "approval":
            self.on(self.day)
            lists.announce_excellent(by=self.office, held=held)
        elif held.state == "publicity":
            self.on(held.publicity_until + dt.timedelta(days=1))
            lists.close_staff_publicity(by=self.office, held=held)
        else:
            self.on(self.day)
            staff.go_on(by=self.office if held.state == "review" else self.head, held=held)

    def _selfs(self, held: StaffRound, lines: list[StaffLine]) -> None:
        for line, account in zip(lines, self.accounts, strict=True):
            for month in staff.months_of(held.quarter):
                staff.write_self(by=account, line=line, month=month, words="办结许可 30 件", score=Decimal("90.5"))

    def _peers(self, held: StaffRound, lines: list[StaffLine]) -> None:
        self.on(self.day)
        for account in self.accounts:
            marks = {one.pk: Decimal(95) for one in lines if one.person_id != account.person_id}
            staff.cast_staff_ballot(by=account, held=held, marks=marks)

    def _comments(self, held: StaffRound, lines: list[StaffLine]) -> None:
        for number, line in enumerate(lines):
            grade = "优秀" if number in self.best else "称职"
            staff.comment_line(by=self.head, line=line, score=Decimal(96), words="工作踏实", grade=grade)

    def _approve(self, held: StaffRound, lines: list[StaffLine]) -> None:
        for one in self.members() if lines else ():
            lists.approve_list(by=one, held=held, reason="已核实，同意")


@pytest.fixture
def carried(accounts, head, office, group, make_account, on):
    """Carry a quarter to a step."""
    return Carrier(accounts, head, office, group, make_account, on)
