"""A house started as anybody starts it, for the tests that need one that stands: drills and benches of the pages."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import requests

ROOT = Path(__file__).parents[1]
PARTS = {"server": "gunicorn", "worker": "kaogong.web.work", "database": "postgres"}
"""What can be killed, by a word of its command line."""
PASSWORD = "kaogong-demo-2026"
PATIENCE = 120


def below(parent):
    """Process → command line, of everything below a process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = stat.read_text("utf-8").rpartition(")")
            line = stat.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        found[int(stat.parent.name)] = (int(rest.split()[1]), line)
    wanted, those = {parent}, {}
    while wanted:
        wanted = {pid for pid, (above, _) in found.items() if above in wanted}
        those |= {pid: found[pid][1] for pid in wanted}
    return those


class House:
    """The running house; `told` is said to it besides, by the names of the environment."""

    def __init__(self, folder, **told):
        self.folder = folder
        away = {"DATABASE_URL", "KAOGONG_HOME", "KAOGONG_DEMO"}
        kept = {name: words for name, words in os.environ.items() if name not in away}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kaogong.web", "run"],
            env=kept | {"KAOGONG_HOME": str(folder), "KAOGONG_LOG": "ERROR", "KAOGONG_PORT": "8600"} | told,
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
        heads = [pid for pid, line in below(self.process.pid).items() if PARTS[part] in line]
        for pid in heads:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(heads)

    def spent(self):
        """Seconds of the processors its parts have used so far."""
        ticks = 0
        for pid in below(self.process.pid):
            with suppress(OSError):
                _, _, rest = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")
                ticks += sum(map(int, rest.split()[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

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

    def await_idle(self, patience=900):
        """Until the workers have nothing left to do: of the demonstration city most comes after its first page."""
        until = time.monotonic() + patience
        left = """SELECT task_name FROM procrastinate_jobs
            WHERE status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) <= now()"""
        while self.ask(left):
            assert time.monotonic() < until, "".join(self.said[-20:])
            time.sleep(2)

    def ask(self, query, *values):
        """Rows of the database itself, past the house."""
        with psycopg.connect(host=str(self.socket), user="kaogong", dbname="kaogong", connect_timeout=5) as link:
            return link.execute(query, values).fetchall()

    def write(self, query, *values):
        """Change the database itself, past the house: only what time would change."""
        with psycopg.connect(host=str(self.socket), user="kaogong", dbname="kaogong", connect_timeout=5) as link:
            link.execute(query, values)

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
        assert answer.ok, answer.status_code
        assert "/sign-in/" not in answer.url

    def act(self, page, address, files=None, **fields):
        """Fill in the form of a page and send it."""
        shown = self.get(self.house.address + page, timeout=60)
        if shown.status_code >= 500:
            return shown
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)[1]
        fields["csrfmiddlewaretoken"] = token
        return self.post(self.house.address + address, data=fields, files=files, timeout=120)
