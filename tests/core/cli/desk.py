"""A desk to try commands at: run one, look at its exit code and at what it printed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from kaogong.cli import main
from kaogong.cli.new import STARTER

ROOT = Path(__file__).parents[3]
WH = ROOT / "src/kaogong/rulebooks/wh_approvals"
PLAIN = {"COLUMNS": "200", "NO_COLOR": "1", "LANG": "C.UTF-8", "KAOGONG_LANG": "", "LC_ALL": ""}


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of the problems in the JSON."""
        return [one["code"] for one in self.json["problems"]]

    @property
    def spots(self) -> list[str]:
        """The codes of the problems with their places: `K520 facts_year.csv:2:3`, `K520 部门!D7`."""
        return [f"{one['code']} {spot(one['place'])}" for one in self.json["problems"]]


def spot(place: dict[str, Any]) -> str:
    """A place in short."""
    if "cell" in place:
        return f"{place['sheet']}!{place['cell']}"
    return ":".join(str(place[key]) for key in ("file", "line", "column") if key in place)


def run(*args: object, **environment: str) -> Said:
    """Run `kaogong …` in this process."""
    done = CliRunner().invoke(main, [str(one) for one in args], env={**PLAIN, **environment})
    return Said(done.exit_code, done.stdout, done.stderr)


def start(*args: object, **rest: Any) -> subprocess.Popen[str]:
    """Start `kaogong …` as a process of its own."""
    command = [sys.executable, "-c", "from kaogong.cli import main; main()", *(str(one) for one in args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env={**os.environ, **PLAIN}, text=True, stdout=pipe, stderr=pipe, **rest)


def starter(folder: Path) -> Path:
    """A copy of the starter rulebook, to be spoilt."""
    shutil.copytree(STARTER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def edit(file: Path, old: str, new: str) -> None:
    """Replace a piece of a text that must be there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
