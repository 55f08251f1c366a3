"""The canonical text, its hashes, and the chain of editions."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.scheme.small import HEAD, book, codes, text
from kaogong.core.problem import Problems
from kaogong.core.scheme.edition import canonical_text, check_chain, fingerprint
from kaogong.core.scheme.load import load, load_text
from kaogong.core.scheme.source import parse_text

SAMPLES = Path(__file__).parent / "samples"


def canonical(written: str) -> str:
    problems = Problems()
    tree = parse_text(written, "f.yaml", problems)
    assert tree is not None
    return canonical_text(tree)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a: 1\nb: 2\n", "b: 2\na: 1\n"),
        ("a: {b: [1, 2]}\n", "a:\n  b:\n    - 1\n    - 2\n"),
        ("a: 0.10\n", "a: 10%\n"),
        ("a: ２\n", "a: 2.00\n"),
        ("a: 甲 # 注\n", 'a: "甲"\n'),
        ("a: 2/4\n", "a: 0.5\n"),
        ("a:\n", "a: ~\n"),
    ],
)
def test_the_same_rules_have_one_text(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a: 1\n", "a: 2\n"),
        ("edition: 2010.10\n", "edition: 2010.1\n"),
        ("a: '0.10'\n", "a: 0.10\n"),
        ("a: [1, 2]\n", "a: [2, 1]\n"),
        ("a: {}\n", "a: []\n"),
        ("a: none\n", "a: null\n"),
        ("a: 1/3\n", "a: 0.333333\n"),
    ],
)
def test_different_rules_have_different_texts(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_canonical_text_is_the_rulebook() -> None:
    town = load(SAMPLES / "town")
    again, problems = load_text(town.canonical)
    assert again is not None, [one.say("en") for one in problems]
    assert again.canonical == town.canonical
    assert [one.id for one in again.sheets["annual"].root.walk()] == [
        one.id for one in town.sheets["annual"].root.walk()
    ]
    assert "{setting" not in town.canonical
    assert 'setting: "gap"' in town.canonical
    assert 'by_reading: "item17_floor"' in town.canonical


def test_hashes_are_those_of_the_standards() -> None:
    made = fingerprint("abc")
    assert made.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert made.sha256 == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("from: 2020-01-01, to: 2020-12-31", "from: 2021-01-01", []),
        ("from: 2020-01-01, to: 2020-12-30", "from: 2021-01-01", ["K070"]),
        ("from: 2020-01-01, to: 2021-01-01", "from: 2021-01-01", ["K070"]),
        ("from: 2020-01-01", "from: 2021-01-01", ["K070"]),
    ],
)
def test_on_every_day_exactly_one_edition_is_in_force(first: str, second: str, found: list[str]) -> None:
    editions = [book(head=HEAD.replace("from: 2020-01-01", dates)) for dates in (second, first)]
    problems = Problems()
    check_chain(editions, problems)
    assert codes(list(problems)) == found


def test_the_gap_is_dated() -> None:
    early = book(head=HEAD.replace("from: 2020-01-01", "from: 2020-01-01, to: 2020-06-30"))
    problems = Problems()
    check_chain([early, book(head=HEAD.replace("2020-01-01", "2021-01-01"))], problems)
    assert "2020-07-01" in next(iter(problems)).fix.zh


def test_references_stay_in_the_text() -> None:
    more = "settings: {gap: {value: 5, origin: assumed}}\n"
    item = "{id: a, name: 甲, full: 100, method: fixed, marks: {setting: gap}}"
    one, _ = load_text(text(item, more=more))
    tried, _ = load_text(text(item, more=more), settings={"gap": 6})
    assert one is not None
    assert tried is not None
    assert one.canonical == tried.canonical
