"""Backup and restore: one file with the database, the sealed evidence and the anchors, and the proof that all came back.

The keys of an installation (`secrets/`) are not in it unless asked for: who has both has everything.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

import kaogong
from kaogong.core.chain import Verdict, verify
from kaogong.web.home import home
from kaogong.web.postgres import Server

DATABASE = "database.dump"
MANIFEST = "manifest.json"
FOLDERS = ("evidence", "anchors", "runs")
KEYS = "secrets"


class Unfit(RuntimeError):
    """A backup that cannot be made or restored; the text says why and what to do."""


def backup(path: Path, *, keys: bool = False) -> dict[str, Any]:
    """Write a backup, whole or not at all; gives its manifest.

    Raises:
        Unfit: the file is there already.
    """
    if path.exists():
        raise Unfit(f"{path} 已存在 · exists already: name another file")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    own = home()
    try:
        with tempfile.TemporaryDirectory() as folder:
            dump = Path(folder) / DATABASE
            _program("pg_dump", "--format=custom", "--no-owner", "--file", str(dump))
            files = {DATABASE: dump} | dict(_kept(own.folder, (*FOLDERS, *((KEYS,) if keys else ()))))
            manifest = {"version": kaogong.__version__, "files": {name: _hash(one) for name, one in files.items()}}
            with tarfile.open(part, "w") as out:
                _add(out, MANIFEST, json.dumps(manifest, indent=1).encode())
                for name, one in files.items():
                    out.add(one, name, recursive=False)
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def restore(path: Path) -> Verdict:
    """Put a backup into an empty installation; gives what the verifier says of the chain that came back.

    Raises:
        Unfit: the installation is not empty, or the file is not whole.
    """
    own = home()
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise Unfit("数据库不是空的 · the database is not empty: restore into a new installation (KAOGONG_HOME)")
    if any(_kept(own.folder, FOLDERS)):
        raise Unfit(f"{own.folder} 里已有佐证 · holds evidence already: restore into a new installation (KAOGONG_HOME)")
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        _unpacked(path, there)
        connection.close()
        _program("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(there / DATABASE))
        for name, one in _kept(there, (*FOLDERS, KEYS)):
            target = own.folder / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.write_bytes(one.read_bytes())
            target.chmod(0o600 if name.startswith(KEYS) else 0o644)
    return proof()


def proof() -> Verdict:
    """What the verifier says of the chain in the database, held against the anchors kept beside it."""
    from kaogong.audit.actions import export  # noqa: PLC0415 - models exist once Django is set up

    with tempfile.TemporaryDirectory() as folder:
        export(Path(folder))
        return verify(Path(folder), sorted(Path(settings.ANCHORS).glob("*.json")))


def audit_export(folder: Path) -> int:
    """Write the chain for `kaogong verify-audit`; gives the number of events.

    Raises:
        Unfit: there is something in the folder.
    """
    from kaogong.audit.actions import export  # noqa: PLC0415 - as above

    if folder.exists() and any(folder.iterdir()):
        raise Unfit(f"{folder} 不是空的 · is not empty: name another folder")
    return export(folder)


def ready() -> None:
    """Django as it is configured."""
    django.setup()


def _unpacked(path: Path, there: Path) -> None:
    try:
        with tarfile.open(path) as held:
            held.extractall(there, filter="data")
        manifest = json.loads((there / MANIFEST).read_text("utf-8"))
        wrong = [name for name, found in manifest["files"].items() if _hash(there / name) != found]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Unfit(f"{path} 读不出来 · cannot be read as a backup ({error})") from error
    if wrong:
        raise Unfit(f"{path} 已改动或不完整 · was changed or is not whole: {', '.join(wrong[:5])}")


def _kept(folder: Path, names: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Files of some folders, by their path within the installation."""
    for name in names:
        for one in sorted((folder / name).rglob("*")):
            if one.is_file():
                yield one.relative_to(folder).as_posix(), one


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add(out: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    out.addfile(entry, io.BytesIO(content))


def _program(name: str, *given: str) -> None:
    """A program of PostgreSQL, on the database of the settings."""
    found = settings.DATABASES["default"]
    at = ["--host", found["HOST"], "--username", found["USER"], "--dbname", found["NAME"]]
    at += ["--port", found["PORT"]] if found.get("PORT") else []
    secret = {"PGPASSWORD": found["PASSWORD"]} if found.get("PASSWORD") else {}
    options = {f"PG{key.upper()}": str(words) for key, words in found.get("OPTIONS", {}).items() if key == "sslmode"}
    command = [str(Server(home()).binaries() / name), *at, *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | secret | options)
    if done.returncode:
        raise Unfit(f"{name}: {done.stderr.strip()}")
