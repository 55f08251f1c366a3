"""The house as it is started: a home of its own for each test."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class House:
    """An installation of its own, reached by its commands."""

    def __init__(self, folder, **environment):
        self.folder = folder
        inherited = {name: words for name, words in os.environ.items() if name not in {"DATABASE_URL", "KAOGONG_HOME"}}
        self.environment = inherited | {"KAOGONG_HOME": str(folder), "KAOGONG_DEMO": "no"} | environment

    def command(self, *words):
        return [sys.executable, "-m", "kaogong.web", *map(str, words)]

    def run(self, *words):
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words), env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def start(self, *words):
        """Start a command, and read what it says as it says it."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def new_house():
    """New installations, on paths with a space and Chinese characters; where the database's user may go, too."""
    made = []

    def make():
        made.append(House(Path(tempfile.mkdtemp(prefix="考功 "))))
        return made[-1]

    yield make
    for one in made:
        shutil.rmtree(one.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def house(new_house):
    """One installation for the tests of a file."""
    return new_house()
