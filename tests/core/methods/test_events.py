"""Marks for the confirmed events of a ledger."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene
from kaogong.core.methods.terms import EventMarks, EventRule, Sub, num

CARDS = Play("events", 15, ledger="card", marks={"yellow": 2, "red": 5, "uncorrected": 10})


def happened(*kinds):
    return Scene(events=[(kind,) if isinstance(kind, str) else kind for kind in kinds])


@pytest.mark.clause("WH-19", "WH-20", "WH-21", "WH-22")
def test_cards():
    assert CARDS.clamped(happened("yellow", "yellow")) == 11
    assert CARDS.clamped(happened("red", "yellow")) == 8
    assert CARDS.clamped(happened("red", "uncorrected")) == 0
    assert CARDS.clamped(happened("red", "red", "red", "red")) == 0
    assert CARDS(happened("red", "red", "red", "red")) == -5
    assert CARDS.clamped(happened()) == 15
    assert CARDS.clamped(happened("praise")) == 15


PANJIN = Play("events", 27, ledger="l", marks={"late": 2, "congress": 4, "deputy": 3}, assigned="assigned")


def test_panjin_proposals():
    scene = happened("late", "deputy", "deputy", "deputy", "congress")
    assert PANJIN.clamped(scene, assigned=5) == 12
    assert PANJIN.clamped(happened(), assigned=0) == 27
    assert PANJIN.clamped(scene, assigned=None) is None
    assert Play("events", 27, ledger="l", marks={"a": 1}, assigned="n", none_assigned="missing")(n=0) is None
    assert Play("events", 27, ledger="l", marks={"a": 1}, assigned="n", none_assigned="zero")(n=0) == 0


def test_panjin_reminders():
    play = Play("events", 45, ledger="l", marks={"not_as_asked": 1, "second": 3, "third": 10})
    assert play(happened("not_as_asked", "not_as_asked", "second", "third")) == 30


def test_shicheng_zero_if_no_case():
    play = Play("events", 3, ledger="fishing", marks={"case": 0}, if_none="zero")
    assert play(happened()) == 0
    assert play(happened("other")) == 0
    assert play(happened("case", "case")) == 3
    assert Play("events", 3, ledger="fishing", mode="add", marks={"case": 1}, if_none="full")(happened()) == 3


def test_shicheng_signed_events_have_no_limits():
    play = Play("events", 7, ledger="l", mode="signed", marks={"praised": 10, "exposed": -20})
    assert play.clamped(happened("praised")) == 10
    assert play.clamped(happened("exposed", "exposed")) == -40
    assert play.clamped(happened()) == 0


def test_deqing_shared_bonus_by_quantity():
    play = Play("events", 100, ledger="l", mode="add", marks={"foreign": 20}, per="quantity")
    assert play(happened(("foreign", "", "", "0.5"))) == 10


def test_rules_match_in_order():
    rules = [
        {"kind": "a", "severity": "serious", "marks": 5},
        {"finder": "self", "marks": 0},
        {"kind": "a", "marks": 2},
    ]
    play = Play("events", 10, ledger="l", mode="add", rules=rules)
    assert (
        play(
            happened(
                ("a", "serious", "self"),
                ("a", "light", "self"),
                ("a", "light", "superior"),
                ("b", "", "superior"),
            )
        )
        == 7
    )


@pytest.mark.clause("QW-14")
def test_joint_liability_takes_half_of_what_others_found():
    rules = [{"finder": "superior", "marks": 6}, {"finder": "media", "marks": 6}]
    play = Play("events", 100, ledger="l", rules=rules, via="leads", share="1/2")
    assert play(happened(("a", "", "superior"))) == 97
    assert play(happened(("a", "", "self"))) == 100


def test_everything_reaches_the_term():
    play = Play(
        "events",
        10,
        ledger="l",
        marks={"a": 1},
        per="incident",
        free=2,
        repeat={"from": 3, "times": 2},
        highest_per="incident",
        cap_each={"a": 4},
        via="leads",
        share="1/2",
    )
    expected = EventMarks(
        "l",
        (EventRule(Fraction(1), kind="a"),),
        "incident",
        2,
        3,
        Fraction(2),
        (),
        "incident",
        (("a", Fraction(4)),),
        "leads",
        Fraction(1, 2),
        "",
    )
    assert play.method.build(play, play.params) == Sub(num(10), expected)
    other = Play("events", 10, ledger="l", mode="add", marks={"a": 1}, nth=[3, 2, 1], average_over="parts")
    assert other.method.build(other, other.params) == EventMarks(
        "l",
        (EventRule(Fraction(1), kind="a"),),
        nth=(Fraction(3), Fraction(2), Fraction(1)),
        average_over="parts",
    )


def test_a_start_of_its_own():
    assert Play("events", 10, ledger="l", marks={"a": 1}, start=0)(happened("a")) == -1


def test_complaints():
    assert CARDS.codes() == []
    assert Play("events", ledger="l").codes() == ["K402"]
    assert Play("events", ledger="l", marks={"a": 1}, rules=[]).codes() == ["K411"]
    assert Play("events", ledger="l", marks={"a": -1}, nth=[-2]).codes() == ["K410", "K410"]
    assert Play("events", ledger="l", mode="signed", marks={"a": -1}).codes() == []
    assert Play("events", ledger="l", marks={"a": 1}, cap_each={"a": 0}).codes() == ["K409"]
    assert Play("events", ledger="l", marks={"a": 1}, repeat={"from": 0, "times": 0}).codes() == [
        "K409",
        "K409",
    ]
    assert Play("events", ledger="l", marks={"a": 1}, nth=[1], repeat={"times": 2}).codes() == ["K411"]
    assert Play("events", ledger="l", marks={"a": 1}, via="x", average_over="y").codes() == ["K411"]
    assert Play("events", ledger="l", marks={"a": 1}, share="1/2").codes() == ["K411"]


def test_shape():
    assert CARDS.shape().high == 15
    assert Play("events", ledger="l", mode="add", marks={"a": 1}).shape().low == 0
    assert Play("events", ledger="l", mode="signed", marks={"a": 1}).shape().low is None
