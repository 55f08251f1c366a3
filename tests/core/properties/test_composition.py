"""Trees, policies, roll-ups and links, engine against oracle, to the last digit."""

from hypothesis import given

from core.properties import books
from core.properties.bounded import examples
from core.properties.support import agree
from core.properties.vocabulary import Rows


@examples(24)
@given(books.tree())
def test_tree(example: tuple[str, Rows]) -> None:
    agree(*example)


@examples(16)
@given(books.rolled_up())
def test_rolled_up(example: tuple[str, Rows]) -> None:
    agree(*example)


@examples(14)
@given(books.linked())
def test_linked(example: tuple[str, Rows]) -> None:
    agree(*example)


@examples(20)
@given(books.outcomes())
def test_outcomes(example: tuple[str, Rows]) -> None:
    agree(*example)
