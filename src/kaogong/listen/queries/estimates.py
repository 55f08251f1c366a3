"""Estimates: how many to ask, how sure a share or a mean is, how weights and small numbers are dealt with.

Binary floats, and shown as estimates. What enters a score leaves here rounded by a declared rule and goes on exactly.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from statistics import NormalDist

NORMAL = NormalDist()
ROUNDS, NEAR = 200, 1e-9
"""Raking ends when no margin is off by more, or after so many rounds."""


def quantile(confidence: float) -> float:
    """The z of a two-sided confidence in per cent: 1.96 of 95."""
    return NORMAL.inv_cdf(0.5 + confidence / 200)


def sample_size(frame: int, error: float, confidence: float = 95, effect: float = 1) -> int:
    """How many answers estimate a share within ± `error` per cent, out of `frame` people (Cochran 1977, 4.2).

    Args:
        frame: how many there are.
        error: half the width of the interval, in percentage points.
        confidence: in per cent.
        effect: the design effect expected.
    """
    first = quantile(confidence) ** 2 * 0.25 / (error / 100) ** 2
    return min(frame, math.ceil(first / (1 + (first - 1) / frame) * effect - NEAR))


def wilson(share: float, number: float, confidence: float = 95) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927), also of a share estimated from so many effective answers."""
    if number <= 0:
        return 0.0, 1.0
    z = quantile(confidence)
    middle = share + z * z / (2 * number)
    half = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    whole = 1 + z * z / number
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def weight_effect(weights: Mapping[float, int]) -> float:
    """The design effect of unequal weights, 1 + CV² (Kish 1965, 11.7). Weights with how often each occurs."""
    number = sum(weights.values())
    total = sum(weight * many for weight, many in weights.items())
    squares = sum(weight * weight * many for weight, many in weights.items())
    return number * squares / (total * total) if total else 1.0


def rake(
    cells: Mapping[tuple[Hashable, ...], float], margins: Sequence[Mapping[Hashable, float]]
) -> dict[tuple[Hashable, ...], float]:
    """Cells scaled until they fit every margin (Deming and Stephan 1940). A value no margin names keeps its share."""
    held = {cell: float(number) for cell, number in cells.items() if number}
    for _round in range(ROUNDS):
        off = 0.0
        for place, margin in enumerate(margins):
            sums: dict[Hashable, float] = {}
            for cell, number in held.items():
                sums[cell[place]] = sums.get(cell[place], 0.0) + number
            scale = {key: margin[key] / number for key, number in sums.items() if margin.get(key) and number}
            off = max([off, *(abs(one - 1) for one in scale.values())])
            held = {cell: number * scale.get(cell[place], 1.0) for cell, number in held.items()}
        if off < NEAR:
            break
    return held


def trimmed(weights: Mapping[Hashable, float], numbers: Mapping[Hashable, int], most: float) -> dict[Hashable, float]:
    """Weights cut at so many times their mean; what is cut off is spread over the others."""
    held = dict(weights)
    total = sum(held[key] * numbers[key] for key in held)
    mean = total / max(1, sum(numbers[key] for key in held))
    top = mean * most
    cut = {key for key, weight in held.items() if weight > top}
    if not cut or len(cut) == len(held):
        return held
    rest = sum(held[key] * numbers[key] for key in held if key not in cut)
    scale = (total - sum(top * numbers[key] for key in cut)) / rest if rest else 1.0
    return {key: top if key in cut else weight * scale for key, weight in held.items()}


def shrunk(means: Sequence[float], variances: Sequence[float]) -> list[float]:
    """Means drawn towards their common mean, the less sure the more: empirical Bayes (Morris 1983).

    With equal variances this is the estimator of James and Stein towards the mean. Under four means nothing is drawn.
    """
    many = len(means)
    if many < 4:
        return list(means)
    spread = _spread(means, variances)
    weights = [1 / (one + spread) if one + spread else 0.0 for one in variances]
    whole = sum(weights)
    middle = sum(w * m for w, m in zip(weights, means, strict=True)) / whole if whole else sum(means) / many
    loss = [(many - 3) / (many - 1) * v / (v + spread) if v + spread else 0.0 for v in variances]
    return [middle + (1 - b) * (m - middle) for m, b in zip(means, loss, strict=True)]


def _spread(means: Sequence[float], variances: Sequence[float]) -> float:
    """How much the means differ beyond their own uncertainty, by moments, in rounds."""
    many, spread = len(means), 0.0
    for _round in range(ROUNDS):
        weights = [1 / (one + spread) if one + spread else 1.0 for one in variances]
        whole = sum(weights)
        middle = sum(w * m for w, m in zip(weights, means, strict=True)) / whole
        found = sum(
            w * (many / (many - 1) * (m - middle) ** 2 - v) for w, m, v in zip(weights, means, variances, strict=True)
        )
        fresh = max(0.0, found / whole)
        if abs(fresh - spread) < NEAR:
            return fresh
        spread = fresh
    return spread


def rank_ranges(means: Sequence[float], errors: Sequence[float], confidence: float = 95) -> list[tuple[int, int]]:
    """From which to which place each may stand: those surely better before it, those surely worse behind it.

    The differences of one from all others are tested together (Bonferroni), as in the marginal sets of Mogstad, Romano,
    Shaikh and Wilhelm (2023) with a normal bound in place of the bootstrap.
    """
    many = len(means)
    if many < 2:
        return [(1, many)] * many
    z = NORMAL.inv_cdf(1 - (1 - confidence / 100) / (2 * (many - 1)))
    found = []
    for place in range(many):
        bounds = [z * math.hypot(errors[place], errors[other]) for other in range(many)]
        better = sum(means[other] - means[place] > bounds[other] for other in range(many) if other != place)
        worse = sum(means[place] - means[other] > bounds[other] for other in range(many) if other != place)
        found.append((1 + better, many - worse))
    return found


def allocated(sizes: Mapping[int, int], number: int) -> dict[int, int]:
    """So many spread over parts by their sizes: each within one of its share, largest remainders first."""
    whole = sum(sizes.values())
    found = {key: number * size // whole for key, size in sizes.items()} if whole else dict.fromkeys(sizes, 0)
    rest = sorted(sizes, key=lambda key: (-(number * sizes[key] % whole), key)) if whole else []
    for key in rest[: number - sum(found.values())]:
        found[key] += 1
    return found
