"""A responsibility letter holds with both signatures, and is signed anew when what it promises changes."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.models.powers import Power
from kaogong.plan import actions
from kaogong.plan.models import Letter, Target
from kaogong.plan.queries import Wanted, families_missing, outstanding, stale, waiting_for
from kaogong.plan.reports.letter import opening_of, table_of

KIND = "党风廉政建设责任状"
FAMILIES = [
    "经济工作",
    "精神文明建设",
    "社会治安综合治理",
    "人口与计划生育",
    "党建",
    "党风廉政建设",
    "环境保护",
    "科技进步",
    "效能建设",
    "推进工业化进程",
]


@pytest.fixture
def units(cycle, adopted, bureau, make_unit, make_indicator, make_target):
    """So many units that take part, each with a target."""

    def make(number):
        large, small = make_indicator("共同目标"), make_indicator("单项目标")
        made = [bureau, *(make_unit(appraisal_class="division") for _one in range(number - 1))]
        for one in made:
            make_target("1", "issued", unit=one, indicator=large, points=Decimal(90))
            make_target("1", "issued", unit=one, indicator=small, points=Decimal(10))
        return made

    return make


@pytest.mark.clause("QH-02")
@pytest.mark.slow
def test_48_of_50_with_both_signatures(office, decision, make_account, make_letter, cycle, units, events):
    made = units(50)
    letters = [make_letter(one, KIND) for one in made]
    for number, letter in enumerate(letters[:49]):
        actions.sign_letter(by=make_account((Power.HEAD, letter.unit)), letter=letter, party="unit")
        if number < 48:
            actions.sign_letter(by=decision, letter=letter, party="upper")
    assert set(outstanding(cycle, KIND)) == {made[48].pk, made[49].pk}
    assert (letters[48].state, letters[49].state) == ("half", "draft")
    assert set(Target.objects.filter(unit=made[48]).values_list("state", flat=True)) == {"issued"}
    assert set(Target.objects.filter(unit=made[0]).values_list("state", flat=True)) == {"signed"}


@pytest.mark.clause("YL-04")
@pytest.mark.slow
def test_67_of_68_signed_and_edited_targets_need_a_new_signature(
    office, decision, make_account, make_letter, cycle, units
):
    made = units(68)
    kind = "绩效考评指标考核责任书"
    letters = [make_letter(one, kind) for one in made]
    for letter in letters[:67]:
        actions.sign_letter(by=make_account((Power.HEAD, letter.unit)), letter=letter, party="unit")
        actions.sign_letter(by=decision, letter=letter, party="upper")
    assert outstanding(cycle, kind) == [made[67].pk]
    actions.set_chain(by=office, cycle=cycle, steps=[("绩效办审核", Power.OFFICE)])
    adjusted = actions.ask_adjustment(
        by=make_account((Power.HEAD, made[1])),
        cycle=cycle,
        unit=made[1],
        changes=[Wanted(Target.objects.get(unit=made[1], points=10), value=Decimal(2))],
        reason="政策变化",
        on=dt.date(2026, 8, 1),
    )
    actions.approve_adjustment(by=office, adjustment=adjusted, step=cycle.chain.get())
    assert set(outstanding(cycle, kind)) == {made[1].pk, made[67].pk}
    second = Letter.objects.get(unit=made[1], version=2)
    assert second.state == "draft"
    assert second.sm3 != Letter.objects.get(unit=made[1], version=1).sm3


def test_signing_leaves_one_event_and_the_hash_that_was_read(head, decision, bureau, make_target, make_letter, events):
    make_target("1", "issued")
    letter = make_letter(bureau)
    assert [one.title for one in waiting_for(head)] == ["签署绩效考评指标考核责任书"]
    start = len(events())
    signed = actions.sign_letter(by=head, letter=letter, party="unit")
    assert events()[start:] == ["sign_letter"]
    assert [one.sm3 for one in signed.signatures.all()] == [letter.sm3]
    with pytest.raises(Refused, match="已经签署"):
        actions.sign_letter(by=head, letter=letter, party="unit")
    assert [one.title for one in waiting_for(decision)] == ["签署绩效考评指标考核责任书"]
    actions.sign_letter(by=decision, letter=letter, party="upper")
    assert letter.state == "effective"
    assert not waiting_for(decision)


def test_a_letter_that_no_longer_says_what_holds_is_drawn_again(
    office, head, city, cycle, bureau, make_target, make_letter
):
    make_target("1", "issued")
    letter = make_letter(bureau)
    with pytest.raises(Refused, match="不用重拟"):
        make_letter(bureau)
    make_target("2", "issued")
    assert stale(letter)
    with pytest.raises(Refused, match="请重拟一版再签"):
        actions.sign_letter(by=head, letter=letter, party="unit")
    assert make_letter(bureau).version == 2
    letter.refresh_from_db()
    with pytest.raises(Refused, match="已被新版替代"):
        actions.sign_letter(by=head, letter=letter, party="unit")


def test_a_letter_whose_words_were_changed_is_not_signed(head, bureau, make_target, make_letter):
    make_target("1", "issued")
    letter = make_letter(bureau)
    letter.content["targets"][0]["value"] = "0.5"
    letter.save()
    with pytest.raises(Refused, match="杂凑值不符"):
        actions.sign_letter(by=head, letter=letter, party="unit")


def test_nothing_to_promise(bureau, make_letter):
    with pytest.raises(Refused, match="没有下达的目标"):
        make_letter(bureau)


@pytest.mark.clause("YL-05")
def test_nine_of_ten_families_warn_of_the_missing_one_unless_excused(
    office, cycle, bureau, make_indicator, make_target, make_letter
):
    actions.set_rules(by=office, cycle=cycle, families=FAMILIES)
    for family in FAMILIES:
        if family != "环境保护":
            make_target("1", "issued", indicator=make_indicator(family=family))
    assert families_missing(cycle, bureau) == ["环境保护"]
    assert make_letter(bureau).content["missing"] == ["环境保护"]
    with pytest.raises(Refused, match="为什么"):
        actions.waive_family(by=office, cycle=cycle, unit=bureau, family="环境保护", reason="")
    actions.waive_family(by=office, cycle=cycle, unit=bureau, family="环境保护", reason="机关处室无排放")
    assert families_missing(cycle, bureau) == []
    with pytest.raises(Refused, match="没有“体育”这一门类"):
        actions.waive_family(by=office, cycle=cycle, unit=bureau, family="体育", reason="x")


def test_each_party_signs_for_itself(office, head, city, cycle, bureau, make_target, make_letter, denied):
    make_target("1", "issued")
    letter = make_letter(bureau)
    denied(actions.sign_letter, by=head, letter=letter, party="upper")
    denied(actions.sign_letter, by=office, letter=letter, party="unit")
    denied(actions.draw_letter, cycle=cycle, unit=bureau, upper=city, kind="x")
    denied(actions.waive_family, cycle=cycle, unit=bureau, family="x", reason="x")


@pytest.mark.parametrize("called", ["年度绩效管理", "2026 年度绩效管理", "2026年度绩效管理", "绩效管理"])
def test_a_letter_says_its_year_once(bureau, make_target, make_letter, called):
    make_target("1", "issued")
    letter = make_letter(bureau)
    letter.content["cycle"] = called
    assert opening_of(letter)[0].startswith("为落实2026年度绩效管理目标，")


def test_a_letter_prints_no_column_in_which_nothing_is_said(bureau, make_target, make_letter):
    make_target("1", "issued")
    letter = make_letter(bureau)
    (row,) = letter.content["targets"]
    row |= {"family": "", "due": ""}
    heads, rows = table_of(letter)
    assert not {"门类", "完成时限"} & set(heads)
    assert [len(one) for one in rows] == [len(heads)]
    row["due"] = "12月底前"
    assert table_of(letter)[0][-1] == "完成时限"
