"""Notices, deadlines, tokens, the API's page, and forms that keep what is typed, in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone

from kaogong.audit.actions import action, record
from kaogong.org.actions import revise_unit
from kaogong.org.models import Account, Grant, Unit
from kaogong.org.models.accounts import Role
from kaogong.portal.actions import tell
from portal.conftest import SECRET, liaison

__all__ = ["liaison"]
BEGIN = dt.date(2026, 1, 1)
PAGE = "/org/unit/T01/revise/"


@pytest.fixture
def told(liaison):
    """Two things happened that concern the liaison officer."""
    Grant.objects.create(account=liaison, power="liaison", unit=Unit.objects.get(), since=BEGIN)
    for verb, reason in (("return_report", "照片缺拍摄地点，请补 3 号标段"), ("verify_report", "")):
        _record(by=None, verb=verb, reason=reason)
    tell()


@action
def _record(*, by, **more):
    record(by=by, room="monitor", subject="monitor.report:7", unit="T01", **more)


def _named(name, **given):
    made = Account.objects.create(username=name, **given)
    made.set_password(SECRET)
    made.save()
    return made


def test_the_bell_leads_to_the_notices(window, liaison, told) -> None:
    window.sign_in("liaison", SECRET)
    window.page.get_by_text("最近的决定").first.wait_for()
    window.page.get_by_text("进展被退回").wait_for()
    window.keep("desk-beside")
    window.page.locator("a.bell").click()
    assert window.page.get_by_text("有 2 件未读。").is_visible()
    window.keep("notices")


def test_deadlines_are_subscribed_to(window, liaison) -> None:
    window.sign_in("liaison", SECRET).go("/deadlines/")
    window.page.get_by_role("button", name="生成订阅地址").click()
    assert window.page.get_by_label("订阅地址").input_value().endswith(".ics")
    window.keep("deadlines")


def test_a_token_is_issued_and_shown_once(window, liaison) -> None:
    _named("security", role=Role.SECURITY)
    window.sign_in("security", SECRET).go("/org/tokens/new/").keep("token-new")
    window.page.get_by_label("账号", exact=True).fill("liaison")
    window.page.get_by_label("用途").fill("统计平台报数")
    window.page.get_by_label("监测").select_option("write")
    window.page.get_by_label("至（不含）").fill(str(timezone.localdate() + dt.timedelta(days=30)))
    window.page.get_by_label("授权依据").fill("示政办〔2026〕8号")
    window.page.get_by_role("button", name="签发令牌").click()
    assert window.page.get_by_label("令牌").input_value().startswith("kg_")
    window.keep("token-once")
    window.go("/org/tokens/").keep("tokens")


def test_the_api_as_people_read_it(window, liaison) -> None:
    window.sign_in("liaison", SECRET).go("/api/").keep("api")


def test_what_is_typed_is_there_again_and_beside_what_another_did(window, liaison) -> None:
    office = _named("office")
    Grant.objects.create(account=office, power="office", since=BEGIN)
    window.sign_in("office", SECRET).go(PAGE)
    window.page.get_by_label("名称").fill("示范交通运输局")
    window.page.get_by_text("已自动保存").wait_for()
    window.go("/").go(PAGE)
    assert window.page.get_by_label("名称").input_value() == "示范交通运输局"
    window.page.get_by_label("自哪天起").fill("2026-06-01")
    window.page.get_by_label("依据").fill("三定")
    window.keep("typed-again")
    given = {"name": "示范交通委", "short": "交通委", "level": "city", "track": "government", "parent": None}
    revise_unit(by=None, unit=Unit.objects.get(), since=dt.date(2026, 4, 1), reason="更名", **given)
    window.page.get_by_role("button", name="变更").click()
    window.page.get_by_text("别人已经改过").wait_for()
    window.keep("typed-beside")
    window.page.get_by_role("button", name="变更").click()
    window.page.get_by_text("已变更，此前的样子照旧可查。").wait_for()
