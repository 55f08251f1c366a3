"""Whoever holds an export and an anchor can tell whether the chain is unaltered, and whether it is complete."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from kaogong.audit.actions import anchor, export, record
from kaogong.core import chain
from kaogong.core.chain import verify

EVENTS = 9


@pytest.fixture
def exported(db: None, tmp_path: Path, settings) -> Path:
    settings.ANCHORS = tmp_path / "anchors"
    for number in range(1, EVENTS):
        with transaction.atomic():
            record(
                by=None, room="plan", verb="set_target", subject=f"plan.target:{number}", private={"who": f"某{number}"}
            )
    anchor(day=dt.date(2026, 9, 30))
    folder = tmp_path / "export"
    assert export(folder) == EVENTS
    return folder


def test_an_untouched_export_is_unaltered_and_complete(exported: Path) -> None:
    verdict = verify(exported)
    assert (verdict.events, verdict.unaltered, verdict.complete) == (EVENTS, True, True)


def test_without_an_anchor_nobody_can_say_it_is_complete(exported: Path) -> None:
    shutil.rmtree(exported / "anchors")
    verdict = verify(exported)
    assert (verdict.unaltered, verdict.complete) == (True, None)


def _rewritten(lines: list[dict]) -> list[dict]:
    """The chain as somebody with all powers would write it anew: every number and hash fits."""
    previous = chain.GENESIS
    for number, line in enumerate(lines, 1):
        line["event"]["number"] = number
        previous = line["hash"] = chain.link(previous, line["event"])
    return lines


def change(lines: list[dict]) -> list[dict]:
    lines[3]["event"]["new"] = {"value": "99"}
    return lines


def delete(lines: list[dict]) -> list[dict]:
    return lines[:3] + lines[4:]


def insert(lines: list[dict]) -> list[dict]:
    return [*lines[:3], json.loads(json.dumps(lines[2])), *lines[3:]]


def swap(lines: list[dict]) -> list[dict]:
    lines[3], lines[4] = lines[4], lines[3]
    return lines


def cut_tail(lines: list[dict]) -> list[dict]:
    return lines[:-4]


def roll_back(lines: list[dict]) -> list[dict]:
    return lines[:2]


def write_anew(lines: list[dict]) -> list[dict]:
    return _rewritten(change(lines))


@pytest.mark.clause("LZ-19")
@pytest.mark.parametrize(
    ("harm", "unaltered", "complete"),
    [
        (change, False, True),
        (delete, False, False),
        (insert, False, False),
        (swap, False, True),
        (cut_tail, True, False),
        (roll_back, True, False),
        (write_anew, True, False),
    ],
)
def test_every_harm_is_told(
    exported: Path, harm: Callable[[list[dict]], list[dict]], unaltered: bool, complete: bool
) -> None:
    path = exported / chain.EVENTS
    (exported / chain.PRIVATE).unlink()
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in harm(lines)), "utf-8")
    verdict = verify(exported)
    assert (verdict.unaltered, verdict.complete) == (unaltered, complete)


@pytest.mark.parametrize("at", range(0, 3000, 97))
def test_one_changed_byte_is_told(exported: Path, at: int) -> None:
    path = exported / chain.EVENTS
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))
    verdict = verify(exported)
    assert not (verdict.unaltered and verdict.complete)


def test_changed_personal_data_is_told_and_erased_data_is_not(exported: Path) -> None:
    path = exported / chain.PRIVATE
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[1:]), "utf-8")
    assert verify(exported).unaltered
    path.write_text("".join(lines).replace("某3", "某33"), "utf-8")
    assert [one.en for one in verify(exported).altered] == ["event 3: who is not what was recorded"]


def test_the_verifier_is_one_file_that_needs_nothing(exported: Path, tmp_path: Path) -> None:
    alone = shutil.copy(chain.__file__, tmp_path / "verify.py")
    done = subprocess.run([sys.executable, "-I", alone, exported], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "unaltered: yes")
    (exported / chain.EVENTS).write_text("", "utf-8")
    done = subprocess.run([sys.executable, "-I", alone, exported], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "complete: NO" in done.stdout
