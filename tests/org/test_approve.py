"""Bodies approve a motion; it is final when all that must have done so."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import Place, approve, carry_out, form_body, give_act, put_up, recuse, seat, withdraw_motion
from kaogong.org.queries import motions_for, still_needed, vacancies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(make_unit):
    return make_unit("州效能办")


@pytest.fixture
def clerk(make_account, make_person, office):
    return make_account(person=make_person("办事员", office))


@pytest.fixture
def group(make_person):
    return form_body(
        by=None,
        name="州直机关效能建设领导小组",
        kind="leading",
        founded=DAY,
        seats=[Place("chair", "组长", make_person("组长"))],
    )


@pytest.fixture
def chair(group, make_account):
    return make_account(person=group.seats.get().person)


@pytest.mark.clause("YL-07")
def test_the_office_locks_and_publishes_only_what_the_group_approved(clerk, chair, office, group, log) -> None:
    """效能办锁定80个得分可以；领导小组一票未批时公布被拒，批后可以。"""
    give_act(by=None, act="results.publish", since=DAY, unit=office)
    give_act(by=None, act="results.publish", since=DAY, part="approves", body=group)
    scores = {f"U{number:02d}": "90.0" for number in range(80)}
    log.news()
    locked = put_up(by=clerk, act="results.publish", subject="decide.round:1", title="80 家得分", content=scores)
    assert len(locked.content) == 80
    with pytest.raises(Refused, match="州直机关效能建设领导小组"):
        carry_out(by=clerk, motion=locked)
    locked = approve(by=chair, motion=locked)
    assert carry_out(by=clerk, motion=locked).state == "done"
    assert log.news() == [("put_up", "done"), ("approve", "done"), ("carry_out", "done")]


def test_what_was_locked_and_changed_behind_the_back_is_not_carried_out(clerk, chair, office, group) -> None:
    give_act(by=None, act="results.publish", since=DAY, unit=office)
    give_act(by=None, act="results.publish", since=DAY, part="approves", body=group)
    given = {"subject": "decide.round:1", "title": "得分", "content": {"U1": "80"}}
    locked = approve(by=chair, motion=put_up(by=clerk, act="results.publish", **given))
    locked.content["U1"] = "95"
    locked.save()
    with pytest.raises(Refused, match="不同"):
        carry_out(by=clerk, motion=locked)


@pytest.mark.clause("YL-22")
def test_a_tally_is_final_when_both_bodies_confirmed_it(clerk, office, make_unit, make_account, make_person) -> None:
    """评议汇总：效能办和统计局两家确认，一家确认不算定。"""
    statistics = make_unit("州统计局")
    for unit in (office, statistics):
        give_act(by=None, act="tally.confirm", since=DAY, part="approves", unit=unit)
    give_act(by=None, act="tally.confirm", since=DAY, unit=office)
    tally = put_up(by=clerk, act="tally.confirm", subject="listen.tally:1", title="汇总", content={"valid": 400})
    tally = approve(by=clerk, motion=tally)
    assert (tally.approvals.count(), tally.state, still_needed(tally)) == (1, "open", ["州统计局"])
    with pytest.raises(Refused, match="已经审定过"):
        approve(by=clerk, motion=tally)
    tally = approve(by=make_account(person=make_person("统计员", statistics)), motion=tally)
    assert (tally.approvals.count(), tally.state, still_needed(tally)) == (2, "approved", [])


MEMBERS = ["组织", "机构编制", "人力资源", "财政", "教育体育", "卫生", "审计"]


@pytest.mark.clause("LZ-01")
def test_a_committee_approves_when_every_seat_is_filled(clerk, office, make_account, make_person) -> None:
    """主任1、副主任2、成员7缺审计：显示一个空缺，不能审定；配齐后可以审定结果。"""
    seats = [Place("chair", "市政府主要领导", make_person())]
    seats += [Place("deputy", of, make_person()) for of in ("市委副书记", "分管副市长")]
    seats += [Place("member", of, make_person() if of != "审计" else None) for of in MEMBERS]
    committee = form_body(by=None, name="事业单位考核委员会", kind="committee", founded=DAY, seats=seats)
    assert [one.of for one in vacancies(committee)] == ["审计"]
    give_act(by=None, act="results.approve", since=DAY, unit=office)
    give_act(by=None, act="results.approve", since=DAY, part="approves", body=committee)
    results = put_up(by=clerk, act="results.approve", subject="decide.round:1", title="结果", content={})
    mayor = make_account(person=seats[0].person)
    with pytest.raises(Refused, match="审计"):
        approve(by=mayor, motion=results)
    seat(by=None, place=vacancies(committee)[0], person=make_person(), unit=None, since=DAY)
    assert approve(by=mayor, motion=results).state == "approved"


def test_who_is_recused_or_sits_nowhere_has_no_say(clerk, chair, stranger, office, group, unit, log) -> None:
    give_act(by=None, act="grade.fix", since=DAY, unit=office)
    give_act(by=None, act="grade.fix", since=DAY, part="approves", body=group)
    recuse(by=chair, person=chair.person, unit=unit, reason="亲属任职", since=dt.date(2026, 1, 1))
    given = {"subject": "decide.grade:1", "title": "等次", "content": {"grade": "A"}, "unit": unit}
    motion = put_up(by=clerk, act="grade.fix", **given)
    log.news()
    for by, why in ((chair, "回避"), (stranger, "领导小组")):
        with pytest.raises(Denied, match=why):
            approve(by=by, motion=motion)
    assert log.news() == [("approve", "denied")] * 2


def test_it_waits_on_the_desk_of_whoever_sits_there(clerk, chair, office, group) -> None:
    give_act(by=None, act="grade.fix", since=DAY, unit=office)
    give_act(by=None, act="grade.fix", since=DAY, part="approves", body=group)
    motion = put_up(by=clerk, act="grade.fix", subject="decide.grade:1", title="等次", content={})
    assert (motions_for(chair), motions_for(clerk)) == ([motion], [])
    approve(by=chair, motion=motion)
    assert motions_for(chair) == []


def test_withdrawn_it_is_approved_no_more(clerk, chair, office, group, log) -> None:
    give_act(by=None, act="grade.fix", since=DAY, unit=office)
    give_act(by=None, act="grade.fix", since=DAY, part="approves", body=group)
    motion = put_up(by=clerk, act="grade.fix", subject="decide.grade:1", title="等次", content={})
    withdraw_motion(by=clerk, motion=motion, reason="有误")
    log.news()
    with pytest.raises(Refused, match="已撤回"):
        approve(by=chair, motion=motion)
    with pytest.raises(Refused, match="已撤回"):
        withdraw_motion(by=clerk, motion=motion, reason="")
    assert log.news() == []
