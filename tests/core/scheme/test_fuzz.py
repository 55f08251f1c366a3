"""Whatever is written, loading gives a rulebook or problems; it never fails in another way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.scheme.small import text
from kaogong.core.problem import Problems
from kaogong.core.scheme.edition import canonical_text
from kaogong.core.scheme.load import load_text
from kaogong.core.scheme.numbers import number_of, number_text
from kaogong.core.scheme.parse_formula import parse_formula
from kaogong.core.scheme.source import parse_bytes
from kaogong.core.scheme.tree import planted

TOWN = (Path(__file__).parent / "samples" / "town" / "rulebook.yaml").read_text(encoding="utf-8")
WORDS = sorted(set(TOWN.replace("{", " ").replace("}", " ").replace(",", " ").replace(":", " ").split()))
SECTIONS = [
    "facts",
    "derived",
    "sheets",
    "grades",
    "vetoes",
    "settings",
    "readings",
    "subjects",
    "basis",
    "events",
]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SCALARS = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.integers().map(str),
    st.sampled_from(
        [
            "",
            "~",
            "null",
            "none",
            "true",
            "1/3",
            "30%",
            "-1",
            "１２",
            "1e9",
            "{setting: gap}",
            "a.b",
            "'",
            '"',
        ]
    ),
)
KEYS = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=12,
)


def judged(written: str, **trial: Any) -> None:
    book, problems = load_text(written, **trial)
    assert (book is None) == bool(problems.errors)
    for one in problems:
        assert one.say("zh")
        assert one.say("en")


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    problems = Problems()
    tree = parse_bytes(data, "f.yaml", problems)
    assert (tree is None) <= bool(problems.errors)


@QUICK
@given(st.text(max_size=200))
def test_any_text(written: str) -> None:
    judged(written)


@QUICK
@given(st.text(alphabet=" \n\t-:[]{},'\"#&*!|>?a甲1：", max_size=60))
def test_any_yaml(written: str) -> None:
    judged(written)


@QUICK
@given(st.text(max_size=80), st.text(alphabet="ab1.,()+-*/<>=！× ÷且或非'\"“”%「」如果", max_size=60))
def test_any_formula(one: str, other: str) -> None:
    for written in (one, other):
        problems = Problems()
        assert (parse_formula(written, problems) is None) == bool(problems.errors)


@QUICK
@given(
    st.integers(0, len(TOWN)),
    st.integers(0, 40),
    st.one_of(SCALARS, st.sampled_from(["\n", "  ", ": ", "- ", "{", "["])),
)
def test_a_rulebook_with_something_overwritten(start: int, length: int, word: str) -> None:
    judged(TOWN[:start] + word + TOWN[start + length :])


@QUICK
@given(DATA, st.sampled_from(SECTIONS))
def test_anything_in_place_of_a_section(data: Any, section: str) -> None:
    judged(TOWN, changes=[{"set": section, "to": data}])


@QUICK
@given(DATA, st.sampled_from(WORDS))
def test_anything_in_place_of_an_item_or_one_of_its_keys(data: Any, key: str) -> None:
    judged(TOWN, changes=[{"set": "sheets.annual.items.tier", "to": data}])
    judged(TOWN, changes=[{"set": f"sheets.annual.items.conversion.{key}", "to": data}])


@QUICK
@given(st.lists(DATA, max_size=3))
def test_anything_as_a_change(changes: list[Any]) -> None:
    judged(text(), changes=changes)


@QUICK
@given(DATA)
@example("\x85")
@example("甲\u2028乙\u2029丙")
def test_the_canonical_text_of_anything_reads_as_the_same(data: Any) -> None:
    written = canonical_text(planted(data))
    problems = Problems()
    tree = parse_bytes(written.encode(), "f.yaml", problems)
    if tree is not None:
        assert canonical_text(tree) == written


@given(st.fractions())
def test_numbers_are_printed_and_read_exactly(number: Any) -> None:
    written = number_text(number)
    if len(written) < 30:
        assert number_of(written) == number


@pytest.mark.parametrize("broken", ["\ud800", "a: \ud800\n"])
def test_half_a_character(broken: str) -> None:
    judged(broken)
