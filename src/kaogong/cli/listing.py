"""Tables for terminals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text as Rich

from kaogong.cli.frame import Frame
from kaogong.core.problem import Text

if TYPE_CHECKING:
    from kaogong.core.engine.output.summary import Line

MOST = 40
"""Lines of a summary that are printed."""


def table(*heads: str, right: Sequence[int] = ()) -> Table:
    """An empty table; `right`: the columns that hold numbers."""
    made = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    for number, head in enumerate(heads):
        made.add_column(head, justify="right" if number in right else "left", overflow="fold")
    return made


def row(made: Table, *words: str) -> None:
    """Add a row of plain words; brackets in them are only brackets. `—` is dim."""
    made.add_row(*(Rich(one, style="dim" if one == "—" else "") for one in words))


def many(number: int, word: str) -> str:
    """A number of things in English: `1 error`, `2 errors`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def lines_table(frame: Frame, lines: Sequence[Line]) -> Table:
    """What came out, one line a sheet and period; the last periods where there are many."""
    heads = (
        Text("考核表", "sheet"),
        Text("时期", "period"),
        Text("对象", "subjects"),
        Text("未得分", "missing"),
        Text("最高", "best"),
        Text("平均", "mean"),
        Text("最低", "worst"),
        Text("等次", "grades"),
    )
    made = table(*(frame.say(one) for one in heads), right=range(2, 7))
    for line in lines[-MOST:]:
        grades = "  ".join(f"{name} {count}" for name, count in line.grades.items())
        counts = [str(line.subjects), str(line.missing) if line.missing else "—"]
        marks = [_mark(one) for one in (line.best, line.mean, line.worst)]
        row(made, frame.say(line.title), line.period, *counts, *marks, grades)
    if len(lines) > MOST:
        made.caption = frame.say(Text(f"另有 {len(lines) - MOST} 行", f"{len(lines) - MOST} more lines"))
    return made


def _mark(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:f}"
