"""Checks of what weighs how much, and of how much there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kaogong.core.scheme import compare
from kaogong.core.scheme.entries import Entry, amount, percent, plain, table, whole, words
from kaogong.core.scheme.indicators import Indicator
from kaogong.core.scheme.structure.base import Breach, Outcome, View, breach


def outweighs(entry: Entry, view: View) -> Outcome:
    """K206: one value of a tag outweighs every other, or all others together."""
    tag, value, rule = str(entry["tag"]), str(entry["value"]), str(entry["weight"])
    breaches = []
    low = "不是最大" if rule == "largest" else "低于其余之和"
    for sheet, some in view.sheets.items():
        shares = _shares(tag, some)
        mine = shares.pop(value, Fraction(0))
        rest = max(shares.values(), default=Fraction(0)) if rule == "largest" else sum(shares.values(), Fraction(0))
        if mine < rest or (rule == "largest" and mine == rest):
            breaches.append(
                breach(
                    "K206",
                    f"{sheet} 的“{value}”占 {percent(mine)}，{low}（{percent(rest)}）",
                    f"{sheet}: {value} weighs {percent(mine)}, against {percent(rest)} of the rest",
                )
            )
    shares = _shares(tag, view.all)
    return Outcome(tuple(breaches), {"share": shares.get(value, Fraction(0)), "shares": shares})


def _shares(tag: str, some: Sequence[Indicator]) -> dict[str, Fraction]:
    return {value: compare.share(some, tag, [value]) for value in compare.values_of(some, tag)}


def max_share(entry: Entry, view: View) -> Outcome:
    """K207: values of a tag stay within a share of the marks, composites expanded."""
    tag, values, limit = (
        str(entry["tag"]),
        words(entry.get("value")) + words(entry.get("values")),
        amount(entry["max_share"]) or Fraction(0),
    )
    within = {key: str(value) for key, value in table(entry.get("within")).items()}
    breaches = []
    for sheet, some in view.sheets.items():
        share = _share_within(some, tag, values, within)
        if share > limit:
            breaches.append(
                breach(
                    "K207",
                    f"{sheet} 的“{'、'.join(values)}”占 {percent(share)}，超过 {percent(limit)}",
                    f"{sheet}: {', '.join(values)} weighs {percent(share)}, above {percent(limit)}",
                )
            )
    figures = {
        "share": _share_within(view.all, tag, values, within),
        "listed_share": _share_within(view.all, tag, values, within, expanded=False),
        "shares": _shares(tag, view.all),
    }
    return Outcome(tuple(breaches), figures)


def _share_within(
    some: Sequence[Indicator],
    tag: str,
    values: Sequence[str],
    within: Mapping[str, str],
    *,
    expanded: bool = True,
) -> Fraction:
    """The share of the values, of everything or of what lies within other tags."""
    if not within:
        return compare.share(some, tag, values, expanded=expanded)
    inner = [one for one in some if all(value in one.values(key) for key, value in within.items())]
    whole = sum((one.share or Fraction(0) for one in inner), Fraction(0))
    return Fraction(compare.share(inner, tag, values, expanded=expanded), whole) if whole else Fraction(0)


def overload(entry: Entry, view: View) -> Outcome:
    """K208, K209: too many indicators once composites are opened, and indicators worth next to nothing."""
    most, least = whole(entry["max_items"]), amount(entry.get("negligible")) or Fraction(0)
    breaches = [one for sheet, some in view.sheets.items() for one in _loads(sheet, some, most, least)]
    figures = {
        **expansion(view.all),
        "over": sum(one.count for one in view.all) > most,
        "negligible": [one.id for one in _negligible(view.all, least)],
    }
    return Outcome(tuple(breaches), figures)


def _loads(sheet: str, some: Sequence[Indicator], most: int, least: Fraction) -> Iterator[Breach]:
    expanded = sum(one.count for one in some)
    if expanded > most:
        yield breach(
            "K208",
            f"{sheet} 列出 {len(some)} 项，展开综合指标后 {expanded} 项，超过 {most} 项",
            f"{sheet} lists {len(some)} indicators, {expanded} with composites opened, above {most}",
        )
    for one in _negligible(some, least):
        worth = plain(one.marks or Fraction(0))
        yield breach("K209", f"“{one.name.zh}”只值 {worth} 分", f"{one.name.en} is worth only {worth}", one.place)


def expansion(some: Sequence[Indicator]) -> dict[str, Any]:
    """How many indicators are listed, and how many there are when composites are opened."""
    return {
        "listed": len(some),
        "expanded": sum(one.count for one in some),
        "composites": sum(1 for one in some if one.expands),
    }


def _negligible(some: Iterable[Indicator], least: Fraction) -> list[Indicator]:
    return [one for one in some if one.share is not None and one.marks is not None and one.marks < least]


def distribution(entry: Entry, _view: View) -> Outcome:
    """K219 is decided on results (`spread` below); the rulebook alone only shows the limit."""
    return Outcome((), {"max_share": amount(entry["max_share"]) or Fraction(0), "value": str(entry["value"])})


def spread(entry: Entry, counts: Mapping[str, int]) -> Outcome:
    """K219: too many results in one tier. `counts`: how many got each value."""
    value, limit = str(entry["value"]), amount(entry["max_share"]) or Fraction(0)
    total = sum(counts.values())
    part = Fraction(counts.get(value, 0), total) if total else Fraction(0)
    if part <= limit:
        return Outcome((), {"share": part})
    zh = f"“{value}”占 {percent(part)}，超过 {percent(limit)}"
    en = f"{percent(part)} are {value}, above {percent(limit)}"
    return Outcome((breach("K219", zh, en),), {"share": part})
