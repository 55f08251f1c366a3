"""The demonstration city has two closed years of archives and a running quarter; who finds what waiting."""

import datetime as dt

import pytest

from kaogong.audit.models import Event
from kaogong.org.models.powers import Power
from kaogong.people.actions import archive_lists as lists
from kaogong.people.actions.archive import file_entry
from kaogong.people.models import ArchiveEntry, ArchiveYear, PersonResult, StaffRound
from kaogong.people.queries import waiting_for
from kaogong.people.queries.archive import unaltered
from kaogong.people.queries.archive_files import compliance_of
from kaogong.people.queries.archive_staff import compliance
from kaogong.portal.queries.notices import page_of, told
from kaogong.portal.queries.search import search
from kaogong.web.city.city_archives import load_archives
from people.archives import *  # noqa: F403
from people.staffing import *  # noqa: F403


@pytest.mark.slow
def test_the_city_gets_its_archives(make_unit, desk, on):
    on(dt.date(2026, 9, 4))
    for n, code in enumerate(("u01", "u02", "u10")):
        one = make_unit(f"第{n}局", code=code)
        for number in range(12):
            grade = ("chief", "deputy", "deputy")[number] if number < 3 else "staff"
            desk(one, f"W{code}{number:02}", grade=grade, duty="综合工作", since=dt.date(2020, 1, 1))
    assert load_archives() == 9 * 2 + 12
    assert [one.entries for one in ArchiveYear.objects.all()] == [9, 9]
    entries = ArchiveEntry.objects.filter(kind="result", period="2025")
    assert {one.state for one in entries} == {"locked"}
    assert all(unaltered(one) for one in entries)
    assert {one.state for one in StaffRound.objects.all()} == {"paid", "approval", "selfs"}
    assert len(compliance_of(2025).overdue) == 5
    assert compliance()[0] == 3
    assert PersonResult.objects.filter(kind="staff", grade="优秀").count() == 2
    assert load_archives() == 0


def test_what_waits_on_which_desk(quarter, carried, accounts, head, office, group, on, make_account):
    on(dt.date(2026, 7, 6))
    assert [(one.do, "2026-04" in one.about) for one in waiting_for(accounts[0])] == [("填自评", True)]
    carried(quarter, "peers")
    assert [one.do for one in waiting_for(accounts[0])] == ["投票"]
    carried(quarter, "comments")
    assert [(one.title, one.do) for one in waiting_for(head)] == [("2026-Q2 领导点评", "办理")]
    carried(quarter, "review")
    assert "审核" in [one.do for one in waiting_for(office)]
    carried(quarter, "approval")
    assert [one.do for one in waiting_for(group)] == ["审定"]
    lists.approve_list(by=group, held=quarter)
    assert waiting_for(group) == []
    assert "公示" not in [one.do for one in waiting_for(office)]
    lists.approve_list(by=make_account(Power.DECISION), held=quarter)
    assert "公示" in [one.do for one in waiting_for(office)]
    lists.announce_excellent(by=office, held=quarter)
    event = Event.objects.filter(verb="announce_excellent").latest("number")
    assert told(event) == {one.pk for one in accounts}
    assert page_of(event.subject) == f"/people/staff-rounds/{quarter.pk}/"


def test_a_leader_is_reminded_of_the_yearly_reports(desk, unit, make_account):
    account = make_account(("staff", unit), person=desk(unit, grade="chief"))
    found = [(one.title, str(one.due)) for one in waiting_for(account)]
    assert found == [("2025 年度个人事项报告", "2026-01-31"), ("2025 收入申报", "2026-01-31")]


def test_entries_are_found_by_those_who_may_see_them(keeper, person, other):
    file_entry(by=keeper, person=person, title="抗洪嘉奖令", words="嘉奖")
    assert any(hit.title == "抗洪嘉奖令" for _name, hits in search(keeper, "抗洪") for hit in hits)
    assert not search(other, "抗洪")
