"""Computing a back-test: the sealed facts of a run, scored by another edition, and both held side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaogong.assess.actions.computing import Tell
from kaogong.assess.models import BackTest, Mover, Result
from kaogong.assess.queries.runs import folder_of
from kaogong.assess.queries.sheets import published
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.output.published import decimal
from kaogong.core.engine.whatif import Attribution, Side, WhatIf, whatif
from kaogong.core.engine.whatif import Mover as Moved
from kaogong.core.engine.whatif.putback import backs
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.plan.queries import book_of

COMPARED = 300
"""Movers whose items are held side by side exactly; of those after them totals, places and grades are known."""
BACKS = 12
"""Changed rules that are put back one at a time."""
TOP = 4
"""Items of a mover that are kept, the greatest difference first."""


@dataclass
class Tried:
    """What a back-test found."""

    whole: WhatIf
    movers: list[Mover] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    firmness: list[dict[str, Any]] = field(default_factory=list)


class Lines:
    """Where in the edition that is tried the rule stands by which an item moved: its own, else that of a heading above it."""

    def __init__(self, book: Rulebook, changed: set[str]) -> None:
        self.told: dict[tuple[str, str], dict[str, Any]] = {}
        for sheet in book.sheets.values():
            self._under(sheet.id, sheet.root, None, changed)

    def _under(self, sheet: str, item: Item, above: Item | None, changed: set[str]) -> None:
        rule = item if f"sheets.{sheet}.items.{item.id}" in changed else above
        at = rule or item
        self.told[sheet, item.id] = {
            "clause": at.clause,
            "line": at.place.line,
            "rule": _both(rule.name) if rule else None,
        }
        for one in item.items:
            self._under(sheet, one, rule, changed)

    def of(self, sheet: str, item: str) -> dict[str, Any]:
        """The clause, the line of the text, and the name of the changed rule; an item that is gone has none."""
        return self.told.get((sheet, item), {})


def tried(test: BackTest, tell: Tell) -> Tried:
    """Score again and compare.

    Raises:
        core.problem.Refused: the other edition cannot be computed, or cannot read these facts.
    """
    bundle = Bundle.load(folder_of(test.run))
    book = book_of(test.edition)

    def watch(done: int, of: int, part: Text) -> None:
        tell(done, of + 1, part.zh)

    before = bundle.run(threads=1)
    try:
        found = whatif(
            bundle.rulebook(),
            book,
            bundle.facts(),
            bundle.trial.period,
            before=before,
            shown=COMPARED,
            most=BACKS,
            watch=watch,
        )
    finally:
        before.close()
    changed = {one.path for one in backs(bundle.rulebook(), book)}
    made = Tried(found, list(_movers(test, found, book, Lines(book, changed))))
    made.rules = [_rule(one) for one in found.attributions]
    made.orders = [_order(book, one) for one in found.correlations]
    made.firmness = [_firm(book, one) for one in found.sensitivities]
    return made


def _movers(test: BackTest, found: WhatIf, book: Rulebook, lines: Lines) -> Iterator[Mover]:
    places = book.publish.places
    leaves = {one.id for sheet in book.sheets.values() for one in sheet.root.walk() if not one.items}
    keys = {(one.subject, one.period): one for one in Result.objects.filter(run=test.run)}
    ranges = {(at.subject, one.period): at for one in found.sensitivities for at in one.ranges}
    for place, one in enumerate(found.movers, 1):
        known, span = keys.get((one.subject, one.period)), ranges.get((one.subject, one.period))
        yield Mover(
            test=test,
            place=place,
            subject=one.subject,
            name=one.name,
            unit_id=known.unit_id if known else None,
            person_id=known.person_id if known else None,
            sheet=_sheet(one),
            pool=known.pool or known.appraisal_class if known else "",
            period=one.period,
            total_before=_total(one.before, places),
            total_after=_total(one.after, places),
            rank_before=one.before.rank if one.before else None,
            rank_after=one.after.rank if one.after else None,
            grade_before=(one.before.grade if one.before else "") or "",
            grade_after=(one.after.grade if one.after else "") or "",
            best=span.best if span else None,
            worst=span.worst if span else None,
            items=list(_items(one, leaves, lines)),
        )


def _sheet(one: Moved) -> str:
    side = one.after or one.before
    assert side is not None
    return side.sheet


def _total(side: Side | None, places: int) -> Decimal | None:
    return None if side is None or side.total is None else published(decimal(side.total), places)


def _items(one: Moved, leaves: set[str], lines: Lines) -> Iterator[dict[str, Any]]:
    """The items with none below them, so that nothing is told twice, each with the line of the rulebook that moved it."""
    for move in [each for each in one.items if each.id in leaves][:TOP]:
        yield {
            "item": move.id,
            "name": _both(move.name),
            "before": _said(move.before),
            "after": _said(move.after),
        } | lines.of(_sheet(one), move.id)


def _rule(one: Attribution) -> dict[str, Any]:
    return {
        "path": one.path,
        "name": _both(one.name),
        "clause": one.clause,
        "scores": one.scores,
        "ranks": one.ranks,
        "grades": one.grades,
        "marks": _said(one.marks),
    }


def _order(book: Rulebook, one: Any) -> dict[str, Any]:
    return _of(book, one) | {
        "subjects": one.subjects,
        "concordant": one.concordant,
        "discordant": one.discordant,
        "tau": _said(one.tau_b),
        "rho": _said(one.rho),
    }


def _firm(book: Rulebook, one: Any) -> dict[str, Any]:
    return _of(book, one) | {
        "change": _said(one.change * 100),
        "firm": one.firm,
        "of": len(one.ranges),
        "items": [{"item": key, "name": _both(name), "moved": moved} for key, name, moved in one.items],
    }


def _of(book: Rulebook, one: Any) -> dict[str, Any]:
    return {"sheet": one.sheet, "name": _both(book.sheets[one.sheet].root.name), "period": one.period}


def _both(words: Text) -> Mapping[str, str]:
    return {"zh": words.zh, "en": words.en}


def _said(value: Fraction | None) -> str | None:
    """A number as text, in full up to six places."""
    return None if value is None else f"{decimal(value):f}"
