"""Problems as people read them: the place, the line with a caret under the spot, what, why, what to do."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Rich

from kaogong.core.problem import Lang, Place, Problem, Text

COLOURS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
NAMES = {"error": Text("错误", "error"), "warning": Text("提醒", "warning"), "note": Text("说明", "note")}
WHY = Text("为什么：", "why: ")
FIX = Text("怎么改：", "do: ")
READABLE = {".yaml", ".yml", ".csv", ".txt", ".tsv"}
LARGEST = 50_000_000
AROUND = 60
"""Columns shown before and after the spot in a long line."""


def draw(problem: Problem, lang: Lang, beside: Path | None = None) -> RenderableType:
    """A problem for a terminal. `beside`: where files named without a folder are."""
    head = Rich()
    head.append(f"{NAMES[problem.severity].say(lang)} {problem.code} ", style=COLOURS[problem.severity])
    head.append(problem.what.say(lang), style="bold")
    lines: list[RenderableType] = [head]
    if str(problem.place):
        lines.append(Padding(Rich(f"→ {problem.place}", style="blue", overflow="fold"), (0, 0, 0, 2), expand=False))
    if (shown := excerpt(problem.place, beside)) is not None:
        lines.append(shown)
    for label, words in ((WHY, problem.why), (FIX, problem.fix)):
        said = Rich(label.say(lang), style="dim") + Rich(words.say(lang))
        said.stylize("not dim", len(label.say(lang)))
        lines.append(Padding(said, (0, 0, 0, 2), expand=False))
    return Group(*lines, "")


def excerpt(place: Place, beside: Path | None = None) -> RenderableType | None:
    """The line a place names with a caret under its column; None when there is no such line to show."""
    path = _path(place, beside)
    if path is None or not place.line or place.cell:
        return None
    lines = _lines(path)
    if place.line > len(lines):
        return None
    line = lines[place.line - 1].rstrip("\r\n").replace("\t", " ")
    at = _offset(path, line, place.column)
    start = max(0, at - AROUND) if cell_len(line) > 2 * AROUND else 0
    cut = line[start : at + AROUND]
    prefix = f"{place.line:>6} │ "
    spot = Rich(prefix, style="dim", no_wrap=True) + Rich(("…" if start else "") + cut, style="not dim")
    if not place.column:
        return spot
    blank = cell_len(("…" if start else "") + line[start:at])
    caret = Rich(" " * 6 + " │ ", style="dim") + Rich(" " * blank + "^", style="bold red")
    return Group(spot, caret)


def _path(place: Place, beside: Path | None) -> Path | None:
    """The file of a place, when it is text that can be shown."""
    if not place.file or Path(place.file).suffix.lower() not in READABLE:
        return None
    for path in (Path(place.file), *([beside / place.file] if beside else [])):
        try:
            if path.is_file() and path.stat().st_size <= LARGEST:
                return path
        except OSError:
            continue
    return None


@lru_cache(maxsize=8)
def _lines(path: Path) -> list[str]:
    """The lines of a text in UTF-8, else GB 18030."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    return []


def _offset(path: Path, line: str, column: int) -> int:
    """Where in the line the column begins: a character in YAML, a field in a table."""
    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        return max(0, min(column - 1, len(line)))
    mark = "\t" if "\t" in line else ";" if ";" in line and "," not in line else ","
    fields = next(csv.reader([line], delimiter=mark), [])
    return min(len(line), sum(len(one) + 1 for one in fields[: max(0, column - 1)]))
