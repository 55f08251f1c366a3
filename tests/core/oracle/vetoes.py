"""Which vetoes are in force for whom."""

from core.oracle import formulas, periods
from core.oracle.world import Spot, World
from kaogong.core.scheme.model import Item, Veto


def in_scope(world: World, veto: Veto, spot: Spot) -> bool:
    """Whether the veto is meant for this sheet and class."""
    class_id = world.subjects[spot.subject]["class"]
    return (not veto.sheets or spot.sheet in veto.sheets) and (not veto.classes or class_id in veto.classes)


def in_force(world: World, veto: Veto, spot: Spot) -> bool:
    """Whether the veto's condition holds in the period, or held in an earlier one it still lasts from."""
    return world.once(("veto", veto.id, spot), lambda: _in_force(world, veto, spot))  # type: ignore[no-any-return]


def _in_force(world: World, veto: Veto, spot: Spot) -> bool:
    if not in_scope(world, veto, spot):
        return False
    first = spot.period
    if veto.lasts == "year" or veto.years:
        year = periods.year_of(spot.every, spot.period) - max(veto.years, 1) + 1
        first = periods.parts("year", year, spot.every)[0]
    world.before_vetoes += 1
    try:
        return any(_met(world, veto, spot._replace(period=period)) for period in range(first, spot.period + 1))
    finally:
        world.before_vetoes -= 1


def _met(world: World, veto: Veto, spot: Spot) -> bool:
    there = world.present(spot.subject, spot.every, spot.period)
    return there and formulas.condition(world, veto.when, spot) is True


def item_is_zero(world: World, item: Item, spot: Spot) -> bool:
    """Whether some veto makes this item worth nothing in its period."""
    mine = [one for one in world.book.vetoes if one.effect == "item_zero" and one.item == item.id]
    return any(in_force(world, one, spot) for one in mine)


def effects(world: World, spot: Spot, effect: str) -> list[Veto]:
    """The vetoes of one effect in force."""
    return [one for one in world.book.vetoes if one.effect == effect and in_force(world, one, spot)]


def vetoed(world: World, spot: Spot) -> bool:
    """Under a veto that takes the subject out of the count of a quota."""
    bearing = ("total_zero", "grade_ceiling", "rank_last", "award_bar")
    return any(effects(world, spot, effect) for effect in bearing)
