"""`kaogong verify`: one changed byte anywhere is found and named."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.cli.desk import run, starter
from kaogong.core.engine.bundle import seal

FILES = (
    "rulebook/rulebook.yaml",
    "rulebook/canonical.yaml",
    "facts/facts.json",
    "facts/subjects.parquet",
    "facts/facts_year.parquet",
    "facts/events.parquet",
    "results/dept_year_year.parquet",
    "results.xlsx",
    "csv/dept_year_year.csv",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify")
    book = starter(folder / "book")
    run("score", book, book / "facts", "-o", folder / "r", "--as", "xlsx", "--as", "csv")
    return folder / "r"


@pytest.fixture
def result(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "r")


def flip(file, at):
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def test_an_unaltered_result(whole):
    said = run("verify", whole, "--lang", "zh")
    assert said.code == 0
    assert "核验通过" in said.out
    assert run("verify", whole, "--json").json["unaltered"] is True


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("at", [0, -1])
def test_a_changed_byte_is_named(result, name, at):
    flip(result / name, at)
    said = run("verify", result, "--json")
    assert said.code == 3
    assert "K721" in said.codes
    assert any(one["place"].get("file") == str(result / name) for one in said.json["problems"])


@pytest.mark.parametrize("part", range(12))
def test_a_changed_byte_of_the_manifest(result, part):
    size = (result / "manifest.json").stat().st_size
    flip(result / "manifest.json", size * part // 12)
    said = run("verify", result, "--json")
    assert said.code == 3, said.out + said.err
    assert {"K720", "K724"} & set(said.codes)


def test_another_form_of_the_same_manifest_is_another(result):
    said = json.loads((result / "manifest.json").read_text("utf-8"))
    (result / "manifest.json").write_text(json.dumps(said), "utf-8")
    assert run("verify", result).code == 3


def test_missing_and_strange_files_are_named(result):
    (result / "results.xlsx").unlink()
    (result / "results/more.parquet").write_bytes(b"")
    said = run("verify", result, "--json")
    assert said.code == 3
    assert said.codes == ["K722", "K723"]


def alter(result, column, change):
    """Change a stored value and seal the result again, as somebody who knows how would do."""
    file = result / "results/dept_year_year.parquet"
    table = pq.read_table(file)
    values = [change(value) if n == 1 else value for n, value in enumerate(table[column].to_pylist())]
    at = table.schema.get_field_index(column)
    pq.write_table(table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type)), file)
    again(result)


def again(result):
    manifest = json.loads((result / "manifest.json").read_text("utf-8"))
    (result / "manifest.json").unlink()
    seal(result, manifest)


def test_a_value_altered_and_sealed_again_does_not_survive_the_replay(result):
    alter(result, "n_#total", lambda value: value + 1)
    said = run("verify", result, "--lang", "en")
    assert said.code == 3
    assert "d2 2026: n_#total differ from the replay" in said.out


def test_a_row_taken_out_does_not_either(result):
    file = result / "results/dept_year_year.parquet"
    pq.write_table(pq.read_table(file).slice(1), file)
    again(result)
    assert run("verify", result, "--json").codes == ["K725"]


def test_facts_altered_and_sealed_again_do_not_fit_their_digest(result):
    file = result / "facts/facts_year.parquet"
    table = pq.read_table(file)
    at = table.schema.get_field_index("f_done")
    pq.write_table(table.set_column(at, "f_done", pa.array([1, 2, 3], table.schema.field(at).type)), file)
    again(result)
    said = run("verify", result, "--json")
    assert said.code == 3
    assert "K561" in said.codes


@pytest.mark.parametrize("key", ["frames", "files", "rulebook", "facts", "trial"])
def test_a_manifest_put_together_wrongly_and_sealed_is_no_fault(result, key):
    manifest = json.loads((result / "manifest.json").read_text("utf-8"))
    (result / "manifest.json").unlink()
    seal(result, {**manifest, key: {}})
    assert run("verify", result).code in {0, 3}


def test_the_published_fingerprint(whole):
    name = json.loads((whole / "manifest.json").read_text("utf-8"))["fingerprint"]
    assert run("verify", whole, "--fingerprint", name.upper()).code == 0
    said = run("verify", whole, "--fingerprint", name[:-1] + "x", "--json")
    assert (said.code, said.codes) == (3, ["K729"])


def test_a_folder_that_is_no_result(tmp_path):
    said = run("verify", tmp_path, "--json")
    assert (said.code, said.codes) == (1, ["K720"])
