"""What changes between editions and within a year.

Change notes, problems answered, cascades, adjusted targets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import amount, day, percent, rows, table, whole, words
from kaogong.core.scheme.model import Rulebook


@dataclass(frozen=True, slots=True)
class Cascade:
    """How far the upper level's indicators are carried down."""

    covered: Fraction
    uncovered: tuple[str, ...]
    exempt: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Nothing is left uncovered."""
        return not self.uncovered


def cascade(book: Rulebook) -> Cascade:
    """Upper indicators that map to at least one item of this rulebook, or are exempt with a reason."""
    declared = table(book.procedure.get("cascade"))
    upper, carried, exempt = (
        words(declared.get("upper")),
        table(declared.get("map")),
        table(declared.get("exempt")),
    )
    items = {one.id for sheet in book.sheets.values() for one in sheet.root.walk()}
    excused = tuple(one for one in upper if exempt.get(one))
    uncovered = tuple(
        one for one in upper if one not in excused and not any(item in items for item in words(carried.get(one)))
    )
    covered = Fraction(len(upper) - len(uncovered), len(upper)) if upper else Fraction(1)
    return Cascade(covered, uncovered, excused)


@dataclass(frozen=True, slots=True)
class Gap:
    """A change note that is not complete: its number in the list, and what is wrong."""

    index: int
    what: Text


def change_note_gaps(book: Rulebook) -> tuple[Gap, ...]:
    """Change notes without an item, a kind of change, or a basis that counts."""
    known = words(book.procedure.get("change_basis"))
    gaps = []
    for index, note in enumerate(rows(book.procedure.get("change_note"))):
        item, basis = str(note.get("item") or ""), str(note.get("basis") or "")
        if not item or note.get("change") not in {"added", "changed", "retired"}:
            gaps.append(Gap(index, Text(f"“{item}”没有写明改了什么", f"{item}: no item, or no kind of change")))
        elif not basis:
            gaps.append(Gap(index, Text(f"“{item}”的改动没有依据", f"the change of {item} has no basis")))
        elif known and basis not in known:
            zh = f"“{item}”的依据“{basis}”不在规定之列"
            gaps.append(Gap(index, Text(zh, f"{item}: {basis} is not a basis that counts")))
    return tuple(gaps)


def unanswered(book: Rulebook) -> tuple[str, ...]:
    """Problems found in the last appraisal that no change note answers, by id."""
    answered = {one for note in rows(book.procedure.get("change_note")) for one in words(note.get("answers"))}
    return tuple(
        str(one.get("id")) for one in rows(book.procedure.get("problems")) if str(one.get("id")) not in answered
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed change note; `change` is `none` when nothing is proposed."""

    item: str
    change: str = "none"
    basis: str = ""


def proposal(book: Rulebook, item: str, units: int, met: Mapping[int, int]) -> Proposal:
    """Whether an indicator should be retired because so many units met it so many years running.

    Args:
        book: The rulebook, with its `retire:` rule.
        item: The indicator.
        units: How many units have it.
        met: Year → how many units met it fully.
    """
    rule = table(book.procedure.get("retire"))
    share, years = amount(rule.get("met")), whole(rule.get("years"), 1)
    if share is None or not met or not units:
        return Proposal(item)
    last = [max(met) - back for back in range(years)]
    if all(Fraction(met.get(year, 0), units) >= share for year in last):
        return Proposal(item, "retired", str(rule.get("basis", "")))
    return Proposal(item)


def adjustment(
    book: Rulebook, target: Fraction, to: Fraction, on: date | None, before: Sequence[Fraction] = ()
) -> tuple[Fraction, tuple[Text, ...]]:
    """How large an adjustment of a target is, and why it may not be made.

    Args:
        book: The rulebook, with its `adjustment:` rule.
        target: The original target.
        to: The target asked for.
        on: The day of asking, when known.
        before: Targets set by earlier adjustments, oldest first.

    Returns:
        The change as a share of the original target (from the last target when measured `single`), and the
        refusals.
    """
    rule = table(book.procedure.get("adjustment"))
    bound, window = amount(rule.get("bound")), words(rule.get("window"))
    since = target if rule.get("measured", "single") == "cumulative" or not before else before[-1]
    size = Fraction(abs(to - since), abs(target)) if target else Fraction(0)
    refusals = []
    if "times" in rule and len(before) >= whole(rule.get("times")):
        refusals.append(
            Text(f"一年只能调整 {whole(rule['times'])} 次", f"only {whole(rule['times'])} adjustment(s) a year")
        )
    if on is not None and len(window) == 2:
        first, last = day(window[0], on.year), day(window[1], on.year)
        if first is not None and last is not None and not first <= on <= last:
            refusals.append(Text(f"{on} 不在调整期 {first} 至 {last} 内", f"{on} is outside {first} to {last}"))
    if bound is not None and size > bound:
        refusals.append(
            Text(
                f"调整 {percent(size)}，超过 {percent(bound)}",
                f"changed by {percent(size)}, above {percent(bound)}",
            )
        )
    return size, tuple(refusals)
