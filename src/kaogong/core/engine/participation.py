"""Who takes part without counting: pilots are scored, and kept apart from those who are ranked and graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kaogong.core.engine.aggregates import text
from kaogong.core.methods import terms as t
from kaogong.core.problem import Text
from kaogong.core.scheme.entries import table, words
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.procedure import mode_label, modes_in
from kaogong.core.scheme.procedure.rounds import FULL, OUTSIDE

APART = "m_"
"""Prefix of the columns that pool subjects by what they have in common and by how they take part."""
COUNTS = APART + "all"
"""The column that is `full` for those who count."""
FORMAL = t.Compare("==", t.Attribute("#mode"), t.ONE)
"""The subject counts."""
MARK = ": "


def declared(rulebook: Rulebook) -> bool:
    """The rulebook says who takes part."""
    return bool(rulebook.procedure.get("participation"))


def mode_sql(rulebook: Rulebook, years: Sequence[int], year: str) -> str:
    """SQL of a subject's mode in a year; empty where everybody counts."""
    arms = {one: _of_year(modes_in(rulebook, one)) for one in years}
    kinds = set(arms.values())
    if kinds <= {text(FULL)}:
        return ""
    if len(kinds) == 1:
        return kinds.pop()
    return f"CASE {year} {' '.join(f'WHEN {one} THEN {arm}' for one, arm in arms.items())} END"


def _of_year(modes: Mapping[str, Any] | None) -> str:
    if modes is None:
        return text(FULL)
    arms, rest = "", text(OUTSIDE)
    for mode, who in modes.items():
        if who == "all":
            rest = text(mode)
            break
        if listed := ", ".join(text(one) for one in words(who)):
            arms += f" WHEN s.subject IN ({listed}) OR s.class IN ({listed}) THEN {text(mode)}"
    return f"CASE{arms} ELSE {rest} END" if arms else rest


def pools_apart(mode: str, keys: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The columns of the pools (expression, name): those who do not count are pooled mode by mode."""
    for pool, key in ({"all": text(FULL), "class": "s.class"} | dict(keys)).items():
        yield apart_sql(mode, key), APART + pool


def apart_sql(mode: str, key: str) -> str:
    """SQL of a pool's key, with the mode before it for those who do not count."""
    return f"CASE WHEN {mode} = {text(FULL)} THEN {key} ELSE {mode} || {text(MARK)} || COALESCE({key}, '') END"


def told_apart(rulebook: Rulebook, value: Any) -> tuple[Text | None, Any]:
    """The label of the mode in the key of a pool (None: they count), and the key without it."""
    if isinstance(value, str) and declared(rulebook):
        mode, mark, key = value.partition(MARK)
        years = table(rulebook.procedure["participation"]).values()
        if mark and mode in {OUTSIDE, *(one for modes in years for one in table(modes))}:
            return mode_label(rulebook, mode), key
    return None, value
