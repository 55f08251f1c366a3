"""A target is broken down; what does not add up, hangs in the air or is counted twice is told."""

from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.queries import check


@pytest.fixture
def break_down(office, cycle, city, make_unit, make_indicator, make_target):
    """The target of the city on one indicator, broken down on a track into values."""

    def make(upper, *values, track="region", parent=None, **more):
        top = parent or make_target(upper, unit=city, indicator=make_indicator(**more))
        parts = [{"unit": make_unit(), "value": Decimal(one)} for one in values]
        return top, actions.decompose(by=office, parent=top, track=track, parts=parts)

    return make


@pytest.mark.clause("HB-03")
def test_children_add_up_to_the_parent_or_the_gap_is_told(cycle, break_down, events):
    start = len(events())
    break_down("1000", "400", "350", "250")
    assert [one for one in events()[start:] if one == "decompose"] == ["decompose"]
    (fine,) = check(cycle).sums
    assert (fine.reached, fine.gap, fine.fits) == (1000, 0, True)
    assert fine.words == "子项合计 1000 / 上级 1000　相符"
    break_down("1000", "400", "350", "200")
    (short,) = check(cycle).mismatches
    assert short.gap == 50
    assert short.words == "子项合计 950 / 上级 1000　缺口 50"
    assert short.remedy == "请补 50，或申请调减上级目标。"
    assert [child.parent_id for child in short.children] == [short.parent.pk] * 3


@pytest.mark.clause("HB-29")
def test_two_tracks_are_added_up_apart(cycle, break_down):
    top, _region = break_down("100", "60", "40", track="region")
    break_down("100", "50", "46", track="system", parent=top)
    by_track = {one.track: one for one in check(cycle).about(top)}
    assert {key: one.gap for key, one in by_track.items() if one.gap} == {"system": 4}
    assert by_track["region"].fits
    assert by_track["system"].words == "子项合计 96 / 上级 100　缺口 4"


def test_an_excess_is_told_too(cycle, break_down):
    break_down("100.0", "60.5", "42.0")
    (found,) = check(cycle).mismatches
    assert found.words == "子项合计 102.5 / 上级 100.0　超出 2.5"
    assert found.remedy == "请减 2.5，或申请调增上级目标。"


def test_a_child_without_a_value_is_not_a_zero(office, cycle, break_down, make_unit):
    top, _made = break_down("100", "100")
    actions.decompose(by=office, parent=top, track="region", parts=[{"unit": make_unit()}])
    (found,) = check(cycle).mismatches
    assert (found.open, found.gap) == (1, 0)
    assert not found.fits
    assert "1 个子项还没有目标值" in found.words


def test_a_thing_counted_in_two_places_is_named_with_the_gap_that_remains(office, cycle, break_down):
    _top, (_east, west, south, _north) = break_down("100.0", "34.0", "26.0", "22.0", "16.0")
    for one in (west, south):
        actions.claim(by=office, target=one, what="S204 线 K12–K18", amount=Decimal("6.0"))
    found = check(cycle)
    assert [(one.what, one.amount) for one in found.doubles] == [("S204 线 K12–K18", Decimal("6.0"))]
    assert found.sums[0].words == (
        "子项合计 98.0 / 上级 100.0　缺口 2.0　另有 6.0 重复计数（S204 线 K12–K18），去重后缺口 8.0"
    )
    assert found.fine == 0


@pytest.mark.clause("HB-42")
def test_one_figure_claimed_by_two_needs_shares_of_one_hundred(office, cycle, bureau, make_person, make_target):
    top = make_target("500", own=True)
    people = [make_person(f"领导{name}", bureau, "deputy") for name in "甲乙"]
    made = actions.decompose(
        by=office,
        parent=top,
        track="inside",
        parts=[{"unit": bureau, "person": one, "value": Decimal(250)} for one in people],
    )
    for one in made:
        actions.claim(by=office, target=one, what="招商引资额", amount=Decimal(500))
    (conflict,) = check(cycle).doubles
    assert [one.person for one in conflict.targets] == people
    assert conflict.shares is None
    for one, share in zip(made, ("60", "40"), strict=True):
        actions.claim(by=office, target=one, what="招商引资额", amount=Decimal(500), share=Decimal(share))
    assert not check(cycle).doubles
    actions.claim(by=office, target=made[1], what="招商引资额", amount=Decimal(500), share=Decimal(30))
    assert check(cycle).doubles[0].shares == 90
    with pytest.raises(Refused, match="0 到 100"):
        actions.claim(by=office, target=made[1], what="招商引资额", amount=Decimal(500), share=Decimal(101))


def test_what_is_passed_down_is_not_counted_twice(office, cycle, break_down):
    top, (child, _other) = break_down("10", "6", "4")
    for one in (top, child):
        actions.claim(by=office, target=one, what="某路", amount=Decimal(6))
    assert not check(cycle).doubles


def test_a_target_nobody_asked_for_hangs_in_the_air_unless_it_is_declared_as_own(cycle, bureau, make_target):
    target = make_target("40", own=False)
    assert check(cycle).orphans == (target,)
    actions.state_target(by=None, target=target, own=True)
    assert check(cycle).clean


def test_what_is_passed_down_whole_asks_for_no_less(cycle, break_down):
    break_down("33.0", "33.0", "31.0", splits="carried")
    found = check(cycle)
    assert [str(one.value) for one in found.slack] == ["31.0"]
    assert not found.sums


def test_the_check_of_a_whole_cycle_takes_three_queries(cycle, break_down, django_assert_num_queries):
    for _number in range(5):
        break_down("10", "6", "4")
    with django_assert_num_queries(3):
        assert check(cycle).clean


def test_a_unit_gets_a_share_once_and_indivisible_ones_not_at_all(
    office, break_down, make_unit, make_target, make_indicator
):
    top, (child, _other) = break_down("10", "6", "4")
    with pytest.raises(Refused, match="已经分到"):
        actions.decompose(by=office, parent=top, track="region", parts=[{"unit": child.unit}])
    whole = make_target("1", indicator=make_indicator(splits="none"))
    with pytest.raises(Refused, match="不分解"):
        actions.decompose(by=office, parent=whole, track="region", parts=[{"unit": make_unit()}])
    gone = make_target("1", "withdrawn")
    with pytest.raises(Refused, match="不能再分解"):
        actions.decompose(by=office, parent=gone, track="region", parts=[])


def test_a_target_with_children_is_not_withdrawn(office, break_down):
    top, children = break_down("10", "6", "4")
    with pytest.raises(Refused, match="下面还有分解"):
        actions.withdraw_target(by=office, target=top, reason="不做了")
    for one in children:
        actions.withdraw_target(by=office, target=one, reason="不做了")
    actions.withdraw_target(by=office, target=top, reason="不做了")
    assert top.state == "withdrawn"


def test_others_do_not_decompose(break_down, denied):
    top, _children = break_down("10", "10")
    denied(actions.decompose, parent=top, track="region", parts=[])
    denied(actions.claim, target=top, what="x", amount=Decimal(1))
