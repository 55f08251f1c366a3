"""Who is measured, and how fast they must be."""

from __future__ import annotations

from pathlib import Path

from . import engine, float_long, hand_exact, memory_read
from .city import World
from .timing import Contender


def openfisca(world: World, out: Path) -> float:
    from . import openfisca_rules

    return openfisca_rules.totals(world, out)


def openfisca_own_ranks(world: World, out: Path) -> float:
    from . import openfisca_rules

    return openfisca_rules.totals_own_ranks(world, out)


CONTENDERS = (
    Contender("float long: totals", float_long.totals),
    Contender("float long: nodes", float_long.nodes),
    Contender("engine: totals", engine.totals, limit=0.3),
    Contender("engine: nodes", engine.nodes, limit=0.8),
    Contender("engine: from long", engine.from_long, limit=1.5),
    Contender("hand exact: totals", hand_exact.totals),
    Contender("hand exact: nodes", hand_exact.nodes),
    Contender("read: DuckDB sums 58 columns", memory_read.duckdb_sum),
    Contender("read: DuckDB sums the long file", memory_read.duckdb_sum_long),
    Contender("read: Arrow decodes 58 columns", memory_read.arrow_read),
    Contender("OpenFisca", openfisca, most=10_000, needs="openfisca_core"),
    Contender("OpenFisca, its own ranks", openfisca_own_ranks, most=10_000, needs="openfisca_core"),
)
