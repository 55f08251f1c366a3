"""Opinions, and what the level above sent."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen import actions
from kaogong.listen.models import Feedback, Opinion


@pytest.fixture
def feedback(office):
    """Twelve scores and 86 opinions of a year."""
    scores = [(f"考评项目{n}", Decimal(10), Decimal("8.5")) for n in range(1, 13)]
    return actions.import_feedback(
        by=office, year=2025, source="省效能办", scores=scores, opinions=[f"第{n}条意见" for n in range(1, 87)]
    )


@pytest.mark.clause("FZ-17")
def test_twelve_scores_and_86_opinions_one_session_and_nothing_left_over(feedback, office, make_unit, on):
    assert (feedback.scores.count(), feedback.opinions.filter(state="unassigned").count()) == (12, 86)
    assert Feedback.objects.filter(session_due__isnull=False, session_on__isnull=True).count() == 1
    unit = make_unit()
    *most, last = feedback.opinions.all()
    for one in most:
        actions.route_opinion(by=office, opinion=one, unit=unit)
    actions.hold_session(by=office, feedback=feedback, on=dt.date(2026, 8, 20), minutes="逐条分办，列入整改清单。")
    with pytest.raises(Refused, match="还有 1 条意见没有分办"):
        actions.close_feedback(by=office, feedback=feedback)
    actions.route_opinion(by=office, opinion=last, unit=unit)
    actions.close_feedback(by=office, feedback=feedback)
    with pytest.raises(Refused, match="已导入"):
        actions.import_feedback(
            by=office, year=2025, source="省效能办", scores=[("甲", None, Decimal(1))], opinions=["再来"]
        )


def test_an_opinion_goes_to_a_unit_is_answered_and_put_right(feedback, office, unit, liaison, make_account, make_unit):
    from kaogong.org.models.powers import Power

    one = feedback.opinions.first()
    with pytest.raises(Denied):
        actions.route_opinion(by=liaison, opinion=one, unit=unit)
    before = Event.objects.count()
    actions.route_opinion(by=office, opinion=one, unit=unit)
    assert Event.objects.count() == before + 1
    assert one.due_on > dt.date(2026, 9, 1), "fifteen working days"
    other = make_account((Power.LIAISON, make_unit()))
    with pytest.raises(Denied, match="责任单位"):
        actions.answer_opinion(by=other, opinion=one, reply="好")
    with pytest.raises(Refused, match="不能这样办"):
        actions.rectify_opinion(by=liaison, opinion=one, words="好了")
    actions.answer_opinion(by=liaison, opinion=one, reply="候车亭 9 月修好。")
    actions.rectify_opinion(by=liaison, opinion=one, words="已修好，见照片。")
    one.refresh_from_db()
    assert (one.state, one.replied_on) == ("rectified", dt.date(2026, 8, 20))


def test_a_text_of_several_matters_is_split(feedback, office, unit):
    one = feedback.opinions.first()
    made = actions.split_opinion(by=office, opinion=one, parts=["窗口少", "排队久", "停车难"])
    assert [held.number for held in made] == [1, 87, 88]
    assert Opinion.objects.count() == 88
    actions.set_aside(by=office, opinion=made[2], reason="不属本市事权")
    with pytest.raises(Refused, match="不能这样办"):
        actions.route_opinion(by=office, opinion=made[2], unit=unit)
