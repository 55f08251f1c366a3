"""Two people draw the same lot at the same moment, two phones send the same entry: one draw, one entry."""

import threading

import pytest
from django.db import connection

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.supervise.actions import draw
from kaogong.supervise.models import Lot, Visit, VisitEntry
from supervise.visits import *  # noqa: F403 - the fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works):
    """Do all at once, each with a connection of its own; gives what came of each."""
    ready, came = threading.Barrier(len(works)), []

    def run(work):
        try:
            ready.wait(20)
            came.append(work())
        except Refused as refused:
            came.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return came


def test_of_two_draws_one_is_done(commit, colleague, third):
    lot = commit(30, 4)
    came = together(
        lambda: draw.draw_lot(by=colleague, lot=lot, beacon="1"), lambda: draw.draw_lot(by=third, lot=lot, beacon="2")
    )
    assert sorted(type(one).__name__ for one in came) == ["Lot", "Refused"]
    held = Lot.objects.get()
    assert held.drawn == next(one for one in came if isinstance(one, Lot)).drawn
    assert Visit.objects.count() == 4
    assert Event.objects.filter(verb="draw_lot", outcome="done").count() == 1


def test_of_two_same_entries_one_is_made(begun, enter, unit):
    _held, (visit,) = begun({"unit": unit})
    came = together(lambda: enter(visit), lambda: enter(visit))
    assert came[0] == came[1]
    assert VisitEntry.objects.count() == 1
    assert Event.objects.filter(verb="enter_visit").count() == 1
