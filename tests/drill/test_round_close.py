"""A round is closed while its worker is killed with SIGKILL: everything is counted once, or nothing is, and it can go again."""

import os
import random
import signal
import time

import pytest
from django.db import connections

from assess import conftest as rooms
from assess.staff import Crew, month_round, monthly
from kaogong.assess import actions
from kaogong.assess.actions.counting import into_box, rater_word
from kaogong.assess.models import Drop, Pair, Round, Tally
from kaogong.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("KAOGONG_ROUNDS", "20"))
STAFF = 30
for name in (
    "folders_here",
    "make_unit",
    "make_account",
    "make_person",
    "city",
    "bureau",
    "cycle",
    "adopt",
    "office",
    "on",
    "november",
):
    globals()[name] = getattr(rooms, name)


def handed_in(one, chance):
    """Everybody of the bureau has handed in."""
    for source in one.sources.all():
        for rater in set(source.pairs.values_list("rater_id", flat=True)):
            pairs = list(source.pairs.filter(rater=rater))
            marks = {each.entrant_id: {"": str(chance.randint(70, 100))} for each in pairs}
            if source.anonymous:
                into_box(source, rater_word(source, rater), marks)
            for each in pairs:
                each.state, each.marks = "handed", "" if source.anonymous else f'{{"": "{marks[each.entrant_id][""]}"}}'
            Pair.objects.bulk_update(pairs, ["state", "marks"])


def closing(one):
    """A process that closes a round."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        actions.close_round(by=None, one=one)
        connections.close_all()
    finally:
        os._exit(0)


def whole(one, ballots):
    """How the round stands: closed with every ballot counted once and none in the box, or open as it was."""
    one.refresh_from_db()
    drops, tallies = Drop.objects.filter(source__round=one).count(), Tally.objects.filter(source__round=one)
    if one.state == "closed":
        assert drops == 0
        assert tallies.count() == STAFF * 3
        assert sum(tallies.values_list("returned", flat=True)) == ballots
        assert Event.objects.filter(verb="close_round", subject=f"assess.round:{one.pk}").count() == 1
        return True
    assert one.state == "open"
    assert drops == STAFF
    assert not tallies.exists()
    assert not Event.objects.filter(verb="close_round", subject=f"assess.round:{one.pk}").exists()
    return False


def test_a_round_is_closed_wholly_or_not_at_all(
    cycle, office, bureau, adopt, make_person, make_account, november, capsys
):
    Crew(bureau, make_person, make_account, STAFF)
    adopt(monthly(), {"staff": "staff"})
    chance, cut, took = random.Random(1), 0, 2.0
    for number in range(ROUNDS):
        one = month_round(cycle, office, name=f"第{number}轮")
        Round.objects.exclude(pk=one.pk).update(adoption=None)
        one = actions.open_round(by=office, one=one, accepted=True)
        handed_in(one, chance)
        ballots = Pair.objects.filter(source__round=one, state="handed").count()
        began, child = time.monotonic(), closing(one)
        if number:
            time.sleep(chance.uniform(0, took * 1.6))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        took = took if number else time.monotonic() - began
        for _wait in range(50):  # the database notices that its client is gone
            if not Pair.objects.raw(
                "SELECT 1 AS id FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [one.pk]
            ):
                break
            time.sleep(0.1)
        if not whole(one, ballots):
            cut += 1
            actions.close_round(by=None, one=one)
            assert whole(one, ballots)
    with capsys.disabled():
        print(f"\n{ROUNDS} rounds closed under kill -9, {cut} of them cut and closed again")
