"""`kaogong verify`: a result replayed, and proved unaltered."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, argument, option, verb
from kaogong.core.engine import package
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.bundle.manifest import NAME, is_there
from kaogong.core.engine.verify import FIX_FILES, WHY_FILES, verify
from kaogong.core.problem import Place, Problem, Refused, Text

ABOUT = Text(
    "逐个文件核对哈希，用其中的规则书和数据重算一遍，比较每一个数值。改动一个字节也会指出在哪里。",
    "Check every file by its hash, score again from the rulebook and facts inside, and compare every value. "
    "One changed byte is found and named.",
)
RESULT = Text(
    "kaogong score 写出的文件夹，或从系统下载的离线复算包（zip）",
    "a folder written by kaogong score, or a package from the house (zip)",
)
SEAL = Text("印在得分附件上的校验值；不符即不通过。", "The seal printed on the annex of a score; it must be the same.")
LARGEST = 1 << 31
"""Bytes a package of a whole run may unpack to."""
EXPECTED = Text("当时公布的指纹；不符即不通过。", "The fingerprint published at the time; it must be the same.")


@verb("verify", ABOUT)
@argument("result", RESULT, type=click.Path(path_type=Path))
@option("--fingerprint", "expected", words=EXPECTED, metavar="HEX")
@option("--seal", words=SEAL, metavar="HEX")
def command(frame: Frame, result: Path, expected: str | None, seal: str | None) -> int:
    """Verify a result."""
    if result.is_file() or result.joinpath(package.LIST).is_file():
        with _unpacked(result) as folder:
            if folder is None:
                return _single(frame, result, expected, seal)
            return _whole(frame, folder, expected)
    return _whole(frame, result, expected)


@contextmanager
def _unpacked(file: Path) -> Iterator[Path | None]:
    """The folder of a run in a package of a whole run; None: it is the package of one score."""
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        try:
            with zipfile.ZipFile(file) as pack:
                if package.LIST not in pack.namelist() and sum(one.file_size for one in pack.infolist()) <= LARGEST:
                    pack.extractall(folder)
                    runs = [one.parent for one in Path(folder).glob(f"*/{NAME}")]
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
            runs = []
        yield runs[0] if len(runs) == 1 else None


def _single(frame: Frame, file: Path, expected: str | None, seal: str | None) -> int:
    """The package of one score: its files, its seal, its arithmetic."""
    try:
        found = package.verify(file, seal or "")
    except package.NoPackage as reason:
        return frame.refuse([_no_package(file, str(reason))])
    problems = [Problem("K721", Place(str(file)), Text(*one), WHY_FILES, FIX_FILES) for one in found.faults]
    if expected is not None and expected.strip().lower() != found.fingerprint:
        problems.append(_another(file, found.fingerprint, expected))
    frame.report(problems)
    frame.answer(
        result=str(file), fingerprint=found.fingerprint, seal=found.seal, unaltered=not problems, held=bool(seal)
    )
    if problems:
        frame.show(Text("核验不通过", "verification failed"), style="bold red")
        return exits.ALTERED
    zh = f"核验通过：{found.files} 个文件未改动，{found.sentences} 个算式逐句重算一致"
    en = f"verified: {found.files} files unaltered, all {found.sentences} sentences give their values again"
    frame.show(Text(zh, en), style="green")
    if not seal:
        zh = f"校验值：{found.seal}。请与得分附件上印的核对，或加 --seal"
        en = f"seal: {found.seal}. Hold it against the annex of the score, or add --seal"
        frame.show(Text(zh, en), style="yellow")
    return exits.OK


def _no_package(file: Path, reason: str) -> Problem:
    return Problem(
        "K720",
        Place(str(file)),
        Text(f"不是离线复算包：{reason}", f"not a package: {reason}"),
        Text("包里须有清单，缺了就无从核对", "a package is named by its list; without it nothing can be checked"),
        Text(
            "给出从系统下载的 zip，或 kaogong score 写出的文件夹",
            "give a zip from the house, or a folder written by kaogong score",
        ),
    )


def _whole(frame: Frame, result: Path, expected: str | None) -> int:
    """A whole result, replayed."""
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
