"""Where the real data is: beside the repository, never in it."""

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"


def rows(*path: str) -> list[dict[str, str]]:
    """The rows of a table of the shared data; the test is skipped where it is absent."""
    file = DATA.joinpath(*path)
    if not file.is_file():
        pytest.skip(f"real data is not here: {'/'.join(path)} is looked for in ../shared/data")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
