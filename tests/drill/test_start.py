"""The first start is cut short by kill -9, again and again: the next one begins anew, and what is shown is whole."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from drill.conftest import ROUNDS, SEED
from standing import ROOT, House

TIMES = ROUNDS * 2
LONGEST = float(os.environ.get("KAOGONG_SECONDS", "30"))
"""Seconds of a first start within which it is cut short."""
ROOMS = ("org_unit", "org_person", "plan_target", "monitor_report", "audit_event")


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="kaogong 首次 "))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_a_first_start_cut_short_leaves_nothing_half_done(folder):
    chance = random.Random(SEED)
    given = os.environ | {"KAOGONG_HOME": str(folder), "KAOGONG_PORT": "8640"}
    given.pop("DATABASE_URL", None)
    for _ in range(TIMES):
        with subprocess.Popen([sys.executable, "-m", "kaogong.web", "run"], env=given, cwd=ROOT) as process:
            time.sleep(chance.uniform(0.5, LONGEST))
            process.send_signal(signal.SIGKILL)
        time.sleep(1)  # what it had started ends with it
    house = House(folder)
    try:
        counts = [house.ask(f"SELECT count(*) FROM {one}")[0][0] for one in ROOMS]
        assert counts[:2] == [273, 6510]
        assert all(counts)
        assert house.ask("SELECT max(number) FROM audit_event")[0][0] == counts[-1]
        assert len([line for line in house.said if "liaison" in line]) == 2
    finally:
        house.stop()
