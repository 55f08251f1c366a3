"""Methods that read one value: ratio, linear, per_unit, bands, tiers, choice, checklist, imported, bundle."""

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from core.oracle import formulas, parser, periods
from core.oracle.rounding import round_to
from core.oracle.world import Spot, World

Params = Mapping[str, Any]
Marks = Fraction | None
ZERO = Fraction(0)


def ratio(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """full × value ÷ target (target ÷ value where lower is better), held between 0 and the greatest share."""
    value = formulas.number(world, params["of"], spot)
    target = _target(world, params, spot)
    if value is None or target is None:
        return None
    over, under = (value, target) if params["direction"] == "higher" else (target, value)
    if params["pass"] == "all":
        return full if over >= (params["from"] or 1) * under else ZERO
    if under <= 0:
        return {"missing": None, "full": full, "zero": ZERO}[params["zero_target"]]
    share = over / under
    if share < params["from"]:
        return ZERO
    share = max(share, ZERO)
    return full * (share if params["cap_at"] is None else min(share, params["cap_at"]))


def _target(world: World, params: Params, spot: Spot) -> Marks:
    if params["target"] is not None:
        return formulas.number(world, params["target"], spot)
    kind, given = params["against"]
    years = {"last_year": True} if kind == "word" else given
    tree = parser.parse(params["of"].text)
    step = 12 // periods.MONTHS[spot.every]

    def past(count: int) -> list[Marks]:
        found = [formulas.at_period(world, tree, spot, spot.period - step * back) for back in range(1, count + 1)]
        return [formulas.as_number(one) for one in found]

    baselines: list[Marks] = []
    if years.get("last_year"):
        baselines += past(1)
    for key, stat in (("mean_years", _mean), ("max_years", max), ("min_years", min)):
        if years.get(key):
            values = past(years[key])
            baselines.append(None if None in values else stat(values))  # type: ignore[operator]
    known = [one for one in baselines if one is not None]
    if len(known) < len(baselines):
        return None
    return min(known) if params["pick"] == "lower" else max(known)


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, ZERO) / len(values)


def linear(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Straight lines between points."""
    value = formulas.number(world, params["of"], spot)
    points = sorted(params["points"])
    if value is None:
        return None
    outside = value < points[0][0] or value > points[-1][0]
    if outside and params["outside"] == "missing":
        return None
    if outside and (params["outside"] == "hold" or len(points) == 1):
        return Fraction(points[0][1] if value < points[0][0] else points[-1][1])
    if len(points) == 1:
        return Fraction(points[0][1])
    pairs = list(itertools.pairwise(points))
    (x0, y0), (x1, y1) = next((pair for pair in pairs if value <= pair[1][0]), pairs[-1])
    return Fraction(y0 + (y1 - y0) * (value - x0) / (x1 - x0))


def stepped(amount: Fraction, each: Fraction, row: Params) -> Fraction:
    """Marks for an amount that is not negative."""
    steps = amount / row["step"]
    if row["whole_steps"]:
        steps = round_to(steps, 0, "up" if row["part_step"] == "count" else "down")
    return steps * each


def word_or_number(given: tuple[str, Any], full: Fraction) -> Fraction:
    """`full`, or a number."""
    return full if given[0] == "word" else Fraction(given[1])


def per_unit(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """From the start, so many marks for each step beyond the line."""
    value, line = (formulas.number(world, params[name], spot) for name in ("of", "line"))
    if value is None or line is None:
        return None
    beyond = {"above": max(value - line, ZERO), "below": max(line - value, ZERO), "both": abs(value - line)}
    marks = stepped(beyond[params["beyond"]], params["each"], params)
    deduct = params["mode"] == "deduct"
    start = full if deduct else ZERO
    if params["start"] is not None:
        start = word_or_number(params["start"], full)
    return start - marks if deduct else start + marks


def bands(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """The tail above, then the first band that holds the value, then the tail below."""
    value = formulas.number(world, params["of"], spot)
    if value is None:
        return None
    above, below, table = params["above"], params["below"], params["table"]
    if above and value > above["from"]:
        start = above["start"] if above["start"] is not None else _end(table, 1)["marks"]
        return Fraction(start + stepped(value - above["from"], above["each"], above))
    for row in table:
        if _inside(value, row):
            return Fraction(row["marks"])
    if not below:
        return None
    start = below["start"] if below["start"] is not None else _end(table, -1)["marks"]
    return Fraction(start - stepped(max(below["from"] - value, ZERO), below["each"], below))


def _end(table: Any, side: int) -> Params:
    """The band at one end: the first that holds whatever lies far out, else the one that reaches furthest."""
    bound = _high if side > 0 else _low
    far_out = [row for row in table if bound(row) is None]
    return far_out[0] if far_out else max(table, key=lambda row: side * bound(row))  # type: ignore[operator]


def _inside(value: Fraction, row: Params) -> bool:
    return (
        (row["from"] is None or value >= row["from"])
        and (row["above"] is None or value > row["above"])
        and (row["to"] is None or value < row["to"])
        and (row["through"] is None or value <= row["through"])
    )


def _low(row: Params) -> Marks:
    return row["from"] if row["from"] is not None else row["above"]  # type: ignore[no-any-return]


def _high(row: Params) -> Marks:
    return row["to"] if row["to"] is not None else row["through"]  # type: ignore[no-any-return]


def tiers(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Each part of the value at its own rate."""
    value = formulas.number(world, params["of"], spot)
    if value is None:
        return None
    low, marks = params["from"], ZERO
    for row in params["table"]:
        high = value if row["to"] is None else min(value, row["to"])
        marks += max(high - low, ZERO) / row["step"] * row["each"]
        low = low if row["to"] is None else max(low, row["to"])
    return marks


def choice(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """The points of the option."""
    option = formulas.fact(world, params["of"], spot)
    if option is None:
        return None
    if params["points"] is not None:
        found = params["points"].get(str(option))
        return None if found is None else Fraction(found)
    first = full if params["first"] is None else params["first"]
    return Fraction(first - params["gap"] * world.book.facts[params["of"]].options.index(str(option)))


def checklist(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """The parts that are true, added or taken."""
    found = {name: formulas.fact(world, name, spot) for name in params["parts"]}
    if None in found.values():
        return None
    marks = sum((params["parts"][name] for name, true in found.items() if true), ZERO)
    return marks if params["mode"] == "add" else full - marks


def imported(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """A result of another scale brought to full marks."""
    value = formulas.number(world, params["of"], spot)
    kind, scale = params["from"]
    low, high = (ZERO, scale) if kind == "top" else scale
    if value is None:
        return None
    found = full * (value - low) / (high - low)
    return found if params["places"] is None else round_to(found, params["places"])


def bundle(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Full marks when every need is met, and so much for each extra."""
    counts = {kind: formulas.number(world, formula, spot) for kind, formula in params["counts"].items()}
    known = {kind: count for kind, count in counts.items() if count is not None}
    if len(known) < len(counts):
        return None
    need = {kind: params["need"].get(kind, ZERO) for kind in known}
    lacking = {kind: wanted - known[kind] for kind, wanted in params["need"].items() if known[kind] < wanted}
    if lacking and params["short"] == "zero":
        return ZERO
    if lacking:
        each = params["short_each"] or {}
        return max(full - sum((each.get(kind, ZERO) * by for kind, by in lacking.items()), ZERO), ZERO)
    each = params["extra_each"] or {}
    extra = sum((each.get(kind, ZERO) * max(count - need[kind], ZERO) for kind, count in known.items()), ZERO)
    return full + (extra if params["extra_cap"] is None else min(extra, params["extra_cap"]))


def formula(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """The value of the expression."""
    return formulas.number(world, params["formula"], spot)


def fixed(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Always so many."""
    return word_or_number(params["marks"], full)
