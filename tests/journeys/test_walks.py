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


@pytest.mark.slow
def test_the_commands_of_the_page_on_explaining_run(tmp_path):
    walk = Walk(ROOT / "docs/guide/explain.md", tmp_path)
    book = ROOT / "src/kaogong/rulebooks/wh_approvals"
    text = walk.page.read_text("utf-8")
    lines = [line.partition(" #")[0] for line in text.splitlines() if line.startswith("kaogong ")]
    assert len(lines) > 6
    assert walk.run(f"kaogong score wh_approvals '{book}/facts' -o OUT && echo done")[-1] == "done"
    for line in lines:
        command = line.replace("OLD", "wh_approvals").replace("NEW", "wh_approvals")
        printed = walk.run(f"{command} && echo done")
        assert printed[-1] == "done", "\n".join([command, *printed])


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
