"""A back-test, the period in the top bar, several rows at once and forwarding in a real browser."""

import datetime as dt
import re

import pytest
from django.contrib.auth.hashers import make_password

from assess import conftest as rooms
from assess import test_ask_backtest as testing
from kaogong.org.models import Account, Grant
from portal.conftest import SECRET

for name in (
    "folders_here",
    "on",
    "make_unit",
    "make_person",
    "make_account",
    "city",
    "bureau",
    "office",
    "liaison",
    "head",
    "cycle",
    "adopt",
    "promise",
    "town",
    "scored",
    "november",
    "make_round",
    "sealed",
    "hand_in",
):
    globals()[name] = getattr(rooms, name)
for name in ("other", "over", "tested"):
    globals()[name] = getattr(testing, name)


@pytest.fixture
def clerk(office, make_person, bureau):
    """The office, with a password, a name and a post in the unit."""
    person = make_person("经办人", bureau)
    Account.objects.filter(pk=office.pk).update(password=make_password(SECRET), person=person)
    return office


def test_asking_and_reading_a_back_test(window, clerk, tested, other) -> None:
    window.sign_in(clerk.username, SECRET).go(f"/assess/backtests/?edition={other.pk}").keep("backtests")
    window.go(f"/assess/backtests/{tested.pk}/").keep("backtest")
    window.go(f"/plan/rulebooks/{other.pk}/").page.get_by_role("link", name="用往年数据试算").click()
    window.page.get_by_role("button", name="开始试算").click()
    window.page.get_by_text("正在排队").wait_for()
    window.keep("backtest-going")


def test_the_period_by_keyboard(window, clerk, tested) -> None:
    window.sign_in(clerk.username, SECRET).go("/assess/scores/")
    window.page.locator(".when-for summary").focus()
    window.page.keyboard.press("Enter")
    window.page.get_by_label("时期", exact=True).last.wait_for()
    window.keep("period-open")
    window.page.locator("#for_part").select_option("Q3")
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="按此时期显示").click()
    assert "period=2026-Q3" in window.page.url
    assert "2026 年度 · 第 3 季度" in window.page.locator(".when-for summary").inner_text()
    window.keep("period-chosen")


def test_several_rows_are_shown_before_they_are_done(window, clerk, make_round, hand_in, make_unit, city) -> None:
    other = make_unit("第四局", parent=city, appraisal_class="部门")
    made = make_round(sources=[("self", "自评"), ("review", "复核")], entrants=[(other, None)])
    hand_in(made.entrants.get(), "90")
    window.sign_in(clerk.username, SECRET).go(f"/assess/rounds/{made.pk}/")
    box = window.page.get_by_label("选中 第四局")
    box.focus()
    window.page.keyboard.press("Space")
    assert box.is_checked()
    window.keep("several-chosen")
    window.page.get_by_role("button", name="退回自评").click()
    window.page.get_by_role("heading", name="退回自评 1 件").wait_for()
    window.keep("several-preview")
    window.page.get_by_label("理由").fill("缺证据")
    window.page.get_by_role("button", name="退回自评 1 件").click()
    window.page.get_by_text("已退回 1 份自评").wait_for()


def test_a_line_is_forwarded(window, clerk, make_round, hand_in, make_unit, city) -> None:
    other = make_unit("第五局", parent=city, appraisal_class="部门")
    made = make_round(sources=[("self", "自评"), ("review", "复核")], entrants=[(other, None)])
    hand_in(made.entrants.get(), "90")
    colleague = Account.objects.create(username="colleague")
    Grant.objects.create(account=colleague, power="office", since=dt.date(2020, 1, 1))
    window.sign_in(clerk.username, SECRET).go("/")
    window.keep("desk-lines")
    window.page.get_by_role("link", name=re.compile("转办.*复核")).first.click()
    window.keep("forward")
    window.page.get_by_role("button", name="转办").click()
    window.page.get_by_text("已转办给 colleague").wait_for()
    window.go("/forwards/").keep("forwards")


def test_the_own_score_beside_the_desk(window, clerk, scored) -> None:
    window.sign_in(clerk.username, SECRET).go("/beside/")
    window.page.get_by_text("第 1 名").wait_for()
    window.keep("beside-score")
