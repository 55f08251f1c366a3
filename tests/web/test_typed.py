"""Nothing typed is lost, nothing is done twice, and nobody overwrites another unseen."""

import datetime as dt
import re

import pytest

from kaogong.audit.models import Event
from kaogong.org.actions import found_unit, revise_unit
from kaogong.org.actions.typed import forget_typed
from kaogong.org.models import Account, Draft, Grant, Sending, UnitVersion

BEGIN = dt.date(2026, 1, 1)
PAGE = "/org/unit/U1/revise/"
TYPED = {
    "since": "2026-05-01",
    "name": "新名局",
    "short": "新局",
    "level": "city",
    "track": "government",
    "reason": "更名",
}


@pytest.fixture
def office(db):
    made = Account.objects.create(username="office")
    Grant.objects.create(account=made, power="office", since=BEGIN)
    return made


@pytest.fixture
def unit(db):
    return found_unit(by=None, code="U1", name="某局", short="某局", level="city", track="government", since=BEGIN)


@pytest.fixture
def at_desk(client, office, unit):
    client.force_login(office)
    return client


def hidden(page):
    """What a form carries."""
    found = dict(re.findall(r'type="hidden" name="(_\w+)" value="([^"]*)"', page.content.decode()))
    assert {"_form", "_page", "_who"} <= set(found)
    return found


def revisions():
    return Event.objects.filter(verb="revise_unit", outcome="done").count()


def test_sent_twice_is_done_once(at_desk):
    told = TYPED | hidden(at_desk.get(PAGE))
    first, again = at_desk.post(PAGE, told), at_desk.post(PAGE, told)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert revisions() == 1
    assert "没有重复办理" in at_desk.get(again["Location"]).content.decode()


def test_a_form_that_was_refused_can_be_sent_again(at_desk):
    told = TYPED | hidden(at_desk.get(PAGE))
    wrong = at_desk.post(PAGE, told | {"since": "x"})
    assert wrong.status_code == 422
    assert "新名局" in wrong.content.decode()
    assert at_desk.post(PAGE, told).status_code == 302
    assert revisions() == 1


def test_a_form_that_is_being_worked_on_is_not_begun_again(at_desk, office):
    told = TYPED | hidden(at_desk.get(PAGE))
    Sending.objects.create(account=office, key=told["_form"])
    assert at_desk.post(PAGE, told).status_code == 409
    assert revisions() == 0


def test_typed_after_the_session_ended_it_is_there_after_signing_in_again(at_desk, office):
    told = TYPED | hidden(at_desk.get(PAGE))
    office.set_password("correct-horse-9")
    office.save()
    at_desk.cookies.clear()
    late = at_desk.post(PAGE, told)
    assert late["Location"] == "/sign-in/?next=%2Forg%2Funit%2FU1%2Frevise%2F"
    assert "您填的内容还在" in at_desk.get(late["Location"]).content.decode()
    back = at_desk.post(late["Location"], {"username": "office", "password": "correct-horse-9"})
    assert back["Location"] == PAGE
    page = at_desk.get(PAGE).content.decode()
    assert 'value="新名局"' in page
    assert "已恢复您" in page
    assert at_desk.post(PAGE, TYPED | hidden(at_desk.get(PAGE))).status_code == 302
    assert Draft.objects.count() == 0
    assert UnitVersion.objects.filter(name="新名局").exists()


def test_another_who_signs_in_sees_nothing_of_it(at_desk, unit):
    told = TYPED | hidden(at_desk.get(PAGE))
    at_desk.cookies.clear()
    at_desk.post(PAGE, told)
    other = Account.objects.create(username="other")
    other.set_password("correct-horse-9")
    other.save()
    Grant.objects.create(account=other, power="office", since=BEGIN)
    at_desk.post("/sign-in/", {"username": "other", "password": "correct-horse-9"})
    assert "新名局" not in at_desk.get(PAGE).content.decode()
    assert Draft.objects.count() == 0


def test_what_is_typed_is_kept_while_it_is_typed_and_goes_when_it_is_not_wanted(at_desk, office):
    told = TYPED | hidden(at_desk.get(PAGE))
    assert at_desk.post("/org/drafts/", told).status_code == 204
    assert revisions() == 0
    assert 'value="新名局"' in at_desk.get(PAGE).content.decode()
    assert at_desk.post("/org/drafts/drop/", told)["Location"] == PAGE
    assert "新名局" not in at_desk.get(PAGE).content.decode()


def test_secrets_and_other_houses_are_not_kept(at_desk):
    at_desk.post("/org/drafts/", {"_page": "/a#B", "password": "x" * 9, "code": "123456", "name": "y"})
    assert Draft.objects.get().fields == {"name": ["y"]}
    at_desk.post("/org/drafts/", {"_page": "//elsewhere.example/a", "name": "y"})
    at_desk.post("/org/drafts/", {"_page": "/b#B", "name": "y" * 200_000})
    assert Draft.objects.count() == 1


def test_who_is_slower_sees_both_side_by_side(at_desk, unit):
    told = TYPED | hidden(at_desk.get(PAGE))
    faster = {"name": "先改的局", "short": "先局", "level": "city", "track": "government", "parent": None}
    revise_unit(by=None, unit=unit, since=dt.date(2026, 4, 1), reason="三定", **faster)
    assert at_desk.post(PAGE, told)["Location"] == PAGE
    assert revisions() == 1
    page = at_desk.get(PAGE)
    words = page.content.decode()
    assert "别人已经改过" in words
    assert "system · " in words
    assert re.search(r"<th scope=\"row\">名称</th><td[^>]*>先改的局</td><td[^>]*>新名局</td>", words)
    assert at_desk.post(PAGE, TYPED | hidden(page)).status_code == 302
    assert revisions() == 2


def test_who_is_slower_with_a_button_or_a_form_that_is_gone_is_told(at_desk, unit):
    told = hidden(at_desk.get(PAGE))
    revise_unit(
        by=None, unit=unit, since=dt.date(2026, 4, 1), reason="三定", name="先改的局", short="先局", level="city",
        track="government", parent=None,
    )  # fmt: skip
    for page, fields in ((f"{PAGE}#", {"verb": "confirm"}), ("/org/#GoneForm", {"reason": "不妥"})):
        answer = at_desk.post(PAGE, told | fields | {"_page": page, "_form": page})
        assert "这里已经有人办过，刚才的没有办" in at_desk.get(answer["Location"]).content.decode()
    assert [one.page for one in Draft.objects.all()] == ["/org/#GoneForm"]
    assert revisions() == 1


def test_a_button_after_the_session_ended_is_said_not_to_be_done(at_desk):
    told = hidden(at_desk.get(PAGE)) | {"_page": f"{PAGE}#", "verb": "confirm"}
    at_desk.cookies.clear()
    late = at_desk.post(PAGE, told)
    assert "刚才的还没有办" in at_desk.get(late["Location"]).content.decode()


def test_a_version_that_was_tampered_with_counts_for_nothing(at_desk):
    told = TYPED | hidden(at_desk.get(PAGE)) | {"_seen": "org.unit:U1 0:forged"}
    assert at_desk.post(PAGE, told).status_code == 302
    assert revisions() == 1


def test_what_was_left_long_ago_is_let_go(at_desk, office):
    Sending.objects.create(account=office, key="k")
    from django.utils import timezone

    assert forget_typed(before=timezone.now() + dt.timedelta(days=1)) == 1
