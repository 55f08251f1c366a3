"""Signing in, the desk, the search and one's own account in a real browser."""

import datetime as dt

import pytest

from kaogong.org.queries import Waiting
from portal.conftest import SECRET, liaison

__all__ = ["liaison"]

WORK = (
    (
        "monitor",
        "核实黄牌：示范许可（XK-2026-10387）",
        "超承诺时限 1 日未办结 · 可提出异议并附证据",
        "核实或异议",
        16,
        20,
    ),
    ("monitor", "说明红灯：示范费用占比", "三季度 14.2%，目标 ≤ 14.0% · 数据由市统计局提供", "写说明", 16, 21),
    ("monitor", "报送 10 月进展", "12 项指标待报，其中 4 项已从数据责任部门自动取数", "填报", 9, 26),
    ("supervise", "督办件反馈：冬季物资储备", "牵头单位 · 协办：市应急管理局", "反馈", 12, 23),
    ("answer", "参加听证：督办逾期扣 0.5 分（SS-2026-014）", "市绩效办听证室 · 双方证据已交换", "看案卷", 12, 19),
)


@pytest.fixture
def full_desk(monkeypatch):
    """A desk as in the drawing."""

    def work(title, about, do, since, due):
        day = lambda number: dt.date(2026, 10, number)  # noqa: E731
        return Waiting(title=title, about=about, do=do, url="/", since=day(since), due=day(due))

    rooms = tuple((stage, lambda account, given=given: [work(*given)]) for stage, *given in WORK)
    monkeypatch.setattr("kaogong.portal.queries.desk.ROOMS", rooms)
    monkeypatch.setattr("kaogong.portal.queries.desk.today", lambda: dt.date(2026, 10, 20))


def test_the_door(window, liaison) -> None:
    window.go("/").keep("door")
    window.sign_in("liaison", "wrong")
    assert window.page.get_by_role("alert").inner_text().startswith("账号或密码不对")
    window.keep("door-refused")


def test_the_desk(window, liaison, full_desk) -> None:
    window.sign_in("liaison", SECRET)
    assert window.page.get_by_role("heading", level=1).inner_text() == "我的工作台"
    window.keep("desk")


def test_the_empty_desk(window, liaison) -> None:
    window.sign_in("liaison", SECRET).keep("desk-empty")


def test_the_search_by_keyboard(window, liaison) -> None:
    window.sign_in("liaison", SECRET)
    if window.width == 1440:
        window.page.keyboard.press("Control+k")
        window.page.keyboard.type("sfjt")
        window.page.keyboard.press("Enter")
    else:
        window.go("/search/?q=sfjt")
    window.page.wait_for_url("**/search/?q=sfjt")
    assert "示范交通局" in window.page.inner_text("main")
    window.keep("search")


def test_the_drawer_of_a_narrow_window(window, liaison) -> None:
    window.sign_in("liaison", SECRET)
    if window.width == 1440:
        assert not window.page.get_by_role("link", name="目录").is_visible()
        return
    window.page.get_by_role("link", name="目录").click()
    assert window.page.get_by_role("navigation").is_visible()
    window.keep("drawer")
    window.page.keyboard.press("Escape")
    assert not window.page.get_by_role("navigation").is_visible()


def test_one_s_own_account(window, liaison) -> None:
    window.sign_in("liaison", SECRET).go("/account/").keep("account")
    window.go("/account/second-key/")
    window.page.get_by_role("button", name="开始绑定").click()
    window.keep("second-key")


def test_the_page_asks_before_the_session_ends(window, liaison, settings) -> None:
    settings.SESSION_COOKIE_AGE = 121
    window.sign_in("liaison", SECRET)
    asked = window.page.get_by_role("dialog")
    asked.wait_for(state="visible", timeout=5000)
    assert "两分钟后将自动退出" in asked.inner_text()
    window.keep("leaving")
    with window.page.expect_response("**/stay/") as answer:
        window.page.get_by_role("button", name="继续使用").click()
    assert answer.value.status == 204


def test_a_page_that_is_not_there(window, liaison) -> None:
    window.sign_in("liaison", SECRET).go("/no-such-page/")
    window.complaints.clear()  # the browser itself remarks on the 404
    window.keep("absent")


def test_the_doors_of_the_system_administrator(window, liaison) -> None:
    from kaogong.org.actions import open_account
    from kaogong.portal.actions import note_failure

    open_account(by=None, username="system", person=None, password=SECRET, role="system")
    for _ in range(5):
        note_failure(by=None, username="liaison", address="10.0.0.9")
    window.sign_in("system", SECRET).go("/doors/").keep("doors")
