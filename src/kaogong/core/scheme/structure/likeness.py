"""Checks of how alike sheets are, and of who is compared with whom."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kaogong.core.scheme import compare
from kaogong.core.scheme.entries import Entry, amount, percent, whole
from kaogong.core.scheme.model import Ranking, Rulebook
from kaogong.core.scheme.structure.base import Breach, Outcome, View, breach


def alike(entry: Entry, view: View) -> Outcome:
    """K210 shared indicators, K211 similar weights, K212 too few of its own: for each pair of sheets."""
    places = whole(entry.get("places"), 2)
    pairs = [pair for pair in compare.pairs(view.sheets) if _same_kind(view.book, pair)]
    breaches = tuple(one for pair in pairs for one in _too_alike(entry, pair, places))
    flagged = [pair.name for pair in pairs if any(True for _ in _too_alike(entry, pair, places))]
    figures: dict[str, Any] = {
        "overlap": {pair.name: compare.half_up(pair.overlap, places) for pair in pairs},
        "similarity": {pair.name: compare.root(pair.cosine_squared, places) for pair in pairs},
        "specific": {pair.name: pair.specific for pair in pairs},
        "weights_only": [pair.name for pair in pairs if pair.weights_only],
        "flagged": bool(flagged),
        "flagged_pairs": flagged,
    }
    return Outcome(breaches, figures)


def _same_kind(book: Rulebook, pair: compare.Pair) -> bool:
    """Sheets of units are not compared with sheets of persons.

    Classes and sheets of a case are as they are.
    """
    left, right = book.sheets.get(pair.left), book.sheets.get(pair.right)
    return left is None or right is None or left.kind == right.kind


def _too_alike(entry: Entry, pair: compare.Pair, places: int) -> Iterator[Breach]:
    overlap, similarity, specific = (
        amount(entry.get(key)) for key in ("max_overlap", "max_similarity", "min_specific")
    )
    both_zh, both_en = f"{pair.left} 与 {pair.right}", f"{pair.left} and {pair.right}"
    if overlap is not None and pair.overlap >= overlap:
        only = "，只有权重不同" if pair.weights_only else "，没有差异"
        zh = f"{both_zh} 的指标重合 {percent(pair.overlap)}" + (only if pair.overlap == 1 else "")
        yield breach("K210", zh, f"{both_en} share {percent(pair.overlap)} of their indicators")
    if similarity is not None and pair.cosine_squared >= similarity * similarity:
        figure = percent(compare.root(pair.cosine_squared, places + 2))
        yield breach("K211", f"{both_zh} 的权重相似度 {figure}", f"{both_en}: weights are {figure} similar")
    if specific is not None and pair.specific < specific:
        zh = f"{both_zh} 没有差异化：专属指标只占 {percent(pair.specific)}"
        yield breach("K212", zh, f"{both_en}: no differentiation, only {percent(pair.specific)} of their own")


def mixed(entry: Entry, view: View) -> Outcome:
    """K218: league tables and grades compare only within the declared pool."""
    wanted = str(entry["rank_within"])
    wrong = [one for one in _compared(view.book) if one.within != wanted and _several_classes(view.book, one)]
    breaches = tuple(
        breach(
            "K218",
            f"{one.id} 把不同类的单位排在一起（{one.within}）",
            f"{one.id} compares across {wanted} ({one.within})",
        )
        for one in wrong
    )
    return Outcome(breaches, {"mixed": [one.id for one in wrong]})


def _compared(book: Rulebook) -> Iterator[Ranking]:
    """Rankings, and grades given by quota as if they were rankings."""
    yield from book.ranks
    for scheme in book.grades:
        if any(rung.share is not None or rung.places is not None for rung in scheme.ladder):
            yield Ranking(scheme.id, scheme.sheet, "link" if scheme.pool_link else scheme.within, place=scheme.place)


def _several_classes(book: Rulebook, ranking: Ranking) -> bool:
    sheet = book.sheets[ranking.sheet.partition(".")[0]]
    classes = sheet.classes or tuple(id_ for id_, one in book.classes.items() if one.kind == sheet.kind)
    return ranking.within != "link" and len(classes) > 1


def lists(book: Rulebook, subjects: dict[str, int]) -> dict[str, int]:
    """The league tables that come out for so many subjects of each class: list → how many are in it."""
    found: dict[str, int] = {}
    for ranking in book.ranks:
        sheet = book.sheets[ranking.sheet.partition(".")[0]]
        for class_, number in subjects.items():
            known = book.classes.get(class_)
            if known is None or known.kind != sheet.kind or (sheet.classes and class_ not in sheet.classes):
                continue
            name = f"{ranking.id} {class_ if ranking.within == 'class' else ranking.within}"
            found[name] = found.get(name, 0) + number
    return {name: number for name, number in found.items() if Fraction(number)}
