"""Periods: how they are written, numbered, and fit into each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaogong.core.scheme.model import EVERY, Every
from kaogong.core.scheme.period import Period


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2026", Period("year", 2026)),
        ("2026年", Period("year", 2026)),
        ("2026-H1", Period("half", 4052)),
        ("2026年下半年", Period("half", 4053)),
        ("2026-Q1", Period("quarter", 8104)),
        ("2026年第4季度", Period("quarter", 8107)),
        ("2026年二季度", Period("quarter", 8105)),
        ("2026-09", Period("month", 24320)),
        ("2026年9月", Period("month", 24320)),
        (" 2026-9 ", Period("month", 24320)),
    ],
)
def test_written(written: str, period: Period) -> None:
    assert Period.parse(written) == period


@pytest.mark.parametrize(
    "written",
    ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-09-01", "2026年13月", "今年", "0000"],
)
def test_not_a_period(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(written)


PERIODS = st.sampled_from(EVERY).flatmap(
    lambda every: st.integers(2000, 2100).map(lambda year: Period("year", year).split(every)[-1])
)


@given(PERIODS)
def test_printed_and_read_again(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS, st.sampled_from(EVERY))
def test_a_period_lies_in_the_longer_one(period: Period, every: Every) -> None:
    if EVERY.index(every) >= EVERY.index(period.every):
        longer = period.widen(every)
        assert longer.first <= period.first <= period.last <= longer.last
        assert period in longer.split(period.every)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_first_and_last_day(written: str, first: date, last: date) -> None:
    period = Period.parse(written)
    assert (period.first, period.last) == (first, last)


def test_a_year_has_so_many() -> None:
    year = Period("year", 2026)
    assert [len(year.split(every)) for every in EVERY] == [12, 4, 2, 1]
