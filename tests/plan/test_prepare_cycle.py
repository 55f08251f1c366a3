"""A year is prepared, dated, given its rules and opened; a unit without an appraisal of its own cannot have one."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.models import Cycle
from kaogong.plan.queries import current, stage_on
from plan.conftest import STAGES

SPAN = {"since": dt.date(2026, 1, 1), "until": dt.date(2026, 12, 31)}


def test_a_cycle_is_prepared_dated_and_opened(office, decision, city, edition, bureau, events):
    start = len(events())
    cycle = actions.prepare_cycle(by=office, year=2026, title="绩效考核", organiser=city, **SPAN)
    actions.set_calendar(by=office, cycle=cycle, stages=STAGES)
    actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "division"})
    actions.open_cycle(by=office, cycle=cycle)
    assert events()[start:] == ["prepare_cycle", "set_calendar", "adopt_edition", "open_cycle"]
    assert current(dt.date(2026, 5, 1)) == cycle
    assert stage_on(cycle, dt.date(2026, 4, 15)).get_key_display() == "监测"
    assert stage_on(cycle, dt.date(2026, 12, 31)) is None


def test_a_calendar_has_every_stage_in_order(office, cycle):
    with pytest.raises(Refused, match="缺少阶段“申诉”"):
        actions.set_calendar(by=office, cycle=cycle, stages=STAGES[:-1])
    swapped = [
        (key, since.replace(year=2025), until, who) if key == "decide" else (key, since, until, who)
        for key, since, until, who in STAGES
    ]
    with pytest.raises(Refused, match="“评定”早于“考评”开始"):
        actions.set_calendar(by=office, cycle=cycle, stages=swapped)


def test_nothing_opens_without_calendar_and_edition(office, make_cycle, adopted):
    fresh = make_cycle(2027, state="draft")
    with pytest.raises(Refused, match="阶段日历"):
        actions.open_cycle(by=office, cycle=fresh)
    actions.set_calendar(by=office, cycle=fresh, stages=STAGES)
    with pytest.raises(Refused, match="采用考核办法"):
        actions.open_cycle(by=office, cycle=fresh)
    with pytest.raises(Refused, match="筹备"):
        actions.open_cycle(by=office, cycle=make_cycle(2028))


@pytest.mark.clause("QH-22")
def test_a_unit_whose_own_appraisal_was_cancelled_opens_none(office, make_unit):
    cut = [make_unit(f"第{number}个取消单位") for number in range(5)]
    for unit in cut:
        actions.cancel_appraisal(by=office, unit=unit, since=2026, document="县委〔2026〕3号")
    with pytest.raises(Refused, match="不再单独组织考核（县委〔2026〕3号）"):
        actions.prepare_cycle(by=office, year=2026, title="乡镇考核", organiser=cut[0], **SPAN)
    assert not Cycle.objects.exists()
    earlier = {"since": dt.date(2025, 1, 1), "until": dt.date(2025, 12, 31)}
    assert actions.prepare_cycle(by=office, year=2025, title="乡镇考核", organiser=cut[0], **earlier).pk


def test_rules_and_chain_are_data(office, cycle):
    actions.set_rules(by=office, cycle=cycle, rounds_up=1, own_points="3", elements=["quality", "due"])
    assert (cycle.rounds_up, str(cycle.own_points), cycle.elements) == (1, "3", ["quality", "due"])
    with pytest.raises(Refused, match="没有这样的要素"):
        actions.set_rules(by=office, cycle=cycle, elements=["colour"])
    with pytest.raises(Refused, match="没有写明由谁办理"):
        actions.set_chain(by=office, cycle=cycle, steps=[("初审", "nobody")])


def test_only_the_office_keeps_cycles(cycle, city, denied):
    denied(actions.prepare_cycle, year=2027, title="x", organiser=city, **SPAN)
    denied(actions.set_calendar, cycle=cycle, stages=STAGES)
    denied(actions.set_rules, cycle=cycle, rounds_up=1)
    denied(actions.set_chain, cycle=cycle, steps=[])
    denied(actions.open_cycle, cycle=cycle)
    denied(actions.close_cycle, cycle=cycle)
    denied(actions.cancel_appraisal, unit=city, since=2026, document="x")
