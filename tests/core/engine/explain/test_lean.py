"""A run that keeps only totals, its items on disk, tells the same story as one that keeps everything."""

from itertools import islice
from pathlib import Path

import pytest

from core.engine.explain.runs import case_facts, golden
from core.engine.explain.test_golden import FOLDERS, MOST
from kaogong.core.engine.explain import Explainer
from kaogong.core.engine.explain.as_text import text
from kaogong.core.engine.run import score

QUICK = ("hb_targets", "qw_bureau")
"""Rulebooks told on every run; the others are slow together."""
CASES = 2
"""Cases of a rulebook that are told twice."""


def told(run):
    """Every explanation of a run as text."""
    appraised = {row["subject"] for sheet, every in run.done for row in run.rows(sheet, every)}
    return [text(one) for one in Explainer(run).several(sorted(appraised)[:MOST])]


def told_twice(case, book, folder: Path):
    """The explanations of a case from a run that keeps everything, and from a lean one."""
    facts, period = case_facts(case, book)
    full = score(book, facts, period)
    try:
        lean = score(book, facts, period, keep="totals", nodes_to=folder)
        try:
            assert told(full) == told(lean), case.name
            return bool(full.done)
        finally:
            lean.close()
    finally:
        full.close()


def marked(folder):
    return folder if folder.name in QUICK else pytest.param(folder, marks=pytest.mark.slow)


@pytest.mark.parametrize("folder", [marked(one) for one in FOLDERS], ids=lambda folder: folder.name)
def test_the_same_words(folder, tmp_path):
    compared = 0
    for number, (case, book) in enumerate(islice(golden(folder), CASES)):
        nodes = tmp_path / str(number)
        nodes.mkdir()
        compared += told_twice(case, book, nodes)
    assert compared
