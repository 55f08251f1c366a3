"""A house with the demonstration city, started as anybody starts it, whose parts are killed while people work (`make drill`).

`KAOGONG_ROUNDS`: how often each part is killed (5; of a night 20). `KAOGONG_SEED`: another order of moments. `KAOGONG_DRILL_FROM`: the
home of a house that was loaded and stopped, to begin from a copy of it.
"""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from standing import PARTS, PATIENCE, ROOT, House, Person, below

ROUNDS = int(os.environ.get("KAOGONG_ROUNDS", "5"))
SEED = int(os.environ.get("KAOGONG_SEED", "1"))
WAITS = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
"""Whether the database says that something is written only once it is on the disk."""


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
    assert started.ask(WAITS)[0] == ("on", "on", "on"), "the database of a house waits for the disk"
    yield started
    started.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def office(house):
    with Person(house, "office") as one:
        yield one


class Database:
    """The database of the tests themselves, started as a house starts its own, so that it can be killed."""

    def __init__(self):
        self.servers = []

    def start(self):
        """Start it; it waits for the disk."""
        from kaogong.web.home import home
        from kaogong.web.postgres import Server

        self.servers.append(Server(home(), durable=True))
        assert self.servers[-1].start(), "another one runs"

    def kill(self, how=signal.SIGKILL):
        """End the server with everything it has started; nobody is connected to it any more."""
        from django.db import connections

        connections.close_all()
        heads = [pid for pid, line in below(os.getpid()).items() if "postgres" in line]
        for pid in heads:
            with suppress(ProcessLookupError):
                os.kill(pid, how)
        until = time.monotonic() + PATIENCE
        while any("postgres" in line for line in below(os.getpid()).values()):  # what is dead has no command line
            assert time.monotonic() < until
            time.sleep(0.02)
        for one in self.servers:
            assert one.fell


@pytest.fixture(scope="session", autouse=True)
def _servers():
    """Set up before all others, so that its servers end after the last test is cleared away."""
    held = Database()
    yield held
    for one in held.servers:
        one.stop()


@pytest.fixture(scope="session")
def database(_servers, django_db_setup, django_db_blocker):
    """The database of the tests, waiting for the disk from here on."""
    from django.db import connection

    with django_db_blocker.unblock():
        _servers.kill(signal.SIGINT)
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        _servers.start()
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            assert cursor.fetchone() == ("on", "on", "on")
        connection.close()
    return _servers


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
