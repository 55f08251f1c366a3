"""The same for generated rulebooks: whatever is written, its arithmetic can be checked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.explain.runs import check, scored
from core.oracle.books import loaded
from core.properties import books
from core.properties.bounded import examples
from core.properties.leaves import LEAVES


def explained(example):
    """Everything of an example is explained."""
    text, rows = example
    book = loaded(text)
    with scored(book, "2026", **rows.tables()) as run:
        check(run)


@pytest.mark.slow
@pytest.mark.parametrize("method", LEAVES)
@examples(4)
@given(data=st.data())
def test_method(method, data):
    explained(data.draw(books.one_method(method)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [books.tree, books.rolled_up, books.linked, books.outcomes], ids=lambda k: k.__name__)
@examples(8)
@given(data=st.data())
def test_tree(kind, data):
    explained(data.draw(kind()))
