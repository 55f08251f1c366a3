"""Is a result what was scored? Files by their hashes, facts by their digest, values by scoring again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

import kaogong
from kaogong.core.engine import facts as frozen
from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.bundle import Bundle, fingerprint
from kaogong.core.engine.bundle import manifest as listing
from kaogong.core.engine.bundle.write import LEFT_OUT, whole
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.run import Run, score
from kaogong.core.problem import Place, Problem, Refused, Severity, Text
from kaogong.core.scheme.edition import fingerprint as hashes
from kaogong.core.scheme.period import Period

SHOWN = 20
"""How many differing values of a frame are named one by one."""
WHY_FILES = Text("结果写出以后一个字节也不许改", "not one byte of a result may change after it was written")
FIX_FILES = Text("恢复原件，或重新计分", "restore the original, or score again")
WHY_REPLAY = Text("同样的规则书、数据和程序必得同样的数字", "the same rulebook, facts and engine give the same digits")
FIX_REPLAY = Text("以重算为准，查明是谁改了结果", "trust the replay, and find out who altered the result")

UNREADABLE = (duckdb.Error, pa.ArrowException, LookupError, TypeError, ValueError)
"""What reading a result raises that somebody has put together wrongly, and sealed again."""
Watch = Callable[[Text], None]


def verify(folder: Path, *, watch: Watch = lambda words: None) -> list[Problem]:
    """What is wrong with a result. No errors: it is unaltered and every value came out again.

    Args:
        folder: a folder written by `score`.
        watch: told what is being done, for progress.

    Raises:
        Refused: it is not a result at all.
    """
    bundle = Bundle.load(folder)
    watch(Text("核对文件", "checking files"))
    if problems := [*_manifest(bundle)]:
        return [*problems, *_files(bundle), _not_replayed(folder)]
    problems = [*_files(bundle)]
    if any(_is_input(bundle, one) for one in problems):
        return [*problems, _not_replayed(folder)]
    watch(Text("核对数据", "checking facts"))
    try:
        problems += [*frozen.verify(folder / "facts"), *_names(bundle)]
        problems += _replayed(bundle, watch)
    except Refused as refused:
        problems += refused.problems
    except UNREADABLE as error:
        problems.append(_unreadable(folder, error))
    return problems


def _is_input(bundle: Bundle, problem: Problem) -> bool:
    """Whether a problem is about the rulebook or the facts: then there is nothing to score again from."""
    inside = Path(problem.place.file).relative_to(bundle.folder).parts
    return bool(inside) and inside[0] in {"rulebook", "facts"}


# --- files ----------------------------------------------------------------------------------------------


def _manifest(bundle: Bundle) -> Iterator[Problem]:
    """The manifest is written in its one form and its seal fits."""
    file = bundle.folder / listing.NAME
    if file.read_bytes() != listing.sealed_text(bundle.manifest).encode():
        yield _problem("K724", file, "manifest.json 与写出时不同", "manifest.json is not as it was written")


def _files(bundle: Bundle) -> Iterator[Problem]:
    """Every listed file is there with its hash, and no other is."""
    there = listing.files_of(bundle.folder)
    listed = bundle.manifest["files"] if isinstance(bundle.manifest["files"], dict) else {}
    for name, digest in listed.items():
        path = bundle.folder / name
        if name not in there:
            yield _problem("K722", path, f"缺少文件 {name}", f"file {name} is missing")
        elif listing.hash_of(path) != digest:
            yield _problem("K721", path, f"文件 {name} 改动过", f"file {name} was altered")
    for name, path in there.items():
        if name not in listed:
            yield _problem("K723", path, f"多出文件 {name}", f"file {name} does not belong to the result")


def _names(bundle: Bundle) -> Iterator[Problem]:
    """The hashes that name the run are those of its rulebook and facts."""
    said, place = bundle.manifest, bundle.folder / listing.NAME
    rulebook, digest = bundle.rulebook(), bundle.facts().digest
    if hashes(rulebook.canonical).sha256 != said["rulebook"]["sha256"]:
        yield _problem("K728", place, "规则书的哈希不符", "the hash of the rulebook does not fit")
    if digest != said["facts"]["digest"]:
        yield _problem("K728", place, "数据的摘要不符", "the digest of the facts does not fit")
    if said["engine"] != kaogong.__version__:
        zh = f"结果由 {said['engine']} 版算出，现以 {kaogong.__version__} 版重算"
        en = f"scored by version {said['engine']}, replayed by version {kaogong.__version__}"
        yield _problem("K727", place, zh, en, WHY_REPLAY, severity="note")
    elif fingerprint(rulebook, digest, bundle.trial) != bundle.fingerprint:
        yield _problem("K728", place, "指纹不符", "the fingerprint does not fit")


def _not_replayed(folder: Path) -> Problem:
    zh, en = "清单、规则书或数据不是原件，没有重算", "manifest, rulebook or facts are not the originals: not replayed"
    return _problem("K726", folder, zh, en, severity="note")


# --- values ---------------------------------------------------------------------------------------------


def _replayed(bundle: Bundle, watch: Watch) -> list[Problem]:
    """Score again and compare every stored value."""

    def stage(done: int, of: int, part: Text) -> None:
        count = f"{done + 1}/{of}"
        watch(Text(f"重算 {count} · {part.zh}", f"scoring again {count} · {part.en}"))

    run = score(bundle.rulebook(), bundle.facts(), bundle.trial.period, watch=stage)
    try:
        problems = [one for done in run.done.values() for one in _readable(bundle, run, done)]
        if extra := set(bundle.frames) - set(run.done):
            listed = ", ".join(".".join(key) for key in sorted(extra))
            zh, en = f"重算没有这些表：{listed}", f"the replay has no {listed}"
            problems.append(_differs(bundle.folder, zh, en))
        if _money(run.rewards) != _money(bundle.rewards()):
            zh, en = "奖金与重算不同", "the money differs from the replay"
            problems.append(_differs(bundle.folder, zh, en))
        return problems
    finally:
        run.close()


def _money(rewards: list[dict[str, object]]) -> list[str]:
    return sorted(f"{one['reward']} {one['subject']} {one['period']} {one['amount']}" for one in rewards)


def _readable(bundle: Bundle, run: Run, done: DoneFrame) -> list[Problem]:
    """Every column of a frame, row by row; a file that cannot be read differs."""
    try:
        return list(_compared(bundle, run, done))
    except duckdb.Error as error:
        return [_unreadable(bundle.folder / bundle.frames[done.frame.key]["file"], error)]


def _unreadable(path: Path, error: Exception) -> Problem:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return _differs(path, f"读不出：{reason}", f"cannot be read: {reason}")


def _compared(bundle: Bundle, run: Run, done: DoneFrame) -> Iterator[Problem]:
    """Every column of a frame, row by row."""
    entry = bundle.frames.get(done.frame.key)
    if entry is None or not (bundle.folder / entry["file"]).is_file():
        yield _differs(bundle.folder, f"结果缺少表 {done.frame.name}", f"the result has no {done.frame.name}")
        return
    file, database = bundle.folder / entry["file"], run.world.database
    names = [str(row[0]) for row in database.rows(f"DESCRIBE SELECT * FROM {whole(run, done)}")]
    units = {name: str(quantity.unit) for name, quantity in done.quantities.items() if name in names}
    if units != {name: known["unit"] for name, known in entry["columns"].items()}:
        yield _differs(file, "列或单位与重算不同", "columns or units differ from the replay")
        return
    database.register("stored", file)
    kept = [name for name in names if name not in (*LEFT_OUT, "subject", "period")]
    there = {str(row[0]) for row in database.rows("DESCRIBE SELECT * FROM stored")}
    if there != {"subject", "period", *kept}:
        yield _differs(file, "列与重算不同", "columns differ from the replay")
        return
    yield from _values(file, run, done, kept)


def _values(file: Path, run: Run, done: DoneFrame, names: list[str]) -> Iterator[Problem]:
    differ = [f"s.{quoted(n)} IS DISTINCT FROM t.{quoted(n)}" for n in names]
    flags = ", ".join(f"{one} AS d{n}" for n, one in enumerate(differ))
    joined = f"stored AS s FULL JOIN {whole(run, done)} AS t ON s.subject = t.subject AND s.period = t.period"
    keys = "COALESCE(s.subject, t.subject), COALESCE(s.period, t.period)"
    alone = "s.subject IS NULL OR t.subject IS NULL"
    query = f"SELECT {keys}, {alone}, {flags or 'NULL'} FROM {joined} WHERE {' OR '.join([alone, *differ])}"
    numbers = {period.number: str(period) for period in done.periods}
    found = run.world.database.rows(f"{query} ORDER BY 1, 2 LIMIT {SHOWN + 1}")
    for subject, period, only, *flagged in found[:SHOWN]:
        wrong = [name for name, flag in zip(names, flagged, strict=True) if flag] if not only else []
        spot = f"{subject} {numbers.get(int(period), Period(done.frame.every, int(period)))}"
        columns = "、".join(wrong[:5]) + ("…" if len(wrong) > 5 else "")
        zh = f"{spot}：{columns} 与重算不同" if wrong else f"{spot}：只在一边有"
        en = f"{spot}: {columns} differ from the replay" if wrong else f"{spot}: only on one side"
        yield _differs(file, zh, en)
    if len(found) > SHOWN:
        yield _differs(file, "还有更多不同", "there are more differences")


def _differs(path: Path, zh: str, en: str) -> Problem:
    return Problem("K725", Place(str(path)), Text(zh, en), WHY_REPLAY, FIX_REPLAY)


def _problem(
    code: str, path: Path, zh: str, en: str, why: Text = WHY_FILES, *, severity: Severity = "error"
) -> Problem:
    return Problem(code, Place(str(path)), Text(zh, en), why, FIX_FILES, severity)
