"""The contenders do the same work: before anybody is timed, they agree."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from . import expected, float_long, hand_exact
from .city import GROUPS, LEAVES, PRIMARIES, SECONDARIES, World, world

SUBJECTS = 2_000
pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def city() -> World:
    return world(SUBJECTS)


def published(run, city: World, out: Path) -> list[tuple]:
    out.mkdir()
    run(city, out)
    found = f"SELECT subject, grp, published, grade, place FROM '{out}/totals.parquet' ORDER BY subject"
    return duckdb.sql(found).fetchall()


def test_shape() -> None:
    assert (len(LEAVES), len(SECONDARIES), len(PRIMARIES)) == (58, 15, 4)
    for node in (*SECONDARIES, *PRIMARIES):
        assert sum(part.weight for part in node.parts) == 100


def test_world(city: World) -> None:
    wide = pq.read_table(city.wide)
    assert wide.num_rows == SUBJECTS
    assert len(set(wide["grp"].to_pylist())) == GROUPS
    missing = sum(wide[leaf.id].null_count for leaf in LEAVES) / (SUBJECTS * len(LEAVES))
    assert 0.005 < missing < 0.015
    rows = {len(pq.read_table(p)) for p in (city.long_float, city.long_exact)}
    assert rows == {SUBJECTS * 58 - sum(wide[leaf.id].null_count for leaf in LEAVES)}


def test_exact_is_exact(city: World, tmp_path: Path) -> None:
    """Hand-written SQL against plain fractions, to the last of fifteen places."""
    hand_exact.totals(city, tmp_path)
    scored = pq.read_table(tmp_path / "totals.parquet")
    totals = dict(zip(scored["subject"].to_pylist(), scored["total"].to_pylist(), strict=True))
    for facts in pq.read_table(city.wide).to_pylist():
        assert totals[facts["subject"]] == expected.total(facts) * 10**15


def test_nodes_give_the_same_totals(city: World, tmp_path: Path) -> None:
    one = published(hand_exact.totals, city, tmp_path / "totals")
    two = published(hand_exact.nodes, city, tmp_path / "nodes")
    assert one == two
    assert len(pq.read_schema(tmp_path / "nodes" / "nodes.parquet").names) == 2 + 58 + 15 + 4 + 1


def test_floats_do_the_same_work(city: World, tmp_path: Path) -> None:
    """Within one hundredth: that floats do not always round alike is why the engine does without them."""
    exact = published(hand_exact.totals, city, tmp_path / "exact")
    for run in (float_long.totals, float_long.nodes):
        loose = published(run, city, tmp_path / run.__name__)
        assert [row[:2] for row in loose] == [row[:2] for row in exact]
        assert all(abs(a[2] * 100 - b[2]) < 1.01 for a, b in zip(loose, exact, strict=True))
        assert sum(a[3] != b[3] for a, b in zip(loose, exact, strict=True)) <= 2


def test_openfisca_does_the_same_work(city: World, tmp_path: Path) -> None:
    rules = pytest.importorskip("tests.bench.openfisca_rules", reason="make bench installs OpenFisca")
    exact = published(hand_exact.totals, city, tmp_path / "exact")
    loose = rules.score(rules.system(), rules.facts(city))["published"]
    assert all(abs(a * 100 - b[2]) < 1.01 for a, b in zip(loose, exact, strict=True))
