"""The same plan on Spark gives the same digits as on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaogong.core.engine.cases import GoldenCase, read_cases
from kaogong.core.engine.cases.stage import longest, set_stage
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load

pytestmark = pytest.mark.spark
ROOT = Path(__file__).parents[2]
CASES = {
    "tests/rulebooks/regulations/deqing_officers": 2,
    "tests/rulebooks/regulations/panjin_supervision": 1,
    "src/kaogong/rulebooks/wh_approvals": 2,
    "src/kaogong/rulebooks/lz_institutions": 2,
}


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="the spark extra is not installed: make spark")
    built = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    built = built.config("spark.sql.shuffle.partitions", "1").config("spark.sql.ansi.enabled", "true")
    found = built.getOrCreate()
    yield found
    found.stop()


def cases() -> list[GoldenCase]:
    """A few scoring cases of each rulebook."""
    found = []
    for folder, number in CASES.items():
        found += [case for case in read_cases(ROOT / folder) if not case.question][:number]
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_spark_gives_the_same_digits(case: GoldenCase, session: Any) -> None:
    from kaogong.core.engine.spark import Spark

    rulebook = load(case.folder, readings=case.words.get("readings") or {}, settings=case.words.get("settings") or {})
    stage = set_stage(rulebook, case.words)
    facts = Facts.from_rows(
        rulebook,
        subjects=stage.subjects,
        facts=stage.facts,
        events=stage.events,
        ratings=stage.ratings,
        links=stage.links,
        history=stage.history,
        reasons=False,
    )
    period = longest(rulebook, stage)
    here = score(rulebook, facts, period)
    there = score(rulebook, facts, period, database=Spark(session))
    for sheet, every in here.done:
        assert there.rows(sheet, every) == here.rows(sheet, every)
    here.close()
