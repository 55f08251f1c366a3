"""Methods that compare with others: rank, normalise."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from core.oracle import formulas, groups
from core.oracle.rounding import root
from core.oracle.world import Spot, World

Params = Mapping[str, Any]
Marks = Fraction | None
ZERO = Fraction(0)


def rank(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Points by place in the pool."""
    value = formulas.number(world, params["of"], spot)
    values = groups.values(world, params["of"], spot, params["within"])
    if value is None or not values or len(values) < params["minimum"]:
        return None
    high = (params["order"] == "high") == (params["count_from"] == "top")
    return points_of_place(params, groups.place(value, values, high, params["ties"]), len(values))


def points_of_place(params: Params, place: Fraction, count: int) -> Fraction:
    """The points of a place, by whichever of the four ways is written."""
    last = Fraction(params["last"])
    if params["points"] is not None:
        return groups.between_places(list(params["points"]), last, place)
    if params["first"] is not None:
        return max(params["first"] - params["step"] * (place - 1), last)
    if params["shares"] is not None:
        reached = [row["points"] for row in params["shares"] if place <= row["top"] * count]
        return Fraction(reached[0]) if reached else last
    best, worst = params["spread"]["best"], params["spread"]["worst"]
    return best if count == 1 else best - (best - worst) * (place - 1) / (count - 1)  # type: ignore[no-any-return]


def normalise(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Marks against the others of the pool."""
    value = formulas.number(world, params["of"], spot)
    everyone = groups.values(world, params["of"], spot, params["within"])
    if value is None or not everyone or len(everyone) < params["minimum"]:
        return None
    share = NORMALISE[params["by"]](world, params, full, spot, value, everyone)
    if share is UNDEFINED:
        kind, worth = params["zero"]
        return None if kind == "word" else Fraction(worth)
    return share  # type: ignore[no-any-return]


UNDEFINED = object()
"""The denominator is not above zero."""


def _over(full: Fraction, over: Fraction, under: Fraction) -> Any:
    return full * over / under if under > 0 else UNDEFINED


def _by_best(world: Any, params: Params, full: Fraction, spot: Any, value: Fraction, everyone: list[Fraction]) -> Any:
    high = params["order"] == "high"
    return _over(full, value, max(everyone)) if high else _over(full, min(everyone), value)


def _by_mean(world: Any, params: Params, full: Fraction, spot: Any, value: Fraction, everyone: list[Fraction]) -> Any:
    mean = sum(everyone, ZERO) / len(everyone)
    return _over(full, value, mean) if params["order"] == "high" else _over(full, mean, value)


def _by_range(world: Any, params: Params, full: Fraction, spot: Any, value: Fraction, everyone: list[Fraction]) -> Any:
    low, high = min(everyone), max(everyone)
    return _over(full, value - low if params["order"] == "high" else high - value, high - low)


def _efficacy(
    world: World, params: Params, full: Fraction, spot: Spot, value: Fraction, everyone: list[Fraction]
) -> Any:
    rising = params["order"] == "high"
    worst, best = (min(everyone), max(everyone)) if rising else (max(everyone), min(everyone))
    low = worst if params["low"] is None else formulas.number(world, params["low"], spot)
    high = best if params["high"] is None else formulas.number(world, params["high"], spot)
    if low is None or high is None:
        return None
    sign = 1 if rising else -1
    if sign * (high - low) <= 0:
        return UNDEFINED
    return full * (params["base"] + (100 - params["base"]) * (value - low) / (high - low)) / 100


def _t_score(world: Any, params: Params, full: Fraction, spot: Any, value: Fraction, everyone: list[Fraction]) -> Any:
    count = len(everyone)
    mean = sum(everyone, ZERO) / count
    variance = sum(((one - mean) ** 2 for one in everyone), ZERO) / count
    z = root(value - mean if params["order"] == "high" else mean - value, variance, params["places"])
    return UNDEFINED if z is None else full * (params["centre"] + params["spread"] * z) / 100


def _around_mean(
    world: Any, params: Params, full: Fraction, spot: Any, value: Fraction, everyone: list[Fraction]
) -> Any:
    sign = 1 if params["order"] == "high" else -1
    mean = sum(everyone, ZERO) / len(everyone)
    better, at_mean = sign * (value - mean), params["at_mean"]
    if better == 0:
        return at_mean
    each = params["each_above"] if better > 0 else params["each_below"]
    if each is not None:
        if params["relative"]:
            if mean <= 0:
                return UNDEFINED
            better /= mean
        return at_mean + better / params["step"] * each
    best = max(sign * (one - mean) for one in everyone)
    worst = min(sign * (one - mean) for one in everyone)
    end, reach = (full, best) if better > 0 else (params["least"], worst)
    return at_mean + (end - at_mean) * better / reach


NORMALISE: dict[str, Any] = {
    "max": _by_best,
    "mean": _by_mean,
    "min_max": _by_range,
    "efficacy": _efficacy,
    "t_score": _t_score,
    "around_mean": _around_mean,
}
