"""The search finds units by their name, or by the first letters of it."""

import datetime as dt

import pytest


@pytest.mark.parametrize("asked", ["交通", "示范 交通", "T01", "sfjtj", "SFJT"])
def test_a_unit_is_found(desk_of, asked) -> None:
    assert "示范交通局" in desk_of.get("/search/", {"q": asked}).content.decode()


@pytest.mark.parametrize("asked", ["交通 卫生", "没有的"])
def test_all_words_must_be_there(desk_of, asked) -> None:
    page = desk_of.get("/search/", {"q": asked}).content.decode()
    assert f"没有找到“{asked}”" in page


def test_an_empty_question_says_what_can_be_asked(desk_of) -> None:
    assert "写出要找的单位" in desk_of.get("/search/").content.decode()


def test_what_is_asked_is_not_markup(desk_of) -> None:
    assert "<script>alert" not in desk_of.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()


def test_people_are_found_by_those_who_may_see_them(desk_of, liaison) -> None:
    from kaogong.org.actions import grant
    from kaogong.org.models import Unit

    unit = Unit.objects.get(code="T01")
    grant(by=None, to=liaison, power="liaison", unit=unit, since=unit.founded)
    assert "P1" in desk_of.get("/search/", {"q": "某联"}).content.decode()


def test_indicators_of_the_running_cycle_are_found_and_lead_to_their_list(desk_of) -> None:
    from kaogong.org.models import Unit
    from kaogong.org.queries import today
    from kaogong.plan.models import Cycle, Indicator

    year = today().year
    begins, ends = dt.date(year, 1, 1), dt.date(year, 12, 31)
    office = Unit.objects.get(code="T01")
    cycle = Cycle.objects.create(year=year, title="年度", state="open", since=begins, until=ends, organiser=office)
    Indicator.objects.create(cycle=cycle, name="公共交通分担率")
    page = desk_of.get("/search/", {"q": "分担"}).content.decode()
    assert "公共交通分担率" in page
    assert "/plan/indicators/?q=" in page


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_the_administrators_find_no_business(client, liaison, role) -> None:
    from kaogong.org.actions import open_account

    client.force_login(open_account(by=None, username=role, person=None, password="x", role=role))
    assert "没有找到" in client.get("/search/", {"q": "交通"}).content.decode()
