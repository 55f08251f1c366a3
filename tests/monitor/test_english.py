"""Pages asked for in English: nothing on them is Chinese but what the installation wrote itself."""

import re

import pytest
from django.urls import reverse

from kaogong.audit.models import Event
from kaogong.monitor import actions
from kaogong.monitor.models import Urge
from kaogong.org.actions import found_unit
from kaogong.org.models.settings import DECLARED

pytestmark = pytest.mark.usefixtures("files")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
DATA = (
    "示范市政府",
    "第一局",
    "农村公路提质改造里程",
    "公里",
    "绩效考核",
    "绩效目标责任书",
    "按序时推进",
    "考功",
    "中文",
)
"""Names and words of the installation, the seal, and the other language's own name."""


@pytest.fixture
def read(client):
    """A page as English readers see it, without the words of the installation."""

    def read(account, address, data=DATA):
        client.force_login(account)
        answer = client.get(address, headers={"Accept-Language": "en"}, follow=True)
        assert answer.status_code == 200, address
        words = answer.content.decode()
        for one in data:
            words = words.replace(one, "")
        return words

    return read


def test_no_page_is_half_chinese(read, office, liaison, road, put, bureau):
    report = put(road, "240")
    for account, address in (
        (office, "/"),
        (office, reverse("plan:targets")),
        (office, reverse("plan:target", args=[road.pk])),
        (office, reverse("plan:indicators")),
        (office, reverse("plan:tasks")),
        (office, reverse("plan:letters")),
        (office, reverse("plan:cycle")),
        (office, reverse("plan:set_rules", args=[road.cycle_id])),
        (office, reverse("plan:rulebooks")),
        (office, reverse("plan:adjustments")),
        (office, reverse("monitor:reports")),
        (office, reverse("monitor:red")),
        (office, reverse("monitor:liveness")),
        (office, reverse("monitor:feeds")),
        (office, reverse("monitor:report", args=[report.pk])),
        (liaison, reverse("monitor:entry", args=[road.pk, "2026-10"])),
        (office, reverse("org:units")),
        (office, reverse("org:unit", args=[bureau.code])),
        (office, reverse("org:found")),
        (office, reverse("org:people")),
        (office, reverse("org:posts")),
        (office, reverse("org:bodies")),
        (office, reverse("org:supervisors")),
        (office, reverse("org:gaps")),
        (office, reverse("org:calendar")),
        (office, reverse("org:intake")),
        (office, reverse("portal:own_account")),
        (office, reverse("portal:search") + "?q=x"),
    ):
        left = CHINESE.findall(read(account, address))
        assert not left, f"{address}: {left}"


def test_settings_are_read_and_typed_in_english(client, read, office):
    own = [one.default for one in DECLARED.values() if one.kind in {"list", "text"}]
    lists = sorted(
        {word for some in own for word in ([some] if isinstance(some, str) else some)}, key=len, reverse=True
    )
    words = read(office, reverse("org:settings"), (*DATA, *filter(None, lists), "纪委书记"))
    assert not CHINESE.findall(words)
    assert "Leader in charge=3" in words
    typed = {"value": "Handler=2\nMiddle leader=3\n分管领导=4\nChief leader=9", "reason": "decision 7"}
    page = reverse("org:setting", args=["escalation.days"])
    assert client.post(page, typed, headers={"Accept-Language": "en"}).status_code == 302
    assert Event.objects.last().new["value"] == {"handler": 2, "middle": 3, "leader": 4, "chief": 9}


def test_records_keep_the_language_of_the_records(client, office, road, on):
    import datetime as dt

    from django.utils.translation import override

    on(dt.date(2026, 10, 26))
    with override("en"):
        actions.remind(by=office, cycle=road.cycle)
        found_unit(by=None, code="U77", name="第七局", level="city", track="government", since=dt.date(2026, 1, 1))
    assert "个工作日" in Urge.objects.first().words
    assert Event.objects.last().new["level"] == "city"
