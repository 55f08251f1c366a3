"""A house with the demonstration city, started as anybody starts it, whose parts are killed while people work (`make drill`).

`KAOGONG_ROUNDS`: how often each part is killed (20). `KAOGONG_SEED`: another order of moments.
"""

import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest
import requests

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("KAOGONG_ROUNDS", "20"))
SEED = int(os.environ.get("KAOGONG_SEED", "1"))
PARTS = {"server": "gunicorn", "worker": "procrastinate", "database": "postgres"}
"""What is killed, by a word of its command line."""
PASSWORD = "kaogong-demo-2026"
PATIENCE = 120


def _processes(parent):
    """Process → command line, of everything below a process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = stat.read_text("utf-8").rpartition(")")
            line = stat.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        found[int(stat.parent.name)] = (int(rest.split()[1]), line)
    wanted, below = {parent}, {}
    while wanted:
        wanted = {pid for pid, (above, _) in found.items() if above in wanted}
        below |= {pid: found[pid][1] for pid in wanted}
    return below


class House:
    """The running house."""

    def __init__(self, folder):
        self.folder = folder
        away = {"DATABASE_URL", "KAOGONG_HOME", "KAOGONG_DEMO"}
        kept = {name: words for name, words in os.environ.items() if name not in away}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kaogong.web", "run"],
            env=kept | {"KAOGONG_HOME": str(folder), "KAOGONG_LOG": "ERROR", "KAOGONG_PORT": "8600"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"http://localhost:(\d+)/", line):
                self.address = f"http://localhost:{found[1]}"
                break
        else:
            raise AssertionError("".join(self.said))
        self._reader = threading.Thread(target=lambda: self.said.extend(self.process.stdout), daemon=True)
        self._reader.start()

    def kill(self, part):
        """SIGKILL for one part, with everything it has started."""
        below = _processes(self.process.pid)
        heads = [pid for pid, line in below.items() if PARTS[part] in line]
        for pid in heads:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(heads)

    def await_up(self):
        """Until the pages answer and the database does."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.address}/sign-in/", timeout=5).status_code == 200 and self.ask("SELECT 1"):
                    return
            except (requests.RequestException, psycopg.Error):
                time.sleep(0.1)
        raise AssertionError("".join(self.said[-20:]))

    def ask(self, query, *values):
        """Rows of the database itself, past the house."""
        with psycopg.connect(host=str(self.socket), user="kaogong", dbname="kaogong", connect_timeout=5) as link:
            return link.execute(query, values).fetchall()

    @property
    def socket(self):
        from kaogong.web.home import home

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KAOGONG_HOME", str(self.folder))
            return home().socket

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self._reader.join()
        self.process.stdout.close()


class Person(requests.Session):
    """Somebody at a browser, without the browser: forms with their token, one session."""

    def __init__(self, house, name):
        super().__init__()
        self.house, self.name = house, name
        self.sign_in()

    def sign_in(self):
        answer = self.act("/sign-in/", "/sign-in/", username=self.name, password=PASSWORD)
        assert answer.ok and "/sign-in/" not in answer.url, answer.url

    def act(self, page, address, files=None, **fields):
        """Fill in the form of a page and send it."""
        shown = self.get(self.house.address + page, timeout=60)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)[1]
        fields["csrfmiddlewaretoken"] = token
        return self.post(self.house.address + address, data=fields, files=files, timeout=120)


@pytest.fixture(scope="session")
def house():
    folder = Path(tempfile.mkdtemp(prefix="kaogong drill "))
    started = House(folder)
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
def chain_in_order(house, tmp_path):
    """After every drill the chain of events is as it should be, told by the verifier that stands alone."""
    yield
    kept = {name: words for name, words in os.environ.items() if name != "DATABASE_URL"}
    kept |= {"KAOGONG_HOME": str(house.folder)}
    asked = [sys.executable, "-m", "kaogong.web", "audit-export", tmp_path / "chain"]
    subprocess.run(asked, env=kept, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([ROOT / ".venv" / "bin" / "kaogong", "verify-audit", tmp_path / "chain"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
