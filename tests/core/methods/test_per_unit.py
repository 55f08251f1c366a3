"""So many marks for each step beyond a line."""

from fractions import Fraction

import pytest

from core.methods.play import Play, null_test
from kaogong.core.methods.terms import Div, Fact, Mul, Sub, num

RATE = Mul((Div(Fact("staff"), Fact("posts")), num(100)))
CHANGE = Mul((Div(Sub(Fact("now"), Fact("before")), Fact("before")), num(100)))


def staff_control(full, each):
    return Play("per_unit", full, of=RATE, line=num(100), each=each)


def test_budget_tables():
    assert staff_control(5, "0.5").clamped(staff=107, posts=100) == Fraction("1.5")
    assert staff_control(1, "0.1").clamped(staff=107, posts=100) == Fraction("0.3")
    assert staff_control(5, "0.5").clamped(staff=95, posts=100) == 5
    sangong = Play("per_unit", 8, of=CHANGE, line=num(0), each="0.8")
    assert sangong.clamped(now="52.5", before=50) == 4
    assert sangong.clamped(now=100, before=50) == 0
    assert sangong.clamped(now=4, before=5) == 8
    assert sangong.clamped(now=3, before=0) is None
    null_test(sangong, now="52.5", before=50)


@pytest.mark.parametrize(
    ("x", "whole", "begun", "prorata"),
    [
        (10, 10, 10, 10),
        ("10.1", 10, 8, "9.8"),
        (11, 8, 8, 8),
        ("11.9", 8, 6, "6.2"),
        (12, 6, 6, 6),
        (9, 10, 10, 10),
    ],
)
def test_whole_steps_or_pro_rata(x, whole, begun, prorata):
    common = {"of": "x", "line": num(10), "each": 2}
    assert Play("per_unit", 10, **common, whole_steps=True)(x=x) == whole
    assert Play("per_unit", 10, **common, whole_steps=True, part_step="count")(x=x) == begun
    assert Play("per_unit", 10, **common)(x=x) == Fraction(prorata)


def test_sides_and_steps():
    below = Play("per_unit", 10, of="x", line="line", each=1, step=5, beyond="below")
    assert [below(x=x, line=50) for x in (55, 50, 45, "42.5")] == [10, 10, 9, Fraction("8.5")]
    both = Play("per_unit", 10, of="x", line="line", each=1, beyond="both")
    assert [both(x=x, line=0) for x in (-3, 0, 3)] == [7, 10, 7]
    null_test(below, x=45, line=50)
    null_test(both, x=45, line=50)


def test_adding():
    bonus = Play("per_unit", 5, of="x", line=num(100), each="0.3", step=1, mode="add")
    assert bonus(x=110) == 3
    assert bonus.clamped(x=200) == 5
    assert Play("per_unit", 5, of="x", line=num(0), each=1, mode="add", start=2)(x=1) == 3
    assert Play("per_unit", 5, of="x", line=num(0), each=1, start=0)(x=1) == -1


def test_steps_of_three_are_exact():
    assert Play("per_unit", 10, of="x", line=num(0), each=1, step=3)(x=1) == Fraction(29, 3)


def test_complaints_and_shape():
    assert staff_control(5, "0.5").codes() == []
    assert Play("per_unit", 5, of="x", line="y", each=-1, step=0).codes() == ["K409", "K409"]
    assert staff_control(5, "0.5").shape().monotone == "down"
    assert Play("per_unit", of="x", line="y", each=1, beyond="below").shape().monotone == "up"
    assert Play("per_unit", of="x", line="y", each=1, beyond="both").shape().monotone == "no"
    assert Play("per_unit", of="x", line="y", each=1, mode="add").shape().low == 0
