"""A task in hand: checks, urging, escalation, extension, closing, and two people at once."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Account
from kaogong.supervise.models import Interview, TaskUrging
from kaogong.supervise.queries.tasks import due_checks, overdue_checks
from supervise.tasks import actions, make_task, source, table, task

__all__ = ["make_task", "source", "table", "task"]
JUNE = dt.date(2026, 6, 30)


@pytest.mark.clause("XM-04")
def test_january_to_june_needs_6_monthly_2_quarterly_1_half_year_checks(task):
    kinds = [one.kind for one in due_checks(task)]
    assert (kinds.count("month"), kinds.count("quarter"), kinds.count("half")) == (6, 2, 1)


@pytest.mark.clause("XM-04")
def test_a_half_year_review_without_remedies_cannot_be_closed(task, table, inspector, on):
    on(dt.date(2026, 7, 6))
    actions.check_task(by=inspector, task=task, kind="half", period="2026-H1", share=Decimal(60), problems="人手不足")
    with pytest.raises(Refused, match="解决办法"):
        actions.close_check(by=inspector, table=table, kind="half", period="2026-H1")
    task.checks.update(remedies="借调两人")
    made = actions.close_check(by=inspector, table=table, kind="half", period="2026-H1")
    assert (made.rows, made.due) == (1, dt.date(2026, 7, 10))


@pytest.mark.clause("DX-11")
def test_a_quarter_check_of_24_tasks_needs_24_rows_by_10_july(make_task, table, inspector, on, window):
    tasks = [make_task(table=table, name=f"任务{n}") for n in range(24)]
    for one in tasks:
        one.stages.update(planned=None)
    tasks[0].stages.filter(place=2).update(planned=Decimal(50))
    actions.issue_table(by=None, table=table)
    on(dt.date(2026, 7, 3))
    for one in tasks[:23]:
        actions.check_task(by=inspector, task=one, kind="quarter", period="2026-Q2", share=Decimal(30))
    with pytest.raises(Refused, match="应查 24 项，还缺 1 项"):
        actions.close_check(by=inspector, table=table, kind="quarter", period="2026-Q2")
    actions.check_task(by=inspector, task=tasks[23], kind="quarter", period="2026-Q2", share=Decimal(30))
    made = actions.close_check(by=inspector, table=table, kind="quarter", period="2026-Q2")
    assert (made.rows, made.due) == (24, dt.date(2026, 7, 10))
    page = window(inspector).get(f"/supervise/tasks/{tasks[0].pk}/").content.decode()
    assert "进度 30%，计划 50%" in page
    assert "落后 20 个百分点" in page
    assert "落后" not in window(inspector).get(f"/supervise/tasks/{tasks[1].pk}/").content.decode()
    with pytest.raises(Refused, match="已经检查过"):
        actions.check_task(by=inspector, task=tasks[0], kind="quarter", period="2026-Q2")


@pytest.mark.clause("QD-17")
def test_a_key_target_needs_12_reports_4_dispatches_2_inspections(make_task, table, inspector, liaison, unit, on):
    made = make_task(table=table, mark="key", due=dt.date(2026, 12, 31), since=dt.date(2026, 1, 1))
    actions.issue_table(by=None, table=table)
    kinds = [one.kind for one in due_checks(made)]
    assert (kinds.count("month"), kinds.count("quarter"), kinds.count("half")) == (12, 4, 2)
    for month in (1, 2, 3, 4):
        actions.tell_progress(by=liaison, task=made, unit=unit, period=f"2026-{month:02}", words="按计划")
    assert ("month", "2026-05") not in {(one.kind, one.period) for one in overdue_checks(made, dt.date(2026, 6, 5))}
    late = overdue_checks(made, dt.date(2026, 6, 6))
    assert [(one.kind, one.period, one.due) for one in late if one.kind == "month"] == [
        ("month", "2026-05", dt.date(2026, 6, 5))
    ]
    on(dt.date(2026, 7, 3))
    actions.tell_progress(by=liaison, task=made, unit=unit, period="2026-06", words="按计划")
    check = actions.check_task(by=inspector, task=made, kind="quarter", period="2026-Q2")
    assert check.missing == ["2026-05"]
    actions.check_task(by=inspector, task=made, kind="random", period="2026-07", problems="台账不全")
    actions.check_task(by=inspector, task=made, kind="random", period="2026-07")


@pytest.mark.clause("XM-05")
def test_reminded_on_23_june_and_urged_on_1_july(task):
    seen = {}
    for day in (dt.date(2026, 6, 22), dt.date(2026, 6, 23), dt.date(2026, 6, 24), JUNE, dt.date(2026, 7, 1)):
        seen[day] = [one.step for one in actions.remind_tasks(by=None, day=day)]
    assert seen == {
        dt.date(2026, 6, 22): [],
        dt.date(2026, 6, 23): ["before"],
        dt.date(2026, 6, 24): [],
        JUNE: [],
        dt.date(2026, 7, 1): ["handler", "leader"],
    }
    assert actions.remind_tasks(by=None, day=dt.date(2026, 7, 1)) == []


def test_the_last_step_is_a_talk(task, unit):
    for day in range(1, 20):
        actions.remind_tasks(by=None, day=dt.date(2026, 7, day))
    steps = list(TaskUrging.objects.order_by("on", "id").values_list("step", "on"))
    assert steps == [
        ("handler", dt.date(2026, 7, 1)),
        ("leader", dt.date(2026, 7, 1)),
        ("chief", dt.date(2026, 7, 7)),
        ("interview", dt.date(2026, 7, 14)),
    ]
    assert (Interview.objects.get().unit, Interview.objects.get().task) == (unit, task)


def test_urged_by_hand(task, inspector, stranger):
    with pytest.raises(Denied):
        actions.urge_task(by=stranger, task=task, words="快")
    with pytest.raises(Refused, match="催办什么"):
        actions.urge_task(by=inspector, task=task, words=" ")
    before = Event.objects.count()
    actions.urge_task(by=inspector, task=task, words="请于周五前报送。")
    assert Event.objects.count() == before + 1


def test_an_extension_is_agreed_by_another_once_and_the_first_limit_stays(task, liaison, inspector, stranger):
    with pytest.raises(Denied):
        actions.ask_extension(by=stranger, task=task, until=dt.date(2026, 8, 31), reason="汛期")
    with pytest.raises(Refused, match="晚于"):
        actions.ask_extension(by=liaison, task=task, until=JUNE, reason="汛期")
    actions.ask_extension(by=liaison, task=task, until=dt.date(2026, 8, 31), reason="汛期")
    with pytest.raises(Denied):
        actions.decide_extension(by=liaison, task=task, agreed=True)
    actions.decide_extension(by=inspector, task=task, agreed=True)
    task.refresh_from_db()
    assert (task.due, task.original_due) == (dt.date(2026, 8, 31), JUNE)
    with pytest.raises(Refused, match="最多延期 1 次"):
        actions.ask_extension(by=liaison, task=task, until=dt.date(2026, 9, 30), reason="又下雨")
    with pytest.raises(Refused, match="没有待审"):
        actions.decide_extension(by=inspector, task=task, agreed=True)


def test_nobody_agrees_to_what_they_asked_for(task, make_account, unit):
    from kaogong.org.models.powers import Power

    both = make_account(Power.DISCIPLINE, (Power.LIAISON, unit))
    actions.ask_extension(by=both, task=task, until=dt.date(2026, 8, 31), reason="汛期")
    with pytest.raises(Denied, match="另一位"):
        actions.decide_extension(by=both, task=task, agreed=True)


def test_closed_only_with_proof_and_by_another(task, liaison, inspector, make_account, unit, shown):
    from kaogong.org.models.powers import Power

    with pytest.raises(Refused, match="佐证"):
        actions.ask_closing(by=liaison, task=task, words="已完成", shown=[])
    both = make_account(Power.DISCIPLINE, (Power.LIAISON, unit))
    actions.ask_closing(by=both, task=task, words="已完成", shown=[shown()])
    with pytest.raises(Denied, match="另一位"):
        actions.close_task(by=both, task=task)
    with pytest.raises(Refused, match="理由"):
        actions.return_closing(by=inspector, task=task, reason="")
    actions.return_closing(by=inspector, task=task, reason="照片不清")
    task.refresh_from_db()
    assert task.state == "open"
    actions.ask_closing(by=liaison, task=task, words="已完成", shown=[shown("新照片.txt")])
    before = Event.objects.count()
    actions.close_task(by=inspector, task=task)
    task.refresh_from_db()
    assert (task.state, task.share, Event.objects.count()) == ("done", 100, before + 1)
    with pytest.raises(Refused):
        actions.close_task(by=inspector, task=task)


def test_progress_counts_once_another_has_verified_it(task, liaison, inspector, unit, make_unit, shown):
    with pytest.raises(Refused, match="主办或协办"):
        actions.tell_progress(by=None, task=task, unit=make_unit(), period="2026-05", words="完成")
    with pytest.raises(Refused, match="0 到 100"):
        actions.tell_progress(by=liaison, task=task, unit=unit, period="2026-05", words="完成", share=Decimal(120))
    made = actions.tell_progress(
        by=liaison, task=task, unit=unit, period="2026-05", words="完成一半", share=Decimal(50), shown=[shown()]
    )
    task.refresh_from_db()
    assert task.share is None
    with pytest.raises(Denied):
        actions.verify_progress(by=liaison, entry=made)
    actions.verify_progress(by=inspector, entry=made)
    task.refresh_from_db()
    assert task.share == 50
    with pytest.raises(Refused, match="已经核实"):
        actions.verify_progress(by=inspector, entry=made)


def test_a_task_that_is_stopped_stays(task, inspector):
    with pytest.raises(Refused, match="理由"):
        actions.drop_task(by=inspector, task=task, reason="")
    actions.drop_task(by=inspector, task=task, reason="机构改革")
    task.refresh_from_db()
    assert (task.state, task.reason) == ("dropped", "机构改革")
    stage = task.stages.first()
    actions.reach_stage(by=inspector, stage=stage, on=dt.date(2026, 3, 30))
    with pytest.raises(Refused):
        actions.reach_stage(by=inspector, stage=stage, on=dt.date(2026, 3, 30))


def at_once(act, accounts):
    """What several people are told who do the same at once."""
    told = []

    def do(who):
        try:
            act(Account.objects.get(pk=who))
            told.append("done")
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    several = [threading.Thread(target=do, args=(one.pk,)) for one in accounts]
    for one in several:
        one.start()
    for one in several:
        one.join()
    return sorted(told, key=len)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_or_extend_at_once_one_is_told(task, liaison, inspector, colleague, shown):
    actions.ask_extension(by=liaison, task=task, until=dt.date(2026, 12, 31), reason="汛期")
    told = at_once(lambda who: actions.decide_extension(by=who, task=task, agreed=True), (inspector, colleague))
    assert told[0] == "done"
    assert "同事" in told[1]
    assert task.extensions.filter(state="agreed").count() == 1
    actions.ask_closing(by=liaison, task=task, words="已完成", shown=[shown()])
    told = at_once(lambda who: actions.close_task(by=who, task=task), (inspector, colleague))
    assert told[0] == "done"
    assert "同事" in told[1]
    assert task.closings.filter(state="agreed").count() == 1
