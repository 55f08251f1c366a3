"""Rank correlation: pairs counted exactly by merge sort, coefficients from whole numbers by an integer root."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from kaogong.core.engine.exact.fractions import root, whole
from kaogong.core.engine.whatif.parts import Correlation

PLACES = 4
RUN = 1024
"""Values put in order one by one before longer stretches are merged."""


def correlate(sheet: str, period: str, pairs: Sequence[tuple[int, int]]) -> Correlation:
    """Kendall's tau-b and Spearman's rho of two lists of totals (as whole numbers), in n log n steps."""
    n = len(pairs)
    every = _pairs(n)
    ordered = sorted(pairs)
    tied_before = sum(_pairs(len(list(group))) for _, group in groupby(ordered, key=lambda one: one[0]))
    tied_both = sum(_pairs(len(list(group))) for _, group in groupby(ordered))
    tied_after = sum(_pairs(len(list(group))) for _, group in groupby(sorted(after for _, after in pairs)))
    discordant = inversions([after for _, after in ordered])
    concordant = every - tied_before - tied_after + tied_both - discordant
    under = Fraction((every - tied_before) * (every - tied_after))
    tau = root(Fraction(concordant - discordant), under, PLACES)
    return Correlation(sheet, period, n, concordant, discordant, tied_before, tied_after, tau, _spearman(pairs))


def _pairs(n: int) -> int:
    return whole(n * (n - 1), 2)


def inversions(values: Sequence[int]) -> int:
    """How many pairs stand in falling order (equals do not count)."""
    count = 0
    runs: list[list[int]] = []
    for start in range(0, len(values), RUN):
        run: list[int] = []
        for value in values[start : start + RUN]:
            at = bisect_right(run, value)
            count += len(run) - at
            run.insert(at, value)
        runs.append(run)
    while len(runs) > 1:
        count += sum(_greater(left, right) for left, right in zip(runs[::2], runs[1::2], strict=False))
        runs = [sorted(runs[at] + (runs[at + 1] if at + 1 < len(runs) else [])) for at in range(0, len(runs), 2)]
    return count


def _greater(left: list[int], right: list[int]) -> int:
    """Of two rising runs: how many pairs have a greater one on the left."""
    found, at = 0, 0
    for value in right:
        at = bisect_right(left, value, at)
        found += len(left) - at
    return found


def _spearman(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    """Pearson's coefficient of the mean places. None where all of a side are equal."""
    before, after = (_places([pair[side] for pair in pairs]) for side in (0, 1))
    middle = len(pairs) + 1
    shared = sum((a - middle) * (b - middle) for a, b in zip(before, after, strict=True))
    spread = [sum((place - middle) ** 2 for place in side) for side in (before, after)]
    return root(Fraction(shared), Fraction(spread[0] * spread[1]), PLACES)


def _places(values: Sequence[int]) -> list[int]:
    """Twice the mean place of each value (1 = least), so that shared places stay whole numbers."""
    order = sorted(range(len(values)), key=lambda n: values[n])
    found = [0] * len(values)
    start = 0
    for _, group in groupby(order, key=lambda n: values[n]):
        members = list(group)
        for n in members:
            found[n] = 2 * start + len(members) + 1
        start += len(members)
    return found
