"""`kaogong diff`: what a new edition changes."""

import pytest

from core.cli.desk import WH, edit, run, starter


@pytest.fixture
def books(tmp_path):
    old, new = starter(tmp_path / "old"), starter(tmp_path / "new")
    edit(new / "rulebook.yaml", "edition: ", "edition: next_")
    return old, new


def test_for_people(books):
    said = run("diff", *books, "--lang", "zh")
    assert said.code == 0
    assert "～ edition" in said.out
    assert "新增 0，删去 0，修改 1" in said.out


def test_for_programs(books):
    said = run("diff", *books, "--json").json
    (change,) = said["changes"]
    assert change["after"].startswith("next_")
    assert said["unchanged"]["facts"] > 0


def test_the_same_book():
    said = run("diff", WH, WH, "--lang", "zh")
    assert said.code == 0
    assert "新增 0，删去 0，修改 0" in said.out
