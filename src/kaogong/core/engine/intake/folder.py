"""Frozen folders: written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow.parquet as pq

from kaogong.core.engine.intake.messages import problem
from kaogong.core.engine.intake.scales import KEY, scales
from kaogong.core.problem import Place, Refused
from kaogong.core.scheme.model import Rulebook

MANIFEST = "facts.json"
UNFINISHED = ".unfinished"
"""How the name of a folder ends that is being written."""


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A fresh folder beside `folder`, renamed to it at the end; gone without a trace when anything fails.

    Raises:
        Refused: `folder` exists and is not empty.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([problem("K562", Place(str(folder)))])
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    with _hidden(folder) as work:
        yield work
        for path in work.iterdir():
            _sync(path)
        work.chmod(0o755)
        work.rename(folder)
        _sync(folder.parent)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A hidden folder of our own beside where `folder` would be, gone after the block, with those of killed processes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    with _hidden(folder) as work:
        yield work


@contextmanager
def _hidden(folder: Path) -> Iterator[Path]:
    """A fresh hidden folder, locked for as long as it is being written; its removal is settled before it is made."""
    work = folder.parent / f".{folder.name}-{uuid.uuid4().hex}{UNFINISHED}"
    lock = -1
    try:
        lock = _begun(work)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


def _begun(work: Path) -> int:
    """The folder made, and the lock that says it is being written for as long as this process lives."""
    while True:
        work.mkdir(mode=0o700, exist_ok=True)
        try:
            lock = os.open(work, os.O_RDONLY)
        except FileNotFoundError:
            continue  # between its making and its lock another process may take it for a dead one's
        with suppress(OSError):  # a disk without locks: such folders are never cleared either
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if work.exists():
            return lock
        os.close(lock)


def _clear(folder: Path) -> None:
    """Remove what was left by processes that were killed while they wrote the same folder."""
    start = f".{folder.name}-"
    for one in folder.parent.iterdir():
        if one.name.startswith(start) and one.name.endswith(UNFINISHED) and one.is_dir() and not one.is_symlink():
            with suppress(OSError):  # gone already, somebody else's, or being written
                _clear_dead(one)


def _clear_dead(work: Path) -> None:
    """Remove a folder whose process is gone.

    Raises:
        OSError: it is being written.
    """
    lock = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(work)
    finally:
        os.close(lock)


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """A fresh file beside `path`, put in its place at the end; gone without a trace when anything fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    work = Path(name)
    try:
        yield work
        _sync(work)
        work.chmod(0o644)
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Make sure a file or folder has reached the disk before it is given its name."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def seal(work: Path, rulebook: Rulebook, digest: str) -> None:
    """Write the contents list of a frozen folder: tables with rows and hashes, and the digest."""
    tables = {}
    for path in sorted(work.glob("*.parquet")):
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        tables[path.stem] = {"file": path.name, "rows": pq.read_metadata(path).num_rows, "sha256": sha256}
    manifest = {
        "kaogong_facts": 1,
        "rulebook": rulebook.id,
        "edition": rulebook.edition,
        KEY: scales(rulebook),
        "tables": tables,
        "digest": digest,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    work.joinpath(MANIFEST).write_text(text + "\n", "utf-8")
