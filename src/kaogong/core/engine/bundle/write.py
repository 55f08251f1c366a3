"""Writing a result: rulebook, facts, every stored column, and the manifest that names them."""

from __future__ import annotations

import platform
import shutil
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import kaogong
from kaogong.core.engine.aggregates import quoted, text
from kaogong.core.engine.bundle.manifest import (
    NAME,
    VERSION,
    Trial,
    files_of,
    fingerprint,
    hash_of,
    sealed_text,
)
from kaogong.core.engine.database import Duck
from kaogong.core.engine.facts import Facts, verify
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.run import Run, Watch, unwatched
from kaogong.core.problem import Place, Problem, Problems, Refused, Text
from kaogong.core.scheme.edition import canonical_text, merged_text
from kaogong.core.scheme.edition import fingerprint as hashes
from kaogong.core.scheme.extend import extended
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.source import RULEBOOK, read_source
from kaogong.core.scheme.tree import Table, Tree, word

ROW_GROUP = 4096
"""Rows of a Parquet row group: one subject is read without reading many others."""
LEFT_OUT = ("doubt",)
"""Columns that only serve while a run is computed."""
NARROW = 2**63
REWARDS = "rewards"
CANONICAL = "canonical.yaml"
"""The text whose hashes name the rulebook."""
MERGED = "merged.yaml"
"""The text the run is replayed from, where the rulebook's own file extends another."""


def keep_facts(facts: Facts, folder: Path) -> Facts:
    """Copy frozen facts into a result, each file checked against the hash it was frozen with.

    Raises:
        Refused: a file is not what was frozen.
    """
    if facts.folder is None:
        raise TypeError("facts are not on disk")
    shutil.copytree(facts.folder, folder)
    if altered := verify(folder):
        raise Refused(altered)
    return Facts.load(folder)


def taken_in(facts: Facts, folder: Path) -> Facts:
    """Move facts just frozen, in a folder nobody else knows, into a result on the same disk: they are what was frozen."""
    if facts.folder is None:
        raise TypeError("facts are not on disk")
    facts.folder.rename(folder)
    return Facts.load(folder)


def as_stored(run: Run) -> None:
    """From here a run shows what was stored: every column and period, as it is read from the disk."""
    for done in run.done.values():
        name = f"{done.table}_stored"
        run.world.database.view(name, f"SELECT * FROM {whole(run, done)}")
        there = {*run.world.database.columns(name)}
        done.quantities = {name: one for name, one in done.quantities.items() if name in there}
        done.table, done.asked = name, frozenset()


def store(run: Run, work: Path, trial: Trial, source: Path, *, watch: Watch = unwatched) -> dict[str, Any]:
    """Write rulebook and results of a run into a folder that already holds its frozen facts.

    Args:
        run: a finished run.
        work: the folder of the result, not yet sealed.
        trial: with what the rulebook was scored.
        source: the folder (or file) the rulebook was loaded from.
        watch: told each frame as it is begun.

    Returns:
        The manifest so far; give it to `seal` when everything else is written.
    """
    rulebook = run.rulebook
    _keep_rulebook(rulebook, source, work / "rulebook")
    (work / "results").mkdir()
    frames = []
    for number, done in enumerate(run.done.values()):
        watch(number, len(run.done), rulebook.sheets[done.frame.sheet].root.name)
        frames.append(_frame(run, done, work))
    if run.rewards:
        _rewards(run, work / "results" / f"{REWARDS}.parquet")
    names = hashes(rulebook.canonical)
    return {
        "kaogong_result": VERSION,
        "fingerprint": fingerprint(rulebook, run.world.facts.digest, trial),
        "engine": kaogong.__version__,
        "made_with": _versions(),
        "rulebook": {
            "id": rulebook.id,
            "edition": rulebook.edition,
            "title": {"zh": rulebook.title.zh, "en": rulebook.title.en},
            "sha256": names.sha256,
            "sm3": names.sm3,
        },
        "facts": {"digest": run.world.facts.digest},
        "trial": {
            "period": trial.period,
            "readings": dict(trial.readings),
            "settings": dict(trial.settings),
        },
        "frames": frames,
        "rewards": bool(run.rewards),
        "settled": run.settled,
    }


def seal(work: Path, manifest: dict[str, Any]) -> None:
    """Hash every file of the folder and write the manifest."""
    files = {name: hash_of(path, settle=True) for name, path in files_of(work).items()}
    (work / NAME).write_text(sealed_text({**manifest, "files": files}), "utf-8")


def _versions() -> dict[str, str]:
    """What a run was computed with; not part of its name."""
    found = {name: version(name) for name in ("duckdb", "pyarrow", "sqlglot")}
    return {"python": platform.python_version(), **found}


# --- the rulebook ---------------------------------------------------------------------------------------


def _keep_rulebook(rulebook: Rulebook, source: Path, folder: Path) -> None:
    """The canonical text, the files it was made from, and where there are bases the merged text.

    Raises:
        Refused: the files are no longer those the rulebook was loaded from.
    """
    folder.mkdir()
    (folder / CANONICAL).write_text(rulebook.canonical, "utf-8")
    file = source / RULEBOOK if source.is_dir() else source
    problems = Problems()
    tree = read_source(file, problems)
    whole = extended(tree, file.parent, problems) if isinstance(tree, Table) else None
    if whole is None or canonical_text(whole) != rulebook.canonical:
        raise Refused([_changed(file)])
    shutil.copyfile(file, folder / RULEBOOK)
    number, base = 0, _base(file, tree)
    while base is not None:
        number += 1
        shutil.copyfile(base, folder / f"base_{number}.yaml")
        base = _base(base, read_source(base, Problems()))
    if number:
        (folder / MERGED).write_text(merged_text(whole), "utf-8")


def _base(path: Path, tree: Tree | None) -> Path | None:
    """The file of the base a rulebook extends."""
    target = word(tree.get("extends")) if isinstance(tree, Table) else ""
    return (path.parent / target / RULEBOOK).resolve() if target else None


def _changed(file: Path) -> Problem:
    return Problem(
        "K731",
        Place(str(file)),
        Text("规则书在计分的时候改动了", "the rulebook was changed while it was scored"),
        Text("结果里的规则书须是计分所用的那一本", "the rulebook in a result must be the one it was scored by"),
        Text("再计分一次", "score again"),
    )


# --- values ---------------------------------------------------------------------------------------------


def _frame(run: Run, done: DoneFrame, work: Path) -> dict[str, Any]:
    """Write one frame; gives its entry in the manifest."""
    file = f"results/{done.frame.name}.parquet"
    _copy(run, done, work / file)
    stored = pq.read_metadata(work / file)
    there = set(stored.schema.names)
    columns = {
        name: {
            "unit": str(quantity.unit),
            "low": str(quantity.low),
            "high": str(quantity.high),
            "below": str(quantity.below),
            "above": str(quantity.above),
        }
        for name, quantity in done.quantities.items()
        if name in there
    }
    return {
        "sheet": done.frame.sheet,
        "every": done.frame.every,
        "file": file,
        "rows": stored.num_rows,
        "periods": [str(period) for period in done.periods],
        "labels": list(done.frame.labels),
        "columns": columns,
    }


def _copy(run: Run, done: DoneFrame, target: Path) -> None:
    """The stored columns as Parquet, sorted, wide integers as decimals (Parquet knows no 128-bit integer)."""
    database, source = run.world.database, whole(run, done)
    if not isinstance(database, Duck):
        table = database.arrow(f"SELECT * FROM {source} ORDER BY subject, period")
        dropped = [name for name in LEFT_OUT if name in table.column_names]
        pq.write_table(table.drop_columns(dropped), target, compression="zstd", row_group_size=ROW_GROUP)
        return
    listed = []
    for name, kind, *_ in database.rows(f"DESCRIBE SELECT * FROM {source}"):
        if name not in LEFT_OUT:
            listed.append(_column(done, str(name), str(kind)))
    query = f"SELECT {', '.join(listed)} FROM {source} ORDER BY subject, period"
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
    database.execute(f"COPY ({query}) TO {text(str(target))} ({options})")


def whole(run: Run, done: DoneFrame) -> str:
    """A frame with the columns of its base that its own table does not carry."""
    database = run.world.database
    carried = database.columns(done.table)
    base = database.columns(done.base) if done.base else []
    more = [f"b.{quoted(name)}" for name in base if name in done.quantities and name not in carried]
    if not more:
        return done.table
    return f"(SELECT t.*, {', '.join(more)} FROM {done.table} AS t JOIN {done.base} AS b USING (subject, period))"


def _column(done: DoneFrame, name: str, kind: str) -> str:
    if kind != "HUGEINT":
        return quoted(name)
    quantity = done.quantities.get(name)
    narrow = quantity is not None and quantity.integers < NARROW
    return f"CAST({quoted(name)} AS {'BIGINT' if narrow else 'DECIMAL(38,0)'}) AS {quoted(name)}"


def _rewards(run: Run, target: Path) -> None:
    """Money shared out, in cents."""
    table = pa.table(
        {
            "reward": pa.array([one["reward"] for one in run.rewards], pa.string()),
            "subject": pa.array([one["subject"] for one in run.rewards], pa.string()),
            "period": pa.array([one["period"] for one in run.rewards], pa.int64()),
            "cents": pa.array([int(Fraction(one["amount"]) * 100) for one in run.rewards], pa.int64()),
        }
    )
    pq.write_table(table.sort_by([("reward", "ascending"), ("subject", "ascending"), ("period", "ascending")]), target)
