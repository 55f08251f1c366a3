"""Ballots by the hundred thousand: how long a tally takes, and how many ballots a second a house takes for good.

The house of the ballots is started as anybody starts it: its server, its database that waits for the disk, and the phones
on the same cores. `KAOGONG_BENCH_ANSWERS` sets how many answers the large tally has (1,000,000).
"""

import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from balloting import Voter, codes
from kaogong.listen.actions.results import tallied
from listen import conftest as rooms
from standing import House

from . import report
from .timing import keep_arrival

pytestmark = pytest.mark.bench
for name in (
    "make_account",
    "make_project",
    "make_unit",
    "office",
    "on",
    "opened",
    "stratum",
    "unit",
    "with_sheet",
):
    globals()[name] = getattr(rooms, name)

ANSWERS = int(os.environ.get("KAOGONG_BENCH_ANSWERS", "1000000"))
FORTY, SOON, LATE = 40_000, 5.0, 60.0
"""Answers, and seconds for them and for a million."""
RATE, SENDERS, PHONES, CAST = 200, 2, 4, 2_000
"""Ballots a second; by so many processes of so many phones each, so many in all."""
MADE = """
INSERT INTO listen_answer (id, project_id, sheet_id, stratum_id, channel, day, assisted, hasty, late, content, scores, flags,
  excluded, reason)
SELECT gen_random_uuid(), %(project)s, %(sheet)s, (%(strata)s::int[])[1 + n %% %(many)s], (ARRAY['code', 'phone', 'paper'])[1 + n %% 3],
  date '2026-08-16' + (n %% 20)::int, false, false, false,
  jsonb_build_object('u', jsonb_build_object(a.unit, jsonb_build_object('q1', a.key, 'q2', a.key, 'q3', 'good')), 'g', '{}'::jsonb),
  jsonb_build_object(a.unit, (60 + n %% 40)::text || '.5000'), '[]'::jsonb, false, ''
FROM generate_series(1, %(number)s) n
CROSS JOIN LATERAL (SELECT (%(units)s::text[])[1 + n %% 24] AS unit, (ARRAY['very', 'good', 'fair', 'bad'])[1 + n %% 4] AS key) a
"""


def said(capsys, words):
    with capsys.disabled():
        print(f"\n{words}")


@pytest.fixture
def project(opened, make_unit):
    """24 units, five groups of two strata."""
    groups = {f"g{n}": {"城": 60_000, "乡": 30_000 + n} for n in range(5)}
    return opened(*[make_unit() for _turn in range(23)], groups=groups, quota=50_000, questions=3)


def filled(project, number):
    units = [str(pk) for pk in project.subjects.values_list("unit_id", flat=True)]
    strata = list(project.groups.values_list("strata", flat=True))
    given = {
        "project": project.pk, "sheet": project.sheets.get(state="issued").pk, "strata": strata, "many": len(strata),
        "number": number, "units": units,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(MADE, given)
        cursor.execute("ANALYZE listen_answer")


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "goal"), [(FORTY, SOON), (ANSWERS, LATE)])
def test_a_tally_with_weights_and_intervals(project, capsys, number, goal):
    filled(project, number)
    began = time.perf_counter()
    content = tallied(project)
    took = time.perf_counter() - began
    said(capsys, f"{number:,} answers tallied in {took:.2f} s")
    keep_arrival(f"{number:,} answers tallied with weights and intervals", took, goal, "s")
    report.main()
    assert content["answers"] == {"raw": number, "clean": number}
    assert all(line["interval"] and line["rank"] for line in content["units"])
    assert took <= goal


@pytest.fixture
def house():
    """A house without the demonstration city."""
    folder = Path(tempfile.mkdtemp(prefix="kaogong bench "))
    started = House(folder, KAOGONG_DEMO="no")
    yield started
    started.stop()
    shutil.rmtree(folder, ignore_errors=True)


def send(house, handed, names, start):
    """Cast by several phones at once, in a process of their own."""
    start.wait()

    def one(some):
        with Voter(house) as phone:
            assert all(phone.cast(code, names) for code in some)

    phones = [threading.Thread(target=one, args=(handed[hand::PHONES],)) for hand in range(PHONES)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    os._exit(0)


def test_ballots_are_taken_for_good_and_none_is_lost(house, capsys):
    first, *handed = codes(house, CAST + 1)
    with Voter(house) as phone:
        names = phone.names(first)
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(SENDERS + 1)
    senders = [fork.Process(target=send, args=(house, handed[one::SENDERS], names, start)) for one in range(SENDERS)]
    for one in senders:
        one.start()
    start.wait()
    spent, began = house.spent(), time.perf_counter()
    for one in senders:
        one.join()
    took, spent = time.perf_counter() - began, house.spent() - spent
    said(
        capsys,
        f"{CAST} ballots posted by {SENDERS * PHONES} phones: {CAST / took:,.0f} a second,"
        f" {CAST / spent:,.0f} a second of one processor",
    )
    keep_arrival("ballots posted and kept for good", CAST / took, RATE, "a second", least=True, processor=CAST / spent)
    report.main()
    assert house.ask("SHOW fsync")[0][0] == "on"
    assert house.ask("SELECT count(*) FROM listen_slip")[0][0] == CAST
    assert CAST / took >= RATE
