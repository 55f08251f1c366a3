"""Results go to departments, which record how they used them; units answer for what lags."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess.models import Mark, Result
from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Delivery, FeedbackItem
from kaogong.decide.queries.uses import overdue, usage
from kaogong.org import actions as register

FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


@pytest.mark.clause("FZ-22")
def test_six_bodies_get_it_and_two_are_reminded(settle, published, office, on, denied, events) -> None:
    notice = published(settle(*FZ))
    six = list(notice.deliveries.all())
    assert [one.receiver for one in six][:3] == ["市纪委监委", "市委组织部", "市委文明办"]
    assert len(six) == 6
    denied(actions.record_use, delivery=six[0], use="干部调整")
    events()
    for one in six[:4]:
        actions.record_use(by=office, delivery=one, use="用于领导班子考核")
    assert events() == ["record_use"] * 4
    on(notice.publish_on + dt.timedelta(days=30))
    assert f"{usage(notice)[2]}" == "66.7"
    sent = actions.remind_receivers(by=None)
    assert [one.receiver for one in sent] == ["市财政局", "市审计局"]
    assert actions.remind_receivers(by=None) == []
    with pytest.raises(Refused, match="已登记使用"):
        actions.record_use(by=office, delivery=six[0], use="再登记")


@pytest.mark.clause("SD-11")
def test_every_unit_s_result_is_asked_after_by_six_departments(settle, published, office, on) -> None:
    uses = ["编制部门：机构编制调整", "财政部门：财政经费预算", "组织部门：领导班子及人员聘用"]
    uses += ["举办单位：法人履职评价", "人社部门：奖惩", "薪酬部门：绩效工资总量"]
    register.set_setting(by=None, key="results.receivers", value=uses, reason="本市办法")
    register.set_setting(by=None, key="results.each_unit", value=True, reason="本市办法")
    made = settle(*FZ)
    notice = published(made)
    one = made.proposals.order_by("rank").first()
    found = Delivery.objects.filter(publication=notice, proposal=one)
    assert {item.purpose for item in found} == {
        "法人履职评价",
        "机构编制调整",
        "财政经费预算",
        "领导班子及人员聘用",
        "奖惩",
        "绩效工资总量",
    }
    actions.record_use(by=office, delivery=found[0], use="年度履职评价为优")
    on(notice.publish_on + dt.timedelta(days=31))
    assert len([item for item in overdue(dt.date(2027, 1, 1)) if item.proposal_id == one.pk]) == 5


@pytest.mark.clause("FZ-24")
def test_a_sheet_is_done_when_every_item_has_causes_and_measures(settle, published, line, office, make_account) -> None:
    made = settle(*FZ)
    published(made)
    north = line(made, "北镇")
    result = Result.objects.get(run=made.run, subject=north.subject)
    Mark.objects.filter(result__run=made.run).delete()
    for number, value in enumerate(("2.00", "1.00", "0.00", "9.00")):
        Mark.objects.create(
            result=result, item=f"i{number}", name=f"指标{number}", place=number, value=Decimal(value), full=Decimal(10)
        )
    (sheet,) = actions.send_feedback(by=office, settlement=made)
    items = list(sheet.items.all())
    assert (sheet.proposal, len(items)) == (north, 3)
    assert actions.send_feedback(by=office, settlement=made) == []
    unit = make_account(("liaison", north.unit))
    whole = {part: "已查明并整改" for part, _name in FeedbackItem.PARTS}
    for one in items[:2]:
        actions.answer_item(by=unit, item=one, answers=whole)
    actions.answer_item(by=unit, item=items[2], answers={"source_cause": "投入不足", "system_cause": "无考核"})
    with pytest.raises(Refused, match="未完成 2/3"):
        actions.submit_feedback(by=unit, sheet=sheet)
    actions.answer_item(by=unit, item=items[2], answers=whole)
    assert actions.submit_feedback(by=unit, sheet=sheet).state == "answered"


def test_lists_of_supervisors_are_public_and_class_c_is_still_chosen(settle, office) -> None:
    from kaogong.decide.queries.disclosures import supervisors_public

    cycle = settle(*FZ).run.cycle
    day = dt.date(2026, 8, 7)
    names = [f"监督员{number}" for number in range(30)]
    for letter in ("A", "B"):
        actions.disclose(
            by=office, cycle=cycle, kind="supervisors", title=f"{letter} 类效能监督员", lines=names, publish_on=day
        )
    found = dict(supervisors_public(cycle, day))
    assert found["A"] is not None
    assert (len(found["A"].lines), found["A"].publish_on) == (30, day)
    assert found["C"] is None
