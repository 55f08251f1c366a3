"""Results as CSV and JSON, written row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.output.published import Frame, decimal

HEAD = ("subject", "name", "period", "class")
LISTED = ("consequences", "missing")


def columns(frame: Frame) -> list[str]:
    """The columns of a frame: who and when, items by id, then what came out."""
    after = ["total", *frame.results, "award", *LISTED] if frame.totalled else [*frame.results, "missing"]
    return [*HEAD, *(item.id for item in frame.items), *after]


def write_csv(frames: Iterable[Frame], folder: Path) -> list[Path]:
    """One CSV a frame, in UTF-8 with a mark (spreadsheets want it); a missing value is an empty cell."""
    folder.mkdir()
    written = []
    for frame in frames:
        path = folder / f"{frame.done.frame.name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            out = csv.writer(stream)
            names = columns(frame)
            out.writerow(names)
            for row in frame.rows():
                out.writerow([_cell(row[name]) for name in names])
        written.append(path)
    return written


def _cell(value: Any) -> str:
    """A value as a cell: decimals as they are, lists with blanks between, yes as 1."""
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return f"{decimal(value):f}"
    if isinstance(value, bool):
        return "1" if value else "0"
    return " ".join(value) if isinstance(value, list) else str(value)


def write_json(bundle: Bundle, frames: Iterable[Frame], path: Path) -> None:
    """One JSON document; marks are texts, so that no reader turns them into binary floats."""
    head = {key: bundle.manifest[key] for key in ("fingerprint", "engine", "rulebook", "trial")}
    with path.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "frames": [')
        for number, frame in enumerate(frames):
            stream.write(",\n" if number else "\n")
            _frame(frame, stream.write)
        rewards = [_plain(one) for one in bundle.rewards()]
        stream.write('\n], "rewards": ' + json.dumps(rewards, ensure_ascii=False) + "}\n")


def _frame(frame: Frame, write: Any) -> None:
    about = {"sheet": frame.key[0], "every": frame.key[1], "title": frame.title.zh}
    write(json.dumps(about, ensure_ascii=False)[:-1] + ', "rows": [')
    names = [*columns(frame), *(["money"] if frame.totalled else [])]
    for number, row in enumerate(frame.rows()):
        picked = {name: row[name] for name in names}
        write((",\n" if number else "\n") + json.dumps(_plain(picked), ensure_ascii=False))
    write("]}")


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{decimal(value):f}"
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value
