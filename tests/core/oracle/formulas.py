"""What a formula is worth for one subject in one period.

Numbers are fractions, conditions booleans, classes and choices text; nothing (None) is missing. A missing operand makes
the result missing, except in `present`, in the branch of an `if` that is not taken, and in `and`/`or` that the other
side decides.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from core.oracle import grading, items, parser, periods
from core.oracle.rounding import round_to
from core.oracle.world import Spot, Value, World
from kaogong.core.scheme.formula import Formula


def value(world: World, formula: Formula | str, spot: Spot) -> Value:
    """The value of a formula."""
    text = formula if isinstance(formula, str) else formula.text
    tree = world.once(("parsed", text), lambda: parser.parse(text))
    return evaluate(world, tree, spot)


def number(world: World, formula: Formula | str, spot: Spot) -> Fraction | None:
    """The value of a formula that is a number (a boolean counts 1 or 0)."""
    return as_number(value(world, formula, spot))


def condition(world: World, formula: Formula | str, spot: Spot) -> bool | None:
    """Whether a condition is met; nothing when that cannot be said."""
    found = value(world, formula, spot)
    return None if found is None else bool(found)


def as_number(found: Value) -> Fraction | None:
    """A boolean as 1 or 0."""
    assert not isinstance(found, str), found
    return Fraction(found) if isinstance(found, bool) else found


def evaluate(world: World, tree: Any, spot: Spot) -> Value:
    """The value of a parsed formula."""
    kind = tree[0]
    if kind in {"num", "text"}:
        return tree[1]  # type: ignore[no-any-return]
    if kind == "name":
        return name(world, tree[1], spot)
    if kind == "call":
        return FUNCTIONS[tree[1]](world, tree[2], spot)
    if kind == "divide":
        over, under = (as_number(evaluate(world, one, spot)) for one in tree[2:])
        return tree[1] if over is not None and under == 0 else arithmetic("/", over, under)
    operands = [evaluate(world, one, spot) for one in tree[1:]]
    if kind in {"and", "or"}:
        decided = kind == "or"
        if any(one is not None and bool(one) is decided for one in operands):
            return decided
        return None if None in operands else not decided
    if None in operands:
        return None
    if kind == "not":
        return not operands[0]
    if kind in COMPARE:
        left, right = operands
        if isinstance(left, str) != isinstance(right, str):
            raise TypeError(f"{left!r} {kind} {right!r}")
        return bool(COMPARE[kind](left, right))
    return arithmetic(kind, *[as_number(one) for one in operands])


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def arithmetic(kind: str, left: Fraction | None, right: Fraction | None = Fraction(0)) -> Fraction | None:
    """+ - * / and the sign. Division by zero is missing."""
    if left is None or right is None:
        return None
    if kind == "/":
        return left / right if right else None
    return {"neg": -left, "+": left + right, "-": left - right, "*": left * right}[kind]


RESULTS = {"总分": "total", "等次": "grade", "位次": "rank"}


def name(world: World, word: str, spot: Spot) -> Value:
    """The value behind a name: item, fact, derived fact, attribute, or result."""
    item = world.item(spot.sheet, word)
    root = world.book.sheets[spot.sheet].root if spot.sheet else None
    if item is not None and item is not root:
        return items.read(world, item, spot)
    if word in {"class", "类别"}:
        return world.attribute(spot.subject, "class")
    if word in {"group", "组别"}:
        return world.key(spot.sheet, spot.subject, "group")
    declared = _declared(world, word)
    if declared:
        kind, ident = declared
        if kind == "fact":
            return fact(world, ident, spot)
        if kind == "derived":
            return derived(world, ident, spot)
        return world.attribute(spot.subject, ident)
    if word in world.book.settings:
        return Fraction(str(world.book.settings[word].value))
    result = RESULTS.get(word, word)
    if result == "total" or item is not None:
        return grading.reading_total(world, spot)
    return {"grade": grading.grade_of, "rank": grading.place_of}[result](world, spot)  # type: ignore[no-any-return]


def _declared(world: World, word: str) -> tuple[str, str] | None:
    book = world.book
    shelves = (("fact", book.facts), ("derived", book.derived), ("attribute", book.attributes))
    for kind, shelf in shelves:
        for ident, one in shelf.items():
            if word in {ident, one.name.zh}:
                return kind, ident
    return None


def fact(world: World, ident: str, spot: Spot) -> Value:
    """A fact read in a period: as it is, or over the shorter periods it was reported for, or from the longer one."""
    declared = world.book.facts[ident]
    if periods.MONTHS[declared.every] >= periods.MONTHS[spot.every]:
        around = periods.containing(spot.every, spot.period, declared.every)
        return world.values.get((spot.subject, ident, around))
    found = [world.values.get((spot.subject, ident, part)) for part in world.scored(spot, declared.every)]
    there = [one for one in found if one is not None]
    if not there or (declared.over == "sum" and None in found):
        return None
    if declared.over == "last":
        return there[-1]
    numbers = [as_number(one) or Fraction(0) for one in there]
    return {
        "sum": lambda: sum(numbers, Fraction(0)),
        "mean": lambda: sum(numbers, Fraction(0)) / len(numbers),
        "max": lambda: max(numbers),
        "min": lambda: min(numbers),
    }[declared.over]()


def derived(world: World, ident: str, spot: Spot) -> Value:
    """A derived fact; its `zero_denominator` is what each division by zero in it is worth."""
    declared = world.book.derived[ident]
    return evaluate(world, _when_zero(parser.parse(declared.formula.text), declared.zero_denominator), spot)


def _when_zero(tree: Any, worth: Fraction | None) -> Any:
    if tree[0] in {"num", "text", "name"}:
        return tree
    if tree[0] == "call":
        return ("call", tree[1], [_when_zero(one, worth) for one in tree[2]])
    operands = [_when_zero(one, worth) for one in tree[1:]]
    return ("divide", worth, *operands) if tree[0] == "/" else (tree[0], *operands)


# --- functions --------------------------------------------------------------------------------------------------------


def _strict(work: Callable[..., Value]) -> Callable[[World, Any, Spot], Value]:
    def call(world: World, arguments: Any, spot: Spot) -> Value:
        found = [as_number(evaluate(world, one, spot)) for one in arguments]
        return None if None in found else work(*found)

    return call


def _if(world: World, arguments: Any, spot: Spot) -> Value:
    met = evaluate(world, arguments[0], spot)
    if met is None:
        return None
    return evaluate(world, arguments[1 if met else 2], spot)


def _previous(world: World, arguments: Any, spot: Spot) -> Value:
    return at_period(world, arguments[0], spot, spot.period - 1)


def _last_year(world: World, arguments: Any, spot: Spot) -> Value:
    return at_period(world, arguments[0], spot, spot.period - 12 // periods.MONTHS[spot.every])


def _rolling(world: World, arguments: Any, spot: Spot) -> list[Fraction | None]:
    periods = evaluate(world, arguments[1], spot)
    assert isinstance(periods, Fraction)
    back = [at_period(world, arguments[0], spot, spot.period - one) for one in range(1, int(periods))]
    return [as_number(one) for one in (evaluate(world, arguments[0], spot), *back)]


def _rolling_sum(world: World, arguments: Any, spot: Spot) -> Value:
    found = [one for one in _rolling(world, arguments, spot) if one is not None]
    return sum(found, Fraction(0)) if len(found) == evaluate(world, arguments[1], spot) else None


def _rolling_mean(world: World, arguments: Any, spot: Spot) -> Value:
    found = [one for one in _rolling(world, arguments, spot) if one is not None]
    return sum(found, Fraction(0)) / len(found) if found else None


def at_period(world: World, tree: Any, spot: Spot, period: int) -> Value:
    """A formula in another period of the same length; missing where the subject was not there."""
    if not world.present(spot.subject, spot.every, period):
        return None
    return evaluate(world, tree, spot._replace(period=period))


def _group(stat: Callable[[list[Fraction]], Value]) -> Callable[[World, Any, Spot], Value]:
    def call(world: World, arguments: Any, spot: Spot) -> Value:
        return stat(group_values(world, arguments[0], spot, "group"))

    return call


def group_values(world: World, tree: Any, spot: Spot, within: str) -> list[Fraction]:
    """The values of a formula over the pool, of those that have one."""
    everyone = world.pool(spot, within)
    found = [as_number(evaluate(world, tree, spot._replace(subject=one))) for one in everyone]
    return [one for one in found if one is not None]


def _count(world: World, arguments: Any, spot: Spot) -> Value:
    return Fraction(len(_events(world, arguments, spot)))


def _quantity(world: World, arguments: Any, spot: Spot) -> Value:
    return sum((event.quantity for event in _events(world, arguments, spot)), Fraction(0))


def _events(world: World, arguments: Any, spot: Spot) -> list[Any]:
    ledger, *kind = [argument[1] for argument in arguments]
    found = items.events_of(world, ledger, spot.subject, spot)
    return [event for event in found if not kind or event.kind == kind[0]]


def _history(what: str) -> Callable[[World, Any, Spot], Value]:
    def call(world: World, arguments: Any, spot: Spot) -> Value:
        years = evaluate(world, arguments[0], spot)
        assert isinstance(years, Fraction)
        row = grading.history_row(world, spot, int(years))
        found = row.get(what) if row else None
        return None if found is None else Fraction(str(found))

    return call


def _streak(world: World, arguments: Any, spot: Spot) -> Value:
    return Fraction(grading.streak(world, spot, {argument[1] for argument in arguments}))


def _graded_years(world: World, arguments: Any, spot: Spot) -> Value:
    years = evaluate(world, arguments[0], spot)
    assert isinstance(years, Fraction)
    return Fraction(grading.graded_years(world, spot, int(years), {one[1] for one in arguments[1:]}))


def _times_graded(world: World, arguments: Any, spot: Spot) -> Value:
    return Fraction(grading.times_graded(world, spot, arguments[0][1], {one[1] for one in arguments[1:]}))


FUNCTIONS: dict[str, Callable[[World, Any, Spot], Value]] = {
    "min": _strict(lambda *all_of: min(all_of)),
    "max": _strict(lambda *all_of: max(all_of)),
    "abs": _strict(abs),
    "round": _strict(lambda x, places=Fraction(0): round_to(x, int(places))),
    "whole": _strict(lambda x: round_to(x, 0, "down")),
    "if": _if,
    "present": lambda world, arguments, spot: evaluate(world, arguments[0], spot) is not None,
    "previous": _previous,
    "last_year": _last_year,
    "rolling_sum": _rolling_sum,
    "rolling_mean": _rolling_mean,
    "group_max": _group(lambda found: max(found, default=None)),
    "group_min": _group(lambda found: min(found, default=None)),
    "group_sum": _group(lambda found: sum(found, Fraction(0)) if found else None),
    "group_mean": _group(lambda found: sum(found, Fraction(0)) / len(found) if found else None),
    "group_count": _group(lambda found: Fraction(len(found))),
    "count": _count,
    "quantity": _quantity,
    "history_score": _history("score"),
    "history_rank": _history("rank"),
    "streak": _streak,
    "graded_years": _graded_years,
    "times_graded": _times_graded,
}
