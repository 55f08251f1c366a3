"""Rounds of ratings in a house that stands, and raters who hand in over the wire: for the drill that kills it."""

import json
import re

import requests

from balloting import command
from standing import Person

MADE = """
import datetime as dt, json
from django.contrib.auth.hashers import make_password
from kaogong.assess import actions
from kaogong.assess.models import Pair
from kaogong.org import actions as register
from kaogong.org.models import Account, Portfolio
from kaogong.org.queries import today
from kaogong.plan.models import Cycle
STAFF, ROUNDS, since = STAFF_, ROUNDS_, dt.date(2020, 1, 1)
password = make_password("PASSWORD_")
unit = register.found_unit(by=None, code="drill", name="演练局", level="city", track="government", since=since)
leader = register.register_person(by=None, code="drill-leader", name="分管领导")
Portfolio.objects.create(leader=leader, unit=unit, kind="manages", since=since)
staff = [register.register_person(by=None, code=f"drill-{n}", name=f"职员{n:02d}") for n in range(STAFF)]
for one in staff:
    register.appoint(by=None, person=one, unit=unit, title="岗位", grade="staff", since=since)
raters = {}
for n, one in enumerate([*staff, leader]):
    Account.objects.create(username=one.code, person=one, password=password)
    raters[one.pk] = one.code
groups = (("本人自评", "self", False), ("同事互评", "peers", True), ("领导评价", "leader", False))
sources = [{"kind": "rate", "name": name, "who": who, "anonymous": box, "required": False} for name, who, box in groups]
cycle, told = Cycle.objects.get(year=today().year), []
for number in range(ROUNDS):
    one = actions.prepare_round(
        by=None, cycle=cycle, name=f"演练第{number}轮", kind="special", period=str(today().year), opens=today(), items=[],
        sources=sources, entrants=[(unit, each) for each in staff])
    actions.pair_raters(by=None, one=one, seed="1")
    one = actions.open_round(by=None, one=one, accepted=True)
    piles = {}
    for pair in Pair.objects.filter(source__round=one).order_by("pk"):
        piles.setdefault(f"{pair.source_id}:{raters[pair.rater_id]}", []).append(pair.pk)
    told.append([one.pk, piles])
print("said:" + json.dumps(told))
"""
"""A unit whose staff rate themselves and, without names, each other, and are rated by a leader; rounds of them, all open."""
OPENED = """
import json
from kaogong.assess.models import Tally
from kaogong.assess.queries.ballots import Counted
told = {}
for one in Tally.objects.filter(source__round__name__startswith="演练第").select_related("source"):
    marks = [values[""] for values, _fine, _why in Counted.of(one.words).ballots]
    told.setdefault(one.source_id, {})[one.entrant_id] = sorted(marks, key=int)
print("said:" + json.dumps(told))
"""
"""The marks that came out, by source and entrant."""


def said(house, words, day):
    """What a command of the house tells."""
    lines = command(house, words, day).splitlines()
    return json.loads(next(line for line in lines if line.startswith("said:")).removeprefix("said:"))


class Rater(Person):
    """Somebody who rates: every pile of ballots is filled in and handed in with one form, as on the page."""

    def hand_in(self, source, pairs, mark):
        """Whether it was said that the ballots are in: the answer itself, not the page shown after it. `last`: what was said."""
        page = f"{self.house.address}/assess/ratings/{source}/"
        try:
            shown = self.get(page, timeout=60)
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)
            if shown.status_code != 200 or token is None or "/sign-in/" in shown.url:
                self.last = (shown.status_code, shown.url, shown.text[:300])
                return False
            given = {f"m_{pair}_0": str(mark) for pair in pairs}
            given |= {"csrfmiddlewaretoken": token[1], "submit": "1"}
            answer = self.post(page, data=given, timeout=60, allow_redirects=False)
        except requests.RequestException as error:
            self.last = repr(error)
            return False
        self.last = (answer.status_code, answer.text[:300])
        return answer.status_code == 302 and "/assess/ratings/" in answer.headers["Location"]
