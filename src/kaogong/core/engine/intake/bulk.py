"""Freezing from files: check everything, then stream every table into its Parquet file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from kaogong.core.engine.check import check, check_refs
from kaogong.core.engine.database import PIECE
from kaogong.core.engine.intake.columnar import held_relation
from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.held import Held
from kaogong.core.engine.intake.layout import FIXED, events_layout, subjects_layout
from kaogong.core.engine.intake.merge import FactsMerge
from kaogong.core.engine.intake.pool import Pool
from kaogong.core.engine.intake.scan import Scanned, Typed
from kaogong.core.engine.intake.scanpool import ScanPool
from kaogong.core.engine.intake.sql import name_of, text_of
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place
from kaogong.core.scheme.model import Rulebook

Part = Held | Scanned


@dataclass(slots=True)
class Bulk:
    """The parts of all tables as typed relations of one connection."""

    con: duckdb.DuckDBPyConnection
    rulebook: Rulebook
    tables: Mapping[str, Table]
    complaints: Complaints
    parts: list[Part] = field(default_factory=list)
    relations: dict[str, list[str]] = field(default_factory=dict)
    numbered: dict[str, list[str]] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Take one part: its cells are read and checked.

        Raises:
            duckdb.Error: the file cannot be read.
        """
        number = len(self.parts)
        self.parts.append(part)
        name = part.table.id
        if isinstance(part, Held):
            relation = with_rows = held_relation(self.con, part, number)
        else:
            typed = Typed(self.con, part, self.complaints)
            relation, with_rows = typed.select(), typed.select(numbered=True, number=number)
        self.relations.setdefault(name, []).append(relation)
        self.numbered.setdefault(name, []).append(with_rows)

    def locate(self, number: int, file: str, row: int, column: str) -> Place:
        """The place of a cell."""
        part = self.parts[number]
        return part.place(row, column) if isinstance(part, Held) else part.place(file, row, column)

    def freeze(self, work: Path, *, reasons: bool) -> None:
        """Check what is between rows, then write every table.

        Raises:
            Refused: with every problem of all files.
        """
        pools, facts = self._pools()
        check(self.rulebook, pools, self.complaints)
        merge = FactsMerge(self, reasons=reasons)
        merge.check()
        if self.complaints.refused:
            for pool in facts:
                check_refs(pool, pools["subjects"], self.complaints)
        self.complaints.raise_errors()
        for name, pool in pools.items():
            if name == "subjects" or self.con.execute(f"SELECT 1 FROM kept_{name} LIMIT 1").fetchall():
                self.copy(self._finished(name, pool), work / f"{name}.parquet")
        for path in merge.write(work):
            if self._has_strangers(path):
                for pool in facts:
                    check_refs(pool, pools["subjects"], self.complaints)
                break
        self.complaints.raise_errors()

    def _has_strangers(self, path: Path) -> bool:
        """Whether written facts name an unknown subject; far quicker than asking the sources."""
        known = "EXISTS (SELECT 1 FROM kept_subjects AS s WHERE s.subject = t.subject)"
        query = f"SELECT 1 FROM {text_of(str(path))} AS t WHERE NOT {known} LIMIT 1"
        return bool(self.con.execute(query).fetchall())

    def _pools(self) -> tuple[dict[str, Pool], list[Pool]]:
        """Every table as a pool: those kept by name, and facts, read again for each question."""
        found: dict[str, Pool] = {}
        facts: list[Pool] = []
        for name, table in self.tables.items():
            parts = self.numbered.get(name, [])
            if name == "facts" or table.every:
                if parts:
                    refs = " UNION ALL BY NAME ".join(f"SELECT subject FROM ({one})" for one in self.relations[name])
                    rows = " UNION ALL BY NAME ".join(f"SELECT * FROM ({one})" for one in parts)
                    facts.append(ScanPool(self.con, table, f"({refs})", f"({rows})", self.locate))
            elif parts or name == "subjects":
                body = " UNION ALL BY NAME ".join(f"({one})" for one in parts) or _none(table)
                self.con.execute(f"CREATE TEMP TABLE kept_{name} AS {body}")
                found[name] = ScanPool(self.con, table, f"kept_{name}", f"kept_{name}", self.locate)
        return found, facts

    def _finished(self, name: str, pool: Pool) -> str:
        """The query of a frozen table other than facts."""
        if name == "subjects":
            return self._subjects(pool.table)
        if name == "events":
            return self._events(pool.table)
        special = {
            "valid": "coalesce(valid = 1 AND value IS NOT NULL, false)",
            "working": "working = 1",
            "sheet": "nullif(sheet, '')",
        }
        chosen = ", ".join(
            f"({special.get(key, name_of(key))})::{kind} AS {name_of(key)}" for key, kind in FIXED[name].items()
        )
        return f"SELECT {chosen} FROM kept_{name} ORDER BY ALL"

    def _subjects(self, table: Table) -> str:
        """The frozen subjects: kinds from classes where they are not written."""
        classes = " ".join(f"WHEN {text_of(one.id)} THEN {text_of(one.kind)}" for one in self.rulebook.classes.values())
        first = text_of(next(iter(self.rulebook.kinds), "unit"))
        from_class = f"CASE class {classes} ELSE {first} END" if classes else first
        special = {"kind": f"coalesce(kind, {from_class})", "name": "coalesce(name, subject)"}
        chosen = ", ".join(
            f"({special.get(key, name_of(key))})::{kind} AS {name_of(key)}"
            for key, kind in subjects_layout(table).items()
        )
        return f"SELECT {chosen} FROM kept_subjects ORDER BY subject"

    def _events(self, table: Table) -> str:
        """The frozen events: `times` unrolled, an only kind filled in, ids for those without one."""
        only = " ".join(
            f"WHEN {text_of(key)} THEN {text_of(next(iter(one.kinds)))}"
            for key, one in self.rulebook.events.items()
            if len(one.kinds) == 1
        )
        kind = f"coalesce(kind, CASE ledger {only} END)" if only else "kind"
        special = {"kind": kind, "source": "coalesce(source, supplier)"}
        layout = events_layout(table)
        chosen = ", ".join(
            f"({special.get(key, name_of(key))})::{kept} AS {name_of(key)}" for key, kept in layout.items()
        )
        whole = ", ".join(f"coalesce({name_of(key)}::VARCHAR, '')" for key in layout)
        rows = f"SELECT {chosen}, times FROM kept_events, LATERAL (SELECT unnest(range(times::BIGINT))) AS again"
        head = "coalesce(id, ledger || '/' || subject || '/' || day::VARCHAR)"
        nth = f"row_number() OVER (PARTITION BY id, ledger, subject, day ORDER BY {whole})"
        again = f"WHEN n > 1 THEN {head} || '#' || (n - 1)::VARCHAR"
        named = f"CASE WHEN id IS NULL THEN {head} || '#' || n::VARCHAR {again} ELSE id END AS id"
        return f"""
            SELECT * EXCLUDE (n, times) REPLACE ({named})
            FROM (SELECT *, {nth} AS n FROM ({rows})) ORDER BY subject, day, id"""

    def copy(self, query: str, path: Path) -> None:
        """Stream a query into a Parquet file."""
        self.con.execute(
            f"COPY ({query}) TO {text_of(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {PIECE})"
        )


def _none(table: Table) -> str:
    """A table without rows."""
    columns: Sequence[str] = [f"NULL::VARCHAR AS {name_of(key)}" for key in table.columns]
    return f"SELECT {', '.join(columns)}, 0 AS _part, '' AS _file, 0 AS _row WHERE false"
