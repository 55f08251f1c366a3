"""The measurements behind docs/benchmarks.md; the goals are tests."""

from __future__ import annotations

import pytest

from . import report
from .contenders import CONTENDERS
from .timing import compare, ratio


@pytest.mark.bench
@pytest.mark.parametrize(("subjects", "rounds"), [(10_000, 9), (100_000, 5), (1_000_000, 3)])
def test_speed(subjects: int, rounds: int) -> None:
    found = compare(CONTENDERS, subjects=subjects, rounds=rounds)
    report.main()
    able = [c for c in CONTENDERS if c.name in found and c.goal(subjects)]
    slow = [c.name for c in able if ratio(found[c.name], found[c.baseline]) > (c.goal(subjects) or 0)]
    assert not slow
