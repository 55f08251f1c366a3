"""The demonstration city once its background work is done: what was decided, what waits for whom, what pages offer.

Every role walks the city by what its pages offer: whatever is shown can be done by who sees it. `KAOGONG_EACH`: how many pages
of each kind a role looks at (1; all that is worth a night: 3).
"""

import os
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from kaogong.assess.models import Mark, Round, Run, SelfReport
from kaogong.audit.models import Event
from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.register import Register
from kaogong.decide.models import Consequence, FeedbackSheet, Move, Objection, Publication, Settlement
from kaogong.decide.queries.publications import unaltered
from kaogong.org.models import Account
from kaogong.portal.queries.desk import desk
from kaogong.web.city import DAY, DEMO, jobs, load
from kaogong.web.city.decided import schemes
from web.buttons import Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("whole_city", "files")]

EACH = int(os.environ.get("KAOGONG_EACH", "1"))
"""So many pages of each kind are looked at."""
REFUSED = {403, 404, 500}


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """Few units, but with as many people as absences, exams and talks of a bureau speak of; gone after these tests."""
    few = Register(City(units=50, districts=2, townships=5), institutions=3, leaders=60, staff=1500)
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(few)
        transaction.set_rollback(True)


def kind(address):
    """What sort of page an address leads to."""
    path, _, asked = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return f"{found.view_name}?{sorted(part.partition('=')[0] for part in asked.split('&'))}"


def tried(browser, offered):
    """What a link or a form answers; whatever it did is undone."""
    with transaction.atomic():
        sent = browser.post(offered.address, offered.fields) if offered.post else browser.get(offered.address)
        transaction.set_rollback(True)
    return read(sent)


def read(sent):
    """An answer read to its end, so that the file it comes from is closed."""
    if sent.streaming:
        b"".join(sent.streaming_content)
    return sent


def walked(browser, role):
    """What is offered and refused, by page."""
    ahead, seen, done, wrong = ["/"], set(), Counter(), []
    for link in Page("/", browser.get("/").content.decode().replace("<nav", "<main").replace("</nav", "</main")).found:
        ahead.append(link.address)
    while ahead:
        address = ahead.pop(0)
        if address in seen or done[kind(address)] >= EACH:
            continue
        seen.add(address)
        done[kind(address)] += 1
        shown = read(browser.get(address))
        if shown.status_code != 200 or not shown["Content-Type"].startswith("text/html"):
            continue
        for one in Page(address, shown.content.decode()).found:
            if one.post or (kind(one.address) and one.address not in seen and done[kind(one.address)] < EACH):
                answer = tried(browser, one)
                if answer.status_code in REFUSED:
                    wrong.append(f"{role}: {address} offers “{one.words}” {one.address}: {answer.status_code}")
                elif not one.post:
                    ahead.append(one.address)
    return wrong


@pytest.mark.parametrize("role", [one.username for one in DEMO])
def test_what_a_page_offers_can_be_done_by_who_sees_it(role, settings):
    settings.TODAY = DAY
    browser = Client(raise_request_exception=False)
    browser.force_login(Account.objects.get(username=role))
    wrong = walked(browser, role)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [one.username for one in DEMO])
def test_something_waits_for_every_role(role, settings):
    settings.TODAY = DAY
    assert desk(Account.objects.get(username=role)).lines


def test_the_years_that_are_over_are_settled_and_published():
    assert len(schemes()) == 14
    made = Settlement.objects.filter(run__purpose="formal")
    assert Counter(made.values_list("state", flat=True)) == {"published": 14}
    notices = list(Publication.objects.all())
    assert len({one.code for one in notices}) == len({one.number for one in notices}) == 14
    assert {one.audience for one in notices} == {"public"}
    assert all(unaltered(one) for one in notices)
    moves = Move.objects.filter(proposal__settlement__in=made)
    assert set(moves.values_list("state", flat=True)) == {"effective", "refused"}
    assert all(one.reason and one.body_id and one.votes_for > one.votes_against for one in moves)
    assert not Objection.objects.filter(settlement__in=made).exclude(state="answered").exists()
    assert set(Consequence.objects.values_list("state", flat=True)) >= {"done"}
    assert FeedbackSheet.objects.filter(state="answered").exists()


def test_the_ledgers_count_in_the_years_that_are_over():
    marks = Mark.objects.filter(result__run__purpose="formal", item__startswith="conduct_")
    assert [one for one in marks if one.value is not None and one.value < one.full]


def test_one_year_is_being_corrected():
    again = Run.objects.get(purpose="again")
    drawn = {one.sheet: one for one in Settlement.objects.filter(run=again)}
    assert {sheet: one.state for sheet, one in drawn.items()} == {"party": "draft", "comprehensive": "open"}
    assert Move.objects.get(proposal__settlement=drawn["party"]).state == "proposed"
    assert Objection.objects.get(settlement=drawn["comprehensive"]).state == "open"


def test_the_rounds_of_the_year_are_in_believable_states():
    states = dict(Round.objects.filter(cycle__year=2026).values_list("name", "state"))
    assert states["一季度绩效考评"] == states["一季度效能台账"] == "closed"
    assert states["上半年绩效考评"] == states["三季度效能台账"] == "open"
    running = SelfReport.objects.filter(entrant__round__name="上半年绩效考评")
    assert set(running.values_list("state", flat=True)) == {"draft", "submitted", "signed", "returned", "reviewed"}


def test_what_is_done_is_not_done_again():
    before = Event.objects.count()
    jobs.settle_year(year=2024, scheme="party_grade")
    for name in ("一季度绩效考评", "上半年绩效考评"):
        jobs.hold_round(name=name)
    assert Event.objects.count() == before
