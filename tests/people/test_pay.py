"""Pay: only by an approved rule, only to who is entitled, held back and released, audited, approved by another, to the cent."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Sanction
from kaogong.people.actions.pay import (
    approve_pay_rule,
    change_pay_rule,
    clear_hold,
    draft_pay_rule,
    end_pay_rule,
    hold_pay,
    set_circumstance,
    uphold_hold,
)
from kaogong.people.actions.pay_runs import (
    approve_run,
    audit_run,
    change_payee,
    draw_run,
    drop_run,
    lift_removal,
    pay_run,
    recount_run,
    remove_payees,
    return_run,
    submit_run,
)
from kaogong.people.models import PayLine, PayRemoval, PayRun, StaffRound, StaffScheme
from kaogong.people.queries.pay import totals, unaltered
from people.careers import *  # noqa: F403
from people.careers import DAY

QUARTER = "2026-Q3"


def lines(run, state):
    return run.lines.filter(state=state).order_by("person__code")


@pytest.mark.clause("XM-12")
def test_48_of_50_are_paid_and_2_are_excluded_with_reasons(rule, many, desk, unit, office, paid):
    many(48)
    desk(unit, title="局长", grade="chief")
    desk(unit, title="副局长", grade="deputy")
    run = paid(draw_run(by=office, rule=rule, period=QUARTER, unit=unit), office)
    assert (run.lines.count(), lines(run, "paid").count()) == (50, 48)
    assert totals(run).paid == Decimal("144000.00")
    reasons = {one.post: (one.amount, one.reason) for one in lines(run, "excluded")}
    assert reasons == {
        "局长（主要领导）": (Decimal(0), "岗位“局长（主要领导）”不在发放对象内"),
        "副局长（副职领导）": (Decimal(0), "岗位“副局长（副职领导）”不在发放对象内"),
    }


@pytest.mark.clause("XM-12")
def test_without_an_approved_standard_nothing_is_paid(make_rule, many, office, board, unit):
    many(3)
    draft = make_rule(approve=False, standard="")
    with pytest.raises(Refused, match="还没有批准"):
        draw_run(by=office, rule=draft, period=QUARTER, unit=unit)
    assert PayLine.objects.count() == 0
    with pytest.raises(Refused, match="还缺：发放标准"):
        approve_pay_rule(by=board, rule=draft)


@pytest.mark.clause("XM-12")
@pytest.mark.parametrize(
    ("part", "words"),
    [("recipients", "发放对象"), ("standard", "发放标准"), ("form", "发放形式"), ("procedure", "发放程序")],
)
def test_each_of_the_four_parts_is_required(make_rule, board, part, words):
    with pytest.raises(Refused, match=words):
        approve_pay_rule(by=board, rule=make_rule(approve=False, **{part: " "}))


def test_a_rule_is_completed_approved_by_another_and_ended(make_rule, office, board, stranger, make_account):
    draft = make_rule(approve=False, procedure="")
    four = {"recipients": "在编在岗", "standard": "3000", "form": "转账", "procedure": "审核、批准"}
    with pytest.raises(Denied):
        change_pay_rule(by=stranger, rule=draft, **four)
    change_pay_rule(by=office, rule=draft, **four)
    with pytest.raises(Denied):
        approve_pay_rule(by=office, rule=draft)
    held = approve_pay_rule(by=board, rule=draft)
    with pytest.raises(Refused, match="已批准"):
        change_pay_rule(by=office, rule=held, **four)
    assert end_pay_rule(by=office, rule=held, until=dt.date(2026, 12, 1), reason="换新办法").state == "ended"
    assert Event.objects.filter(verb="approve_pay_rule", outcome="done").count() == 1


def test_a_rule_without_a_sum_for_a_class_or_with_a_level_in_two_classes_is_refused(make_rule, board, office):
    draft = make_rule(approve=False, classes=[{"name": "工作人员", "grades": ["staff"]}])
    with pytest.raises(Refused, match="工作人员的标准"):
        approve_pay_rule(by=board, rule=draft)
    twice = [{"name": "甲类", "grades": ["staff"]}, {"name": "乙类", "grades": ["staff"]}]
    with pytest.raises(Refused, match="列在两类里"):
        make_rule(approve=False, title="另一个", classes=twice)
    with pytest.raises(Refused, match="已有名为"):
        make_rule(approve=False)
    with pytest.raises(Refused, match="系数须是"):
        make_rule(approve=False, title="第三个", grades={"优秀": "多"})


def test_nobody_is_paid_twice_by_one_rule_for_one_period(rule, many, office, unit, auditor, board, paid):
    first, _second = many(2)
    paid(draw_run(by=office, rule=rule, period=QUARTER, unit=unit), office)
    everybody = submit_run(by=office, run=draw_run(by=office, rule=rule, period=QUARTER))
    audit_run(by=auditor, run=everybody, words="无误")
    approve_run(by=board, run=everybody)
    with pytest.raises(Refused, match=rf"{first}、.*FF-2026-0001 发放，不能重复发放"):
        pay_run(by=office, run=everybody)
    assert PayLine.objects.filter(state="paid").count() == 2


@pytest.mark.clause("XM-07")
def test_a_run_of_bonuses_waits_for_the_publicity_of_the_quarter(rule, many, office, unit, auditor, board):
    many(2)
    scheme = StaffScheme.objects.create(
        unit=unit, title="方案", basis="岗位职责", since=dt.date(2026, 1, 1), state="active"
    )
    held = StaffRound.objects.create(scheme=scheme, unit=unit, quarter=QUARTER, state="approval", opened_on=DAY)
    run = submit_run(by=office, run=draw_run(by=office, rule=rule, period=QUARTER, unit=unit))
    audit_run(by=auditor, run=run, words="无误")
    approve_run(by=board, run=run)
    with pytest.raises(Refused, match="还在“效能和行风建设领导小组审定”，不能发放奖励金"):
        pay_run(by=office, run=run)
    StaffRound.objects.filter(pk=held.pk).update(state="payable")
    assert pay_run(by=office, run=run).state == "paid"


@pytest.mark.clause("XM-13")
def test_an_investigation_defers_3000_which_is_released_when_cleared(rule, person, office, colleague, paid, unit, on):
    on(dt.date(2026, 7, 10))
    inquiry = set_circumstance(by=office, name="接受调查", effect="defer")
    hold = hold_pay(by=office, person=person, circumstance=inquiry, words="线索核查", since=dt.date(2026, 7, 1))
    run = paid(draw_run(by=office, rule=rule, period="2026-Q2", unit=unit), office)
    found = totals(run)
    assert (found.paid, found.deferred) == (Decimal("0.00"), Decimal("3000.00"))
    assert run.lines.get().get_state_display() == "暂缓发放"
    on(dt.date(2026, 8, 20))
    with pytest.raises(Denied, match="另一位"):
        clear_hold(by=office, hold=hold, outcome="查无问题")
    clear_hold(by=colleague, hold=hold, outcome="查无问题")
    line = run.lines.get()
    assert (line.state, line.amount, line.released_on) == ("released", Decimal("3000.00"), dt.date(2026, 8, 20))
    assert (totals(run).paid, totals(run).deferred) == (Decimal("3000.00"), Decimal("0.00"))


@pytest.mark.clause("XM-13")
def test_what_is_configured_to_withhold_is_not_paid_at_all(rule, person, office, paid, unit):
    bad = set_circumstance(by=office, name="年度考核不称职", effect="withhold")
    hold_pay(by=office, person=person, circumstance=bad, words="2025 年不称职", since=dt.date(2026, 2, 1))
    run = paid(draw_run(by=office, rule=rule, period=QUARTER, unit=unit), office)
    line = run.lines.get()
    assert (line.state, line.get_state_display(), line.reason) == ("withheld", "不予发放", "年度考核不称职")
    assert (totals(run).paid, totals(run).withheld) == (Decimal("0.00"), Decimal("3000.00"))


def test_what_was_found_true_is_withheld_for_good(rule, person, office, colleague, paid, unit, many):
    many(1)
    inquiry = set_circumstance(by=office, name="接受调查", effect="defer")
    hold = hold_pay(by=office, person=person, circumstance=inquiry, words="核查", since=dt.date(2026, 7, 1))
    run = paid(draw_run(by=office, rule=rule, period=QUARTER, unit=unit), office)
    assert uphold_hold(by=colleague, hold=hold, outcome="属实").state == "upheld"
    assert totals(run).heads == {"withheld": 1, "paid": 1}
    with pytest.raises(Refused, match="已查实"):
        clear_hold(by=colleague, hold=hold, outcome="再看")


def test_whoever_is_sanctioned_is_held_without_an_entry(rule, person, office, unit):
    set_circumstance(by=office, name="受处分期间", effect="withhold", sanctions=True)
    Sanction.objects.create(person=person, measure="记过", decided_on=dt.date(2026, 6, 1), since=dt.date(2026, 6, 1))
    run = draw_run(by=office, rule=rule, period=QUARTER, unit=unit)
    assert (run.lines.get().state, run.lines.get().reason) == ("withheld", "受处分期间")


def test_a_hold_needs_a_reason_and_is_entered_once(person, office, stranger):
    inquiry = set_circumstance(by=office, name="接受调查", effect="defer")
    given = {"person": person, "circumstance": inquiry, "since": dt.date(2026, 7, 1)}
    with pytest.raises(Denied):
        hold_pay(by=stranger, words="核查", **given)
    with pytest.raises(Refused, match="事由"):
        hold_pay(by=office, words=" ", **given)
    hold_pay(by=office, words="核查", **given)
    with pytest.raises(Refused, match="已因"):
        hold_pay(by=office, words="再次", **given)


@pytest.mark.clause("QH-26")
def test_35_removed_at_4000_each_cut_140000(make_rule, many, office, auditor, unit):
    people = many(40)
    sums = [{"name": "工作人员", "grades": ["staff"], "standard": Decimal(4000)}]
    rule = make_rule(kind="performance", classes=sums)
    run = submit_run(by=office, run=draw_run(by=office, rule=rule, period=QUARTER, unit=unit))
    out = [{"person": one, "reason": "不在岗"} for one in people[:35]]
    made = remove_payees(by=auditor, run=run, rows=out)
    assert (len(made), sum(one.cut for one in made)) == (35, Decimal("140000.00"))
    assert (totals(run).cut, totals(run).paid) == (Decimal("140000.00"), Decimal("20000.00"))
    assert (PayRemoval.objects.count(), lines(run, "removed").count()) == (35, 35)
    event = Event.objects.filter(verb="remove_payees").latest("number")
    assert event.new["cut"] == "140000.00"


@pytest.mark.clause("QH-26")
def test_a_payee_on_the_removed_list_is_not_paid(rule, many, office, auditor, board, unit):
    first, second = many(2)
    run = submit_run(by=office, run=draw_run(by=office, rule=rule, period="2026-Q2", unit=unit))
    later = submit_run(by=office, run=draw_run(by=office, rule=rule, period=QUARTER, unit=unit))
    audit_run(by=auditor, run=later, words="无误")
    approve_run(by=board, run=later)
    remove_payees(by=auditor, run=run, rows=[{"person": first, "reason": "不符合发放条件"}])
    with pytest.raises(Refused, match=f"{first}在审核核减名单上"):
        pay_run(by=office, run=later)
    assert not PayLine.objects.filter(state="paid").exists()
    return_run(by=board, run=later, reason="有人被核减")
    recount_run(by=office, run=later)
    assert [(one.person, one.state) for one in later.lines.order_by("person__code")] == [
        (first, "excluded"), (second, "payable"),
    ]  # fmt: skip
    lift_removal(by=auditor, removal=PayRemoval.objects.get(), reason="补齐材料")
    assert recount_run(by=office, run=later).lines.get(person=first).state == "payable"


def test_a_cut_stays_out_of_the_pool_and_the_others_get_no_more(make_rule, many, office, auditor, unit):
    people = many(3)
    rule = make_rule(basis="pool", classes=[{"name": "工作人员", "grades": ["staff"]}])
    run = submit_run(by=office, run=draw_run(by=office, rule=rule, period=QUARTER, unit=unit, pool=Decimal("100.00")))
    remove_payees(by=auditor, run=run, rows=[{"person": people[2], "reason": "不在岗"}])
    found = totals(run)
    assert (found.paid, found.cut, found.gap) == (Decimal("66.67"), Decimal("33.33"), Decimal("0.00"))
    return_run(by=auditor, run=run, reason="请核对")
    recount_run(by=office, run=run)
    assert (totals(run).cut, totals(run).gap) == (Decimal("33.33"), Decimal("0.00"))
    with pytest.raises(Refused, match="逐人写明"):
        remove_payees(by=auditor, run=submit_run(by=office, run=run), rows=[{"person": people[0], "reason": " "}])


def test_a_pool_goes_by_class_grade_person_and_months_to_the_cent(make_rule, desk, unit, office, graded):
    rule = make_rule(
        basis="pool", grades={"优秀": "1.5", "合格": "1"}, grade_period="year",
        classes=[
            {"name": "中层", "grades": ["middle"], "coefficient": Decimal("1.2")},
            {"name": "工作人员", "grades": ["staff"], "coefficient": Decimal(1)},
        ],
    )  # fmt: skip
    middle, good, late = (
        desk(unit, "A1", grade="middle"),
        desk(unit, "A2"),
        desk(unit, "A3", joined=dt.date(2026, 8, 3)),
    )
    for one, grade in ((middle, "合格"), (good, "优秀")):
        graded(one, {2026: grade}, fixed_on=DAY)
    run = draw_run(by=office, rule=rule, period=QUARTER, unit=unit, pool=Decimal("10000.00"))
    assert run.lines.get(person=late).reason == "暂缺考核等次"
    assert set(run.lines.values_list("amount", flat=True)) == {None}
    with pytest.raises(Refused, match="算不出金额"):
        submit_run(by=office, run=run)
    graded(late, {2026: "合格"}, fixed_on=DAY)
    submit_run(by=office, run=run)
    amounts = {one.person.code: one.amount for one in run.lines.select_related("person")}
    # weights 1.2, 1.5 and 2/3: 36, 45 and 20 of 101; two cents left go to the largest remainders, of A3 and A1
    assert amounts == {"A1": Decimal("3564.36"), "A2": Decimal("4455.44"), "A3": Decimal("1980.20")}
    assert (sum(amounts.values()), totals(run).gap) == (Decimal("10000.00"), Decimal("0.00"))


def test_what_is_withheld_stays_or_goes_to_the_others_as_the_rule_says(make_rule, many, office, unit):
    people = many(2)
    bad = set_circumstance(by=office, name="旷工", effect="withhold")
    hold_pay(by=office, person=people[0], circumstance=bad, words="旷工三日", since=dt.date(2026, 8, 1))
    classes = [{"name": "工作人员", "grades": ["staff"]}]
    kept = make_rule(title="留存", basis="pool", classes=classes)
    shared = make_rule(title="分给其他人", basis="pool", classes=classes, shared=True)
    amounts = []
    for rule in (kept, shared):
        run = draw_run(by=office, rule=rule, period=QUARTER, unit=unit, pool=Decimal(1000))
        amounts.append((totals(run).paid, totals(run).withheld, totals(run).gap))
    assert amounts == [
        (Decimal("500.00"), Decimal("500.00"), Decimal("0.00")),
        (Decimal("1000.00"), Decimal("0.00"), Decimal("0.00")),
    ]


def test_who_draws_it_up_neither_audits_nor_approves_and_who_audits_does_not_approve(
    rule, person, office, auditor, board, head, writer, unit, make_account
):
    run = draw_run(by=writer, rule=rule, period=QUARTER, unit=unit)
    with pytest.raises(Refused, match="拟发"):
        audit_run(by=auditor, run=run, words="早了")
    submit_run(by=writer, run=run)
    with pytest.raises(Denied):
        audit_run(by=writer, run=run, words="自审")
    with pytest.raises(Refused, match="审核意见"):
        audit_run(by=auditor, run=run, words=" ")
    both = make_account("discipline", "decision")
    audit_run(by=both, run=run, words="无误")
    with pytest.raises(Denied, match="另一位"):
        approve_run(by=both, run=run)
    with pytest.raises(Denied):
        approve_run(by=writer, run=run)
    held = approve_run(by=head, run=run)
    assert unaltered(held)
    PayLine.objects.filter(run=run).update(amount=Decimal(9999))
    assert not unaltered(held)
    with pytest.raises(Refused, match="与批准时不一致"):
        pay_run(by=writer, run=run)
    assert Event.objects.filter(verb="approve_run", outcome="done").count() == 1


def test_changes_of_one_person_need_a_reason_and_more_than_the_sum_is_not_submitted(rule, person, office, unit):
    run = draw_run(by=office, rule=rule, period=QUARTER, unit=unit, pool=Decimal(3000))
    line = run.lines.get()
    with pytest.raises(Refused, match="为什么"):
        change_payee(by=office, line=line, personal=Decimal(1), months=2, reason="")
    with pytest.raises(Refused, match="不多于 3"):
        change_payee(by=office, line=line, personal=Decimal(1), months=4, reason="多")
    assert change_payee(by=office, line=line, personal=Decimal(1), months=2, reason="八月离岗").amount == Decimal(2000)
    change_payee(by=office, line=line, personal=Decimal("1.5"), months=3, reason="加倍")
    with pytest.raises(Refused, match=r"超出总额 1500\.00 元"):
        submit_run(by=office, run=run)
    assert drop_run(by=office, run=run, reason="重拟").state == "dropped"
    assert draw_run(by=office, rule=rule, period=QUARTER, unit=unit).number == "FF-2026-0002"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"period": "八月"}, "不是时期"),
        ({"period": "2025-Q4"}, "不适用"),
        ({"period": "2027-Q1"}, "还没有开始"),
        ({"pool": Decimal("10.005")}, "精确到分"),
        ({"pool": Decimal(-1)}, "大于零"),
    ],
)
def test_a_run_that_cannot_be_is_refused(rule, person, office, unit, given, words):
    with pytest.raises(Refused, match=words):
        draw_run(by=office, rule=rule, unit=unit, **{"period": QUARTER} | given)
    assert not PayRun.objects.exists()


def test_one_run_of_a_period_and_nobody_else_draws_it(rule, person, office, unit, writer, stranger, make_unit):
    with pytest.raises(Denied):
        draw_run(by=stranger, rule=rule, period=QUARTER, unit=unit)
    with pytest.raises(Denied):
        draw_run(by=writer, rule=rule, period=QUARTER, unit=make_unit("市体育馆"))
    draw_run(by=writer, rule=rule, period=QUARTER, unit=unit)
    with pytest.raises(Refused, match="已经拟过"):
        draw_run(by=office, rule=rule, period=QUARTER, unit=unit)


def test_a_pool_without_a_sum_is_refused(make_rule, office, person, unit):
    rule = make_rule(basis="pool", classes=[{"name": "工作人员", "grades": ["staff"]}])
    with pytest.raises(Refused, match="须填总额"):
        draw_run(by=office, rule=rule, period=QUARTER, unit=unit)
    with pytest.raises(Refused, match="请选计算方式"):
        draft_pay_rule(by=office, title="错", basis="dice", classes=[], since=DAY)
