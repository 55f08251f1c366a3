"""Two editions side by side: what was added, removed and changed, with both texts and the place in the paper."""

from core.engine.explain.runs import book_of
from kaogong.core.engine.compare import compare
from kaogong.core.scheme.load import load_text

BOOK = """
kaogong: 1
id: small
title: 小办法
edition: "{edition}"
effective: {{from: 2026-01-01}}
basis: {{rules: {{name: 考核办法}}}}
settings: {{gap: {{value: 5, origin: assumed, note: 档差}}}}
readings: {{cards: {{question: 扣几分, options: {{two: 两分, five: 五分}}, chosen: two}}}}
subjects: {{classes: {{dept: {{name: 部门, kind: unit}}}}}}
facts:
  done: {{name: 完成, type: decimal, every: year}}
{facts}
sheets:
  - id: dept
    name: 部门表
    for: {{kind: unit, classes: [dept]}}
    every: year
    full: 100
    items:
      - {{id: share, name: 完成率, full: {share}, {method}, basis: rules 第三条, clause: S-3}}
      - {{id: rest, name: 其他, full: {rest}, method: fixed, marks: {rest}}}
grades:
  - {{id: g, sheet: dept, ladder: [{{grade: 优秀, from: {good}}}, {{grade: 一般}}], basis: rules 第九条}}
"""
PLAIN = {
    "edition": "1",
    "facts": "",
    "share": 60,
    "rest": 40,
    "good": 90,
    "method": "method: ratio, of: done, target: 100",
}


def book(**changed):
    return book_of(BOOK.format(**{**PLAIN, **changed}))


def changes(**changed):
    found = compare(book(), book(**changed))
    return {one.path: one for one in found.changes}


def keys(change):
    return {key.key: (key.aspect, key.before, key.after) for key in change.keys}


def test_the_same_text_is_all_unchanged():
    found = compare(book(), book())
    assert found.same
    assert found.unchanged["items"] == 2


def test_marks_and_where_the_paper_says_so():
    found = changes(share=70, rest=30, edition="2")
    share = found["sheets.dept.items.share"]
    assert keys(share) == {"full": ("marks", "60", "70")}
    assert (share.kind, share.name.zh, share.clause, share.basis) == ("changed", "完成率", "S-3", "考核办法 第三条")
    assert "full: 60" in share.before
    assert "full: 70" in share.after
    assert set(found) == {"edition", "sheets.dept.items.share", "sheets.dept.items.rest"}


def test_method_and_parameters():
    found = changes(method="method: linear, of: done, points: [[0, 0], [100, 60]]")["sheets.dept.items.share"]
    assert keys(found) == {
        "method": ("method", "ratio", "linear"),
        "target": ("parameters", "100", ""),
        "points": ("parameters", "", "[[0, 0], [100, 60]]"),
    }


def test_a_rung_by_its_grade():
    found = changes(good=85)["grades.g"]
    assert keys(found) == {"ladder.优秀.from": ("", "90", "85")}
    assert found.basis == "考核办法 第九条"


def test_added_and_removed():
    more = "  late: {name: 迟报, type: integer, every: year}"
    found = compare(book(), book(facts=more))
    assert [(one.path, one.name.zh, one.before) for one in found.of("added")] == [("facts.late", "迟报", "")]
    back = compare(book(facts=more), book())
    assert [one.path for one in back.of("removed")] == ["facts.late"]


def test_other_readings_and_settings_of_one_edition():
    other, problems = load_text(BOOK.format(**PLAIN), readings={"cards": "five"}, settings={"gap": 4})
    problems.raise_errors()
    found = {one.path: keys(one) for one in compare(book(), other).changes}
    assert found == {"settings.gap": {"value": ("", "5", "4")}, "readings.cards": {"chosen": ("", "two", "five")}}
