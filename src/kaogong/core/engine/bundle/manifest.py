"""The contents list of a result: how a run is named, how files are hashed, and the seal over the list."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kaogong
from kaogong.core.problem import Place, Problem, Refused, Text
from kaogong.core.scheme.edition import fingerprint as hashes
from kaogong.core.scheme.model import Rulebook

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Trial:
    """How a rulebook was scored: the period asked for (None: all), readings and settings taken instead."""

    period: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


def fingerprint(rulebook: Rulebook, digest: str, trial: Trial) -> str:
    """The name of a run (SHA-256): the same rulebook, facts, engine and choices have the same name."""
    parts = {
        "rulebook": hashes(rulebook.canonical).sha256,
        "facts": digest,
        "engine": kaogong.__version__,
        "period": trial.period,
        "readings": dict(trial.readings),
        "settings": dict(trial.settings),
    }
    return _sha256(_text(parts))


def sealed_text(manifest: Mapping[str, Any]) -> str:
    """The manifest as it is written, with its seal: one form only, so that any changed byte is seen."""
    open_part = {key: value for key, value in manifest.items() if key != "seal"}
    return _text({**open_part, "seal": _sha256(_text(open_part))})


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(path: Path, *, settle: bool = False) -> str:
    """SHA-256 of a file. `settle`: make sure first that it has reached the disk."""
    with path.open("rb") as stream:
        if settle:
            os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, Path]:
    """Every file of a result but the manifest, by its path inside, in order."""
    found = (path for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink())
    return {name: path for path in found if (name := path.relative_to(folder).as_posix()) != NAME}


def is_there(folder: Path) -> bool:
    """Whether a folder has a manifest, readable or not."""
    return (folder / NAME).exists()


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a result.

    Raises:
        Refused: the folder is not a whole result.
    """
    file = folder / NAME
    try:
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
        if found["kaogong_result"] != VERSION:
            raise ValueError(f"kaogong_result: {found['kaogong_result']}")
        for key in ("fingerprint", "seal", "frames", "files", "rulebook", "facts", "trial", "engine"):
            found[key]  # a manifest without it is none
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused([_no_result(folder, error)]) from error
    return found


def _no_result(folder: Path, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or str(error) or NAME
    return Problem(
        "K720",
        Place(str(folder / NAME)),
        Text(f"不是完整的计分结果：{reason}", f"not a whole result: {reason}"),
        Text(
            "结果由 manifest.json 列明，缺了就无从核对",
            "a result is named by its manifest.json; without it nothing can be checked",
        ),
        Text("给出 kaogong score -o 写出的文件夹", "give a folder written by kaogong score -o"),
    )
