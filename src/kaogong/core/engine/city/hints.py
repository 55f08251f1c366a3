"""What a rulebook's declarations say about its facts: who has them, what they are part of, what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kaogong.core.engine.city.plays import Play
from kaogong.core.engine.intake.specs import Discretion, discretions
from kaogong.core.methods import METHODS
from kaogong.core.scheme.formula import Call, Formula, Name, Node, Number, Operation, Words, parts
from kaogong.core.scheme.lint.reach import event_kinds, facts_in, formulas, named
from kaogong.core.scheme.model import Every, Item, Rulebook, Sheet


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked of the subjects of a class.

    `scored`: (ledger, kind) pairs that give or take marks; `grave`: those only a veto or a consequence reads.
    `ballots`: (ratings, question, how often).
    """

    facts: tuple[str, ...]
    scored: tuple[tuple[str, str], ...]
    grave: tuple[tuple[str, str], ...]
    ballots: tuple[tuple[str, str, Every], ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """`wholes`: fact → the fact it is a part of. `usual`: fact → the number it is usually about."""

    needs: Mapping[str, Needs]
    wholes: Mapping[str, str] = field(default_factory=dict)
    usual: Mapping[str, Fraction] = field(default_factory=dict)
    discretion: Mapping[str, Discretion] = field(default_factory=dict)


def hints(book: Rulebook, play: Play) -> Hints:
    """Read the declarations of a rulebook."""
    wholes: dict[str, str] = {}
    usual: dict[str, Fraction] = {}
    for sheet in book.sheets.values():
        for item in sheet.root.walk():
            for formula in formulas(item):
                _fractions(book, formula.tree, wholes)
            _target(item, wholes, usual)
    for derived in book.derived.values():
        _fractions(book, derived.formula.tree, wholes)
    usual |= {fact: Fraction(number) for fact, number in play.usual.items()}
    needs = {one: _needs(book, one) for role in play.roles for one in role.classes if one}
    return Hints(needs, wholes | dict(play.wholes), usual, discretions(book))


def _fact(node: object) -> str:
    """The fact a formula is, when it is nothing else."""
    tree = node.tree if isinstance(node, Formula) else node
    return tree.name if isinstance(tree, Name) and tree.kind == "fact" else ""


def _fractions(book: Rulebook, tree: Node, wholes: dict[str, str]) -> None:
    """`a ÷ b` of two facts: a is a part of b."""
    for node in parts(tree):
        if isinstance(node, Operation) and node.operator == "/":
            over, under = (_fact(one) for one in node.operands)
            if over and under and book.facts[over].type == book.facts[under].type:
                wholes.setdefault(over, under)


def _target(item: Item, wholes: dict[str, str], usual: dict[str, Fraction]) -> None:
    """`of` against a target: a part of another fact, or about a number."""
    of, target = _fact(item.params.get("of")), item.params.get("target")
    if not of or not isinstance(target, Formula):
        return
    if isinstance(target.tree, Number):
        usual.setdefault(of, target.tree.value)
    elif (whole := _fact(target)) and whole != of:
        wholes.setdefault(of, whole)


# --- what a class needs ------------------------------------------------------------------------------


def _needs(book: Rulebook, class_: str) -> Needs:
    facts: dict[str, None] = {}
    scored: dict[tuple[str, str], None] = {}
    grave: dict[tuple[str, str], None] = {}
    ballots: dict[tuple[str, str, Every], None] = {}
    for sheet in book.sheets.values():
        if sheet.kind != book.classes[class_].kind or (sheet.classes and class_ not in sheet.classes):
            continue
        for item in sheet.root.walk():
            if item.applies_classes and class_ not in item.applies_classes:
                continue
            facts |= dict.fromkeys(_read(book, item))
            scored |= dict.fromkeys(sorted(event_kinds(book, item)))
            for formula in formulas(item):
                scored |= dict.fromkeys(_counted(book, formula))
            for name in named(item, "ratings"):
                ballots[name, str(item.params.get("question") or ""), item.every] = None
        for formula in _results(book, sheet, class_):
            facts |= dict.fromkeys(sorted(facts_in(book, formula.tree)))
            grave |= dict.fromkeys(pair for pair in _counted(book, formula) if pair not in scored)
    return Needs(tuple(facts), tuple(scored), tuple(grave), tuple(ballots))


def _read(book: Rulebook, item: Item) -> list[str]:
    """The facts an item reads itself."""
    found = {fact for formula in formulas(item) for fact in facts_in(book, formula.tree)}
    found |= {str(one) for one in named(item, "fact")}
    for param in METHODS[item.method].params if item.method else ():
        given = item.params.get(param.name)
        if isinstance(given, Mapping):
            found |= {key for key in given if key in book.facts}
    return [fact for fact in book.facts if fact in found]


def _results(book: Rulebook, sheet: Sheet, class_: str) -> Iterator[Formula]:
    """The conditions of vetoes, grades and consequences of a sheet."""
    for veto in book.vetoes:
        if (not veto.sheets or sheet.id in veto.sheets) and (not veto.classes or class_ in veto.classes):
            yield veto.when
    for scheme in book.grades:
        if scheme.sheet.partition(".")[0] == sheet.id:
            yield from (rung.where for rung in scheme.ladder if rung.where is not None)
    for consequence in book.consequences:
        if consequence.sheet.partition(".")[0] == sheet.id:
            yield consequence.when
    for reward in book.rewards:
        if reward.sheet == sheet.id:
            yield from (one for one in (reward.pool, reward.share_by, reward.where) if one is not None)


def _counted(book: Rulebook, formula: Formula) -> list[tuple[str, str]]:
    """The (ledger, kind) pairs a formula counts; without a kind, all of them."""
    found: list[tuple[str, str]] = []
    for node in parts(formula.tree):
        if isinstance(node, Call) and node.function in {"count", "quantity"}:
            words = [one.text for one in node.arguments if isinstance(one, Words)]
            if words and words[0] in book.events:
                kinds = words[1:2] or list(book.events[words[0]].kinds)
                found += [(words[0], kind) for kind in kinds]
    return found
