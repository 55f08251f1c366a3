"""Questions of golden cases, on one small rulebook that declares a whole procedure."""

import pytest

from kaogong.core.problem import Refused
from kaogong.core.scheme.lint import framed
from kaogong.core.scheme.questions import answer, compare

BOOK = """\
subjects:
  classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}
  attributes: {industry: {type: choice, options: [health, education], name: 行业}}
sheets:
  - id: counties
    name: 县区表
    for: {kind: unit, classes: [county]}
    full: 10
    basis: m
    items:
      - {id: rate, name: 办结率, full: 6, tags: {field: 经济}, method: ratio, of: done, target: asked}
      - {id: cards, name: 黄红牌, full: 4, tags: {field: 社会}, method: events, ledger: card, mode: deduct, marks: {yellow: 1, red: 2}}
  - id: depts
    name: 部门表
    for: {kind: unit, classes: [dept]}
    full: 10
    basis: m
    items:
      - {id: asks, name: 受理, full: 4, method: ratio, of: asked, target: 9}
      - {id: visits, name: 就诊, full: 3, tags: {set: 行业}, applies: industry = "health", not_applicable: rescale, method: ratio, of: done, target: 9}
      - {id: school, name: 教学, full: 3, tags: {set: 行业}, applies: industry = "education", not_applicable: rescale, method: ratio, of: done, target: 9}
ranks:
  - {id: place, sheet: counties, within: class}
  - {id: dept_place, sheet: depts, within: class}
structure:
  - {id: parts, require: sections, of: [对象, 结果运用], declared: [对象, 结果运用]}
  - {id: fields, tag: field, values: [经济, 社会], sheet: counties}
  - {id: alike, between: sheets, max_overlap: 80%, max_similarity: 95%, severity: warn}
  - {id: tiers, distribution: tier, value: Ⅰ, max_share: 40%, severity: warn}
  - {id: ladder, each: measurable}
  - {id: typed, each_tag: field, values: [经济, 社会], sheet: counties}
procedure:
  bodies: [领导小组]
  prerequisites: [考核办法, 考核指标体系]
  documents:
    - {id: plan, name: 实施方案, date: 2025-03-01}
    - {id: rules, name: 工作规则, versions: {"2015": 2015-01-01, "2025": 2025-07-01}}
    - {id: notice, name: 通知, date: 2025-03-01, stage: review}
  cycle:
    - {id: set, name: 编制, from: 01-01, owner: 绩效办}
    - {id: watch, name: 监控, from: 04-01, owner: 绩效办}
    - {id: review, name: 考核, from: 12-01, owner: 绩效办}
  rounds: {month: 考核, quarter: 小结, half: 总结通报, year: 总结通报}
  targets: {at_least: 1}
  use: {share: 100%}
  classes: required
  participation: {2025: {pilot: [u1]}, 2027: {full: all}}
  merged: {name: 综合考核, parts: [绩效考评, 干部考核], document: 工作方案}
  plan: {states: [报审, 退回, 通过], accepts_from: 通过, returned: 退回}
  one_each: {plan: dept, sheet: unit}
  grade_needs: {不称职: [整改方案]}
  deadlines: {report: {name: 上报, days: 5, days_are: working, roll: next_working_day}}
  adjustment: {times: 1, window: [07-01, 09-30], bound: 30%, measured: cumulative}
  appeal: {window: 5, days_are: working, hearing_within: 15}
  publicity: {days: 5, days_are: working}
  retire: {met: 100%, years: 2, basis: 完成情况}
  cascade: {upper: [p1, p2], map: {p1: [rate]}, exempt: {p2: 本市无}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("book")
    (home / "rulebook.yaml").write_text(framed(BOOK), encoding="utf-8")
    return home


INLINE = {"a": ["x1", "x2", "x3"], "b": ["x1", "x2", "x3"]}
OPEN = {"round": "2025", "on": "2025-04-01"}
QUESTIONS = [
    # change
    ({"change": [{"remove": "structure.parts"}]}, {"refused": "false", "exactly": []}),
    (
        {"change": [{"set": "structure.parts.declared", "to": ["对象"]}]},
        {"refused": "true", "exactly": ["K201"], "mentions": ["结果运用"]},
    ),
    (
        {"change": [{"remove": "sheets.counties.items.cards"}, {"set": "sheets.counties.full", "to": "6"}]},
        {"refused": "true", "problems": ["K203"], "without": ["K101"], "mentions": ["社会"]},
    ),
    ({"change": [{"set": "ranks.place.no", "to": "1"}]}, {"refused": "true", "problems": ["K020"]}),
    ({"change": [{"remove": "nothing.here"}]}, {"refused": "true", "problems": ["K056"]}),
    (
        {"change": [{"remove": "procedure.cascade.exempt.p2"}], "report": "cascade"},
        {"refused": "true", "problems": ["K309"], "covered": "50%", "uncovered": ["p2"], "complete": "false"},
    ),
    # open
    ({"open": {**OPEN, "have": ["考核办法"]}}, {"blocked": "true", "names": ["考核指标体系"]}),
    ({"open": {**OPEN, "documents": []}}, {"blocked": "true", "names": ["实施方案"]}),
    ({"open": {**OPEN, "documents": ["plan"]}}, {"blocked": "false"}),
    ({"open": {**OPEN, "on": "2025-02-01", "documents": ["plan"]}}, {"blocked": "true"}),
    ({"open": {**OPEN, "bodies": []}}, {"blocked": "true", "names": ["领导小组"]}),
    ({"open": {**OPEN, "targets": "0"}}, {"blocked": "true", "names": ["目标"]}),
    ({"open": {**OPEN, "cites": {"rules": "2015"}}}, {"blocked": "false"}),
    ({"open": {**OPEN, "cites": {"rules": "2025"}}}, {"blocked": "true", "names": ["工作规则"]}),
    ({"open": {**OPEN, "cites": {}}}, {"blocked": "true", "names": ["工作规则"]}),
    (
        {"open": {**OPEN, "units": {"u1": "county", "u2": "none"}}},
        {"blocked": "true", "names": ["u2"], "units": "2"},
    ),
    (
        {"open": {**OPEN, "units": "50", "alone": "绩效考评"}},
        {"blocked": "true", "names": ["工作方案"], "units": "50"},
    ),
    ({"open": {"stage": "review", "at": "set"}}, {"blocked": "true", "names": ["监控"]}),
    ({"open": {"stage": "watch", "at": "set"}}, {"blocked": "false"}),
    (
        {"open": {"stage": "review", "at": "watch", "documents": ["plan"]}},
        {"blocked": "true", "names": ["通知"]},
    ),
    ({"open": {**OPEN, "all": "true"}}, {"blocked": "true", "names": ["领导小组", "考核办法", "实施方案"]}),
    # procedure
    ({"rounds": "2025"}, {"month": "12", "quarter": "4", "half": "1", "year": "1"}),
    ({"deadline": {"id": "report", "from": "2025-09-26", "holidays": ["2025-10-01"]}}, {"due": "2025-10-06"}),
    (
        {"deadline": {"id": "appeal", "from": "2025-03-03", "on": "2025-03-11"}},
        {"late": "true", "late_days": "1"},
    ),
    (
        {"participation": {"year": "2026", "units": ["u1", "u2"]}},
        {"pilot": "1", "outside": "1", "full": "0", "ranked": "0", "modes": {"u1": "试点", "u2": "未纳入"}},
    ),
    ({"participation": {"year": "2027", "units": ["u1", "u2"]}}, {"full": "2", "ranked": "2"}),
    ({"participation": {"year": "2020", "units": ["u1"]}}, {"outside": "1"}),
    ({"governs": {"opened": "2025-01-10", "on": "2025-08-01"}}, {"rules": "2015"}),
    ({"governs": {"opened": "2025-07-01"}}, {"rules": "2025"}),
    ({"use": {"closed": "10", "used": "9"}}, {"flagged": "1", "share": "90%"}),
    ({"use": {"closed": ["a", "b"], "used": ["a"]}}, {"flagged": "1", "names": ["b"]}),
    (
        {"propose": {"item": "x", "units": "13", "met": {"2024": "13", "2025": "13"}}},
        {"change": "retired", "basis": "完成情况"},
    ),
    ({"propose": {"item": "x", "units": "13", "met": {"2024": "12", "2025": "13"}}}, {"change": "none"}),
    # accept
    (
        {"accept": {"sheet": "counties", "class": "dept"}},
        {"refused": "true", "items": "2", "mentions": ["部门", "县区"]},
    ),
    ({"accept": {"sheet": "depts", "class": "dept"}}, {"refused": "false", "items": "3"}),
    ({"accept": {"sheet": "depts", "unit": "a", "already": ["a", "b"]}}, {"refused": "true", "sheets": "2"}),
    ({"accept": {"plan": "d", "plans": ["d"]}}, {"refused": "true", "plans": "1"}),
    (
        {
            "accept": {
                "score_on": "2025-03-06",
                "plan": {"报审": "2025-03-01", "退回": "2025-03-05", "通过": "2025-03-12"},
            }
        },
        {"refused": "true", "from": "2025-03-12"},
    ),
    (
        {"accept": {"score_on": "2025-03-12", "plan": {"退回": "2025-03-05", "通过": "2025-03-12"}}},
        {"refused": "false"},
    ),
    (
        {"accept": {"score_on": "2025-03-20", "plan": {"退回": "2025-03-15", "通过": "2025-03-12"}}},
        {"refused": "true"},
    ),
    ({"accept": {"entry": {"item": "cards", "marks": "1"}}}, {"refused": "true"}),
    ({"accept": {"entry": {"item": "cards", "marks": "-1"}}}, {"refused": "false"}),
    ({"accept": {"entry": {"item": "cards", "marks": "-5"}}}, {"refused": "true"}),
    ({"accept": {"entry": {"item": "rate", "marks": "7"}}}, {"refused": "true"}),
    ({"accept": {"entry": {"item": "nowhere", "marks": "1"}}}, {"refused": "true", "mentions": ["nowhere"]}),
    (
        {"accept": {"event": {"ledger": "card", "kind": "red", "on": "2024-12-31"}}},
        {"refused": "true", "counted": "false"},
    ),
    (
        {"accept": {"event": {"ledger": "card", "kind": "red", "on": "2025-01-01", "by": "监察局"}}},
        {"refused": "false"},
    ),
    (
        {"accept": {"event": {"ledger": "card", "kind": "blue", "by": "别人"}}},
        {"refused": "true", "mentions": ["blue", "别人"]},
    ),
    ({"accept": {"fact": {"name": "done", "value": "1.5"}}}, {"refused": "true"}),
    ({"accept": {"fact": {"name": "办结数", "value": "5", "by": "统计局"}}}, {"refused": "false"}),
    ({"accept": {"fact": {"name": "done", "value": "5000"}}}, {"refused": "true"}),
    ({"accept": {"period": "2024-12"}}, {"refused": "true", "edition": "2025"}),
    ({"accept": {"grade": "不称职"}}, {"refused": "true", "mentions": ["整改方案"]}),
    ({"accept": {"grade": "不称职", "have": ["整改方案"]}}, {"refused": "false"}),
    (
        {"accept": {"adjust": {"target": "100", "to": "125", "on": "2025-08-01"}}},
        {"refused": "false", "change": "25%"},
    ),
    (
        {"accept": {"adjust": {"target": "100", "to": "131", "on": "2025-06-30", "before": ["110"]}}},
        {"refused": "true", "change": "31%"},
    ),
    (
        {"accept": {"indicator": {"name": "改进服务", "survey": "85%", "tags": {"field": "社会"}}}},
        {"refused": "false", "step": "3"},
    ),
    (
        {"accept": {"indicator": {"name": "改进服务", "tags": {"field": "社会"}}}},
        {"refused": "true", "mentions": ["改进服务"]},
    ),
    ({"accept": {"indicator": {"id": "x", "target": "5"}}}, {"refused": "true", "step": "1"}),
    ({"accept": {"indicator": {"id": "x", "measure": {"target": "5"}}}}, {"refused": "true", "step": "1"}),
    (
        {"accept": {"indicator": {"id": "x", "measure": {"survey": "85%"}, "method": "fixed"}}},
        {"refused": "true", "step": "3"},
    ),
    # reports
    ({"report": "structure.fields"}, {"passed": "true", "counts": {"经济": "1", "社会": "1"}, "missing": []}),
    ({"report": "structure.ladder"}, {"steps": {"1": "5", "3": "0"}, "none": []}),
    (
        {"report": "structure.fields", "sheets": {"s": {"x": {"tags": {"field": "经济"}}}}},
        {"refused": "true", "missing": ["社会"]},
    ),
    ({"report": "overlap", "sheets": INLINE}, {"overlap": "1", "flagged": "true", "weights_only": "true"}),
    (
        {"report": "similarity", "sheets": {"a": {"x": "1"}, "b": {"y": "1"}}},
        {"similarity": "0", "flagged": "false"},
    ),
    ({"report": "shares", "tag": "field", "sheet": "counties"}, {"经济": "60%", "社会": "40%"}),
    ({"report": "expansion", "sheet": "counties"}, {"listed": "2", "expanded": "2"}),
    ({"report": "sheets"}, {"count": "2", "items": {"counties": "2", "depts": "3"}}),
    (
        {"report": "lists", "subjects": {"county": "10", "dept": "3"}},
        {"count": "2", "sizes": {"place county": "10"}},
    ),
    ({"report": "tag", "tag": {"field": "经济"}, "done": ["rate"]}, {"items": "1", "completion": "100%"}),
    ({"distribution": {"id": "tiers", "counts": {"Ⅰ": "10", "Ⅱ": "0"}}}, {"warned": "true", "share": "100%"}),
    ({"distribution": {"id": "tiers", "counts": {"Ⅰ": "4", "Ⅱ": "6"}}}, {"warned": "false"}),
    (
        {"items": {"sheet": "depts", "attributes": {"industry": "health"}, "tag": {"set": "行业"}}},
        {"count": "1", "items": ["visits"]},
    ),
]


@pytest.mark.parametrize(("case", "expect"), QUESTIONS, ids=lambda one: str(one)[:70])
def test_the_answer(folder, case, expect):
    assert compare(expect, answer(folder, case)) == []


def test_an_unmet_expectation_says_what_came_out(folder):
    found = answer(folder, {"rounds": "2025"})
    assert compare({"month": "11", "week": "1"}, found) == [("month", "11", "12"), ("week", "1", "?")]


def test_problems_are_compared_with_their_number():
    found = {"problems": ["K203", "K101"]}
    assert compare({"problems": ["K203"]}, found) == []
    assert compare({"problems": ["K203", "K203"]}, found) != []
    assert compare({"exactly": ["K101", "K203"]}, found) == []
    assert compare({"exactly": ["K203"]}, found) != []
    assert compare({"without": ["K101"]}, found) != []


def test_a_rulebook_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "rulebook.yaml").write_text("kaogong: 1\n", encoding="utf-8")
    with pytest.raises(Refused):
        answer(tmp_path, {"rounds": "2025"})
    assert answer(tmp_path, {"change": []})["refused"] is True


def test_a_question_about_nothing_is_an_error(folder):
    with pytest.raises(KeyError):
        answer(folder, {"report": "structure.nowhere"})
    with pytest.raises(KeyError):
        answer(folder, {"accept": {"something": "else"}})
