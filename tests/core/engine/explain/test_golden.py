"""The printed arithmetic of every golden case gives its score back, read by a calculator that knows nothing of the engine."""

from pathlib import Path

import pytest

from core.engine.explain.runs import check, golden, of_case
from core.properties.bounded import ASKED

ROOT = Path(__file__).parents[4]
FOLDERS = sorted(
    path.parent
    for place in ("src/kaogong/rulebooks", "tests/rulebooks/regulations", "tests/rulebooks/results")
    for path in (ROOT / place).glob("*/rulebook.yaml")
)
MOST = 8
"""Subjects of a case that are explained; large casts are alike."""
SOME = 6
"""Cases of a rulebook that are explained on every run, from its first to its last; with KAOGONG_PROPERTIES=1 all are."""


def chosen(folder):
    """The cases that are explained."""
    cases = list(golden(folder))
    if ASKED or len(cases) <= SOME:
        return cases
    return [cases[place * (len(cases) - 1) // (SOME - 1)] for place in range(SOME)]


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_sentence_of_every_case(folder):
    for case, book in chosen(folder):
        with of_case(case, book) as run:
            seen = check(run, MOST)
        assert seen["sentences"] or "none" in str(case.words) or "missing" in str(case.words), case.name
