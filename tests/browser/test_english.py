"""The house in English: chosen at the door, kept from page to page, in a real browser."""

import pytest
from django.urls import reverse

from monitor.conftest import (
    bureau,
    city,
    cycle,
    evidence_here,
    head,
    leader,
    liaison,
    make_account,
    make_person,
    make_report,
    make_target,
    make_unit,
    october,
    office,
    on,
    put,
    road,
)
from portal.conftest import SECRET

__all__ = [
    "bureau",
    "city",
    "cycle",
    "evidence_here",
    "head",
    "leader",
    "liaison",
    "make_account",
    "make_person",
    "make_report",
    "make_target",
    "make_unit",
    "october",
    "office",
    "on",
    "put",
    "road",
]


@pytest.fixture
def enter(window):
    """Choose English at the door, and sign in."""

    def enter(account):
        account.set_password(SECRET)
        account.save()
        window.go("/sign-in/")
        window.page.get_by_role("button", name="English").click()
        window.keep("door-en")
        window.page.get_by_label("Account").fill(account.username)
        window.page.get_by_label("Password").fill(SECRET)
        with window.page.expect_navigation():
            window.page.get_by_role("button", name="Sign in", exact=True).click()
        return window

    return enter


def test_english_is_chosen_at_the_door_and_stays(enter, liaison) -> None:
    window = enter(liaison)
    assert window.page.locator("html").get_attribute("lang") == "en"
    assert window.page.get_by_role("heading", level=1).inner_text() == "My desk"
    if window.width == 390:
        window.page.get_by_role("link", name="Menu").click()
        window.keep("drawer-en")
    window.page.get_by_role("button", name="中文").click()
    assert window.page.locator("html").get_attribute("lang") == "zh-CN"
    assert window.page.get_by_role("heading", level=1).inner_text() == "我的工作台"


def test_the_desk_the_targets_and_the_reports(enter, office, road, make_target, put) -> None:
    put(road, "240")
    put(make_target("100", "示范完成率"), "99", state="signed")
    window = enter(office)
    window.keep("desk-en")
    for name, address in (("targets-en", reverse("plan:targets")), ("reports-en", reverse("monitor:reports"))):
        window.go(address).keep(name)
        assert window.page.locator("html").get_attribute("lang") == "en"


def test_units_are_found_by_tree_by_unit_and_by_gap(enter, client, office, city, bureau, make_unit) -> None:
    for name in ("第二局", "第三局"):
        make_unit(name, parent=bureau)
    window = enter(office)
    client.post("/sign-in/", {"username": office.username, "password": SECRET})  # a second sign-in, to be ended
    pages = {
        "tree": reverse("org:tree"),
        "unit": reverse("org:unit", args=[bureau.code]),
        "gaps": reverse("org:gaps"),
        "sessions": reverse("portal:sessions"),
    }
    for name, address in pages.items():
        window.go(address).keep(f"{name}-en")
    assert window.page.get_by_role("button", name="End the sign-in").first.inner_text() == "End"
