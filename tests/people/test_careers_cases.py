"""Cases: who is unfit, two poor years, a unit last twice; and the head of a top unit, who is excellent."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Person, Sanction
from kaogong.people.actions.careers_cases import (
    add_evidence,
    close_case,
    find_fit,
    find_unfit,
    name_responsible,
    open_case,
    open_reviews,
    refuse_case,
    walk_step,
)
from kaogong.people.actions.careers_rules import (
    activate_unfit_rule,
    change_unfit_rule,
    draft_unfit_rule,
    end_unfit_rule,
)
from kaogong.people.actions.careers_units import fix_unit_grades, grant_direct, refuse_direct
from kaogong.people.models import CareerCase, DirectGrade, PersonResult
from kaogong.people.queries.career_grades import grades_of
from kaogong.people.queries.careers_cases import poor_twice
from kaogong.people.states.careers import TYPE_WORDS, TYPES
from people.careers import *  # noqa: F403

PARTS = {
    "qualitative": "不能履行岗位职责。", "quantitative": "连续两年目标完成低于六成。",
    "procedure": ["提出", "调查核实", "听取本人意见", "集体研究"], "measures": ["改任非领导职务", "调离重要岗位"],
}  # fmt: skip


@pytest.fixture
def rules(office, board):
    """The rule set in force."""
    criteria = [{"type": "mediocre", "level": "deputy", "words": "分管工作两年没有起色"}]
    made = draft_unfit_rule(
        by=office, title="不胜任认定办法", causes=["身体原因", "工作不力"], criteria=criteria, **PARTS
    )
    return activate_unfit_rule(by=board, rule=made)


@pytest.fixture
def case(office, rules, person):
    """A case that somebody is mediocre."""
    return open_case(by=office, person=person, type="mediocre", rule=rules, words="分管工作没有起色", cause="工作不力",
                     evidence="两项重点工作停滞", source="督查通报")  # fmt: skip


def _walk(office, case):
    for _step in case.steps.all():
        walk_step(by=office, case=case, words="已办")


# --- rule sets and unfit cases --------------------------------------------------------------------------------------


@pytest.mark.clause("LB-08")
@pytest.mark.parametrize(
    ("part", "words"),
    [("qualitative", "定性标准"), ("quantitative", "定量标准"), ("procedure", "认定程序"), ("measures", "调整措施")],
)
def test_a_rule_set_with_3_of_4_parts_is_not_put_into_force(office, board, part, words):
    made = draft_unfit_rule(by=office, title="办法", **PARTS | {part: type(PARTS[part])()})
    with pytest.raises(Refused, match=f"还缺：{words}。"):
        activate_unfit_rule(by=board, rule=made)
    change_unfit_rule(by=office, rule=made, **PARTS)
    with pytest.raises(Denied):
        activate_unfit_rule(by=office, rule=made)
    assert activate_unfit_rule(by=board, rule=made).state == "active"


@pytest.mark.clause("LB-08")
def test_a_case_cites_the_version_and_walks_every_step(office, board, rules, case):
    assert (str(case.rule), case.steps.count()) == ("不胜任认定办法 v1", 4)
    walk_step(by=office, case=case, words="已提出")
    with pytest.raises(Refused, match="调查核实、听取本人意见、集体研究"):
        find_unfit(by=office, case=case, finding="经认定不胜任现职。", measure="调离重要岗位")
    newer = activate_unfit_rule(by=board, rule=draft_unfit_rule(by=office, title=rules.title, **PARTS))
    rules.refresh_from_db()
    assert (newer.version, rules.state) == (2, "ended")
    for _n in range(3):
        walk_step(by=office, case=case, words="已办")
    with pytest.raises(Refused, match="步骤都已完成"):
        walk_step(by=office, case=case, words="再办")
    with pytest.raises(Refused, match="改任非领导职务、调离重要岗位"):
        find_unfit(by=office, case=case, finding="经认定不胜任现职。", measure="免职")
    find_unfit(by=office, case=case, finding="经认定不胜任现职。", measure="调离重要岗位")
    held = close_case(by=board, case=case)
    assert (held.state, held.measure, str(held.rule)) == ("closed", "调离重要岗位", "不胜任认定办法 v1")


@pytest.mark.clause("LB-05")
def test_a_case_needs_one_of_four_types_and_evidence(office, rules, person, stranger):
    assert list(TYPES.values()) == ["懒惰型", "平庸型", "私利型", "官僚失真型"]
    assert TYPE_WORDS == {
        "idle": "不思进取、不愿干事",
        "mediocre": "没有思路、打不开局面",
        "selfish": "大局意识不强、贪图私利、群众反映强烈",
        "bureaucratic": "官僚主义、弄虚作假、脱离群众",
    }
    given = {"person": person, "rule": rules, "words": "情况", "source": "督查通报", "evidence": "停滞"}
    with pytest.raises(Refused, match="四种类型"):
        open_case(by=office, type="other", **given)
    with pytest.raises(Refused, match="至少要有一项证据"):
        open_case(by=office, type="idle", **given | {"evidence": " "})
    with pytest.raises(Refused, match="没有“运气不好”这一原因"):
        open_case(by=office, type="idle", cause="运气不好", **given)
    with pytest.raises(Denied):
        open_case(by=stranger, type="idle", **given)
    made = open_case(by=office, type="idle", **given)
    assert (made.evidence.count(), made.contradicted) == (1, False)
    with pytest.raises(Refused, match="还没有办结"):
        open_case(by=office, type="selfish", **given)
    assert Event.objects.filter(verb="open_case", outcome="done").count() == 1


@pytest.mark.clause("LB-05")
def test_mediocre_with_targets_met_at_98_percent_for_two_years_is_contradicted(office, case):
    add_evidence(by=office, case=case, words="年度目标", source="目标考核", year=2024, met=Decimal(98))
    case.refresh_from_db()
    assert not case.contradicted
    add_evidence(by=office, case=case, words="年度目标", source="目标考核", year=2025, met=Decimal(98))
    case.refresh_from_db()
    assert case.contradicted
    _walk(office, case)
    with pytest.raises(Refused, match="与“平庸”矛盾"):
        find_unfit(by=office, case=case, finding="不胜任", measure="调离重要岗位")
    assert find_fit(by=office, case=case, finding="目标连续完成，不作调整。").state == "fit"


@pytest.mark.parametrize(("rows", "flag"), [([(2023, 98), (2025, 98)], False), ([(2024, 90), (2025, 98)], False)])
def test_two_years_apart_or_one_below_do_not_contradict(office, case, rows, flag):
    for year, met in rows:
        add_evidence(by=office, case=case, words="年度目标", source="目标考核", year=year, met=Decimal(met))
    case.refresh_from_db()
    assert case.contradicted is flag
    with pytest.raises(Refused, match="一起写"):
        add_evidence(by=office, case=case, words="年度目标", source="目标考核", year=2025)


def test_another_type_is_not_contradicted_and_a_rule_that_ended_opens_no_case(office, board, rules, person, desk, unit):
    held = open_case(
        by=office, person=person, type="selfish", rule=rules, words="情况", evidence="举报属实", source="纪检"
    )
    for year in (2024, 2025):
        add_evidence(by=office, case=held, words="年度目标", source="目标考核", year=year, met=Decimal(98))
    assert not CareerCase.objects.get().contradicted
    with pytest.raises(Denied):
        end_unfit_rule(by=office, rule=rules, reason="停用")
    end_unfit_rule(by=board, rule=rules, reason="停用")
    rules.refresh_from_db()
    with pytest.raises(Refused, match="没有启用"):
        open_case(by=office, person=desk(unit), type="idle", rule=rules, words="情况", evidence="停滞", source="通报")


# --- two poor years -------------------------------------------------------------------------------------------------


@pytest.mark.clause("HB-41")
def test_poor_in_2023_and_2024_opens_a_review_and_unfit_leads_to_a_proposal(
    person, graded, office, auditor, board, desk, unit, on
):
    on(dt.date(2025, 3, 3))
    graded(person, {2023: "较差", 2024: "较差"})
    made = open_reviews(by=office, year=2024)
    assert [(one.person, one.years, one.state) for one in made] == [(person, [2023, 2024], "open")]
    with pytest.raises(Refused, match="没有须立考察"):
        open_reviews(by=office, year=2024)
    with pytest.raises(Refused, match="降职、免职"):
        find_unfit(by=auditor, case=made[0], finding="经考察确不称职", measure="表扬")
    held = find_unfit(by=auditor, case=made[0], finding="经考察确不称职", measure="降职")
    assert (held.get_state_display(), held.measure) == ("已提建议", "降职")
    with pytest.raises(Denied):
        close_case(by=office, case=held)
    assert close_case(by=board, case=held, measure="免职").measure == "免职"


@pytest.mark.clause("HB-41")
def test_poor_fair_poor_opens_no_review(person, graded, office):
    graded(person, {2023: "较差", 2024: "一般", 2025: "较差"})
    assert [poor_twice(year) for year in (2023, 2024, 2025)] == [[], [], []]
    with pytest.raises(Refused, match="没有须立考察"):
        open_reviews(by=office, year=2025)
    assert open_reviews(by=None, year=2025) == []


def test_found_fit_or_not_followed_nothing_happens(person, graded, office, board, desk, unit):
    other = desk(unit)
    for one in (person, other):
        graded(one, {2024: "较差", 2025: "不称职"})
    first, second = open_reviews(by=None, year=2025)
    with pytest.raises(Refused, match="考察结论"):
        find_fit(by=office, case=first, finding=" ")
    assert find_fit(by=office, case=first, finding="有客观原因").state == "fit"
    find_unfit(by=office, case=second, finding="确不称职", measure="免职")
    with pytest.raises(Refused, match="不采纳"):
        refuse_case(by=board, case=second, reason="")
    assert refuse_case(by=board, case=second, reason="再观察一年").state == "fit"


# --- a unit last twice ----------------------------------------------------------------------------------------------


@pytest.fixture
def boss(desk, unit):
    """The head of the bureau, its legal representative."""
    return desk(unit, "H001", "长某", title="局长", grade="chief")


def _fixed(unit, **grades):
    for year, grade in grades.items():
        fix_unit_grades(by=None, year=int(year[1:]), grades=[(unit, grade)], source=f"通报{year[1:]}号")


@pytest.mark.clause("LZ-36")
def test_c_in_2015_and_2016_opens_a_case_and_c_b_c_does_not(make_unit, desk):
    above = make_unit("市教育局", since=dt.date(2010, 1, 1))
    low, mixed = (make_unit(name, parent=above, since=dt.date(2010, 1, 1)) for name in ("第一中心", "第二中心"))
    chief = desk(low, title="主任", grade="chief", since=dt.date(2012, 1, 1))
    _fixed(low, y2015="C", y2016="C")
    _fixed(mixed, y2015="C", y2016="B", y2017="C")
    made = CareerCase.objects.get()
    assert (made.unit, made.authority, made.years, made.state) == (low, above, [2015, 2016], "open")
    assert [(one.person, one.get_role_display()) for one in made.people.all()] == [(chief, "法定代表人")]


@pytest.mark.clause("LZ-36")
def test_the_case_ends_with_an_outcome_for_everybody_or_a_signed_exemption(
    unit, boss, person, office, board, shown, desk, make_unit
):
    other = make_unit("市体育馆")
    desk(other, title="馆长", grade="chief")
    _fixed(unit, y2024="C", y2025="C")
    _fixed(other, y2024="C", y2025="C")
    case = CareerCase.objects.get(unit=unit)
    name_responsible(by=office, case=case, person=person)
    assert [one.get_role_display() for one in case.people.all()] == ["法定代表人", "有关责任人员"]
    with pytest.raises(Refused, match="降职、免职、解聘"):
        close_case(by=board, case=case)
    with pytest.raises(Refused, match=f"{person}还没有处理结果"):
        close_case(by=board, case=case, outcomes={boss: "免职"})
    with pytest.raises(Refused, match="还没有处理结果"):
        close_case(by=board, case=case, outcomes={boss: "免职", person: "批评"})
    with pytest.raises(Denied):
        close_case(by=office, case=case, outcomes={boss: "免职", person: "解聘"})
    held = close_case(by=board, case=case, outcomes={boss: "免职", person: "解聘"})
    assert {one.person: one.outcome for one in held.people.all()} == {boss: "免职", person: "解聘"}
    second = CareerCase.objects.get(unit=other)
    with pytest.raises(Refused, match="签署人和签署件"):
        close_case(by=board, case=second, exemption="新任三个月")
    with pytest.raises(Refused, match="签署人和签署件"):
        close_case(by=board, case=second, exemption="新任三个月", signer="主任某")
    done = close_case(by=board, case=second, exemption="新任三个月", signer="主任某", paper=shown()[0])
    assert (done.state, done.measure, done.signer) == ("closed", "免予处理", "主任某")


def test_a_corrected_grade_takes_the_case_back(unit, boss):
    _fixed(unit, y2024="C", y2025="C")
    fix_unit_grades(by=None, year=2025, grades=[(unit, "B")], source="更正通报")
    case = CareerCase.objects.get()
    assert (case.state, case.exemption) == ("void", "单位等次已更正（更正通报）")


# --- the head of a top unit -----------------------------------------------------------------------------------------


@pytest.mark.clause("LZ-32")
def test_the_head_of_an_a_unit_moves_from_competent_to_excellent(unit, boss, graded):
    graded(boss, {2025: "称职"})
    _fixed(unit, y2025="A")
    made = DirectGrade.objects.get()
    assert (made.person, made.before, made.grade, made.source, made.state) == (boss, "称职", "优秀", "LZ-32", "applied")
    assert grades_of(boss.pk, [2025]) == {2025: "优秀"}
    result = PersonResult.objects.get(person=boss, corrected_by__isnull=True)
    assert (result.reference, result.corrects.grade) == ("LZ-32", "称职")


@pytest.mark.clause("LZ-32")
def test_a_head_under_discipline_is_held_for_a_decision(unit, boss, graded, board, office):
    graded(boss, {2025: "称职"})
    Sanction.objects.create(person=boss, measure="警告", decided_on=dt.date(2025, 5, 1), since=dt.date(2025, 5, 1))
    _fixed(unit, y2025="A")
    made = DirectGrade.objects.get()
    assert (made.get_state_display(), made.reason) == ("待人工决定", "警告")
    assert grades_of(boss.pk, [2025]) == {2025: "称职"}
    with pytest.raises(Denied):
        grant_direct(by=office, direct=made, reason="处分已解除")
    with pytest.raises(Refused, match="理由"):
        refuse_direct(by=board, direct=made, reason="")
    grant_direct(by=board, direct=made, reason="处分已解除")
    assert grades_of(boss.pk, [2025]) == {2025: "优秀"}
    with pytest.raises(Refused, match="已评定"):
        refuse_direct(by=board, direct=made, reason="改")


def test_a_head_may_be_refused_and_a_corrected_grade_gives_the_old_one_back(unit, boss, graded, board):
    graded(boss, {2024: "称职", 2025: "称职"})
    _fixed(unit, y2025="A")
    fix_unit_grades(by=None, year=2025, grades=[(unit, "B")], source="更正通报")
    assert grades_of(boss.pk, [2025]) == {2025: "称职"}
    assert DirectGrade.objects.get().state == "revoked"
    Sanction.objects.create(person=boss, measure="警告", decided_on=dt.date(2024, 5, 1), until=dt.date(2024, 12, 1))
    _fixed(unit, y2024="A")
    held = DirectGrade.objects.get(base__year=2024)
    assert refuse_direct(by=board, direct=held, reason="受警告处分").state == "refused"
    assert grades_of(boss.pk, [2024]) == {2024: "称职"}


def test_other_grades_do_nothing_and_only_who_decides_fixes_them(unit, boss, stranger):
    _fixed(unit, y2025="B")
    assert (DirectGrade.objects.count(), CareerCase.objects.count(), Person.objects.count()) == (0, 0, 1)
    with pytest.raises(Denied):
        fix_unit_grades(by=stranger, year=2025, grades=[(unit, "A")], source="自定")
