"""What a rulebook says under readings that were not chosen: needed by another reading, though not by this one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kaogong.core.problem import Problems
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.source import parse_text
from kaogong.core.scheme.tree import Scalar, Table, Tree, walk, word


def said_aside(book: Rulebook, *names: str) -> bool:
    """Whether one of these names stands in a branch that another reading would take."""
    said = _aside(book.canonical, tuple((one.id, one.chosen) for one in book.readings.values()))
    return any(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in names)


@lru_cache(maxsize=1)
def _aside(canonical: str, chosen: tuple[tuple[str, str], ...]) -> str:
    """The words of every such branch, a line each."""
    tree = parse_text(canonical, "", Problems()) if chosen else None
    return "\n".join(_branches(tree, dict(chosen))) if tree is not None else ""


def _branches(tree: Tree, chosen: Mapping[str, str]) -> Iterator[str]:
    for table in walk(tree):
        if isinstance(table, Table) and "by_reading" in table.entries:
            taken = chosen.get(word(table.get("by_reading")))
            for option, branch in table.entries.items():
                if option not in {"by_reading", taken}:
                    yield from _words(branch)


def _words(branch: Tree) -> Iterator[str]:
    for one in walk(branch):
        if isinstance(one, Table):
            yield from one.entries
        elif isinstance(one, Scalar):
            yield one.text
