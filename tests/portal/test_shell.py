"""The frame of every page: the year as navigation, hidden by role and never reordered."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch

from kaogong.org.actions import open_account
from kaogong.portal.queries.shell import STAGES, shell
from kaogong.portal.templatetags.shell import NoIcon, icon


@pytest.fixture(autouse=True)
def drawn_anew():
    """What is drawn while a test changes the addresses is not used again."""
    from kaogong.portal.queries import shell as own

    own._drawn.cache_clear()
    yield
    own._drawn.cache_clear()


@pytest.fixture
def whole_year(monkeypatch):
    """As if every page were there."""
    monkeypatch.setattr(
        "kaogong.portal.queries.shell.reverse", lambda name, args=(): "/" if name == "portal:desk" else f"/{name}/"
    )


@pytest.mark.parametrize("item", [item for stage in STAGES for item in stage.items], ids=lambda item: item.name)
def test_every_item_has_an_icon(item) -> None:
    assert icon(item.icon).startswith("<svg")


def test_an_icon_that_is_not_in_the_set_is_not_passed_over() -> None:
    with pytest.raises(NoIcon, match="make setup"):
        Template('{% load shell %}{% icon "no-such-icon" %}').render(Context())


def test_pages_that_are_not_there_are_left_out(liaison, monkeypatch) -> None:
    def only_the_desk(name, args=()):
        if name != "portal:desk":
            raise NoReverseMatch
        return "/"

    monkeypatch.setattr("kaogong.portal.queries.shell.reverse", only_the_desk)
    assert [str(link.words) for part in shell(liaison, "/").nav for link in part.links] == ["我的工作台"]


def test_an_office_without_powers_sees_no_cockpit_and_the_order_stays(liaison, whole_year) -> None:
    names = [str(link.words) for part in shell(liaison, "/").nav for link in part.links]
    every = [str(item.words) for stage in STAGES for item in stage.items]
    assert "领导驾驶舱" not in names
    assert "账号" not in names
    assert names == [one for one in every if one in names]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("system", ["我的工作台", "账号", "登录与锁定"]),
        ("security", ["我的工作台", "授权", "接口令牌"]),
        ("audit", ["我的工作台", "审计存证"]),
    ],
)
def test_the_administrators_see_their_own_office_alone(db, role, seen, whole_year) -> None:
    account = open_account(by=None, username=role, person=None, password="x", role=role)
    assert [str(link.words) for part in shell(account, "/").nav for link in part.links] == seen


def test_a_page_belongs_to_the_item_with_the_longest_beginning_of_its_address(liaison, whole_year) -> None:
    found = shell(liaison, "/plan:targets/12/")
    assert (str(found.stage), str(found.here)) == ("谋划", "目标分解")
    assert str(shell(liaison, "/").here) == "我的工作台"
    assert str(shell(liaison, "/account/").here) == ""


def test_who_is_signed_in_stands_with_post_and_unit(desk_of) -> None:
    page = desk_of.get("/").content.decode()
    assert "某联络员" in page
    assert "交通局 绩效联络员" in page


def test_the_frame_takes_few_queries(desk_of, django_assert_max_num_queries) -> None:
    desk_of.get("/account/")  # the session is renewed once a minute
    with django_assert_max_num_queries(8):
        desk_of.get("/account/")


@pytest.mark.parametrize("path", ["/", "/public/"])
def test_a_day_that_is_set_is_not_taken_for_today(client, liaison, settings, path) -> None:
    client.force_login(liaison)
    settings.TODAY = None
    assert "示范日" not in client.get(path).content.decode()
    settings.TODAY = dt.date(2026, 9, 4)
    shown = client.get(path).content.decode()
    assert "示范日" in shown
    assert "期限和亮灯按 2026年9月4日 计算，不是今天" in shown


def test_pages_beside_the_rounds_stand_where_the_rounds_stand(liaison) -> None:
    found = {
        one: str(shell(liaison, f"/assess/{one}").here) for one in ("rounds/3/", "ratings/18/", "meetings/1/", "goals/")
    }
    ours = "自评与测评"
    assert found == {"rounds/3/": ours, "ratings/18/": ours, "meetings/1/": ours, "goals/": "得分推导"}


@pytest.mark.parametrize("path", ["/org/findings/", "/org/recusals/", "/org/watches/open/", "/org/sanctions/"])
def test_the_pages_beside_a_list_belong_to_it(liaison, path):
    assert str(shell(liaison, path).here) == "考核监督"
