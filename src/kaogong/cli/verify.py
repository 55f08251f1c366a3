"""`kaogong verify`: a result replayed, and proved unaltered."""

from __future__ import annotations

from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, argument, option, verb
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.bundle.manifest import is_there
from kaogong.core.engine.verify import verify
from kaogong.core.problem import Place, Problem, Refused, Text

ABOUT = Text(
    "逐个文件核对哈希，用其中的规则书和数据重算一遍，比较每一个数值。改动一个字节也会指出在哪里。",
    "Check every file by its hash, score again from the rulebook and facts inside, and compare every value. "
    "One changed byte is found and named.",
)
RESULT = Text("kaogong score 写出的文件夹", "a folder written by kaogong score")
EXPECTED = Text("当时公布的指纹；不符即不通过。", "The fingerprint published at the time; it must be the same.")


@verb("verify", ABOUT)
@argument("result", RESULT, type=click.Path(path_type=Path))
@option("--fingerprint", "expected", words=EXPECTED, metavar="HEX")
def command(frame: Frame, result: Path, expected: str | None) -> int:
    """Verify a result."""
    try:
        bundle = Bundle.load(result)
    except Refused as refused:
        return frame.refuse(refused.problems, exits.ALTERED if is_there(result) else exits.FOUND)
    with frame.step(Text("核验", "verifying")) as now:
        problems = verify(result, watch=now)
    if expected is not None and expected.strip().lower() != bundle.fingerprint:
        problems.append(_another(result, bundle.fingerprint, expected))
    frame.report(problems)
    altered = any(one.severity == "error" for one in problems)
    frame.answer(result=str(result), fingerprint=bundle.fingerprint, unaltered=not altered)
    if altered:
        frame.show(Text("核验不通过", "verification failed"), style="bold red")
        return exits.ALTERED
    count = sum(entry["rows"] for entry in bundle.frames.values())
    files = len(bundle.manifest["files"])
    zh = f"核验通过：{files} 个文件未改动，{count:,} 行逐值重算一致"
    en = f"verified: {files} files unaltered, every value of {count:,} rows came out again"
    frame.show(Text(zh, en), style="green")
    frame.show(Text(f"指纹：{bundle.fingerprint}", f"fingerprint: {bundle.fingerprint}"), style="dim")
    return exits.OK


def _another(result: Path, found: str, expected: str) -> Problem:
    return Problem(
        "K729",
        Place(str(result)),
        Text(f"指纹是 {found}，不是 {expected}", f"the fingerprint is {found}, not {expected}"),
        Text("指纹由规则书、数据、程序版本决定", "a fingerprint follows from rulebook, facts and engine"),
        Text("核对公布的指纹，或找出原来的结果", "check what was published, or find the original result"),
    )
