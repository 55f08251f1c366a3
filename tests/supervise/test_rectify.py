"""Rectification: four specifics in the plan, three gates at the end, another person at the last; the score stands on it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import kaogong
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.scheme.load import load
from kaogong.supervise import facts
from kaogong.supervise.actions import findings, rectify
from kaogong.supervise.models import Finding, Rectification
from kaogong.supervise.queries import findings as reading
from supervise.visits import *  # noqa: F403 - the fixtures
from supervise.visits import DAY, at

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
PLAN = {"goal": "窗口不空岗", "matter": "3 号窗口排班", "limit": DAY, "measures": ["补班"]}


def book(name):
    return load(Path(kaogong.__file__).parent / "rulebooks" / name)


def events(name):
    found = facts.tables(book(name), *YEAR)
    return found["events"].to_pylist() if found else []


@pytest.mark.clause("XM-51")
def test_one_finding_is_put_right_and_taken_from_unit_and_person(confirmed, make_person, unit, find):
    who = make_person(unit)
    find(person=who)
    made = confirmed(person=who, unit_points=Decimal(1), person_points=Decimal(1))
    assert Rectification.objects.get().finding == made
    (to_unit,) = [one for one in events("xm_unit") if one["subject"] == unit.code]
    (to_person,) = [one for one in events("xm_staff") if one["subject"] == who.code]
    for one in (to_unit, to_person):
        assert (one["ledger"], one["kind"], one["incident"], one["supplier"]) == (
            "finding",
            "presence",
            made.number,
            "局效能办",
        )
    settings = (book("xm_unit").settings["finding_each"].value, book("xm_staff").settings["finding_each"].value)
    assert [Decimal(str(one)) for one in settings] == [made.unit_points, made.person_points] == [1, 1]


def test_each_rulebook_gets_what_its_ledger_takes(confirmed, find, unit, third):
    made = confirmed(category="mismatch", channel="comparison", grave=True)
    kinds = {
        name: [one["kind"] for one in events(name)]
        for name in ("demo_city", "yl_prefecture", "xj_region", "qd_coastal_city")
    }
    assert kinds == {
        "demo_city": ["serious"], "yl_prefecture": ["mismatch"], "xj_region": ["visit"], "qd_coastal_city": ["inspection"]
    }  # fmt: skip
    assert events("wh_approvals") == []
    findings.withdraw_finding(by=third, finding=made, reason="核对无误")
    assert events("demo_city") == []


@pytest.mark.clause("LZ-26")
def test_found_at_9_on_3_june_tells_two_the_same_day_and_without_causes_no_plan(
    find, make_unit, unit, liaison, inspector, colleague, on
):
    day = dt.date(2026, 6, 3)
    on(day)
    above = make_unit("主管部门")
    made = find(prominent=True, above=above, found_at=at(9, day=day))
    assert made.noticed_on == day
    assert Event.objects.latest("number").new["told"] == [unit.code, above.code]
    findings.answer_finding(by=liaison, finding=made, answer="属实")
    findings.confirm_finding(by=colleague, finding=made)
    held = Rectification.objects.get()
    rectify.submit_plan(by=liaison, rectification=held, **PLAN | {"limit": day})
    with pytest.raises(Refused, match="共同剖析"):
        rectify.approve_plan(by=colleague, rectification=held)
    with pytest.raises(Refused, match="原因"):
        rectify.hear_unit(by=inspector, rectification=held, heard_on=day, causes=" ", present="局领导")
    rectify.hear_unit(by=inspector, rectification=held, heard_on=day, causes="备岗不足", present="局领导、督查组")
    assert rectify.approve_plan(by=colleague, rectification=held).state == "running"


@pytest.mark.clause("LZ-27")
def test_a_plan_without_a_limit_is_three_of_four(confirmed, liaison, stranger):
    held = Rectification.objects.get(finding=confirmed())
    with pytest.raises(Refused, match="3/4，还缺整改时限"):
        rectify.submit_plan(by=liaison, rectification=held, **PLAN | {"limit": None})
    with pytest.raises(Refused, match="早于今天"):
        rectify.submit_plan(by=liaison, rectification=held, **PLAN | {"limit": DAY - dt.timedelta(days=1)})
    with pytest.raises(Denied):
        rectify.submit_plan(by=stranger, rectification=held, **PLAN)
    before = Event.objects.count()
    assert rectify.submit_plan(by=liaison, rectification=held, **PLAN).state == "planned"
    assert Event.objects.count() == before + 1


@pytest.mark.clause("LZ-28")
def test_78_of_80_does_not_pass_gate_3_and_80_does(handed, third):
    held = handed(standard=Decimal(80), result=Decimal(78))
    assert (len(held.measures), all(one["done_on"] for one in held.measures), bool(held.root)) == (5, True, True)
    with pytest.raises(Refused, match="第三关没过：整改结果 78，达标线 80"):
        rectify.close_rectification(by=third, rectification=held, outcome="复核 78")
    closed = rectify.close_rectification(by=third, rectification=held, outcome="复核 80", result=Decimal(80))
    assert (closed.state, closed.closed_on, closed.checked_by) == ("closed", DAY, third)


def test_gates_1_and_2(handed, third):
    held = handed(done=False)
    with pytest.raises(Refused, match="第二关没过：整改措施落实 0/5"):
        rectify.close_rectification(by=third, rectification=held, outcome="看过")
    held = handed(root=" ")
    with pytest.raises(Refused, match="第一关没过"):
        rectify.close_rectification(by=third, rectification=held, outcome="看过")


def test_whoever_had_a_hand_in_it_does_not_close_it(handed, colleague, inspector, liaison, third):
    held = handed()
    for who in (colleague, inspector, liaison):
        with pytest.raises(Denied):
            rectify.close_rectification(by=who, rectification=held, outcome="好了")
    back = rectify.return_rectification(by=third, rectification=held, reason="还有空岗")
    assert (back.state, back.reason) == ("running", "还有空岗")


@pytest.mark.clause("JQ-13")
def test_a_violation_names_its_control_and_three_in_12_months_mark_it(handed, third, on):
    held = handed(violation=True)
    with pytest.raises(Refused, match="内控措施"):
        rectify.close_rectification(by=third, rectification=held, outcome="已改")
    named = {"violation": True, "control": "双人复核", "improvement": "复核人签字上墙"}
    for _n in range(2):
        rectify.close_rectification(by=third, rectification=handed(**named), outcome="已改")
    assert reading.ineffective(DAY) == []
    last = handed(**named)
    rectify.close_rectification(by=third, rectification=last, outcome="已改")
    ((control, number),) = reading.ineffective(DAY)
    assert (control.name, number, reading.failures(control, DAY)) == ("双人复核", 3, 3)
    assert reading.ineffective(dt.date(2027, 5, 12)) == []


def test_past_its_day_it_goes_up_once(running, on):
    held = running()
    on(held.due_on + dt.timedelta(days=1))
    assert findings.watch_findings(by=None)["escalated"] == 1
    assert findings.watch_findings(by=None)["escalated"] == 0
    assert list(reading.overdue(held.due_on + dt.timedelta(days=1))) == [held]
    assert Finding.objects.count() == 1


def test_a_plan_is_returned_and_a_measure_done_once(confirmed, liaison, colleague, running):
    held = Rectification.objects.get(finding=confirmed())
    rectify.submit_plan(by=liaison, rectification=held, **PLAN)
    back = rectify.return_plan(by=colleague, rectification=held, reason="措施太笼统")
    assert (back.state, back.reason) == ("ordered", "措施太笼统")
    going = running()
    rectify.do_measure(by=liaison, rectification=going, number=0)
    with pytest.raises(Refused, match="已经登记"):
        rectify.do_measure(by=liaison, rectification=going, number=0)


def test_a_finding_enters_the_score_under_its_number(confirmed):
    made = confirmed()
    (told,) = events("demo_city")
    assert told["incident"] == made.number
