"""What an explanation says, on one small rulebook: inputs and who supplied them, events one by one, what is missing and why."""

import json
from datetime import date
from fractions import Fraction

import pytest

from core.engine.explain.runs import book_of, parts, scored
from kaogong.core.engine.explain import Explainer, explain
from kaogong.core.engine.explain.as_html import anchor, page, report_html, unpacked
from kaogong.core.engine.explain.as_json import plain
from kaogong.core.engine.explain.as_text import text
from kaogong.core.problem import Refused

BOOK = """
kaogong: 1
id: small
title: {zh: 小办法, en: Small rules}
document: 市考〔2026〕1号
edition: "2026"
effective: {from: 2026-01-01}
basis: {rules: {name: 考核办法, document: 市考〔2026〕1号}}
subjects:
  classes: {dept: {name: 部门, kind: unit}}
facts:
  done: {name: 完成值, type: decimal, unit: "%", every: year, authority: [统计局]}
  goal: {name: 目标值, type: decimal, unit: "%", every: year}
  late: {name: 迟报, type: boolean, every: year, missing: zero}
  monthly: {name: 月度任务, type: integer, every: month}
  extra: {name: 加分事项, type: integer, every: year, missing: exclude}
events:
  card: {name: 黄红牌, kinds: {yellow: 黄牌, red: 红牌}}
ratings:
  vote: {name: 测评, groups: {peers: 群众, leader: 领导}, range: [0, 100]}
sheets:
  - id: dept
    name: 部门考核
    for: {kind: unit, classes: [dept]}
    every: year
    full: 100
    basis: rules 第一条
    items:
      - {id: share, name: 公共交通分担率, full: 8, method: ratio, of: done, target: goal, basis: rules 第十二条第（三）项}
      - id: cards
        name: 预警纠错
        full: 12
        method: events
        ledger: card
        marks: {yellow: 2, red: 5}
        free: 1
        cap_each: {yellow: 3}
        basis: rules 附二
      - {id: months, name: 月度, full: 30, every: month, rollup: {by: mean, missing: exclude}, method: linear, of: monthly, points: [[0, 0], [10, 30]], basis: rules 附三}
      - {id: rating, name: 测评, full: 40, method: rating, ratings: vote, groups: {peers: 50%, leader: 50%}, basis: rules 附四}
      - {id: best, name: 组内比较, full: 10, method: normalise, of: goal, by: max, within: class, basis: rules 附五}
      - {id: more, name: 加分, role: bonus, method: formula, formula: extra, basis: rules 附六}
grades:
  - id: annual
    sheet: dept
    ladder:
      - {grade: 优秀, from: 80, share: 50%, where: 'count("card", "red") = 0'}
      - {grade: 良好, from: 60}
      - {grade: 一般}
ranks: [{id: place, sheet: dept, order: [total, cards]}]
vetoes:
  - {id: accident, name: 重大事故, when: 'quantity("card", "red") ≥ 9', effect: total_zero, basis: rules 第九条}
consequences:
  - {id: talk, when: grade = "一般", yields: {text: 约谈, executor: 纪委, within: {days: 30, days_are: working}, document: 约谈通知书}, basis: rules 第十条}
"""
PROVEN = {"supplier": "统计局", "approved_by": "李局长", "approved_on": "2026-10-08", "evidence": "月报.xlsx"}


def facts(subject, done="31.4", goal="32", **more):
    given = {"done": done, "goal": goal, **more}
    rows = [{"subject": subject, "period": "2026", "fact": k, "value": v} for k, v in given.items() if v is not None]
    for row in rows[:1]:
        row.update(PROVEN, evidence_hash="623476ac" * 8)
    months = [{"subject": subject, "period": f"2026-0{n}", "fact": "monthly", "value": n * 2} for n in (1, 2, 3)]
    return rows + months


def ballots(subject, peers=4, leaders=3):
    rows = [{"group": "peers", "value": 80 + n} for n in range(peers)]
    rows += [{"group": "leader", "value": 90} for _ in range(leaders)]
    return [{"ratings": "vote", "subject": subject, "period": "2026", **row} for row in rows]


def cards(subject):
    days = (("2026-03-01", "yellow"), ("2026-04-01", "yellow"), ("2026-05-01", "yellow"), ("2026-06-01", "red"))
    rows = [{"ledger": "card", "subject": subject, "day": day, "kind": kind} for day, kind in days]
    return [*rows, {"ledger": "card", "subject": subject, "day": "2026-07-01", "kind": "red", "state": "contested"}]


@pytest.fixture(scope="module")
def run():
    book = book_of(BOOK)
    tables = {
        "subjects": [
            {"subject": s, "name": name, "class": "dept"}
            for s, name in (("a", "交通局"), ("b", "教育局"), ("c", "民政局"))
        ],
        "facts": [*facts("a"), *facts("b", "40", "30"), *facts("c", None, "20")],
        "events": cards("a"),
        "ratings": [*ballots("a"), *ballots("b", leaders=2), *ballots("c")],
    }
    with scored(book, **tables) as run:
        yield run


@pytest.fixture(scope="module")
def one(run):
    return explain(run, "a")


def item(explanation, name):
    return next(part for part in parts(explanation.root) if part.id == name)


def test_arithmetic_clause_and_provenance(one):
    part = item(one, "share")
    assert part.sentence.text == "8 × 31.4 ÷ 32 = 7.85"
    assert [figure.label.zh for token in part.sentence.tokens if (figure := token.figure)] == [
        "满分",
        "完成值",
        "目标值",
    ]
    assert (part.value, part.loss, part.full) == (Fraction("7.85"), Fraction("0.15"), 8)
    assert (part.source.name.zh, part.source.locus) == ("考核办法", "第十二条第（三）项")
    done = part.inputs[0]
    assert (done.name.zh, done.shown.zh, done.unit, done.supplier) == ("完成值", "31.4", "%", "统计局")
    assert (done.approved_by, done.approved_on, done.evidence) == ("李局长", "2026-10-08", "月报.xlsx")
    assert done.evidence_hash.startswith("623476ac")


def test_events_one_by_one_add_up(one):
    (events,) = item(one, "cards").events
    said = [(line.on, line.marks, line.note.zh if line.note else "") for line in events.lines]
    assert said == [
        (date(2026, 3, 1), 0, "前 1 件不计"),
        (date(2026, 4, 1), 2, ""),
        (date(2026, 5, 1), 2, ""),
        (date(2026, 6, 1), 5, ""),
        (date(2026, 7, 1), 0, "未确认，不计"),
    ]
    assert [(kind.zh, cut) for kind, cut in events.cuts] == [("黄牌", -1)]
    assert events.total == 8
    assert item(one, "cards").sentence.text == "12 − 8 = 4"


def test_each_month_of_a_roll_up(one):
    part = item(one, "months")
    assert part.sentence.text == "(6 + 12 + 18) ÷ 3 = 12"
    assert [(month.period, month.value) for month in part.periods if month.value] == [
        ("2026-01", 6),
        ("2026-02", 12),
        ("2026-03", 18),
    ]


def test_missing_is_said_with_policy_and_who_supplies_it(run):
    part = item(explain(run, "c"), "share")
    assert (part.value, part.status) == (None, "missing")
    assert part.why.zh == "暂缺：完成值（统计局提供）。补报之前不计分，不计零分，也不计满分"
    assert part.inputs[0].shown is None
    assert explain(run, "c").root.why.zh == "下列各项没有得分：公共交通分担率"


def test_left_out_is_not_zero(one):
    part = item(one, "more")
    assert (part.status, part.value) == ("left_out", None)
    assert part.why.zh == "暂缺：加分事项。不计此项，满分从分母中去掉"


def test_ballots_are_counts_and_means_only(one):
    part = item(one, "rating")
    assert [(g.group.zh, g.valid, g.mean) for g in part.ballots] == [("群众", 4, Fraction("81.5")), ("领导", 3, 90)]


def test_nothing_of_a_small_group_can_be_worked_out(run):
    """Two ballots: neither counts nor mean, no arithmetic, and no mean of the other group to subtract."""
    part = item(explain(run, "b"), "rating")
    assert part.status == "withheld"
    assert part.sentence is None
    assert [(g.group.zh, g.hidden, g.valid, g.mean) for g in part.ballots] == [
        ("群众", False, 4, None),
        ("领导", True, None, None),
    ]


def test_pools(one):
    (pool,) = [p for p in item(one, "best").pools if "最大" in p.name.zh]
    assert (pool.name.zh, pool.pool.zh, pool.size, pool.value) == ("目标值的本类最大值", "部门", 3, 32)


def test_grade_ladder_says_why(run, one):
    (grade,) = one.grades
    assert (grade.grade, grade.size) == ("良好", 2)
    assert [(rung.grade, rung.given, rung.why.zh) for rung in grade.rungs] == [
        ("优秀", False, "总分 68.15 < 80"),
        ("良好", True, "总分 68.15 ≥ 60"),
    ]


def test_place_with_its_tie_chain(one):
    (place,) = one.places
    assert (place.rank, place.size, place.pool.zh) == (2, 2, "部门")
    assert [(tie.name.zh, tie.value) for tie in place.chain] == [("总分", one.total), ("预警纠错", 4)]


def test_the_three_faces_say_the_same(run, one, tmp_path):
    data = json.loads(json.dumps(plain(one), ensure_ascii=False))
    share = next(part for part in data["root"]["parts"] if part["id"] == "share")
    assert share["sentence"] == {"text": "8 × 31.4 ÷ 32 = 7.85", "value": "7.85"}
    assert "8 × 31.4 ÷ 32 = 7.85" in text(one)
    html = page(one)
    assert 'aria-label="8 × 31.4 ÷ 32 = 7.85"' in html
    assert "SM3 623476ac" in html
    assert "supplied by 统计局" in text(one, "en")
    assert "Clause" in page(one, "en")


def test_a_page_asks_nothing_of_the_network(one):
    html = page(one)
    assert "http" not in html.replace("http-equiv", "")
    assert "src=" not in html
    assert "url(" not in html


def test_a_report_is_one_file_with_every_derivation(run, tmp_path):
    heard = []
    report_html(run, tmp_path / "r.html", title="示范 <市>", progress=lambda done, of: heard.append((done, of)))
    html = (tmp_path / "r.html").read_text("utf-8")
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert "示范 &lt;市&gt;" in html
    for subject in "abc":
        assert f'href="#{anchor(subject)}"' in html
        assert f'id="{anchor(subject)}"' in html
    packed = html.split('data-z="')[1:]
    assert any("8 × 31.4 ÷ 32 = 7.85" in unpacked(one.split('"')[0]) for one in packed)


def test_by_name_or_id_and_refusals(run):
    explainer = Explainer(run)
    assert explainer.named("教育局") == "b"
    assert explainer.named("b") == "b"
    with pytest.raises(Refused, match="K740"):
        explainer.named("没有这个局")
    with pytest.raises(Refused, match="K742"):
        explainer.explain("a", "2025")
