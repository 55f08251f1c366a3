"""Periods as numbers: month = year×12+month−1, quarter = year×4+quarter−1, half = year×2+half−1, year."""

import re
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
EPOCH = date(1970, 1, 1)


def parse(text: str) -> tuple[str, int]:
    """`2026`, `2026-H1`, `2026-Q1`, `2026-09` as grain and number."""
    found = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)))?", str(text))
    assert found, text
    year, half, quarter, month = (int(part) if part else 0 for part in found.groups())
    if half:
        return "half", year * 2 + half - 1
    if quarter:
        return "quarter", year * 4 + quarter - 1
    if month:
        return "month", year * 12 + month - 1
    return "year", year


def text(every: str, period: int) -> str:
    """A period as it is written."""
    per_year = 12 // MONTHS[every]
    year, part = period // per_year, period % per_year + 1
    return {
        "year": f"{year}",
        "half": f"{year}-H{part}",
        "quarter": f"{year}-Q{part}",
        "month": f"{year}-{part:02d}",
    }[every]


def parts(every: str, period: int, shorter: str) -> list[int]:
    """The shorter periods a period is made of."""
    first = period * MONTHS[every]
    return list(range(first // MONTHS[shorter], (first + MONTHS[every]) // MONTHS[shorter]))


def containing(every: str, period: int, longer: str) -> int:
    """The longer period around a period."""
    return period * MONTHS[every] // MONTHS[longer]


def year_of(every: str, period: int) -> int:
    """The calendar year of a period."""
    return containing(every, period, "year")


def first_day(every: str, period: int) -> date:
    """The first calendar day."""
    month = period * MONTHS[every]
    return date(month // 12, month % 12 + 1, 1)


def last_day(every: str, period: int) -> date:
    """The last calendar day."""
    return first_day(every, period + 1) - timedelta(days=1)


def of_day(day: date, every: str) -> int:
    """The period a day lies in."""
    return (day.year * 12 + day.month - 1) // MONTHS[every]


def day_number(day: date | str) -> int:
    """Days since 1970-01-01."""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=number)


def days_between(start: int, end: int, working: bool) -> int:
    """Days from start to end, negative when end is earlier; in working days: those after the earlier day, up to and
    with the later one."""
    if not working:
        return end - start
    low, high = min(start, end), max(start, end)
    count = sum(is_working(day_of(number)) for number in range(low + 1, high + 1))
    return count if end >= start else -count


def is_working(day: date) -> bool:
    """A working day of the official calendar; Monday to Friday in years it does not cover."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
