"""`kaogong verify-audit`: an export of the audit chain, held against itself and against anchors kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, argument, option, verb
from kaogong.core.chain import EVENTS, SHOWN, Fault, Verdict, verify
from kaogong.core.problem import Place, Problem, Text

ABOUT = Text(
    "不用信任服务器，也能核验审计存证。“未改动”：从第一条到最后一条环环相扣；“完整”：在别处保存的每个锚点都还在链上。"
    "核验程序只有 core/chain.py 一个文件，单独拷走也能用。",
    "Check an audit export without trusting the server. Unaltered: the chain holds together from its first event to its "
    "last. Complete: it still contains every anchor kept elsewhere. The verifier is one file, core/chain.py, and works alone.",
)
EXPORT = Text(
    "python -m kaogong.web audit-export 写出的文件夹", "a folder written by python -m kaogong.web audit-export"
)
ANCHOR = Text("在别处保存的锚点；可写多次。", "A head of the chain kept elsewhere; may be repeated.")


@verb("verify-audit", ABOUT)
@argument("export", EXPORT, type=click.Path(path_type=Path))
@option("--anchor", "anchors", words=ANCHOR, type=click.Path(path_type=Path), multiple=True, metavar="FILE")
def command(frame: Frame, export: Path, anchors: tuple[Path, ...]) -> int:
    """Verify an export."""
    if not (export / EVENTS).is_file():
        return frame.refuse([_nothing(export)])
    with frame.step(Text("核验", "verifying")):
        verdict = verify(export, anchors)
    problems = [
        *_problems("K780", export, verdict.altered, ALTERED),
        *_problems("K781", export, verdict.missing, MISSING),
    ]
    frame.report(problems)
    frame.answer(
        events=verdict.events,
        head=verdict.head,
        anchors=verdict.anchors,
        unaltered=verdict.unaltered,
        complete=verdict.complete,
    )
    if problems:
        return exits.ALTERED
    _tell(frame, verdict)
    return exits.OK


ALTERED = Text(
    "每条记录的杂凑值都由前一条和它自己的内容算出，改动、增删、调换都会露出来",
    "every hash follows from the one before and the content; changes, gaps and swaps show",
)
MISSING = Text(
    "锚点是当时公布的链头；链上找不到它，说明有记录被截掉，或整条链被重写",
    "an anchor is a head published at the time; a chain without it was cut, or written anew",
)


def _problems(code: str, export: Path, faults: Iterable[Fault], why: Text) -> list[Problem]:
    fix = Text(
        "从服务器以外的备份取同一时段的导出，逐条比对", "compare with an export kept outside the server, event by event"
    )
    every = list(faults)
    found = [Problem(code, Place(str(export / EVENTS)), Text(one.zh, one.en), why, fix) for one in every[:SHOWN]]
    if more := len(every) - len(found):
        words = Text(f"另有 {more} 处", f"and {more} more")
        found.append(Problem(code, Place(str(export / EVENTS)), words, why, fix))
    return found


def _tell(frame: Frame, verdict: Verdict) -> None:
    zh, en = f"未改动：{verdict.events:,} 条事件环环相扣", f"unaltered: {verdict.events:,} events hold together"
    frame.show(Text(zh, en), style="green")
    if verdict.complete:
        zh, en = f"完整：{verdict.anchors} 个锚点都在链上", f"complete: all {verdict.anchors} anchors are in the chain"
        frame.show(Text(zh, en), style="green")
    else:
        zh = "是否完整：不知道。没有给出锚点；请用 --anchor 加上在别处保存的"
        frame.show(
            Text(zh, "complete: not known. No anchor was given; add one kept elsewhere with --anchor"), style="yellow"
        )
    frame.show(Text(f"链头：{verdict.head}", f"head: {verdict.head}"), style="dim")


def _nothing(export: Path) -> Problem:
    return Problem(
        "K782",
        Place(str(export)),
        Text(f"这里没有 {EVENTS}", f"there is no {EVENTS} here"),
        Text("审计存证是一个文件夹，事件逐行写在其中", "an audit export is a folder with one event a line"),
        Text("写导出的文件夹；没有就先导出", "name the folder of an export, or make one first"),
    )
