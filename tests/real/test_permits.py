"""1,434 environmental permits scored by the rulebook of approvals: cases one by one, departments by month.

The sheet of cases finds who was late, early or close to the limit; what it finds goes into the ledgers; the sheet
of departments scores the months. Every value is computed a second time here, with plain fractions.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import pytest

from kaogong.cli import main
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load
from kaogong.core.scheme.period import Period
from real.shared import rows

BOOK = Path(__file__).parents[2] / "src/kaogong/rulebooks/wh_approvals"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Permit:
    """A case of the log."""

    id: str
    department: str
    start: datetime
    deadline: datetime
    end: datetime | None

    @property
    def limit(self) -> int:
        """Whole days from start to deadline."""
        return floor((self.deadline - self.start) / DAY)

    def used(self, now: datetime) -> int:
        """Days used, counted from the deadline, so that it is above the limit exactly when the deadline is past."""
        over = ((self.end or now) - self.deadline) / DAY
        return max(0, self.limit + ceil(over))  # a few were closed hours before they were registered

    def month(self, now: datetime) -> str:
        """The month it is counted in: when it ended, or the last one of the log."""
        return f"{self.end or now:%Y-%m}"


@pytest.fixture(scope="module")
def permits() -> list[Permit]:
    found = {}
    for row in rows("permits", "permits.csv"):
        start, deadline, end = (row[f"case:{name}"] for name in ("startdate", "deadline", "enddate"))
        times = datetime.fromisoformat(start), datetime.fromisoformat(deadline)
        name = row["case:concept:name"]
        found[name] = Permit(name, row["case:department"], *times, datetime.fromisoformat(end) if end else None)
    return list(found.values())


@pytest.fixture(scope="module")
def now() -> datetime:
    """When the log was taken: its last entry."""
    return max(datetime.fromisoformat(row["time:timestamp"]) for row in rows("permits", "permits.csv"))


@pytest.fixture(scope="module")
def book():
    return load(BOOK)


@pytest.fixture(scope="module")
def watched(book, permits, now):
    """Every case on the sheet of cases, in its month."""
    subjects, facts = [], []
    for one in permits:
        month = Period.parse(one.month(now))
        days = {"since": month.first, "until": month.last}
        subjects.append({"subject": one.id, "class": "matter", **days})
        given = {"used_days": one.used(now), "decided": one.end is not None, "statutory_days": one.limit}
        facts.append({"subject": one.id, "period": str(month), **given})
    run = score(book, Facts.from_rows(book, subjects=subjects, facts_month=facts))
    found = {row["subject"]: row for row in run.rows("matter")}
    run.close()
    return found


def test_the_log_is_the_one_that_was_checked(permits):
    ends = Counter("open" if one.end is None else "in time" if one.end <= one.deadline else "late" for one in permits)
    assert ends == {"in time": 952, "late": 377, "open": 105}


def test_the_sheet_of_cases_finds_the_late_the_early_and_the_cards(permits, watched, now):
    assert len(watched) == len(permits)
    for one in permits:
        row = watched[one.id]
        late = (one.end or now) > one.deadline
        early = one.end is not None and one.deadline - one.end >= DAY
        assert row["overdue"] == (-3 if late else 0)
        assert row["finished_early"] == int(early)
        open_and = Fraction(one.used(now), one.limit) if one.end is None else 0
        assert row["signal"] == (2 if open_and > 1 else 1 if open_and >= Fraction(4, 5) else 0)
        assert row["total"] is None  # the log says nothing of fees, so nothing is said about them
    decided = [one for one in permits if one.end]
    assert sum(watched[one.id]["overdue"] < 0 for one in decided) == 377
    assert sum(watched[one.id]["overdue"] == 0 for one in decided) == 952


def ledgers(permits: list[Permit]) -> list[dict[str, object]]:
    """What is entered once a finding is verified: late is a breach and a red card, close to the limit a yellow one."""
    found: list[dict[str, object]] = []
    for one in permits:
        if one.end is None:
            continue
        entry = {"subject": one.department, "day": one.end.date().isoformat(), "incident": one.id}
        if one.end > one.deadline:
            found.append({"ledger": "general", "kind": "time_limit", **entry})
            found.append({"ledger": "card", "kind": "red", **entry})
        if one.used(one.end) >= one.limit * Fraction(4, 5):
            found.append({"ledger": "card", "kind": "yellow", **entry})
    return found


@pytest.fixture(scope="module")
def months(permits) -> list[str]:
    return sorted({one.month(one.end) for one in permits if one.end})


@pytest.fixture(scope="module")
def given(permits, watched, months) -> dict[str, list[dict[str, object]]]:
    """The tables of the departments' sheet."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in permits:
        if one.end:
            early = watched[one.id]["finished_early"] == 1
            counted[one.department, one.month(one.end)].update(completed=1, early=int(early))
    departments = sorted({one.department for one in permits})
    facts = [
        {
            "subject": name,
            "period": month,
            **{key: counted[name, month][key] for key in ("completed", "early")},
            "items_total": 1,
            "items_online": 1,
        }
        for name in departments
        for month in months
    ]
    subjects = [{"subject": name, "class": "dept"} for name in departments]
    return {"subjects": subjects, "facts_month": facts, "events": ledgers(permits)}


@pytest.fixture(scope="module")
def scored(book, given):
    """The departments' sheet: months and years."""
    run = score(book, Facts.from_rows(book, **given))
    yield run
    run.close()


def plain_month(permits: list[Permit], name: str, month: str) -> dict[str, Fraction]:
    """A department's month, from the wording of the measure."""
    own = [one for one in permits if one.end and one.department == name and f"{one.end:%Y-%m}" == month]
    late = [one for one in own if one.end > one.deadline]
    close = [one for one in own if one not in late and one.used(one.end) >= one.limit * Fraction(4, 5)]
    early = sum(one.deadline - one.end >= DAY for one in own)
    general = max(Fraction(0), Fraction(50 - 3 * len(late)))
    cards = max(Fraction(0), Fraction(15 - 5 * len(late) - 2 * len(close)))
    if not own:
        return {"total": (general + cards + 20) * Fraction(100, 85)}
    gained = 15 * Fraction(early, len(own))
    return {"general": general, "cards": cards, "early": gained, "total": general + cards + gained + 20}


def test_departments_are_scored_by_the_month_as_by_hand(permits, months, scored):
    found = {(row["subject"], row["period"]): row for row in scored.rows("dept", "month")}
    assert len(found) == 3 * len(months) == 48
    bound = scored.bound("dept", "month", "month")
    for (name, month), row in found.items():
        plain = plain_month(permits, name, month)
        assert abs(row["month"] - plain["total"]) <= bound
        if "general" in plain:
            assert row["general"] == plain["general"]
            assert row["cards"] == plain["cards"]
            assert abs(row["early_completion"] - plain["early"]) <= scored.bound("dept", "early_completion", "month")


def test_the_year_is_the_mean_of_its_months(permits, months, scored):
    for row in scored.rows("dept"):
        own = [
            plain_month(permits, row["subject"], month)["total"] for month in months if month.startswith(row["period"])
        ]
        mean = sum(own) / len(own)
        assert row["total"] == Fraction(floor(mean * 100 + Fraction(1, 2)), 100)


def test_the_command_line_gives_the_same_scores_from_tables_on_disk(given, scored, tmp_path, capsys):
    facts, out = tmp_path / "facts", tmp_path / "result"
    facts.mkdir()
    for name, table in given.items():
        with (facts / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, [*table[0]])
            sheet.writeheader()
            sheet.writerows(table)
    with pytest.raises(SystemExit) as left:
        main.main(["score", str(BOOK), str(facts), "-o", str(out), "--as", "none", "--json"])
    assert left.value.code == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    for line in summary:
        own = [row["total"] for row in scored.rows("dept") if row["period"] == line["period"]]
        assert (Fraction(line["best"]), Fraction(line["worst"])) == (max(own), min(own))
    assert [line["period"] for line in summary if line["sheet"] == "dept"] == ["2010", "2011", "2012"]
