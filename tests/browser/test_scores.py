"""Scoring runs and scores in a real browser."""

import pytest
from django.contrib.auth.hashers import make_password

from assess import conftest as rooms
from kaogong.assess.models import Result
from kaogong.org.models import Account
from portal.conftest import SECRET

for name in (
    "folders_here",
    "make_unit",
    "make_account",
    "city",
    "bureau",
    "office",
    "head",
    "cycle",
    "adopt",
    "promise",
    "town",
    "scored",
):
    globals()[name] = getattr(rooms, name)


@pytest.fixture
def clerk(office):
    """The office, with a password."""
    Account.objects.filter(pk=office.pk).update(password=make_password(SECRET))
    return office


def test_the_history_and_a_run(window, clerk, scored) -> None:
    window.sign_in(clerk.username, SECRET).go("/assess/runs/").keep("runs")
    window.go(f"/assess/runs/{scored.pk}/").keep("run")
    window.page.get_by_role("button", name="核验本次计分").click()
    window.page.get_by_text("核验通过").wait_for()


def test_the_list_and_a_derivation_by_keyboard(window, clerk, scored) -> None:
    window.sign_in(clerk.username, SECRET).go("/assess/scores/").keep("scores")
    second = Result.objects.get(run=scored, name="第二局")
    window.go(f"/assess/scores/{second.pk}/").keep("score")
    tree, keys = window.page.get_by_role("treegrid", name="得分推导"), window.page.keyboard
    row = tree.get_by_role("row", name="城镇新增就业").first
    assert tree.locator('[role="row"][tabindex="0"]').count() == 1
    assert (row.get_attribute("aria-level"), row.get_attribute("aria-expanded")) == ("2", "false")
    row.focus()
    keys.press("ArrowRight")
    window.page.get_by_text("600 ÷ 800").first.wait_for()
    assert row.get_attribute("aria-expanded") == "true"
    assert tree.locator('[role="row"][tabindex="0"]').all_inner_texts() == [row.inner_text()]
    window.keep("score-open")
    keys.press("ArrowRight")
    assert "600\n新增就业" in window.page.evaluate("document.activeElement.innerText")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert row.get_attribute("aria-expanded") == "false"
    assert window.page.evaluate("document.activeElement.innerText") == row.inner_text()
    keys.press("ArrowLeft")
    assert "民生目标" in window.page.evaluate("document.activeElement.innerText")
    keys.press("Enter")
    row.wait_for(state="hidden")
    keys.press("Tab")
    assert not window.page.evaluate("document.activeElement.matches('[data-rows] *')")


def test_a_derivation_opens_without_a_script(chromium, live_server, files, clerk, scored) -> None:
    second = Result.objects.get(run=scored, name="第二局")
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(live_server.url + "/sign-in/")
    page.get_by_label("账号").fill(clerk.username)
    page.get_by_label("密码").fill(SECRET)
    page.get_by_role("button", name="登录").click()
    page.goto(f"{live_server.url}/assess/scores/{second.pk}/")
    page.locator("summary", has_text="城镇新增就业").click()
    page.get_by_text("600 ÷ 800").first.wait_for()
    context.close()


def test_the_annex(window, clerk, scored) -> None:
    third = Result.objects.get(run=scored, name="第三局")
    window.sign_in(clerk.username, SECRET).go(f"/assess/scores/{third.pk}/?print")
    window.page.emulate_media(media="print")
    window.keep("score-annex")
