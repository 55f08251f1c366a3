"""`kaogong explain`: one subject of a stored result, in the terminal, as JSON, as a page."""

import pytest

from core.cli.desk import WH, run
from core.engine.explain import calculator


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explain") / "r"
    assert run("score", WH, WH / "facts", "-o", folder).code == 0
    return folder


def test_a_tree_for_people(result):
    said = run("explain", result, "市燃气管理处", "--lang", "zh")
    assert said.code == 0
    assert "总分 97.19 · 第 1 名，共 5" in said.out
    assert "15 × 4 ÷ 7 = 60/7 ≈ 8.5714" in said.out
    assert "附三 WH-25" in said.out


def test_json_for_programs_gives_the_same_arithmetic(result):
    said = run("explain", result, "d04", "--json").json["explanation"]
    assert (said["total"], said["places"][0]["rank"]) == ("97.19", 1)
    month = said["root"]["parts"][0]["periods"][0]
    assert (month["period"], month["value"]) == ("2010-06", "655/7")
    assert calculator.sides(month["sentence"]["text"])[-1] == calculator.read("655/7")


def test_a_page_an_english_text_and_a_data_file(result, tmp_path):
    for name in ("x.html", "x.txt", "x.json"):
        assert run("explain", result, "d04", "-o", tmp_path / name, "--lang", "en").code == 0
    assert "<h1>Derivation</h1>" in (tmp_path / "x.html").read_text("utf-8")
    assert "no. 1 of 5" in (tmp_path / "x.txt").read_text("utf-8")
    assert '"exit"' not in (tmp_path / "x.json").read_text("utf-8")


def test_what_is_missing_says_so(result):
    said = run("explain", result, "d05", "--lang", "zh")
    assert "2010-08 月度得分 暂缺" in said.out
    assert "下列各项没有得分：提前办结" in said.out
    assert "暂缺：办结件数、提前办结件数（市电子监察中心提供）" in said.out


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (("没有这个局",), 1, "K740"),
        (("d04", "--period", "2011"), 1, "K742"),
        (("d04", "-o", "x.pdf"), 2, None),
    ],
)
def test_refusals(result, words, code, problem):
    said = run("explain", result, *words, "--json")
    assert said.code == code
    if problem:
        assert said.codes == [problem]


def test_a_folder_that_is_no_result(tmp_path):
    assert run("explain", tmp_path, "x", "--json").codes == ["K720"]
