"""`kaogong demo-city`: the register of a city that does not exist, the same every time."""

import csv

from core.cli.desk import run


def rows(path):
    with path.open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_the_city_has_the_sizes_it_is_asked_for(tmp_path):
    said = run("demo-city", "-o", tmp_path / "city", "--json", "--units", 5, "--staff", 40, "--leaders", 9)
    assert said.code == 0
    assert said.json["people"] == 49
    units = rows(tmp_path / "city" / "units.csv")
    assert len(units) == 1 + 5 + 12 + 140 + 30
    assert {one["parent"] for one in units if one["klass"] == "township"} <= {one["code"] for one in units}
    people = rows(tmp_path / "city" / "people.csv")
    assert {one["unit"] for one in people} <= {one["code"] for one in units}


def test_the_same_sizes_give_the_same_city(tmp_path):
    for name in ("one", "two"):
        assert run("demo-city", "-o", tmp_path / name, "--staff", 100).code == 0
    assert (tmp_path / "one/people.csv").read_bytes() == (tmp_path / "two/people.csv").read_bytes()


def test_a_size_that_cannot_be_is_refused(tmp_path):
    said = run("demo-city", "-o", tmp_path / "city", "--units", 0)
    assert said.code == 2
    assert not (tmp_path / "city").exists()


def test_it_is_written_or_loaded_and_not_both(tmp_path):
    assert run("demo-city").code == 2
    assert run("demo-city", "--load", "-o", tmp_path / "city").code == 2
    assert not (tmp_path / "city").exists()
