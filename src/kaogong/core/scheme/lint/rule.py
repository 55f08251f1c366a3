"""What a lint rule is: one function with its code, its words, and a good and a bad example that are its tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kaogong.core.problem import NOWHERE, Place, Problem, Severity, Text
from kaogong.core.scheme.model import Rulebook


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rulebook breaks a rule. `severity` overrides the rule's own."""

    place: Place
    what: Text
    severity: Severity | None = None


Check = Callable[[Rulebook], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A lint rule. `good` and `bad` are parts of a rulebook; `framed` makes them whole."""

    code: str
    severity: Severity
    title: Text
    why: Text
    fix: Text
    good: str
    bad: str
    check: Check

    def problems(self, book: Rulebook) -> Iterator[Problem]:
        """Every breach of the rule in a rulebook."""
        for one in self.check(book):
            yield Problem(self.code, one.place, one.what, self.why, self.fix, one.severity or self.severity)


def rule(
    code: str, severity: Severity, *, title: Text, why: Text, fix: Text, good: str, bad: str
) -> Callable[[Check], Rule]:
    """Make a rule of the check function below."""

    def made(check: Check) -> Rule:
        return Rule(code, severity, title, why, fix, good, bad, check)

    return made


def found(place: Place, zh: str, en: str) -> Finding:
    """A breach, said in both languages."""
    return Finding(place, Text(zh, en))


def at(book: Rulebook, *paths: str) -> Place:
    """The first of these paths that is written, else nowhere."""
    return next((book.places[path] for path in paths if path in book.places), NOWHERE)


FRAME = """\
kaogong: 1
id: example
title: 示例办法
issuer: 市政府
edition: "2025"
effective: {from: 2025-01-01}
basis:
  m: {name: 考核办法, issuer: 市政府, date: 2024-12-01}
subjects:
  classes:
    county: {name: 县区, kind: unit}
facts:
  done: {name: 办结数, type: integer, unit: 件, every: year, direction: higher, authority: [统计局], missing: refuse, range: [0, 1000]}
  asked: {name: 受理数, type: integer, unit: 件, every: year, authority: [统计局], missing: refuse, range: [1, 1000]}
events:
  card: {name: 黄红牌, kinds: {yellow: 黄牌, red: 红牌}, authority: [监察局]}
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 100, basis: m, items: [{id: rate, name: 办结率, full: 100, method: ratio, of: done, target: asked}]}
procedure:
  rounds: {year: 年度考核}
  appeal: {window: 5, days_are: working}
  publicity: {days: 5, days_are: working}
"""
"""The rest of a rulebook around an example: every part the example does not write itself."""


def framed(example: str) -> str:
    """A whole rulebook: the example first, so that its lines keep their numbers, then what it leaves out."""
    own = set(re.findall(r"^(\w+):", example, re.MULTILINE))
    rest = [
        part for part in re.split(r"^(?=\w)", FRAME, flags=re.MULTILINE) if part and part.split(":", 1)[0] not in own
    ]
    return example + "".join(rest)
