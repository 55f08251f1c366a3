"""My desk adds up what the rooms have waiting, in the order of the year, and counts working days."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
import python_calamine

from kaogong.core.scheme.days import Calendar
from kaogong.org.queries import Waiting
from kaogong.portal.queries.desk import desk, line

OCTOBER = Calendar(frozenset(dt.date(2026, 10, n) for n in range(1, 8)), frozenset({dt.date(2026, 10, 10)}))
CHINA = ZoneInfo("Asia/Shanghai")
TUESDAY = dt.date(2026, 10, 20)


def work(title, due, since=None):
    return Waiting(title=title, about="某某", do="填报", url="/", due=due, since=since)


@pytest.fixture
def full(monkeypatch):
    """Two rooms that have work, asked in another order than that of the year."""
    today = dt.date(2026, 10, 20)
    monkeypatch.setattr("kaogong.portal.queries.desk.today", lambda: today)
    rooms = (
        ("answer", lambda account: [work("参加听证", dt.datetime(2026, 10, 20, 14, 30, tzinfo=CHINA))]),
        (
            "monitor",
            lambda account: [work("报送进展", dt.date(2026, 10, 26)), work("=说明红灯", dt.date(2026, 10, 19))],
        ),
    )
    monkeypatch.setattr("kaogong.portal.queries.desk.ROOMS", rooms)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (dt.date(2026, 10, 20), "今天到期"),
        (dt.date(2026, 10, 21), "剩 1 个工作日"),
        (dt.date(2026, 10, 26), "剩 4 个工作日"),
        (dt.date(2026, 10, 19), "逾期 1 个工作日"),
        (None, "没有期限"),
    ],
)
def test_time_left_is_said_in_working_days(due, words) -> None:
    assert line(work("报送", due), TUESDAY, OCTOBER).words == words


def test_what_ended_before_a_rest_day_is_overdue_though_no_working_day_has_passed() -> None:
    saturday = dt.date(2026, 10, 17)
    one = line(work("报送", dt.date(2026, 10, 16)), saturday, OCTOBER)
    assert (one.words, one.late, one.is_today) == ("已过期限", True, False)


def test_the_clock_has_one_cell_a_working_day_with_holidays_left_out_and_made_up_days_counted() -> None:
    one = line(work("报送", dt.date(2026, 10, 13), since=dt.date(2026, 9, 30)), dt.date(2026, 10, 12), OCTOBER)
    assert one.whole == 5  # 8, 9, 10 (made up), 12, 13 October
    assert one.cells == ["used"] * 4 + ["left"]


def test_a_long_clock_is_numbers_not_cells() -> None:
    one = line(work("报送", dt.date(2026, 12, 31), since=dt.date(2026, 10, 8)), TUESDAY, OCTOBER)
    assert one.cells == []
    assert (one.used, one.whole) == (9, 61)


def test_stages_stand_in_the_order_of_the_year_and_what_is_due_first_in_front(liaison, full) -> None:
    found = desk(liaison)
    assert [(one.numeral, [line.waiting.title for line in one.lines]) for one in found.sections] == [
        ("二", ["=说明红灯", "报送进展"]),
        ("六", ["参加听证"]),
    ]
    assert (len(found.lines), found.today, found.overdue) == (3, 1, 1)


def test_the_page_says_how_much_waits_and_each_line_has_its_button(desk_of, full) -> None:
    page = desk_of.get("/").content.decode()
    assert "等您办理 3 件，其中已逾期 1 件，今天到期 1 件。" in page
    assert "14:30" in page
    assert page.count('class="btn small" href="/"') == 3


def test_one_stage_alone_and_all_by_date(desk_of, full) -> None:
    assert "报送进展" not in desk_of.get("/?stage=answer").content.decode()
    page = desk_of.get("/?order=due").content.decode()
    assert page.index("说明红灯") < page.index("参加听证") < page.index("报送进展")


def test_the_list_leaves_as_a_workbook_in_which_nothing_is_a_formula(desk_of, full) -> None:
    sent = desk_of.get("/?export=xlsx")
    rows = python_calamine.load_workbook(io.BytesIO(sent.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["阶段", "事项", "说明", "期限", "还剩"]
    assert [row[1] for row in rows[1:]] == ["=说明红灯", "报送进展", "参加听证"]
    assert rows[3][3] == "2026-10-20 14:30"


def test_an_empty_desk_teaches_what_will_come(desk_of, monkeypatch) -> None:
    monkeypatch.setattr("kaogong.portal.queries.desk.ROOMS", ())
    page = desk_of.get("/").content.decode()
    assert "现在没有等您办理的事。" in page
    assert "会按阶段列在这里" in page


def test_nobody_sees_a_desk_without_signing_in(client, db) -> None:
    sent = client.get("/")
    assert (sent.status_code, sent["Location"]) == (302, "/sign-in/?next=/")
