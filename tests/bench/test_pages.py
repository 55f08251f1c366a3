"""The ten busiest pages on the demonstration city, each beside a bare Django page of fifty rows in the same run."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from standing import ROOT, House, Person

from . import report
from .load import Found, load
from .timing import keep_page

pytestmark = pytest.mark.bench
CONNECTIONS = 32
SECONDS = float(os.environ.get("KAOGONG_SECONDS", "4"))
TURNS = 3
PAGES = {
    "desk": "/",
    "units": "/org/",
    "people": "/org/people/",
    "rulebooks": "/plan/rulebooks/",
    "targets": "/plan/targets/",
    "letters": "/plan/letters/",
    "progress": "/monitor/",
    "red lights": "/monitor/red/",
    "scores": "/assess/scores/",
    "search": "/search/?q=jt",
}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="kaogong bench "))
    started = House(folder)
    started.await_idle()
    yield started
    started.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def cookies(house: House) -> list[str]:
    """A session for each connection, of the office and of a liaison officer in turn."""
    names = itertools.islice(itertools.cycle(["office", "liaison"]), CONNECTIONS)
    return ["; ".join(f"{one.name}={one.value}" for one in Person(house, name).cookies) for name in names]


@pytest.fixture(scope="module")
def bare(house: House) -> Iterator[int]:
    """The bare page, served with the same server and as many processes and threads as the house."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "tests.bench.bare:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket"]
    served = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"BARE_SOCKET": str(house.socket)})
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    served.terminate()
    served.wait(20)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_beside_a_bare_one(name: str, house: House, cookies: list[str], bare: int) -> None:
    port = int(house.address.rpartition(":")[2])
    load(port, PAGES[name], cookies, 1.0)
    load(bare, "/", cookies, 0.5)
    turns: list[tuple[Found, Found]] = []
    for _ in range(TURNS):
        turns.append((load(port, PAGES[name], cookies, SECONDS), load(bare, "/", cookies, SECONDS)))
    rate = statistics.median(own.rate / other.rate for own, other in turns)
    wait = statistics.median(own.p99 / other.p99 for own, other in turns)
    own = statistics.median(one.rate for one, _ in turns)
    keep_page(name, rate=own, ratio=rate, p99=statistics.median(one.p99 for one, _ in turns), wait=wait)
    report.main()
    assert rate >= 0.5, f"{name}: {rate:.2f} of the bare page's answers a second"
    assert wait <= 2.0, f"{name}: 99 of 100 waits are {wait:.2f} times as long as the bare page's"
