"""A year closes when its targets were appraised; the next starts from them."""

from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.models import Reference


@pytest.mark.clause("HB-02")
def test_twenty_targets_closed_and_the_next_year_starts_from_them(office, make_cycle, bureau, make_target, events):
    last = make_cycle(2024)
    made = [make_target("100", "signed", cycle=last, period="2024") for _number in range(20)]
    actions.appraise_targets(by=office, cycle=last, targets=made[:19])
    with pytest.raises(Refused, match="还有 1 项目标没有考核"):
        actions.close_cycle(by=office, cycle=last)
    actions.appraise_targets(by=office, cycle=last, targets=made[19:])
    actions.close_cycle(by=office, cycle=last)
    assert last.state == "closed"
    fresh = make_cycle(2025, previous=last)
    start = len(events())
    begun = actions.carry_forward(by=office, cycle=fresh, results={made[0].pk: Decimal("104.5")})
    assert events()[start:] == ["carry_forward"]
    assert len(begun) == 20
    assert {one.state for one in begun} == {"draft"}
    assert sorted(str(one.baseline) for one in begun) == ["100"] * 19 + ["104.5"]
    assert Reference.objects.get().value == Decimal("104.5")
    assert actions.carry_forward(by=office, cycle=fresh) == []


def test_a_year_starts_only_from_a_closed_one(office, make_cycle):
    last = make_cycle(2024)
    with pytest.raises(Refused, match="还没有结束"):
        actions.carry_forward(by=office, cycle=make_cycle(2025, previous=last))
    with pytest.raises(Refused, match="没有上一周期"):
        actions.carry_forward(by=office, cycle=last)


def test_only_what_binds_is_appraised_and_nothing_changes_in_a_closed_year(
    office, make_cycle, make_indicator, make_target, bureau
):
    with pytest.raises(Refused, match="现在是“草稿”"):
        actions.appraise_targets(by=office, cycle=make_cycle(2024), targets=[make_target()])
    closed = make_cycle(2023, state="closed")
    with pytest.raises(Refused, match="已经结束"):
        actions.set_target(by=office, cycle=closed, indicator=make_indicator(of=closed), unit=bureau)
    with pytest.raises(Refused, match="已经结束"):
        actions.set_rules(by=office, cycle=closed, rounds_up=2)
