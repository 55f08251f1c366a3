"""A result on disk is the run: the same values, the same exact values, the same rulebook."""

from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kaogong.core.engine.bundle import Bundle, Trial, seal, store
from kaogong.core.engine.facts import freeze
from kaogong.core.engine.output import summary_of
from kaogong.core.engine.output.published import decimal
from kaogong.core.engine.run import score
from kaogong.core.engine.verify import verify
from kaogong.core.scheme.load import load

SHIPPED = Path(__file__).parents[3] / "src/kaogong/rulebooks"
NAMES = sorted(
    path.parent.name
    for path in SHIPPED.glob("*/rulebook.yaml")
    if (path.parent / "facts/subjects.csv").is_file() or list((path.parent / "facts").glob("*.xlsx"))
)


def written(name, folder):
    """A shipped rulebook's own facts, scored and stored; the run is still open."""
    source = SHIPPED / name
    rulebook = load(source)
    folder.mkdir()
    run = score(rulebook, freeze(rulebook, source / "facts", folder / "facts"))
    seal(folder, store(run, folder, Trial(), source))
    return run


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_result_reads_like_the_run(name, tmp_path):
    run = written(name, tmp_path / "r")
    stored = Bundle.load(tmp_path / "r").run()
    try:
        assert stored.rulebook.canonical == run.rulebook.canonical
        assert {key: stored.rows(*key) for key in stored.done} == {key: run.rows(*key) for key in run.done}
        assert sorted(map(str, stored.rewards)) == sorted(map(str, run.rewards))
        assert summary_of(stored) == summary_of(run)
        assert verify(tmp_path / "r") == []
    finally:
        run.close()
        stored.close()


def test_exact_values_are_found_again_in_what_was_stored(tmp_path):
    run = written("wh_approvals", tmp_path / "r")
    stored = Bundle.load(tmp_path / "r").run()
    key, spot = ("dept", "month"), ("d01", 2010 * 12 + 6)
    found = [one.exact().value(key, spot, "early_completion") for one in (run, stored)]
    run.close()
    stored.close()
    assert found == [Fraction(15 * 21, 38)] * 2


def test_one_row(tmp_path):
    written("wh_approvals", tmp_path / "r").close()
    bundle = Bundle.load(tmp_path / "r")
    row = bundle.row("dept", "month", "d01", "2010-06")
    assert (row["class"], row["f_completed"], row["n_general"]) == ("dept", 42, 42)
    assert bundle.row("dept", "month", "d01", "2009-06") is None
    assert bundle.row("dept", "month", "nobody", "2010-06") is None


def test_wide_integers_are_stored_whole(tmp_path):
    written("wh_approvals", tmp_path / "r").close()
    kinds = {
        str(field.type)
        for path in (tmp_path / "r/results").glob("*.parquet")
        for field in pq.read_schema(path)
        if field.name.startswith(("n_", "g"))
    }
    assert kinds <= {"int64", "int32", "decimal128(38, 0)"}


def test_a_base_is_kept_beside_the_rulebook_that_extends_it(tmp_path):
    base, own = tmp_path / "base", tmp_path / "own"
    base.mkdir()
    own.mkdir()
    (base / "rulebook.yaml").write_text((SHIPPED / "wh_approvals/rulebook.yaml").read_text("utf-8"), "utf-8")
    (own / "rulebook.yaml").write_text('extends: ../base\nedition: "2011"\n', "utf-8")
    rulebook = load(own)
    run = score(rulebook, freeze(rulebook, SHIPPED / "wh_approvals/facts", tmp_path / "r/facts"))
    manifest = store(run, tmp_path / "r", Trial(), own)
    run.close()
    seal(tmp_path / "r", manifest)
    assert {one.name for one in (tmp_path / "r/rulebook").iterdir()} == {
        "rulebook.yaml",
        "base_1.yaml",
        "canonical.yaml",
        "merged.yaml",
    }
    assert Bundle.load(tmp_path / "r").rulebook().edition == "2011"
    assert verify(tmp_path / "r") == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"),
        ("89.5", "89.5"),
        ("60/7", "8.571429"),
        ("-1/3", "-0.333333"),
        ("0.0000005", "0.000001"),
        ("1e20", "1" + "0" * 20),
    ],
)
def test_marks_for_people(value, shown):
    assert f"{decimal(Fraction(value)):f}" == shown
