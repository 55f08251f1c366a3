"""The year and the part of it that pages are shown for: chosen in the top bar, kept in the address and the session."""

import datetime as dt

import pytest

from kaogong.org.models import Account, Grant, Unit
from kaogong.plan.models import Cycle
from kaogong.plan.views.period import KEPT, overlapping


@pytest.fixture
def years(liaison):
    """A year that is over, and the one going on."""
    city = Unit.objects.get()
    given = {"title": "绩效考核", "organiser": city}
    old = Cycle.objects.create(
        year=2025, since=dt.date(2025, 1, 1), until=dt.date(2025, 12, 31), state="closed", **given
    )
    now = Cycle.objects.create(year=2026, since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31), state="open", **given)
    return old, now


@pytest.fixture
def office(client, years):
    """A browser of the performance office."""
    made = Account.objects.create(username="office")
    Grant.objects.create(account=made, power="office", since=dt.date(2020, 1, 1))
    client.force_login(made)
    return client


def choose(client, cycle, part, onward="/monitor/?state=signed&page=3"):
    return client.post("/period/", {"cycle": cycle.pk, "part": part, "next": onward})["Location"]


def test_it_shows_the_year_going_on(office, years):
    page = office.get("/monitor/").content.decode()
    assert '<span class="sr">看哪个时期：</span>2026 年度</summary>' in page
    assert "回到本期" not in page


def test_the_screen_stays_and_the_address_says_it(office, years):
    old, _now = years
    led = choose(office, old, "08")
    assert led == f"/monitor/?state=signed&cycle={old.pk}&period=2025-08"
    page = office.get(led).content.decode()
    assert "2025 年度 · 8 月</summary>" in page
    assert "8 月进展与亮灯" in page
    assert "回到本期" in page


def test_the_session_keeps_it_and_lets_it_go(office, years):
    old, now = years
    choose(office, old, "Q2")
    assert "2025 年度 · 第 2 季度</summary>" in office.get("/assess/rounds/").content.decode()
    assert f'name="cycle" value="{old.pk}"' in office.get("/assess/rounds/").content.decode()
    assert "6 月进展与亮灯" in office.get("/monitor/").content.decode()  # the last month of the quarter
    assert (
        "2026 年度</summary>" in office.get(f"/plan/targets/?cycle={now.pk}").content.decode()
    )  # the address goes before
    assert office.post("/period/", {"now": "1", "next": "/plan/targets/"})["Location"] == "/plan/targets/"
    assert KEPT not in office.session
    assert "2026 年度</summary>" in office.get("/plan/targets/").content.decode()


def test_it_leads_nowhere_else(office, years):
    assert choose(office, years[0], "", "https://elsewhere.example/x").startswith("/?cycle=")


def test_what_is_no_part_of_a_year_is_none(office, years):
    old, _now = years
    assert choose(office, old, "13", "/plan/targets/") == f"/plan/targets/?cycle={old.pk}"


def test_what_a_period_touches():
    assert overlapping("2025-05") == {"2025-05", "2025-Q2", "2025-H1", "2025"}
    assert {"2025-04", "2025-06", "2025-Q2", "2025"} <= overlapping("2025-Q2")
    assert overlapping("soon") == set()
