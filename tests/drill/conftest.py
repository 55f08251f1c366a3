"""A house with the demonstration city, started as anybody starts it, whose parts are killed while people work (`make drill`).

`KAOGONG_ROUNDS`: how often each part is killed (20). `KAOGONG_SEED`: another order of moments. `KAOGONG_DRILL_FROM`: the
home of a house that was loaded and stopped, to begin from a copy of it.
"""

import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
import requests

from standing import PARTS, PATIENCE, ROOT, House, Person

ROUNDS = int(os.environ.get("KAOGONG_ROUNDS", "20"))
SEED = int(os.environ.get("KAOGONG_SEED", "1"))


@pytest.fixture(scope="session")
def begun():
    """Makes a folder the home of a house that was loaded before, where one is given; else it is loaded when it starts."""

    def make(folder):
        folder.mkdir(exist_ok=True)
        if begin := os.environ.get("KAOGONG_DRILL_FROM"):
            subprocess.run(["cp", "-a", f"{begin}/.", folder], check=True)
        return folder

    return make


@pytest.fixture(scope="session")
def house(begun):
    folder = Path(tempfile.mkdtemp(prefix="kaogong drill "))
    started = House(begun(folder))
    yield started
    started.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def office(house):
    with Person(house, "office") as one:
        yield one


@pytest.fixture
def rounds():
    """Which part is killed in which round, and a source of moments."""
    chance = random.Random(SEED)
    return [(number, part, chance) for number, part in enumerate(itertools.chain(*[PARTS] * ROUNDS))]


class Cut:
    """Something is asked for, and in the middle of it a part is killed."""

    def __init__(self, house):
        self.house = house
        self.answers = {"answered": 0, "cut off": 0}

    def __call__(self, part, after, work):
        """Gives the answer, or None where there was none."""
        got = []

        def asked():
            try:
                got.append(work())
            except requests.RequestException:
                return

        thread = threading.Thread(target=asked)
        thread.start()
        time.sleep(after)
        assert self.house.kill(part), f"{part} is not there to be killed"
        thread.join(PATIENCE)
        assert not thread.is_alive()
        self.house.await_up()
        answer = got[0] if got and got[0].status_code < 500 else None
        self.answers["cut off" if answer is None else "answered"] += 1
        return answer


@pytest.fixture
def cut(house):
    made = Cut(house)
    yield made
    print(f"\n{made.answers}")


@pytest.fixture(autouse=True)
def chain_in_order(request, tmp_path):
    """After every drill of the house the chain of events is as it should be, told by the verifier that stands alone."""
    house = request.getfixturevalue("house") if "house" in request.fixturenames else None
    yield
    if house is None:
        return
    kept = {name: words for name, words in os.environ.items() if name != "DATABASE_URL"}
    kept |= {"KAOGONG_HOME": str(house.folder)}
    asked = [sys.executable, "-m", "kaogong.web", "audit-export", tmp_path / "chain"]
    subprocess.run(asked, env=kept, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "kaogong", "verify-audit", tmp_path / "chain"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
