"""The worked cases of five real regulations, by the oracle alone."""

from fractions import Fraction
from typing import Any

import pytest

from core.oracle import face, world
from core.oracle.books import regulation


def facts(subject: str, period: str, **values: Any) -> list[dict[str, Any]]:
    return [{"subject": subject, "period": period, "fact": name, "value": value} for name, value in values.items()]


def event(ledger: str, kind: str, day: str, times: int = 1) -> dict[str, Any]:
    return {"ledger": ledger, "subject": "a", "kind": kind, "day": day, "times": times}


LAKE = {
    "reservoirs": 10,
    "converted": 10,
    "fishing": 1,
    "province": 1,
    "city": 2,
    "county": 2,
    "summaries": 2,
}


@pytest.mark.parametrize(
    ("readings", "lake", "changed", "events", "total"),
    [
        (
            {},
            True,
            {"converted": 8, "fishing": 0, "province": 2, "county": 4},
            [("water", "failure", 1), ("encroachment", "unreported", 1), ("fame", "promoted_city", 1)],
            "105.2",
        ),
        ({}, False, {}, [("water", "failure", 3)], "94"),
        ({"no_lake": "rescaled"}, False, {}, [("water", "failure", 3)], "95.92"),
        ({"no_lake": "given"}, False, {}, [("water", "failure", 3)], "96"),
        (
            {},
            True,
            {},
            [("encroachment", "unreported", 3), ("fame", "exposed_province", 1), ("fame", "exposed_city", 1)],
            "66",
        ),
        (
            {"item17": "open"},
            True,
            {},
            [("encroachment", "unreported", 3), ("fame", "exposed_province", 1), ("fame", "exposed_city", 1)],
            "64",
        ),
    ],
)
def test_shicheng(readings: Any, lake: bool, changed: Any, events: Any, total: str) -> None:
    asked = world.build(
        regulation("shicheng", **readings),
        [{"subject": "a", "class": "town", "lake_town": lake}],
        facts("a", "2018", **(LAKE | changed)),
        [event(ledger, kind, "2018-06-01", times) for ledger, kind, times in events],
    )
    assert face.only(asked, "town", "2018")["total"] == Fraction(total)


@pytest.mark.parametrize(
    ("officer", "greatest", "total", "parts"),
    [
        ((17, 18, 6, 5, 1, 3, 0, 0), (25, 8, 6, 3, 4), "56.2", {"m1": "7.2", "m3": "12.5"}),
        ((8, 25, 0, 2, 3, 1, 2, "0.5"), (25, 8, 6, 3, 4), "32", {"days_marks": "7"}),
        ((0, 5, 0, 1, 0, 0, 5, 0), (20, 0, 3, 2, 0), "0", {"days_marks": "0", "m2": "0", "absent": "-50"}),
    ],
)
def test_deqing(officer: Any, greatest: Any, total: str, parts: dict[str, str]) -> None:
    names = ("days", "visits", "receptions", "projects", "good", "leader", "absences", "foreign")
    best = dict(zip(names, (0, *greatest, 0, 0), strict=True))
    asked = world.build(
        regulation("deqing"),
        [{"subject": one, "class": "officer"} for one in ("a", "best")],
        facts("a", "2020-05", **dict(zip(names, officer, strict=True))) + facts("best", "2020-05", **best),
    )
    row = face.rows(asked, "officer", "2020-05")[0]
    assert row["total"] == Fraction(total)
    assert {name: row[name] for name in parts} == {name: Fraction(value) for name, value in parts.items()}


@pytest.mark.parametrize(
    ("readings", "assigned", "basics", "events", "total", "award"),
    [
        (
            {},
            0,
            12,
            [("one", "late", 1), ("two", "wrong", 2), ("two", "second", 1), ("two", "third", 1)],
            "83",
            False,
        ),
        ({}, 9, 10, [("three", "wrong", 1), ("three", "deputy", 3), ("three", "congress", 1)], "83", True),
        ({}, 9, 12, [("one", "angry", 4)], "84", True),
        ({"floors": "open"}, 9, 12, [("one", "angry", 4)], "80", True),
    ],
)
def test_panjin(readings: Any, assigned: int, basics: int, events: Any, total: str, award: bool) -> None:
    asked = world.build(
        regulation("panjin", **readings),
        [{"subject": "a", "class": "dept"}],
        facts("a", "2021", assigned=assigned, basics=basics),
        [event(ledger, kind, "2021-03-01", times) for ledger, kind, times in events],
    )
    row = face.only(asked, "dept", "2021")
    assert (row["total"], row["award"]) == (Fraction(total), award)


UNIT = {"staff": 107, "posts": 100, "spent": "52.5", "spent_last": 50}


@pytest.mark.parametrize(
    ("table", "changed", "expected"),
    [
        ("first", {}, {"total": "5.5", "staff1": "1.5", "spent1": "4"}),
        (
            "second",
            {"lacking": 1, "reception": 4, "reception_last": 5},
            {"total": "5.8", "staff2": "0.3", "spent2": "1.5", "rules2": "2", "reception2": "2"},
        ),
        ("first", {"staff": 95, "spent": 3, "spent_last": 0}, {"staff1": "5", "spent1": None, "total": None}),
    ],
)
def test_budget(table: str, changed: Any, expected: dict[str, str | None]) -> None:
    asked = world.build(
        regulation("budget"), [{"subject": "a", "class": table}], facts("a", "2016", **(UNIT | changed))
    )
    row = face.only(asked, "one" if table == "first" else "two", "2016")
    found = {name: row[name] for name in expected}
    assert found == {name: None if value is None else Fraction(value) for name, value in expected.items()}


@pytest.mark.parametrize(
    ("readings", "additions", "events", "total"),
    [
        ({}, 0, [("promise", 2), ("absent", 1), ("archive", 1)], "86"),
        ({}, 0, [("promise", 4)], "85"),
        ({"floors": "open"}, 0, [("promise", 4)], "80"),
        ({}, 13, [], "110"),
    ],
)
def test_windows(readings: Any, additions: int, events: Any, total: str) -> None:
    asked = world.build(
        regulation("windows", **readings),
        [{"subject": "a", "class": "window"}],
        facts("a", "2015-03", additions=additions),
        [event("found", kind, "2015-03-09", times) for kind, times in events],
    )
    assert face.only(asked, "window", "2015-03")["total"] == Fraction(total)
