"""The project's own code, as the fences read it."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = "src/kaogong"
CORE = f"{PRODUCT}/core"


def python_files(folder: str) -> Iterator[str]:
    """Every Python file under a folder of the project, as a path from the project's root."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.parent.name != "migrations":  # written by a machine, never by hand
            yield path.relative_to(ROOT).as_posix()


def templates() -> Iterator[str]:
    """Every template of the house."""
    for path in sorted((ROOT / PRODUCT).rglob("templates/**/*.html")):
        yield path.relative_to(ROOT).as_posix()


def tree_of(file: str) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), filename=file)


def report(found: Iterable[str], exceptions: Iterable[str], advice: str) -> None:
    """Fails with the findings (`file:line: what`) in files not excepted, and with exceptions nobody needs."""
    findings = list(found)
    excepted = set(exceptions)
    files = {finding.split(":")[0] for finding in findings}
    wrong = [finding for finding in findings if finding.split(":")[0] not in excepted]
    assert not wrong, "\n".join([advice, *wrong])
    idle = sorted(excepted - files)
    assert not idle, f"These exceptions are no longer needed; take them off the list: {idle}"
