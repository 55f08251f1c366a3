"""The `events` method: marks for confirmed events."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from core.oracle import formulas, items
from core.oracle.methods.values import word_or_number
from core.oracle.world import Event, Spot, World

Params = Mapping[str, Any]
Marks = Fraction | None
ZERO = Fraction(0)


def events(world: World, params: Params, full: Fraction, spot: Spot) -> Marks:
    """deduct: start − Σ; add, signed: Σ."""
    special = {"full": full, "zero": ZERO, "missing": None}
    if params["assigned"] is not None:
        assigned = formulas.number(world, params["assigned"], spot)
        if assigned is None:
            return None
        if assigned == 0:
            return special[params["none_assigned"]]
    subjects, factor = [spot.subject], Fraction(1)
    if params["via"]:
        subjects, factor = [one for one, _ in world.linked(params["via"], spot.subject)], params["share"]
    if params["average_over"]:
        subjects = [one for one, _ in world.linked(params["average_over"], spot.subject)]
        if not subjects:
            return None
        factor = Fraction(1, len(subjects))
    found = [event for one in subjects for event in items.events_of(world, params["ledger"], one, spot)]
    priced = [(event, price) for event in sorted(found, key=_turn) if (price := tariff(params, event)) is not None]
    if not priced and params["if_none"]:
        return special[params["if_none"]]
    marks = charged(params, priced) * factor
    return word_or_number(params["start"], full) - marks if params["mode"] == "deduct" else marks


def _turn(event: Event) -> tuple[Any, ...]:
    return (event.day, event.id)


def tariff(params: Params, event: Event) -> Marks:
    """Marks of the first line that matches the event."""
    if params["marks"] is not None:
        return params["marks"].get(event.kind)  # type: ignore[no-any-return]
    for rule in params["rules"]:
        wanted = {name: rule[name] for name in ("kind", "severity", "finder") if rule[name] is not None}
        if all(getattr(event, name) == value for name, value in wanted.items()):
            return Fraction(rule["marks"])
    return None


def charged(params: Params, priced: list[tuple[Event, Fraction]]) -> Fraction:
    """The sum of all events after every rule about them."""
    for highest in ("incident", "subject"):
        if params["highest_per"] == highest or (params["per"], highest) == ("incident", "incident"):
            priced = dearest(priced, highest)
    by_kind: dict[str, Fraction] = {}
    for number, (event, price) in enumerate(priced[params["free"] :], start=1):
        marks = price
        if params["nth"]:
            marks = params["nth"][min(number, len(params["nth"])) - 1]
        if params["repeat"] and number >= params["repeat"]["from"]:
            marks *= params["repeat"]["times"] ** (number - params["repeat"]["from"] + 1)
        if params["per"] == "quantity":
            marks *= event.quantity
        by_kind[event.kind] = by_kind.get(event.kind, ZERO) + marks
    caps = params["cap_each"] or {}
    return sum((_capped(total, caps.get(kind)) for kind, total in by_kind.items()), ZERO)


def dearest(priced: list[tuple[Event, Fraction]], per: str) -> list[tuple[Event, Fraction]]:
    """Only the dearest event of each incident (of everything), the earliest of equals; by date and id."""
    best: dict[Any, tuple[Event, Fraction]] = {}
    for event, price in priced:
        key = "all" if per == "subject" else event.incident or ("alone", event.id)
        if key not in best or abs(price) > abs(best[key][1]):
            best[key] = (event, price)
    return sorted(best.values(), key=lambda one: _turn(one[0]))


def _capped(total: Fraction, cap: Fraction | None) -> Fraction:
    return total if cap is None else min(max(total, -cap), cap)
