"""From `make run` to the first page: of a new installation with its city, and of one that is there."""

import resource
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from standing import House

from . import report
from .timing import keep_work

pytestmark = pytest.mark.bench
FIRST, SECOND = 60, 10
"""Seconds a first start with the demonstration city, and a further one, may take."""


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="kaogong start "))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_the_first_page_is_there_in_time(folder, capsys):
    told = []
    for what, most in (("first", FIRST), ("second", SECOND)):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        house = House(folder)
        taken = time.perf_counter() - began
        house.stop()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told.append((what, taken, most))
        with capsys.disabled():
            print(f"\n{what} start: page after {taken:.1f} s; with its stop {worked:.1f} s of work")
    for what, taken, most in told:
        keep_work(f"{what} start, until the first page", taken, most)
    report.main()
    for what, taken, most in told:
        assert taken <= most, f"{what} start: {taken:.1f} s"
