"""`kaogong template`: the workbook that collects a rulebook's facts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from kaogong.cli import exits
from kaogong.cli.frame import RULEBOOK, Frame, Usage, argument, option, trial_options, verb
from kaogong.core.engine.template import write_template
from kaogong.core.problem import Text
from kaogong.core.scheme.period import Period

ABOUT = Text(
    "写出填报数据的 Excel 工作簿：每格只收能用的值，有下拉列表和批注。填好后交给 kaogong score。",
    "Write the Excel workbook that collects a rulebook's facts: cells accept only what can be used, with "
    "drop-downs and notes. Filled in, it goes to kaogong score.",
)
OUT = Text("工作簿（.xlsx；已有的不覆盖）。", "The workbook (.xlsx; one that exists is not overwritten).")
PERIOD = Text("为每个对象备好这一期的行（可多次）。", "Prepare a row for every subject in this period (repeatable).")
SUBJECTS = Text("考核对象的 CSV，先填好。", "A CSV of the subjects, to be filled in already.")


@verb("template", ABOUT)
@argument("rulebook", RULEBOOK)
@option("-o", "--out", words=OUT, required=True, type=click.Path(path_type=Path, dir_okay=False))
@option("--period", "periods", words=PERIOD, multiple=True, metavar="PERIOD")
@option("--subjects", words=SUBJECTS, type=click.Path(path_type=Path, dir_okay=False))
@trial_options
def command(
    frame: Frame,
    rulebook: str,
    out: Path,
    periods: tuple[str, ...],
    subjects: Path | None,
    readings: tuple[str, ...],
    settings: tuple[str, ...],
) -> int:
    """Write the workbook."""
    if out.suffix.lower() != ".xlsx":
        raise Usage(Text("-o 给一个 .xlsx 文件名", "-o names a file that ends in .xlsx"))
    if out.exists():
        raise Usage(Text(f"{out} 已经存在，里面可能有填好的数据", f"{out} exists; it may hold facts already"))
    wanted = [_period(one) for one in periods]
    book = frame.rulebook(rulebook, readings, settings)
    rows = {"subjects": _subjects(subjects)} if subjects else None
    with frame.step(Text("写出工作簿", "writing the workbook")):
        write_template(book, out, rows=rows, periods=wanted, lang=frame.lang)
    frame.show(Text(f"填报工作簿：{out}", f"workbook: {out}"), style="bold")
    frame.answer(out=str(out))
    return exits.OK


def _period(given: str) -> str:
    try:
        return str(Period.parse(given))
    except ValueError:
        raise Usage(Text(f"“{given}”不是时期", f"{given!r} is not a period")) from None


def _subjects(path: Path) -> list[Mapping[str, Any]]:
    """The rows of a CSV in UTF-8, else GB 18030."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.DictReader(data.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise Usage(Text(f"{path} 不是 UTF-8 或 GB 18030 文字", f"{path} is neither UTF-8 nor GB 18030 text"))
