"""The hearing: nobody sits in their own matter, both parties are heard, everybody signs."""

import datetime as dt

import pytest

from answer.conftest import SAID
from kaogong.answer import actions
from kaogong.answer.models import Statement
from kaogong.answer.states import PARTIES, PARTS
from kaogong.audit.actions import Denied, Refused
from kaogong.org import actions as register
from kaogong.org.models import Account

WHEN = dt.datetime(2026, 6, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def called(appeal, team, make_person, make_account, on):
    """Accepted, the hearing set, minutes written and signed."""
    actions.accept_appeal(by=team, appeal=appeal)
    sat = [make_account(person=make_person()) for _turn in range(3)]
    chair, member, clerk = (one.person for one in sat)
    actions.call_hearing(by=team, appeal=appeal, on=WHEN, place="三楼", chair=chair, members=[member], clerk=clerk)
    on(dt.date(2026, 6, 5))
    actions.write_minutes(by=team, appeal=appeal, minutes="双方到场。")
    for one in sat:
        actions.sign_minutes(by=one, appeal=appeal)
    return appeal


@pytest.mark.clause("QW-22")
def test_a_hearing_closes_with_two_parties_and_four_parts_each(called, team, office):
    Statement.objects.filter(appeal=called).delete()
    actions.state_case(by=office, appeal=called, party="assessor", said=SAID)
    with pytest.raises(Refused, match="缺被考核人的事实、理由、依据、主张"):
        actions.close_hearing(by=team, appeal=called)
    actions.state_case(by=team, appeal=called, party="appellant", said=SAID | {"grounds": ""})
    with pytest.raises(Refused, match="缺被考核人的依据"):
        actions.close_hearing(by=team, appeal=called)
    actions.state_case(by=team, appeal=called, party="appellant", said=SAID)
    assert (len(PARTIES), len(PARTS)) == (2, 4)
    assert actions.close_hearing(by=team, appeal=called).state == "heard"


def test_minutes_are_signed_by_all_and_again_when_they_change(called, team, office):
    actions.state_case(by=office, appeal=called, party="assessor", said=SAID)
    actions.write_minutes(by=team, appeal=called, minutes="双方到场，补记一句。")
    with pytest.raises(Refused, match="还没有签字"):
        actions.close_hearing(by=team, appeal=called)


def test_a_hearing_neither_ends_nor_is_signed_for_before_its_day(called, team, office, make_account, on):
    actions.state_case(by=office, appeal=called, party="assessor", said=SAID)
    on(dt.date(2026, 6, 4))
    with pytest.raises(Refused, match="听证定于 2026-06-05，还没有到日子"):
        actions.close_hearing(by=team, appeal=called)
    called.seats.update(signed_at=None)
    sat = Account.objects.get(person=called.seats.first().person)
    with pytest.raises(Refused, match="提前听证的，请先改听证时间"):
        actions.sign_minutes(by=sat, appeal=called)


def test_nobody_sits_in_their_own_matter(appeal, team, bureau, make_person, office):
    actions.accept_appeal(by=team, appeal=appeal)
    inside = make_person()
    register.appoint(by=None, person=inside, unit=bureau, title="科员", grade="staff", since=dt.date(2026, 1, 1))
    others = [make_person(), make_person()]
    with pytest.raises(Refused, match="任职，须回避"):
        actions.call_hearing(
            by=team, appeal=appeal, on=WHEN, place="三楼", chair=inside, members=others[:1], clerk=others[1]
        )


def test_seats_are_three_different_people(appeal, team, make_person):
    actions.accept_appeal(by=team, appeal=appeal)
    one, other = make_person(), make_person()
    with pytest.raises(Refused, match="至少 3 人"):
        actions.call_hearing(by=team, appeal=appeal, on=WHEN, place="三楼", chair=one, members=[other], clerk=one)


def test_each_party_states_its_own(appeal, team, head, office, stranger):
    actions.accept_appeal(by=team, appeal=appeal)
    with pytest.raises(Denied):
        actions.state_case(by=head, appeal=appeal, party="assessor", said=SAID)
    with pytest.raises(Denied):
        actions.state_case(by=office, appeal=appeal, party="appellant", said=SAID)
    with pytest.raises(Denied):
        actions.state_case(by=stranger, appeal=appeal, party="appellant", said=SAID)
