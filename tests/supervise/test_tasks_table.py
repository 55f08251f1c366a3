"""The table of the year: sources, what a task must say, editions, coverage, import."""

import datetime as dt
from collections import Counter

import pytest
from xlsxwriter import Workbook

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.supervise.models import Task, TaskSource
from kaogong.supervise.queries.tasks import missing_of, source_counts, uncovered
from kaogong.supervise.queries.tasks_intake import COLUMNS, read_tasks
from supervise.tasks import KINDS, actions, make_task, source, table, task

__all__ = ["make_task", "source", "table", "task"]
JULY = dt.date(2026, 7, 8)


@pytest.fixture
def sixty(table, make_task):
    """60 tasks from 7 sources."""
    sources = [
        actions.register_source(by=None, kind=kind, title=f"来源{kind}", given_on=dt.date(2026, 1, 5)) for kind in KINDS
    ]
    return [make_task(table=table, source=sources[n % 7], name=f"任务{n}") for n in range(60)]


@pytest.mark.clause("XM-01")
def test_60_tasks_from_7_sources_are_counted_by_source(sixty, table):
    counts = source_counts(table)
    assert len(counts) == 7
    assert sum(number for _words, number in counts) == 60
    assert dict(counts)["市委部署"] == 9


@pytest.mark.clause("XM-01")
def test_a_task_without_a_source_is_refused(make_task, table):
    with pytest.raises(Refused, match="来源"):
        make_task(table=table, source=None)
    with pytest.raises(Refused, match="来源"):
        actions.register_source(by=None, kind="", title="某会", given_on=JULY)


@pytest.mark.clause("XM-02")
def test_seven_of_eight_fields_cannot_be_issued(make_task, table, make_unit):
    made = make_task(table=table, handler=None)
    assert missing_of(Task.objects.get(pk=made.pk)) == ["具体承办人员"]
    with pytest.raises(Refused, match="具体承办人员"):
        actions.issue_table(by=None, table=table)
    with pytest.raises(Refused, match="只能有一个"):
        make_task(leads=[make_unit(), make_unit()])


@pytest.mark.clause("XM-02")
def test_one_lead_and_three_co_handlers_are_issued(make_task, table, make_unit):
    made = make_task(table=table, co=[make_unit(), make_unit(), make_unit()])
    actions.issue_table(by=None, table=table)
    made.refresh_from_db()
    assert (made.state, Counter(made.handlers.values_list("role", flat=True))) == ("open", {"lead": 1, "co": 3})
    assert made.original_due == made.due


@pytest.mark.clause("XM-03")
def test_a_task_added_on_8_july_makes_version_2_of_61(sixty, table, make_task, on):
    first = actions.issue_table(by=None, table=table)
    held = (list(first.content), first.sm3)
    on(JULY)
    make_task(table=table, name="新部署", due=dt.date(2026, 12, 1))
    with pytest.raises(Refused, match="事由"):
        actions.issue_table(by=None, table=table)
    second = actions.issue_table(by=None, table=table, reason="市委新部署")
    first.refresh_from_db()
    assert (second.number, len(second.content)) == (2, 61)
    assert (first.content, first.sm3, len(first.content)) == (*held, 60)


def test_a_change_in_the_year_keeps_the_old_words(task, inspector, table):
    with pytest.raises(Refused, match="事由"):
        actions.change_task(by=inspector, task=task, reason="", goal="降到 1%")
    with pytest.raises(Refused, match="延期"):
        actions.change_task(by=inspector, task=task, reason="调整", due=dt.date(2026, 12, 1))
    before = Event.objects.count()
    actions.change_task(by=inspector, task=task, reason="市委新要求", goal="降到 1%")
    told = Event.objects.latest("number")
    assert Event.objects.count() == before + 1
    assert (told.old, told.new, told.reason) == ({"goal": "超限率降到 2% 以下"}, {"goal": "降到 1%"}, "市委新要求")
    assert actions.issue_table(by=inspector, table=table, reason="市委新要求").number == 2


@pytest.mark.clause("XM-06")
def test_a_meeting_cannot_be_closed_with_one_unnumbered_assignment(source, make_task, inspector, stranger):
    first, second = source.items.all()
    made = make_task(item=first)
    assert made.number.startswith("DB-2026-")
    assert list(uncovered(source)) == [second]
    with pytest.raises(Refused, match="1 项没有督办号"):
        actions.close_source(by=inspector, source=source)
    make_task(item=second)
    with pytest.raises(Denied):
        actions.close_source(by=stranger, source=source)
    assert actions.close_source(by=inspector, source=source).state == "closed"


def test_those_who_may_not_add(stranger, liaison, source, unit):
    for who in (stranger, liaison):
        with pytest.raises(Denied):
            actions.add_task(by=who, source=source, name="x", leads=[unit])


@pytest.fixture
def book(tmp_path, unit, make_person):
    """A workbook of tasks."""

    def write(*rows):
        path = tmp_path / "任务.xlsx"
        made = Workbook(path)
        sheet = made.add_worksheet()
        for number, row in enumerate([[head for head, _needed in COLUMNS.values()], *rows]):
            sheet.write_row(number, 0, row)
        made.close()
        return path

    return write


def row(unit, leader, handler, **other):
    cells = {
        "kind": "市政府部署", "source": "政府工作报告", "name": "建设口岸", "lead": unit.code, "co": "", "goal": "开通",
        "stages": "开工 2026-03-31；完工 2026-10-31", "requirements": "每月报告", "since": "2026-01-05",
        "due": "2026-10-31", "leader": leader.code, "department": "规划处", "handler": handler.code,
    }  # fmt: skip
    return [(cells | other)[key] for key in COLUMNS]


def test_a_workbook_is_taken_whole_or_not_at_all(book, unit, make_person, table, inspector):
    people = make_person(), make_person()
    bad = book(row(unit, *people), row(unit, *people, lead="无此局", due="年底", kind="传说"))
    faults = [(one.row, one.column) for one in read_tasks(bad).faults]
    assert faults == [(3, "来源类别"), (3, "主办"), (3, "时限")]
    with pytest.raises(Refused, match="3 处错误"):
        actions.take_tasks(by=inspector, table=table, path=bad)
    assert not Task.objects.exists()
    good = book(
        row(unit, *people),
        row(unit, *people, name="建设码头", due="2026/10/31", stages="开工（2026/3/31）；完工 20261031"),
    )
    assert len(actions.take_tasks(by=inspector, table=table, path=good).lines) == 2
    assert TaskSource.objects.get().kind == "government"
    assert Task.objects.first().stages.count() == 2
    assert actions.issue_table(by=inspector, table=table).number == 1
