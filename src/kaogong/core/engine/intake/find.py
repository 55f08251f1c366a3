"""Which file or sheet is which table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaogong.core.engine.intake.complaints import Complaints, did_you_mean
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place, Text

CSV = frozenset({".csv", ".tsv", ".txt"})
PARQUET = frozenset({".parquet", ".pq"})
WORKBOOK = frozenset({".xlsx", ".xlsm"})
SILENT = frozenset({".md", ".yaml", ".yml", ".json", ".html", ".pdf", ".docx", ".doc"})
"""Files that may lie beside facts and are none."""
NOT_TABLES = frozenset({"说明", "填表说明", "封面", "选项", "how to fill in", "cover", "readme", "lists"})
"""Sheets of the template that hold no facts."""
_TAIL = re.compile(r"[-_. （(·].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class File:
    """A file (or the parts of a folder) and the table it holds; a workbook may hold several."""

    paths: tuple[Path, ...]
    table: Table | None

    @property
    def name(self) -> str:
        """What complaints call it."""
        return self.paths[0].parent.name + "/" if len(self.paths) > 1 else self.paths[0].name

    @property
    def kind(self) -> str:
        """Its suffix, in lower case."""
        return self.paths[0].suffix.lower()


def table_named(tables: Mapping[str, Table], name: str) -> Table | None:
    """The table a file or sheet name means: an id or Chinese name, alone or with something after it."""
    plain = name.strip().lower()
    words = {word.lower(): table for table in tables.values() for word in table.words}
    if plain in words:
        return words[plain]
    for word in sorted(words, key=len, reverse=True):
        if plain.startswith(word) and _TAIL.fullmatch(plain[len(word) :]):
            return words[word]
    return None


def find_files(source: Path, tables: Mapping[str, Table], complaints: Complaints) -> list[File]:
    """The files of a folder (or one workbook) that hold facts; complains of those it does not know."""
    if not source.exists():
        complaints.add(
            "K501", Place(str(source)), reason=Text("没有这个文件或文件夹", "there is no such file or folder")
        )
        return []
    if source.is_file():
        if source.suffix.lower() in WORKBOOK:
            return [File((source,), table_named(tables, source.stem))]
        reason = Text("要文件夹或 xlsx 工作簿", "a folder or an xlsx workbook is wanted")
        complaints.add("K501", Place(source.name), reason=reason)
        return []
    found = [_entry(path, tables, complaints) for path in sorted(source.iterdir()) if path.name[0] not in ".~"]
    return [one for one in found if one is not None]


def _entry(path: Path, tables: Mapping[str, Table], complaints: Complaints) -> File | None:
    """One entry of a folder."""
    table = table_named(tables, path.stem if path.is_file() else path.name)
    if path.is_dir():
        parts = tuple(sorted(one for one in path.iterdir() if one.suffix.lower() in PARQUET))
        if table and parts:
            return File(parts, table)
    elif path.suffix.lower() in WORKBOOK or (table and path.suffix.lower() in CSV | PARQUET):
        return File((path,), table)
    elif path.suffix.lower() in SILENT:
        return None
    near = did_you_mean(path.stem, {word: word for one in tables.values() for word in one.words})
    complaints.add("K512", Place(path.name), path.name, near=near, tables="、".join(tables))
    return None
