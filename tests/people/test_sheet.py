"""The board, the monthly record of a bureau and its circulation, and what they say to scoring."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import kaogong.rulebooks
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.scheme.load import load
from kaogong.org.queries import calendar
from kaogong.people.actions.absences import draft_sheet, issue_sheet
from kaogong.people.facts import tables
from kaogong.people.models import AttendanceSheet, DayRecord
from kaogong.people.queries.attendance_sheets import content_of, month_rows, summed, year_of
from kaogong.people.queries.learning import attendance_of
from kaogong.people.queries.presence import board, counted
from kaogong.portal.queries.notices import page_of, told
from people.presence import *  # noqa: F403
from people.presence import DAY

MAY = [dt.date(2026, 5, n) for n in range(1, 32)]


@pytest.mark.clause("XM-44")
def test_the_board_shows_46_in_3_on_leave_1_on_a_trip_and_the_month_lists_50(
    hours, bureau, employ, absence, keeper, worker, on, window, clerk
):
    people = [clerk, *(employ() for _one in range(49))]
    for one in people[:46]:
        DayRecord.objects.create(person=one, unit=bureau, day=DAY, arrived=dt.time(8, 50), late=0)
    for one in people[46:49]:
        absence(one)
    absence(people[49], kind="trip", place="外市")
    shown = counted(board({bureau.pk}, DAY))
    assert (shown["in"], shown["leave"], shown["trip"]) == (46, 3, 1)
    assert len(board({bureau.pk}, DAY)) == 50
    page = window(keeper).get("/people/attendance/board/").content.decode()
    assert all(words in page for words in ("去向显示", "在岗", "外市"))
    on(dt.date(2026, 10, 8))
    made = draft_sheet(by=keeper, unit=bureau, month="2026-09")
    assert len(made.content["rows"]) == 50
    book = window(keeper).get(f"/people/attendance/sheets/{made.pk}/?export=csv").content.decode()
    assert book.count("\r\n") == 51
    mine = window(worker).get("/people/attendance/mine/").content.decode()
    assert "2026-09" in mine
    assert [month for month, _row in year_of(clerk.pk, bureau.pk, 2026)] == ["2026-09"]


@pytest.fixture
def late(hours, bureau, clerk, clicks, on):
    """The clerk was late three times in May, and otherwise there every working day."""
    works = [day for day in MAY if calendar().works(day)]
    bad = works[3:6]
    clicks(clerk, [day for day in works if day not in bad])
    clicks(clerk, bad, arrived=dt.time(9, 20))
    return bad


@pytest.mark.clause("QH-42")
def test_late_three_times_in_may_shows_three_and_loses_three_points(late, keeper, head, clerk, bureau):
    made = draft_sheet(by=keeper, unit=bureau, month="2026-05")
    row = next(one for one in made.content["rows"] if one["code"] == clerk.code)
    assert (len(row["late"]), row["late_minutes"], row["points"]) == (3, 60, 3)
    book = load(Path(kaogong.rulebooks.__path__[0]) / "qh_county")
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    assert tables(book, first, last) == {}
    issue_sheet(by=head, sheet=made)
    told = tables(book, first, last)
    events = [one for one in told["events"].to_pylist() if one["subject"] == clerk.code]
    assert [(one["kind"], one["day"]) for one in events] == [("late", str(day)) for day in late]
    assert {one["ledger"] for one in events} == {"attendance"}
    assert attendance_of("2026-05")[clerk.code] == Decimal(97)
    days = [one for one in told["facts"].to_pylist() if one["subject"] == clerk.code and one["fact"] == "workdays"]
    assert [(one["period"], one["value"]) for one in days] == [("2026-05", str(row["workdays"]))]


def test_a_month_counts_leave_trips_absence_and_missing_clicks_apart(hours, bureau, clerk, mate, clicks, absence, on):
    works = [day for day in MAY if calendar().works(day)]
    clicks(mate, works[:-1])
    clicks(clerk, works[:-6])
    clicks(clerk, [works[-6]], left=None)
    absence(clerk, works[-5], works[-4], kind="sick")
    absence(clerk, works[-3], works[-3], kind="trip")
    (row,) = [one for one in month_rows(bureau.pk, "2026-05") if one.worker.person == clerk.pk]
    assert (row.workdays, row.complete, row.leave_days, row.trip) == (len(works), len(works) - 6, 2, 1)
    assert (row.days["incomplete"], row.days["absent"]) == ([works[-6]], [works[-2]])
    assert row.points == 1
    assert content_of(bureau, "2026-05")["not_kept"] == [str(works[-1])]


def test_the_month_of_a_newcomer_begins_with_the_post(hours, bureau, employ):
    employ("新人", since=dt.date(2026, 5, 18))
    works = [day for day in MAY if calendar().works(day) and day >= dt.date(2026, 5, 18)]
    (row,) = [one for one in month_rows(bureau.pk, "2026-05") if one.worker.name == "新人"]
    assert row.workdays == len(works)


def test_a_circulation_is_issued_by_another_once_and_a_new_edition_stands_beside(
    late, keeper, head, stranger, bureau, worker, clerk
):
    with pytest.raises(Refused, match="还没有过完"):
        draft_sheet(by=keeper, unit=bureau, month="2026-09")
    with pytest.raises(Refused, match="2026-05"):
        draft_sheet(by=keeper, unit=bureau, month="五月")
    with pytest.raises(Denied):
        draft_sheet(by=stranger, unit=bureau, month="2026-05")
    own = draft_sheet(by=head, unit=bureau, month="2026-05")
    with pytest.raises(Denied, match="拟稿人"):
        issue_sheet(by=head, sheet=own)
    with pytest.raises(Denied):
        issue_sheet(by=keeper, sheet=own)
    again = draft_sheet(by=keeper, unit=bureau, month="2026-05")
    assert (again.pk, again.edition) == (own.pk, 1)
    issue_sheet(by=head, sheet=own)
    event = Event.objects.latest("number")
    assert (event.verb, told(event), page_of(event.subject)) == (
        "issue_sheet", {worker.pk}, f"/people/attendance/sheets/{own.pk}/",
    )  # fmt: skip
    with pytest.raises(Refused, match="已经签发"):
        issue_sheet(by=head, sheet=own)
    DayRecord.objects.filter(day=late[0], person=clerk).update(late=0)
    newer = draft_sheet(by=keeper, unit=bureau, month="2026-05")
    assert (newer.edition, AttendanceSheet.objects.get(pk=own.pk).content != newer.content) == (2, True)
    assert summed(newer.content)["late"] == 2
    assert attendance_of("2026-05")[clerk.code] == Decimal(97)
