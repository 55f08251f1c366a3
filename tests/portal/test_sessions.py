"""Sessions: they end when idle and when they have lasted, are listed and ended from anywhere, and leave events."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kaogong.audit.models import Event, PrivateWords
from kaogong.org.models import Account
from kaogong.portal.actions import end_idle
from kaogong.portal.models import Reading, Sitting
from kaogong.portal.queries.sessions import device
from portal.conftest import SECRET

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
pytestmark = pytest.mark.usefixtures("files")


def come_in(agent=WINDOWS, name="liaison"):
    window = Client(headers={"User-Agent": agent}, REMOTE_ADDR="10.0.0.7")
    assert window.post("/sign-in/", {"username": name, "password": SECRET})["Location"] == "/"
    return window


def inside(window):
    return window.get("/account/").status_code == 200


def verbs():
    return list(Event.objects.filter(room="portal").order_by("number").values_list("verb", flat=True))


def test_they_are_listed_with_device_and_address(liaison):
    here, _phone = come_in(), come_in(PHONE)
    page = here.get("/account/sessions/").content.decode()
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    assert page.count("10.0.0.7") == 2
    assert page.index("本次") < page.index("Safari · iPhone")
    assert "30 分钟没有操作自动退出；一次登录最长 12 小时" in page


def test_one_is_ended_from_elsewhere_and_leaves_one_event(liaison):
    here, phone = come_in(), come_in(PHONE)
    there = Sitting.objects.get(agent=PHONE)
    assert here.post(f"/account/sessions/{there.pk}/end/")["Location"] == "/account/sessions/"
    assert (inside(here), inside(phone)) == (True, False)
    assert verbs() == ["sign_in", "sign_in", "end_session"]
    assert PrivateWords.objects.filter(event__verb="end_session", field="address").get().words == "10.0.0.7"
    assert Sitting.objects.count() == 1


def test_all_others_are_ended_and_this_one_stays(liaison):
    here, others = come_in(), [come_in(PHONE), come_in(PHONE)]
    assert "已结束其他 2 次登录" in here.post("/account/sessions/end/", follow=True).content.decode()
    assert inside(here)
    assert not any(map(inside, others))
    assert Event.objects.get(verb="end_sessions").new == {"ended": 2}


def test_nobody_ends_the_session_of_another(liaison):
    other = Account.objects.create(username="other")
    other.set_password(SECRET)
    other.save()
    mine, theirs = come_in(), come_in(name="other")
    there = Sitting.objects.get(account=other)
    assert mine.post(f"/account/sessions/{there.pk}/end/").status_code == 404
    mine.post("/account/sessions/end/")
    assert inside(theirs)
    assert "Safari · iPhone" not in mine.get("/account/sessions/").content.decode()


def test_a_session_nobody_uses_ends_by_itself(liaison, settings):
    window = come_in()
    assert settings.SESSION_COOKIE_AGE == 1800
    Session.objects.update(expire_date=timezone.now() + dt.timedelta(seconds=1800 - 120))
    assert inside(window)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not inside(window)
    assert end_idle(by=None) >= 1
    assert Sitting.objects.count() == 0
    assert Event.objects.get(verb="end_idle").new["accounts"] == ["liaison"]


def test_using_it_keeps_it(liaison, monkeypatch):
    window = come_in()
    begun = Session.objects.latest("expire_date").expire_date
    later = timezone.now() + dt.timedelta(minutes=10)
    monkeypatch.setattr("kaogong.web.gate.time.time", later.timestamp)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert inside(window)
    assert Session.objects.latest("expire_date").expire_date > begun


def test_a_session_ends_when_it_has_lasted_however_busy_it_was(liaison, monkeypatch):
    window = come_in()
    assert inside(window)
    now = timezone.now().timestamp()
    monkeypatch.setattr("kaogong.web.gate.time.time", lambda: now + 12 * 3600 - 60)
    assert inside(window)
    monkeypatch.setattr("kaogong.web.gate.time.time", lambda: now + 12 * 3600 + 60)
    sent = window.get("/account/")
    assert (sent.status_code, sent["Location"]) == (302, "/sign-in/?next=/account/")
    assert "已满 12 小时" in window.get(sent["Location"]).content.decode()
    assert verbs()[-1] == "outlast"
    assert not inside(window)


def test_a_new_password_ends_the_other_sessions_at_once(liaison):
    here, phone = come_in(), come_in(PHONE)
    fresh = "another-horse-77"
    here.post("/account/", {"old": SECRET, "new_password1": fresh, "new_password2": fresh})
    assert (inside(here), inside(phone)) == (True, False)
    assert Sitting.objects.get().agent == WINDOWS


def test_signing_out_takes_it_off_the_list(liaison):
    window = come_in()
    other = come_in(PHONE)
    window.post("/sign-out/")
    page = other.get("/account/sessions/").content.decode()
    assert "Chrome · Windows" not in page
    assert "Safari · iPhone" in page


def test_a_language_chosen_is_there_at_the_next_sign_in(liaison):
    window = come_in()
    window.post("/language/", {"language": "en"})
    assert Reading.objects.get().language == "en"
    fresh = come_in(PHONE)
    assert '<html lang="en">' in fresh.get("/account/").content.decode()
    fresh.post("/language/", {"language": "zh-hans"})
    assert '<html lang="zh-CN">' in come_in().get("/account/").content.decode()
    window.post("/language/", {"language": "xx"})
    assert Reading.objects.get().language == "zh-hans"


def test_devices_are_called_as_people_call_them():
    assert device(PHONE) == "Safari · iPhone"
    assert device("") == "没有报明的设备"
