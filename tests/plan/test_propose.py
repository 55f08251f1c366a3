"""A value is agreed in rounds from below and from above; every version stays, with who and why."""

from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.models.powers import Power
from kaogong.plan import actions
from kaogong.plan.models import Round


@pytest.mark.clause("HB-28")
def test_proposed_returned_agreed_leaves_three_versions(office, liaison, cycle, bureau, make_target, events):
    actions.set_rules(by=office, cycle=cycle, rounds_up=1, rounds_down=1)
    target = make_target()
    start = len(events())
    actions.propose(by=liaison, target=target, value=Decimal(8), reason="上年6%，项目未全到位")
    actions.counter(by=office, target=target, value=Decimal(10), reason="市里要求两位数")
    actions.propose(by=liaison, target=target, value=Decimal(9), reason="补助到位可达9%")
    actions.agree(by=office, target=target, reason="同意")
    assert events()[start:] == ["propose", "counter", "propose", "agree"]
    assert (target.state, target.value) == ("agreed", Decimal(9))
    told = [(one.way, one.value, one.by, one.reason) for one in Round.objects.filter(target=target)]
    assert [value for way, value, _by, _why in told if way != "agree"] == [8, 10, 9]
    assert [by for _way, _value, by, _why in told] == [liaison, office, liaison, office]
    assert all(why for _way, _value, _by, why in told)
    assert [one.pk for one in actions.issue_targets(by=office, cycle=cycle, unit=bureau)] == [target.pk]


@pytest.mark.clause("HB-28")
def test_nothing_is_issued_before_a_round_from_below(office, head, cycle, bureau, make_target):
    actions.set_rules(by=office, cycle=cycle, rounds_up=1, rounds_down=1)
    target = make_target()
    actions.counter(by=office, target=target, value=Decimal(10), reason="市里要求")
    actions.agree(by=head, target=target)
    with pytest.raises(Refused, match="自下而上商定 0 轮，至少 1 轮"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)


@pytest.mark.clause("QD-08")
def test_three_versions_stay_and_a_fixed_value_changes_by_adjustment_only(office, liaison, cycle, bureau, make_target):
    target = make_target()
    actions.propose(by=liaison, target=target, value=Decimal("5.5"), reason="按三年平均")
    actions.counter(by=office, target=target, value=Decimal("7.5"), reason="低于同类中位")
    actions.propose(by=liaison, target=target, value=Decimal("7.2"), reason="挖潜后可达")
    rounds = list(Round.objects.filter(target=target))
    assert [(str(one.value), one.by, one.reason) for one in rounds] == [
        ("5.5", liaison, "按三年平均"),
        ("7.5", office, "低于同类中位"),
        ("7.2", liaison, "挖潜后可达"),
    ]
    actions.agree(by=office, target=target)
    actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    target.refresh_from_db()
    for verb, by in ((actions.propose, liaison), (actions.counter, office)):
        with pytest.raises(Refused, match="改动须走年中调整"):
            verb(by=by, target=target, value=Decimal(6), reason="想改")
    with pytest.raises(Refused, match="改动须走年中调整"):
        actions.state_target(by=liaison, target=target, quality="降低")


@pytest.mark.clause("HB-30")
def test_a_person_who_rejects_a_target_sends_it_back_with_the_reason(
    head, make_account, make_person, bureau, make_target
):
    person = make_person("科员甲", bureau)
    own = make_account(Power.STAFF, person=person)
    parent = make_target("10", "agreed", own=True)
    (target,) = actions.decompose(
        by=head, parent=parent, track="inside", parts=[{"unit": bureau, "person": person, "value": Decimal(10)}]
    )
    actions.counter(by=head, target=target, value=Decimal(10), reason="分到你科")
    actions.reject(by=own, target=target, reason="人手只有一半")
    assert target.state == "proposed"
    assert Round.objects.filter(target=target).last().reason == "人手只有一半"
    actions.counter(by=head, target=target, value=Decimal(8), reason="调整到8")
    actions.agree(by=own, target=target)
    assert (target.state, target.value) == ("agreed", 8)


def test_the_side_that_is_asked_agrees(office, liaison, make_target, denied):
    target = make_target()
    actions.propose(by=liaison, target=target, value=Decimal(8), reason="试报")
    denied(actions.agree, by=liaison, target=target)
    actions.counter(by=office, target=target, value=Decimal(9), reason="再高些")
    denied(actions.agree, by=office, target=target)


def test_a_round_needs_a_reason_and_a_fitting_state(office, liaison, make_target):
    target = make_target()
    with pytest.raises(Refused, match="请写明理由"):
        actions.propose(by=liaison, target=target, value=Decimal(8), reason="")
    actions.propose(by=liaison, target=target, value=Decimal(8), reason="试报")
    with pytest.raises(Refused, match="须在“草稿、待下级答复、已商定”时办理"):
        actions.propose(by=liaison, target=target, value=Decimal(8), reason="再报")
    with pytest.raises(Refused, match="没有目标值"):
        actions.agree(by=liaison, target=make_target())


@pytest.mark.clause("XM-34")
def test_all_six_elements_are_stated_before_a_target_is_submitted(office, liaison, cycle, make_target):
    six = ["quantity", "quality", "progress", "effect", "measures", "demands"]
    actions.set_rules(by=office, cycle=cycle, elements=six)
    target = make_target(**{name: "写明" for name in six if name != "effect"})
    with pytest.raises(Refused, match="缺预期效果"):
        actions.propose(by=liaison, target=target, value=Decimal(8), reason="上报")
    actions.state_target(by=liaison, target=target, effect="通行时间缩短一半")
    actions.propose(by=liaison, target=target, value=Decimal(8), reason="上报")
    assert target.state == "proposed"


def test_others_do_not_speak(make_target, denied):
    target = make_target()
    given = {"target": target, "value": Decimal(1), "reason": "x"}
    denied(actions.propose, **given)
    denied(actions.counter, **given)
    denied(actions.agree, target=target)
    denied(actions.reject, target=target, reason="x")
    denied(actions.state_target, target=target, quality="x")
    denied(actions.withdraw_target, target=target, reason="x")
    denied(actions.return_target, target=target, reasons=["x"])
