"""Raters hand in side by side and a round is closed, while the database is killed with SIGKILL, its server and all its children.

Every ballot that was said to be handed in is counted once, none is half there; the round is open with all of them or closed
with all of them, and it can be closed again. One round in four the pages are killed instead.

There are four rounds for each of `KAOGONG_ROUNDS`. `KAOGONG_STAFF`: how many are rated (20; of 30 there are 930 ballots in a
round).
`KAOGONG_WAITS=off`: the database does not wait for the disk (`synchronous_commit`): the drill then finds ballots lost, which
shows that it would.
"""

import json
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import requests

from drill.conftest import ROUNDS as EACH
from drill.conftest import SEED
from kaogong.core.engine.city.register import DAY
from rating import MADE, OPENED, Rater, said
from standing import PASSWORD

ROUNDS = EACH * 4
STAFF = int(os.environ.get("KAOGONG_STAFF", "20"))
WAITS = os.environ.get("KAOGONG_WAITS", "on")
TURNS = 3
"""How often somebody tries to hand in once everything stands again."""
HANDS = 6
"""Raters at once."""
PHASES = ("hand in", "close", "both")
PARTS = ("database", "database", "database", "server")
HANDED = """
SELECT p.source_id, a.username, count(*) FILTER (WHERE p.state = 'handed'), count(*), bool_or(p.state = 'handed' AND p.marks <> '')
FROM assess_pair p JOIN assess_source s ON s.id = p.source_id JOIN org_account a ON a.person_id = p.rater_id
WHERE s.round_id = %s GROUP BY 1, 2
"""
"""Of every pile: how many are in, how many there are, whether marks stand beside the name."""
ACTS = """
SELECT count(*) FROM audit_event WHERE verb = 'hand_in' AND outcome = 'done'
AND subject IN (SELECT 'assess.source:' || id FROM assess_source WHERE round_id = %s)
"""
CLOSED = "SELECT count(*) FROM audit_event WHERE verb = 'close_round' AND outcome = 'done' AND subject = 'assess.round:' || %s"
TALLIES = """
SELECT count(*), coalesce(sum(t.returned), 0) FROM assess_tally t JOIN assess_source s ON s.id = t.source_id
WHERE s.round_id = %s
"""
DROPS = "SELECT count(*) FROM assess_drop d JOIN assess_source s ON s.id = d.source_id WHERE s.round_id = %s"


@pytest.fixture(scope="module")
def waiting(house):
    """A database that waits for the disk before it says that something is written; `KAOGONG_WAITS` to the contrary."""
    with psycopg.connect(host=str(house.socket), user="kaogong", dbname="kaogong", autocommit=True) as link:
        link.execute(f"ALTER DATABASE kaogong SET synchronous_commit = {WAITS}")
        link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    house.await_up()
    asked = (
        "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
    )
    assert house.ask(asked)[0] == ("on", WAITS, "on")


@pytest.fixture(scope="module")
def made(house, waiting):
    """Rounds that are open: their numbers, and the piles of ballots by source and rater."""
    words = MADE.replace("STAFF_", str(STAFF)).replace("ROUNDS_", str(ROUNDS + 1)).replace("PASSWORD_", PASSWORD)
    return [
        (one, {tuple(key.split(":")): pile for key, pile in piles.items()})
        for one, piles in said(house, words, str(DAY))
    ]


@pytest.fixture(scope="module")
def raters(house, made):
    """Everybody who rates, signed in, and the mark he gives: each another."""
    names = sorted({name for _source, name in made[0][1]})
    held = {name: (Rater(house, name), 50 + number) for number, name in enumerate(names)}
    yield held
    for one, _mark in held.values():
        one.close()


class Going:
    """One round while it goes: what was said to be in, and how it stands."""

    def __init__(self, house, office, raters, one, piles):
        self.house, self.office, self.raters, self.one, self.piles = house, office, raters, one, piles
        self.acknowledged = set()

    def hand_in(self):
        """Everybody who was not told so hands in, several at once; one person does one thing after the other."""
        by_name = {}
        for (source, name), pile in self.piles.items():
            if (source, name) not in self.acknowledged:
                by_name.setdefault(name, []).append((source, pile))

        def work(name):
            rater, mark = self.raters[name]
            for source, pile in by_name[name]:
                if rater.hand_in(source, pile, mark):
                    self.acknowledged.add((source, name))

        with ThreadPoolExecutor(HANDS) as pool:
            list(pool.map(work, by_name))

    def all_in(self):
        """Everybody has handed in; who was told of a fault tries again, as people do."""
        for _turn in range(TURNS):
            self.hand_in()
            there = {(str(source), name) for source, name, number, *_ in self.house.ask(HANDED, self.one) if number}
            if there == set(self.piles):
                return
            print("again:", {name: self.raters[name][0].last for _source, name in set(self.piles) - there}, flush=True)
        raise AssertionError("not everybody could hand in")

    def close(self):
        """Whether it was said that the round is closed."""
        page = f"/assess/rounds/{self.one}/"
        try:
            return "已办结，可用于正式计分" in self.office.act(page, f"{page}close/").text
        except (requests.RequestException, TypeError):  # no answer, or a page without a form
            return False

    def look(self, told):
        """Closed with every ballot counted once, or open with every ballot there; gives whether it is closed."""
        state = self.house.ask("SELECT state FROM assess_round WHERE id = %s", self.one)[0][0]
        drops, (tallies, returned) = self.house.ask(DROPS, self.one)[0][0], self.house.ask(TALLIES, self.one)[0]
        acts, ends = self.house.ask(ACTS, self.one)[0][0], self.house.ask(CLOSED, self.one)[0][0]
        piles = {(str(source), name): rest for source, name, *rest in self.house.ask(HANDED, self.one)}
        anonymous = {str(key) for (key,) in self.house.ask(
            "SELECT id FROM assess_source WHERE round_id = %s AND anonymous", self.one)}  # fmt: skip
        assert not [key for key, (there, all_, _) in piles.items() if there not in {0, all_}], "half of a pile is in"
        there = {key for key, (number, _, _) in piles.items() if number}
        lost = sum(len(self.piles[key]) for key in self.acknowledged - there)
        assert not lost, f"{lost} ballots of {sum(map(len, self.piles.values()))} were said to be in, and are not"
        assert acts == len(there)
        assert not [key for key in there if piles[key][2] and key[0] in anonymous], "marks beside a name"
        if state == "open":
            assert (tallies, ends, told) == (0, 0, False)
            assert drops == sum(1 for source, _ in there if source in anonymous)
            return False
        assert (state, drops, ends, tallies) == ("closed", 0, 1, STAFF * 3)
        assert returned == sum(len(self.piles[key]) for key in there)
        self.counted = there
        return True


def expected(house, goings):
    """The marks that have to come out, by source and entrant."""
    whom = dict(house.ask("SELECT p.id, p.entrant_id FROM assess_pair p"))
    found = {str(key): {} for going in goings for key in {source for source, _ in going.piles}}
    for going in goings:
        for (source, name), pile in going.piles.items():
            for pair in pile:
                marks = found[source].setdefault(str(whom[pair]), [])
                if (source, name) in going.counted:
                    marks.append(going.raters[name][1])
    return {key: {one: list(map(str, sorted(marks))) for one, marks in held.items()} for key, held in found.items()}


def uncut(going):
    """A round without a fault; gives the seconds of handing in and of closing."""
    began = time.monotonic()
    going.hand_in()
    between = time.monotonic()
    assert going.acknowledged == set(going.piles)
    assert not going.look(told=False)
    closing = time.monotonic()
    assert going.close()
    ended = time.monotonic()
    assert going.look(told=True)
    return between - began, ended - closing


def cut(house, going, phase, part, moments):
    """Kill a part while ballots are handed in, while the round is closed, or both; gives whether it was said to be closed."""
    handing, closing, chance = moments
    told, works = [], []
    if phase == "close":
        going.all_in()
    else:
        works.append(threading.Thread(target=going.hand_in))
        works[0].start()
        time.sleep(chance.uniform(0, handing * 0.9))
    if phase != "hand in":
        works.append(threading.Thread(target=lambda: told.append(going.close())))
        works[-1].start()
        time.sleep(chance.uniform(0, closing * 1.1))
    assert house.kill(part), f"{part} is not there to be killed"
    for one in works:
        one.join()
    house.await_up()
    return any(told)


def test_what_was_handed_in_is_counted_once(house, office, made, raters):
    chance, goings, done = random.Random(SEED), [], {"cut while handing in": 0, "open after the cut": 0}
    handing, closing = uncut(Going(house, office, raters, *made[0]))
    print(
        f"\n{len(raters)} raters, {sum(map(len, made[0][1].values()))} ballots: {handing:.1f} s, closed in {closing:.2f} s"
    )
    for number, (one, piles) in enumerate(made[1:]):
        phase, part = PHASES[number % len(PHASES)], chance.choice(PARTS)
        going = Going(house, office, raters, one, piles)
        goings.append(going)
        told = cut(house, going, phase, part, (handing, closing, chance))
        print(
            f"{number + 1}: {part} killed, {phase}: {len(going.acknowledged)} of {len(piles)} piles, closed: {told}",
            flush=True,
        )
        done["cut while handing in"] += going.acknowledged != set(piles)
        if not going.look(told):
            done["open after the cut"] += 1
            going.all_in()
            assert not going.look(told=False)
            assert going.close(), (phase, part)
            assert going.look(told=True)
            assert going.counted == set(piles)
    found = said(house, OPENED, str(DAY))
    wanted = expected(house, goings)
    assert {key: found[key] for key in wanted} == wanted
    counted = sum(len(marks) for held in wanted.values() for marks in held.values())
    print(f"{len(goings)} rounds under kill -9, {json.dumps(done)}, {counted} ballots counted, none lost, none twice")
