"""Ballots cast over the wire at a house that stands: for the drill that kills it, and for the bench that counts them."""

import http.client
import os
import re
import subprocess
import sys
import urllib.parse

from standing import ROOT

DONE = "答卷已收到"
DJANGO = """
import datetime as dt
from kaogong.listen import actions
from kaogong.listen.models import Project, Stratum
from kaogong.org import actions as register
from kaogong.org.models import Unit
from kaogong.org.queries import today
day = dt.timedelta(days=1)
project = Project.objects.filter(name="演练评议").first()
if project is None:
    unit = Unit.objects.filter(code="u01").first() or register.found_unit(
        by=None, code="u01", name="示范局", level="city", track="government", since=dt.date(2020, 1, 1))
    last = {"publicise": -1, "evaluate": 20, "tally": 30, "report": 40}
    stages, first = {}, today() - 9 * day
    for key, days in last.items():
        stages[key] = (first, today() + days * day)
        first = stages[key][1] + day
    project = actions.plan_project(by=None, name="演练评议", year=today().year, stages=stages, minimum_group=3)
    actions.add_subjects(by=None, project=project, rows=[{"unit": unit, "duties": "管公路、公交和货运。"}])
    sheet = actions.draft_sheet(by=None, project=project, title="评议问卷")
    five = [{"key": key, "words": key, "points": str(points)} for key, points in (("very", 100), ("good", 80), ("bad", 0))]
    for place in (1, 2, 3):
        actions.set_question(by=None, sheet=sheet, code=f"q{place}", kind="satisfaction", words=f"您满意吗（{place}）？", options=five)
    actions.set_question(by=None, sheet=sheet, code="t", kind="text", words="想说具体的事", each=True)
    actions.issue_sheet(by=None, sheet=sheet)
    actions.add_group(by=None, project=project, code="g1", name="居民", strata={"城区": 1000000}, quota=500000)
    actions.begin(by=None, project=project)
    actions.open_evaluation(by=None, project=project, open_link=False)
_batch, handed = actions.issue_batch(by=None, stratum=Stratum.objects.get(group__project=project), way="letter", number=NUMBER)
print("codes:" + " ".join(one.code for one in handed))
"""
"""An evaluation of one unit by one group, three questions and one in words, open on the day of the house; and codes for it."""
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ASKED = re.compile(r'type="radio" name="([^"]+)"')
WORDS = re.compile(r'<textarea id="[^"]+" name="([^"]+)"')


def command(house, words, day=""):
    """What is said when words are run as a command of the house."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KAOGONG_TODAY"}}
    kept |= {"KAOGONG_HOME": str(house.folder), "DJANGO_SETTINGS_MODULE": "kaogong.web.settings", "KAOGONG_TODAY": day}
    asked = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", words]
    done = subprocess.run(asked, env=kept, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def codes(house, number, day=""):
    """So many codes of the evaluation, which is made where there is none yet."""
    said = command(house, DJANGO.replace("NUMBER", str(number)), day)
    return next(line for line in said.splitlines() if line.startswith("codes:")).removeprefix("codes:").split()


class Voter:
    """A phone that keeps its connection: no script, no cookie."""

    def __init__(self, house):
        self.host = urllib.parse.urlsplit(house.address).netloc
        self.link = None

    def __enter__(self):
        return self

    def __exit__(self, *_raised):
        if self.link is not None:
            self.link.close()

    def post(self, **fields):
        """The page that answers."""
        if self.link is None:
            self.link = http.client.HTTPConnection(self.host, timeout=60)
        body = urllib.parse.urlencode(fields)
        head = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "zh-CN"}
        try:
            self.link.request("POST", "/listen/b/", body, head)
            answer = self.link.getresponse()
            words = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.link.close()
            self.link = None
            raise
        assert answer.status == 200, (answer.status, words[:500])
        return words

    def names(self, code):
        """The fields of a ballot, as its views ask for them one after the other: of choices, and of words."""
        page, asked, words = self.post(code=code), [], []
        while True:
            asked += dict.fromkeys(ASKED.findall(page))
            words += WORDS.findall(page)
            if 'value="next"' not in page:
                return asked, words
            page = self.post(**dict(FIELD.findall(page)), go="next")

    def cast(self, code, names, words="", key="good"):
        """Whether the ballot was said to be there."""
        asked, told = names
        fields = dict.fromkeys(asked, key) | {one: words for one in told if words}
        return DONE in self.post(code=code, go="send", place=str(len(asked) - 1), **fields)
