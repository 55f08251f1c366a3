"""A line of a score opens down to what it rests on: report, case, task, decided cases of a month; only where one may look."""

import datetime as dt
from fractions import Fraction

import pytest
from django.utils import timezone

from kaogong.approvals import actions as approvals
from kaogong.approvals.models import Body, Case, Source
from kaogong.assess.models import Result
from kaogong.assess.queries.behind import behind
from kaogong.core.engine.explain.ledger import EventLine, EventSum
from kaogong.core.engine.explain.parts import Input, Part
from kaogong.core.problem import Text
from kaogong.monitor.models import Report
from kaogong.supervise.models import Task, TaskHandler, TaskSource

WORDS = Text("说明", "words")


@pytest.fixture
def own(scored, bureau):
    return Result.objects.get(run=scored, unit=bureau, period="2026")


def part(*incidents, inputs=()):
    """An item whose ledger holds these numbers, and whose arithmetic reads these figures."""
    lines = tuple(
        EventLine(id=str(place), on=dt.date(2026, 9, 1), kind=WORDS, marks=Fraction(1), incident=number)
        for place, number in enumerate(incidents)
    )
    sums = (EventSum(WORDS, lines, (), Fraction(1), Fraction(len(lines))),) if lines else ()
    read = tuple(Input(fact, WORDS, period, Fraction(1), WORDS) for fact, period in inputs)
    return Part("a", WORDS, "score", "2026", "sum", None, Fraction(1), None, None, "scored", inputs=read, events=sums)


@pytest.fixture
def case(bureau):
    """A case of the bureau, decided early in September."""
    body = approvals.register_body(by=None, unit=bureau, kind="statutory", since=dt.date(2020, 1, 1))
    source = Source.objects.create(code="centre", name="审批中心")
    ended = dt.datetime(2026, 9, 8, 10, tzinfo=timezone.get_default_timezone())
    return Case.objects.create(
        number="BJ-1", source=source, body=body, state="done", ended_at=ended, outcome="early", limit=5
    )


@pytest.fixture
def task(bureau):
    source = TaskSource.objects.create(kind="meeting", title="常务会议", given_on=dt.date(2026, 1, 8))
    made = Task.objects.create(source=source, number="DB-1", name="修路", state="open", since=dt.date(2026, 1, 4))
    TaskHandler.objects.create(task=made, unit=bureau, role="lead")
    return made


def test_a_figure_of_the_unit_opens_the_report_it_was_taken_from(client, office, own):
    client.force_login(office)
    page = client.get(f"/assess/scores/{own.pk}/").text
    report = Report.objects.get(unit=own.unit, value=288)
    assert f'<a href="/monitor/reports/{report.pk}/">288' in page


def test_a_line_of_a_ledger_opens_the_case_or_the_task(office, liaison, own, case, task):
    for account in (office, liaison):
        found = behind(account, own, [part("BJ-1", "DB-1", "XX-9")])
        assert found == {
            "incident:BJ-1": f"/approvals/cases/{case.pk}/",
            "incident:DB-1": f"/supervise/tasks/{task.pk}/",
        }


def test_who_may_not_see_the_case_gets_no_address(stranger, own, case, task):
    assert behind(stranger, own, [part("BJ-1", "DB-1", inputs=[("completed", "2026-09"), ("assigned", "2026")])]) == {}


def test_decided_cases_of_a_month_are_listed_as_they_were_counted(client, office, own, case):
    found = behind(office, own, [part(inputs=[("completed", "2026-09"), ("early", "2026-09"), ("early", "2026-08")])])
    client.force_login(office)
    pages = {key: client.get(address).text for key, address in found.items()}
    assert "BJ-1" in pages["fact:completed|2026-09"]
    assert "提前办结" in pages["fact:early|2026-09"]
    assert "BJ-1" not in pages["fact:early|2026-08"]
    assert Body.objects.get().pk == case.body_id


def test_tasks_a_figure_counts_are_listed(office, own, task):
    found = behind(office, own, [part(inputs=[("assigned", "2026"), ("assigned_done", "2026")])])
    page = f"/supervise/?unit={own.unit_id}"
    assert found == {"fact:assigned|2026": page, "fact:assigned_done|2026": page}
