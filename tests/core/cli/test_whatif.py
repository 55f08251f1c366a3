"""`kaogong whatif`: the facts of a result under other rules."""

import pytest

from core.cli.desk import WH, run


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whatif") / "r"
    assert run("score", WH, WH / "facts", "-o", folder).code == 0
    return folder


def test_another_reading(result):
    said = run("whatif", result, "--reading", "yellow_then_red=both", "--lang", "zh")
    assert said.code == 0
    assert "得分变 1，名次变 0，等次变 0" in said.out
    assert "91.00 → 90.33" in said.out


def test_for_programs(result):
    said = run("whatif", result, "--reading", "yellow_then_red=both", "--json").json
    assert (said["scores"], said["subjects"]) == (1, 7)
    (mover,) = said["movers"]
    assert (mover["before"]["total"], mover["after"]["total"]) == ("91", "90.33")
    assert [one["path"] for one in said["attributions"] if one["marks"] != "0"] == ["sheets.dept.items.issued"]


def test_another_edition_in_a_folder(result):
    said = run("whatif", result, WH, "--lang", "en")
    assert said.code == 0
    assert "these differ: 0 scores, 0 places, 0 grades" in said.out


def test_refusals(result):
    assert run("whatif", result, "--change", "2", "--json").code == 2
    assert run("whatif", result, "--reading", "nothing=here", "--json").code == 1
