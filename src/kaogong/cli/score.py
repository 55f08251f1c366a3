"""`kaogong score`: facts in, every value, place, grade and consequence out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click

from kaogong.cli import exits
from kaogong.cli.bar import bar
from kaogong.cli.frame import (
    FACTS,
    RULEBOOK,
    Frame,
    Usage,
    argument,
    find,
    option,
    pairs,
    period_option,
    trial_options,
    verb,
)
from kaogong.cli.gather import gathered
from kaogong.cli.listing import lines_table
from kaogong.core.engine.bundle import Bundle, Trial, seal, store
from kaogong.core.engine.database import Database
from kaogong.core.engine.intake.folder import replacing
from kaogong.core.engine.output import frames_of, summary_of, write_csv, write_json, write_workbook
from kaogong.core.engine.output.summary import Line
from kaogong.core.engine.run import Run, score
from kaogong.core.problem import Text

ABOUT = Text(
    "按规则书给数据计分，结果写进一个文件夹：全部数值、依据的规则书和数据、可以核验的清单。",
    "Score facts by a rulebook. The result is a folder: every value, the rulebook and facts it is made from, "
    "and a manifest by which it can be verified.",
)
MORE = Text(
    "results/*.parquet 总会写出，含每一个中间值；--as 另写给人看的 xlsx、csv、json。",
    "results/*.parquet, with every value on the way, is always written; --as adds forms for people.",
)
COMFORTABLE = 100_000
"""Rows up to which a workbook is written unasked."""
OUT = Text("结果的文件夹（须是新的）。", "The folder of the result (a new one).")
KINDS = Text(
    "另写的形式，可多次；默认 xlsx（至多十万行）。",
    "Further forms, may be repeated; by default xlsx (up to 100,000 rows).",
)

ENGINE = Text(
    "在哪里计算：duckdb（本机，默认）或 spark（要另装 pyspark 和 Java）。",
    "Where to compute: duckdb (this machine, the default) or spark (needs pyspark and Java).",
)


@verb("score", ABOUT, MORE)
@argument("rulebook", RULEBOOK)
@argument("facts", FACTS, type=click.Path(path_type=Path))
@option("-o", "--out", words=OUT, required=True, type=click.Path(path_type=Path))
@option("--as", "kinds", words=KINDS, multiple=True, type=click.Choice(["xlsx", "csv", "json", "none"]))
@option("--engine", words=ENGINE, default="duckdb", type=click.Choice(["duckdb", "spark"]))
@period_option
@trial_options
def command(
    frame: Frame,
    rulebook: str,
    facts: Path,
    out: Path,
    kinds: tuple[str, ...],
    engine: str,
    period: str | None,
    readings: tuple[str, ...],
    settings: tuple[str, ...],
) -> int:
    """Score, store, export, seal; then rename the whole into place."""
    if out.suffix in {".xlsx", ".csv", ".json"}:
        zh = f"-o 给文件夹名，不是文件；要 {out.suffix[1:]} 就加 --as {out.suffix[1:]}"
        raise Usage(Text(zh, f"-o names a folder, not a file; add --as {out.suffix[1:]} for that form"))
    book = frame.rulebook(rulebook, readings, settings)
    trial = Trial(period, pairs(readings), pairs(settings))
    with replacing(out) as work:
        found = gathered(frame, book, facts, work / "facts")
        with DATABASES[engine]() as database:
            with bar(frame, Text("计分", "scoring")) as watch:
                run = score(book, found, period, database=database, watch=watch)
            try:
                with bar(frame, Text("写出结果", "writing the result")) as watch:
                    manifest = store(run, work, trial, find(rulebook), watch=watch)
                lines = summary_of(run)
                _export(frame, Bundle(work, manifest), run, lines, kinds)
            finally:
                run.close()
        with frame.step(Text("封存", "sealing")):
            seal(work, manifest)
    _tell(frame, out, manifest, lines)
    return exits.OK


def _spark() -> AbstractContextManager[Database]:
    """Spark, which is loaded only when it is asked for."""
    from kaogong.core.engine.spark import spark  # noqa: PLC0415

    return spark()


DATABASES: dict[str, Callable[[], AbstractContextManager[Database | None]]] = {"duckdb": nullcontext, "spark": _spark}
"""Where a run is computed; None: a DuckDB that the run opens for itself."""


def _export(frame: Frame, bundle: Bundle, run: Run, lines: Sequence[Line], kinds: Sequence[str]) -> None:
    """The further forms."""
    frames = frames_of(bundle, run)
    rows = sum(bundle.frames[one.key]["rows"] for one in frames)
    wanted = set(kinds) or ({"xlsx"} if rows <= COMFORTABLE else set())
    if "xlsx" in wanted:
        with bar(frame, Text("写工作簿", "writing the workbook")) as watch:
            write_workbook(bundle, frames, lines, bundle.folder / "results.xlsx", frame.lang, watch=watch)
    if "csv" in wanted:
        with frame.step(Text("写 CSV", "writing CSV")):
            write_csv(frames, bundle.folder / "csv")
    if "json" in wanted:
        with frame.step(Text("写 JSON", "writing JSON")):
            write_json(bundle, frames, bundle.folder / "results.json")


def _tell(frame: Frame, out: Path, manifest: dict[str, Any], lines: Sequence[Line]) -> None:
    """What came out, and where it is."""
    if not frame.json:
        frame.show(lines_table(frame, lines))
    files = [name for name in ("results.xlsx", "results.json", "csv") if (out / name).exists()]
    frame.show(Text(f"结果：{out}", f"result: {out}") if not files else _where(out, files), style="bold")
    frame.show(Text(f"指纹：{manifest['fingerprint']}", f"fingerprint: {manifest['fingerprint']}"), style="dim")
    if any(one.missing for one in lines):
        words = Text(
            "有对象未得分：没有数据就没有分数，既不是零分也不是满分；见“未得分”表或 kaogong explain",
            "Some have no score: without facts there is none, neither zero nor full; see the sheet Missing, "
            "or kaogong explain",
        )
        frame.show(words, style="yellow")
    frame.answer(out=str(out), fingerprint=manifest["fingerprint"], summary=[plain_line(frame, one) for one in lines])


def _where(out: Path, files: Sequence[str]) -> Text:
    listed = ", ".join(str(out / name) for name in files)
    return Text(f"结果：{out}（{listed}）", f"result: {out} ({listed})")


def plain_line(frame: Frame, line: Line) -> dict[str, Any]:
    """A line of the summary for programs."""
    marks = {"best": line.best, "mean": line.mean, "worst": line.worst}
    return {
        "sheet": line.sheet,
        "title": frame.say(line.title),
        "period": line.period,
        "subjects": line.subjects,
        "scored": line.scored,
        "missing": line.missing,
        **{name: None if value is None else f"{value:f}" for name, value in marks.items()},
        "grades": line.grades,
        "consequences": line.consequences,
    }
