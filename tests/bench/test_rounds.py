"""A monthly round of 6,000 people with twelve raters each: paired, handed in, closed, scored."""

import datetime as dt
import json
import random
import time

import pytest
from django.db import connection

from assess import conftest as rooms
from assess.staff import month_round, monthly
from kaogong.assess import actions
from kaogong.assess.actions.counting import into_box, rater_word
from kaogong.assess.actions.entering import copied
from kaogong.assess.actions.ratings import PAIR_COLUMNS
from kaogong.assess.models import Entrant, Pair, Result, Source, Tally
from kaogong.assess.queries.completeness import gaps_of
from kaogong.core.sealing import seal
from kaogong.org.models import Person, Portfolio, Post, Unit, UnitVersion

from . import report
from .timing import keep_work

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
UNITS, STAFF, PEERS = 200, 30, 10
PEOPLE = UNITS * STAFF
GOAL = 10
"""Seconds in which the round is closed and scored."""
for name in (
    "folders_here",
    "make_unit",
    "make_account",
    "make_person",
    "city",
    "cycle",
    "adopt",
    "office",
    "on",
    "november",
):
    globals()[name] = getattr(rooms, name)


@pytest.fixture
def crowd(city):
    """6,000 people in 200 units, a leader above every ten."""
    units = Unit.objects.bulk_create(Unit(code=f"V{n:03d}", founded=rooms.BEGIN) for n in range(UNITS))
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=one, name=f"单位{one.code}", short=one.code, since=rooms.BEGIN, appraisal_class="部门", level="city",
            track="government",
        )
        for one in units
    )  # fmt: skip
    people = Person.objects.bulk_create(
        Person(code=f"B{n:05d}", name=f"人员{n:05d}", sort_key=f"ren{n:05d}") for n in range(PEOPLE)
    )
    leaders = Person.objects.bulk_create(Person(code=f"L{n:03d}", name=f"领导{n}", sort_key=f"l{n}") for n in range(20))
    Post.objects.bulk_create(
        Post(person=one, unit=units[n // STAFF], title="科员", grade="staff", since=rooms.BEGIN)
        for n, one in enumerate(people)
    )
    Portfolio.objects.bulk_create(
        Portfolio(leader=leaders[n // 10], unit=one, kind="manages", since=rooms.BEGIN) for n, one in enumerate(units)
    )


def handed_in(one):
    """What 6,000 people do in a month: every pair filled in and handed in, by the same path into box and pair."""
    luck, rows = random.Random(7), []
    for source in one.sources.all():
        by_rater = {}
        for pair in Pair.objects.filter(source=source).only("pk", "entrant_id", "rater_id"):
            by_rater.setdefault(pair.rater_id, []).append(pair)
        for rater, pairs in by_rater.items():
            marks = {pair.entrant_id: {"": str(luck.randint(70, 100))} for pair in pairs}
            if source.anonymous:
                into_box(source, rater_word(source, rater), marks)
            for entrant, mark in marks.items():
                words = "" if source.anonymous else seal(json.dumps(mark))
                rows.append((source.pk, entrant, rater, "handed", words))
    Pair.objects.all().delete()
    with connection.cursor() as cursor:
        copied(cursor, "assess_pair", PAIR_COLUMNS, rows)


def test_a_round_of_six_thousand_is_closed_and_scored_in_time(
    cycle, office, adopt, crowd, november, capsys, django_assert_max_num_queries
):
    assert seal("x")
    edition = adopt(monthly(), {"staff": "staff"})
    began = time.perf_counter()
    one = month_round(cycle, office, pair=False)
    prepared = time.perf_counter() - began
    Source.objects.filter(round=one, group="peers").update(most=PEERS)
    began = time.perf_counter()
    with django_assert_max_num_queries(60):
        actions.pair_raters(by=office, one=one, seed="1")
    paired = time.perf_counter() - began
    actions.open_round(by=office, one=one, accepted=True)
    assert Entrant.objects.filter(round=one).count() == PEOPLE
    assert Pair.objects.count() == PEOPLE * 12
    handed_in(one)
    began = time.perf_counter()
    with django_assert_max_num_queries(60):
        assert gaps_of(one) == []
    looked = time.perf_counter() - began
    began, cpu = time.perf_counter(), time.process_time()
    actions.close_round(by=office, one=one)
    closed = time.perf_counter() - began
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=edition, upto="2026-09", queue=False))
    taken, worked = time.perf_counter() - began, time.process_time() - cpu
    assert (run.state, run.failure) == ("done", "")
    assert Tally.objects.count() == PEOPLE * 3
    assert Result.objects.filter(run=run, period="2026", total__isnull=False).count() == PEOPLE
    with capsys.disabled():
        print(
            f"\n{PEOPLE} people, 12 raters: prepared {prepared:.2f} s, paired {paired:.2f} s, gaps {looked:.2f} s; "
            f"closed {closed:.2f} s, closed and scored {taken:.2f} s ({worked:.2f} s of work)"
        )
    keep_work(f"a round of {PEOPLE:,} people and 12 raters each, closed and scored", taken, GOAL, worked)
    report.main()
    assert dt.date(2026, 11, 17) == rooms.DAY
    assert taken <= GOAL
