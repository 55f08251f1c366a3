"""Walks: pages of documentation that are run as they stand.

After `<!-- run in en -->` (or zh) every ```console block is run, line by line, in one new folder; what is printed must
be what the page says. A line `…` stands for any lines, `…` inside a line for any words. Between blocks,
`<!-- append to FILE -->` adds the next block to a file and `<!-- replace in FILE: OLD => NEW -->` edits one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DIRECTIVE = re.compile(r"<!-- (run in|append to|replace in) (.+) -->")
ALREADY = ("source ", "export ")
"""Commands that only set up the reader's shell; the walk's is set up."""


class Walk:
    """A page and the folder it is walked in."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.lang = ""

    def steps(self) -> Iterator[tuple[int, str, list[str]]]:
        """Every command with the line it is on and the lines it should print. Edits are made on the way."""
        lines = self.page.read_text("utf-8").splitlines()
        append, fence, at = "", "", 0
        block: list[str] = []
        for number, line in enumerate(lines, 1):
            if fence and line == "```":
                if fence == "console" and self.lang:
                    yield from _commands(block, at)
                elif append:
                    with (self.folder / append).open("a", encoding="utf-8") as file:
                        file.write("\n".join([*block, ""]))
                append, fence = "", ""
            elif fence:
                block.append(line)
            elif line.startswith("```"):
                fence, block, at = line[3:], [], number
            elif found := DIRECTIVE.fullmatch(line):
                append = self._direct(*found.groups())

    def _direct(self, verb: str, words: str) -> str:
        if verb == "run in":
            self.lang = words
        elif verb == "append to":
            return words
        else:
            name, _, edit = words.partition(": ")
            old, _, new = edit.partition(" => ")
            text = (self.folder / name).read_text("utf-8")
            assert text.count(old) == 1, f"{self.page.name}: {name} has {old!r} {text.count(old)} times"
            (self.folder / name).write_text(text.replace(old, new), "utf-8")
        return ""

    def run(self, command: str) -> list[str]:
        """What a command prints, errors included."""
        if command.startswith(ALREADY):
            return []
        own = {"KAOGONG_LANG": self.lang, "COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"}
        own["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return tidy(done.stdout.splitlines())


def _commands(block: list[str], at: int) -> Iterator[tuple[int, str, list[str]]]:
    """The commands of a block (`$ …`) with what follows each."""
    starts = [number for number, line in enumerate(block) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        yield at + start + 1, block[start][2:], tidy(block[start + 1 : end])


def tidy(lines: list[str]) -> list[str]:
    """Lines without blanks at their ends, and without blank lines around."""
    return "\n".join(line.rstrip() for line in lines).strip("\n").splitlines()


def same(said: list[str], printed: list[str]) -> bool:
    """Whether what was printed is what the page says."""
    wanted = ["(?:.*\n)*" if line.strip() == "…" else re.escape(line).replace("…", ".*") + "\n" for line in said]
    return re.fullmatch("".join(wanted), "".join(f"{line}\n" for line in printed)) is not None
