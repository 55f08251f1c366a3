"""Targets that lapse or lag become tasks; what tasks say to scoring; the desk, notices, search."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from kaogong import rulebooks
from kaogong.audit.actions import Denied
from kaogong.audit.models import Event
from kaogong.core.scheme import load as loading
from kaogong.monitor import actions as monitoring
from kaogong.monitor.models import Report
from kaogong.portal.queries.notices import told
from kaogong.portal.queries.search import search
from kaogong.supervise.facts import tables
from kaogong.supervise.models import Interview
from kaogong.supervise.queries import waiting_for
from monitor.conftest import bureau, city, cycle, make_target
from supervise.tasks import actions, make_task, source, table, task

__all__ = ["bureau", "city", "cycle", "make_target", "make_task", "source", "table", "task"]
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


ROOT = Path(rulebooks.__path__[0])


def load(name):
    return loading.load(ROOT / name)


def report(target, value, period, **given):
    return Report.objects.create(
        cycle=target.cycle,
        unit=target.unit,
        target=target,
        period=period,
        value=Decimal(value),
        state="verified",
        **given,
    )


@pytest.mark.clause("QH-50")
def test_an_indicator_due_30_september_unmet_opens_a_task_on_1_october(make_target, cycle, bureau):
    late = make_target("100", "主体责任", due=dt.date(2026, 9, 30))
    met = make_target("100", "基层党建", due=dt.date(2026, 9, 30))
    report(met, "100", "2026-09")
    report(late, "80", "2026-09")
    assert actions.open_for_targets(by=None, cycle=cycle, day=dt.date(2026, 9, 30)) == []
    made = actions.open_for_targets(by=None, cycle=cycle, day=dt.date(2026, 10, 1))
    assert [(one.target, one.since, one.state) for one in made] == [(late, dt.date(2026, 10, 1), "open")]
    assert made[0].handlers.get().unit == bureau
    assert actions.open_for_targets(by=None, cycle=cycle, day=dt.date(2026, 10, 2)) == []
    assert made[0].state == "open"


def test_35_per_cent_against_50_opens_an_item_over_a_gap_of_10(make_target, cycle, inspector, liaison):
    hard, near, plain = (make_target("200", name) for name in ("难点", "接近", "一般"))
    for one, value in ((hard, "70"), (near, "80"), (plain, "70")):
        monitoring.set_milestones(by=None, target=one, nodes={"2026-06": Decimal(100)})
        report(one, value, "2026-06")
    with pytest.raises(Denied):
        actions.mark_target(by=liaison, target=hard, kind="hard")
    for one in (hard, near):
        actions.mark_target(by=inspector, target=one, kind="hard")
    made = actions.open_for_targets(by=None, cycle=cycle, day=dt.date(2026, 6, 30))
    assert [(one.target, one.mark) for one in made] == [(hard, "hard")]
    assert "落后计划 15 个百分点" in made[0].name


def test_lapsing_targets_on_their_page(make_target, cycle, window, inspector, liaison):
    make_target("100", "主体责任", due=dt.date(2026, 6, 30))
    above = window(inspector)
    assert "主体责任" in above.get("/supervise/lapses/").content.decode()
    assert window(liaison).get("/supervise/lapses/").status_code == 403
    assert above.post("/supervise/lapses/", {"verb": "open"}).status_code == 302
    assert above.post("/supervise/lapses/", {"verb": "remind"}).status_code == 302
    assert "已立督办" in above.get("/supervise/lapses/").content.decode()
    assert above.get("/supervise/lapses/mark/").status_code == 200


def closed(task, liaison, inspector, shown, on, day):
    on(day)
    actions.ask_closing(by=liaison, task=task, words="完成", shown=[shown()])
    actions.close_task(by=inspector, task=task)


def test_only_verified_tasks_count_and_name_their_proof(task, make_task, unit, liaison, inspector, shown, on):
    later = actions.issue_task(by=None, task=make_task(mark="key", name="未完成"))
    closed(task, liaison, inspector, shown, on, dt.date(2026, 6, 20))
    rows = tables(load("hb_targets"), *YEAR)["facts"].to_pylist()
    counts = {one["fact"]: (one["subject"], one["value"], one["supplier"]) for one in rows}
    assert counts == {"assigned": (unit.code, "2", "督查室"), "assigned_done": (unit.code, "1", "督查室")}
    proof = next(one for one in rows if one["fact"] == "assigned_done")
    assert proof["evidence"] == f"{task.number} 验收单.txt"
    assert len(proof["evidence_hash"]) == 64
    county = tables(load("qh_county"), *YEAR)["facts"].to_pylist()
    assert {one["fact"]: one["value"] for one in county} == {"key_tasks": "1", "key_done": "0"}
    assert "events" not in tables(load("qd_coastal_city"), *YEAR)
    Interview.objects.create(unit=unit, subject="逾期", task=later, opened_on=dt.date(2026, 7, 10))
    actions.hold_interview(by=inspector, interview=Interview.objects.get(), side="office", words="限期办结")
    event = tables(load("qd_coastal_city"), *YEAR)["events"].to_pylist()
    assert [(one["ledger"], one["kind"], one["incident"]) for one in event] == [("key_task", "failed", later.number)]
    talk = tables(load("qh_county"), *YEAR)["events"].to_pylist()
    assert [(one["ledger"], one["kind"]) for one in talk] == [("talk", "unmet")]


def test_a_late_one_is_not_in_time(task, liaison, inspector, shown, on):
    closed(task, liaison, inspector, shown, on, dt.date(2026, 7, 3))
    rows = tables(load("hb_targets"), *YEAR)["facts"].to_pylist()
    assert {one["fact"]: one["value"] for one in rows} == {"assigned": "1", "assigned_done": "0"}


def test_quarter_checks_count_once_they_are_closed(task, table, inspector, on):
    on(dt.date(2026, 7, 6))
    actions.check_task(by=inspector, task=task, kind="quarter", period="2026-Q2")
    actions.close_check(by=inspector, table=table, kind="quarter", period="2026-Q2")
    rows = tables(load("dx_coordination"), *YEAR)["facts"].to_pylist()
    assert [(one["fact"], one["value"]) for one in rows] == [("checks_done", "1")]


def test_the_desk_the_notices_and_the_search_lead_here(task, source, unit, liaison, inspector, colleague, shown, on):
    on(dt.date(2026, 6, 20))
    assert [one.do for one in waiting_for(liaison)] == ["办理"]
    assert [one.do for one in waiting_for(inspector)] == ["立项"]
    actions.ask_extension(by=liaison, task=task, until=dt.date(2026, 7, 30), reason="汛期")
    assert told(Event.objects.latest("number")) == {inspector.pk, colleague.pk}
    actions.ask_closing(by=liaison, task=task, words="完成", shown=[shown()])
    assert {"核验", "审批"} <= {one.do for one in waiting_for(inspector)}
    actions.close_task(by=inspector, task=task)
    assert told(Event.objects.latest("number")) == {liaison.pk}
    hits = dict(search(liaison, task.number))
    assert [one.title for hit in hits.values() for one in hit] == [task.name]


def test_who_is_told_of_reminders_warnings_and_talks(task, unit, liaison, inspector, make_account, make_person, on):
    handler = make_account(person=task.handler)
    actions.remind_tasks(by=None, day=dt.date(2026, 6, 25))
    assert told(Event.objects.latest("number")) == {liaison.pk, handler.pk}
    chief = make_account(person=make_person())
    actions.raise_alert(by=inspector, unit=unit, person=task.handler, superior=chief.person, words="风险")
    assert told(Event.objects.latest("number")) == {liaison.pk, handler.pk}
    assert "确认" in {one.do for one in waiting_for(liaison)}
    actions.escalate_alerts(by=None, day=dt.date(2026, 12, 1))
    assert told(Event.objects.latest("number")) == {chief.pk}
    assert "督促确认" in {one.do for one in waiting_for(chief)}
    actions.call_interviews(by=inspector, subject="服务", scores=[(unit, Decimal(60))], mean=Decimal(82))
    assert told(Event.objects.latest("number")) == {liaison.pk}
    actions.note_sign(by=inspector, unit=unit, kind="迟报", words="迟报")
    assert told(Event.objects.latest("number")) == {liaison.pk}
