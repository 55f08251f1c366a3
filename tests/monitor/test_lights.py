"""Lights: by figure against the schedule, by day against the deadline; what is not reported is a ring."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions
from kaogong.monitor.models import Rules
from kaogong.monitor.queries import asked_targets, lights, rows, rules_of

OCTOBER = Period.parse("2026-10")


def light(target, day=dt.date(2026, 10, 20)):
    return lights([target], OCTOBER, rules_of(target.cycle), day)[target.pk]


@pytest.mark.parametrize(
    ("value", "key", "share"), [("267", "green", "100.0"), ("263.4", "yellow", "98.7"), ("240", "red", "89.9")]
)
def test_a_figure_against_its_schedule(road, put, value, key, share):
    put(road, value)
    found = light(road)
    assert (found.key, found.share) == (key, Decimal(share))
    assert f"{value} ÷ 267 = {share}%" in found.rule


def test_the_bounds_belong_to_the_cycle(office, road, put):
    put(road, "240")
    assert light(road).key == "red"
    actions.set_rules(by=office, cycle=road.cycle, yellow_share=Decimal(80), green_share=Decimal(90))
    assert light(road).key == "yellow"
    Rules.objects.update(green_share=None)
    assert (light(road).key, light(road).rule) == ("none", "本周期没有设亮灯界限，不按数值亮灯。")
    with pytest.raises(Refused, match="绿灯界限低于黄灯界限"):
        actions.set_rules(by=office, cycle=road.cycle, green_share=Decimal(70))


def test_what_is_not_reported_is_a_ring(road, make_report):
    assert (light(road).key, light(road).words) == ("none", "未报")
    make_report(road, "0")
    assert light(road).key == "none"  # a draft is not handed in


def test_nothing_is_red_and_missing_is_not_nothing(road, put):
    put(road, "0")
    assert (light(road).key, light(road).share) == ("red", Decimal("0.0"))


def test_a_limit_is_the_lower_the_better(make_target, put):
    energy = make_target("14.0", direction="lower")
    put(energy, "14.2")
    assert light(energy).key == "yellow"
    assert light(energy).rule.startswith("14.0 ÷ 14.2 = 98.6%")
    zero = make_target("14.0", direction="lower")
    put(zero, "0")
    assert light(zero).key == "green"


def test_an_even_share_where_the_cycle_says_so(office, make_target, put):
    steady = make_target("120")
    put(steady, "100")
    assert light(steady).rule == "本期没有序时数，不按数值亮灯。"
    actions.set_rules(by=office, cycle=steady.cycle, even=True)
    assert light(steady).key == "green"
    assert "100 ÷ 100.0 = 100.0%" in light(steady).rule


@pytest.mark.clause("XJ-05")
def test_a_deadline_turns_yellow_then_red_and_is_cleared(make_target, put):
    target = make_target(None, due=dt.date(2026, 6, 30))
    days = {dt.date(2026, 6, 14): "none", dt.date(2026, 6, 15): "yellow", dt.date(2026, 6, 30): "yellow"}
    days[dt.date(2026, 7, 1)] = "red"
    assert {day: light(target, day).key for day in days} == days
    report = put(target, None)
    report.standing = "finished"
    report.save()
    assert light(target, dt.date(2026, 7, 1)).key == "green"


def test_rows_cost_the_same_for_many(cycle, make_target, put, django_assert_max_num_queries):
    some = [make_target("10") for _ in range(12)]
    for one in some:
        put(one, "10")
    with django_assert_max_num_queries(9):
        found = rows(asked_targets(cycle), OCTOBER, rules_of(cycle))
    assert len(found) == 12


def test_who_sets_the_schedule(liaison, office, road, denied, events):
    denied(actions.set_milestones, by=liaison, target=road, nodes={"2026-11": Decimal(300)})
    events()
    (made,) = actions.set_milestones(by=office, target=road, nodes={"2026-11": "全线贯通"})
    actions.reach_milestone(by=office, milestone=made)
    assert events() == ["set_milestones", "reach_milestone"]
    with pytest.raises(Refused, match="已于 2026-10-20 完成"):
        actions.reach_milestone(by=office, milestone=made)
    with pytest.raises(Refused, match="“十月”不是时期"):
        actions.set_milestones(by=office, target=road, nodes={"十月": Decimal(1)})
