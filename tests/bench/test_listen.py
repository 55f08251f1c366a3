"""Ballots by the hundred thousand: how long a tally takes, and how many ballots a second two processes take.

`KAOGONG_BENCH_ANSWERS` sets how many answers the large tally has (1,000,000).
"""

import multiprocessing
import os
import time

import pytest
from django.db import connection, connections

from kaogong.listen import actions
from kaogong.listen.actions.results import tallied
from kaogong.listen.models import Slip
from listen import conftest as rooms

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
for name in (
    "colleague",
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
RATE, HANDS, CAST = 200, 2, 800
"""Ballots a second, by so many at once, so many in all."""
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


@pytest.mark.parametrize(("number", "goal"), [(FORTY, SOON), (ANSWERS, LATE)])
def test_a_tally_with_weights_and_intervals(project, capsys, number, goal):
    filled(project, number)
    began = time.perf_counter()
    content = tallied(project)
    took = time.perf_counter() - began
    said(capsys, f"{number:,} answers tallied in {took:.2f} s")
    assert content["answers"] == {"raw": number, "clean": number}
    assert all(line["interval"] and line["rank"] for line in content["units"])
    assert took <= goal


@pytest.mark.django_db(transaction=True)
def test_ballots_are_taken_and_none_is_lost(opened, office, stratum, unit, capsys):
    project = opened(groups={"g1": {"城": 10_000}}, quota=CAST, questions=3)
    _batch, handed = actions.issue_batch(by=office, stratum=stratum(project), way="letter", number=CAST)
    given = {"u": {str(unit.pk): {"q1": "good", "q2": "very", "q3": "unknown"}}}
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(HANDS + 1)

    def send(codes):
        start.wait()
        for one in codes:
            actions.cast(code=one.code, given=given)
        os._exit(0)

    connections.close_all()
    several = [fork.Process(target=send, args=(handed[hand::HANDS],)) for hand in range(HANDS)]
    for one in several:
        one.start()
    start.wait()
    began = time.perf_counter()
    for one in several:
        one.join()
    rate = CAST / (time.perf_counter() - began)
    said(capsys, f"{CAST} ballots by {HANDS} processes: {rate:,.0f} a second")
    assert Slip.objects.count() == CAST
    assert rate >= RATE
