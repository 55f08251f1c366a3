"""Writes docs/benchmarks.md from build/bench/results.json, which the harness fills.

python -m tests.bench.report
"""

from __future__ import annotations

import json
from typing import Any

from .city import ROOT
from .timing import RESULTS

PAGE = ROOT / "docs" / "benchmarks.md"

HEAD = """\
# Benchmarks

Every figure in a table is written by `make bench`; none is typed in by hand. Times depend on the machine, ratios hardly:
contenders take turns within one run, and a ratio is the median over the turns of *its seconds / the baseline's
seconds*. Each number is a median; peak memory is that of a process that does nothing else.

## Reproduce

    make bench                                      # everything below
    python -m tests.bench.city 1000000              # only make the facts, under build/bench
    python -m tests.bench.timing --subjects 10000   # one size; --only NAME chooses contenders
    python -m tests.bench.report                    # write this page

## The work

58 leaves → 15 → 4 → 1, weighted sums at every level; four methods among the leaves (ratio to a target with a cap,
bands, points lost beyond a line, straight line between two points); facts are decimals with two places, 1 % of them
missing, of which most count as zero and some leave the denominator; quotients floored at nine places, the rest
exact; totals published with two places, four grades by bands, places within 50 groups. The rules are plain data in
`tests/bench/city.py`. Before anyone is timed, `tests/bench/test_agreement.py` shows that the contenders agree and
that the exact ones equal a one-subject-at-a-time evaluation in fractions to the last of fifteen places.

- **float long** is the baseline: floating-point SQL on DuckDB over subject-fact-value rows, the rules as a typed
  table, written as well as we could (what was tried and lost is told in `tests/bench/float_long.py`).
- **engine** is the product: the same rules as a rulebook, loaded and planned before (as OpenFisca's are), scored from
  facts it froze itself. **from long** makes the rows of the long file wide first, and is timed from there.
- **hand exact** is a trial of what generated SQL could reach: scaled 64-bit integers over one column a fact.
- **totals** means totals, grades and places; **nodes** means every value of all 78 nodes written as Parquet as well.
- **read** only reads the facts: nothing that starts from the file can be faster.
- **OpenFisca** starts from the same file, with the rules already loaded and everything as whole arrays; its own
  ranking does not know ties, so places are counted with numpy, and once more the way it does.

CPU seconds are those of all threads together; where the load is above the number of cores they tell more than the
clock does.
"""

WHERE = """
Where the time goes, in CPU seconds of one process measured apart, on a machine about half as fast as the one of the
table: read them as shares.

- **100 units**, 0.29: planning 0.03; writing the statements 0.08, nearly all of it bounds kept in fractions; DuckDB
  0.18, of which one statement of 29 kB takes 0.13. Asked only to explain that statement DuckDB takes as long: it is
  parsing (about 20 µs for a column that is named), binding and optimising; the rows themselves cost a few
  milliseconds. Prepared once and kept, the same run takes 0.19, totals alone 0.12.
- **One of a million explained**, 0.12: its 58 facts out of the Parquet file 0.033; its place and grade out of a table
  of a million rows that is in no order of subjects 0.02; sizes of its group and of its grades 0.017; who it is and which
  columns there are 0.01; telling 78 nodes, every number a fraction, 0.04. Within 0.05 the facts would have to lie in
  smaller pieces, which makes reading all of them slower, and the results in the order of subjects, which is one more
  sort of a million rows.
- **What-if on 10 k subjects**, 1.6: two whole runs with every item 0.8, of which writing statements 0.2 and planning
  0.06; the put-back of an only change is the old edition and is not scored again, each of several changes costs a run
  of totals, 0.3. Correlation, who moved, how firm places are, and the items of those shown: 0.1 to 0.2 each.
"""
"""What was found by profiling; written when the engine's way of working changes."""

WORKS = """
### The house at work

With the database of the tests, which does not wait for the disk; a start with the database of the house, which does.
"""

ARRIVALS = """
### What arrives by itself

Cases of approvals, ballots and tallies (`tests/bench/test_approvals.py`, `tests/bench/test_listen.py`). Events go into the
database of the tests, which does not wait for the disk; ballots are posted to a house that is started as anybody starts
it, whose database does, with the phones on the same cores. The last column but one is by the seconds of processors both
sides spent, which a machine that is busy with something else changes less than the clock.
"""

NONE = "\nNo results yet: run `make bench`.\n"


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _row(name: str, row: dict[str, Any]) -> str:
    ratio = f"{row['ratio']:.2f}" if row["ratio"] is not None else ""
    goal = f"≤ {row['limit']}" if row["limit"] else ""
    against = row["baseline"] if ratio and row["baseline"] != name else ""
    peak = f"{row['peak_mb']:,.0f}" if row["peak_mb"] else ""
    cells = (name, _seconds(row["median"]), _seconds(row["cpu"]), ratio, goal, against, peak)
    return f"| {' | '.join(cells)} |"


def render(results: dict[str, Any]) -> str:
    """The page; sizes ascending, contenders in the order they were measured."""
    if not results.get("sizes"):
        return HEAD + NONE
    m = results["machine"]
    place = f"{m['cpu']}, {m['cores']} cores, {m['system']}, Python {m['python']}, DuckDB {m['duckdb']}"
    lines = [
        HEAD,
        "## Results\n",
        f"{results['day']}: {place}.",
    ]
    for size, rows in sorted(results["sizes"].items(), key=lambda pair: int(pair[0])):
        lines += [
            f"\n### {int(size):,} subjects, {int(size) * 58:,} facts\n",
            f"Load of the machine meanwhile: {max(r['load'] for r in rows.values()):.1f}.\n",
            "| contender | median s | CPU s | ratio | goal | to | peak MB |",
            "|---|---:|---:|---:|---:|---|---:|",
            *(_row(name, row) for name, row in rows.items()),
        ]
    if results.get("goals"):
        lines += [
            "\n### What people wait for\n",
            "| what | found | goal | load |",
            "|---|---:|---:|---:|",
            *(f"| {n} | {g['found']:.3f} | ≤ {g['limit']} | {g['load']:.1f} |" for n, g in results["goals"].items()),
            WHERE,
        ]
    if results.get("pages"):
        lines += [
            "\n### Pages of the house\n",
            "On the demonstration city, 32 connections with a session each, the generator of the load on the same cores;",
            "beside a bare Django page of fifty rows (`tests/bench/bare.py`) in the same run. Goals: at least 0.5 of its",
            "answers a second, and 99 of 100 waits at most twice as long.\n",
            "| page | answers/s | of the bare page's | 99 % wait s | of the bare page's |",
            "|---|---:|---:|---:|---:|",
            *(
                f"| {n} | {p['rate']:.0f} | {p['ratio']:.2f} | {p['p99']:.3f} | {p['wait']:.2f} |"
                for n, p in results["pages"].items()
            ),
        ]
    if results.get("works"):
        lines += [WORKS, "| what | s | goal | of a processor | load |", "|---|---:|---:|---:|---:|"]
        lines += [_work(name, one) for name, one in results["works"].items()]
    if results.get("arrivals"):
        lines += [ARRIVALS, "| what | found | goal | of one processor | load |", "|---|---:|---:|---:|---:|"]
        lines += [_arrival(name, one) for name, one in results["arrivals"].items()]
    return "\n".join(lines).rstrip() + "\n"


def _work(name: str, one: dict[str, Any]) -> str:
    worked = "" if one["worked"] is None else f"{one['worked']:.2f}"
    return f"| {name} | {one['seconds']:.2f} | ≤ {one['goal']} | {worked} | {one['load']:.1f} |"


def _arrival(name: str, one: dict[str, Any]) -> str:
    shown = "{:,.0f} {}" if one["unit"] == "a second" else "{:,.3f} {}"
    goal = f"{'≥' if one['least'] else '≤'} {one['goal']:,} {one['unit']}"
    processor = shown.format(one["processor"], one["unit"]) if one["processor"] else ""
    return f"| {name} | {shown.format(one['found'], one['unit'])} | {goal} | {processor} | {one['load']:.1f} |"


def main() -> None:
    PAGE.write_text(render(json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
