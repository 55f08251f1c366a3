"""Goals in seconds rather than ratios: what a clerk waits for. Medians of several turns, in this process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaogong.core.engine.explain import explain
from kaogong.core.engine.run import Run, score
from kaogong.core.engine.whatif import whatif
from kaogong.core.scheme.load import load_text

from . import engine, report
from .city import world
from .timing import keep_goal, median_of

pytestmark = pytest.mark.bench


@contextmanager
def scored(subjects: int) -> Iterator[Run]:
    """A run of the bench world, every node on disk."""
    files = world(subjects)
    with tempfile.TemporaryDirectory(dir=files.folder) as room:
        (Path(room) / "nodes").mkdir()
        run = engine.run(files, Path(room), Path(room) / "nodes")
        try:
            yield run
        finally:
            run.close()


def check(name: str, limit: float, work: Callable[[], object], *, rounds: int = 7) -> None:
    """The median of some turns is kept for the page, and must be within the goal."""
    seconds = median_of(work, rounds)
    keep_goal(name, seconds, limit)
    report.main()
    assert seconds <= limit, f"{name}: {seconds:.3f} s"


def test_the_command_line_starts() -> None:
    command = [str(Path(sys.executable).with_name("kaogong")), "--help"]
    check("start of the command line", 0.4, lambda: subprocess.run(command, check=True, capture_output=True))


def test_a_hundred_units() -> None:
    """Planned afresh every time, nothing remembered."""
    facts = engine.frozen(world(100))
    check("100 units scored in process", 0.3, lambda: score(engine.rulebook(), facts, "2026").close())


def test_one_subject_of_a_million_explained() -> None:
    with scored(1_000_000) as run:
        turns = iter(range(3, 1_000_000, 77_777))
        check("one subject of 1 M explained", 0.05, lambda: explain(run, f"u{next(turns):07d}", "2026"))


def test_another_edition_on_ten_thousand() -> None:
    """What moves when one weight does: both editions scored, movers and correlation told."""
    text = engine.rulebook_text()
    moved = text.replace('edition: "2026"', 'edition: "2027"').replace("cap: 110", "cap: 100", 1)
    other, problems = load_text(moved, file="other.yaml")
    problems.raise_errors()
    assert other is not None
    facts = engine.frozen(world(10_000))
    check("what-if on 10 k subjects", 1.0, lambda: whatif(engine.rulebook(), other, facts, "2026"), rounds=3)


def test_growth_is_linear() -> None:
    """Ten times the subjects take at most twelve times as long, from 100 k to 1 M."""
    took = {}
    for subjects in (100_000, 1_000_000):
        files = world(subjects)

        def work(files: engine.World = files) -> None:
            with tempfile.TemporaryDirectory(dir=files.folder) as room:
                engine.totals(files, Path(room))

        took[subjects] = median_of(work, 3)
    growth = took[1_000_000] / took[100_000]
    keep_goal("growth from 100 k to 1 M subjects, times", growth, 12)
    report.main()
    assert growth <= 12
