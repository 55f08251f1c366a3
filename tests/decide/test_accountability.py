"""Cases of accountability: what opens them, what they propose, what keeps them open, who may do what."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import AccountabilityCase, CaseMeasure
from kaogong.decide.queries.accountability import by_form, by_region, overdue_cases, oversight_of
from kaogong.org import actions as register
from kaogong.org.models.powers import Power
from kaogong.supervise.models import Inspection, Task, TaskHandler, TaskSource, Visit

DAY = dt.date(2026, 11, 2)
SINCE = dt.date(2020, 1, 1)
DONE = {"words": "已办", "day": DAY}


@pytest.fixture
def unit(city):
    """A unit below the city."""
    return register.found_unit(
        by=None, code="B", name="乙局", level="city", track="government", parent=city, since=SINCE
    )


@pytest.fixture
def head(unit, make_person):
    """Its head."""
    one = make_person("局长")
    register.appoint(by=None, person=one, unit=unit, title="局长", grade="chief", since=SINCE)
    return one


@pytest.fixture
def other(make_account):
    """Another member of the office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def open_case(office, unit):
    """A case; of conduct where nothing else is said."""

    def make(**given):
        fields = {"kind": "conduct", "manner": "slow", "unit": unit, "words": "审批拖延 40 天"} | given
        return actions.open_case(by=office, **fields)

    return make


def forms(case):
    return [one.form for one in case.measures.order_by("id")]


@pytest.mark.clause("XM-47")
def test_a_light_fault_in_an_approval_post_proposes_one_form(open_case, other):
    """审批岗位的轻微过错，表上一种方式；一种都没有的不能办结。"""
    case = open_case(kind="fault", post="审批岗位", degree="轻微", manner="")
    assert forms(case) == ["批评教育"]
    bare = open_case(kind="fault", post="审批岗位", degree="轻微", manner="", words="另一件")
    bare.measures.all().delete()
    with pytest.raises(Refused, match="还没有追究方式"):
        actions.close_case(by=other, case=bare, conclusion="已处理")
    actions.carry_out_measure(by=other, measure=case.measures.get(), **DONE)
    actions.close_case(by=other, case=case, conclusion="已批评教育")
    case.refresh_from_db()
    assert case.state == "closed"


def test_scope_and_degree_are_those_of_the_table(open_case):
    with pytest.raises(Refused) as caught:
        open_case(kind="fault", post="驾驶岗位", degree="轻微")
    assert caught.value.field == "post"
    with pytest.raises(Refused) as caught:
        open_case(kind="fault", post="审批岗位", degree="很大")
    assert caught.value.field == "degree"
    grave = open_case(kind="fault", post="审批岗位", degree="严重")
    assert [(one.form, one.state) for one in grave.measures.order_by("id")] == [
        ("待岗", "proposed"),
        ("移送纪检监察机关", "due"),
    ]


@pytest.mark.clause("QH-18")
def test_slow_action_brings_a_circular_and_an_interview_of_the_chief(open_case, head, other):
    case = open_case()
    assert forms(case) == ["通报批评", "约谈主要领导"]
    circular, interview = case.measures.order_by("id")
    assert interview.person == head
    actions.carry_out_measure(by=other, measure=circular, **DONE)
    with pytest.raises(Refused, match="已落实 1/2"):
        actions.close_case(by=other, case=case, conclusion="已通报")
    actions.carry_out_measure(by=other, measure=interview, **DONE)
    actions.close_case(by=other, case=case, conclusion="已通报，已约谈")


@pytest.mark.clause("XJ-15")
def test_low_satisfaction_rises_by_years_and_removal_needs_approval(
    office, other, decision, body, unit, head, on, events
):
    """满意度55，线是60：先通报；第二年谈话；第三年免职，须批准。"""
    given = {"by": office, "unit": unit, "score": Decimal(55)}
    with pytest.raises(Refused, match="不低于 60"):
        actions.call_satisfaction(**given | {"score": Decimal(60)}, year=2026)
    first = actions.call_satisfaction(**given, year=2026)
    assert forms(first) == ["通报批评"]
    with pytest.raises(Refused, match="已因满意度低立案"):
        actions.call_satisfaction(**given, year=2026)
    on(dt.date(2027, 11, 1))
    assert forms(actions.call_satisfaction(**given, year=2027)) == ["诫勉谈话"]
    on(dt.date(2028, 11, 1))
    third = actions.call_satisfaction(**given, year=2028)
    removal = third.measures.get()
    assert (removal.form, removal.person, removal.state) == ("免职", head, "proposed")
    day = {"words": "已免职", "day": dt.date(2028, 11, 1)}
    with pytest.raises(Refused, match="待批准"):
        actions.carry_out_measure(by=other, measure=removal, **day)
    agreed = {"by": decision, "measure": removal, "agreed": True, "body": body, "reason": "三年满意度低"}
    with pytest.raises(Refused, match="陈述申辩"):
        actions.approve_measure(**agreed)
    actions.hear_case(by=other, case=third, statement="本人无异议", day=dt.date(2028, 11, 1))
    events()
    actions.approve_measure(**agreed)
    assert events() == ["approve_measure"]
    actions.carry_out_measure(by=other, measure=removal, **day)
    removal.refresh_from_db()
    assert removal.state == "done"


@pytest.mark.clause("XJ-19")
def test_the_report_by_form_and_year_adds_up(open_case, other, on):
    """201 件问责，按方式和年度统计合计 201。"""
    several = {"通报批评": 120, "诫勉谈话": 51, "批评教育": 30}
    case = open_case(kind="fault", post="审批岗位", degree="轻微", manner="")
    case.measures.all().delete()
    cases = [
        AccountabilityCase(
            number=f"X{number}", kind="fault", unit=case.unit, words="旧案", opened_on=DAY, outcome_due=DAY
        )
        for number in range(201)
    ]
    AccountabilityCase.objects.bulk_create(cases)
    kinds = [form for form, number in several.items() for _n in range(number)]
    CaseMeasure.objects.bulk_create(
        CaseMeasure(case=one, form=form, due=DAY, state="done", done_on=DAY.replace(year=2025 + place % 2))
        for place, (one, form) in enumerate(zip(cases, kinds, strict=True))
    )
    found = by_form()
    assert set(found) == {2025, 2026}
    assert sum(sum(one.values()) for one in found.values()) == 201
    assert {form: sum(found[year][form] for year in found) for form in several} == several
    assert sum(by_region(2025).values()) + sum(by_region(2026).values()) == 201


@pytest.mark.clause("LB-09")
def test_a_failed_appointment_is_assigned_or_cleared_link_by_link(open_case, office, other, make_person):
    case = open_case(kind="appointment", manner="", words="任用后查出带病提拔")
    links = list(case.links.all())
    assert [one.get_link_display() for one in links] == ["推荐责任", "考试责任", "考察责任", "任用决策责任"]
    actions.add_measure(by=office, case=case, form="批评教育", due=DAY)
    actions.carry_out_measure(by=other, measure=case.measures.get(), **DONE)
    someone = make_person("推荐人")
    with pytest.raises(Refused) as caught:
        actions.settle_link(by=other, link=links[0], state="assigned", words="失察", person=someone)
    assert caught.value.field == "level"
    actions.settle_link(by=other, link=links[0], state="assigned", words="失察", person=someone, level="leading")
    actions.settle_link(by=other, link=links[1], state="cleared", words="未经考试")
    actions.settle_link(by=other, link=links[3], state="assigned", words="把关不严", person=someone, level="direct")
    with pytest.raises(Refused, match=r"3/4.*考察责任"):
        actions.close_case(by=other, case=case, conclusion="已处理")
    actions.settle_link(by=other, link=links[2], state="cleared", words="程序齐全")
    actions.close_case(by=other, case=case, conclusion="已处理")


@pytest.mark.clause("LB-23")
@pytest.mark.parametrize(("records", "state", "measures"), [(0, "open", ["追究责任"]), (6, "review", [])])
def test_the_superior_answers_for_weak_oversight(open_case, other, city, unit, records, state, measures):
    """下级违规，上级当年没有监督记录的立案；有六条的只复核。"""
    for number in range(records):
        held = Inspection.objects.create(
            title=f"第{number}次检查", kind="routine", since=DAY, until=DAY, lead=city, state="closed"
        )
        Visit.objects.create(inspection=held, unit=unit, state="done")
    case = open_case()
    assert oversight_of(city, unit, 2026) == records
    above = actions.call_superior(by=other, case=case)
    assert (above.unit, above.arises_from, above.state, above.oversight) == (city, case, state, records)
    assert forms(above) == measures
    with pytest.raises(Refused, match="已对上级"):
        actions.call_superior(by=other, case=case)


def test_a_review_becomes_a_case_or_is_closed_without_one(open_case, other, city, unit, office):
    register.set_setting(by=None, key="accountability.oversight", value=0, reason="本市规定")
    first = actions.call_superior(by=other, case=open_case())
    actions.close_case(by=office, case=first, conclusion="监督到位，不追究")
    second = actions.call_superior(by=other, case=open_case(words="又一件"))
    actions.take_up_case(by=office, case=second, reason="监督流于形式")
    second.refresh_from_db()
    assert (first.state, second.state, forms(second)) == ("closed", "open", ["追究责任"])


@pytest.mark.clause("QD-12")
def test_a_failed_key_task_opens_a_case_on_the_head(office, unit, head, on):
    """重点任务未完成、没有获准的理由，对主要领导立案；三十天没有处理的即逾期。"""
    source = TaskSource.objects.create(kind="party", title="部署", given_on=DAY)
    for number, (mark, due) in enumerate([("key", DAY), ("key", dt.date(2027, 1, 1)), ("", DAY)], 1):
        task = Task.objects.create(
            number=f"D{number}", source=source, name=f"任务{number}", mark=mark, since=SINCE, due=due, state="open"
        )
        TaskHandler.objects.create(task=task, unit=unit, role="lead")
    assert not actions.call_failed_tasks(by=office)
    on(dt.date(2026, 11, 3))
    (case,) = actions.call_failed_tasks(by=office)
    assert (case.person, case.task.number, forms(case)) == (head, "D1", ["追究责任"])
    assert forms(case)[0] in ("追究责任", "降职", "待岗", "免职")
    assert not actions.call_failed_tasks(by=office), "once a task"
    assert case.outcome_due == dt.date(2026, 12, 3)
    assert not overdue_cases(dt.date(2026, 12, 3)).exists()
    assert list(overdue_cases(dt.date(2026, 12, 4))) == [case]
    on(dt.date(2026, 12, 4))
    actions.carry_out_measure(by=office, measure=case.measures.get(), words="已处理", day=dt.date(2026, 12, 4))
    assert not overdue_cases(dt.date(2026, 12, 5)).exists()


def test_who_may(open_case, office, other, decision, stranger, head, make_account, body, denied):
    case = open_case()
    own = make_account(Power.OFFICE, person=head)
    denied(actions.open_case, kind="conduct", manner="slow", unit=case.unit, words="x")
    denied(actions.close_case, by=office, case=case, conclusion="自己立的自己结")
    mine = open_case(kind="fault", post="审批岗位", degree="严重", manner="", person=head)
    denied(actions.add_measure, by=own, case=mine, form="批评教育", due=DAY)
    heavy = mine.measures.get(form="待岗")
    denied(actions.approve_measure, by=office, measure=heavy, agreed=True, body=body, reason="x")
    denied(actions.carry_out_measure, by=own, measure=heavy, **DONE)


def test_a_wrong_case_is_dropped_while_nothing_is_done(open_case, other, events):
    case = open_case()
    events()
    with pytest.raises(Refused, match="理由"):
        actions.drop_case(by=other, case=case, reason=" ")
    actions.drop_case(by=other, case=case, reason="查无此事")
    assert events() == ["drop_case"]
    with pytest.raises(Refused):
        actions.hear_case(by=other, case=case, statement="x", day=DAY)


def test_satisfaction_known_in_the_next_year_counts_for_its_own(office, unit, head, on):
    """2026年的满意度2027年初才知道：同一年度不重复立案，次年度才升为谈话。"""
    given = {"by": office, "unit": unit, "score": Decimal(55)}
    on(dt.date(2027, 1, 15))
    assert forms(actions.call_satisfaction(**given, year=2026)) == ["通报批评"]
    with pytest.raises(Refused, match="已因满意度低立案"):
        actions.call_satisfaction(**given, year=2026)
    on(dt.date(2027, 12, 20))
    assert forms(actions.call_satisfaction(**given, year=2027)) == ["诫勉谈话"]
