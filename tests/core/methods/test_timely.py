"""Days early or late."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene, null_test

LATE = Play("timely", 10, done="done", due="due", late_each=2)


@pytest.mark.parametrize(("done", "marks"), [(90, 10), (100, 10), (101, 8), (105, 0), (106, 0)])
def test_late_by_the_day(done, marks):
    assert LATE.clamped(done=done, due=100) == marks


def test_null():
    null_test(LATE, done=99, due=100)
    null_test(LATE, done=103, due=100)
    not_done = Play("timely", 10, done="done", due="due", late_each=2, not_done="zero")
    assert not_done(done=None, due=100) == 0
    assert not_done(done=None, due=None) is None
    assert not_done(done=100, due=None) is None


def test_early_marks_pass_full_marks_up_to_their_cap():
    play = Play("timely", 10, done="done", due="due", late_each=2, early_each="0.5", early_cap=2)
    assert [play.clamped(done=done, due=100) for done in (100, 99, 96, 50, 101)] == [
        10,
        Fraction("10.5"),
        12,
        12,
        8,
    ]
    free = Play("timely", 10, done="done", due="due", early_each=1, start=5)
    assert [free.clamped(done=done, due=100) for done in (110, 90)] == [5, 15]


def test_days_of_grace_and_steps():
    play = Play("timely", 10, done="done", due="due", late_each=1, free=3, step=5, whole_steps=True, part_step="count")
    assert [play(done=100 + late, due=100) for late in (0, 3, 4, 8, 9)] == [10, 10, 9, 9, 8]


def test_working_days():
    play = Play("timely", 10, done="done", due="due", late_each=1, days="working")
    assert play(done=107, due=100) == 5


def test_deadlines_in_the_calendar():
    scene = Scene(year_day=0)
    june = Play("timely", 10, done="done", due={"month": 6, "day": 30}, late_each=1)
    assert june(scene, done=31 * 6 + 32) == 8
    after = Play("timely", 10, done="done", due={"after_period": 10}, late_each=1)
    assert after(scene, done=11) == 9
    next_year = Play("timely", 10, done="done", due={"month": 1, "day": 1, "year": 1}, late_each=1)
    assert next_year(scene, done=366 + 33) == 9


def test_complaints_and_shape():
    assert LATE.codes() == []
    assert Play("timely", 10, done="d", due="e").codes() == ["K402"]
    assert (
        Play("timely", 10, done="d", due="e", late_each=-1, early_each=0, early_cap=-1, step=0).codes() == ["K409"] * 4
    )
    assert Play("timely", 10, done="d", due={"month": 6}, late_each=1).codes() == ["K402"]
    assert Play("timely", 10, done="d", due={"month": 6, "day": 1, "after_period": 3}, late_each=1).codes() == ["K411"]
    assert LATE.shape().high == 10
    assert Play("timely", 10, done="d", due="e", early_each=1).shape().high is None
    assert Play("timely", 10, done="d", due="e", early_each=1, early_cap=2).shape().high == 12
