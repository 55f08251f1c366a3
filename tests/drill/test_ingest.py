"""Events of 500 cases are pushed while parts of the house are killed, and pushed again: no case is lost, none counted twice.

The same 2,000 events go in as often as it takes; after every round each case stands once, with all its events, decided.
"""

import datetime as dt
import os
import subprocess
import sys
import time

import requests

from standing import PATIENCE, ROOT

CASES, STEPS = 500, ("accept", "step", "step", "decide")
SOURCE, ITEM = "drill", "u01-1"
DJANGO = """
import datetime as dt
from kaogong.approvals import actions
from kaogong.approvals.models import Body, Item, Source
from kaogong.org import actions as register
from kaogong.org.models import Account, Unit
since = dt.date(2020, 1, 1)
unit = Unit.objects.get(code="u01")
source = Source.objects.filter(code="drill").first() or actions.add_source(by=None, code="drill", name="演练")
if not Item.objects.filter(code="u01-1").exists():
    body = Body.objects.filter(unit=unit).first() or actions.register_body(by=None, unit=unit, kind="statutory", since=since)
    actions.set_item(by=None, body=body, code="u01-1", name="演练许可", basis="示范条例", statutory_days=20, promised_days=10,
                     since=since)
account = Account.objects.get(username="discipline")
reach = [register.Reaching("approvals", write=True)]
made, secret = register.issue_token(by=None, account=account, name="演练系统", until=dt.date(2026, 12, 1), scopes=reach,
                                    request="函")
print("secret:" + secret)
"""


def token(house):
    """A source, an item and a token, made as a command of the house would."""
    words = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    words |= {"KAOGONG_HOME": str(house.folder), "DJANGO_SETTINGS_MODULE": "kaogong.web.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "shell", "-c", DJANGO],
        env=words,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return next(line for line in done.stdout.splitlines() if line.startswith("secret:")).removeprefix("secret:")


def events(number):
    """Every event of every case of a round."""
    first = dt.date(2026, 8, 3)
    for case in range(CASES):
        for turn, verb in enumerate(STEPS):
            at = f"{first + dt.timedelta(days=turn)} 09:00"
            more = {"item": ITEM} if verb == "accept" else {"step": f"s{turn}"} if verb == "step" else {}
            yield {"number": f"R{number}-{case}-{turn}", "case": f"R{number}-{case}", "verb": verb, "at": at} | more


def push(house, secret, number, turn):
    """Send a round once; the key is new each time, so that what was sent before is told apart by its events alone."""
    head = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"drill-{number}-{turn}-{time.monotonic_ns()}"}
    content = {"source": SOURCE, "events": list(events(number))}
    return requests.post(f"{house.address}/api/approvals/events", json=content, headers=head, timeout=PATIENCE)


def there(house, number):
    """Cases of a round, those decided, their events, and how many events the cases say they have."""
    cases = "SELECT count(*), count(*) FILTER (WHERE state = 'done'), coalesce(sum(events), 0) FROM approvals_case WHERE number LIKE %s"
    told = "SELECT count(*), count(DISTINCT number) FROM approvals_caseevent WHERE number LIKE %s"
    return (*house.ask(cases, f"R{number}-%")[0], *house.ask(told, f"R{number}-%")[0])


def test_no_case_is_lost_or_counted_twice(house, cut, rounds):
    secret = token(house)
    many = CASES * len(STEPS)
    whole = (CASES, CASES, many, many, many)
    began = time.monotonic()
    first = push(house, secret, "first", 0)
    assert first.status_code == 201, first.text[:500]
    length = time.monotonic() - began
    assert there(house, "first") == whole
    cut_off = 0
    for number, part, chance in rounds:
        answer = cut(part, chance.uniform(0, length), lambda number=number: push(house, secret, number, 0))
        held = there(house, number)
        assert held in {(0, 0, 0, 0, 0), whole}, (part, held)
        assert held == whole or answer is None, "it was said to be taken, and is not there"
        cut_off += held != whole
        again = push(house, secret, number, 1)
        assert again.status_code == 201, again.text[:500]
        assert again.json()["taken"] + again.json()["again"] == many
        assert there(house, number) == whole
        twice = push(house, secret, number, 2).json()
        assert (twice["taken"], twice["again"], twice["bad"]) == (0, many, 0)
    print(f"\n{len(rounds)} rounds, {cut_off} of them cut off before the end")
