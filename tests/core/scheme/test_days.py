"""Deadlines, counted by hand on a calendar with the National Day holiday of 2025."""

from datetime import date

import pytest

from kaogong.core.scheme.days import Calendar, Deadline, due

HOLIDAY = Calendar(
    holidays=frozenset(date(2025, 10, day) for day in range(1, 9)),
    workdays=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
FRIDAY = date(2025, 9, 26)


@pytest.mark.parametrize(
    ("rule", "event", "last"),
    [
        (Deadline(5), FRIDAY, date(2025, 10, 1)),  # Sat 27 is day 1
        (Deadline(5, inclusive=False), FRIDAY, date(2025, 10, 2)),
        (Deadline(5, start="same_day"), FRIDAY, date(2025, 9, 30)),
        (Deadline(5, roll="next_working_day"), FRIDAY, date(2025, 10, 9)),
        (Deadline(5, roll="previous_working_day"), FRIDAY, date(2025, 9, 30)),
        (Deadline(5, working=True), FRIDAY, date(2025, 10, 10)),  # 28, 29, 30, 9, 10
        (Deadline(6, working=True), FRIDAY, date(2025, 10, 11)),  # a Saturday worked
        (Deadline(2, start="next_working_day", inclusive=False), FRIDAY, date(2025, 9, 30)),
        (Deadline(1, working=True), date(2025, 9, 30), date(2025, 10, 9)),
        (Deadline(by={"month_end": True}), date(2024, 2, 3), date(2024, 2, 29)),
        (Deadline(by={"month": 12, "day": 20}), FRIDAY, date(2025, 12, 20)),
        (Deadline(by={"months_after": 1, "day": 31}), date(2025, 12, 5), date(2026, 1, 31)),
        (Deadline(by={"months_after": 1, "day": 31}), date(2025, 1, 5), date(2025, 2, 28)),
    ],
)
def test_the_last_day(rule, event, last):
    assert due(rule, event, HOLIDAY) == last


def test_days_between():
    assert HOLIDAY.between(date(2025, 9, 30), date(2025, 10, 10), working=False) == 10
    assert HOLIDAY.between(date(2025, 9, 30), date(2025, 10, 10), working=True) == 2
    assert HOLIDAY.between(date(2025, 10, 10), date(2025, 9, 30), working=True) == 0
