"""What a heading and the total would be, had one item lost nothing and all else stayed; or why that cannot be told.

Nothing is scored again. A heading is put together once more from the values its items have, and only where that gives
exactly the value it has is it put together with the other value too. So a rule this file does not know is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from kaogong.core.engine.exact import rounded
from kaogong.core.engine.explain.parts import Part
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item, Sheet

ZERO = Fraction(0)
LIMITED = Text("总分另经一票否决或封顶", "a veto or a ceiling decides on the total")
"""Why the total is not that of the items."""


def restored(root: Part, sheet: Sheet, leaf: str) -> Fraction | Text:
    """The value of the whole sheet with nothing lost on a leaf; where it cannot be told, why.

    Args:
        root: the sheet as it was explained.
        sheet: the sheet as the rulebook has it.
        leaf: the item that lost marks.
    """
    way = _way(root, leaf)
    if not way:
        return Text("没有这一项", "there is no such item")
    last = way[-1]
    if last.value is None or last.loss is None:
        return Text("这一项没有得分，说不出失分", "the item has no score, so nothing that was lost")
    value = last.value + last.loss
    items = {one.id: one for one in sheet.root.walk()}
    for place in range(len(way) - 2, -1, -1):
        found = _above(way[place], items[way[place].id], {way[place + 1].id: value}, sheet)
        if isinstance(found, Text):
            return found
        value = found
    return value


def _way(part: Part, leaf: str) -> list[Part]:
    """The parts from the whole down to a leaf; empty: it is not there, or only within shorter periods."""
    if part.id == leaf:
        return [part]
    for one in part.parts:
        if below := _way(one, leaf):
            return [part, *below]
    return []


def _above(part: Part, item: Item, instead: Mapping[str, Fraction], sheet: Sheet) -> Fraction | Text:
    """The value of a heading with another value of one of its items."""
    name = part.name
    if part.periods:
        return Text(f"“{name.zh}”由各期合成", f"“{name.en}” is put together from shorter periods")
    if item.combine == "formula" or item.times is not None:
        return Text(f"“{name.zh}”按公式合成", f"“{name.en}” is put together by a formula")
    if item is sheet.root and sheet.carry_share is not None:
        return Text(f"“{name.zh}”带入了别处的得分", f"“{name.en}” carries a score from elsewhere")
    values = {one.id: ZERO if one.value is None else one.value for one in part.parts}
    if part.value is None or _together(item, values) != part.value:
        return Text(
            f"“{name.zh}”另有规则，各项合不成它的得分",
            f"other rules decide on “{name.en}”: its items do not give its score",
        )
    return _together(item, {**values, **instead})


def _together(item: Item, values: Mapping[str, Fraction]) -> Fraction:
    """A heading from the values of its items, as its rulebook says."""
    if item.combine == "product":
        value = prod((values.get(one.id, ZERO) for one in item.items), start=Fraction(1))
    else:
        value = sum((_share(item, one) * values.get(one.id, ZERO) for one in item.items), ZERO)
    if item.combine == "start":
        value += item.start if item.start is not None else (item.full or ZERO)
    if item.rescale is not None:
        value *= Fraction(item.rescale[1], item.rescale[0])
    if item.floor is not None:
        value = max(value, item.floor)
    if item.cap is not None:
        value = min(value, item.cap)
    return value if item.round is None else rounded(value, item.round.places, item.round.mode)


def _share(item: Item, child: Item) -> Fraction:
    return child.weight if item.combine == "weighted" and child.weight is not None else Fraction(1)
