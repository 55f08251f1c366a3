"""The demonstration city has a year of complaints, in every state."""

import datetime as dt
import time

import pytest

from kaogong.listen.models import CasePaper, Complainant, Complaint, Concern, Handling, Lead, Rating
from kaogong.listen.queries.complaints_counted import funnel, overview
from kaogong.listen.states.complaints import CHANNELS, COMPLAINT_NAMES
from kaogong.org.models import Account
from kaogong.web.city.voices_complaints import load_complaints
from listen.complaints import evidence_here, found_unit, open_account, turn

__all__ = ["evidence_here", "found_unit", "open_account", "turn"]


@pytest.mark.slow
def test_the_city_gets_its_complaints(found_unit, open_account, turn):
    turn(dt.date(2026, 9, 4))
    for _number in range(20):
        found_unit()
        open_account()
    person = open_account().person
    Account.objects.create(username="supervisor", person=person)
    since = time.monotonic()
    assert load_complaints() == 2_000
    assert time.monotonic() - since < 30
    assert Complaint.objects.exclude(channel="contact").count() == 2_000
    assert set(Complaint.objects.values_list("state", flat=True)) == set(COMPLAINT_NAMES)
    assert set(Complaint.objects.values_list("channel", flat=True)) == set(CHANNELS)
    assert Complainant.objects.count() == Complaint.objects.filter(named=True).count() > 1_000
    told = overview(Complaint.objects.all())
    assert told["late"] > 0
    assert told["in_time"].part < told["in_time"].whole
    assert Rating.objects.filter(satisfaction="dissatisfied").exists()
    assert Concern.objects.exists()
    assert [one.number for one in funnel(Lead.objects.all())] == [32, 30, 17, 17, 17]
    assert CasePaper.objects.filter(kind="transfer").count() > 7
    assert not Handling.objects.filter(ended=True, replied_on=None).exists()
    assert load_complaints() == 0
