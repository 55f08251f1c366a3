"""Sealing files: streamed to disk, checked by content, named by their hash, stored once."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from kaogong.audit.actions.chain import Refused, action, demand, record
from kaogong.audit.guards import may_seal
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Away, Kind, Unfit, kind_of, place
from kaogong.audit.queries.bucket import UNKNOWN, Bucket, bucket, held, spoken

WAITS = 24 * 3600
"""Seconds after which nobody is still uploading a file."""
PATIENCE = 120
"""Seconds a virus check may take."""


@action
def seal(*, by: Any, file: File[bytes], name: str = "", sm3: str = "") -> Evidence:
    """Seal one file; the same content is stored once, however often and under whatever name it comes.

    Args:
        by: the account that acts.
        file: the file as it was uploaded.
        name: what it is called; by default the name it came with.
        sm3: what its hash is to be, where whoever sends it says so.

    Raises:
        Refused: it is not what its hash says, empty, too large, of a type that is not taken, or did not pass the virus check.
    """
    _demand(by)
    made, fresh = _sealed(file, sm3)
    told = {"name": name or Path(file.name or "").name, "size": made.size, "kind": made.kind, "fresh": fresh}
    record(by=by, room="audit", verb="seal", subject=f"audit.evidence:{made.sm3}", new=told)
    return made


@action
def seal_several(*, by: Any, files: Sequence[File[bytes]]) -> list[Evidence]:
    """Seal files that came together: all of them or none."""
    _demand(by)
    if len(files) > settings.EVIDENCE_COUNT:
        words = _("一次最多传 %(most)s 个文件，现有 %(number)s 个。请分次上传。")
        raise Refused(words % {"most": settings.EVIDENCE_COUNT, "number": len(files)}, "file")
    made = [_sealed(one) for one in files]
    told = [{"sm3": one.sm3, "name": Path(file.name or "").name} for (one, _f), file in zip(made, files, strict=True)]
    record(by=by, room="audit", verb="seal_several", subject="audit.evidence", new={"files": told})
    return [one for one, _fresh in made]


def _demand(by: Any) -> None:
    if by is not None:
        demand(may_seal(by), room="audit", verb="seal", subject="audit.evidence")


def _sealed(file: File[bytes], said: str = "") -> tuple[Evidence, bool]:
    """The file in its place and in the table, and whether it is new."""
    with _room(), _part() as (part, handle):
        sm3, sha256, size = _copied(file, handle)
        if said not in {"", sm3}:
            raise Refused(_("文件的 SM3 是 %(sm3)s，与所报的不符，可能传输有误。请重传。") % {"sm3": sm3}, "sm3")
        kind = _fit(part, size, file.name or "")
        _scanned(part)
        put_away(part, sm3, sha256)
    fields = {"sha256": sha256, "size": size, "kind": kind.media}
    return Evidence.objects.get_or_create(sm3=sm3, defaults=fields)


@contextmanager
def _room() -> Iterator[None]:
    """What is in the way of keeping a file, in words."""
    try:
        yield
    except Away as away:
        raise Refused(_("存证库暂时连不上，文件没有收下。请稍后再传，或告诉系统管理员。"), "file") from away
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise Refused(_("服务器磁盘已满，文件没有收下。请告诉系统管理员，腾出空间后再传。"), "file") from error


@contextmanager
def _part() -> Iterator[tuple[Path, int]]:
    """A file of our own on the way to its place, and its handle; gone afterwards, and what uploads killed long ago left."""
    folder = Path(settings.EVIDENCE)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in folder.glob(".coming-*"):
        with suppress(FileNotFoundError):  # somebody else has just thrown it away
            if time.time() - one.stat().st_mtime > WAITS:
                one.unlink()
    handle, name = tempfile.mkstemp(prefix=".coming-", dir=folder)
    try:
        yield Path(name), handle
    finally:
        Path(name).unlink(missing_ok=True)


def put_back(path: Path) -> None:
    """A file of a backup into its place under its hash."""
    with _part() as (part, handle):
        sm3, sha256 = hashlib.new("sm3"), hashlib.sha256()
        with path.open("rb") as stream, os.fdopen(handle, "wb") as out:
            while piece := stream.read(1 << 20):
                sm3.update(piece)
                sha256.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        put_away(part, sm3.hexdigest(), sha256.hexdigest())


def put_away(part: Path, sm3: str, sha256: str) -> None:
    """Into its place under its hash, in one step; what lies there already stays."""
    where = bucket()
    if where is None:
        _moved(part, sm3)
    elif not held(sm3, where):
        _uploaded(part, sm3, sha256, where)


def _uploaded(part: Path, sm3: str, sha256: str, where: Bucket) -> None:
    """Into the bucket, unless somebody else was faster; the store checks what reaches it."""
    told = base64.b64encode(bytes.fromhex(sha256)).decode()
    given = {"Bucket": where.name, "Key": where.key(sm3), "ChecksumSHA256": told}
    with part.open("rb") as body, spoken() as no:
        where.client.put_object(**given, Body=body, IfNoneMatch="*")
    if no & UNKNOWN:  # a store without conditions; that nothing lies there was asked before
        with part.open("rb") as body, spoken():
            where.client.put_object(**given, Body=body)


def _copied(file: File[bytes], handle: int) -> tuple[str, str, int]:
    """Copy to disk piece by piece, and on to the platter; no more than may come."""
    sm3, sha256, size = hashlib.new("sm3"), hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as out:
        for piece in file.chunks():
            size += len(piece)
            if size > settings.EVIDENCE_MOST:
                words = _("“%(name)s”超过 %(most)s MB，不收。请压缩图片或拆分后再传。")
                raise Refused(words % {"name": file.name, "most": settings.EVIDENCE_MOST >> 20}, "file")
            sm3.update(piece)
            sha256.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return sm3.hexdigest(), sha256.hexdigest(), size


def _fit(part: Path, size: int, name: str) -> Kind:
    try:
        return kind_of(part, size)
    except Unfit as unfit:
        raise Refused(_("“%(name)s”：%(words)s") % {"name": name, "words": unfit}, "file") from unfit


def _scanned(part: Path) -> None:
    """The virus check of the installation, where one is set: exit code 0 is clean, 1 infected."""
    command = shlex.split(settings.EVIDENCE_SCAN)
    if not command:
        return
    try:
        done = subprocess.run([*command, part], capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(_("病毒检查没有完成，文件没有收下。请稍后再传，或告诉系统管理员。"), "file") from error
    if done.returncode == 1:
        raise Refused(_("文件未通过病毒检查，不收。请在本机查杀后再传。"), "file")
    if done.returncode:
        raise Refused(_("病毒检查没有完成，文件没有收下。请稍后再传，或告诉系统管理员。"), "file")


def _moved(part: Path, sm3: str) -> None:
    """Into its place under its hash, in one step; what lies there already stays."""
    target = place(sm3)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part.chmod(0o440)
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
