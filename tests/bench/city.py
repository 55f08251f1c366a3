"""The bench world: one rulebook as plain data, and facts of any number of subjects made from it.

58 leaves -> 15 secondary -> 4 primary -> 1 total, four method families, grades by bands, ranks in 50 groups.
Everything is arithmetic on the subject's number, so the same size gives the same bytes on every machine.

    python -m tests.bench.city 10000 100000 1000000
"""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "bench"
GROUPS = 50
FACT_PLACES = 2  # facts are decimals with two places: 83.50 is stored as 8350
QUOTIENT_PLACES = 9  # a quotient is floored at nine places; everything else is exact
WORLD = 2  # raise when the facts change, so that old caches are not read

Points = tuple[Decimal, Decimal]


# ---------------------------------------------------------------- the rules as data


@dataclass(frozen=True)
class Ratio:
    """100 x fact / target, at most `cap`."""

    target: Decimal
    cap: Decimal


@dataclass(frozen=True)
class Bands:
    """Points of the highest step whose lower bound the fact reaches (bound included); below all of them 0."""

    steps: tuple[Points, ...]  # (lower bound, points), ascending


@dataclass(frozen=True)
class Beyond:
    """100, less `per_unit` for each unit (pro rata) beyond `line`, not below `floor`."""

    line: Decimal
    per_unit: Decimal
    floor: Decimal


@dataclass(frozen=True)
class Linear:
    """On the straight line between two points; flat outside them."""

    low: Points  # (fact, points); low fact < high fact
    high: Points


Method = Ratio | Bands | Beyond | Linear


@dataclass(frozen=True)
class Leaf:
    id: str  # of the node and of its only fact: f01 ... f58
    weight: int  # per cent of its secondary node
    method: Method
    missing: str  # "zero", "out" (the weights of the others are rescaled) or "never" (always reported)
    low: int  # facts are drawn from low..high, scaled by 100
    high: int


@dataclass(frozen=True)
class Node:
    id: str
    weight: int  # per cent of the node above
    parts: tuple[Leaf | Node, ...]


def _dec(text: str) -> Decimal:
    return Decimal(text)


def _ratio(k: int) -> tuple[Method, int, int]:
    target = Decimal(4000 + 613 * k) / 100
    cap = Decimal(110) if k % 2 else Decimal(100)
    return Ratio(target, cap), int(target * 35), int(target * 118)


def _bands(k: int) -> tuple[Method, int, int]:
    shift = Decimal(k) / 2
    tables = (
        ((60, 40), (70, 60), (80, 80), (90, 100)),
        ((50, "33.3"), (75, "66.6"), (85, 100)),
        ((55, 20), (65, 40), (75, 60), (85, 80), (92, 100)),
    )
    steps = tuple((Decimal(a) - shift, Decimal(str(b))) for a, b in tables[k % 3])
    return Bands(steps), 4500, 9600


def _beyond(k: int) -> tuple[Method, int, int]:
    line = Decimal(k % 4)
    per_unit = (_dec("2"), _dec("2.5"), _dec("0.75"), _dec("5"))[k % 4]
    floor = Decimal(20) if k % 3 == 0 else Decimal(0)
    top = int((line + Decimal(80) / per_unit) * 100)
    return Beyond(line, per_unit, floor), top, 0


def _linear(k: int) -> tuple[Method, int, int]:
    if k % 3 == 2:  # lower is better
        low, high = (Decimal(k + 1), Decimal(100)), (Decimal(31 + k), Decimal(0))
        return Linear(low, high), int(high[0] * 100), 0
    low, high = (Decimal(-3 - k), Decimal(30)), (Decimal(14 + k), Decimal(100))
    return Linear(low, high), int(low[0] * 100) - 200, int(high[0] * 100) + 300


_MAKERS = (_ratio, _bands, _beyond, _linear)
_SECONDARIES = (4, 4, 4, 3)  # secondary nodes under each primary
_PRIMARY_WEIGHTS = (35, 25, 22, 18)
_WEIGHTS = {4: (30, 28, 25, 17), 3: (40, 35, 25)}
_THREE_LEAVES = (6, 13)  # these secondaries have three leaves, the others four
_OUT = (3, 9)  # in these secondaries a missing leaf is out of the denominator


def _leaf(number: int, weight: int, first: bool, out: bool) -> Leaf:
    method, low, high = _MAKERS[(number - 1) % 4]((number - 1) // 4)
    missing = ("never" if first else "out") if out else "zero"
    return Leaf(f"f{number:02}", weight, method, missing, low, high)


def _tree() -> Node:
    primaries, number, secondary = [], 0, 0
    for p, count in enumerate(_SECONDARIES):
        nodes = []
        for place in range(count):
            size = 3 if secondary in _THREE_LEAVES else 4
            leaves = []
            for i in range(size):
                number += 1
                leaves.append(_leaf(number, _WEIGHTS[size][i], i == 0, secondary in _OUT))
            secondary += 1
            nodes.append(Node(f"s{secondary:02}", _WEIGHTS[count][place], tuple(leaves)))
        primaries.append(Node(f"p{p + 1}", _PRIMARY_WEIGHTS[p], tuple(nodes)))
    return Node("total", 100, tuple(primaries))


TREE = _tree()
PRIMARIES = tuple(n for n in TREE.parts if isinstance(n, Node))
SECONDARIES = tuple(n for p in PRIMARIES for n in p.parts if isinstance(n, Node))
LEAVES = tuple(n for s in SECONDARIES for n in s.parts if isinstance(n, Leaf))
NODE_IDS = tuple(n.id for n in (*LEAVES, *SECONDARIES, *PRIMARIES, TREE))

# Half-open bands on the published total (two places, half up); the rank is by the published total too,
# 1 for the highest, equal totals share a place and the next place is skipped.
PUBLISHED_PLACES = 2
GRADES = ((Decimal(80), "优秀"), (Decimal(70), "良好"), (Decimal(60), "一般"))
LOWEST_GRADE = "较差"


# ---------------------------------------------------------------- the facts


# Wide files are read column by column in full: delta-packed integers (Parquet v2, no dictionary) are decoded and
# computed on faster than dictionaries, and written in half the time. Long files keep DuckDB's defaults: those suit them.
WIDE_FORMAT = "FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1, COMPRESSION snappy, ROW_GROUP_SIZE 122880"
LONG_FORMAT = "FORMAT parquet, COMPRESSION snappy"


@dataclass(frozen=True)
class World:
    """The fact files of one size."""

    subjects: int
    folder: Path

    @property
    def wide(self) -> Path:
        """subject BIGINT, grp SMALLINT, f01..f58 BIGINT scaled by 100, null where missing."""
        return self.folder / "wide.parquet"

    @property
    def long_float(self) -> Path:
        """subject BIGINT, fact VARCHAR, value DOUBLE; a missing fact has no row."""
        return self.folder / "long_float.parquet"

    @property
    def long_exact(self) -> Path:
        """subject BIGINT, fact VARCHAR, value BIGINT scaled by 100; a missing fact has no row."""
        return self.folder / "long_exact.parquet"

    @property
    def groups(self) -> Path:
        """subject BIGINT, grp SMALLINT: the register that goes with the long files."""
        return self.folder / "groups.parquet"


_PRIME = 2147483647


def _noise(number: int, salt: int) -> str:
    """A whole number below 2^31-1 from the subject's number `i`: multiply, square, remainder of a prime."""
    a, b = 1_103_515_245 + 7_919 * number + salt, 12_345 + 104_729 * number
    mixed = f"((i * {a} + {b}) % {_PRIME})"
    return f"(({mixed} * {mixed}) % {_PRIME})"


def _fact_sql(number: int, leaf: Leaf) -> str:
    """Six parts chance and four parts the subject's own ability `g`, so that totals spread over all grades."""
    span = leaf.high - leaf.low
    steps = abs(span) + 1
    share = f"((6 * ({_noise(number, 0)} % 10007) + 4 * g) * {steps} // 100070)"
    value = f"{leaf.low} {'+' if span >= 0 else '-'} {share}"
    if leaf.missing == "never":
        return f"({value})::BIGINT AS {leaf.id}"
    return f"CASE WHEN {_noise(number, 31)} % 100 <> {number} THEN {value} END::BIGINT AS {leaf.id}"


def _write(sql: str, path: Path, how: str, con: duckdb.DuckDBPyConnection) -> None:
    """Whole or not at all: a broken-off run leaves no file that looks finished."""
    part = path.with_suffix(".part")
    con.execute(f"COPY ({sql}) TO '{part}' ({how})")
    part.rename(path)


def _wide_sql(subjects: int) -> str:
    facts = ",\n  ".join(_fact_sql(n, leaf) for n, leaf in enumerate(LEAVES, 1))
    ability = f"({_noise(0, 5)} % 10007 + {_noise(0, 6)} % 10007) // 2"
    return (
        f"SELECT i AS subject, ({_noise(0, 9)} % {GROUPS} + 1)::SMALLINT AS grp,\n  {facts}\n"
        f"FROM (SELECT i, {ability} AS g FROM (SELECT range + 1 AS i FROM range({subjects})))"
    )


def _long_sql(wide: Path, value: str) -> str:
    ids = ", ".join(leaf.id for leaf in LEAVES)
    return f"SELECT subject, fact, {value} AS value FROM (UNPIVOT '{wide}' ON {ids} INTO NAME fact VALUE v)"


def world(subjects: int, cache: Path = CACHE) -> World:
    """The world of that size, made on first use (1 M subjects: about a minute), then kept under build/."""
    made = World(subjects, cache / f"city-{WORLD}-{subjects}")
    if made.long_exact.exists():
        return made
    shutil.rmtree(made.folder, ignore_errors=True)
    made.folder.mkdir(parents=True)
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1500MB", "temp_directory": str(made.folder / "tmp")})
    _write(_wide_sql(subjects), made.wide, WIDE_FORMAT, con)
    _write(f"SELECT subject, grp FROM '{made.wide}'", made.groups, WIDE_FORMAT, con)
    _write(_long_sql(made.wide, "v / 100.0::DOUBLE"), made.long_float, LONG_FORMAT, con)
    _write(_long_sql(made.wide, "v"), made.long_exact, LONG_FORMAT, con)
    con.close()
    return made


if __name__ == "__main__":
    for size in [int(a) for a in sys.argv[1:]] or [10_000]:
        start = time.perf_counter()
        files = world(size)
        sizes = ", ".join(f"{p.name} {p.stat().st_size / 1e6:.1f} MB" for p in sorted(files.folder.glob("*.parquet")))
        print(f"{size:,} subjects in {time.perf_counter() - start:.1f} s: {sizes}")
