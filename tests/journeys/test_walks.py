"""What a newcomer reads is what a newcomer gets: the pages below are walked, command by command."""

from __future__ import annotations

import pytest

from journeys.walk import ROOT, Walk, same

PAGES = ("README.md", "README.zh.md", "docs/guide/first-rulebook.md")


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_prints_what_it_says(page, tmp_path):
    walk = Walk(ROOT / page, tmp_path)
    walked = 0
    for line, command, said in walk.steps():
        printed = walk.run(command)
        assert same(said, printed), f"{page}:{line}: {command}\n" + "\n".join(printed)
        walked += 1
    assert walked > 5


@pytest.mark.parametrize(
    ("said", "printed", "fits"),
    [
        (["a", "…", "z"], ["a", "b", "c", "z"], True),
        (["a", "…", "z"], ["a", "z"], True),
        (["took … s"], ["took 12 s"], True),
        (["a"], ["a", "b"], False),
        ([], ["a"], False),
        (["1.5"], ["1x5"], False),
    ],
)
def test_dots_stand_for_what_changes(said, printed, fits):
    assert same(said, printed) is fits
