"""15,975 citizen requests: one question, three denominators, three on-time rates."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load
from real.shared import rows

BOOK = Path(__file__).parent / "requests311"
KINDS = ("in_time", "late", "overdue", "not_due", "no_due_closed", "no_due_open")
READINGS = {
    "due_and_closed": (Fraction(6639, 6639 + 2070), "76.2"),
    "all_closed": (Fraction(6639 + 4749, 6639 + 2070 + 4749), "84.6"),
    "all_due": (Fraction(6639, 6639 + 2070 + 1056), "68.0"),
}
"""Reading → the rate it gives for the city, and what it is published as."""


def kind(row: dict[str, str]) -> str | None:
    """What a request counts as. Four open ones have a due date and no status: nobody knows what they are."""
    closed, due = (day(row[name]) for name in ("CLOSED_DT", "TARGET_DT"))
    if due is None:
        return "no_due_closed" if closed else "no_due_open"
    if closed:
        return "in_time" if closed <= due else "late"
    return {"OVERDUE": "overdue", "ONTIME": "not_due"}.get(row["OnTime_Status"])


def day(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p") if text else None  # noqa: DTZ007 - as in the log


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    """Counts by department and kind; the city is all of them."""
    found: dict[str, Counter[str]] = {"city": Counter()}
    for row in rows("requests311", "requests.csv"):
        if sort := kind(row):
            found["city"][sort] += 1
            found.setdefault(row["Department"], Counter())[sort] += 1
    return found


def facts(book, counts):
    return Facts.from_rows(
        book,
        subjects=[{"subject": one, "class": "city" if one == "city" else "department"} for one in counts],
        facts_year=[
            {"subject": one, "period": "2015", **{name: count[name] for name in KINDS}} for one, count in counts.items()
        ],
    )


def test_the_requests_are_counted_as_published(counts):
    city = counts["city"]
    assert (city["in_time"], city["late"], city["overdue"], city["not_due"]) == (6639, 2070, 1056, 361)
    assert city["no_due_closed"] + city["no_due_open"] == 5845
    assert city.total() == 15975 - 4


@pytest.mark.parametrize(("reading", "expected"), READINGS.items())
def test_each_denominator_gives_its_own_rate(counts, reading, expected):
    rate, published = expected
    book = load(BOOK, readings={"denominator": reading})
    run = score(book, facts(book, counts), "2015")
    city = next(row for row in run.rows("rate") if row["subject"] == "city")
    assert city["total"] == Fraction(published)
    assert abs(city["on_time"] - 100 * rate) < Fraction(1, 10**6)
    run.close()


@pytest.mark.parametrize("reading", READINGS)
def test_departments_have_the_rates_that_plain_fractions_give(counts, reading):
    book = load(BOOK, readings={"denominator": reading})
    run = score(book, facts(book, counts), "2015")
    totals = {row["subject"]: row["total"] for row in run.rows("rate")}
    run.close()
    assert totals == {one: plain_rate(reading, count) for one, count in counts.items()}
    assert None in totals.values()  # a department with nothing to divide by has no rate, not 0 and not 100


def plain_rate(reading: str, count: Counter[str]) -> Fraction | None:
    """The rate in percent to one place, half up; None without requests in the denominator."""
    over, under = count["in_time"], count["in_time"] + count["late"]
    if reading == "all_closed":
        over, under = over + count["no_due_closed"], under + count["no_due_closed"]
    if reading == "all_due":
        under += count["overdue"]
    return Fraction((2000 * over + under) // (2 * under), 10) if under else None
