"""A content is put up under an act; it then stands fast."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import Place, form_body, give_act, open_docket, put_up
from kaogong.org.models import Motion

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(make_unit):
    return make_unit("考核办")


@pytest.fixture
def clerk(make_account, make_person, office):
    return make_account(person=make_person("办事员", office))


def test_without_anybody_to_approve_it_is_approved_at_once(clerk, office, log) -> None:
    give_act(by=None, act="results.approve", since=DAY, unit=office)
    log.news()
    made = put_up(by=clerk, act="results.approve", subject="decide.round:7", title="结果", content={"scores": 80})
    assert made.state == "approved"
    assert log.news() == [("put_up", "done")]


def test_not_twice_while_it_waits(clerk, office) -> None:
    give_act(by=None, act="results.approve", since=DAY, unit=office)
    given = {"by": clerk, "act": "results.approve", "subject": "decide.round:7", "title": "结果", "content": {}}
    put_up(**given)
    with pytest.raises(Refused, match="已经提请"):
        put_up(**given)


def test_an_act_nobody_owns_is_done_by_nobody(clerk, log) -> None:
    with pytest.raises(Denied, match="还没有定由谁"):
        put_up(by=clerk, act="results.approve", subject="decide.round:7", title="结果", content={})
    assert log.news() == [("put_up", "denied")]


@pytest.mark.clause("LZ-02")
def test_each_act_is_its_owners_alone(make_account, make_person, make_unit, office, clerk, body, log) -> None:
    """委员会确定等级，办公室审定任务，主管部门拟定方案：越权两次，留痕两条，什么也没有改变。"""
    department = make_unit("主管部门")
    drafter = make_account(person=make_person("拟稿人", department))
    give_act(by=None, act="grade.fix", since=DAY, body=body)
    give_act(by=None, act="plan.approve", since=DAY, unit=office)
    log.news()
    with pytest.raises(Denied, match="领导小组"):
        put_up(by=clerk, act="grade.fix", subject="decide.grade:1", title="等次", content={"grade": "A"})
    with pytest.raises(Denied, match="考核办"):
        put_up(by=drafter, act="plan.approve", subject="plan.plan:1", title="方案", content={}, unit=department)
    assert log.news() == [("put_up", "denied")] * 2
    assert not Motion.objects.exists()


@pytest.mark.clause("QW-03")
def test_the_supervision_team_hears_appeals_and_does_not_correct_scores(make_account, person, make_unit, log) -> None:
    """监督小组成员改月度得分被拒，立申诉卷可以，日志里一条拒绝。"""
    team = form_body(
        by=None, name="考核监督小组", kind="watch", founded=DAY, seats=[Place("chair", "纪检组长", person)]
    )
    give_act(by=None, act="score.correct", since=DAY, unit=make_unit("考核小组"))
    give_act(by=None, act="docket.appeal", since=DAY, body=team)
    member = make_account(person=person)
    log.news()
    with pytest.raises(Denied):
        put_up(by=member, act="score.correct", subject="assess.score:1", title="五月得分", content={"to": "90"})
    docket = open_docket(by=member, kind="appeal", title="某股申诉", day=DAY)
    assert docket.state == "open"
    assert log.news() == [("put_up", "denied"), ("open_docket", "done")]
