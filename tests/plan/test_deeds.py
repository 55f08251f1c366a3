"""What can be done in planning can be done in the browser: every act by its form, by whoever may, with one event."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from kaogong.audit.models import Event
from kaogong.plan import actions
from kaogong.plan.models import Cycle, Target, Task
from kaogong.plan.views.deeds import CYCLE_DEEDS, INDICATOR_DEEDS, TARGET_DEEDS, TASK_DEEDS

pytestmark = pytest.mark.django_db
DAY = dt.date(2099, 12, 1)


@pytest.fixture
def made(
    cycle, city, bureau, office, liaison, head, decision, stranger, make_indicator, make_unit, make_account, make_person
):
    """One of everything, and those who may."""
    last = actions.prepare_cycle(
        by=None, year=2025, title="去年", since=dt.date(2025, 1, 1), until=dt.date(2025, 12, 31), organiser=city
    )
    Cycle.objects.filter(pk=last.pk).update(state="closed")
    Cycle.objects.filter(pk=cycle.pk).update(previous=last, families=["重点工作"])
    cycle.refresh_from_db()
    own, before = make_indicator("自定", owner=bureau), make_indicator("去年的", owner=bureau, of=last)
    Target.objects.create(cycle=last, indicator=before, unit=bureau, period="2025", value=9, state="appraised")
    target = actions.set_target(by=None, cycle=cycle, indicator=own, unit=bureau)
    bound = actions.set_target(by=None, cycle=cycle, indicator=make_indicator("已下达"), unit=bureau)
    Target.objects.filter(pk=bound.pk).update(state="issued", value=5)
    person = make_person("承办人", bureau)
    personal = actions.set_target(by=None, cycle=cycle, indicator=own, unit=bureau, person=person, value=1)
    Target.objects.filter(pk=personal.pk).update(state="countered")
    plan = actions.draw_workplan(by=None, cycle=cycle, title="方案", unit=bureau)
    task = {"goal": "建成", "standard": "验收", "person": person, "due": DAY}
    actions.add_task(by=None, cycle=cycle, name="任务一", origin="plan", leads=[bureau], workplan=plan, **task)
    whole = actions.draw_workplan(by=None, cycle=cycle, title="全案", unit=bureau, situation="形势", measures="措施")
    actions.add_task(by=None, cycle=cycle, name="任务二", origin="plan", leads=[bureau], workplan=whole, **task)
    extra = {"given_by": "市长", "given_on": dt.date(2026, 3, 1), "standard": "办结", "due": DAY, "points": 2}
    asked = actions.add_task(by=None, cycle=cycle, name="临时", origin="extra", leads=[bureau], **extra)
    running = actions.add_task(by=None, cycle=cycle, name="在办", origin="annual", leads=[bureau])
    Task.objects.filter(pk=running.pk).update(state="acknowledged")
    measures = {"增速": ("%", "higher", {bureau: 3})}
    adjustment = cycle.adjustments.create(unit=bureau, asked_on=dt.date(2026, 7, 1), reason="政策变化", size=5)
    coming = {"year": 2027, "title": "来年", "since": dt.date(2027, 1, 1), "until": dt.date(2027, 12, 31)}
    return {
        "next": actions.prepare_cycle(by=None, organiser=city, **coming),
        "cycle": cycle,
        "bureau": bureau,
        "own": own,
        "draft": make_indicator("待签", owner=bureau, state="draft"),
        "target": target,
        "personal": personal,
        "plan": plan,
        "whole": whole,
        "asked": asked,
        "running": running,
        "contest": actions.record_contest(by=None, cycle=cycle, name="赛马", measures=measures),
        "adjustment": adjustment,
        "division": make_unit("某科", parent=bureau),
        "office": office,
        "liaison": liaison,
        "person": make_account(person=person),
        "stranger": stranger,
    }


TASK = {"name": "新任务", "origin": "annual", "leads": "{bureau}", "action": "set"}
# verb: who, on what, what is filled in
CASES = {
    "set_chain": ("office", "next", {"steps": "单位申请|单位负责人：审签本单位\n审核|office"}),
    "carry_forward": ("office", "cycle", {}),
    "appraise_targets": ("office", "cycle", {"units": "{bureau}"}),
    "waive_family": ("office", "cycle", {"unit": "{bureau}", "family": "重点工作", "reason": "没有这类职责"}),
    "cancel_appraisal": ("office", None, {"unit": "{division}", "since": "2027", "document": "市办〔2026〕1号"}),
    "note_mandates": ("office", None, {"unit": "{bureau}", "duties": "管市场\n管价格"}),
    "revise_indicator": ("liaison", "own", {"basis": "计划", "direction": "higher", "places": 1, "reason": "口径变了"}),
    "refuse_indicator": ("office", "draft", {"reason": "与主业无关"}),
    "withdraw_indicator": ("liaison", "draft", {"reason": "不设了"}),
    "cover": ("office", "own", {"task": "{running_pk}"}),
    "note_references": ("office", "own", {"rows": "本单位往年|{bureau}||2025|12.50|年鉴"}),
    "record_contest": ("office", None, {"name": "新赛", "rows": "增速|%|越高越好|{bureau}|3.20"}),
    "import_measures": ("office", "contest", {"names": ["增速"], "owner": "{bureau}"}),
    "return_target": ("office", "target", {"reasons": "缺进度\n缺措施"}),
    "reject": ("person", "personal", {"reason": "超出职责"}),
    "withdraw_target": ("liaison", "target", {"reason": "设错了"}),
    "claim": ("liaison", "target", {"what": "道路 3 公里", "amount": "3.50"}),
    "withdraw_adjustment": ("liaison", "adjustment", {"reason": "不调了"}),
    "draw_workplan": ("liaison", None, {"title": "新方案", "unit": "{bureau}"}),
    "add_task_to": ("liaison", "plan", TASK | {"origin": "plan"}),
    "add_task": ("liaison", None, TASK),
    "approve_task": ("office", "asked", {}),
    "issue_workplan": ("liaison", "whole", {"on": "2026-03-01", "events": "座谈会\n工作会"}),
    "refuse_task": ("office", "asked", {"reason": "重复"}),
    "start_task": ("liaison", "running", {"on": "2026-03-02"}),
    "finish_task": ("liaison", "running", {"on": "2026-03-02"}),
}
WITHOUT = {"carry_forward", "approve_task", "issue_workplan"}
"""Nothing is filled in, or nothing has to be."""


def filled(data, made):
    known = {name: getattr(one, "code", one.pk) for name, one in made.items()} | {"running_pk": made["running"].pk}

    def typed(value):
        if isinstance(value, list):
            return [typed(one) for one in value]
        return value.format(**known) if isinstance(value, str) else value

    return {name: typed(value) for name, value in data.items()}


def tried(verb, made, client):
    """What is wrong with doing it by its form; nothing, when all is well."""
    who, on, data = CASES[verb]
    where = reverse(f"plan:{verb}", args=[made[on].pk] if on else [])
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
    if done != [(verb.removesuffix("_to"), "done")]:
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
    assert {one.known for one in (*CYCLE_DEEDS, *INDICATOR_DEEDS, *TARGET_DEEDS, *TASK_DEEDS)} == set(CASES)


def test_a_row_that_cannot_be_read_says_where(made, client) -> None:
    client.force_login(made["office"])
    where = reverse("plan:note_references", args=[made["own"].pk])
    shown = client.post(where, {"rows": "往年|||2025|12.5|年鉴"}).content.decode()
    assert "第 1 行“种类”：没有“往年”。可写：本单位往年、同类单位、基准。" in shown
    assert "往年|||2025" in shown, "what was typed stays"
    shown = client.post(where, {"rows": "基准|||2025|一二|年鉴"}).content.decode()
    assert "第 1 行“数值”" in shown


def test_pages_offer_what_can_be_done(made, client) -> None:
    client.force_login(made["office"])
    shown = client.get(reverse("plan:indicator", args=[made["own"].pk])).content.decode()
    assert reverse("plan:cover", args=[made["own"].pk]) in shown
    assert reverse("plan:revise_indicator", args=[made["own"].pk]) in shown
    assert (
        reverse("plan:add_task_to", args=[made["plan"].pk])
        in client.get(reverse("plan:workplan", args=[made["plan"].pk])).content.decode()
    )
    assert reverse("plan:approve_task", args=[made["asked"].pk]) in client.get(reverse("plan:tasks")).content.decode()
    assert reverse("plan:set_chain", args=[made["cycle"].pk]) in client.get(reverse("plan:cycle")).content.decode()
    assert (
        reverse("plan:return_target", args=[made["target"].pk])
        in client.get(reverse("plan:target", args=[made["target"].pk])).content.decode()
    )
    client.force_login(made["stranger"])
    assert (
        reverse("plan:cover", args=[made["own"].pk])
        not in client.get(reverse("plan:indicator", args=[made["own"].pk])).content.decode()
    )
