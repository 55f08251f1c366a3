"""The demonstration city is backed up while people work in it, and restored elsewhere: rows, evidence, anchors, runs."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from kaogong.core.chain import verify as verify_chain
from kaogong.core.engine.verify import verify as verify_run
from standing import ROOT, House

ANCHOR = "import datetime as dt; from kaogong.audit.actions import anchor; anchor(day=dt.date(2026, 9, 4))"
COUNTED = (
    "org_person",
    "plan_target",
    "monitor_report",
    "monitor_feedvalue",
    "assess_result",
    "assess_mark",
    "audit_evidence",
    "audit_anchor",
)


def command(folder, *words):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KAOGONG_HOME"}}
    kept |= {"KAOGONG_HOME": str(folder), "KAOGONG_DEMO": "no"}
    asked = [sys.executable, "-m", "kaogong.web", *map(str, words)]
    return subprocess.run(asked, env=kept, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def second():
    folder = Path(tempfile.mkdtemp(prefix="kaogong second "))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def counts(house):
    return {table: house.ask(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}


def hashes(folder, name):
    return sorted(one.relative_to(folder).as_posix() for one in (folder / name).rglob("*") if one.is_file())


def test_the_city_comes_back_as_it_was(house, office, second, tmp_path) -> None:
    assert command(house.folder, "manage", "shell", "--no-imports", "-c", ANCHOR).returncode == 0
    stop = threading.Event()

    def work():
        while not stop.is_set():
            office.act("/notices/", "/notices/mailing/", how="daily")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        done = command(house.folder, "backup", tmp_path / "city.tar")
    finally:
        stop.set()
        worker.join()
    assert done.returncode == 0, done.stderr
    before = counts(house)
    assert min(before.values()) > 0, before

    done = command(second, "restore", tmp_path / "city.tar")
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("unaltered: yes", "complete: yes", "evidence as sealed: yes"):
        assert words in done.stdout
    events, sealed = map(int, re.search(r"(\d+) 条事件 · events, (\d+) 份佐证", done.stdout).groups())
    head = re.search(r"head: ([0-9a-f]{64})", done.stdout)[1]
    assert house.ask("SELECT hash FROM audit_event WHERE number = %s", events)[0][0] == head
    assert sealed == before["audit_evidence"] == len(hashes(second, "evidence"))
    for name in ("anchors", "runs"):
        assert hashes(second, name) == [one for one in hashes(house.folder, name) if "/." not in one]
    for one in (second / "runs").iterdir():
        assert not [problem for problem in verify_run(one) if problem.severity == "error"]
    _stands_and_holds_against_the_anchors_of_the_first(house, second, before, tmp_path)


def _stands_and_holds_against_the_anchors_of_the_first(house, second, before, tmp_path):
    """It is started like any other house, and an auditor holds it against what the first one published."""
    stands = House(second)
    try:
        assert counts(stands) == before
        assert command(second, "audit-export", tmp_path / "second").returncode == 0
        verdict = verify_chain(tmp_path / "second", sorted((house.folder / "anchors").glob("*.json")))
        assert (verdict.unaltered, verdict.complete) == (True, True)
        assert verdict.anchors > 0
        kept = [json.loads(one.read_text("utf-8"))["number"] for one in (house.folder / "anchors").glob("*.json")]
        assert max(kept) <= verdict.events
    finally:
        stands.stop()
