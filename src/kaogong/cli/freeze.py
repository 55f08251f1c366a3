"""`kaogong freeze`: facts checked, made exact, and kept so that nobody can change them unseen."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.frame import FACTS, RULEBOOK, Frame, argument, option, verb
from kaogong.cli.gather import read
from kaogong.cli.listing import row, table
from kaogong.core.engine.intake.folder import MANIFEST
from kaogong.core.problem import Text

ABOUT = Text(
    "读入并核对数据（CSV、Parquet、xlsx），写成冻结的文件夹。有一格不能接受就什么也不写，并逐一列出。",
    "Read and check facts (CSV, Parquet, xlsx) and write them as a frozen folder. One cell that cannot be "
    "accepted, and nothing is written; every such cell is listed.",
)
OUT = Text("冻结的文件夹（须是新的）。", "The frozen folder (a new one).")


@verb("freeze", ABOUT)
@argument("rulebook", RULEBOOK)
@argument("facts", FACTS, type=click.Path(path_type=Path))
@option("-o", "--out", words=OUT, required=True, type=click.Path(path_type=Path))
def command(frame: Frame, rulebook: str, facts: Path, out: Path) -> int:
    """Freeze facts."""
    book = frame.rulebook(rulebook)
    frozen = read(frame, book, facts, out)
    listed = json.loads((out / MANIFEST).read_text("utf-8"))["tables"]
    rows = {name: entry["rows"] for name, entry in listed.items()}
    shown = table(frame.say(Text("表", "table")), frame.say(Text("行数", "rows")), right=[1])
    for name, count in rows.items():
        row(shown, name, f"{count:,}")
    frame.show(shown)
    frame.show(Text(f"冻结：{out}", f"frozen: {out}"), style="bold")
    frame.show(Text(f"摘要：{frozen.digest}", f"digest: {frozen.digest}"), style="dim")
    frame.answer(out=str(out), digest=frozen.digest, tables=rows)
    return exits.OK
