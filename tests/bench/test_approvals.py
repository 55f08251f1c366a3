"""Cases by the million: how fast events come in, how soon the board is there, how long the cards of a day take.

`KAOGONG_BENCH_CASES` sets how many cases there are (500,000); the goals are for 5,000,000. Beside the rate by the clock stands
the one by the processor time of both sides, which a machine that is busy with something else does not change.
"""

import csv
import datetime as dt
import io
import os
import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from approvals import conftest as rooms
from kaogong.approvals import actions
from kaogong.approvals.actions.projection import STANDS
from kaogong.approvals.models import Case
from kaogong.approvals.queries.columns import COLUMNS, HEADS

from . import report
from .timing import keep_arrival

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
for name in (
    "body", "case", "days", "evidence_here", "inspector", "make_account", "make_item", "make_unit", "on", "september", "source",
    "tell", "token", "unit",
):  # fmt: skip
    globals()[name] = getattr(rooms, name)

CASES = int(os.environ.get("KAOGONG_BENCH_CASES", "500000"))
FILED, PUSHED = 200_000, 20_000
FILE_RATE, PUSH_RATE = 20_000, 5_000
"""Events a second."""
BOARD, CARDS = 0.3, 60.0
"""Seconds."""
RUNNING = 60
"""One case of so many is in hand."""
MADE = """
INSERT INTO approvals_case (number, source_id, body_id, item_id, version_id, state, channel, accepted_at, accepted_no, ended_at,
  ended_no, statutory, promised, "limit", paused, reason, due_no, used, outcome, handler, step, late_steps, skipped,
  overcharged, approved, events)
SELECT 'B' || n, %(source)s, %(body)s, %(item)s, %(version)s,
  CASE WHEN n %% {every} = 0 THEN 'running' ELSE 'done' END, 'online',
  timestamptz '2026-09-01 09:00+08' - (n %% 900) * interval '1 day', %(now)s - CASE WHEN n %% {every} = 0 THEN n %% 13 ELSE n %% 600 END,
  CASE WHEN n %% {every} <> 0 THEN timestamptz '2026-09-20 09:00+08' - (n %% 890) * interval '1 day' END,
  CASE WHEN n %% {every} <> 0 THEN %(now)s - n %% 600 + 4 END, 20, 10, 10, 0, '',
  %(now)s - CASE WHEN n %% {every} = 0 THEN n %% 13 ELSE n %% 600 END + 10,
  CASE WHEN n %% {every} <> 0 THEN 4 END,
  CASE WHEN n %% {every} = 0 THEN '' WHEN n %% 499 = 1 THEN 'late' ELSE 'early' END, '', '', 0, 0, n %% 9973 = 0, false, 3
FROM generate_series(1, %(cases)s) n
"""


def said(capsys, words):
    with capsys.disabled():
        print(f"\n{words}")


class Spent:
    """Seconds a block took, by the clock and by the processor, the server of the database included."""

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        self.began, self.own, self.server = time.perf_counter(), time.process_time(), self.ticks()
        return self

    def ticks(self):
        _, _, rest = self.stat.read_text("utf-8").rpartition(")")
        return sum(map(int, rest.split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *_raised):
        self.clock = time.perf_counter() - self.began
        self.processor = time.process_time() - self.own + self.ticks() - self.server

    def keep(self, name, number, goal):
        """Into the page of figures: so many of something, by the clock and by the processor."""
        given = {"least": True, "processor": number / self.processor}
        keep_arrival(name, number / self.clock, goal, "a second", **given)
        report.main()

    def rates(self, number):
        return f"{number / self.clock:,.0f} a second, {number / self.processor:,.0f} a second of one processor"


def told(first, number):
    """Cases of six events each, as a file."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow([HEADS[one] for one in COLUMNS])
    for n in range(first, first + number // 6):
        rows = (
            ("accept", "2026-09-01 09:00", {"item": "A1", "channel": "online", "handler": "甲"}),
            ("step", "2026-09-02 09:00", {"step": "s1"}),
            ("suspend", "2026-09-03 09:00", {"reason": "supplement"}),
            ("resume", "2026-09-08 09:00", {}),
            ("step", "2026-09-09 09:00", {"step": "s2"}),
            ("decide", "2026-09-10 09:00", {}),
        )
        for turn, (verb, at, more) in enumerate(rows):
            given = {"number": f"{n}-{turn}", "case": f"C{n}", "verb": verb, "at": at} | more
            sheet.writerow([given.get(one, "") for one in COLUMNS])
    return out.getvalue().encode()


@pytest.fixture
def steps(make_item):
    return make_item(steps=[{"code": "s1", "name": "受理", "days": 1}, {"code": "s2", "name": "初审", "days": 5}])


def test_a_file_of_events_comes_in(steps, source, capsys):
    content = told(0, FILED)
    with Spent() as spent:
        made = actions.take_file(
            account=None, source=source, file=ContentFile(content, "a.csv"), name="a.csv", whole=False, way="file"
        )
    said(capsys, f"{made.taken} events by file: {spent.rates(made.taken)}")
    spent.keep("events of cases by file", made.taken, FILE_RATE)
    assert made.bad == 0
    assert made.taken / spent.clock >= FILE_RATE


def test_events_are_pushed(steps, source, token, inspector, capsys):
    rows = list(csv.reader(io.StringIO(told(0, PUSHED).decode())))[1:]
    system = token(inspector)
    events = [{name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell} for row in rows]
    system.post(
        "/api/approvals/events", {"source": source.code, "events": events[:6]}
    )  # the first one reads the interface
    taken = 0
    with Spent() as spent:
        for start in range(0, len(events), 5_000):
            sent = system.post(
                "/api/approvals/events", {"source": source.code, "events": events[start : start + 5_000]}
            )
            assert sent.status_code == 201, sent.content[:300]
            taken += sent.json()["taken"]
    said(capsys, f"{taken} events by the interface: {spent.rates(taken)}")
    spent.keep("events of cases by the interface", taken, PUSH_RATE)
    assert taken / spent.clock >= PUSH_RATE


def shown(window, *, act=False):
    """The median of five times the board is asked for; `act`: after something was recorded, so that it is counted anew."""
    times = []
    for _ in range(5):
        if act:
            actions.connect(by=None, key="approvals", connected=True)
        began = time.perf_counter()
        assert window.get("/approvals/").status_code == 200
        times.append(time.perf_counter() - began)
    return sorted(times)[2]


@pytest.mark.django_db(transaction=True)
def test_a_board_of_millions(steps, source, body, inspector, capsys):
    from kaogong.approvals.queries.board import day_number

    with connection.cursor() as cursor:
        given = {
            "source": source.pk,
            "body": body.pk,
            "item": steps.item_id,
            "version": steps.pk,
            "now": day_number(),
            "cases": CASES,
        }
        cursor.execute(MADE.format(every=RUNNING), given)
        cursor.execute("VACUUM ANALYZE approvals_case")
        cursor.execute("CREATE TEMP TABLE touched AS SELECT id FROM approvals_case")
        cursor.execute(STANDS, {"zone": settings.TIME_ZONE, "since": dt.date(2026, 8, 1)})
        cursor.execute("DROP TABLE touched")
    assert Case.objects.count() == CASES
    for name, trigger, colour, share in (
        ("临期", "reached", "yellow", Decimal(80)),
        ("超期", "past", "red", Decimal(100)),
        ("收费", "fee", "red", None),
    ):
        actions.add_rule(by=None, name=name, trigger=trigger, colour=colour, share=share, since=dt.date(2026, 1, 1))
    began = time.perf_counter()
    issued = actions.issue_cards(by=None)
    cards = time.perf_counter() - began
    began = time.perf_counter()
    again = actions.issue_cards(by=None)
    twice = time.perf_counter() - began
    window = Client()
    window.force_login(inspector)
    window.get("/approvals/")
    board, counted = shown(window), shown(window, act=True)
    said(
        capsys,
        f"{CASES:,} cases: {issued} cards in {cards:.2f} s, none again in {twice:.2f} s; the board in {board * 1000:.0f} ms, "
        f"counted anew after an act in {counted * 1000:.0f} ms",
    )
    keep_arrival(f"the cards of a day, {CASES:,} cases", cards, CARDS, "s")
    keep_arrival(f"the board counted anew, {CASES:,} cases", counted, BOARD, "s")
    report.main()
    assert (issued > 0, again) == (True, 0)
    assert cards <= CARDS
    assert board <= BOARD
    assert counted <= BOARD
