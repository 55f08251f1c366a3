"""English is complete: every message of the house has its English, and what is served is what is kept."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
messages = pytest.importorskip("messages")


@pytest.fixture(scope="module")
def catalogue():
    return messages.catalogue()


def test_every_message_has_its_english(catalogue) -> None:
    assert not messages.missing(catalogue), "translate them in django.po, then: make messages"


def test_what_is_served_is_what_is_kept(catalogue) -> None:
    assert messages.PO.read_bytes() == messages.po_text(catalogue), "the source has changed: make messages"
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.mo_bytes(catalogue), "not compiled: make messages"
