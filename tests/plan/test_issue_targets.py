"""Targets of a unit bind when nothing is left to remark; every remark is told at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.models import Indicator, Mandate, Target
from kaogong.plan.queries import blockers, leaders_without, parts_of, unassigned, whole
from plan.conftest import LATER


def told(cycle, unit):
    return [one.words for one in blockers(cycle, unit)]


def test_agreed_targets_are_issued_with_one_event(office, cycle, bureau, make_target, events):
    made = [make_target("1", "agreed"), make_target("2", "agreed")]
    start = len(events())
    assert actions.issue_targets(by=office, cycle=cycle, unit=bureau) == made
    assert events()[start:] == ["issue_targets"]
    assert set(Target.objects.values_list("state", flat=True)) == {"issued"}
    with pytest.raises(Refused, match="没有待下达的目标"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)


def test_every_remark_is_told_at_once(office, cycle, bureau, make_indicator, make_target):
    make_target("1")
    make_target("1", "agreed", own=False)
    make_target("1", "agreed", indicator=make_indicator("未会签", state="draft"))
    with pytest.raises(Refused, match="还有 3 处要处理"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    words = "".join(told(cycle, bureau))
    assert all(one in words for one in ("还没有商定", "没有上级目标", "“未会签”还是待会签"))


def test_a_parent_that_does_not_add_up_holds_its_children_back(office, cycle, city, bureau, make_unit, make_target):
    top = make_target("100", "agreed", unit=city)
    parts = [{"unit": bureau, "value": Decimal(60)}, {"unit": make_unit(), "value": Decimal(38)}]
    actions.decompose(by=office, parent=top, track="region", parts=parts)
    Target.objects.update(state="agreed")
    with pytest.raises(Refused, match="缺口 2。请补 2，或申请调减上级目标"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    Target.objects.filter(value=38).update(value=40)
    assert actions.issue_targets(by=office, cycle=cycle, unit=bureau)


@pytest.mark.clause("XM-48")
def test_one_indicator_of_58_without_a_person_is_named(office, cycle, bureau, make_person, make_target):
    actions.set_rules(by=office, cycle=cycle, to_persons=True)
    person = make_person("科员甲", bureau)
    made = [make_target("1", "agreed") for _number in range(58)]
    for one in made[:57]:
        make_target("1", "agreed", indicator=one.indicator, parent=one, track="inside", person=person)
    assert unassigned(cycle, bureau) == [made[57]]
    with pytest.raises(Refused, match=f"还有 1 处要处理：“{made[57].indicator}”还没有落实到人"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)


@pytest.mark.clause("HB-25")
def test_one_leader_of_seven_without_a_target_is_named(office, cycle, bureau, make_person, make_target):
    actions.set_rules(by=office, cycle=cycle, to_persons=True)
    team = [make_person(f"班子{number}", bureau, "chief" if number == 1 else "deputy") for number in range(1, 8)]
    for one in team[:6]:
        top = make_target("1", "agreed", leader=one)
        make_target("1", "agreed", indicator=top.indicator, parent=top, track="inside", person=one)
    assert leaders_without(cycle, bureau) == [team[6]]
    with pytest.raises(Refused, match="班子7是班子成员，还没有目标"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)


@pytest.mark.clause("HB-30")
def test_nine_of_ten_confirmed_is_not_effective(office, cycle, bureau, make_person, make_target):
    actions.set_rules(by=office, cycle=cycle, to_persons=True)
    top = make_target("100", "agreed")
    people = [make_person(f"科员{number}", bureau) for number in range(10)]
    for number, one in enumerate(people):
        state = "agreed" if number < 9 else "countered"
        make_target("10", state, indicator=top.indicator, parent=top, track="inside", person=one)
    assert told(cycle, bureau) == [f"科员9还没有认定“{top.indicator}”。"]
    with pytest.raises(Refused, match="科员9还没有认定"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    Target.objects.filter(person=people[9]).update(state="agreed")
    assert len(actions.issue_targets(by=office, cycle=cycle, unit=bureau)) == 11


@pytest.mark.clause("HB-23")
def test_a_sheet_without_goals_of_its_function_is_refused(office, cycle, bureau, make_indicator, make_target):
    make_target("1", "agreed", indicator=make_indicator("领导班子建设", part="common"))
    with pytest.raises(Refused, match="没有职能业务目标"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    make_target("1", "agreed", indicator=make_indicator("主要业务", part="functional"))
    assert len(actions.issue_targets(by=office, cycle=cycle, unit=bureau)) == 2


@pytest.mark.clause("HB-23")
def test_a_task_given_in_june_stands_in_part_three_with_its_day(office, cycle, bureau, make_target):
    make_target("1")
    actions.add_task(
        by=office,
        cycle=cycle,
        name="整治占道经营",
        origin="extra",
        leads=[bureau],
        given_by="分管副市长",
        given_on=dt.date(2026, 6, 12),
        standard="主干道无占道",
        due=LATER,
        points=Decimal(2),
    )
    (line,) = parts_of(cycle, bureau)["assigned"]
    assert (line.name, line.day) == ("整治占道经营", dt.date(2026, 6, 12))
    assert len(parts_of(cycle, bureau)["functional"]) == 1


@pytest.mark.clause("QD-10")
def test_318_of_320_name_leader_department_person_quality_and_time(
    office, cycle, bureau, make_person, make_target, client
):
    five = ["leader", "department", "person", "quality", "due"]
    actions.set_rules(by=office, cycle=cycle, elements=five)
    person = make_person("责任人", bureau)
    base = {"leader": person, "department": bureau, "quality": "验收合格", "due": LATER}
    indicators = Indicator.objects.bulk_create(
        Indicator(cycle=cycle, owner=bureau, name=f"指标{number}", state="settled", place=number)
        for number in range(320)
    )
    Target.objects.bulk_create(
        Target(cycle=cycle, indicator=one, unit=bureau, period="2026", own=True, person=person, **base)
        for one in indicators
    )
    two = list(Target.objects.order_by("id")[:2])
    Target.objects.filter(pk=two[0].pk).update(leader=None)
    Target.objects.filter(pk=two[1].pk).update(quality="", due=None)
    found = whole(Target.objects.select_related("indicator", "cycle"))
    assert (found.good, found.all, found.share) == (318, 320, Decimal("99.4"))
    client.force_login(office)
    assert "要素齐全 318 / 320，99.4%" in client.get(reverse("plan:issue_targets", args=[bureau.pk])).content.decode()
    for lack in found.lacking:
        actions.return_target(by=office, target=lack.target, reasons=[lack.words])
    assert list(Target.objects.exclude(told=[]).order_by("id").values_list("told", flat=True)) == [
        ["缺责任领导"],
        ["缺工作质量、完成时限"],
    ]


@pytest.mark.clause("QD-10")
def test_a_target_with_a_past_date_is_refused(office, cycle, bureau, make_indicator, make_target):
    with pytest.raises(Refused, match="完成时限 2020-01-01 已过"):
        actions.set_target(by=office, cycle=cycle, indicator=make_indicator(), unit=bureau, due=dt.date(2020, 1, 1))
    make_target("1", "agreed", due=dt.date(2020, 1, 1))
    with pytest.raises(Refused, match="完成时限 2020-01-01 已过"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)


@pytest.mark.clause("QD-28")
def test_four_tests_of_an_indicator(office, cycle, bureau, make_unit):
    actions.set_rules(by=office, cycle=cycle, tests=["actionable", "monitorable", "assessable", "mandated"])
    (own,) = actions.note_mandates(by=office, unit=bureau, duties=["道路养护"])
    (other,) = actions.note_mandates(by=office, unit=make_unit(), duties=["征税"])
    assert Mandate.objects.count() == 2
    indicators = Indicator.objects.bulk_create(
        Indicator(
            cycle=cycle, owner=bureau, name=f"指标{n}", source="" if n == 0 else "统计局", state="settled", place=n
        )
        for n in range(320)
    )
    Target.objects.bulk_create(
        Target(
            cycle=cycle,
            indicator=one,
            unit=bureau,
            period="2026",
            value=Decimal(1),
            quantity="1 项",
            mandate=other if one.place == 1 else own,
        )
        for one in indicators
    )
    found = whole(Target.objects.select_related("indicator", "cycle").order_by("id"))
    assert [one.words for one in found.lacking] == ["不符合可监控", "不符合权责一致"]
    assert (found.good, found.all) == (318, 320)


def test_only_an_open_cycle_and_only_the_office(office, bureau, cycle, make_cycle, denied):
    with pytest.raises(Refused, match="还没有启动"):
        actions.issue_targets(by=office, cycle=make_cycle(2027, state="draft"), unit=bureau)
    with pytest.raises(Refused, match="还没有目标"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    denied(actions.issue_targets, cycle=cycle, unit=bureau)
    denied(actions.appraise_targets, cycle=cycle, targets=[])
    denied(actions.carry_forward, cycle=cycle)
