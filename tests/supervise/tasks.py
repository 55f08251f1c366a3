"""Sources, tables and tasks for the tests of tasks."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from kaogong.supervise.actions import daily, drives, matters, tasks, tasks_by_clock, tasks_followed, tasks_intake
from kaogong.supervise.models import Task

MODULES = (daily, drives, matters, tasks, tasks_by_clock, tasks_followed, tasks_intake)
actions = SimpleNamespace(
    **{name: value for one in MODULES for name, value in vars(one).items() if hasattr(value, "__wrapped__")}
)
"""The acts of this part of the room."""
JUNE = dt.date(2026, 6, 30)
KINDS = ("party", "government", "discipline", "plan", "motion", "suggestion", "proposal")


@pytest.fixture
def source(db):
    """A meeting of the government."""
    return actions.register_source(
        by=None, kind="meeting", title="第 8 次常务会议", given_on=dt.date(2026, 1, 8), items=("修路", "建桥")
    )


@pytest.fixture
def table(db):
    """The table of the year."""
    return actions.start_table(by=None, year=2026, title="2026 年重点工作任务分解表")


@pytest.fixture
def make_task(source, unit, make_person):
    """A draft that says everything it must."""

    def make(**given):
        leader, handler = make_person(), make_person()
        fields = {
            "source": source, "name": "整治货车超限", "leads": [unit], "goal": "超限率降到 2% 以下",
            "requirements": "每月报告", "since": dt.date(2026, 1, 4), "due": JUNE, "leader": leader,
            "department": "执法处", "handler": handler,
            "stages": [("完成排查", dt.date(2026, 3, 31), Decimal(50)), ("完成整治", JUNE, Decimal(100))],
        } | given  # fmt: skip
        return actions.add_task(by=None, **fields)

    return make


@pytest.fixture
def task(make_task, table):
    """A task of an issued table, in hand."""
    made = make_task(table=table)
    actions.issue_table(by=None, table=table)
    return Task.objects.get(pk=made.pk)
