"""Tasks that come up outside the plan count once approved; set actions, own actions, projects on the public board."""

import datetime as dt
from decimal import Decimal

import pytest
import yaml
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.core.scheme.load import load
from kaogong.org.queries import today
from kaogong.plan import actions
from kaogong.plan.facts import events as told
from kaogong.plan.queries import completion, punctual
from plan.conftest import BOOKS, LATER

JULY = dt.date(2026, 7, 8)


@pytest.fixture
def flood(liaison, cycle, bureau):
    return actions.add_task(
        by=liaison,
        cycle=cycle,
        name="防汛抢险",
        origin="extra",
        leads=[bureau],
        given_by="市防指",
        given_on=JULY,
        standard="堤防无溃口",
        due=LATER,
        points=Decimal(2),
    )


@pytest.mark.clause("CX-07")
def test_an_approved_task_outside_the_plan_counts_by_ratio(office, liaison, cycle, bureau, flood, events):
    book = load(BOOKS / "cx_achievement")
    assert told(cycle, book) is None, "not approved"
    start = len(events())
    actions.approve_task(by=office, task=flood)
    assert events()[start:] == ["approve_task"]
    actions.finish_task(by=liaison, task=flood)
    rows = told(cycle, book).to_pylist()
    assert {(one["subject"], one["supplier"], one["source"]) for one in rows} == {(bureau.code, "县考核办", "市防指")}
    assert [one["day"] for one in rows] == ["2026-07-08", str(today())]
    cases = yaml.safe_load((BOOKS / "cx_achievement" / "cases" / "units.yaml").read_text("utf-8"))
    (case,) = [one for one in cases["cases"] if "防汛任务2分" in one.get("name", "")]
    wanted = [(one["ledger"], one["kind"], str(one["quantity"])) for one in case["events"]]
    assert [(one["ledger"], one["kind"], one["quantity"]) for one in rows] == wanted
    assert round(Decimal(str(case["expect"]["total"])), 1) == Decimal("88.2"), (
        "what the engine makes of just these rows"
    )


@pytest.mark.clause("CX-07")
def test_an_unapproved_task_counts_nothing(office, cycle, bureau, flood, events):
    actions.refuse_task(by=office, task=flood, reason="属日常职责")
    assert told(cycle, load(BOOKS / "cx_achievement")) is None
    with pytest.raises(Refused, match="现在是“未批准”"):
        actions.finish_task(by=office, task=flood)


def test_a_task_outside_the_plan_says_where_it_comes_from(liaison, cycle, bureau):
    with pytest.raises(Refused, match="须写明来源、交办时间、标准、时限、折算分值"):
        actions.add_task(by=liaison, cycle=cycle, name="某事", origin="extra", leads=[bureau])
    with pytest.raises(Refused, match="时限 2020-01-01 已过"):
        actions.add_task(by=liaison, cycle=cycle, name="某事", origin="annual", leads=[bureau], due=dt.date(2020, 1, 1))


@pytest.mark.clause("DX-03")
def test_own_actions_stand_beside_set_ones_and_make_up_for_none(office, cycle, bureau, client):
    def act(number, action, done):
        made = [
            actions.add_task(
                by=office, cycle=cycle, name=f"{action}{n}", origin="annual", action=action, leads=[bureau]
            )
            for n in range(number)
        ]
        for one in made:
            actions.approve_task(by=office, task=one)
        for one in made[:done]:
            actions.finish_task(by=office, task=one)
        return made

    must, own = act(10, "set", 10), act(3, "own", 3)
    full = completion([*must, *own])
    assert (full.share, full.own_done) == (Decimal("100.0"), 3)
    client.force_login(office)
    assert "规定动作完成 100.0%（10 / 10），自选动作 3 项" in client.get(reverse("plan:tasks")).content.decode()
    must, own = act(10, "set", 9), act(5, "own", 5)
    short = completion([*must, *own])
    assert (short.share, short.own_done) == (Decimal("90.0"), 5)


@pytest.mark.clause("CX-20")
def test_ten_projects_seven_on_time_two_late_one_not_started(office, cycle, bureau, make_person):
    owner = make_person("项目负责人", bureau)
    day = dt.date(2099, 6, 30)
    tasks = [
        actions.add_task(
            by=office,
            cycle=cycle,
            name=f"民生项目{n}",
            origin="annual",
            priority="十大民生工程",
            leads=[bureau],
            person=owner,
            due=dt.date(2099, 6, 1) if n in {7, 8} else LATER,
        )
        for n in range(10)
    ]
    for one in tasks:
        actions.approve_task(by=office, task=one)
    for one in tasks[:9]:
        actions.start_task(by=office, task=one, on=dt.date(2099, 3, 1))
    for one in tasks[:3]:
        actions.finish_task(by=office, task=one, on=dt.date(2099, 5, 1))
    board = punctual(cycle.tasks.filter(priority="十大民生工程"), day)
    assert (board.on_time, board.late, board.not_started) == (7, 2, 1)
    assert board.share == Decimal("70.0")
    assert {one.person for one in tasks} == {owner}


def test_a_task_that_was_not_approved_does_not_begin(office, flood):
    with pytest.raises(Refused, match="不能开工"):
        actions.start_task(by=office, task=flood)
    with pytest.raises(Refused, match="不批准的理由"):
        actions.refuse_task(by=office, task=flood, reason="")


def test_others_do_not_approve(liaison, flood, denied):
    denied(actions.approve_task, by=liaison, task=flood)
    denied(actions.refuse_task, by=liaison, task=flood, reason="x")
