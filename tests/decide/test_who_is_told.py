"""Whoever a decision concerns is told: publicity, objections and answers, publication, feedback sheets, what is due."""

import datetime as dt

import pytest
from django.core import mail

from kaogong.audit.models import Event
from kaogong.decide import actions
from kaogong.decide.models import Consequence, FeedbackSheet
from kaogong.org.models import Account, Grant, Person
from kaogong.portal import actions as portal
from kaogong.portal.models import Notice
from kaogong.portal.queries.notices import as_told

FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


@pytest.fixture
def settlement(settle):
    return settle(*FZ)


@pytest.fixture
def liaison(settlement, make_account):
    """Who acts for the first unit of the settlement, with an address."""
    unit = settlement.proposals.order_by("subject").first().unit
    person = Person.objects.create(code="L1", name="联络员", sort_key="l", initials="l", email="l@example.org")
    return make_account(("liaison", unit), person=person)


def told(account: Account) -> list[tuple[str, str]]:
    """What somebody is told of since they last looked: words and where it leads."""
    portal.tell()
    found = Notice.objects.filter(account=account, read_at__isnull=True).order_by("event_id")
    said = [(one.words, one.url) for one in as_told(found)]
    portal.mark_read(account=account)
    return said


def test_publicity_objection_and_answer(settlement, office, decision, liaison, make_account, stranger) -> None:
    committee = make_account("committee")
    told(office)
    actions.begin_publicity(by=office, settlement=settlement)
    where = f"/decide/settlements/{settlement.pk}/"
    assert told(liaison) == [("等次开始公示，有异议请在公示期内提出", where)]
    made = actions.object_to(by=liaison, settlement=settlement, words="分数不对", source="unit")
    assert told(committee) == [("收到公示异议，请答复", where)]
    assert told(office) == [("收到公示异议，请答复", where)]
    actions.answer_objection(by=committee, objection=made, answer="已复核无误", upheld=False)
    assert told(liaison) == [("公示异议已答复", where)]
    assert told(stranger) == told(decision) == []


def test_closing_approving_publishing(settlement, office, decision, liaison, published) -> None:
    published(settlement)
    where = f"/decide/settlements/{settlement.pk}/"
    assert told(decision) == [("公示已结束，请审定结果", where)]
    assert ("结果已审定，可以公布", where) in told(office)
    assert told(liaison)[-1] == ("考核结果公布", where)
    about = as_told(Notice.objects.filter(account=liaison, event__verb="publish"))[0].about
    assert "2026-11-" in about


def test_a_feedback_sheet_reaches_its_unit_alone(settlement, office, liaison, published, make_account) -> None:
    published(settlement)
    told(liaison)
    proposal = settlement.proposals.order_by("subject").first()
    other = settlement.proposals.exclude(unit=proposal.unit).order_by("subject").first()
    elsewhere = make_account(("head", other.unit))
    event = Event.objects.order_by("-number").first()
    FeedbackSheet.objects.create(settlement=settlement, proposal=proposal, sent_on=event.at, due=dt.date(2026, 12, 31))
    Grant.objects.filter(account=elsewhere).update(since=dt.date(2020, 1, 1))
    from kaogong.portal.queries.concerned import lagging

    sent = Event(subject=f"decide.settlement:{settlement.pk}", new={"due": "2026-12-31"})
    assert lagging(sent) == {liaison.pk}


def test_what_is_due_is_told_to_who_carries_it_out(settlement, office, liaison, published, on) -> None:
    notice = published(settlement)
    one = Consequence.objects.filter(settlement=settlement).first()
    if one is None:
        proposal = settlement.proposals.order_by("subject").first()
        one = Consequence.objects.create(settlement=settlement, proposal=proposal, key="k", what="通报", trigger="t")
    unit = settlement.proposals.order_by("subject").first().unit
    due = notice.publish_on + dt.timedelta(days=30)
    Consequence.objects.filter(settlement=settlement).update(state="done", done_on=notice.publish_on)
    Consequence.objects.filter(pk=one.pk).update(unit=unit, due=due, state="due", done_on=None)
    told(liaison)
    assert actions.remind_executors(by=None, day=notice.publish_on) == []
    assert actions.remind_executors(by=None, day=due + dt.timedelta(days=1)) == []
    assert actions.remind_executors(by=None, day=due) == [one]
    assert actions.remind_executors(by=None, day=due + dt.timedelta(days=7)) == [one]
    words = "有结果运用事项临近期限或已逾期，请执行并登记"
    assert told(liaison) == [(words, "/decide/results/")] * 2


def test_it_goes_by_e_mail_too(settlement, office, liaison, settings) -> None:
    settings.ADDRESS = "https://kaogong.example"
    portal.choose_mailing(by=liaison, how="each")
    actions.begin_publicity(by=office, settlement=settlement)
    portal.tell()
    assert portal.post(how="each") == 1
    (letter,) = mail.outbox
    assert letter.to == ["l@example.org"]
    assert letter.subject.endswith("等次开始公示，有异议请在公示期内提出")
    assert f"https://kaogong.example/decide/settlements/{settlement.pk}/" in letter.body
