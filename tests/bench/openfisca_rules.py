"""The same rules in OpenFisca-core: one variable per node, targets and bands as dated parameters, float32.

Written the way OpenFisca means it: scales for the bands, formulas that read parameters, one simulation over all
subjects. It has no notion of a missing fact, so missing comes in as NaN. It is given every help: facts go in as
whole arrays (its documented JSON situations did not end within ten minutes at this size), the rules are loaded
before the clock starts, and places are counted with numpy, as its own `get_rank` is slower and breaks ties.

    python -m tests.bench.openfisca_rules 10000
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from .city import (
    FACT_PLACES,
    GRADES,
    LEAVES,
    PRIMARIES,
    SECONDARIES,
    TREE,
    Bands,
    Beyond,
    Leaf,
    Linear,
    Node,
    Ratio,
    World,
    world,
)

YEAR = "2026"
START = "2026-01-01"
Arrays = dict[str, Any]
Formula = Callable[..., Any]

Unit = build_entity(key="unit", plural="units", label="a subject", is_person=True)
Group = build_entity(key="peers", plural="peer_groups", label="subjects ranked together", roles=[{"key": "member"}])


def _dated(**values: Any) -> dict[str, Any]:
    return {name: {"values": {START: {"value": float(value)}}} for name, value in values.items()}


def _scale(rows: Any) -> dict[str, Any]:
    brackets = [{k: v["values"] for k, v in _dated(threshold=a, amount=b).items()} for a, b in rows]
    return {"brackets": brackets, "metadata": {"type": "single_amount"}}


def _parameters(leaf: Leaf) -> dict[str, Any]:
    match leaf.method:
        case Ratio(target, cap):
            return _dated(target=target, cap=cap)
        case Bands(steps):
            return {"steps": _scale(steps)}
        case Beyond(line, per_unit, floor):
            return _dated(line=line, per_unit=per_unit, floor=floor)
        case Linear((x0, p0), (x1, p1)):
            return _dated(x0=x0, p0=p0, x1=x1, p1=p1)
    raise TypeError(leaf)


def _points(leaf: Leaf, x: Any, p: Any) -> Any:
    match leaf.method:
        case Ratio():
            return np.minimum(100 * x / p.target, p.cap)
        case Bands():
            return p.steps.calc(x)
        case Beyond():
            return np.maximum(100 - p.per_unit * np.maximum(x - p.line, 0), p.floor)
        case Linear():
            return p.p0 + (np.clip(x, p.x0, p.x1) - p.x0) * (p.p1 - p.p0) / (p.x1 - p.x0)
    raise TypeError(leaf)


def _leaf_formula(leaf: Leaf) -> Formula:
    instead = np.nan if leaf.missing == "out" else 0

    def formula(unit: Any, period: Any, parameters: Any) -> Any:
        x = unit(f"fact_{leaf.id}", period)
        return np.where(np.isnan(x), instead, _points(leaf, x, parameters(period)[leaf.id]))

    return formula


def _sum_formula(node: Node) -> Formula:
    if not any(isinstance(p, Leaf) and p.missing == "out" for p in node.parts):

        def formula(unit: Any, period: Any) -> Any:
            return sum(unit(p.id, period) * (p.weight / 100) for p in node.parts)

        return formula

    def rescaled(unit: Any, period: Any) -> Any:
        values = [(unit(p.id, period), p.weight) for p in node.parts]
        present = sum(np.where(np.isnan(v), 0, w) for v, w in values)
        return sum(np.where(np.isnan(v), 0, v * w) for v, w in values) / present

    return rescaled


def _published(unit: Any, period: Any) -> Any:
    return np.floor(unit("total", period) * 100 + 0.5) / 100


def _grade(unit: Any, period: Any) -> Any:
    """0 is the highest of the four."""
    return sum(unit("published", period) < float(bound) for bound, _ in GRADES)


def _place(unit: Any, period: Any) -> Any:
    groups, score = unit.peers.members_entity_id, unit("published", period)
    order = np.lexsort((-score, groups))
    g, s = groups[order], score[order]
    index = np.arange(len(g))
    starts = np.maximum.accumulate(np.where(np.r_[True, g[1:] != g[:-1]], index, 0))
    firsts = np.maximum.accumulate(np.where(np.r_[True, (g[1:] != g[:-1]) | (s[1:] != s[:-1])], index, 0))
    place = np.empty(len(g), dtype=np.int32)
    place[order] = firsts - starts + 1
    return place


def _variable(name: str, formula: Formula | None, kind: type = float) -> type[Variable]:
    body: dict[str, Any] = {"value_type": kind, "entity": Unit, "definition_period": DateUnit.YEAR, "label": name}
    if formula:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _own_place(unit: Any, period: Any) -> Any:
    """As OpenFisca's own tools have it: equal scores get different places."""
    return unit.get_rank(unit.peers, -unit("published", period)) + 1


def system(place: Formula = _place) -> TaxBenefitSystem:
    made = TaxBenefitSystem([Unit, Group])
    made.parameters = ParameterNode("", data={leaf.id: _parameters(leaf) for leaf in LEAVES})
    for leaf in LEAVES:
        made.add_variable(_variable(f"fact_{leaf.id}", None))
        made.add_variable(_variable(leaf.id, _leaf_formula(leaf)))
    for node in (*SECONDARIES, *PRIMARIES, TREE):
        made.add_variable(_variable(node.id, _sum_formula(node)))
    made.add_variable(_variable("published", _published))
    made.add_variable(_variable("grade", _grade, int))
    made.add_variable(_variable("place", place, int))
    return made


def facts(files: World) -> Arrays:
    table = pq.read_table(files.wide)
    arrays = {f.id: table[f.id].to_numpy() / 10.0**FACT_PLACES for f in LEAVES}
    return {"grp": table["grp"].to_numpy(), **arrays}


def score(rules: TaxBenefitSystem, arrays: Arrays) -> Arrays:
    builder = SimulationBuilder()
    builder.create_entities(rules)
    groups = arrays["grp"]
    builder.declare_person_entity("unit", np.arange(len(groups)))
    peers = builder.declare_entity("peers", np.unique(groups))
    builder.join_with_persons(peers, groups, ["member"] * len(groups))
    simulation = builder.build(rules)
    for leaf in LEAVES:
        simulation.set_input(f"fact_{leaf.id}", YEAR, arrays[leaf.id])
    return {name: simulation.calculate(name, YEAR) for name in ("total", "published", "grade", "place")}


def totals(world: World, out: Path) -> float:
    """Seconds from the fact file to totals, grades and places; the rules are loaded before."""
    return _timed(system(), world)


def totals_own_ranks(world: World, out: Path) -> float:
    return _timed(system(_own_place), world)


def _timed(rules: TaxBenefitSystem, world: World) -> float:
    start = time.perf_counter()
    score(rules, facts(world))
    return time.perf_counter() - start


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    files, rules = world(size), system()
    for _ in range(5):
        start = time.perf_counter()
        given = facts(files)
        middle = time.perf_counter()
        result = score(rules, given)
        end = time.perf_counter()
        print(f"{size:,} subjects: read {middle - start:.3f} s, score {end - middle:.3f} s")
