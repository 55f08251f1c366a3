"""Two acts at the very same instant: one is done, the other waits for it and is refused with a sentence, or follows it whole."""

import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, transaction

from assess.conftest import DAY
from kaogong.assess import actions
from kaogong.assess.models import (
    Entrant,
    Meeting,
    Outcome,
    Pass,
    Review,
    Round,
    ScoreSheet,
    SelfMark,
    SelfReport,
    Source,
)
from kaogong.assess.models import Step as Stage
from kaogong.audit.actions import Refused
from kaogong.audit.actions.chain import LOCK
from kaogong.audit.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("november")]
WAITING = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND database IS NOT NULL OR NOT granted AND transactionid IS NOT NULL"
PATIENCE = 30
SELF = {"kind": "self", "name": "自评"}
SHEET = {"kind": "sheet", "name": "领导评价", "who": "leader", "required": False}


def at_once(*works, order=False):
    """Begin all before any can end: the last step of an act, its event, is held back until each of them waits.

    `order`: each begins only once the one before it waits.
    """
    came = [None] * len(works)

    def run(number):
        try:
            came[number] = works[number]()
        except Exception as what:  # noqa: BLE001 - told below
            came[number] = what
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

        def wait(number):
            until = time.monotonic() + PATIENCE
            while sum(one.is_alive() for one in threads[:number]) and time.monotonic() < until:
                cursor.execute(WAITING)
                if cursor.fetchone()[0] >= sum(one.is_alive() for one in threads[:number]):
                    return
                time.sleep(0.02)

        for number, one in enumerate(threads, 1):
            one.start()
            if order:
                wait(number)
        wait(len(threads))
    for one in threads:
        one.join(PATIENCE)
    assert not any(one.is_alive() for one in threads), "they wait for each other"
    wrong = [one for one in came if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not wrong, wrong
    return came


def refused(came):
    """The sentence of the one that was refused; the other was done."""
    words = [str(one) for one in came if isinstance(one, Refused)]
    assert len(words) == 1, came
    return words[0]


def done(verb):
    return Event.objects.filter(verb=verb, outcome="done").count()


def fresh(row):
    """A thing as another session has read it."""
    return type(row).objects.get(pk=row.pk)


def leaders(one, make_account, bureau):
    """Two who may fill in the same sheet; source, entrant and item."""
    return [make_account(("leader", bureau)) for _ in range(2)], one.sources.get(), one.entrants.get(), one.items.get()


def test_a_self_report_two_begin(make_round):
    one = make_round(sources=[SELF])
    entrant, item = one.entrants.get(), one.items.get()

    def write(words, score):
        given = {item.pk: {"words": words, "score": Decimal(score)}}
        return lambda: actions.write_self(by=None, entrant=fresh(entrant), words=words, marks=given, seen=0)

    came = at_once(write("甲写的", "90"), write("乙写的", "80"))
    assert "改过这份自评" in refused(came)
    held, mark = SelfReport.objects.get(), SelfMark.objects.get()
    assert (held.words, mark.words, held.edition, done("write_self")) == (mark.words, held.words, 1, 1)


def test_a_sheet_two_begin(make_round, make_account, bureau):
    one = make_round([("甲", "60")], [SHEET])
    (first, second), source, entrant, item = leaders(one, make_account, bureau)

    def score(by, value):
        return lambda: actions.score(
            by=by, source=fresh(source), entrant=fresh(entrant), marks={item.pk: {"score": value}}
        )

    came = at_once(score(first, Decimal(50)), score(second, Decimal(40)))
    assert {one.pk for one in came} == {ScoreSheet.objects.get().pk}
    assert done("score") == 2


@pytest.mark.parametrize("verb", ["score", "submit_sheet", "return_sheet"])
def test_a_round_is_closed_while_a_sheet_goes(verb, make_round, make_account, bureau):
    one = make_round([("甲", "60")], [SHEET])
    (leader, _), source, entrant, item = leaders(one, make_account, bureau)
    sheet = actions.score(by=leader, source=source, entrant=entrant, marks={item.pk: {"score": Decimal(50)}})
    if verb == "return_sheet":
        actions.submit_sheet(by=leader, sheet=sheet)
    sheet = ScoreSheet.objects.select_related("source__round", "entrant__round").get()
    acts = {
        "score": lambda: actions.score(
            by=leader, source=sheet.source, entrant=sheet.entrant, marks={item.pk: {"score": Decimal(40)}}
        ),
        "submit_sheet": lambda: actions.submit_sheet(by=leader, sheet=sheet),
        "return_sheet": lambda: actions.return_sheet(by=None, sheet=sheet, reason="再看"),
    }
    before = (sheet.state, sheet.marks.get().score)
    came = at_once(lambda: actions.close_round(by=None, one=fresh(one)), acts[verb], order=True)
    assert "已经办结" in refused(came)
    assert fresh(one).state == "closed"
    held = ScoreSheet.objects.get()
    assert (held.state, held.marks.get().score) == before


def test_a_round_waits_for_the_sheet_that_is_being_handed_in(make_round, make_account, bureau):
    one = make_round([("甲", "60")], [SHEET | {"required": True}])
    (leader, _), source, entrant, item = leaders(one, make_account, bureau)
    sheet = actions.score(by=leader, source=source, entrant=entrant, marks={item.pk: {"score": Decimal(50)}})
    at_once(
        lambda: actions.submit_sheet(by=leader, sheet=sheet),
        lambda: actions.close_round(by=None, one=fresh(one)),
        order=True,
    )
    assert (fresh(one).state, ScoreSheet.objects.get().state) == ("closed", "submitted")


def test_a_round_is_closed_while_a_self_report_goes(make_round):
    one = make_round(sources=[SELF | {"required": False}])
    entrant = Entrant.objects.select_related("round").get()
    came = at_once(
        lambda: actions.close_round(by=None, one=fresh(one)),
        lambda: actions.write_self(by=None, entrant=entrant, words="晚了"),
        order=True,
    )
    assert "已经办结" in refused(came)
    assert not SelfReport.objects.exists()


def twice(act):
    """Two clicks on one button: the second is refused, and there is one event."""
    came = at_once(act, act)
    assert refused(came)
    return next(one for one in came if not isinstance(one, Refused))


def test_a_round_is_closed_by_two_clicks(make_round):
    one = make_round(sources=[SELF | {"required": False}])
    assert twice(lambda: actions.close_round(by=None, one=fresh(one))).state == "closed"
    assert done("close_round") == 1


def test_a_round_is_started_and_prepared_by_two_clicks(make_round):
    one = make_round(sources=[SELF], state="draft")
    assert twice(lambda: actions.open_round(by=None, one=fresh(one))).state == "open"
    assert done("open_round") == 1
    assert twice(lambda: make_round(sources=[SELF], state="draft", name="同名")).name == "同名"
    assert Round.objects.filter(name="同名").count() == 1


def test_a_step_is_begun_and_closed_by_two_clicks(make_round):
    make_round(sources=[SELF | {"required": False}], steps=["自查"])
    for verb, state in (("open_step", "open"), ("close_step", "closed")):
        assert twice(lambda verb=verb: getattr(actions, verb)(by=None, step=Stage.objects.get())).state == state
        assert done(verb) == 1


@pytest.mark.parametrize("verb", ["sign_self", "return_self"])
def test_a_self_report_is_signed_or_returned_by_two_clicks(verb, make_round):
    one = make_round(sources=[SELF], signed=True)
    item = one.items.get()
    given = {item.pk: {"words": "已完成", "score": Decimal(90)}}
    report = actions.write_self(by=None, entrant=one.entrants.get(), words="好", marks=given)
    actions.submit_self(by=None, report=report)
    more = {"reason": "缺材料"} if verb == "return_self" else {}
    twice(lambda: getattr(actions, verb)(by=None, report=fresh(report), **more))
    assert done(verb) == 1


def test_a_self_report_is_handed_in_by_two_clicks(make_round):
    one = make_round(sources=[SELF], signed=True)
    given = {one.items.get().pk: {"words": "已完成", "score": Decimal(90)}}
    report = actions.write_self(by=None, entrant=one.entrants.get(), words="好", marks=given)
    assert twice(lambda: actions.submit_self(by=None, report=fresh(report))).version == 1
    assert done("submit_self") == 1


@pytest.mark.parametrize("verb", ["submit_sheet", "return_sheet"])
def test_a_sheet_is_handed_in_or_returned_by_two_clicks(verb, make_round, make_account, bureau):
    one = make_round([("甲", "60")], [SHEET])
    (leader, _), source, entrant, item = leaders(one, make_account, bureau)
    sheet = actions.score(by=leader, source=source, entrant=entrant, marks={item.pk: {"score": Decimal(50)}})
    if verb == "return_sheet":
        actions.submit_sheet(by=leader, sheet=sheet)
    given = {"by": None, "reason": "再看"} if verb == "return_sheet" else {"by": leader}
    twice(lambda: getattr(actions, verb)(sheet=fresh(sheet), **given))
    assert done(verb) == 1


def test_a_review_two_make_and_finish(make_round, hand_in):
    entrant = make_round([("甲", "60")], [SELF, {"kind": "review", "name": "复核"}]).entrants.get()
    hand_in(entrant, "60")
    item = entrant.round.items.get()

    def review(score):
        return lambda: actions.review(
            by=None, entrant=fresh(entrant), marks={item.pk: (Decimal(score), f"缺项 {score}")}
        )

    at_once(review(55), review(40))
    assert sorted(Review.objects.values_list("version", flat=True)) == [1, 2]
    twice(lambda: actions.finish_review(by=None, entrant=fresh(entrant)))
    assert done("finish_review") == 1


def test_results_from_outside_two_enter(make_round):
    one = make_round([], [{"kind": "import", "name": "综治考核"}])
    source, entrant = one.sources.get(), one.entrants.get()

    def take(value):
        given = {"source": fresh(source), "values": {entrant.pk: Decimal(value)}}
        return lambda: actions.take_outcomes(by=None, **given)

    assert "更正请写明理由" in refused(at_once(take(88), take(77)))
    assert Outcome.objects.count() == 1


def test_a_meeting_is_planned_and_begun_by_two_clicks(make_round):
    groups = {"kind": "rate", "name": "代表测评", "who": "codes", "anonymous": True}
    one = make_round([], [groups])
    given = {"name": "测评会", "held_on": DAY, "sources": list(Source.objects.all())}
    meeting = twice(lambda: actions.plan_meeting(by=None, one=fresh(one), **given))
    assert Meeting.objects.count() == 1
    numbers = {meeting.benches.get().pk: 5}
    assert len(twice(lambda: actions.open_meeting(by=None, meeting=fresh(meeting), numbers=numbers))) == 1
    assert Pass.objects.count() == 5
