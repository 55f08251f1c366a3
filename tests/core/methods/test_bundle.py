"""A quota that must be met, then so much for each extra."""

from fractions import Fraction

from core.methods.play import Play, null_test

COUNTS = {"province": "p", "city": "c", "county": "t"}
NEED = {"province": 1, "city": 2, "county": 2}
EXTRA = {"province": 2, "city": 1, "county": "0.5"}
SHICHENG = Play("bundle", 5, counts=COUNTS, need=NEED, extra_each=EXTRA)


def test_shicheng_articles():
    assert SHICHENG.clamped(p=2, c=2, t=4) == 8
    assert SHICHENG.clamped(p=1, c=2, t=2) == 5
    assert SHICHENG.clamped(p=9, c=9, t=1) == 0
    null_test(SHICHENG, p=2, c=2, t=4)
    null_test(SHICHENG, p=0, c=2, t=4)


def test_extras_are_capped():
    assert Play("bundle", 5, counts=COUNTS, need=NEED, extra_each=EXTRA, extra_cap=2)(p=5, c=2, t=2) == 7
    assert Play("bundle", 5, counts=COUNTS, need=NEED)(p=5, c=5, t=5) == 5


def test_short_by_pieces():
    play = Play(
        "bundle",
        5,
        counts=COUNTS,
        need=NEED,
        extra_each=EXTRA,
        short="each",
        short_each={"province": 2, "city": "1/3"},
    )
    assert play(p=1, c=1, t=9) == Fraction(14, 3)
    assert play(p=0, c=0, t=2) == Fraction(7, 3)
    assert play(p=-9, c=0, t=0) == 0
    null_test(play, p=1, c=1, t=9)


def test_complaints_and_shape():
    assert SHICHENG.codes() == []
    assert Play("bundle", 0, counts=COUNTS, need=NEED).codes() == ["K401"]
    assert Play("bundle", 5, counts={"a": "x"}, need={"b": 1}, extra_each={"c": 1}).codes() == [
        "K412",
        "K412",
    ]
    assert Play("bundle", 5, counts=COUNTS, need=NEED, short="each").codes() == ["K411"]
    assert Play("bundle", 5, counts=COUNTS, need=NEED, short="each", short_each={"x": 1}).codes() == ["K412"]
    assert (SHICHENG.shape().low, SHICHENG.shape().high) == (0, None)
    assert Play("bundle", 5, counts=COUNTS, need=NEED).shape().high == 5
    assert Play("bundle", 5, counts=COUNTS, need=NEED, extra_each=EXTRA, extra_cap=2).shape().high == 7
