"""How posts are filled, left and exchanged; the reserve, exemplars; who rises, yields and goes down."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Post
from kaogong.people.actions.careers import (
    appoint_candidate,
    fail_selection,
    nominate,
    open_selection,
    take_step,
)
from kaogong.people.actions.careers_moves import (
    cancel_exchange,
    decide_exit,
    finish_exchange,
    note_move,
    plan_exchange,
    propose_exit,
    refuse_exit,
)
from kaogong.people.actions.careers_reserve import (
    add_reserve,
    close_gap,
    compare,
    draft_move_list,
    issue_move_list,
    leave_reserve,
    set_exemplar,
    write_gap,
)
from kaogong.people.models import Exchange, Exit, GapItem, ReserveMember, Selection
from kaogong.people.queries.careers import (
    accountable,
    exchange_shift,
    filled,
    open_share,
    overdue_exchanges,
    ranked,
    reserve,
    sorted_of,
)
from kaogong.people.states.careers import DIRECTIONS, EXCHANGES, MODES, ROUTES
from people.careers import *  # noqa: F403
from people.careers import DAY, walked

YEARS = (2023, 2024, 2025)


# --- selection ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("HB-40")
def test_candidates_stand_by_their_grades_and_the_second_needs_a_reason(
    selection, candidate, graded, office, board, desk, unit
):
    best, second, third = (desk(unit, code) for code in ("C1", "C2", "C3"))
    for one, grades in ((third, "较差 称职 称职"), (best, "优秀 优秀 称职"), (second, "优秀 称职 称职")):
        graded(one, dict(zip(YEARS, grades.split(), strict=True)))
    made = {one: candidate(selection, one) for one in (third, second, best)}
    found = ranked(selection)
    assert [one.nomination.person for one in found] == [best, second, third]
    assert [one.place for one in found] == [1, 2, 3]
    assert found[0].grades == {2023: "优秀", 2024: "优秀", 2025: "称职"}
    walked(office, selection)
    with pytest.raises(Refused, match=f"{best}的历年等次更好"):
        appoint_candidate(by=board, nomination=made[second], document="任字1号")
    held = appoint_candidate(by=board, nomination=made[second], document="任字1号", reason="熟悉港口业务")
    assert (held.state, held.chosen.person, held.reason) == ("appointed", second, "熟悉港口业务")
    assert [row[0] for row in held.ranking] == ["C1", "C2", "C3"]
    assert Event.objects.filter(verb="appoint_candidate", outcome="done").count() == 1


def test_the_best_is_appointed_without_a_reason_and_equal_ones_share_a_place(
    selection, candidate, graded, office, board, desk, unit
):
    first, second = desk(unit), desk(unit)
    for one in (first, second):
        graded(one, dict.fromkeys(YEARS, "称职"))
    made = [candidate(selection, one) for one in (first, second)]
    assert [one.place for one in ranked(selection)] == [1, 1]
    walked(office, selection)
    held = appoint_candidate(by=board, nomination=made[1], document="任字2号", post=True)
    post = Post.objects.get(person=second, until__isnull=True, main=True)
    assert (held.chosen.person, post.title, post.grade) == (second, "副局长", "deputy")


def test_nobody_is_put_behind_for_a_year_that_is_missing(selection, candidate, graded, desk, unit):
    whole, short, none = (desk(unit, code) for code in ("C1", "C2", "C3"))
    graded(whole, dict.fromkeys(YEARS, "称职"))
    graded(short, {2025: "优秀"})
    for one in (none, whole, short):
        candidate(selection, one)
    assert [(one.nomination.person, one.place) for one in ranked(selection)] == [(short, 1), (whole, 2), (none, None)]


def test_steps_are_taken_in_order_and_by_whom_it_concerns(selection, candidate, office, board, stranger):
    made = candidate(selection)
    with pytest.raises(Refused, match="动议、民主推荐、考察、讨论决定"):
        appoint_candidate(by=board, nomination=made, document="任字3号")
    assert [take_step(by=office, selection=selection, words="已办").name for _n in range(4)] == [
        "动议", "民主推荐", "考察", "讨论决定",
    ]  # fmt: skip
    with pytest.raises(Refused, match="都已完成"):
        take_step(by=office, selection=selection, words="再办")
    for account in (office, stranger):
        with pytest.raises(Denied):
            appoint_candidate(by=account, nomination=made, document="任字3号")
    with pytest.raises(Refused, match="文号"):
        appoint_candidate(by=board, nomination=made, document=" ")
    appoint_candidate(by=board, nomination=made, document="任字3号")
    with pytest.raises(Refused, match="已任用"):
        fail_selection(by=office, selection=selection, reason="重来")


def test_a_selection_nobody_won_stays_on_record(selection, office):
    with pytest.raises(Refused, match="理由"):
        fail_selection(by=office, selection=selection, reason=" ")
    assert fail_selection(by=office, selection=selection, reason="无合适人选").state == "failed"
    with pytest.raises(Refused, match="请选任用方式"):
        open_selection(by=office, title="科长", unit=selection.unit, level="middle", mode="dice")


@pytest.mark.clause("LB-07")
def test_a_nomination_needs_a_recommender_who_signed(selection, office, desk, unit, shown, make_account):
    person, recommender = desk(unit), desk(unit)
    given = {"by": office, "selection": selection, "person": person, "statement": "实绩突出"}
    with pytest.raises(Refused, match="须有推荐人"):
        nominate(recommender=None, signed_on=DAY, **given)
    with pytest.raises(Refused, match="由推荐人签名"):
        nominate(recommender=recommender, signed_on=DAY, **given)
    with pytest.raises(Refused, match="由推荐人签名"):
        nominate(recommender=recommender, letter=shown()[0], **given)
    with pytest.raises(Refused, match="不能推荐自己"):
        nominate(recommender=person, signed_on=DAY, letter=shown()[0], **given)
    in_person = make_account("office", person=recommender)
    made = nominate(recommender=recommender, signed_on=DAY, **given | {"by": in_person})
    assert made.recommender == recommender
    with pytest.raises(Refused, match="已经列为人选"):
        nominate(recommender=recommender, signed_on=DAY, letter=shown()[0], **given)


@pytest.mark.clause("LB-07")
@pytest.mark.parametrize(("on_", "listed"), [(dt.date(2027, 11, 16), True), (dt.date(2027, 11, 17), False)])
def test_the_recommender_answers_for_an_appointee_found_unfit_within_a_year(
    selection, candidate, graded, office, board, desk, unit, on, on_, listed
):
    recommender = desk(unit, name="荐某")
    made = candidate(selection, recommender=recommender)
    walked(office, selection)
    appoint_candidate(by=board, nomination=made, document="任字4号")
    assert accountable() == []
    graded(made.person, {2026: "不称职"}, fixed_on=on_)
    found = accountable()
    assert [one.nomination.recommender for one in found] == ([recommender] if listed else [])


def _appointments(unit, year, several):
    rows = [mode for mode, number in several.items() for _n in range(number)]
    Selection.objects.bulk_create(
        Selection(number=f"T{year}-{place}", title="科长", unit=unit, mode=mode, state="appointed",
                  opened_on=dt.date(year, 1, 1), appointed_on=dt.date(year, 6, 1))
        for place, mode in enumerate(rows)
    )  # fmt: skip


@pytest.mark.clause("LB-01")
@pytest.mark.parametrize(
    ("competed", "percent", "met"),
    [(18, "40.0", True), (15, "33.3", True), (13, "28.9", False)],
)
def test_the_share_of_open_selection_should_rise_from_30_percent(unit, competed, percent, met):
    _appointments(unit, 2013, {"open": 7, "compete": 5, "appoint": 20, "rotation": 8})
    _appointments(unit, 2014, {"open": competed - 3, "level": 2, "hiring": 1, "appoint": 45 - competed})
    found = open_share(2014)
    assert (found.last, found.percent, found.met) == (Decimal("30.0"), Decimal(percent), met)
    assert open_share(2013).met is None
    assert set(filled(2014)) == set(MODES)
    assert {"公开选拔", "平级竞职", "公开招聘", "竞争上岗", "轮岗交流"} <= set(MODES.values())


# --- leaving --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LB-02")
def test_of_three_exits_the_one_without_a_route_is_not_saved(desk, unit, office, board):
    old, last, third = desk(unit, title="局长", grade="chief"), desk(unit), desk(unit)
    given = {"by": office, "reason": "本人申请", "on": dt.date(2026, 12, 1)}
    aged = propose_exit(person=old, route="age", age=58, voluntary=True, **given)
    weak = propose_exit(person=last, route="last", **given)
    with pytest.raises(Refused, match="请选退出途径"):
        propose_exit(person=third, route="", **given)
    assert Exit.objects.count() == 2
    decide_exit(by=board, exit=aged)
    decide_exit(by=board, exit=weak)
    found = {one.person: (one.status, one.kept) for one in Exit.objects.all()}
    assert found == {old: ("退出/年龄", True), last: ("退出/末位", False)}
    assert Post.objects.get(person=old).until == dt.date(2026, 12, 1)
    assert list(ROUTES.values()) == [
        "末位淘汰", "竞聘淘汰", "年龄原因退出", "辞职制", "任期制", "待岗制", "降职制",
    ]  # fmt: skip


def test_an_exit_is_decided_by_another_and_may_be_refused(person, office, board, stranger, make_account):
    both = make_account("office", "decision")
    given = {"person": person, "route": "resign", "reason": "辞职", "on": dt.date(2026, 12, 1)}
    with pytest.raises(Denied):
        propose_exit(by=stranger, **given)
    with pytest.raises(Refused, match="写年龄"):
        propose_exit(by=office, **given | {"route": "age"})
    held = propose_exit(by=both, **given)
    with pytest.raises(Refused, match="还没有决定"):
        propose_exit(by=office, **given)
    with pytest.raises(Denied, match="另一位"):
        decide_exit(by=both, exit=held)
    with pytest.raises(Refused, match="不同意的理由"):
        refuse_exit(by=board, exit=held, opinion="")
    assert refuse_exit(by=board, exit=held, opinion="工作需要").state == "refused"
    with pytest.raises(Refused, match="未同意"):
        decide_exit(by=board, exit=held)
    assert Post.objects.get(person=person).until is None


# --- exchange -------------------------------------------------------------------------------------------------------


def _exchanges(person, unit, year, several):
    rows = [kind for kind, number in several.items() for _n in range(number)]
    Exchange.objects.bulk_create(
        Exchange(person=person, unit=unit, kind=kind, direction="key", planned_on=dt.date(year, 3, 1),
                 done_on=dt.date(year, 4, 1), state="done")
        for kind in rows
    )  # fmt: skip


@pytest.mark.clause("LB-11")
def test_13_of_20_exchanges_are_functional_or_developmental_against_half_before(person, unit):
    _exchanges(person, unit, 2025, {"structural": 5, "functional": 5})
    _exchanges(person, unit, 2026, {"structural": 4, "avoidance": 3, "functional": 8, "developmental": 5})
    found = exchange_shift(2026)
    assert (found.part, found.whole, found.percent) == (13, 20, Decimal("65.0"))
    assert (found.last, found.met) == (Decimal("50.0"), True)
    assert list(EXCHANGES.values()) == ["结构性", "回避性", "功能性", "培养性"]
    assert list(DIRECTIONS.values()) == ["上下级", "关键岗位", "基层", "艰苦地区", "综合部门"]


@pytest.mark.clause("LB-11")
def test_who_holds_a_key_post_past_the_planned_date_is_overdue(person, desk, unit, make_unit, office):
    other, to = desk(unit), make_unit("市港口局")
    given = {"by": office, "unit": to, "kind": "functional", "direction": "key"}
    late = plan_exchange(person=person, planned_on=dt.date(2026, 11, 15), key=True, **given)
    plan_exchange(person=other, planned_on=dt.date(2026, 11, 16), key=True, **given)
    assert overdue_exchanges() == [late]
    finish_exchange(by=office, exchange=late, day=DAY)
    assert overdue_exchanges() == []


def test_an_exchange_is_planned_once_finished_or_cancelled_with_a_reason(person, unit, office, stranger):
    given = {"person": person, "unit": unit, "direction": "levels", "planned_on": DAY}
    with pytest.raises(Denied):
        plan_exchange(by=stranger, kind="functional", **given)
    with pytest.raises(Refused, match="类型和方向"):
        plan_exchange(by=office, kind="other", **given)
    held = plan_exchange(by=office, kind="functional", **given)
    with pytest.raises(Refused, match="已列入交流计划"):
        plan_exchange(by=office, kind="functional", **given)
    with pytest.raises(Refused, match="不能晚于今天"):
        finish_exchange(by=office, exchange=held, day=dt.date(2026, 11, 17))
    with pytest.raises(Refused, match="取消的理由"):
        cancel_exchange(by=office, exchange=held, reason="")
    assert cancel_exchange(by=office, exchange=held, reason="工作需要").state == "cancelled"
    with pytest.raises(Refused, match="已取消"):
        finish_exchange(by=office, exchange=held, day=DAY)


# --- the reserve and exemplars --------------------------------------------------------------------------------------


@pytest.mark.clause("LB-33")
def test_below_the_exemplar_in_3_of_5_gives_3_gap_items(person, office, clerk, stranger):
    best = {"政治素质": 95, "业务能力": 90, "工作实绩": 92, "作风": 90, "廉洁": 96}
    model = set_exemplar(by=office, name="服务标兵", words="十年如一日。",
                         dimensions={name: Decimal(value) for name, value in best.items()})  # fmt: skip
    own = {"政治素质": 95, "业务能力": "85.5", "工作实绩": 80, "作风": 93, "廉洁": 90}
    scores = {name: Decimal(value) for name, value in own.items()}
    with pytest.raises(Denied):
        compare(by=stranger, exemplar=model, person=person, scores=scores)
    made = compare(by=clerk, exemplar=model, person=person, scores=scores)
    assert {one.dimension: one.gap for one in made} == {
        "业务能力": Decimal("4.5"), "工作实绩": Decimal(12), "廉洁": Decimal(6),
    }  # fmt: skip
    item = GapItem.objects.get(dimension="工作实绩")
    with pytest.raises(Refused, match="先写改进"):
        close_gap(by=clerk, item=item, day=DAY)
    write_gap(by=clerk, item=item, shortfall="项目推进慢", improvement="每周调度")
    assert close_gap(by=clerk, item=item, day=DAY).done_on == DAY
    with pytest.raises(Refused, match="今天已经对照过"):
        compare(by=clerk, exemplar=model, person=person, scores=scores)


@pytest.mark.clause("LB-33")
def test_a_pool_of_25_fed_by_one_channel_is_said_to_be(many, office, desk, unit):
    ReserveMember.objects.bulk_create(
        ReserveMember(person=one, channel="organisation", since=dt.date(2026, 1, 1)) for one in many(24)
    )
    last = add_reserve(by=office, person=desk(unit), channel="organisation")
    found = reserve()
    assert (found.number, found.single) == (25, True)
    leave_reserve(by=office, member=last, reason="提任")
    add_reserve(by=office, person=last.person, channel="grassroots")
    assert (reserve().number, reserve().single) == (25, False)
    with pytest.raises(Refused, match="已在后备库"):
        add_reserve(by=office, person=last.person, channel="people")


# --- up, yield, down ------------------------------------------------------------------------------------------------


@pytest.fixture
def sixty(many, graded):
    """Sixty leaders: 12 with two excellent years, 40 in between, 8 with two poor ones."""
    people = many(60, grade="deputy")
    for place, one in enumerate(people):
        if place < 12:
            grades = ("优秀", "优秀", "称职")
        elif place < 52:
            grades = ("称职", "优秀", "较差") if place % 2 else ("称职", "称职", "称职")
        else:
            grades = ("较差", "称职", "不称职")
        graded(one, dict(zip(YEARS, grades, strict=True)))
    return people


@pytest.mark.clause("CX-32")
def test_sixty_leaders_are_sorted_12_up_40_between_8_down_and_a_move_against_it_needs_a_reason(sixty, office, board):
    held = draft_move_list(by=office, title="2023—2025 升让降名单", first=2023, last=2025, up_grades=["优秀"], up_years=2,
                           down_grades=["较差", "不称职"], down_years=2, level=["deputy"])  # fmt: skip
    assert sorted_of(held) == {"up": 12, "yield": 40, "down": 8}
    assert [str(one) for one in ("上", "让", "下")] == [
        held.lines.filter(outcome=key).first().get_outcome_display() for key in ("up", "yield", "down")
    ]
    line = held.lines.filter(outcome="down").first()
    with pytest.raises(Refused, match="印发后"):
        note_move(by=office, line=line, moved="down")
    with pytest.raises(Denied):
        issue_move_list(by=office, held=held)
    issue_move_list(by=board, held=held)
    line = held.lines.filter(outcome="down").first()
    with pytest.raises(Refused, match="须写明理由"):
        note_move(by=office, line=line, moved="up")
    assert note_move(by=office, line=line, moved="up", reason="专业急需").reason == "专业急需"
    assert note_move(by=office, line=held.lines.filter(outcome="down").last(), moved="down").moved == "down"


@pytest.mark.clause("CX-32")
def test_an_appointment_or_an_exit_is_held_against_the_list(sixty, office, board, selection, candidate, graded):
    held = draft_move_list(by=office, title="名单", first=2023, last=2025, up_grades=["优秀"], up_years=2,
                           down_grades=["较差", "不称职"], down_years=2, level=["deputy"])  # fmt: skip
    issue_move_list(by=board, held=held)
    weak, good = sixty[59], sixty[0]
    made = candidate(selection, weak)
    walked(office, selection)
    with pytest.raises(Refused, match="列为“下”"):
        appoint_candidate(by=board, nomination=made, document="任字5号")
    appoint_candidate(by=board, nomination=made, document="任字5号", reason="专业急需")
    assert held.lines.get(person=weak).moved == "up"
    exit_ = propose_exit(by=office, person=good, route="resign", reason="个人辞职", on=dt.date(2026, 12, 1))
    decide_exit(by=board, exit=exit_)
    line = held.lines.get(person=good)
    assert (line.outcome, line.moved, line.reason) == ("up", "down", "个人辞职")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"up_years": 4}, "1 和 3 之间"),
        ({"down_grades": ["优秀"]}, "不能相同"),
        ({"level": ["king"]}, "岗位层次"),
        ({"level": ["chief"]}, "没有这样的在任人员"),
    ],
)
def test_a_list_whose_rules_make_no_sense_is_refused(person, office, given, words):
    usual = {"title": "名单", "first": 2023, "last": 2025, "up_grades": ["优秀"], "up_years": 2,
             "down_grades": ["较差"], "down_years": 2}  # fmt: skip
    with pytest.raises(Refused, match=words):
        draft_move_list(by=office, **usual | given)
