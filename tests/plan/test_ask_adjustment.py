"""Mid-year adjustment: once, in the third quarter, by 30 % of the whole plan at most; the numbers are the rulebook's."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.models.powers import Power
from kaogong.plan import actions
from kaogong.plan.models import Adjustment, Round
from kaogong.plan.queries import Wanted, next_step, waiting_for

CHAIN = [
    ("局效能办初审", Power.OFFICE),
    ("分管局领导同意", Power.LEADER),
    ("效能办汇总", Power.OFFICE),
    ("局长办公会报告", Power.DECISION),
]
AUGUST = dt.date(2026, 8, 20)


@pytest.fixture
def plan(office, cycle, adopted, make_target):
    """A plan of 100 points in five targets."""
    actions.set_chain(by=office, cycle=cycle, steps=CHAIN)
    return [make_target("50", "signed", points=Decimal(points)) for points in (30, 31, 20, 10, 9)]


@pytest.fixture
def ask(liaison, cycle, bureau, plan):
    def make(*changes, on=AUGUST, by=None):
        return actions.ask_adjustment(
            by=by or liaison, cycle=cycle, unit=bureau, changes=changes, reason="政策变化", on=on
        )

    return make


@pytest.mark.clause("XM-16")
def test_once_and_in_the_third_quarter(plan, ask, events):
    with pytest.raises(Refused, match="2026-10-08 不在调整期 2026-07-01 至 2026-09-30 内"):
        ask(Wanted(plan[0], value=Decimal(40)), on=dt.date(2026, 10, 8))
    start = len(events())
    made = ask(Wanted(plan[0], value=Decimal(40)))
    assert events()[start:] == ["ask_adjustment"]
    assert (made.state, made.asked_on) == ("asked", AUGUST)
    with pytest.raises(Refused, match="一年只能调整 1 次"):
        ask(Wanted(plan[3], value=Decimal(40)), on=dt.date(2026, 9, 10))


@pytest.mark.clause("XM-17")
def test_thirty_of_a_hundred_points_pass_and_thirty_one_do_not(plan, ask):
    with pytest.raises(Refused, match="调整 31%，超过 30%"):
        ask(Wanted(plan[1], value=Decimal(40)))
    made = ask(Wanted(plan[0], value=Decimal(40)))
    assert made.size == 30


def test_points_that_move_count_as_they_move(plan, ask):
    made = ask(Wanted(plan[1], points=Decimal(21)), Wanted(plan[2], points=Decimal(30)))
    assert made.size == 20


@pytest.mark.clause("XM-18")
def test_the_chain_is_walked_in_order_and_then_a_new_version_holds(
    office, leader, decision, city, cycle, bureau, plan, ask, events
):
    letter = actions.draw_letter(by=office, cycle=cycle, unit=bureau, upper=city, kind="责任书")
    made = ask(Wanted(plan[0], value=Decimal(40)))
    review, consent, summary, meeting = cycle.chain.all()
    with pytest.raises(Refused, match="“分管局领导同意”须在“局效能办初审”之后"):
        actions.approve_adjustment(by=leader, adjustment=made, step=consent)
    start = len(events())
    for by, step in ((office, review), (leader, consent), (office, summary)):
        assert next_step(made) == step
        assert [one.do for one in waiting_for(by) if one.title == f"年中调整：{step.name}"] == [step.name]
        actions.approve_adjustment(by=by, adjustment=made, step=step, words="同意")
    plan[0].refresh_from_db()
    assert (made.state, plan[0].value, plan[0].version) == ("asked", 50, 1)
    actions.approve_adjustment(by=decision, adjustment=made, step=meeting)
    assert events()[start:] == ["approve_adjustment"] * 4
    plan[0].refresh_from_db()
    assert (made.state, plan[0].state, plan[0].value, plan[0].version) == ("effective", "adjusted", 40, 2)
    assert Round.objects.get(target=plan[0]).way == "adjust"
    letter.refresh_from_db()
    assert letter.state == "replaced"


def test_refused_or_withdrawn_leaves_the_targets_and_can_be_asked_again(office, liaison, plan, ask):
    first = ask(Wanted(plan[0], value=Decimal(40)))
    actions.refuse_adjustment(by=office, adjustment=first, reason="依据不足")
    second = ask(Wanted(plan[0], value=Decimal(45)))
    actions.withdraw_adjustment(by=liaison, adjustment=second, reason="不调了")
    assert set(Adjustment.objects.values_list("state", flat=True)) == {"refused", "withdrawn"}
    plan[0].refresh_from_db()
    assert plan[0].value == 50
    with pytest.raises(Refused, match="现在是“已撤回”"):
        actions.withdraw_adjustment(by=liaison, adjustment=second, reason="再撤")


def test_what_is_asked_makes_sense(liaison, cycle, bureau, plan, ask, make_target, make_unit):
    with pytest.raises(Refused, match="没有改动"):
        ask(Wanted(plan[0], value=Decimal(50)))
    with pytest.raises(Refused, match="不是本单位的目标"):
        ask(Wanted(make_target("1", "signed", unit=make_unit()), value=Decimal(2)))
    with pytest.raises(Refused, match="须在"):
        ask(Wanted(make_target("1", "draft"), value=Decimal(2)))
    with pytest.raises(Refused, match="请选要调整的目标"):
        ask()


def test_steps_belong_to_their_powers(office, stranger, plan, ask, cycle, bureau, denied):
    made = ask(Wanted(plan[0], value=Decimal(40)))
    review, consent, *_rest = cycle.chain.all()
    denied(actions.approve_adjustment, adjustment=made, step=review)
    denied(actions.approve_adjustment, by=office, adjustment=made, step=consent)
    denied(actions.refuse_adjustment, adjustment=made, reason="x")
    denied(actions.withdraw_adjustment, adjustment=made, reason="x")
    denied(actions.ask_adjustment, cycle=cycle, unit=bureau, changes=[], reason="x")


def test_without_a_chain_or_an_edition_there_is_no_adjustment(office, liaison, cycle, bureau, make_target):
    target = make_target("50", "signed", points=Decimal(10))
    given = {"cycle": cycle, "unit": bureau, "changes": [Wanted(target, value=Decimal(40))], "reason": "x"}
    with pytest.raises(Refused, match="没有设调整的审批环节"):
        actions.ask_adjustment(by=liaison, **given)
    actions.set_chain(by=office, cycle=cycle, steps=CHAIN)
    with pytest.raises(Refused, match="还没有采用考核办法"):
        actions.ask_adjustment(by=liaison, **given)
