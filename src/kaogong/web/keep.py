"""Backup and restore: one file with the database, the sealed evidence and the anchors, and the proof that all came back.

The keys of an installation (`secrets/`) are not in it unless asked for: who has both has everything.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

import kaogong
from kaogong.core.chain import Verdict, verify
from kaogong.web.home import from_outside, home
from kaogong.web.postgres import Server

DATABASE = "database.dump"
MANIFEST = "manifest.json"
EVIDENCE = "evidence"
FOLDERS = ("anchors", "runs")
KEYS = "secrets"


class Unfit(RuntimeError):
    """A backup that cannot be made or restored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be said of an installation that came back."""

    chain: Verdict
    evidence: int
    lost: tuple[str, ...]
    """Sealed files that are gone or are not what was sealed, by their hash."""

    @property
    def holds(self) -> bool:
        """Nothing was altered, and nothing is known to lack."""
        return self.chain.unaltered and self.chain.complete is not False and not self.lost


def backup(path: Path, *, keys: bool = False) -> dict[str, Any]:
    """Write a backup, whole or not at all; gives its manifest. `lost`: sealed files that were gone or altered before.

    Raises:
        Unfit: the file is there already.
    """
    if path.exists():
        raise Unfit(f"{path} 已存在 · exists already: name another file")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    own = home()
    try:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(part, "w") as out:
            dump = Path(folder) / DATABASE
            _program("pg_dump", "--format=custom", "--no-owner", "--file", str(dump))
            hashes, lost = _evidence(out)  # after the database: what it names is there
            for name, one in [(DATABASE, dump), *_kept(own.folder, (*FOLDERS, *((KEYS,) if keys else ())))]:
                out.add(one, name, recursive=False)
                hashes[name] = _hash(one)
            manifest = {"version": kaogong.__version__, "files": hashes, "lost": lost}
            _add(out, MANIFEST, json.dumps(manifest, indent=1).encode())
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _evidence(out: tarfile.TarFile) -> tuple[dict[str, str], list[str]]:
    """Add every sealed file, wherever the installation keeps them; gives their hashes, and those that are lost."""
    from kaogong.audit.models import Evidence  # noqa: PLC0415 - models exist once Django is set up
    from kaogong.audit.queries import Altered, open_evidence  # noqa: PLC0415 - as above

    hashes, lost = {}, []
    for one in Evidence.objects.order_by("sm3").iterator():
        try:
            stream = open_evidence(one)
        except Altered:
            lost.append(one.sm3)
            continue
        entry = tarfile.TarInfo(f"{EVIDENCE}/{one.sm3[:2]}/{one.sm3[2:4]}/{one.sm3}")
        entry.size, entry.mode = one.size, 0o440
        with stream:
            out.addfile(entry, stream)
        hashes[entry.name] = one.sha256
    return hashes, lost


def restore(path: Path) -> Proof:
    """Put a backup into an empty installation; gives what can be said of what came back.

    Sealed files go to where this installation keeps them, a folder or a bucket, wherever they lay before.

    Raises:
        Unfit: the installation is not empty, or the file is not whole.
    """
    from kaogong.audit.actions import put_back  # noqa: PLC0415 - models exist once Django is set up

    own = home()
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise Unfit("数据库不是空的 · the database is not empty: restore into a new installation (KAOGONG_HOME)")
    if any(_kept(own.folder, (EVIDENCE, *FOLDERS))):
        raise Unfit(f"{own.folder} 里已有佐证 · holds evidence already: restore into a new installation (KAOGONG_HOME)")
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        _unpacked(path, there)
        for _name, one in _kept(there, (EVIDENCE,)):
            put_back(one)
        for name, one in _kept(there, (*FOLDERS, KEYS)):
            target = own.folder / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(one, target)
            target.chmod(0o600 if name.startswith(KEYS) else 0o644)
        connection.close()
        _program("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(there / DATABASE))
    return proof()


def proof() -> Proof:
    """What the verifier says of the chain, held against the anchors kept beside it, and of every sealed file."""
    from kaogong.audit.actions import export  # noqa: PLC0415 - models exist once Django is set up
    from kaogong.audit.models import Evidence  # noqa: PLC0415 - as above
    from kaogong.audit.queries import altered_evidence  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        export(Path(folder))
        chain = verify(Path(folder), sorted(Path(settings.ANCHORS).glob("*.json")))
    return Proof(chain, Evidence.objects.count(), tuple(altered_evidence()))


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
    """Files of some folders, by their path within the installation; hidden ones are on their way, and left."""
    for name in names:
        for one in sorted((folder / name).rglob("*")):
            if one.is_file() and not any(part.startswith(".") for part in one.relative_to(folder).parts):
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
    command = [str(_binary(name)), *at, *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | secret | options)
    if done.returncode:
        raise Unfit(f"{name}: {done.stderr.strip()}")


def _binary(name: str) -> Path:
    """A program of the version of the server: one that is older does not speak to it, of a newer it may not take a backup.

    The embedded server has its own. For another it is looked for where Debian and others put it, then on the path; where
    none is of that version, the newest we have is tried.
    """
    own = Server(home()).binaries() / name
    if not from_outside("DATABASE_URL") or os.environ.get("KAOGONG_POSTGRES_BIN"):
        return own
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000
    found = shutil.which(name)
    for one in (Path(f"/usr/lib/postgresql/{major}/bin/{name}"), *([Path(found)] if found else []), own):
        if one.exists():
            said = subprocess.run([str(one), "--version"], capture_output=True, text=True, check=False).stdout
            if re.search(rf"\) {major}(\.|\s|$)", said):
                return one
    return own
