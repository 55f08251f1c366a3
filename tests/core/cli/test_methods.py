"""`kaogong methods` and `kaogong schema`: what an author looks up."""

import json

from jsonschema import Draft202012Validator

from core.cli.desk import run
from kaogong.core.methods import METHODS


def test_every_method_is_listed():
    said = run("methods", "--json")
    assert [one["name"] for one in said.json["methods"]] == list(METHODS)
    assert "完成率" in run("methods", "--lang", "zh").out


def test_one_method_with_its_parameters_and_an_example():
    said = run("methods", "ratio", "--lang", "zh")
    assert said.code == 0
    assert "被评价的值" in said.out
    assert "method: ratio" in said.out
    assert run("methods", "ratio", "--json").json["method"]["params"][0]["name"] == "of"


def test_the_schema_is_printed_or_written(tmp_path):
    printed = json.loads(run("schema").out)
    Draft202012Validator.check_schema(printed)
    assert run("schema", "--json").json["schema"] == printed
    run("schema", "-o", tmp_path / "s.json")
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == printed
