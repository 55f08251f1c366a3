"""The linter: what is wrong with a rulebook that can be read. One family of rules a file.

RULES is the whole list.

Codes: K1xx arithmetic, grounds and effects of the rules · K2xx structure · K3xx procedure. An error refuses
adoption.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kaogong.core.problem import Problem, Text
from kaogong.core.scheme.entries import rows
from kaogong.core.scheme.lint import (
    changes,
    cover,
    effects,
    facts,
    ladders,
    legal,
    limits,
    marks,
    procedure,
    scoring,
    structure,
    twice,
)
from kaogong.core.scheme.lint.rule import FRAME, Rule, framed
from kaogong.core.scheme.model import Rulebook

__all__ = ["FRAME", "RULES", "Rule", "framed", "lint", "waived"]

RULES: tuple[Rule, ...] = (
    *marks.RULES,
    *limits.RULES,
    *scoring.RULES,
    *twice.RULES,
    *facts.RULES,
    *legal.RULES,
    *ladders.RULES,
    *effects.RULES,
    *cover.RULES,
    *structure.RULES,
    *procedure.RULES,
    *changes.RULES,
)
"""Every rule, in the order of the reference page."""


def lint(book: Rulebook) -> list[Problem]:
    """Every problem of a rulebook, by place. Waived ones are notes that say so."""
    problems = [problem for rule in RULES for problem in rule.problems(book)]
    return waived(book, sorted(problems, key=lambda one: (one.place, one.code)))


def waived(book: Rulebook, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, those the rulebook waives by code and place turned into notes."""
    waivers = {
        (str(one.get("code")), str(one.get("at") or "")): one
        for one in rows(book.procedure.get("waivers"))
        if one.get("reason") and one.get("by")
    }
    spots = {(code, book.places.get(at, None) if at else None): one for (code, at), one in waivers.items()}
    found = []
    for problem in problems:
        waiver = spots.get((problem.code, problem.place)) or spots.get((problem.code, None))
        found.append(problem if waiver is None else _noted(problem, str(waiver["reason"]), str(waiver["by"])))
    return found


def _noted(problem: Problem, reason: str, by: str) -> Problem:
    what = Text(f"{problem.what.zh}（{by}已同意：{reason}）", f"{problem.what.en} (waived by {by}: {reason})")
    return replace(problem, what=what, severity="note")
