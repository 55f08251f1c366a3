"""`kaogong new`: what it writes can be checked, tried and scored at once."""

import pytest

from core.cli.desk import run


@pytest.mark.parametrize("name", ["tax", "税务 考核"])
def test_a_new_rulebook_is_clean_passes_its_cases_and_scores(tmp_path, name):
    book = tmp_path / name
    assert run("new", book, "--year", 2031).code == 0
    assert run("lint", book, "--strict").code == 0
    assert run("cases", book).code == 0
    said = run("score", book, book / "facts", "-o", tmp_path / "result", "--json")
    assert said.code == 0
    assert said.json["summary"][0] | {"title": ""} == {
        "sheet": "dept_year",
        "title": "",
        "period": "2031",
        "subjects": 3,
        "scored": 3,
        "missing": 0,
        "best": "99.17",
        "mean": "85.31",
        "worst": "71.75",
        "grades": {"优秀": 1, "良好": 1, "合格": 1},
        "consequences": {},
    }


def test_id_and_title(tmp_path):
    run("new", tmp_path / "x", "--id", "roads", "--title", '公路"养护"考核', "--lang", "zh")
    text = (tmp_path / "x/rulebook.yaml").read_text("utf-8")
    assert "id: roads\n" in text
    assert 'title: "公路\\"养护\\"考核"\n' in text
    assert run("lint", tmp_path / "x", "--strict").code == 0


def test_the_id_follows_the_folder(tmp_path):
    assert run("new", tmp_path / "Tax-Office", "--json").json["id"] == "tax_office"
    assert run("new", tmp_path / "税务", "--json").json["id"] == "my_rules"


def test_an_id_that_cannot_be_one(tmp_path):
    said = run("new", tmp_path / "x", "--id", "税务")
    assert said.code == 2
    assert not (tmp_path / "x").exists()


def test_what_exists_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("keep")
    said = run("new", tmp_path / "mine", "--json")
    assert (said.code, said.codes) == (1, ["K562"])
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["notes.txt"]
