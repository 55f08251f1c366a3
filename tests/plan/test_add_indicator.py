"""Units set indicators of their own; departments countersign; what no lower one carries is told."""

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.models.powers import Power
from kaogong.plan import actions
from kaogong.plan.models import Indicator
from kaogong.plan.queries import blockers, indicator_tree, uncarried, uncovered_tasks

BASIS = "本单位职责"
FAMILIES = ("经济工作", "精神文明建设", "综治", "计生", "党建", "廉政", "环境保护", "科技", "效能", "工业化")


@pytest.mark.clause("XM-15")
def test_twelve_indicators_one_without_a_basis(office, liaison, cycle, adopted, bureau, events):
    made = [
        actions.add_indicator(by=liaison, cycle=cycle, owner=bureau, name=f"指标{n}", basis="" if n == 7 else BASIS)
        for n in range(12)
    ]
    with pytest.raises(Refused, match="1 项指标没有依据：“指标7”。请从本单位职责、市委市政府重大决策部署、"):
        actions.submit_indicators(by=liaison, cycle=cycle, owner=bureau)
    actions.revise_indicator(by=liaison, indicator=made[7], basis="领导兴趣", reason="补依据")
    with pytest.raises(Refused, match="“指标7”"):
        actions.submit_indicators(by=liaison, cycle=cycle, owner=bureau)
    actions.revise_indicator(by=liaison, indicator=made[7], basis="基础管理要求", reason="补依据")
    start = len(events())
    assert actions.submit_indicators(by=liaison, cycle=cycle, owner=bureau) == 12
    assert events()[start:] == ["submit_indicators"]


@pytest.mark.clause("XM-15")
def test_a_supervised_task_without_an_indicator_is_a_gap(office, cycle, bureau, make_indicator):
    tasks = [
        actions.add_task(by=office, cycle=cycle, name=f"督办{n}", origin="supervised", leads=[bureau]) for n in range(3)
    ]
    for one in tasks[:2]:
        actions.cover(by=office, indicator=make_indicator(), task=one)
    assert list(uncovered_tasks(cycle, "supervised")) == [tasks[2]]


@pytest.mark.clause("CX-23")
def test_a_township_adds_two_items_of_three_points_and_no_third(office, make_account, cycle, make_unit):
    actions.set_rules(by=office, cycle=cycle, own_items=2, own_points="3")
    town = make_unit("东湖镇", level="township", track="area")
    clerk = make_account((Power.LIAISON, town))
    two = [
        actions.add_indicator(by=clerk, cycle=cycle, owner=town, name=name, full="3")
        for name in ("茶园改造", "古村保护")
    ]
    for one in two:
        actions.endorse_indicator(by=office, indicator=one)
    assert [(one.state, one.full) for one in two] == [("settled", 3), ("settled", 3)]
    with pytest.raises(Refused, match="至多 2 项，已经满了"):
        actions.add_indicator(by=clerk, cycle=cycle, owner=town, name="花海", full="3")
    actions.set_rules(by=office, cycle=cycle, own_items=3)
    with pytest.raises(Refused, match=r"每项至多 3 分，现为 3\.5 分"):
        actions.add_indicator(by=clerk, cycle=cycle, owner=town, name="花海", full="3.5")


@pytest.mark.clause("YL-06")
def test_the_family_its_department_has_not_signed_stays_a_draft(
    office, make_account, cycle, bureau, make_unit, make_target, events
):
    made = []
    for family in FAMILIES:
        authority = make_unit(f"{family}主管部门")
        one = actions.add_indicator(
            by=office, cycle=cycle, owner=bureau, name=family, family=family, authority=authority
        )
        made.append(one)
        if family != "环境保护":
            actions.endorse_indicator(by=make_account((Power.AUTHORITY, authority)), indicator=one)
    assert [one.family for one in Indicator.objects.filter(state="draft")] == ["环境保护"]
    assert Indicator.objects.filter(state="settled").count() == 9
    make_target("1", "agreed", indicator=made[6])
    assert [one.words for one in blockers(cycle, bureau)] == ["“环境保护”还是待会签。"]


@pytest.mark.clause("XM-33")
def test_fifteen_parents_with_58_children_and_one_parent_without(cycle, make_indicator):
    keys = [make_indicator(f"关键{n}", level="key") for n in range(15)]
    for n in range(58):
        make_indicator(f"二级{n}", parent=keys[n % 15])
    assert indicator_tree(cycle) == (15, 58)
    assert not uncarried(cycle)
    lonely = make_indicator("关键16", level="key")
    assert list(uncarried(cycle)) == [lonely]


def test_a_department_that_does_not_agree_says_why(office, cycle, bureau):
    made = actions.add_indicator(by=office, cycle=cycle, owner=bureau, name="甲")
    with pytest.raises(Refused, match="不同意的理由"):
        actions.refuse_indicator(by=office, indicator=made, reason="")
    actions.refuse_indicator(by=office, indicator=made, reason="与职责无关")
    with pytest.raises(Refused, match="现在是“未同意”"):
        actions.endorse_indicator(by=office, indicator=made)


def test_a_change_is_countersigned_again_and_a_rulebooks_item_is_not_changed(office, liaison, cycle, bureau, adopted):
    made = actions.add_indicator(by=liaison, cycle=cycle, owner=bureau, name="甲")
    actions.endorse_indicator(by=office, indicator=made)
    actions.revise_indicator(by=liaison, indicator=made, unit="公里", reason="更正单位")
    assert (made.state, made.unit) == ("draft", "公里")
    with pytest.raises(Refused, match="由新一版办法修改"):
        actions.revise_indicator(
            by=office, indicator=Indicator.objects.filter(adoption__isnull=False)[0], unit="公里", reason="x"
        )
    actions.withdraw_indicator(by=liaison, indicator=made, reason="不设了")
    assert made.state == "withdrawn"


def test_a_name_twice_or_an_unknown_field(liaison, cycle, bureau):
    actions.add_indicator(by=liaison, cycle=cycle, owner=bureau, name="甲")
    with pytest.raises(Refused, match="已经有了"):
        actions.add_indicator(by=liaison, cycle=cycle, owner=bureau, name="甲")
    with pytest.raises(Refused, match="没有这样的栏目"):
        actions.add_indicator(by=liaison, cycle=cycle, owner=bureau, name="乙", colour="红")


def test_others_do_not(office, cycle, bureau, city, make_unit, make_indicator, denied):
    denied(actions.add_indicator, cycle=cycle, owner=bureau, name="甲")
    denied(actions.submit_indicators, cycle=cycle, owner=bureau)
    theirs = make_indicator(state="draft", authority=make_unit())
    denied(actions.endorse_indicator, by=office, indicator=theirs)
    denied(actions.refuse_indicator, indicator=theirs, reason="x")
    denied(actions.revise_indicator, indicator=theirs, reason="x")
    denied(actions.withdraw_indicator, indicator=theirs, reason="x")
    denied(actions.cover, indicator=theirs)
