"""The clock of a case: by statements about sets, and the same by a plain walk over its events."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kaogong.approvals.models import Case, Step, WorkDay
from kaogong.approvals.queries.clock import StepRule, Told, clock, outcome

ZONE = dt.timezone(dt.timedelta(hours=8))
EVENT = some.tuples(
    some.sampled_from(("accept", "suspend", "resume", "step", "step", "handler", "decide", "drop")),
    some.integers(0, 60),
    some.sampled_from((9, 9, 15)),
    some.sampled_from(("s1", "s2", "s3", "s4", "s9")),
)


@pytest.fixture
def steps(make_item):
    version = make_item(
        "P1",
        steps=[
            {"code": "s1", "name": "受理", "days": 1},
            {"code": "s2", "name": "初审", "days": 3},
            {"code": "s3", "name": "踏勘", "days": 5, "compulsory": False},
            {"code": "s4", "name": "决定", "days": 2},
        ],
    )
    return [StepRule(one.place, one.code, one.days, one.compulsory) for one in Step.objects.filter(version=version)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.lists(EVENT, min_size=1, max_size=9), min_size=1, max_size=8))
def test_sets_and_a_plain_walk_agree(tell, steps, stories):
    numbers = dict(WorkDay.objects.values_list("day", "number"))
    first, key, told = dt.datetime(2026, 7, 20, tzinfo=ZONE), Case.objects.count(), {}
    rows = []
    for place, story in enumerate(stories):
        name = f"H{key}-{place}"
        for turn, (verb, day, hour, step) in enumerate(story):
            at = first + dt.timedelta(days=day, hours=hour)
            number = f"{name}-{turn}"
            told.setdefault(name, []).append(Told(at, number, verb, step if verb == "step" else "", "hearing"))
            more = {"item": "P1"} if verb == "accept" else {"step": step} if verb == "step" else {}
            more |= {"handler": "甲"} if verb == "handler" else {}
            rows.append(
                (number, name, verb, at.isoformat(), more | ({"reason": "hearing"} if verb == "suspend" else {}))
            )
    assert tell(*rows).bad == 0
    for name, events in told.items():
        want = clock(events, lambda at: numbers[at.astimezone(ZONE).date()], steps)
        held = Case.objects.get(number=name)
        got = (held.state, held.accepted_no, held.ended_no, held.paused, held.paused_no, held.late_steps, held.skipped)
        if want.accepted is None:
            assert held.state == "waiting"
            continue
        assert got == (
            want.state, want.accepted_no, want.ended_no, want.paused, want.paused_no, want.late_steps, want.skipped
        ), events  # fmt: skip
        if want.ended is not None:
            assert held.used == want.used(0)
        if want.state == "done":
            assert held.outcome == outcome(want.used(0), 20, 10, 1)


@pytest.mark.clause("WH-24")
def test_early_is_a_day_before_the_statutory_limit(tell, make_item, case):
    make_item("S20", statutory_days=20, promised_days=None)
    tell(
        ("a1", "K1", "accept", "2026-08-03 09:00", {"item": "S20"}),
        ("a2", "K1", "decide", "2026-08-28 09:00"),
        ("b1", "K2", "accept", "2026-08-03 09:00", {"item": "S20"}),
        ("b2", "K2", "decide", "2026-08-31 09:00"),
        ("c1", "K3", "accept", "2026-08-03 09:00", {"item": "S20"}),
        ("c2", "K3", "decide", "2026-09-01 09:00"),
    )
    assert [(one.used, one.outcome) for one in map(case, ("K1", "K2", "K3"))] == [
        (19, "early"),
        (20, "on_time"),
        (21, "late"),
    ]


def test_the_clock_stands_still_while_a_case_is_suspended(tell, make_item, case):
    make_item()
    tell(
        ("a1", "K1", "accept", "2026-09-01 09:00", {"item": "A1"}),
        ("a2", "K1", "suspend", "2026-09-03 09:00", {"reason": "supplement"}),
    )
    held = case("K1")
    assert (held.state, held.reason, held.paused_no - held.accepted_no) == ("suspended", "supplement", 2)
    tell(("a3", "K1", "resume", "2026-09-10 09:00"), ("a4", "K1", "decide", "2026-09-11 09:00"))
    held = case("K1")
    assert (held.paused, held.used, held.state) == (5, 3, "done")


def test_a_make_up_day_counts_and_a_holiday_does_not(tell, make_item, case, on):
    make_item()
    on(dt.date(2026, 9, 30))
    tell(("a1", "K1", "accept", "2026-09-18 09:00", {"item": "A1"}), ("a2", "K1", "decide", "2026-09-28 09:00"))
    assert case("K1").used == 6  # 20 (Sunday, worked), 21, 22, 23, 24, 28; the 25th is a holiday


def test_another_calendar_moves_every_clock(tell, make_item, case):
    from kaogong.approvals import actions
    from kaogong.org.models import Holiday

    make_item()
    tell(("a1", "K1", "accept", "2026-09-01 09:00", {"item": "A1"}), ("a2", "K1", "decide", "2026-09-04 09:00"))
    assert (case("K1").used, actions.days_moved()) == (3, False)
    Holiday.objects.create(day=dt.date(2026, 9, 3), working=False, name="补休")
    assert actions.days_moved()
    actions.ready()
    assert (case("K1").used, actions.days_moved()) == (2, False)
