"""Checks of what a scheme and its sheets contain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaogong.core.scheme import compare
from kaogong.core.scheme.entries import Entry, whole, words
from kaogong.core.scheme.indicators import Indicator
from kaogong.core.scheme.structure.base import Outcome, View, breach


def sections(entry: Entry, _view: View) -> Outcome:
    """K201: the parts a scheme must define."""
    wanted, have = words(entry.get("of")), words(entry.get("declared"))
    missing = [one for one in wanted if one not in have]
    breaches = [breach("K201", f"缺少组成部分“{one}”", f"the part {one} is missing") for one in missing]
    return Outcome(tuple(breaches), {"present": [one for one in wanted if one in have], "missing": missing})


def names(entry: Entry, view: View) -> Outcome:
    """K202: indicators a sheet must have by name."""
    wanted = words(entry.get("of"))
    breaches = [
        breach("K202", f"{sheet} 缺少指标“{name}”", f"{sheet} lacks the indicator {name}")
        for sheet, some in view.sheets.items()
        for name in _not_named(wanted, some)
    ]
    missing = _not_named(wanted, view.all)
    return Outcome(tuple(breaches), {"present": len(wanted) - len(missing), "of": len(wanted), "missing": missing})


def _not_named(wanted: Iterable[str], some: Sequence[Indicator]) -> list[str]:
    names = {name for one in some for name in (one.id, one.name.zh, one.name.en)}
    return [name for name in wanted if name not in names]


def values(entry: Entry, view: View) -> Outcome:
    """K203: each value of a tag has so many indicators."""
    tag, wanted, least = str(entry["tag"]), words(entry["values"]), whole(entry.get("at_least"), 1)
    breaches = [
        breach(
            "K203",
            f"{sheet} 的“{value}”有 {n} 项指标，至少要 {least} 项",
            f"{sheet} has {n} indicator(s) for {value}, at least {least} needed",
        )
        for sheet, some in view.sheets.items()
        for value, n in _counts(tag, wanted, some).items()
        if n < least
    ]
    counts = _counts(tag, wanted, view.all)
    missing = [value for value, n in counts.items() if n < least]
    return Outcome(
        tuple(breaches),
        {"counts": counts, "present": len(wanted) - len(missing), "of": len(wanted), "missing": missing},
    )


def _counts(tag: str, wanted: Iterable[str], some: Iterable[Indicator]) -> dict[str, int]:
    return {value: sum(1 for one in some if value in one.values(tag)) for value in wanted}


def pairs(entry: Entry, view: View) -> Outcome:
    """K204: both sides of each pair have an indicator."""
    tag = str(entry["tag"])
    couples = [words(couple) for couple in entry["pairs"]]
    breaches = [
        breach(
            "K204",
            f"{sheet} 的“{side}”没有指标，与“{other}”不平衡",
            f"{sheet}: nothing for {side} against {other}",
        )
        for sheet, some in view.sheets.items()
        for couple in couples
        for side, other in (couple, couple[::-1])
        if not _counts(tag, [side], some)[side]
    ]
    counts = _counts(tag, [side for couple in couples for side in couple], view.all)
    passed = sum(1 for couple in couples if all(counts[side] for side in couple))
    return Outcome(tuple(breaches), {"passed_pairs": passed, "failed_pairs": len(couples) - passed, "counts": counts})


def count(entry: Entry, view: View) -> Outcome:
    """K205: the number of indicators with a tag."""
    tag, wanted = str(entry["tag"]), whole(entry["count"])
    breaches = []
    for sheet, some in view.sheets.items():
        short = wanted - sum(1 for one in some if one.values(tag))
        if short:
            zh = f"缺 {short} 项" if short > 0 else f"多 {-short} 项"
            en = f"{short} missing" if short > 0 else f"{-short} too many"
            breaches.append(
                breach(
                    "K205",
                    f"{sheet} 应有 {wanted} 项指标，{zh}",
                    f"{sheet} should have {wanted} indicators: {en}",
                )
            )
    tagged = [one for one in view.all if one.values(tag)]
    values = compare.values_of(tagged, tag)
    return Outcome(
        tuple(breaches),
        {"count": len(tagged), "of": wanted, "counts": _counts(tag, values, tagged), "present": len(values)},
    )


def removed(entry: Entry, view: View) -> Outcome:
    """K217: what the base sheet has and this one has not is listed as removed, with a reason."""
    sheet, base = str(entry["sheet"]), str(entry["base"])
    ours, theirs = view.whole.get(sheet, ()), view.whole.get(base, ())
    gone = {one.id for one in theirs} - {one.id for one in ours}
    listed = _removed_list(view, sheet)
    unexplained = [one.id for one in theirs if one.id in gone and not listed.get(one.id)]
    unknown = [id_ for id_ in listed if id_ not in gone]
    breaches = [
        breach(
            "K217",
            f"{sheet} 去掉了 {base} 的“{id_}”而没有说明理由",
            f"{sheet} drops {id_} of {base} without a reason",
        )
        for id_ in unexplained
    ] + [
        breach(
            "K217",
            f"{sheet} 说去掉了“{id_}”，{base} 并无此项或此表仍有",
            f"{sheet} says it dropped {id_}, which it did not",
        )
        for id_ in unknown
    ]
    figures = {
        "base": len(theirs),
        "items": len(ours),
        "removed": len(gone),
        "names": [one.name.zh for one in theirs if one.id in gone],
        "unexplained": unexplained,
    }
    return Outcome(tuple(breaches), figures)


def _removed_list(view: View, sheet: str) -> dict[str, str]:
    found = view.book.sheets.get(sheet)
    return {} if found is None else {item: reason.zh for item, reason in found.removed}
