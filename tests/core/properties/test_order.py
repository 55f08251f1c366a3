"""The order in which rows arrive changes nothing: the same digits, byte for byte."""

import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.oracle.books import loaded
from core.properties import books
from core.properties.bounded import examples
from core.properties.support import scored
from core.properties.vocabulary import Rows
from kaogong.core.engine.facts import Facts


def digest(results: Any) -> str:
    """A hash of everything in the results, every digit written out."""
    return hashlib.sha256(json.dumps(results, default=str, ensure_ascii=False).encode()).hexdigest()


@examples(6)
@given(st.one_of(books.tree(), books.linked(), books.outcomes()), st.randoms(use_true_random=False))
def test_shuffled_rows(example: tuple[str, Rows], chance: Any) -> None:
    text, rows = example
    shuffled = Rows(**{name: chance.sample(table, len(table)) for name, table in rows.tables().items()})
    book = loaded(text)
    assert Facts.from_rows(book, **shuffled.tables()).digest == Facts.from_rows(book, **rows.tables()).digest
    assert digest(scored(text, shuffled)) == digest(scored(text, rows))
