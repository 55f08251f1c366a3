"""Judging golden cases: score the stage, or put the question, and compare to the last digit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from kaogong.core.engine.cases.read import GoldenCase
from kaogong.core.engine.cases.stage import Stage, at, listed, longest, set_stage
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.prepare import Prepared, prepare
from kaogong.core.engine.run import Run, score
from kaogong.core.problem import Problem, Refused
from kaogong.core.scheme.load import load
from kaogong.core.scheme.model import EVERY, Item
from kaogong.core.scheme.period import Period

MISSING = ("none", "无", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a case expected, and what came out."""

    where: str
    expected: str
    found: str


@dataclass(slots=True)
class Verdict:
    """The outcome of a case: passed when there is no difference."""

    case: GoldenCase
    differences: list[Difference] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Everything expected came out."""
        return not self.differences and not self.problems


def judge(case: GoldenCase) -> Verdict:
    """Run one case. A refusal nobody expected is a failure with its problems."""
    if case.question:
        from kaogong.core.scheme.questions import answer, compare  # noqa: PLC0415 - the linter is slow to import

        found = answer(case.folder, dict(case.words))
        return Verdict(case, [Difference(*one) for one in compare(case.words.get("expect") or {}, found)])
    expect = case.words.get("expect") or {}
    try:
        settings, readings = case.words.get("settings") or {}, case.words.get("readings") or {}
        ready = _loaded(case.folder, _stamp(case.folder), _frozen(readings), _frozen(settings))
        return _scored(case, ready, set_stage(ready.rulebook, case.words))
    except Refused as refused:
        if str(expect.get("refused", "")).lower() == "true":
            return Verdict(case, _mentions(expect, refused))
        return Verdict(case, problems=refused.problems)


def _frozen(words: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in words.items())


def _stamp(folder: Path) -> int:
    """When the rulebook was last changed, in nanoseconds."""
    return (folder / "rulebook.yaml").stat().st_mtime_ns


@lru_cache(maxsize=8)
def _loaded(
    folder: Path, stamp: int, readings: tuple[tuple[str, Any], ...], settings: tuple[tuple[str, Any], ...]
) -> Prepared:
    """Cases of one file mostly ask the same rulebook; it is read and planned once, and again when it has changed."""
    del stamp
    wanted = {k: list(v) if isinstance(v, tuple) else v for k, v in settings}
    return prepare(load(folder, readings=dict(readings), settings=wanted))


def _mentions(expect: Mapping[str, Any], refused: Refused) -> list[Difference]:
    said = refused.say("zh") + refused.say("en")
    missing = [str(one) for one in listed(expect.get("mentions")) if str(one) not in said]
    return [Difference("mentions", one, said) for one in missing]


def _scored(case: GoldenCase, ready: Prepared, stage: Stage) -> Verdict:
    facts = Facts.from_rows(
        ready.rulebook,
        subjects=stage.subjects,
        facts=stage.facts,
        events=stage.events,
        ratings=stage.ratings,
        links=stage.links,
        history=stage.history,
        calendar=stage.calendar,
        reasons=False,
    )
    run = score(ready, facts, longest(ready.rulebook, stage))
    try:
        verdict = Verdict(case)
        reader = _Reader(run, stage)
        for subject, expect in stage.expect.items():
            for key, expected in expect.items():
                if key == "refused":
                    if str(expected).lower() == "true":
                        verdict.differences.append(Difference("refused", "true", "false"))
                    continue
                reader.check(verdict, subject, str(key), expected)
        if case.words.get("subjects"):
            _over_all(verdict, reader, case.words.get("expect") or {})
        return verdict
    finally:
        run.close()


class _Reader:
    """Reads results of a run by subject and name."""

    def __init__(self, run: Run, stage: Stage) -> None:
        self._run = run
        self._stage = stage
        self._exact = run.exact()
        self._rows: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.sheets: dict[str, str] = {}
        for sheet, every in run.done:
            for row in run.rows(sheet, every):
                self._rows[row["subject"], every, row["period"]] = row
                self.sheets[row["subject"]] = sheet

    def _row(self, subject: str, period: Period) -> dict[str, Any]:
        return self._rows.get((subject, period.every, str(period)), {})

    def _item(self, subject: str, name: str) -> Item | None:
        sheet = self._run.rulebook.sheets.get(self.sheets.get(subject, ""))
        items = sheet.root.walk() if sheet else iter(())
        return next((i for i in items if name in (i.id, i.name.zh, i.name.en)), None)

    def own_row(self, subject: str) -> dict[str, Any]:
        """The row of the subject's total."""
        sheet = self._run.rulebook.sheets.get(self.sheets.get(subject, ""))
        return self._row(subject, at(self._stage.period, sheet.every)) if sheet else {}

    def check(self, verdict: Verdict, subject: str, key: str, expected: Any) -> None:
        """Compare one expectation."""
        where = f"{subject}.{key}"
        item = self._item(subject, key)
        if item is not None:
            self._check_item(verdict, where, subject, item, expected)
        elif key in ("consequences", "missing"):
            for when, wanted in expected.items() if isinstance(expected, dict) else (("", expected),):
                self._check_ids(verdict, where + (f"[{when}]" if when else ""), wanted, self._ids(subject, key, when))
        elif key == "money":
            for owner, amount in (expected or {}).items():
                self._differ(verdict, f"{where}.{owner}", amount, self._money(subject, str(owner)))
        else:
            self._check_result(verdict, where, subject, key, expected)

    def rows(self, subject: str) -> list[dict[str, Any]]:
        """The rows of the case's period, at every length the subject's sheet has."""
        return [self._row(subject, at(self._stage.period, every)) for every in EVERY]

    def _ids(self, subject: str, key: str, when: str) -> set[str]:
        """What follows, or is missing, in a period; in none: in that of the case, at every length a sheet has."""
        if when:
            return set(self._row(subject, Period.parse(str(when))).get(key, ()))
        return {one for row in self.rows(subject) for one in row.get(key, ())}

    @staticmethod
    def _check_ids(verdict: Verdict, where: str, expected: Any, found: set[str]) -> None:
        if found != {str(one) for one in listed(expected) if str(one) not in MISSING}:
            verdict.differences.append(Difference(where, str(expected), str(sorted(found))))

    def _check_item(self, verdict: Verdict, where: str, subject: str, item: Item, expected: Any) -> None:
        start = at(self._stage.period, item.every)
        for n, one in enumerate(expected if isinstance(expected, list) else [expected]):
            period = Period(item.every, start.number + n)
            found = None
            if self._row(subject, period):
                found = self._exact.value((self.sheets[subject], item.every), (subject, period.number), item.id)
            self._differ(verdict, f"{where}[{period}]" if isinstance(expected, list) else where, one, found)

    def _check_result(self, verdict: Verdict, where: str, subject: str, key: str, expected: Any) -> None:
        row = self.own_row(subject)
        if key.partition(".")[0] in ("grade", "rank") and key not in row:
            start = self._stage.period
            rows = [r for (s, e, p), r in self._rows.items() if s == subject and p == str(at(start, e))]  # type: ignore[arg-type]
            row = next((r for r in rows if key in r), row)
        found = row.get(key)
        if isinstance(found, bool):
            if found != (str(expected).lower() in ("true", "是", "yes")):
                verdict.differences.append(Difference(where, str(expected), str(found)))
            return
        if key not in row and str(expected) not in MISSING:
            verdict.differences.append(Difference(where, str(expected), "?"))
            return
        self._differ(verdict, where, expected, found)

    def _money(self, subject: str, owner: str) -> Fraction | None:
        for row in self.rows(subject):
            if owner in row.get("money", {}):
                return row["money"][owner]  # type: ignore[no-any-return]
        shares = [r["amount"] for r in self._run.rewards if r["reward"] == owner and r["subject"] == subject]
        return sum(shares, Fraction(0)) if shares else None

    @staticmethod
    def _differ(verdict: Verdict, where: str, expected: Any, found: Any) -> None:
        wanted = None if expected is None or str(expected) in MISSING else str(expected)
        if wanted is not None and isinstance(found, int | Fraction):
            if number(wanted) == found:
                return
        elif (None if found is None else str(found)) == wanted:
            return
        verdict.differences.append(Difference(where, str(expected), shown(found)))


def number(text: str) -> Fraction | None:
    """A number as written in a case: `8.57`, `60/7`, `30%`."""
    plain = text.strip()
    try:
        return Fraction(Fraction(plain[:-1]), 100) if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        return None


def shown(value: Any) -> str:
    """A found value for people: decimals where they end, else a fraction."""
    if not isinstance(value, Fraction):
        return "none" if value is None else str(value)
    places = next((n for n in range(13) if (value * 10**n).denominator == 1), None)
    return str(value) if places is None else decimal_text(value, places)


def decimal_text(value: Fraction, places: int) -> str:
    """A decimal with so many places."""
    scaled = int(value * 10**places)
    digits = f"{abs(scaled):0{places + 1}d}"
    cut = len(digits) - places
    return ("-" if scaled < 0 else "") + digits[:cut] + ("." + digits[cut:] if places else "")


def _over_all(verdict: Verdict, reader: _Reader, expect: Mapping[str, Any]) -> None:
    rows = [reader.own_row(subject) for subject in reader.sheets]
    grades = Counter(str(row["grade"]) for row in rows if row.get("grade") is not None)
    for grade, count in (expect.get("grades") or {}).items():
        if int(count) != grades[str(grade)]:
            verdict.differences.append(Difference(f"grades.{grade}", str(count), str(grades[str(grade)])))
    everywhere = [row for subject in reader.sheets for row in reader.rows(subject)]
    struck = Counter(one for row in everywhere for one in row.get("consequences", ()))
    for name, count in (expect.get("consequences") or {}).items():
        if int(count) != struck[str(name)]:
            verdict.differences.append(Difference(f"consequences.{name}", str(count), str(struck[str(name)])))
    if "no_total" in expect:
        without = sum(1 for row in rows if "total" in row and row["total"] is None)
        if int(expect["no_total"]) != without:
            verdict.differences.append(Difference("no_total", str(expect["no_total"]), str(without)))
