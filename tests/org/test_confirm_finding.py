"""A confirmed offence of an assessor costs points and has its consequence."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import confirm_finding, record_finding
from kaogong.org.models import Circular, Docket

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def watcher(make_account):
    return make_account("committee")


@pytest.fixture
def found(watcher, person):
    def make(offence: str):
        made = record_finding(by=watcher, words="查有实据", day=DAY, person=person, offence=offence)
        return confirm_finding(by=watcher, finding=made, day=DAY)

    return make


@pytest.mark.clause("QW-17")
def test_concealment_costs_five_points(found) -> None:
    """93分，弄虚作假查实一次，88分；没有别的后果。"""
    assert Decimal(93) - found("concealment").points == 88
    assert not Circular.objects.exists()
    assert not Docket.objects.exists()


@pytest.mark.clause("QW-18")
def test_retaliation_costs_ten_points_and_is_criticised(found, person) -> None:
    """93分，打击报复查实一次，83分，并形成通报批评。"""
    finding = found("retaliation")
    assert Decimal(93) - finding.points == 83
    circular = Circular.objects.get()
    assert (circular.kind, circular.about, circular.source) == ("criticism", person, f"org.finding:{finding.pk}")


@pytest.mark.clause("QW-19")
def test_neglect_with_bad_consequences_costs_twenty_points_and_opens_a_case(found, person) -> None:
    """93分，不履职造成恶劣后果，73分并立案追责；拖延而没有恶劣后果的不扣。"""
    assert Decimal(93) - found("neglect").points == 73
    docket = Docket.objects.get()
    assert (docket.kind, docket.person, docket.state) == ("accountability", person, "open")
    assert Decimal(93) - found("minor").points == 93
    assert Docket.objects.count() == 1


def test_confirmed_once_by_the_supervision_team(found, watcher, stranger, log) -> None:
    finding = found("concealment")
    log.news()
    with pytest.raises(Refused, match="已查实"):
        confirm_finding(by=watcher, finding=finding, day=DAY)
    with pytest.raises(Denied):
        confirm_finding(by=stranger, finding=finding, day=DAY)
    assert log.news() == [("confirm_finding", "denied")]


def test_an_unconfirmed_one_costs_nothing(watcher, person) -> None:
    made = record_finding(by=watcher, words="有反映", day=DAY, person=person, offence="neglect")
    assert (made.points, Docket.objects.count()) == (None, 0)


def test_an_offence_has_its_assessor(watcher) -> None:
    with pytest.raises(Refused, match="考核人"):
        record_finding(by=watcher, words="有反映", day=DAY, offence="neglect")
