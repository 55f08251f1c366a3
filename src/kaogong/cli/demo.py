"""`kaogong demo`: a generated city, scored under several of the shipped rulebooks."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.bar import bar
from kaogong.cli.frame import Frame, option, verb
from kaogong.cli.listing import lines_table
from kaogong.cli.plays import STEPS, Played, Told, play_all
from kaogong.core.engine.city import PLAYS, City
from kaogong.core.engine.intake.folder import replacing
from kaogong.core.problem import Place, Problem, Refused, Text

ABOUT = Text(
    "生成一座虚构的示范城市（市直单位、区、乡镇和全年数据），按几本自带的规则书计分，写出工作簿和带计算过程的报告。",
    "Generate a city that does not exist (municipal units, districts, townships, a year of facts), score it by "
    "several of the shipped rulebooks, and write workbooks and reports with the derivation of every score.",
)
MORE = Text(
    "同样的数目和种子总是得到同样的城市、同样的分数。",
    "The same numbers and seed always give the same city and the same scores.",
)
OUT = Text("写到哪个文件夹（默认 build/demo）。", "The folder to write (default build/demo).")
UNITS = Text("市直单位数（默认 90）。", "Municipal units (default 90).")
DISTRICTS = Text("区的数目（默认 12）。", "Districts (default 12).")
TOWNSHIPS = Text("乡镇数（默认 140）。", "Townships (default 140).")
SEED = Text("换一座城市：任意文字。", "Another city: any text.")
ONLY = Text("只用这些规则书（可多次）。", "Only these rulebooks (may be repeated).")
MARK = "demo.json"
"""The file that says a folder was made here, and what is in it."""


@verb("demo", ABOUT, MORE)
@option("-o", "--out", words=OUT, default="build/demo", type=click.Path(path_type=Path))
@option("--units", words=UNITS, default=90, type=click.IntRange(1, 5000), metavar="N")
@option("--districts", words=DISTRICTS, default=12, type=click.IntRange(1, 500), metavar="N")
@option("--townships", words=TOWNSHIPS, default=140, type=click.IntRange(1, 5000), metavar="N")
@option("--seed", words=SEED, default="kaogong", metavar="TEXT")
@option("--only", words=ONLY, multiple=True, type=click.Choice([one.rulebook for one in PLAYS]))
def command(
    frame: Frame, out: Path, units: int, districts: int, townships: int, seed: str, only: tuple[str, ...]
) -> int:
    """Play every rulebook in a fresh folder, then put it in place of an earlier demonstration."""
    began = time.monotonic()
    city = City(units, districts, townships, seed)
    plays = [one for one in PLAYS if not only or one.rulebook in only]
    earlier = mine(out)
    with fresh(out, earlier) as work:
        with progress(frame, len(plays) * len(STEPS)) as told:
            played = play_all(plays, city, work, frame.lang, told)
        marked = {"kaogong_demo": 1, "city": [units, districts, townships, seed]}
        content = json.dumps(marked | {"holds": [one.rulebook for one in plays]}, ensure_ascii=False)
        (work / MARK).write_text(content + "\n", "utf-8")
    tell(frame, out, played, round(time.monotonic() - began))
    return exits.OK


# --- the folder ---


def mine(out: Path) -> bool:
    """Whether a folder is an earlier demonstration and holds nothing else, so that it may be replaced.

    Raises:
        Refused: it holds something this command did not write.
    """
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return False
    try:
        held = {MARK, *json.loads((out / MARK).read_text("utf-8"))["holds"]}
        strange = sorted(path.name for path in out.iterdir() if path.name not in held)
    except (OSError, ValueError, KeyError, TypeError):
        strange = [out.name]
    if strange:
        raise Refused([_foreign(out, strange)])
    return True


def _foreign(out: Path, strange: list[str]) -> Problem:
    listed = ", ".join(strange[:5])
    return Problem(
        "K760",
        Place(str(out)),
        Text(f"文件夹里有不是示范写出的东西：{listed}", f"the folder holds what no demonstration wrote: {listed}"),
        Text("示范只替换自己以前的结果", "a demonstration replaces nothing but an earlier one"),
        Text("用 -o 换一个文件夹", "name another folder with -o"),
    )


@contextmanager
def fresh(out: Path, earlier: bool) -> Iterator[Path]:
    """A folder beside the place; at the end the earlier demonstration goes and this one takes its name."""
    if not earlier:
        with replacing(out) as work:
            yield work
        return
    out = out.absolute()
    new, old = (out.with_name(f".{out.name}-{word}") for word in ("new", "old"))
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    try:
        with replacing(new) as work:
            yield work
        out.rename(old)
        new.rename(out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old)


# --- the bar ---


@contextmanager
def progress(frame: Frame, steps: int) -> Iterator[Told]:
    """A bar over all steps of all rulebooks; gives the function that is told each step as it begins."""
    begun = count()
    with bar(frame) as told:
        yield lambda words: told(next(begun), steps, words)


# --- the end ---


def tell(frame: Frame, out: Path, played: list[Played], seconds: int) -> None:
    """The summaries, where everything is, and what to try next."""
    for one in played:
        frame.show(f"{frame.say(one.title)} · {one.id}", style="bold")
        frame.show(lines_table(frame, one.lines))
    first = out / played[0].id
    frame.show(Text("工作簿和报告：", "Workbooks and reports:"), style="bold")
    for one in played:
        folder = out / one.id
        frame.show(f"  {folder / 'results.xlsx'}\n  {folder / 'report.html'}", soft_wrap=True)
    frame.show(Text("接着可以：", "What to try next:"), style="bold")
    frame.show(f"  kaogong explain {first} u01\n  kaogong verify {first}", soft_wrap=True)
    frame.show(Text(f"用时 {seconds} 秒", f"done in {seconds} s"), style="dim")
    frame.answer(
        out=str(out),
        results=[{"rulebook": one.id, "folder": str(out / one.id), "fingerprint": one.fingerprint} for one in played],
    )
