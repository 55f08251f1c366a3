"""Facts: checked, exact, frozen. What a scoring run reads, and nothing else.

Facts come from plain rows (`Facts.from_rows`), from files (`freeze`) or from a folder frozen before
(`Facts.load`). All integers are scaled; missing is null. A frozen folder holds one Parquet file a table
and `facts.json`, which names every file with its hash; it is written beside its place and renamed, so
there is either nothing or the whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaogong.core.engine.check import check
from kaogong.core.engine.intake.bulk import Bulk
from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.digest import content_digest
from kaogong.core.engine.intake.finish import (
    Merge,
    finish_events,
    finish_plain,
    finish_ratings,
    finish_subjects,
    held_pools,
)
from kaogong.core.engine.intake.folder import MANIFEST, replacing, seal
from kaogong.core.engine.intake.held import Held
from kaogong.core.engine.intake.joined import join_subjects, joined_tables, joined_wrongly
from kaogong.core.engine.intake.layout import FIXED
from kaogong.core.engine.intake.messages import problem
from kaogong.core.engine.intake.rows import hold_rows
from kaogong.core.engine.intake.source import read_all, workspace
from kaogong.core.engine.intake.tables import Table, declared
from kaogong.core.problem import Place, Problem, Refused
from kaogong.core.scheme.model import Rulebook

Rows = Iterable[Mapping[str, Any]]
SMALL = 20_000
"""Rows up to which a table counts as short."""


@dataclass(frozen=True)
class Facts:
    """Frozen facts. `tables`: Parquet files or Arrow tables by name. `warnings`: what the checks let pass."""

    tables: Mapping[str, Path | pa.Table]
    folder: Path | None = None
    sealed: str = ""
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    @cached_property
    def digest(self) -> str:
        """Hash of the content (SHA-256, hexadecimal), the same for any order of rows, in memory or frozen."""
        return self.sealed or content_digest(self.tables)

    @cached_property
    def joined(self) -> frozenset[str]:
        """Tables of facts that carry their subjects, one row for each."""
        return joined_tables(self.tables)

    @property
    def small(self) -> bool:
        """All tables are in memory and short, so that one thread is quicker than several."""
        return all(isinstance(table, pa.Table) and table.num_rows < SMALL for table in self.tables.values())

    @classmethod
    def from_rows(
        cls,
        rulebook: Rulebook,
        *,
        subjects: Rows = (),
        facts: Rows = (),
        events: Rows = (),
        ratings: Rows = (),
        links: Rows = (),
        history: Rows = (),
        calendar: Rows = (),
        reasons: bool = True,
        **wide: Rows,
    ) -> Facts:
        """Facts from plain rows (dicts from column to value), through the same checks as files.

        Args:
            rulebook: what is declared.
            subjects: `{"subject": "a", "class": "dept", …}`.
            facts: `{"subject": "a", "period": "2026-09", "fact": "done", "value": 12}`; int, Decimal,
                str, bool, date; a float counts as its shortest decimal.
            events: `{"ledger": "card", "subject": "a", "day": "2026-09-20", "kind": "red"}`; `times` repeats.
            ratings: `{"ratings": "r", "subject": "a", "period": "2026-09", "group": "peers", "value": 95}`.
            links: `{"link": "leads", "from": "a", "to": "b", "share": "1/2"}`.
            history: `{"subject": "a", "year": 2025, "score": 91.5, "rank": 2, "grade": "良好"}`.
            calendar: `{"day": "2026-10-01", "working": False}`.
            reasons: whether discretion needs its reason (examples do without).
            wide: `facts_month=[{"subject": "a", "period": "2026-09", "done": 12}]` and the like.

        Raises:
            Refused: with every problem of all rows.
        """
        given = {"subjects": subjects, "facts": facts, "events": events, "ratings": ratings, "links": links}
        given |= {"history": history, "calendar": calendar, **wide}
        tables = declared(rulebook)
        complaints = Complaints()
        parts = [hold_rows(tables[name], rows, complaints) for name, rows in given.items()]
        return from_held(rulebook, tables, parts, complaints, reasons=reasons)

    @classmethod
    def load(cls, folder: Path) -> Facts:
        """The facts of a frozen folder. Contents are not read; `verify` does that.

        Raises:
            Refused: the folder is not a whole frozen folder.
        """
        manifest = _manifest(folder)
        tables = {name: folder / entry["file"] for name, entry in manifest["tables"].items()}
        missing = [path.name for path in tables.values() if not path.is_file()]
        if missing:
            raise Refused([problem("K560", Place(str(folder)), reason=", ".join(missing))])
        return cls(tables, folder, manifest["digest"])

    def save(self, rulebook: Rulebook, folder: Path) -> Facts:
        """Write the facts as a frozen folder.

        Raises:
            Refused: the folder exists already.
        """
        with replacing(folder) as work:
            for name, table in self.tables.items():
                content = pq.read_table(table) if isinstance(table, Path) else table
                pq.write_table(content, work / f"{name}.parquet", compression="zstd")
            seal(work, rulebook, self.digest)
        return Facts({name: folder / f"{name}.parquet" for name in self.tables}, folder, self.digest, self.warnings)


def freeze(rulebook: Rulebook, source: Path, target: Path, *, reasons: bool = True) -> Facts:
    """Read, check and freeze the facts of a folder or a workbook.

    Args:
        rulebook: what is declared.
        source: a folder of CSV, Parquet and xlsx files, or one workbook; see docs/guide/facts.md.
        target: the folder to make; it must not exist. There is either nothing or the whole.
        reasons: whether discretion needs its reason.

    Raises:
        Refused: with every problem of all files.
        OSError: the disk is full or may not be written.
    """
    tables = declared(rulebook)
    complaints = Complaints()
    with replacing(target) as work, workspace(work) as (con, scratch):
        bulk = Bulk(con, rulebook, tables, complaints)
        read_all(bulk, source, scratch)
        if all(isinstance(part, Held) for part in bulk.parts):
            held = [part for part in bulk.parts if isinstance(part, Held)]
            facts = from_held(rulebook, tables, held, complaints, reasons=reasons)
            for name, table in facts.tables.items():
                pq.write_table(table, work / f"{name}.parquet", compression="zstd")
        else:
            bulk.freeze(work, reasons=reasons)
        join_subjects(work)
        written = {path.stem: path for path in sorted(work.glob("*.parquet"))}
        digest = content_digest(written)
        seal(work, rulebook, digest)
    return Facts({name: target / f"{name}.parquet" for name in written}, target, digest, tuple(complaints.all()))


def from_held(
    rulebook: Rulebook,
    tables: Mapping[str, Table],
    parts: list[Held],
    complaints: Complaints,
    *,
    reasons: bool = True,
) -> Facts:
    """Facts from tables in memory, after every check.

    Raises:
        Refused: with every problem found, in cells and between rows.
    """
    pools = held_pools(tables, parts)
    check(rulebook, pools, complaints)
    merge = Merge(rulebook, tables, complaints, reasons)
    for pool in pools.values():
        if pool.table.id == "facts" or pool.table.every is not None:
            merge.take(pool)
    complaints.raise_errors()
    found: dict[str, pa.Table] = {"subjects": finish_subjects(rulebook, pools["subjects"])}
    for name, pool in pools.items():
        if name == "events":
            found[name] = finish_events(rulebook, pool)
        elif name in FIXED:
            found[name] = finish_ratings(pool) if name == "ratings" else finish_plain(name, pool)
    found.update(merge.finish())
    return Facts(found, warnings=complaints.raise_errors())


def verify(folder: Path) -> list[Problem]:
    """What differs from what was frozen: files by their hashes, content by its digest. Empty: nothing.

    Raises:
        Refused: the folder is not a whole frozen folder.
    """
    facts = Facts.load(folder)
    altered: list[Problem] = []
    for entry in _manifest(folder)["tables"].values():
        with (folder / entry["file"]).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != entry["sha256"]:
                altered.append(problem("K561", Place(str(folder / entry["file"])), file=entry["file"]))
    if not altered and (content_digest(facts.tables) != facts.digest or joined_wrongly(facts.tables)):
        altered.append(problem("K561", Place(str(folder / MANIFEST)), file=MANIFEST))
    return altered


def _manifest(folder: Path) -> dict[str, Any]:
    """The contents list of a frozen folder, if it is one."""
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        if found["kaogong_facts"] != 1 or not isinstance(found["digest"], str):
            raise ValueError(MANIFEST)
        if not all({"file", "sha256"} <= set(entry) and "/" not in entry["file"] for entry in found["tables"].values()):
            raise ValueError(MANIFEST)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused([problem("K560", Place(str(folder)), reason=str(error) or MANIFEST)]) from error
    return found
