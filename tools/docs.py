"""Writes the pages that are made from code.

python tools/docs.py [--check]

With --check nothing is written; a page that differs from what the code says is named and the exit code is 1.
A new page is one line in GENERATORS.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import docs_cli
import docs_lint
import docs_methods

# Where each page goes, and the function that returns its whole text.
GENERATORS: list[tuple[Path, Callable[[], str]]] = [
    (Path("docs/guide/cli.md"), docs_cli.page),
    (Path("docs/lint.md"), docs_lint.page),
    (Path("docs/methods.md"), docs_methods.page),
]


def main(*, check: bool) -> int:
    """Writes or compares every page; with check, the number of stale pages decides the exit code."""
    stale = [path for path, text in GENERATORS if not is_current(path, text())]
    if check:
        for path in stale:
            print(f"{path} is not what the code says now: run make docs and commit the page.")
        print(f"generated pages: {len(GENERATORS) - len(stale)} of {len(GENERATORS)} up to date")
        return 1 if stale else 0
    for path, text in GENERATORS:
        if path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text(), encoding="utf-8")
            print(f"wrote {path}")
    return 0


def is_current(path: Path, text: str) -> bool:
    """Whether the page holds exactly this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
