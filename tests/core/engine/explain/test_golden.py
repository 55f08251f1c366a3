"""The printed arithmetic of every golden case gives its score back, read by a calculator that knows nothing of the engine."""

from pathlib import Path

import pytest

from core.engine.explain.runs import check, golden, of_case

ROOT = Path(__file__).parents[4]
FOLDERS = sorted(
    path.parent
    for place in ("src/kaogong/rulebooks", "tests/rulebooks/regulations", "tests/rulebooks/results")
    for path in (ROOT / place).glob("*/rulebook.yaml")
)
MOST = 8
"""Subjects of a case that are explained; large casts are alike."""


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_sentence_of_every_case(folder):
    for case, book in golden(folder):
        with of_case(case, book) as run:
            seen = check(run, MOST)
        assert seen["sentences"] or "none" in str(case.words) or "missing" in str(case.words), case.name
