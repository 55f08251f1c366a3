"""People a consequence reaches, papers numbered, one subject added to a batch: in the browser, and from the register."""

import datetime as dt

import pytest
from django.urls import reverse

from kaogong.org import actions as register

FZ, TOWN = "fz_three_levels", "township_grade"
SINCE = dt.date(2020, 1, 1)


@pytest.fixture
def poor(settle, published, line, make_person):
    """A poor grade of a township whose leaders are on the register, one of them only until the year before."""
    made = settle(FZ, "当年评为差，三项都有", TOWN)
    unit = made.proposals.get(final="差").unit
    people = {}
    for name, grade in (("现任", "chief"), ("副手", "deputy")):
        people[name] = make_person(name)
        register.appoint(by=None, person=people[name], unit=unit, title=name, grade=grade, since=SINCE)
    people["前任"], people["分管"] = make_person("前任"), make_person("分管")
    was = register.appoint(by=None, person=people["前任"], unit=unit, title="原任", grade="chief", since=SINCE)
    register.end_post(by=None, post=was, until=dt.date(2026, 1, 1), reason="调任")
    register.assign_portfolio(by=None, leader=people["分管"], unit=unit, kind="manages", since=SINCE)
    published(made)
    return made, people


@pytest.mark.clause("FZ-26")
def test_leaders_are_found_in_the_register_as_of_the_day(poor):
    """诫勉的主要领导和分管领导按公布当天的任职和分管列出：前任和副手不在其中。"""
    made, people = poor
    found = made.consequences.get(key="admonish_township").people.all()
    assert {one.pk for one in found} == {people["现任"].pk, people["分管"].pk}
    assert not made.consequences.get(key="criticise_township").people.exists(), "nobody is named by the clause"


def test_people_are_corrected_by_hand(poor, client, office, stranger):
    made, people = poor
    one = made.consequences.get(key="admonish_township")
    where = reverse("decide:name_people", args=[one.pk])
    client.force_login(stranger)
    assert client.post(where, {"people": people["副手"].code}).status_code == 403
    client.force_login(office)
    assert people["现任"].code in client.get(where).content.decode()
    assert "第 1 行：没有工号为" in client.post(where, {"people": "没有"}).content.decode()
    assert client.post(where, {"people": people["副手"].code}).status_code == 302
    assert [one.pk for one in one.people.all()] == [people["副手"].pk]
    assert where in client.get(reverse("decide:consequence", args=[one.pk])).content.decode()


def test_papers_are_numbered_in_order(poor, client, office, stranger):
    made, _people = poor
    where = reverse("decide:number_documents", args=[made.pk])
    client.force_login(stranger)
    assert client.get(where).status_code == 403
    client.force_login(office)
    one = made.consequences.exclude(document="").order_by("key").first()
    assert 'class="error"' in client.post(where, {}).content.decode()
    assert where in client.get(reverse("decide:settlement", args=[made.pk])).content.decode()
    assert client.post(where, {"key": one.key, "begins": "示〔2026〕"}).status_code == 302
    one.refresh_from_db()
    assert one.number == "示〔2026〕001"
    batch = reverse("decide:add_to_batch", args=[one.proposal_id])
    shown = client.post(batch, {"key": one.key, "begins": "示"}).content.decode()
    assert "已编号 示〔2026〕001" in shown
