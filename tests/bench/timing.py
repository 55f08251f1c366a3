"""The harness: contenders take turns in one process, so that a noisy machine is noisy for all of them.

    python -m tests.bench.timing --subjects 10000
    python -m tests.bench.timing --subjects 1000000 --rounds 3 --only "float long: totals" --only "hand exact: totals"

To measure one's own work against the others:

    from tests.bench.contenders import CONTENDERS
    from tests.bench.timing import Contender, compare
    compare([*CONTENDERS, Contender("engine: totals", totals)], subjects=1_000_000, rounds=3)
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import importlib.util
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from .city import CACHE, ROOT, World, world
from .duck import THREADS

RESULTS = CACHE / "results.json"
BASELINE = "float long: totals"
Run = Callable[[World, Path], float | None]


@dataclass(frozen=True)
class Contender:
    """A function of (world, empty folder to write into), at the top of a module.

    It opens what it needs, works, and leaves nothing open. A number it returns is taken as its seconds
    instead of the clock's, for work that needs something the others do not have to make first.
    """

    name: str
    run: Run
    limit: float | None = None  # the goal: at most so many times the baseline ...
    at: int = 1_000_000  # ... with so many subjects
    most: int = 10_000_000  # subjects; not run on more
    needs: str | None = None  # a library without which it is skipped
    baseline: str = BASELINE

    def goal(self, subjects: int) -> float | None:
        return self.limit if subjects == self.at else None


@dataclass
class Measured:
    name: str
    seconds: list[float]
    cpu: list[float]
    peak_mb: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def cpu_median(self) -> float:
        return statistics.median(self.cpu)


@contextmanager
def scratch() -> Iterator[Path]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        yield Path(folder)


def once(run: Run, files: World) -> tuple[float, float]:
    """Wall and CPU seconds of one run."""
    with scratch() as out:
        cpu, start = time.process_time(), time.perf_counter()
        told = run(files, out)
        wall = time.perf_counter() - start
        return (wall if told is None else told), time.process_time() - cpu


def own_peak() -> float:
    """Peak resident memory of this process in MB.

    VmHWM rather than getrusage where there is one: the latter also counts the parent before exec.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak(run: Run, subjects: int) -> float | None:
    """Peak memory of one run in a process of its own."""
    target = f"{run.__module__}:{run.__qualname__}"
    paths = [str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    command = [sys.executable, "-m", f"{__package__}.timing", "--peak-of", target, "--subjects", str(subjects)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{target} failed in a process of its own:\n{done.stderr}")
    return float(done.stdout.split()[-1])


def _peak_of(target: str, subjects: int) -> None:
    module, name = target.split(":")
    once(getattr(importlib.import_module(module), name), world(subjects))
    print(own_peak())


def missing(name: str) -> bool:
    return importlib.util.find_spec(name) is None


def compare(
    contenders: Sequence[Contender],
    *,
    subjects: int,
    rounds: int = 5,
    warm: int = 1,
    memory: bool = True,
    console: Console | None = None,
) -> dict[str, Measured]:
    """Run everybody in turn, `rounds` times, after `warm` rounds that do not count; keep and print the medians."""
    console = console or Console(width=130)
    able = [c for c in contenders if subjects <= c.most and not (c.needs and missing(c.needs))]
    for c in contenders:
        if c.needs and missing(c.needs):
            console.print(f"skipped: {c.name} needs {c.needs} (make bench installs it)")
    files = world(subjects)
    found = {c.name: Measured(c.name, [], []) for c in able}
    if memory:  # before this process has grown
        for c in able:
            console.print(f"memory: {c.name}", style="dim")
            found[c.name].peak_mb = peak(c.run, subjects)
    for turn in range(-warm, rounds):
        for c in able:
            wall, cpu = once(c.run, files)
            console.print(f"{'warm' if turn < 0 else turn + 1}: {c.name} {wall:.3f} s", style="dim")
            if turn >= 0:
                found[c.name].seconds.append(wall)
                found[c.name].cpu.append(cpu)
        if turn >= 0:  # after every turn, so that a run that is broken off has not been in vain
            keep(subjects, able, found)
    console.print(table(subjects, able, found))
    return found


def ratio(mine: Measured, other: Measured) -> float:
    """Median of the ratios of neighbouring turns, which share the machine's mood."""
    return statistics.median(a / b for a, b in zip(mine.seconds, other.seconds, strict=True))


def table(subjects: int, contenders: Sequence[Contender], found: dict[str, Measured]) -> Table:
    shown = Table(title=f"{subjects:,} subjects, {len(next(iter(found.values())).seconds)} rounds, {THREADS} threads")
    for name in ("contender", "median s", "best s", "cpu s", "ratio", "cpu ratio", "goal", "peak MB"):
        shown.add_column(name, justify="left" if name == "contender" else "right", no_wrap=True)
    for c in contenders:
        m, base = found[c.name], found.get(c.baseline)
        by = (f"{ratio(m, base):.3f}", f"{m.cpu_median / base.cpu_median:.3f}") if base else ("", "")
        goal = f"≤ {c.goal(subjects)}" if c.goal(subjects) else ""
        memory = f"{m.peak_mb:,.0f}" if m.peak_mb else ""
        shown.add_row(c.name, f"{m.median:.3f}", f"{min(m.seconds):.3f}", f"{m.cpu_median:.3f}", *by, goal, memory)
    return shown


def machine() -> dict[str, Any]:
    cpu = Path("/proc/cpuinfo")
    names = [x.split(":")[1].strip() for x in cpu.read_text().splitlines() if "model name" in x] if cpu.exists() else []
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "threads": THREADS,
    }


def keep(subjects: int, contenders: Sequence[Contender], found: dict[str, Measured]) -> None:
    """Add to build/bench/results.json: the newest figures of each size and contender."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"sizes": {}}
    rows = known["sizes"].setdefault(str(subjects), {})
    for c in contenders:
        m, base = found[c.name], found.get(c.baseline)
        rows[c.name] = {
            "median": m.median,
            "seconds": m.seconds,
            "cpu": m.cpu_median,
            "peak_mb": m.peak_mb,
            "baseline": c.baseline,
            "ratio": ratio(m, base) if base else None,
            "limit": c.goal(subjects),
            "load": os.getloadavg()[0],
        }
    known["machine"] = machine()
    known["day"] = dt.datetime.now(tz=dt.UTC).date().isoformat()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False), "utf-8")


def median_of(work: Callable[[], object], rounds: int) -> float:
    """Median wall seconds of some turns, after one that does not count."""
    work()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _keep(kind: str, name: str, row: dict[str, Any]) -> None:
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"sizes": {}}
    known.setdefault(kind, {})[name] = row | {"load": os.getloadavg()[0]}
    known["machine"] = machine()
    known["day"] = dt.datetime.now(tz=dt.UTC).date().isoformat()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False), "utf-8")


def keep_goal(name: str, found: float, limit: float) -> None:
    """Add a figure with its goal to build/bench/results.json."""
    _keep("goals", name, {"found": found, "limit": limit})


def keep_work(name: str, seconds: float, goal: float, worked: float | None = None) -> None:
    """Add what the house takes for a piece of work, by the clock and in seconds of the processors."""
    _keep("works", name, {"seconds": seconds, "goal": goal, "worked": worked})


def keep_page(name: str, **figures: float) -> None:
    """Add a page of the house: answers a second, their ratio to the bare page's, the 99th wait and its ratio."""
    _keep("pages", name, figures)


def keep_arrival(
    name: str, found: float, goal: float, unit: str, *, least: bool = False, processor: float | None = None
) -> None:
    """Add a figure of what arrives by itself: at most, or `least` at least, its goal; and the same of one processor's time."""
    _keep("arrivals", name, {"found": found, "goal": goal, "unit": unit, "least": least, "processor": processor})


def main() -> None:
    ask = argparse.ArgumentParser(description="Compare the contenders.")
    ask.add_argument("--subjects", type=int, default=10_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--warm", type=int, default=1, help="rounds before those that count")
    ask.add_argument("--only", action="append", default=[], help="the name of a contender; may be repeated")
    ask.add_argument("--no-memory", action="store_true", help="do not measure peak memory")
    ask.add_argument("--peak-of", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.peak_of:
        _peak_of(given.peak_of, given.subjects)
        return
    from .contenders import CONTENDERS

    chosen = [c for c in CONTENDERS if not given.only or c.name in given.only]
    compare(chosen, subjects=given.subjects, rounds=given.rounds, warm=given.warm, memory=not given.no_memory)


if __name__ == "__main__":
    main()
