"""Results are decided and published while parts of the house are killed: each step wholly done or not at all, and once."""

import collections
import re
import time

import pytest

from kaogong.core.chain import digest
from standing import PATIENCE, Person

STEPS = ("draw", "begin", "close", "approve", "publish")
STATES = dict(zip(STEPS, ("draft", "open", "closed", "approved", "published"), strict=True))
VERBS = {
    "draw": "draw_settlement",
    "begin": "begin_publicity",
    "close": "close_publicity",
    "approve": "approve_settlement",
    "publish": "publish",
}
OFTEN = (*STEPS, "publish", "publish", "publish", "publish")
"""Half of the rounds cut publication itself."""
SCHEMES = (
    "comprehensive_grade",
    "economic_grade",
    "service_grade",
    "party_grade",
    "district_grade",
    "township_grade",
    "institution_grade",
)


class Settling:
    """Carries the results of formal runs from drawing up to publication, one scheme of one run after another."""

    def __init__(self, house, office, decision):
        self.house, self.office, self.decision = house, office, decision
        there = set(house.ask("SELECT run_id, scheme FROM decide_settlement"))
        runs = house.ask("SELECT id FROM assess_run WHERE purpose <> 'trial' AND state = 'done' ORDER BY id")
        self.left = [one for (run,) in runs for scheme in SCHEMES if (one := (run, scheme)) not in there]
        self.body = house.ask("SELECT id FROM org_body WHERE kind = 'leading' ORDER BY id LIMIT 1")[0][0]
        self.whole = {}
        """By scheme: the rows a settlement has at its end."""

    def take(self, number):
        """The next run and scheme; a correction of the last run when all are settled."""
        if not self.left:
            run = self.house.ask("SELECT max(id) FROM assess_run WHERE state = 'done' AND purpose <> 'trial'")[0][0]
            self.office.act(f"/assess/runs/{run}/", f"/assess/runs/{run}/again/", reason=f"第 {number} 轮")
            self.left = [(self._scored(run), scheme) for scheme in SCHEMES]
        self.run, self.scheme = self.left.pop(0)
        self.number = f"演练〔2026〕{number}号"

    def _scored(self, before):
        until = time.monotonic() + PATIENCE * 2
        while time.monotonic() < until:
            run, state = self.house.ask("SELECT id, state FROM assess_run ORDER BY id DESC LIMIT 1")[0]
            if run > before and state == "done":
                return run
            time.sleep(0.3)
        raise AssertionError((run, state))

    @property
    def settlement(self):
        """The one being carried through; None: not drawn up yet."""
        found = self.house.ask(
            "SELECT id FROM decide_settlement WHERE run_id = %s AND scheme = %s", self.run, self.scheme
        )
        assert len(found) <= 1, found
        return found[0][0] if found else None

    @property
    def step(self):
        """The last step that was taken."""
        if self.settlement is None:
            return None
        state = self.house.ask("SELECT state FROM decide_settlement WHERE id = %s", self.settlement)[0][0]
        return next(step for step, held in STATES.items() if held == state)

    def do(self, step):
        """Take a step, by its page."""
        if step == "draw":
            cycle = self.house.ask("SELECT cycle_id FROM assess_run WHERE id = %s", self.run)[0][0]
            page = f"/decide/draw/?cycle={cycle}"
            return self.office.act(page, page, source=f"{self.run}:{self.scheme}")
        base = f"/decide/settlements/{self.settlement}/"
        if step in {"begin", "close"}:
            return self.office.act(base, f"{base}{step}/")
        if step == "approve":
            given = {"number": f"委{self.number}", "body": self.body, "day": "2026-09-04"}
            return self.decision.act(f"{base}approve/", f"{base}approve/", **given)
        given = {"number": self.number, "issuer": "市效能办", "audience": "public", "publish_on": "2026-09-04"}
        return self.office.act(f"{base}publish/", f"{base}publish/", **given)

    def days_pass(self):
        """The days of publicity are over; the demonstration stands still in its day."""
        first = "publicity_since - 30, publicity_until = publicity_until - 30"
        self.house.write(
            f"UPDATE decide_settlement SET publicity_since = {first} WHERE id = %s AND publicity_until >= '2026-09-04'",
            self.settlement,
        )

    def rows(self):
        """How many rows of each kind the settlement has."""
        counted = {
            "lines": "SELECT count(*) FROM decide_proposal WHERE settlement_id = %s",
            "places": "SELECT count(*) FROM decide_quota WHERE settlement_id = %s",
            "publications": "SELECT count(*) FROM decide_publication WHERE settlement_id = %s",
            "consequences": "SELECT count(*) FROM decide_consequence WHERE settlement_id = %s",
            "deliveries": "SELECT count(*) FROM decide_delivery d JOIN decide_publication p ON p.id = d.publication_id"
            " WHERE p.settlement_id = %s",
        }
        return {name: self.house.ask(query, self.settlement)[0][0] for name, query in counted.items()}

    def look(self):
        """Whatever step it stands at: everything of the steps taken is there once, nothing of the others."""
        at = self.step
        if at is None:
            return
        taken = STEPS[: STEPS.index(at) + 1]
        acts = dict(
            self.house.ask(
                "SELECT verb, count(*) FROM audit_event WHERE subject = %s AND outcome = 'done' GROUP BY verb",
                f"decide.settlement:{self.settlement}",
            )
        )
        assert acts == {VERBS[step]: 1 for step in taken}, (at, acts)
        rows = self.rows()
        assert rows["lines"] > 0
        assert rows["publications"] == (at == "publish")
        if at != "publish":
            assert rows["consequences"] == rows["deliveries"] == 0, rows
        whole = self.whole.setdefault(self.scheme, rows) if at == "publish" else self.whole.get(self.scheme, rows)
        assert (rows["lines"], rows["places"]) == (whole["lines"], whole["places"])
        if at == "publish":
            assert rows == whole
            self.opens()

    def opens(self):
        """The code opens the record, whose text is what its hash names."""
        asked = "SELECT code, text, sm3 FROM decide_publication WHERE settlement_id = %s"
        code, text, sm3 = self.house.ask(asked, self.settlement)[0]
        assert digest(text.encode()) == sm3
        shown = self.office.get(f"{self.house.address}/public/verify/", params={"code": code.lower()}, timeout=60)
        assert shown.ok, shown.status_code
        assert code in shown.url
        assert sm3 in shown.text
        assert "原文与摘要值相符" in shown.text


@pytest.fixture(scope="module")
def settling(house, office):
    house.await_idle()  # the city settles its own closed years first
    with Person(house, "decision") as decision:
        yield Settling(house, office, decision)


def words(answer):
    """What a page says in its middle."""
    middle = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    return re.sub(r"(<[^>]+>|\s)+", " ", middle[0] if middle else answer.text)[:2000]


def uncut(settling, number):
    """One settlement without a fault, for its times and its rows; gives the seconds of every step."""
    settling.take(number)
    took = {}
    for step in STEPS:
        began = time.monotonic()
        answer = settling.do(step)
        took[step] = time.monotonic() - began
        assert (answer.ok, settling.step) == (True, step), words(answer)
        if step == "begin":
            settling.days_pass()
        settling.look()
    return took


def test_every_step_is_done_once_or_not_at_all(house, settling, cut, rounds) -> None:
    took = uncut(settling, 0)
    undone, told = 0, collections.Counter()
    for number, part, chance in rounds:
        settling.take(number + 1)
        chosen = chance.choice(OFTEN)
        for step in STEPS:
            if step == chosen:
                before = settling.step
                answer = cut(part, chance.uniform(0, took[step]), lambda step=step: settling.do(step))
                told[step] += 1
                assert settling.step in {before, step}, (part, step)
                settling.look()
                if settling.step != step:
                    assert answer is None or not answer.ok or not answer.history, (part, step)
                    undone += 1
                    again = settling.do(step)
                    assert again.ok, (part, step, words(again))
                elif (
                    answer is None and step != "draw"
                ):  # done, but nobody was told: who tries again is told, and it is once
                    settling.do(step)
                    settling.look()
            else:
                answer = settling.do(step)
                assert answer.ok, (step, words(answer))
            assert settling.step == step
            if step == "begin":
                settling.days_pass()
        settling.look()
    last, held = house.ask("SELECT max(number), count(*) FROM audit_event")[0]
    assert last == held
    print(f"\n{len(rounds)} rounds ({dict(told)}), {undone} of them cut off before the end")
