"""What is true of every method: its page, its example, its place in the table."""

import re
from fractions import Fraction

import pytest

from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Context, Method, Param
from kaogong.core.methods.codes import CODES, problem
from kaogong.core.methods.terms import Null
from kaogong.core.problem import Text
from kaogong.core.scheme.load import load_text

NAMES = [*METHODS]
HEAD = """\
kaogong: 1
id: example
title: 例
edition: "2026"
effective: {from: 2026-01-01}
"""
SHEET = """\
  - id: example_sheet
    name: 例表
    for: {kind: KIND}
    every: EVERY
    full: FULL
    items:
"""


def whole(example: str) -> str:
    """A rulebook around the example of a method's page."""
    head, item = example.split("item:\n") if example.startswith("item:") else example.split("\nitem:\n")
    above, _, sheets = head.partition("sheets:\n")
    every = "month" if "every: month" in head else "year"
    full = re.search(r"^  full: (\S+)", item, re.MULTILINE)[1]
    kind = "person" if "person:" in head else "unit"
    sheet = SHEET.replace("KIND", kind).replace("EVERY", every).replace("FULL", full)
    lines = ["      " + line for line in item.rstrip().split("\n")]
    lines[0] = "      - " + lines[0].strip()
    return HEAD + above + "\nsheets:\n" + sheets + "\n" + sheet + "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_example_loads_without_complaint(name):
    book, problems = load_text(whole(METHODS[name].example))
    assert [one.say("en") for one in problems.errors] == []
    leaf = next(one for sheet in book.sheets.values() for one in sheet.root.walk() if one.method == name)
    assert METHODS[name].check(leaf.params, leaf.full) == []


class Stand:
    """A context that takes whatever formulas the loader made."""

    full = Fraction(100)

    def __init__(self, book):
        self.fact_options = {fact.id: fact.options for fact in book.facts.values()}
        self.rating_groups = {one.id: tuple(one.groups) for one in book.ratings.values()}

    def term(self, formula):
        return Null()

    condition = term


@pytest.mark.parametrize("name", NAMES)
def test_the_example_builds_from_what_the_loader_read(name):
    book, _ = load_text(whole(METHODS[name].example))
    leaf = next(one for sheet in book.sheets.values() for one in sheet.root.walk() if one.method == name)
    stand: Context = Stand(book)
    assert METHODS[name].build(stand, leaf.params) is not None
    assert METHODS[name].shape(leaf.params, leaf.full).monotone in {"up", "down", "no", "unknown"}


@pytest.mark.parametrize("name", NAMES)
def test_the_table_names_the_method(name):
    method: Method = METHODS[name]
    assert method.name == name
    assert method.title.zh
    assert method.title.en
    assert method.summary.zh.endswith("。")
    assert method.summary.en.endswith(".")


def all_params(params: tuple[Param, ...]):
    for one in params:
        yield one
        yield from all_params(one.columns)
        yield from all_params(one.options)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_explained_and_well_formed(name):
    for one in all_params(METHODS[name].params):
        assert one.doc.zh, one.name
        assert one.doc.en, one.name
        assert bool(one.choices) == (one.kind == "choice"), one.name
        assert bool(one.options) == (one.kind == "either"), one.name
        assert bool(one.columns) == ("record" in {one.kind, one.value} or one.kind == "table"), one.name
        assert not (one.required and one.default is not None), one.name


def test_codes_are_the_methods_own():
    assert all(re.fullmatch(r"K4\d\d", code) for code in CODES)
    with pytest.raises(KeyError):
        problem("K999", Text.same("a"), Text.same("b"), Text.same("c"))
