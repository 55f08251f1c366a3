"""Rounds: set up, started when they add up, stepped through, closed when nothing lacks."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess import actions
from kaogong.assess.models import Round
from kaogong.assess.queries.completeness import sides
from kaogong.assess.queries.figures import total
from kaogong.assess.queries.links import carried
from kaogong.audit.actions import Refused

DAY = dt.date(2026, 11, 17)
SIX = ["总结述职", "民主测评", "个别座谈", "检查核实", "征求意见", "综合评价"]


def score_all(account, source, entrant, *scores):
    marks = {
        one.item_id: {"score": Decimal(score), "reason": ""}
        for one, score in zip(source.asked.order_by("item__place"), scores, strict=True)
    }
    sheet = actions.score(by=account, source=source, entrant=entrant, marks=marks)
    return actions.submit_sheet(by=account, sheet=sheet)


def test_the_office_sets_up_a_round(office, cycle, bureau, november, events, denied):
    given = {"cycle": cycle, "name": "年终考评", "kind": "year", "period": "2026", "opens": DAY}
    given |= {"items": [{"code": "a", "name": "任务", "full": Decimal(100)}], "entrants": [(bureau, None)]}
    given |= {"sources": [{"kind": "self", "name": "自评"}]}
    events()
    made = actions.prepare_round(by=office, **given)
    assert events() == ["prepare_round"]
    assert [one.name for one in made.entrants.all()] == ["第2局"] or made.entrants.get().name == "第一局"
    with pytest.raises(Refused, match="已经有了"):
        actions.prepare_round(by=office, **given)
    with pytest.raises(Refused, match="不在 2026 年度内"):
        actions.prepare_round(by=office, **given | {"name": "x", "period": "2025"})
    with pytest.raises(Refused, match="种类与时期"):
        actions.prepare_round(by=office, **given | {"name": "x", "period": "2026-Q1"})
    events()
    actions.open_round(by=office, one=made)
    assert events() == ["open_round"]
    with pytest.raises(Refused, match="现在是“进行中”"):
        actions.open_round(by=office, one=made)
    denied(actions.prepare_round, **given)
    denied(actions.open_round, one=made)
    denied(actions.close_round, one=made)


@pytest.mark.clause("QW-12")
def test_maxima_add_to_a_hundred_and_no_mark_is_above(office, bureau, make_round):
    source = {"kind": "sheet", "name": "绩效办评分", "who": "office", "full": Decimal(100)}
    short = make_round([("任务", "60"), ("作风", "38")], [source], state="draft")
    with pytest.raises(Refused, match="满分合计 98，应为 100"):
        actions.open_round(by=office, one=short)
    assert Round.objects.get(pk=short.pk).state == "draft"
    right = make_round([("总分", "100")], [source])
    asked, entrant = right.sources.get(), right.entrants.get()
    with pytest.raises(Refused, match="满分 100，填的是 101"):
        score_all(office, asked, entrant, "101")
    assert score_all(office, asked, entrant, "100").marks.get().score == 100


@pytest.mark.clause("HB-34")
def test_six_steps_in_their_order(office, make_round, events, denied, hand_in):
    one = make_round(sources=[("self", "自评")], steps=SIX)
    first, *__, fourth, fifth, last = one.steps.all()
    assert [step.name for step in one.steps.all()] == SIX
    denied(actions.open_step, step=first)
    for step in one.steps.all()[:3]:
        actions.open_step(by=office, step=step)
        actions.close_step(by=office, step=step)
    actions.open_step(by=office, step=fourth)
    events()
    with pytest.raises(Refused, match="“检查核实”还没有完成，不能开始“征求意见”"):
        actions.open_step(by=office, step=fifth)
    assert events() == []
    actions.close_step(by=office, step=fourth)
    for step in (fifth, last):
        with pytest.raises(Refused, match=r"还有步骤没有完成：.*综合评价"):
            actions.close_round(by=office, one=one)
        actions.open_step(by=office, step=step)
        actions.close_step(by=office, step=step, note="无异议")
    assert events() == ["close_step", "open_step", "close_step", "open_step", "close_step"]
    with pytest.raises(Refused, match="自评：第一局 还没有自评"):
        actions.close_round(by=office, one=one)
    hand_in(one.entrants.get(), "90")
    assert actions.close_round(by=office, one=one).state == "closed", "what is closed is scored, and grades follow"


def test_a_step_closes_when_its_source_is_there(office, make_round, hand_in):
    one = make_round(sources=[{"kind": "self", "name": "述职", "step": "总结述职"}], steps=SIX[:1])
    step = actions.open_step(by=office, step=one.steps.get())
    with pytest.raises(Refused, match="“总结述职”还缺 1 项：述职：第一局"):
        actions.close_step(by=office, step=step)
    hand_in(one.entrants.get(), "90")
    assert actions.close_step(by=office, step=step).closed_on == DAY


@pytest.mark.clause("HS-03")
def test_what_a_quarter_assessed_is_not_assessed_again(office, make_round):
    twelfth = {"code": "item12", "name": "第十二项", "full": Decimal(10)}
    other = {"code": "item13", "name": "第十三项", "full": Decimal(10)}
    rated = [{"kind": "sheet", "name": "绩效办评分", "who": "office"}]
    quarter = make_round([twelfth], rated, kind="quarter", period="2026-Q2")
    score_all(office, quarter.sources.get(), quarter.entrants.get(), "8.5")
    actions.close_round(by=office, one=quarter)
    year = make_round([twelfth, other], rated)
    item, entrant = year.items.get(code="item12"), year.entrants.get()
    assert [(one.round.period, one.code) for one in item.taken_from.all()] == [("2026-Q2", "item12")]
    assert carried(item, entrant.unit, None) == [("2026-Q2", Decimal("8.5"))]
    (side,) = sides(year)
    assert (side.expected, [gap.what for gap in side.gaps]) == (1, ["第十三项"])
    with pytest.raises(Refused, match="年内已经考过"):
        actions.score(by=office, source=side.source, entrant=entrant, marks={item.pk: {"score": Decimal(9)}})


@pytest.mark.clause("XM-20")
def test_every_item_is_rated_by_leader_and_office(office, bureau, make_account, make_round):
    leader = make_account(("leader", bureau))
    two = [
        {"kind": "sheet", "name": "分管局领导评价", "who": "leader"},
        {"kind": "sheet", "name": "局效能办评价", "who": "office"},
    ]
    one = make_round([(f"第{number}项", "100") for number in range(1, 13)], two)
    entrant, (by_leader, by_office) = one.entrants.get(), one.sources.all()
    assert sum(side.expected for side in sides(one)) == 24
    score_all(leader, by_leader, entrant, *["90"] * 12)
    first = list(one.items.all()[:11])
    actions.score(by=office, source=by_office, entrant=entrant, marks={i.pk: {"score": Decimal(88)} for i in first})
    assert [(side.there, side.expected) for side in sides(one)] == [(12, 12), (11, 12)]
    with pytest.raises(Refused, match="还缺 1 项，不能办结：局效能办评价：第一局 第12项"):
        actions.close_round(by=office, one=one)
    score_all(office, by_office, entrant, *["88"] * 12)
    assert actions.close_round(by=office, one=one).state == "closed"


@pytest.mark.clause("HB-26")
def test_four_sources_at_the_start_of_the_next_year(office, city, bureau, on, make_account, make_unit):
    from kaogong.plan import actions as planning
    from kaogong.plan.models import Cycle

    on(dt.date(2024, 12, 30))
    past = planning.prepare_cycle(
        by=None, year=2024, title="目标考核", organiser=city, since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31)
    )
    Cycle.objects.filter(pk=past.pk).update(state="open")
    past.refresh_from_db()
    leader = make_account(("leader", bureau))
    four = [
        {"kind": "sheet", "name": "实地考核", "who": "office"},
        {"kind": "import", "name": "部门评价"},
        {"kind": "sheet", "name": "领导评价", "who": "leader"},
        {"kind": "vote", "name": "群众评议", "options": ["满意", "不满意"]},
    ]
    given = {"cycle": past, "name": "2024年度考评", "kind": "year", "period": "2024", "opens": dt.date(2025, 1, 6)}
    given |= {"items": [{"code": "a", "name": "目标任务", "full": Decimal(100)}], "entrants": [(bureau, None)]}
    one = actions.prepare_round(by=office, sources=four, **given)
    with pytest.raises(Refused, match="自 2025-01-06 起"):
        actions.open_round(by=office, one=one)
    on(dt.date(2025, 1, 6))
    actions.open_round(by=office, one=one)
    entrant, (field, department, led, public) = one.entrants.get(), one.sources.all()
    score_all(office, field, entrant, "92")
    actions.take_outcomes(by=office, source=department, values={entrant.pk: Decimal(90)}, item=one.items.get())
    score_all(leader, led, entrant, "91")
    with pytest.raises(Refused, match="还缺 1 项，不能办结：群众评议：第一局 还没有计票"):
        actions.close_round(by=office, one=one)
    actions.count_votes(
        by=office,
        source=public,
        entrant=entrant,
        issued=60,
        counts={"满意": 50, "不满意": 10},
        held_on=dt.date(2025, 1, 8),
    )
    assert actions.close_round(by=office, one=one).state == "closed"


PAIRS = ["自查", "上级考察", "定量", "定性", "日常", "年度", "组织考核", "民主评议"]


@pytest.mark.clause("LB-14")
def test_seven_of_eight_sources_are_not_enough_for_a_grade(office, make_round, make_unit, city):
    other = make_unit("第二局", parent=city)
    bureau_and_other = [(other, None), (make_unit("第三局", parent=city), None)]
    eight = [
        {"kind": "import", "name": name, "side": side} for name, side in zip(PAIRS, "一一二二三三四四", strict=True)
    ]
    one = make_round([], eight, entrants=bureau_and_other)
    whole, part = one.entrants.all()
    for source in one.sources.all():
        values = {whole.pk: Decimal(90)} | ({} if source.name == "日常" else {part.pk: Decimal(88)})
        actions.take_outcomes(by=office, source=source, values=values)
    lacking = {one.source.name: [gap.entrant for gap in one.gaps] for one in sides(one) if one.gaps}
    assert lacking == {"日常": [part]}
    with pytest.raises(Refused, match="日常：第三局"):
        actions.close_round(by=office, one=one)
    missing = one.sources.get(name="日常")
    actions.take_outcomes(by=office, source=missing, values={part.pk: Decimal(88)})
    assert actions.close_round(by=office, one=one).state == "closed"


@pytest.mark.clause("JQ-20")
def test_internal_control_needs_its_systems_and_fits_each_place(office, make_round, make_unit, city, denied):
    from kaogong.org.queries import setting

    needs = setting("rounds.systems")
    assert needs == ["评价指标体系", "标准体系", "评价方法体系", "程序"]
    units = [(make_unit("高风险局", parent=city), None), (make_unit("低风险局", parent=city), None)]
    items = [{"code": code, "name": code, "full": Decimal(100)} for code in ("资金", "采购", "资产")]
    one = make_round(
        items,
        [{"kind": "sheet", "name": "内控考核", "who": "office"}],
        state="draft",
        kind="special",
        needs=needs,
        combine="weighted",
        entrants=units,
    )
    high, low = one.entrants.all()
    actions.state_systems(by=office, one=one, systems=dict.fromkeys(needs, "见方案") | {"评价方法体系": " "})
    with pytest.raises(Refused, match="还缺：评价方法体系"):
        actions.open_round(by=office, one=one)
    actions.state_systems(by=office, one=one, systems=dict.fromkeys(needs, "见方案"))
    with pytest.raises(Refused, match="权重合计 95，应为 100"):
        actions.set_weights(
            by=office, entrant=high, weights={"资金": Decimal(50), "采购": Decimal(30), "资产": Decimal(15)}
        )
    for entrant, weights in ((high, (50, 30, 20)), (low, (20, 30, 50))):
        table = dict(zip(("资金", "采购", "资产"), map(Decimal, weights), strict=True))
        denied(actions.set_weights, entrant=entrant, weights=table)
        actions.set_weights(by=office, entrant=entrant, weights=table)
    actions.open_round(by=office, one=one)
    held = list(one.items.all())
    marks = {item.pk: Decimal(mark) for item, mark in zip(held, (80, 90, 100), strict=True)}
    assert (total(one, high, marks, held), total(one, low, marks, held)) == (Decimal("87.0"), Decimal("93.0"))


@pytest.mark.clause("LB-03")
def test_four_axes_with_results_above_half(office, bureau, make_account, make_round):
    leader = make_account(("leader", bureau))
    items = [
        {"code": name, "name": name, "full": Decimal(100), "axis": axis, "weight": Decimal(weight)}
        for name, axis, weight in (
            ("显绩", "实绩", 30),
            ("潜绩", "实绩", 30),
            ("显能", "能力", 20),
            ("潜能", "能力", 20),
        )
    ]
    given = {"combine": "weighted", "principal": "实绩"}
    one = make_round(items, [{"kind": "sheet", "name": "领导评价", "who": "leader"}], **given)
    source, entrant = one.sources.get(), one.entrants.get()
    shown, *rest = one.items.all()
    sheet = actions.score(by=leader, source=source, entrant=entrant, marks={shown.pk: {"score": Decimal(90)}})
    with pytest.raises(Refused, match="还有 3 项没有评：潜绩、显能、潜能"):
        actions.submit_sheet(by=leader, sheet=sheet)
    score_all(leader, source, entrant, "90", "90", "80", "80")
    marks = {one.item_id: one.score for one in sheet.marks.all()}
    assert total(one, entrant, marks, [shown, *rest]) == Decimal("86.0")
    half = [item | {"weight": Decimal(25)} for item in items]
    draft = make_round(half, [{"kind": "sheet", "name": "领导评价", "who": "leader"}], state="draft", **given)
    with pytest.raises(Refused, match="以“实绩”为主，其权重须过半"):
        actions.open_round(by=office, one=draft)
