"""Every golden case of every shipped rulebook, and of the real regulations, comes out to the last digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaogong.core.engine.cases import GoldenCase, judge, read_cases

ROOT = Path(__file__).parents[2]
FOLDERS = [
    *sorted((ROOT / "src/kaogong/rulebooks").glob("*/")),
    *sorted((ROOT / "tests/rulebooks/regulations").glob("*/")),
    *sorted((ROOT / "tests/rulebooks/results").glob("*/")),
]


def cases() -> list[object]:
    """The cases as test parameters, each marked with the clauses it covers."""
    found = [case for folder in FOLDERS if (folder / "rulebook.yaml").is_file() for case in read_cases(folder)]
    return [
        pytest.param(case, id=case.id, marks=[pytest.mark.clause(*case.covers)] if case.covers else [])
        for case in found
    ]


@pytest.mark.parametrize("case", cases())
def test_a_golden_case_comes_out(case: GoldenCase) -> None:
    verdict = judge(case)
    said = [problem.say("zh") for problem in verdict.problems]
    said += [f"{d.where}: 预期 {d.expected}，得到 {d.found}" for d in verdict.differences]
    assert verdict.passed, "\n".join([f"{case.place}", *said])
