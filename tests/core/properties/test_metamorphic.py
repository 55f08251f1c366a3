"""Changes that must not matter."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.properties import books
from core.properties.bounded import examples
from core.properties.support import scored
from core.properties.vocabulary import YEAR, Rows

STRANGER = {"subject": "zz", "class": "p", "lake": True, "size": "10", "trade": "Ⅰ", "zone": "east"}


@examples(5)
@given(st.one_of(books.tree(), books.rolled_up(), books.outcomes()))
def test_a_subject_on_no_sheet_changes_nothing(example: tuple[str, Rows]) -> None:
    text, rows = example
    known = rows.subjects[0]["subject"]
    copies = [row | {"subject": "zz"} for row in rows.facts if row["subject"] == known]
    more = replace(rows, subjects=[*rows.subjects, STRANGER], facts=[*rows.facts, *copies])
    assert scored(text, more) == scored(text, rows)


NAMES = {"n1": "apples", "n2": "pears", "rate": "quota", "h": "heading", "y": "other", "z": "last", "lake": "pond"}


def renamed(value: Any) -> Any:
    """The same with other ids for facts, attributes and items."""
    if isinstance(value, dict):
        return {renamed(key): renamed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one) for one in value]
    if not isinstance(value, str):
        return value
    pattern = "|".join(NAMES)
    return re.sub(rf"(?<!\w)({pattern})(?!\w)", lambda found: NAMES[found[1]], value)


@examples(5)
@given(books.tree())
def test_names_carry_no_meaning(example: tuple[str, Rows]) -> None:
    text, rows = example
    other = Rows(**{name: renamed(table) for name, table in rows.tables().items()})
    assert scored(renamed(text), other) == renamed(scored(text, rows))


RATIO = """
kaogong: 1
id: ratio
title: 比率
edition: "1"
effective: {from: 2020-01-01}
basis: {rules: {name: 办法}}
subjects: {classes: {a: {name: 甲类, kind: unit}}}
facts:
  done: {name: 完成, type: decimal, places: 2, every: year}
  goal: {name: 目标, type: decimal, places: 2, every: year}
sheets:
  - id: units
    name: 单位表
    for: {kind: unit}
    every: year
    full: 100
    items:
      - {id: x, name: 项, full: 100, method: ratio, of: done, target: goal, cap_at: none, cap: none, zero_target: zero}
"""
AMOUNTS = st.integers(0, 10**6).map(lambda cents: Fraction(cents, 100))


@examples(5)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=8), st.integers(2, 1000))
def test_a_ratio_has_no_unit(pairs: list[tuple[Fraction, Fraction]], factor: int) -> None:
    def totals(times: int) -> Any:
        rows = Rows()
        for number, (done, goal) in enumerate(pairs):
            subject = f"u{number}"
            rows.subjects.append({"subject": subject, "class": "a"})
            for fact, value in (("done", done), ("goal", goal)):
                rows.facts.append({"subject": subject, "period": f"{YEAR}", "fact": fact, "value": value * times})
        return [row["total"] for row in scored(RATIO, rows)["units"]]

    assert totals(factor) == totals(1)
