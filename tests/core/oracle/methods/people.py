"""Methods about what people said and decided: rating, survey, manual; and about time: improve, timely; and linked."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from core.oracle import formulas, grading, items, parser, periods
from core.oracle.methods.values import stepped, word_or_number
from core.oracle.world import Spot, World

Params = Mapping[str, Any]
Marks = Fraction | None
ZERO = Fraction(0)


def rating(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Σ weight × mean ballot of each rater group, × full ÷ out_of."""
    means = {group: group_mean(world, params, group, spot) for group in params["groups"]}
    index = weighted(params["groups"], means, params["absent"])
    return None if index is None else index * full / params["out_of"]


def weighted(weights: Mapping[str, Fraction], found: Mapping[str, Marks], absent: str) -> Marks:
    """Σ weight × value; those without a value refuse, leave their weight to the others, or count zero."""
    there = {name: value for name, value in found.items() if value is not None}
    if absent == "zero":
        return sum((weights[name] * value for name, value in there.items()), ZERO)
    if not there or (absent == "refuse" and len(there) < len(found)):
        return None
    total = sum((weights[name] * value for name, value in there.items()), ZERO)
    present = sum((weights[name] for name in there), ZERO)
    return total / present * sum(weights.values()) if present else None


def group_mean(world: World, params: Params, group: str, spot: Spot) -> Marks:
    """The mean ballot of one group, after trimming; nothing without enough ballots."""
    mine = [row for row in world.ratings if _is_mine(world, row, params, group, spot)]
    ballots = sorted(row["value"] for row in mine if row["valid"])
    least = max((params["minimum"] or {}).get(group, 1), 1)
    if len(ballots) < least:
        return None
    kept = trimmed(ballots, params["trim"])
    under = len(mine) if params["denominator"] == "issued" else len(kept)
    return sum(kept, ZERO) / under if under else None


def _is_mine(world: World, row: Mapping[str, Any], params: Params, group: str, spot: Spot) -> bool:
    asked = (params["ratings"], params["question"] or "", group, spot.subject)
    given = (row["ratings"], row["question"], row["group"], row["subject"])
    return asked == given and periods.containing("month", row["month"], spot.every) == spot.period


def trimmed(ballots: list[Fraction], trim: Params | None) -> list[Fraction]:
    """The ballots left after dropping the highest and the lowest."""
    if not trim:
        return ballots
    ends = int(trim["share"] * len(ballots))
    high, low = trim["highest"] + ends, trim["lowest"] + ends
    start = trim["from"] if trim["from"] is not None else trim["highest"] + trim["lowest"] + 1
    if len(ballots) < start:
        return ballots
    return ballots[low : len(ballots) - high]


def survey(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """The satisfaction index, drawn towards a prior where declared, × full ÷ out_of."""
    index, sample = survey_index(world, params, spot), _sample(world, params, spot)
    if index is None:
        return None
    shrink = params["shrink"]
    small = False
    if (params["minimum"] or shrink) and sample is None:
        return None
    if params["minimum"]:
        small = sample < params["minimum"]
        if small and params["below_minimum"] == "missing":
            return None
    if shrink and (small or params["below_minimum"] != "shrink"):
        prior = _prior(world, params, spot)
        if sample is None or prior is None or sample + shrink["k"] == 0:
            return None
        index = (sample * index + shrink["k"] * prior) / (sample + shrink["k"])
    return index * full / params["out_of"]


def survey_index(world: World, params: Params, spot: Spot) -> Marks:
    """The index before shrinkage."""
    if params["groups"]:
        found = {name: formulas.number(world, row["of"], spot) for name, row in params["groups"].items()}
        return weighted({name: row["weight"] for name, row in params["groups"].items()}, found, params["absent"])
    answers = {name: formulas.number(world, name, spot) for name in params["options"]}
    valid = _sample(world, params, spot)
    if None in answers.values() or valid is None or valid <= 0:
        return None
    points = (params["options"][name] * (count or ZERO) for name, count in answers.items())
    return sum(points, ZERO) / valid


def _sample(world: World, params: Params, spot: Spot) -> Marks:
    if params["valid"] is not None:
        return formulas.number(world, params["valid"], spot)
    answers = [formulas.number(world, name, spot) for name in params["options"] or ()]
    known = [one for one in answers if one is not None]
    return sum(known, ZERO) if known and len(known) == len(answers) else None


def _prior(world: World, params: Params, spot: Spot) -> Marks:
    kind, worth = params["shrink"]["to"]
    if kind == "number":
        return Fraction(worth)
    pool = [spot._replace(subject=one) for one in world.pool(spot, params["within"])]
    found = [index for one in pool if (index := survey_index(world, params, one)) is not None]
    return sum(found, ZERO) / len(found) if found else None


def manual(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """The marks given, if they are within the range and on a step."""
    value = formulas.as_number(formulas.fact(world, params["of"], spot))
    low, high = params["range"] or (ZERO, full)
    if value is None or not low <= value <= high:
        return None
    off_step = params["step"] is not None and ((value - low) / params["step"]).denominator != 1
    return None if off_step else value


def improve(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Against one's own past."""
    now = formulas.number(world, params["now"], spot)
    before = _before(world, params, spot)
    if now is None or before is None:
        return None
    lower = params["direction"] == "lower" or params["by"] == "places"
    better = before - now if lower else now - before
    under = {
        "rate": before,
        "gap_closed": before - params["best"] if lower else params["best"] - before,
    }.get(params["by"], Fraction(1))
    if under <= 0:
        return {"missing": None, "full": full, "zero": ZERO}[params["zero"]]
    better /= under
    start = params["start"]
    if params["each"] is not None:
        return Fraction(start + stepped(better, params["each"], params))
    full_at = Fraction(1) if params["full_at"] is None else params["full_at"]
    return Fraction(start + (full - start) * better / full_at)


def _before(world: World, params: Params, spot: Spot) -> Marks:
    if params["before"] is not None:
        return formulas.number(world, params["before"], spot)
    year = spot.period - 12 // periods.MONTHS[spot.every]
    return formulas.as_number(formulas.at_period(world, parser.parse(params["now"].text), spot, year))


def timely(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Marks by days late or early."""
    done, due = formulas.number(world, params["done"], spot), _due(world, params["due"], spot)
    if due is None:
        return None
    if done is None:
        return ZERO if params["not_done"] == "zero" else None
    late = Fraction(periods.days_between(int(due), int(done), params["days"] == "working"))
    marks = word_or_number(params["start"], full)
    if late > params["free"] and params["late_each"] is not None:
        return marks - stepped(late - params["free"], params["late_each"], params)
    if late < 0 and params["early_each"] is not None:
        bonus = stepped(-late, params["early_each"], params)
        return marks + (bonus if params["early_cap"] is None else min(bonus, params["early_cap"]))
    return marks


def _due(world: World, due: tuple[str, Any], spot: Spot) -> Marks:
    kind, given = due
    if kind == "date":
        return formulas.number(world, given, spot)
    if given["after_period"] is not None:
        last = periods.last_day(spot.every, spot.period)
        return Fraction(periods.day_number(last + timedelta(days=given["after_period"])))
    year = periods.year_of(spot.every, spot.period) + given["year"]
    return Fraction(periods.day_number(date(year, given["month"], given["day"])))


def linked(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """Results of linked subjects, or a share of what they lost."""
    rows = world.linked(params["link"], spot.subject, params["direction"])
    if not rows:
        return {"missing": None, "full": full, "zero": ZERO}[params["none"]]
    found = [(share, result(world, params["of"], spot, one)) for one, share in rows]
    there = [(share, value) for share, value in found if value is not None]
    if not there or (len(there) < len(found) and params["absent"] == "refuse"):
        return None
    if params["mode"] == "loss":
        there = [(share, params["from"] - value) for share, value in there]
    values = [value for _, value in there]
    if params["by"] == "one" and len(values) != 1:
        return None
    combined = {
        "mean": lambda: sum(values, ZERO) / len(values),
        "sum": lambda: sum(values, ZERO),
        "min": lambda: min(values),
        "max": lambda: max(values),
        "one": lambda: values[0],
        "weighted": lambda: sum((share * value for share, value in there), ZERO),
    }[params["by"]]()
    marks = Fraction(params["share"] * combined)
    if params["mode"] == "loss":
        return word_or_number(params["start"], full) - marks
    return marks if params["from"] is None else marks * full / params["from"]


def result(world: World, of: tuple[str, str], spot: Spot, subject: str) -> Marks:
    """A linked subject's result in the same period: an item exact, `total` as published."""
    sheet, name = of
    there = Spot(sheet, subject, spot.every, spot.period)
    if not world.on_sheet(sheet, subject) or not world.present(subject, spot.every, spot.period):
        return None
    if name == "total":
        return grading.total(world, there)
    item = world.item(sheet, name)
    assert item is not None
    return items.read(world, item, there)
