"""English is complete: every message of the house has its English, and what is served is what is kept."""

import re
import sys
from pathlib import Path

import pytest

from fences.rooms import models

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
messages = pytest.importorskip("messages")
CHINESE = re.compile(r"[一-鿿，。：；！？（）]")


@pytest.fixture(scope="module")
def catalogue():
    return messages.catalogue()


def test_every_message_has_its_english(catalogue) -> None:
    assert not messages.missing(catalogue), "make messages, translate them in django.po, then make messages again"


def test_what_is_served_is_what_is_kept(catalogue) -> None:
    assert messages.PO.read_bytes() == messages.po_text(catalogue), "the source has changed: make messages"
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.mo_bytes(catalogue), "not compiled: make messages"


def test_places_agree(catalogue) -> None:
    assert not messages.misplaced(messages.pairs(catalogue))


def test_a_place_that_is_lost_is_seen() -> None:
    assert messages.misplaced([("共 %(n)s 件", "Items"), ("共 %(n)s 件", "Items: %(number)s")])
    assert not messages.misplaced([("共 %(n)s 件", ""), ("%(n)s 件，%(n)s 件", "Items: %(n)s")])


def test_english_is_english(catalogue) -> None:
    found = [english for _, english in messages.pairs(catalogue) if CHINESE.search(english or "")]
    assert not found, found


def test_names_of_values_follow_the_reader() -> None:
    """Choices are given lazily (gettext_lazy, or `labels` for names of states), not as words of one language."""
    from django.utils.functional import Promise

    found = [
        f"{one._meta.label}.{field.name}: {words}"
        for one in models()
        for field in one._meta.local_fields
        for value, words in field.flatchoices
        if not isinstance(words, Promise)
    ]
    assert not found, found
