"""What is installed is what is in the tree: pages, words, rulebooks and all."""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kaogong"


def test_every_file_is_packed() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packed = {path for pattern in setuptools["package-data"]["kaogong"] for path in PACKAGE.glob(pattern)}
    kept = subprocess.run(["git", "ls-files", "-z", "src/kaogong"], cwd=ROOT, capture_output=True, check=False)
    listed = [ROOT / name for name in kept.stdout.decode().split("\0") if name]
    there = [path for path in listed or PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(there) > 100
    left_out = [path for path in there if path.suffix != ".py" and path not in packed]
    assert not left_out, "name them in pyproject.toml, tool.setuptools.package-data"
