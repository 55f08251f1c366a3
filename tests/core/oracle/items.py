"""What an item is worth: method or combination, then what happens to it on the way up, then its place in the parent."""

from fractions import Fraction

from core.oracle import formulas, methods, periods, vetoes
from core.oracle.rounding import round_to
from core.oracle.world import Event, Spot, World
from kaogong.core.scheme.model import Item

STRICT = ("refuse", "exclude", "rescale", "peer_mean", "zero", "full")
"""Missing-value policies; of facts that disagree the first found here counts."""
LEAVING = ("exclude", "rescale")
"""Policies that take the item out of its parent."""


def events_of(world: World, ledger: str, subject: str, spot: Spot) -> list[Event]:
    """The confirmed events of a ledger for a subject that are dated in the period, by date and id."""
    start, end = world.book.effective_from, world.book.effective_to
    found = [
        event
        for event in world.events
        if (event.ledger, event.subject) == (ledger, subject)
        and periods.of_day(event.day, spot.every) == spot.period
        and (start is None or event.day >= start)
        and (end is None or event.day <= end)
    ]
    return sorted(found, key=lambda event: (event.day, event.id))


# --- one item in its own period ---------------------------------------------------------------------------------------


def final(world: World, item: Item, spot: Spot) -> Fraction | None:
    """The item as everyone reads it: after policies and vetoes."""
    return world.once(("final", item.id, spot), lambda: _final(world, item, spot))  # type: ignore[no-any-return]


def _final(world: World, item: Item, spot: Spot) -> Fraction | None:
    found = settled(world, item, spot)
    if found is not None and vetoes.item_is_zero(world, item, spot):
        return Fraction(0)
    return found


def settled(world: World, item: Item, spot: Spot) -> Fraction | None:
    """The item before vetoes: its own value, or what a policy puts in its place; then its switch."""
    if out(world, item, spot):
        return None
    if item.only_if is not None:
        switch = formulas.condition(world, item.only_if, spot)
        if not switch:
            return None if switch is None else item.otherwise
    found = own(world, item, spot)
    if found is not None:
        return found
    suits = applicable(world, item, spot)
    if suits is None:
        return None
    policy = policy_of(world, item) if suits else item.not_applicable
    if policy == "zero":
        return Fraction(0)
    if policy == "full":
        return full_marks(item)
    return peer_mean(world, item, spot) if policy == "peer_mean" else None


def out(world: World, item: Item, spot: Spot) -> str:
    """`exclude` or `rescale` when the item takes no part in its own period; else nothing."""
    return world.once(("out", item.id, spot), lambda: _out(world, item, spot))  # type: ignore[no-any-return]


def _out(world: World, item: Item, spot: Spot) -> str:
    suits = applicable(world, item, spot)
    if suits is None:
        return ""
    if not suits:
        return item.not_applicable if item.not_applicable in LEAVING else ""
    outs = _parts_out(world, item, spot)
    if outs and all(outs) and item.missing != "refuse":
        return "rescale" if "rescale" in outs else "exclude"
    policy = policy_of(world, item)
    return policy if policy in LEAVING and own(world, item, spot) is None else ""


def _parts_out(world: World, item: Item, spot: Spot) -> list[str]:
    """Whether and how each `score` part of a heading is left out."""
    return [left_out(world, one, spot) for one in item.items if one.role == "score"]


def own(world: World, item: Item, spot: Spot) -> Fraction | None:
    """What the item earns by its own facts; nothing when it does not apply or something is missing."""
    return world.once(("own", item.id, spot), lambda: _own(world, item, spot))  # type: ignore[no-any-return]


def _own(world: World, item: Item, spot: Spot) -> Fraction | None:
    outs = _parts_out(world, item, spot)
    if not applicable(world, item, spot) or (outs and all(outs)):
        return None
    found = methods.marks(world, item, spot) if item.method else combined(world, item, spot)
    return None if found is None else treated(world, item, spot, found)


def treated(world: World, item: Item, spot: Spot, found: Fraction) -> Fraction | None:
    """times → rescale → floor and cap → last year's share → round."""
    if item.times is not None:
        factor = formulas.number(world, item.times, spot)
        if factor is None:
            return None
        found *= factor
    if item.rescale is not None:
        before, after = item.rescale
        found = found * after / before
    floor, cap = limits(item)
    found = found if floor is None else max(found, floor)
    found = found if cap is None else min(found, cap)
    sheet = world.book.sheets[spot.sheet]
    if item is sheet.root and sheet.carry_share is not None and sheet.carry_of is not None:
        earlier = formulas.number(world, sheet.carry_of, spot)
        if earlier is None:
            return None
        found = sheet.carry_share * earlier + (1 - sheet.carry_share) * found
    return found if item.round is None else round_to(found, item.round.places, item.round.mode)


def limits(item: Item) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap: as written, else what the language gives."""
    floor, cap = methods.default_limits(item) if item.method else (None, None)
    return (
        item.floor if "floor" in item.limits_written else floor,
        item.cap if "cap" in item.limits_written else cap,
    )


def full_marks(item: Item) -> Fraction:
    """Full marks: as written, 100 for a weighted item, the sum of the parts for a heading, else 0."""
    if item.full is not None:
        return item.full
    if item.weight is not None:
        return Fraction(100)
    return sum((full_marks(one) for one in item.items if one.role == "score"), Fraction(0))


def applicable(world: World, item: Item, spot: Spot) -> bool | None:
    """Whether the item is for this subject; nothing when that cannot be decided."""
    if item.applies_classes and world.attribute(spot.subject, "class") not in item.applies_classes:
        return False
    return True if item.applies is None else formulas.condition(world, item.applies, spot)


def policy_of(world: World, item: Item) -> str:
    """What happens when the item has no value: as written, else the strictest policy of the facts the method reads."""
    if item.missing:
        return item.missing
    read_facts = methods.facts_read(world, item) if item.method else set()
    found = {world.book.facts[one].missing for one in read_facts}
    return next((one for one in STRICT if one in found), "refuse")


def peer_mean(world: World, item: Item, spot: Spot) -> Fraction | None:
    """The mean of the item over the subjects of the same class and period that earned a score of their own."""
    found = [own(world, item, spot._replace(subject=one)) for one in world.pool(spot, "class")]
    scores = [one for one in found if one is not None]
    return sum(scores, Fraction(0)) / len(scores) if scores else None


# --- read by a parent or by a formula ---------------------------------------------------------------------------------


def read(world: World, item: Item, spot: Spot) -> Fraction | None:
    """The item in the period of whoever reads it: rolled up when its own period is shorter."""
    if periods.MONTHS[item.every] >= periods.MONTHS[spot.every]:
        around = periods.containing(spot.every, spot.period, item.every)
        return final(world, item, spot._replace(every=item.every, period=around))
    counted = _counted(world, item, spot)
    found = [(index, final(world, item, one)) for index, one in counted]
    scored = [(index, value) for index, value in found if value is not None]
    rollup = item.rollup
    assert rollup is not None, item.id
    if not scored or (len(scored) < len(found) and rollup.missing == "refuse"):
        return None
    values = [value for _, value in scored]
    if rollup.by == "weights":
        weights = [rollup.weights[index] for index, _ in scored]
        total = sum((weight * value for weight, value in zip(weights, values, strict=True)), Fraction(0))
        return total * sum(rollup.weights) / sum(weights) if sum(weights) else None
    best = sorted(values, reverse=True)[: rollup.best]
    return {
        "mean": lambda: sum(values, Fraction(0)) / len(values),
        "sum": lambda: sum(values, Fraction(0)),
        "last": lambda: values[-1],
        "best": lambda: sum(best, Fraction(0)) / len(best),
        "max": lambda: max(values),
        "min": lambda: min(values),
    }[rollup.by]()


def _counted(world: World, item: Item, spot: Spot) -> list[tuple[int, Spot]]:
    """The shorter periods that count: scored, the subject there, the item not left out."""
    first = periods.parts(spot.every, spot.period, item.every)[0]
    spots = [spot._replace(every=item.every, period=period) for period in world.scored(spot, item.every)]
    return [(one.period - first, one) for one in spots if not out(world, item, one)]


def left_out(world: World, item: Item, spot: Spot) -> str:
    """`exclude` or `rescale` when the item takes no part in its parent in this period; else nothing."""
    if periods.MONTHS[item.every] >= periods.MONTHS[spot.every]:
        return out(world, item, spot)
    there = world.scored(spot, item.every)
    outs = [out(world, item, spot._replace(every=item.every, period=period)) for period in there]
    if not outs or not all(outs):
        return ""
    return "rescale" if "rescale" in outs else "exclude"


# --- headings ---------------------------------------------------------------------------------------------------------


def combined(world: World, item: Item, spot: Spot) -> Fraction | None:
    """A heading's children together."""
    if item.combine == "formula":
        assert item.formula
        return formulas.number(world, item.formula, spot)
    outs = {child.id: left_out(world, child, spot) for child in item.items}
    kept = [child for child in item.items if not outs[child.id]]
    values = {child.id: read(world, child, spot) for child in kept}
    if None in values.values():
        return None
    scores = {name: value for name, value in values.items() if value is not None}
    if item.combine == "product":
        product = Fraction(1)
        for value in scores.values():
            product *= value
        return product
    share = _weight if item.combine == "weighted" else _one
    size = _weight if item.combine == "weighted" else full_marks
    parts = [child for child in item.items if child.role == "score"]
    here = sum((size(child) for child in parts if not outs[child.id]), Fraction(0))
    gone = sum((size(child) for child in parts if outs[child.id] == "rescale"), Fraction(0))
    scale = (here + gone) / here if here else Fraction(1)
    inside = sum((share(child) * scores[child.id] for child in kept if child.role == "score"), Fraction(0))
    outside = sum((share(child) * scores[child.id] for child in kept if child.role != "score"), Fraction(0))
    start = Fraction(0)
    if item.combine == "start":
        start = item.start if item.start is not None else full_marks(item)
    return start + scale * inside + outside


def _weight(item: Item) -> Fraction:
    return Fraction(1) if item.weight is None else item.weight


def _one(item: Item) -> Fraction:
    return Fraction(1)
