"""Reports of a rulebook as golden cases ask for them: figures, never judgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.scheme import compare
from kaogong.core.scheme.entries import amount, table, whole, words
from kaogong.core.scheme.indicators import Indicator, Sheets, indicators, merged, sheets_of, written
from kaogong.core.scheme.model import Item, Rulebook, Sheet
from kaogong.core.scheme.procedure import cascade, unused_results
from kaogong.core.scheme.questions.applies import applies
from kaogong.core.scheme.structure import Entry, evaluate, severity_of
from kaogong.core.scheme.structure.likeness import lists
from kaogong.core.scheme.structure.weight import expansion, spread

Answer = dict[str, Any]
Case = Mapping[str, Any]


def report(book: Rulebook, case: Case) -> Answer:
    """The figures of the report a case asks for.

    Raises:
        KeyError: when there is no such report or structure entry.
    """
    name = str(case["report"])
    if name.startswith("structure."):
        return structure(book, name.partition(".")[2], case)
    return REPORTS[name](book, case)


def sheets(book: Rulebook, case: Case) -> Sheets:
    """The sheets in question.

    Those the case brings, else the rulebook's (one of them where the case names it).
    """
    if isinstance(case.get("sheets"), Mapping):
        return written(table(case["sheets"]))
    chosen = words(case.get("sheet")) + words(case.get("sheets"))
    return {id_: some for id_, some in sheets_of(book).items() if not chosen or id_ in chosen}


def entry_of(book: Rulebook, id_: str) -> Entry:
    """A structure entry by id.

    Raises:
        KeyError: when there is none.
    """
    for one in book.structure:
        if one.get("id") == id_:
            return one
    raise KeyError(id_)


def structure(book: Rulebook, id_: str, case: Case) -> Answer:
    """One structure entry: its figures, and whether it passed."""
    entry = entry_of(book, id_)
    outcome = evaluate(book, entry, sheets(book, case) if "sheets" in case or "sheet" in case else None)
    broken = bool(outcome.breaches)
    severity = severity_of(entry)
    return {
        **outcome.figures,
        "passed": not broken,
        "refused": broken and severity == "error",
        "warned": broken and severity == "warning",
        "problems": [one.code for one in outcome.breaches],
        "codes": [one.code for one in outcome.breaches],
        "mentions": [text for one in outcome.breaches for text in (one.what.zh, one.what.en)],
    }


def _cascade(book: Rulebook, _case: Case) -> Answer:
    found = cascade(book)
    return {
        "covered": found.covered,
        "uncovered": list(found.uncovered),
        "exempt": list(found.exempt),
        "complete": found.complete,
    }


def _alike(book: Rulebook, case: Case, key: str, limit: str) -> Answer:
    """Overlap or similarity of every pair.

    Flagged by the rulebook's own limit, where a structure entry sets one.
    """
    entry = next((one for one in book.structure if limit in one), {})
    places, most = whole(entry.get("places"), 2), amount(entry.get(limit))
    pairs: dict[str, Fraction] = {}
    flagged = []
    for pair in compare.pairs(sheets(book, case)):
        exact = pair.overlap if key == "overlap" else pair.cosine_squared
        pairs[pair.name] = compare.half_up(exact, places) if key == "overlap" else compare.root(exact, places)
        bound = None if most is None else most if key == "overlap" else most * most
        if bound is not None and exact >= bound:
            flagged.append(pair)
    answer: Answer = {
        "pairs": pairs,
        "flagged": bool(flagged),
        "flagged_pairs": [one.name for one in flagged],
        "weights_only": bool(flagged) and all(one.overlap == 1 for one in flagged),
    }
    return {**answer, key: next(iter(pairs.values()))} if len(pairs) == 1 else answer


def _overlap(book: Rulebook, case: Case) -> Answer:
    return _alike(book, case, "overlap", "max_overlap")


def _similarity(book: Rulebook, case: Case) -> Answer:
    return _alike(book, case, "similarity", "max_similarity")


def _shares(book: Rulebook, case: Case) -> Answer:
    everything, tag = merged(sheets(book, case)), str(case["tag"])
    values = dict.fromkeys((*compare.values_of(everything, tag), *_inside(everything)))
    return {value: compare.share(everything, tag, [value]) for value in values}


def _inside(some: tuple[Indicator, ...]) -> list[str]:
    """Values that only composites have."""
    return [value for one in some for value in one.expands if value != "to"]


def _expansion(book: Rulebook, case: Case) -> Answer:
    return expansion(merged(sheets(book, case)))


def _sheets(book: Rulebook, case: Case) -> Answer:
    found = sheets(book, case)
    return {"count": len(found), "items": {id_: len(some) for id_, some in found.items()}}


def _lists(book: Rulebook, case: Case) -> Answer:
    sizes = lists(book, {key: whole(one) for key, one in table(case.get("subjects")).items()})
    return {"count": len(sizes), "sizes": sizes}


def _tag(book: Rulebook, case: Case) -> Answer:
    """The indicators with a tag, each once however many sheets have it, and how many of them are done."""
    wanted = {key: str(one) for key, one in table(case.get("tag")).items()}
    found = (one for one in merged(sheets(book, case)) if all(v in one.values(k) for k, v in wanted.items()))
    tagged = list({one.id: one for one in found}.values())
    done = case.get("done")
    number = sum(1 for one in tagged if one.id in words(done)) if isinstance(done, list | tuple) else whole(done)
    return {
        "items": len(tagged),
        "ids": [one.id for one in tagged],
        "names": [one.name.zh for one in tagged],
        "completion": Fraction(number, len(tagged)) if tagged else Fraction(0),
        "share": sum((one.share or Fraction(0) for one in tagged), Fraction(0)),
    }


REPORTS: Mapping[str, Callable[[Rulebook, Case], Answer]] = {
    "cascade": _cascade,
    "overlap": _overlap,
    "similarity": _similarity,
    "shares": _shares,
    "expansion": _expansion,
    "sheets": _sheets,
    "lists": _lists,
    "tag": _tag,
}


def distribution(book: Rulebook, ask: Mapping[str, Any]) -> Answer:
    """How results are spread over the tiers, against the limit of a structure entry."""
    entry = entry_of(book, str(ask["id"]))
    outcome = spread(entry, {key: whole(one) for key, one in table(ask.get("counts")).items()})
    return {
        "warned": bool(outcome.breaches),
        "share": outcome.figures["share"],
        "problems": [one.code for one in outcome.breaches],
        "mentions": [text for one in outcome.breaches for text in (one.what.zh, one.what.en)],
    }


def items(book: Rulebook, ask: Mapping[str, Any]) -> Answer:
    """The indicators that apply to somebody, of one tag where asked."""
    sheet = book.sheets[str(ask["sheet"])]
    class_ = str(ask.get("class") or "")
    attributes = {"class": class_, **table(ask.get("attributes"))}
    left_out = _left_out(sheet, attributes, class_)
    wanted = {key: str(one) for key, one in table(ask.get("tag")).items()}
    found = [
        one
        for one in indicators(sheet)
        if one.id not in left_out and all(value in one.values(key) for key, value in wanted.items())
    ]
    return {"count": len(found), "items": [one.id for one in found], "names": [one.name.zh for one in found]}


def _left_out(sheet: Sheet, attributes: Mapping[str, Any], class_: str) -> set[str]:
    """The items that do not apply, with everything below them."""
    return {below.id for item in sheet.root.walk() if not _applies(item, attributes, class_) for below in item.walk()}


def _applies(item: Item, attributes: Mapping[str, Any], class_: str) -> bool:
    if item.applies_classes and class_ and class_ not in item.applies_classes:
        return False
    return item.applies is None or applies(item.applies.tree, attributes)


def flagged_use(book: Rulebook, ask: Mapping[str, Any]) -> Answer:
    """How many closed results lack a decision on their use."""
    closed, used = _number(ask.get("closed")), _number(ask.get("used"))
    names = [
        one
        for one in words(ask.get("closed"))
        if isinstance(ask.get("closed"), list) and one not in words(ask.get("used"))
    ]
    share = Fraction(used, closed) if closed else Fraction(1)
    return {"flagged": unused_results(book, closed, used), "share": share, "names": names}


def _number(value: Any) -> int:
    return len(value) if isinstance(value, list | tuple) else whole(value)
