"""Lodging an appeal: by whom, until when, about what; accepting, refusing, taking back."""

import datetime as dt

import pytest

from answer.conftest import SAID
from kaogong.answer import actions
from kaogong.answer.models import Appeal
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Dispute
from kaogong.org.queries import suspended


@pytest.mark.clause("QW-20")
def test_three_days_after_the_result_an_appeal_is_accepted_and_a_day_later_not(own, head, team, on):
    assert (own.run.ended_at.date(), own.total) == (dt.date(2026, 5, 28), 78)
    on(dt.date(2026, 6, 1))
    late = actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID)
    assert (late.state, late.last_on) == ("refused", dt.date(2026, 5, 31))
    assert "超过申诉期限" in late.reason
    on(dt.date(2026, 5, 31))
    made = actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID)
    assert actions.accept_appeal(by=team, appeal=made).state == "accepted"


def test_lodging_marks_the_score_and_leaves_one_event(appeal, own, bureau):
    event = Event.objects.order_by("-number").first()
    assert (event.verb, event.unit, event.new["number"]) == ("lodge_appeal", bureau.code, "SS-2026-0001")
    assert Dispute.objects.get().subject == f"assess.result:{own.pk}"


def test_only_who_is_appraised_appeals(own, stranger, office):
    for account in (stranger, office):
        with pytest.raises(Denied):
            actions.lodge_appeal(by=account, kind="score", thing=own.pk, said=SAID)


def test_facts_and_claims_must_be_there(own, head, on):
    on(dt.date(2026, 5, 30))
    with pytest.raises(Refused, match="主张"):
        actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID | {"claims": " "})


def test_one_thing_is_appealed_against_once_at_a_time(appeal, own, head):
    with pytest.raises(Refused, match="正在办理"):
        actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID)


def test_a_refusal_has_its_reason_and_ends_the_dispute(appeal, team, stranger):
    with pytest.raises(Denied):
        actions.refuse_appeal(by=stranger, appeal=appeal, reason="不属受理范围")
    with pytest.raises(Refused, match="理由"):
        actions.refuse_appeal(by=team, appeal=appeal, reason="")
    assert actions.refuse_appeal(by=team, appeal=appeal, reason="不属受理范围").state == "refused"
    assert Dispute.objects.get().until is not None
    with pytest.raises(Refused, match="不予受理"):
        actions.accept_appeal(by=team, appeal=appeal)


def test_who_appealed_may_take_it_back(appeal, head, team):
    with pytest.raises(Denied):
        actions.withdraw_appeal(by=team, appeal=appeal)
    assert actions.withdraw_appeal(by=head, appeal=appeal).state == "withdrawn"


@pytest.mark.clause("QW-21")
def test_a_hearing_not_held_in_seven_days_comes_before_the_head_of_the_team(appeal, team, on):
    actions.accept_appeal(by=team, appeal=appeal)
    assert Appeal.objects.get().hearing_due == dt.date(2026, 6, 7)
    assert actions.watch_appeals(by=None, day=dt.date(2026, 6, 7)) == []
    (late,) = actions.watch_appeals(by=None, day=dt.date(2026, 6, 8))
    assert (late.number, late.alerted_on) == (appeal.number, dt.date(2026, 6, 8))
    assert actions.watch_appeals(by=None, day=dt.date(2026, 6, 9)) == [], "once"
    on(dt.date(2026, 6, 8))
    from kaogong.answer.queries import waiting_for

    (line,) = waiting_for(team)
    assert (line.title, line.due) == ("组织听证", dt.date(2026, 6, 7))


def test_what_follows_waits_until_the_ruling(appeal, team, bureau):
    assert suspended(bureau.pk) == ""
    actions.accept_appeal(by=team, appeal=appeal, suspends=True)
    assert suspended(bureau.pk) == appeal.number
    Dispute.objects.update(until=appeal.lodged_on)
    assert suspended(bureau.pk) == ""
