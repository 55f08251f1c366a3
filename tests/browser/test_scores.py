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
    row = window.page.locator("summary", has_text="城镇新增就业")
    row.focus()
    window.page.keyboard.press("ArrowRight")
    window.page.get_by_text("600 ÷ 800").first.wait_for()
    window.keep("score-open")
    window.page.keyboard.press("ArrowLeft")
    assert row.locator("xpath=..").get_attribute("open") is None
    window.page.keyboard.press("ArrowUp")
    assert "民生目标" in window.page.evaluate("document.activeElement.innerText")


def test_the_annex(window, clerk, scored) -> None:
    third = Result.objects.get(run=scored, name="第三局")
    window.sign_in(clerk.username, SECRET).go(f"/assess/scores/{third.pk}/?print")
    window.page.emulate_media(media="print")
    window.keep("score-annex")
