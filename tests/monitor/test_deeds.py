"""What the office keeps about monitoring is kept in the browser: every act by its form, by whoever may, with one event."""

import pytest
from django.db import transaction
from django.urls import reverse

from kaogong.audit.models import Event
from kaogong.monitor import actions
from kaogong.monitor.models import Milestone
from kaogong.monitor.views.deeds import CYCLE_DEEDS, ROUTINE_DEEDS, TARGET_DEEDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cycle, road, bureau, put, office, liaison, stranger):
    """One of everything, and those who may."""
    put(road, "250", "2026-09", "verified")
    actions.set_milestones(by=None, target=road, nodes={"2026-11": "通车验收"})
    built = actions.draft_construction(
        by=None, cycle=cycle, title="平台", steps="三步", content="一网", budget=10, sites=[(bureau, 1)]
    )
    return {
        "bureau": bureau,
        "road": road,
        "milestone": Milestone.objects.get(target=road, period="2026-11"),
        "site": built.sites.get(),
        "built": built,
        "bulletin": actions.draw_bulletin(by=None, cycle=cycle, period="2026-Q2"),
        "indicator": road.indicator,
        "office": office,
        "liaison": liaison,
        "stranger": stranger,
    }


# verb: who, on what, what is filled in
CASES = {
    "set_milestones": ("office", "road", {"nodes": "2026-12|320.0\n2026-Q4|全线通车"}),
    "reach_milestone": ("office", "milestone", {"on": "2026-10-19"}),
    "waive_record": ("office", "road", {"reason": "按年统计"}),
    "set_routine": ("office", None, {"name": "月度对账", "every": "month", "units": "{bureau}", "due_day": 5}),
    "record_activity": (
        "liaison",
        None,
        {"unit": "{bureau}", "title": "专栏", "medium": "报刊", "link": "培养", "on": "2026-10-01"},
    ),
    "draft_construction": (
        "office",
        None,
        {"title": "新规划", "steps": "两步", "content": "机房", "budget": "12.5", "sites": "{bureau}|1"},
    ),
    "go_live": ("office", "site", {"on": "2026-10-19"}),
    "draw_bulletin": ("office", None, {"period": "2026-Q3"}),
    "publish_bulletin": ("office", "bulletin", {}),
    "set_rules": ("office", None, {"every": "month", "due_days": "5", "remind_days": "1\n3", "green_share": "99.5"}),
    "allow_late": (
        "office",
        None,
        {"unit": "{bureau}", "period": "2026-08", "until": "2026-11-30", "reason": "系统故障"},
    ),
    "lock_reports": ("office", None, {"period": "2026-09"}),
    "set_parts": ("office", None, {"indicator": "{indicator}", "names": "其中：山区"}),
}
WITHOUT = {"publish_bulletin"}


def filled(data, made):
    known = {name: getattr(one, "code", one.pk) for name, one in made.items()}
    return {name: one.format(**known) if isinstance(one, str) else one for name, one in data.items()}


def tried(verb, made, client):
    """What is wrong with doing it by its form; nothing, when all is well."""
    who, on, data = CASES[verb]
    where = reverse(f"monitor:{verb}", args=[made[on].pk] if on else [])
    client.force_login(made["stranger"])
    if client.post(where, filled(data, made)).status_code != 403:
        return "done by a stranger"
    client.force_login(made[who])
    if (code := client.get(where).status_code) != 200:
        return f"shown with {code}"
    before = Event.objects.count()
    empty = client.post(where, {}) if verb not in WITHOUT else None
    if empty is not None and ('class="error"' not in empty.content.decode() or Event.objects.count() != before):
        return "an empty form is taken"
    sent = client.post(where, filled(data, made))
    if sent.status_code != 302:
        return sent.content.decode().partition('class="error"')[2][:200] or sent.content.decode()[-1500:]
    done = list(Event.objects.filter(number__gt=before).values_list("verb", "outcome"))
    if done != [(verb, "done")]:
        return f"recorded {done}"
    return "" if client.get(sent.url).status_code == 200 else f"led to {sent.url}"


def test_every_act_by_its_form(made, client) -> None:
    found = {}
    for verb in CASES:
        with transaction.atomic():
            found[verb] = tried(verb, made, client)
            transaction.set_rollback(True)
    assert not {verb: why for verb, why in found.items() if why}


def test_no_act_is_left_out() -> None:
    assert {one.known for one in (*CYCLE_DEEDS, *ROUTINE_DEEDS, *TARGET_DEEDS)} == set(CASES)


def test_a_milestone_is_a_figure_or_words(made, client) -> None:
    client.force_login(made["office"])
    client.post(reverse("monitor:set_milestones", args=[made["road"].pk]), {"nodes": "2026-12|320.50\n2026-Q4|通车"})
    held = {one.period: (one.value, one.words) for one in Milestone.objects.filter(target=made["road"])}
    assert str(held["2026-12"][0]) == "320.50"
    assert held["2026-Q4"] == (None, "通车")
    where = reverse("monitor:set_milestones", args=[made["road"].pk])
    assert "第 1 行“时期”：“十月”不是时期" in client.post(where, {"nodes": "十月|1"}).content.decode()


def test_lists_are_there(made, client) -> None:
    made["routine"] = actions.set_routine(
        by=None, cycle=made["road"].cycle, name="例会", every="month", assignees=[{"unit": made["bureau"]}]
    )
    client.force_login(made["office"])
    for one in ("routines", "bulletins", "exemptions", "part_rules", "constructions", "activities"):
        assert client.get(reverse(f"monitor:{one}")).status_code == 200, one
    for one, of in (("milestones", "road"), ("routine", "routine"), ("construction", "built")):
        assert client.get(reverse(f"monitor:{one}", args=[made[of].pk])).status_code == 200, one
