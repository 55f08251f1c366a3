"""Checks every single indicator must pass."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kaogong.core.scheme.entries import Entry, table, words
from kaogong.core.scheme.indicators import Indicator
from kaogong.core.scheme.structure.base import Outcome, View, breach


def measurable(_entry: Entry, view: View) -> Outcome:
    """K213: every indicator stands on a step of the ladder."""
    none = [one for one in view.all if not one.step]
    breaches = tuple(
        breach(
            "K213",
            f"“{one.name.zh}”没有数值、没有标准和时限、也没有满意度调查",
            f"{one.name.en} has no number, no standard with a time and no survey",
            one.place,
        )
        for one in none
    )
    steps = {step: sum(1 for one in view.all if one.step == step) for step in (1, 2, 3)}
    return Outcome(breaches, {"steps": steps, "none": [one.id for one in none]})


def described(entry: Entry, view: View) -> Outcome:
    """K214: every indicator says the listed things about its measurement."""
    wanted = words(entry["each"])
    lacking = {one.id: _absent(one, wanted) for one in view.all if _absent(one, wanted)}
    breaches = tuple(
        breach(
            "K214",
            f"“{one.name.zh}”缺 {'、'.join(lacking[one.id])}",
            f"{one.name.en} lacks {', '.join(lacking[one.id])}",
            one.place,
        )
        for one in view.all
        if one.id in lacking
    )
    good = len(view.all) - len(breaches)
    share = Fraction(good, len(view.all)) if view.all else Fraction(0)
    return Outcome(breaches, {"share": share, "lacking": list(lacking), "items": len(view.all)})


def _absent(one: Indicator, wanted: Iterable[str]) -> list[str]:
    return [word for word in wanted if one.measure.get(word) in {None, ""}]


def tagged(entry: Entry, view: View) -> Outcome:
    """K215: every indicator has the tag, with a known value."""
    tag, known = str(entry["each_tag"]), words(entry.get("values"))
    lacking = [one for one in view.all if not one.values(tag) or any(known and v not in known for v in one.values(tag))]
    breaches = tuple(
        breach("K215", f"“{one.name.zh}”没有归类（{tag}）", f"{one.name.en} has no {tag}", one.place) for one in lacking
    )
    values = known or tuple(dict.fromkeys(value for one in view.all for value in one.values(tag)))
    counts = {value: sum(1 for one in view.all if value in one.values(tag)) for value in values}
    return Outcome(breaches, {"counts": counts, "lacking": [one.id for one in lacking]})


def every(entry: Entry, view: View) -> Outcome:
    """K216: indicators of a kind are scored at its period; another period needs a reason."""
    tag, default = str(entry["tag"]), table(entry["every"])
    unlike = [one for one in view.all for value in one.values(tag) if value in default and one.every != default[value]]
    breaches = tuple(
        breach(
            "K216",
            f"“{one.name.zh}”的周期（{one.every}）不同于规定，没有写理由",
            f"{one.name.en} is scored by {one.every} against the rule, without a reason",
            one.place,
        )
        for one in unlike
        if not one.reason
    )
    excepted = [one.id for one in unlike if one.reason]
    return Outcome(breaches, {"exceptions": len(excepted), "items": excepted})
