"""The trial itself: two runs over the same facts, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kaogong.core.engine.explain.reader import Reader
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.run import Run, Watch, score, unwatched
from kaogong.core.engine.whatif.correlation import correlate
from kaogong.core.engine.whatif.parts import Correlation, ItemMove, Mover, Side, WhatIf
from kaogong.core.engine.whatif.putback import Back, attribute, backs
from kaogong.core.engine.whatif.refit import refit
from kaogong.core.engine.whatif.scale import Scale
from kaogong.core.engine.whatif.sensitivity import sensitivities
from kaogong.core.engine.whatif.sides import Sides, item_moves, names, sides
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.core.scheme.period import Period

MOST_BACKS = 8
"""Changed rules that are put back one at a time, unless asked otherwise."""
SHOWN = 10
"""Movers whose items are compared, unless asked otherwise."""
TENTH = Fraction(1, 10)
STEPS = 2
"""Steps of a trial beside putting rules back: scoring, comparing."""


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
    watch: Watch = unwatched,
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
        watch: told how many steps are done, of how many, and which comes next.

    Raises:
        Refused: the new edition cannot be computed, or cannot read the facts.
    """
    within = Period.parse(period) if isinstance(period, str) else period
    changed = list(backs(old, new))
    of = min(len(changed), most) + STEPS
    watch(0, of, Text("按另一版计分", "scoring by the other edition"))
    fitted, notes = refit(facts, old, new)
    first = before or score(old, facts, within)
    second = score(new, fitted, within)
    try:
        watch(1, of, Text("比较得分、名次和等次", "comparing scores, places and grades"))
        ours, theirs = sides(first), sides(second)
        movers = _movers(ours, theirs, {**names(first), **names(second)})
        movers[:shown] = _compared(first, second, movers[:shown])
        known = (old, ours) if fitted is facts else None
        if len(changed) > most > 0:
            left = len(changed) - most
            notes = (
                *notes,
                Text(f"另有 {left} 处改动没有逐条放回", f"{left} further changes were not put back one by one"),
            )
        return WhatIf(
            _title(old, new),
            _title(new, old),
            len({*ours.results, *theirs.results}),
            sum(one.scored for one in movers),
            sum(one.ranked for one in movers),
            sum(one.graded for one in movers),
            tuple(movers),
            tuple(sorted(item_moves(first, second), key=lambda one: (-abs(one[3]), one[0]))),
            tuple(
                sorted(
                    attribute(_told(changed[:most], of, watch), fitted, within, theirs, known),
                    key=lambda one: -(one.marks or 0),
                )
            ),
            tuple(_correlations(ours, theirs)),
            tuple(sensitivities(second, change)) if change else (),
            notes,
        )
    finally:
        second.close()
        if before is None:
            first.close()


def _told(changed: Sequence[Back], of: int, watch: Watch) -> Iterator[Back]:
    """Changed rules, each told of before it is put back."""
    for number, back in enumerate(changed):
        watch(STEPS + number, of, Text(f"放回“{back.name.zh}”", f"putting back {back.name.en}"))
        yield back


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


def _movers(ours: Sides, theirs: Sides, called: Mapping[str, str]) -> list[Mover]:
    """Everybody whose result differs: changed grades first, then the greatest movement."""
    scales = {name: Scale.of(ours, theirs, name) for name in {**ours.sheets, **theirs.sheets}}
    found = []
    for where in dict.fromkeys([*ours.results, *theirs.results]):
        before, after = ours.results.get(where), theirs.results.get(where)
        sheets = (ours.sheet_of.get(where), theirs.sheet_of.get(where))
        scale = scales[sheets[1] or sheets[0] or ""]
        if before == after and sheets[0] == sheets[1] and scale.alike:
            continue
        moved, same = scale.apart(before, after), scale.grade(before) == scale.grade(after, after=True)
        if moved == 0 and same and before is not None and after is not None and before[1] == after[1]:
            continue
        mover = Mover(where[0], called.get(where[0], where[0]), where[1], ours.side(where), theirs.side(where))
        found.append((same, moved is not None, -(moved or 0), *where, mover))
    found.sort(key=lambda one: one[:5])
    return [one[5] for one in found]


def _compared(first: Run, second: Run, movers: Sequence[Mover]) -> list[Mover]:
    """Movers with the items that differ, exactly."""
    readers = [Reader(run) for run in (first, second)]
    for reader in readers:
        reader.prepare([one.subject for one in movers])
    found = []
    for mover in movers:
        values = [
            _items(reader, side, mover) for reader, side in zip(readers, (mover.before, mover.after), strict=True)
        ]
        moves = []
        for name, (item, _) in {**values[0], **values[1]}.items():
            before, after = (side.get(name, (item, None))[1] for side in values)
            if before != after:
                moves.append(ItemMove(name, item.name, before, after))
        moves.sort(key=_apart, reverse=True)
        found.append(replace(mover, items=tuple(moves)))
    return found


def _apart(move: ItemMove) -> Fraction:
    return abs((move.after or Fraction(0)) - (move.before or Fraction(0)))


def _items(reader: Reader, side: Side | None, mover: Mover) -> dict[str, tuple[Item, Fraction | None]]:
    """Items of a subject in the period of its total, as stored, below the total itself."""
    if side is None:
        return {}
    sheet = reader.run.rulebook.sheets[side.sheet]
    key: FrameKey = (sheet.id, sheet.every)
    spot = (mover.subject, Period.parse(mover.period).number)
    there = reader.run.done[key].frame.definitions
    return {
        item.id: (item, reader.stored(key, spot, node_column(item.id)))
        for item in sheet.root.walk()
        if item.id in there and item is not sheet.root
    }


def _correlations(ours: Sides, theirs: Sides) -> list[Correlation]:
    """For every sheet and period, over those who have a total in both."""
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for where, (after, _, _) in theirs.results.items():
        before = ours.results.get(where, (None, None, None))[0]
        if before is not None and after is not None:
            pairs[theirs.sheet_of[where], where[1]].append((before, after))
    return [correlate(sheet, period, found) for (sheet, period), found in sorted(pairs.items()) if len(found) > 1]
