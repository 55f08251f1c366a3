"""`kaogong freeze`: facts checked once, kept for good."""

import json

from core.cli.desk import edit, run, starter


def test_frozen_facts_are_scored_like_the_files_they_came_from(tmp_path):
    book = starter(tmp_path / "book")
    frozen = run("freeze", book, book / "facts", "-o", tmp_path / "frozen", "--json")
    assert frozen.json["tables"] == {"events": 3, "facts_year": 3, "subjects": 3}
    from_files = run("score", book, book / "facts", "-o", tmp_path / "a", "--json")
    from_frozen = run("score", book, tmp_path / "frozen", "-o", tmp_path / "b", "--json")
    assert from_files.json["fingerprint"] == from_frozen.json["fingerprint"]
    assert from_files.json["summary"] == from_frozen.json["summary"]


def test_an_altered_frozen_file_is_refused(tmp_path):
    book = starter(tmp_path / "book")
    run("freeze", book, book / "facts", "-o", tmp_path / "frozen")
    file = tmp_path / "frozen/facts_year.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    said = run("score", book, tmp_path / "frozen", "-o", tmp_path / "out", "--json")
    assert (said.code, said.codes) == (1, ["K561"])
    assert not (tmp_path / "out").exists()


def test_facts_of_another_rulebook_or_another_declaration_are_refused(tmp_path):
    book = starter(tmp_path / "book")
    run("freeze", book, book / "facts", "-o", tmp_path / "frozen")
    edit(book / "rulebook.yaml", "places: 2\n    unit", "places: 3\n    unit")
    said = run("score", book, tmp_path / "frozen", "-o", tmp_path / "out", "--json")
    assert (said.code, said.codes) == (1, ["K730"])
    assert "satisfaction" in said.json["problems"][0]["what"]
    other = run("score", "wh_approvals", tmp_path / "frozen", "-o", tmp_path / "out", "--json")
    assert (other.code, other.codes) == (1, ["K730"])


def test_one_bad_cell_and_nothing_is_written(tmp_path):
    book = starter(tmp_path / "book")
    edit(book / "facts/facts_year.csv", "1180", "118O")
    said = run("freeze", book, book / "facts", "-o", tmp_path / "frozen", "--json")
    assert (said.code, said.spots) == (1, ["K520 facts_year.csv:2:3"])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["book"]


def test_the_contents_list_says_how_numbers_are_stored(tmp_path):
    book = starter(tmp_path / "book")
    run("freeze", book, book / "facts", "-o", tmp_path / "frozen")
    declared = json.loads((tmp_path / "frozen/facts.json").read_text("utf-8"))["declared"]
    assert declared["facts.satisfaction"] == "year decimal places 2"
