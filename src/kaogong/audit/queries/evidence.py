"""Sealed files: where they lie, and reading them, which checks that they are still what was sealed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from kaogong.audit.models import Evidence
from kaogong.audit.queries.bucket import bucket, fetched

PIECE = 1 << 20


class Altered(RuntimeError):
    """A sealed file is not what was sealed, or is gone."""


def place(sm3: str) -> Path:
    """Where the file with a hash lies, where sealed files lie in a folder."""
    return Path(settings.EVIDENCE) / sm3[:2] / sm3[2:4] / sm3


def fingerprints(stream: BinaryIO) -> tuple[str, str, int]:
    """SM3, SHA-256 and size of what is left to read."""
    sm3, sha256, size = hashlib.new("sm3"), hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        sm3.update(piece)
        sha256.update(piece)
        size += len(piece)
    return sm3.hexdigest(), sha256.hexdigest(), size


def _opened(sm3: str) -> BinaryIO:
    where = bucket()
    return fetched(sm3, where) if where else place(sm3).open("rb")


def open_evidence(evidence: Evidence) -> BinaryIO:
    """A sealed file, open at its beginning; the same open file whose hash was just checked.

    Raises:
        Altered: its content is not what was sealed, or it is not there.
        Away: the store of sealed files cannot be reached.
    """
    try:
        stream = _opened(evidence.sm3)
    except FileNotFoundError as error:
        raise Altered(f"evidence {evidence.sm3} is not in its place") from error
    sm3, sha256, size = fingerprints(stream)
    if (sm3, sha256, size) != (evidence.sm3, evidence.sha256, evidence.size):
        stream.close()
        raise Altered(f"evidence {evidence.sm3} now has the hash {sm3}")
    stream.seek(0)
    return stream


@contextmanager
def at_hand(evidence: Evidence) -> Iterator[Path]:
    """A sealed file under a path, for what reads only paths; checked as above, gone after the block."""
    with open_evidence(evidence) as stream, tempfile.NamedTemporaryFile() as out:
        shutil.copyfileobj(stream, out, PIECE)
        out.flush()
        yield Path(out.name)


def altered_evidence() -> list[str]:
    """The hashes of sealed files that are gone or are not what was sealed."""
    found = []
    for one in Evidence.objects.order_by("sm3").iterator():
        try:
            open_evidence(one).close()
        except Altered:
            found.append(one.sm3)
    return found
