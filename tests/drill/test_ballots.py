"""Ballots are posted while parts of the house are killed: every one that was acknowledged is there, once.

No code is spent without its ballot, none twice, and the shuffle of the box loses none and doubles none.
"""

import http.client
import json
import threading
import time
from collections import Counter

import pytest

from balloting import Voter, codes, command
from kaogong.core.engine.city.register import DAY

HANDS, EACH = 4, 15
"""Phones at once, and ballots of each in a round."""
BOX = "SELECT count(*) FROM listen_slip"
ANSWERS = (
    "SELECT count(*) FROM listen_answer WHERE project_id = (SELECT id FROM listen_project WHERE name = '演练评议')"
)
SPENT = """
SELECT count(*) FROM listen_ticket t JOIN listen_batch b ON b.id = t.batch_id
WHERE t.state <> 'open' AND b.project_id = (SELECT id FROM listen_project WHERE name = '演练评议')
"""
SHUFFLE = """INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'listen.shuffle', '{"timestamp": 0}')"""
OPENED = """
import json
from kaogong.listen.actions import shuffle_box
from kaogong.listen.models import Opinion, Project
project = Project.objects.get(name="演练评议")
shuffle_box(project, all_of_it=True)
print("said:" + json.dumps(sorted(Opinion.objects.filter(project=project).values_list("words", flat=True))))
"""
"""What was said in words is in every ballot another, so that each can be told apart once the box is open."""


@pytest.fixture
def cast_by_many(house):
    """Casts ballots by several phones at once; gives those that were acknowledged, and the seconds it took."""

    def many(marked, names):
        done, began = [], time.monotonic()

        def one(some):
            with Voter(house) as phone:
                for code, words in some:
                    try:
                        if phone.cast(code, names, words):
                            done.append(words)
                    except (OSError, http.client.HTTPException, AssertionError):  # it asks again later
                        continue

        threads = [threading.Thread(target=one, args=(marked[hand::HANDS],)) for hand in range(HANDS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return done, time.monotonic() - began

    return many


def settled(house):
    """As many codes are spent as there are ballots, in the box or out of it; gives how many."""
    spent, there = house.ask(f"SELECT ({SPENT}), ({BOX}) + ({ANSWERS})")[0]
    assert spent == there
    return there


def test_every_ballot_acknowledged_is_there_once(house, rounds, cast_by_many) -> None:
    each = HANDS * EACH
    handed = codes(house, each * (len(rounds) + 1) + 1, str(DAY))
    with Voter(house) as phone:
        names = phone.names(handed[0])
    piles = [
        [(code, f"第{pile}轮{n}") for n, code in enumerate(handed[1 + pile * each : 1 + (pile + 1) * each])]
        for pile in range(len(rounds) + 1)
    ]
    done, length = cast_by_many(piles[0], names)
    assert (len(done), settled(house)) == (each, each)
    cut_off = 0
    for number, part, chance in rounds:
        pile = piles[number + 1]
        before, told = settled(house), []
        casting = threading.Thread(target=lambda pile=pile, told=told: told.extend(cast_by_many(pile, names)))
        casting.start()
        time.sleep(chance.uniform(0, length))
        if part == "worker":
            house.write(SHUFFLE)
            time.sleep(chance.uniform(0, 0.3))
        assert house.kill(part), f"{part} is not there to be killed"
        casting.join()
        house.await_up()
        acknowledged = told[0]
        assert settled(house) - before >= len(acknowledged), (part, "it was said to be there, and is not")
        cut_off += len(acknowledged) < each
        again, _took = cast_by_many(pile, names)
        assert len(again) == each
        assert settled(house) - before == each
    said = command(house, OPENED, str(DAY))
    expected = sorted(words for pile in piles for _code, words in pile)
    found = next(line for line in said.splitlines() if line.startswith("said:"))
    held = Counter(json.loads(found.removeprefix("said:")))
    assert held == Counter(expected)
    assert house.ask(f"SELECT ({BOX}), ({ANSWERS})")[0] == (0, len(expected))
    print(f"\n{len(rounds)} rounds, {cut_off} of them cut off before the end, {len(expected)} ballots")
