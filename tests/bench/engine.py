"""The engine on the bench world: the same rules as a rulebook, the facts frozen by the engine itself."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from kaogong.core.engine.database import Duck, duck
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.engine.prepare import Prepared, prepare
from kaogong.core.engine.run import Run, score
from kaogong.core.scheme.load import load_text
from kaogong.core.scheme.model import Rulebook

from .city import GRADES, LEAVES, LOWEST_GRADE, TREE, Bands, Beyond, Leaf, Linear, Node, Ratio, World
from .duck import MEMORY, THREADS

HEAD = """\
kaogong: 1
id: bench_city
title: 对比用的城市
issuer: 绩效办
edition: "2026"
effective: {from: 2026-01-01, to: 2026-12-31}
basis: {measure: {name: 对比办法, issuer: 绩效办, date: 2026-01-01}}
subjects:
  classes: {unit: {name: 单位, kind: unit}}
  attributes: {grp: {type: integer, name: 组}}
"""


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _method(leaf: Leaf) -> str:
    match leaf.method:
        case Ratio(target, cap):
            return f"method: ratio, of: {leaf.id}, target: {_plain(target)}, cap_at: {_plain(cap)}%, cap: {_plain(cap)}"
        case Bands(steps):
            rows = ", ".join(f"{{from: {_plain(a)}, marks: {_plain(p)}}}" for a, p in reversed(steps))
            return f"method: bands, of: {leaf.id}, table: [{rows}, {{marks: 0}}]"
        case Beyond(line, per_unit, floor):
            beyond = f"line: {_plain(line)}, each: {_plain(per_unit)}, beyond: above, whole_steps: false"
            return f"method: per_unit, of: {leaf.id}, {beyond}, floor: {_plain(floor)}"
        case Linear((x0, p0), (x1, p1)):
            points = f"[[{_plain(x0)}, {_plain(p0)}], [{_plain(x1)}, {_plain(p1)}]]"
            return f"method: linear, of: {leaf.id}, points: {points}"
    raise TypeError(leaf)


def _item(part: Leaf | Node, depth: int) -> str:
    pad = "  " * depth
    head = f"{pad}- {{id: i_{part.id}, name: 指标{part.id}, weight: {part.weight}%, basis: measure 一"
    if isinstance(part, Leaf):
        missing = {"zero": "zero", "out": "rescale", "never": "refuse"}[part.missing]
        return f"{head}, full: 100, missing: {missing}, {_method(part)}}}\n"
    inner = "".join(_item(one, depth + 1) for one in part.parts)
    return f"{pad}- id: i_{part.id}\n{pad}  name: 指标{part.id}\n{pad}  weight: {part.weight}%\n{pad}  full: 100\n{pad}  combine: weighted\n{pad}  items:\n{inner}"


def rulebook_text() -> str:
    """The bench rules as a rulebook."""
    facts = "".join(
        f"  {x.id}: {{name: 事实{x.id}, type: decimal, places: 2, every: year, authority: [统计局], unit: 分, direction: none}}\n"
        for x in LEAVES
    )
    items = "".join(_item(one, 2) for one in TREE.parts)
    rungs = "".join(f"      - {{grade: {name}, from: {_plain(bound)}}}\n" for bound, name in GRADES)
    return (
        f"{HEAD}facts:\n{facts}sheets:\n  - id: city\n    name: 城市\n    for: {{kind: unit}}\n    group: grp\n"
        f"    every: year\n    full: 100\n    combine: weighted\n    items:\n{items.replace(chr(10) + '    -', chr(10) + '    -')}"
        f"ranks:\n  - {{id: place, sheet: city, within: grp, order: [total], ties: shared}}\n"
        f"grades:\n  - id: annual\n    sheet: city\n    within: all\n    basis: measure 二\n    ladder:\n{rungs}      - {{grade: {LOWEST_GRADE}}}\n"
    )


@cache
def rulebook() -> Rulebook:
    """The bench rules, loaded."""
    book, problems = load_text(rulebook_text(), file="bench.yaml")
    problems.raise_errors()
    assert book is not None
    return book


@cache
def ready() -> Prepared:
    """The bench rules, loaded and planned."""
    return prepare(rulebook())


def frozen(world: World) -> Facts:
    """The world's facts as the engine freezes them; made once."""
    folder = world.folder / "frozen"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=world.folder) as room:
            source = Path(room)
            facts = ", ".join(f"CAST({x.id} AS DECIMAL(18,0)) * 0.01 AS {x.id}" for x in LEAVES)
            with duckdb.connect() as con:
                name = "printf('u%07d', subject)"
                con.execute(
                    f"COPY (SELECT {name} AS subject, 'unit' AS class, grp FROM '{world.wide}') TO '{source}/subjects.parquet'"
                )
                con.execute(
                    f"COPY (SELECT {name} AS subject, '2026' AS period, {facts} FROM '{world.wide}') TO '{source}/facts_year.parquet'"
                )
            freeze(rulebook(), source, folder)
    return Facts.load(folder)


def from_long(world: World, scratch: Path) -> None:
    """The same from rows of subject, fact and value, which are made wide first, each fact looked up in a list."""
    source = scratch / "long"
    source.mkdir()
    looked_up = ", ".join(f"given[list_position(codes, {n})] AS f_{x.id}" for n, x in enumerate(LEAVES))
    code = f"enum_code(fact::ENUM({', '.join(repr(x.id) for x in LEAVES)}))"
    listed = f"SELECT subject, list(value) AS given, list({code}) AS codes FROM '{world.long_exact}' GROUP BY subject"
    name = "printf('u%07d', subject) AS subject, 'unit' AS kind, 'unit' AS class, grp::BIGINT AS a_grp, 2026 AS period"
    wide = f"SELECT {name}, {looked_up} FROM ({listed}) JOIN '{world.groups}' USING (subject)"
    given = frozen(world)
    with duck(threads=THREADS, memory_limit=MEMORY, spill=scratch / "spill") as made:
        made.copy(wide, source / "facts_year.parquet")
    tables = {**given.tables, "facts_year": source / "facts_year.parquet"}
    database = Duck(threads=THREADS, memory_limit=MEMORY, spill=scratch / "spill")
    score(ready(), replace(given, tables=tables), "2026", database=database, keep="totals").close()


def totals(world: World, scratch: Path) -> None:
    """Totals, grades and places of every subject."""
    done = run(world, scratch)
    done.close()


def nodes(world: World, scratch: Path) -> None:
    """The same, with the value of every item written to Parquet."""
    folder = scratch / "nodes"
    folder.mkdir()
    done = run(world, scratch, folder)
    done.close()


def run(world: World, scratch: Path, nodes_to: Path | None = None) -> Run:
    """A run of the world; close it."""
    database = Duck(threads=THREADS, memory_limit=MEMORY, spill=scratch / "spill")
    return score(ready(), frozen(world), "2026", database=database, keep="totals", nodes_to=nodes_to)
