"""The trial itself: two runs over the same facts, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from kaogong.core.engine.facts import Facts
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.run import Run, score
from kaogong.core.engine.whatif.correlation import correlate
from kaogong.core.engine.whatif.parts import Correlation, ItemMove, Mover, Side, WhatIf
from kaogong.core.engine.whatif.putback import attribute, backs
from kaogong.core.engine.whatif.refit import refit
from kaogong.core.engine.whatif.sensitivity import sensitivities
from kaogong.core.engine.whatif.sides import Where, item_moves, names, sides
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.core.scheme.period import Period

MOST_BACKS = 8
"""Changed rules that are put back one at a time, unless asked otherwise."""
SHOWN = 20
"""Movers whose items are compared, unless asked otherwise."""
TENTH = Fraction(1, 10)


def whatif(
    old: Rulebook,
    new: Rulebook,
    facts: Facts,
    period: str | Period | None = None,
    *,
    before: Run | None = None,
    shown: int = SHOWN,
    most: int = MOST_BACKS,
    change: Fraction | None = TENTH,
) -> WhatIf:
    """Score frozen facts by another edition, and say who moves and why.

    Args:
        old: the edition the facts were frozen for.
        new: another edition, or the same with other readings or settings.
        facts: frozen facts.
        period: the period to score; None: all there are facts for.
        before: a run of `old` over these facts, where there is one; it is left open.
        shown: for how many movers the items are compared exactly.
        most: how many changed rules are put back one at a time (0: none).
        change: by which share the weights of top items are moved; None: not at all.

    Raises:
        Refused: the new edition cannot be computed, or cannot read the facts.
    """
    within = Period.parse(period) if isinstance(period, str) else period
    fitted, notes = refit(facts, old, new)
    first = before or score(old, facts, within)
    second = score(new, fitted, within)
    try:
        ours, theirs = sides(first), sides(second)
        movers = _movers(ours, theirs, {**names(first), **names(second)})
        changed = list(backs(old, new))
        if len(changed) > most > 0:
            left = len(changed) - most
            notes = (
                *notes,
                Text(f"另有 {left} 处改动没有逐条放回", f"{left} further changes were not put back one by one"),
            )
        return WhatIf(
            _title(old, new),
            _title(new, old),
            len({*ours, *theirs}),
            sum(_total(one.before) != _total(one.after) for one in movers),
            sum(_rank(one.before) != _rank(one.after) for one in movers),
            sum(_grade(one.before) != _grade(one.after) for one in movers),
            tuple(_compared(first, second, one) if n < shown else one for n, one in enumerate(movers)),
            tuple(sorted(item_moves(first, second), key=lambda one: (-abs(one[3]), one[0]))),
            tuple(sorted(attribute(changed[:most], fitted, within, theirs), key=lambda one: -(one.marks or 0))),
            tuple(_correlations(ours, theirs)),
            tuple(sensitivities(second, change)) if change else (),
            notes,
        )
    finally:
        second.close()
        if before is None:
            first.close()


def _title(book: Rulebook, other: Rulebook) -> str:
    """The edition; with what it reads otherwise than the other where both are the same edition."""
    title = f"{book.id} {book.edition}"
    if (book.id, book.edition) != (other.id, other.edition):
        return title
    readings = [
        f"{k}={r.chosen}"
        for k, r in book.readings.items()
        if k in other.readings and other.readings[k].chosen != r.chosen
    ]
    settings = [
        f"{k}={s.value}" for k, s in book.settings.items() if k in other.settings and other.settings[k].value != s.value
    ]
    return " ".join([title, *readings, *settings])


# --- movers -------------------------------------------------------------------------------------------------------


def _total(side: Side | None) -> Fraction | None:
    return None if side is None else side.total


def _rank(side: Side | None) -> int | None:
    return None if side is None else side.rank


def _grade(side: Side | None) -> str | None:
    return None if side is None else side.grade


def _movers(ours: Mapping[Where, Side], theirs: Mapping[Where, Side], called: Mapping[str, str]) -> list[Mover]:
    """Everybody whose result differs: changed grades first, then the greatest movement."""
    found = []
    for where in dict.fromkeys([*ours, *theirs]):
        before, after = ours.get(where), theirs.get(where)
        if before != after:
            found.append(Mover(where[0], called.get(where[0], where[0]), where[1], before, after))
    found.sort(key=lambda one: (_grade(one.before) == _grade(one.after), -one.size, one.subject, one.period))
    return found


def _compared(first: Run, second: Run, mover: Mover) -> Mover:
    """A mover with the items that differ, exactly."""
    values = [_items(run, side, mover) for run, side in ((first, mover.before), (second, mover.after))]
    known = {**values[0], **values[1]}
    moves = []
    for name, (item, _) in known.items():
        before = values[0].get(name, (item, None))[1]
        after = values[1].get(name, (item, None))[1]
        if before != after:
            moves.append(ItemMove(name, item.name, before, after))
    moves.sort(key=_apart, reverse=True)
    return replace(mover, items=tuple(moves))


def _apart(move: ItemMove) -> Fraction:
    return abs((move.after or Fraction(0)) - (move.before or Fraction(0)))


def _items(run: Run, side: Side | None, mover: Mover) -> dict[str, tuple[Item, Fraction | None]]:
    """Exact values of the items of a subject in the period of its total, below the total itself."""
    if side is None:
        return {}
    sheet = run.rulebook.sheets[side.sheet]
    key: FrameKey = (sheet.id, sheet.every)
    exact, spot = run.exact(), (mover.subject, Period.parse(mover.period).number)
    there = run.done[key].frame.definitions
    return {
        item.id: (item, exact.value(key, spot, item.id))
        for item in sheet.root.walk()
        if item.id in there and item.id != sheet.root.id
    }


def _correlations(ours: Mapping[Where, Side], theirs: Mapping[Where, Side]) -> list[Correlation]:
    """For every sheet and period, over those who have a total in both."""
    pairs: dict[tuple[str, str], list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for (subject, period), after in theirs.items():
        before = ours.get((subject, period))
        if before is not None and before.total is not None and after.total is not None:
            pairs[after.sheet, period].append((before.total, after.total))
    return [correlate(sheet, period, found) for (sheet, period), found in sorted(pairs.items()) if len(found) > 1]
