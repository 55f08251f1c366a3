"""Every lint rule is tested by its own examples; the linter as a whole by what it promises."""

import pytest

from kaogong.core.scheme.lint import FRAME, RULES, framed, lint
from kaogong.core.scheme.load import load_text


def load(text):
    book, problems = load_text(text)
    assert book is not None, [one.say("en") for one in problems]
    return book


def inside(example):
    """The problems the linter finds at a line of the example (the frame around it is not under test)."""
    lines = example.count("\n")
    return [one for one in lint(load(framed(example))) if 0 < one.place.line <= lines]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_has_exactly_this_problem(rule):
    assert {one.code for one in inside(rule.bad)} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_has_none(rule):
    assert inside(rule.good) == []


def test_codes_are_used_once():
    codes = [one.code for one in RULES]
    assert len(set(codes)) == len(codes) >= 45


def test_every_rule_speaks_both_languages():
    for rule in RULES:
        for text in (rule.title, rule.why, rule.fix):
            assert text.zh
            assert text.en
            assert text.zh != text.en


def test_the_frame_alone_is_clean_but_for_its_unused_ledger():
    assert {one.code for one in lint(load(FRAME))} == {"K135"}


def test_problems_come_in_the_order_of_the_file():
    problems = lint(load(framed(RULES[0].bad)))
    assert [one.place for one in problems] == sorted(one.place for one in problems)


PARTS_15_OF_16 = RULES[0].bad
WAIVER = """\
procedure:
  appeal: {window: 5}
  publicity: {days: 5}
  waivers: [{code: K101, at: sheets.unit, reason: 原文分项合计15分, by: 市政府办}]
"""


def test_parts_15_against_heading_16_refuse_adoption():
    [problem] = [one for one in inside(PARTS_15_OF_16) if one.code == "K101"]
    assert problem.severity == "error"
    assert "16" in problem.what.zh
    assert "15" in problem.what.zh


def test_a_waiver_turns_the_error_into_a_note_that_says_who_agreed():
    [problem] = [one for one in lint(load(framed(PARTS_15_OF_16 + WAIVER))) if one.code == "K101"]
    assert problem.severity == "note"
    assert "市政府办" in problem.what.zh


def test_a_waiver_for_another_place_waives_nothing():
    elsewhere = WAIVER.replace("sheets.unit", "facts.done")
    [problem] = [one for one in lint(load(framed(PARTS_15_OF_16 + elsewhere))) if one.code == "K101"]
    assert problem.severity == "error"


def test_89_5_lies_in_the_band_that_starts_at_80():
    ladder = "[{grade: 优秀, from: 90}, {grade: 良好, from: 80}, {grade: 一般}]"
    text = f"grades:\n  - {{id: annual, sheet: unit, basis: m, ladder: {ladder}}}\n"
    assert inside(text) == []


SHOWN = """\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: rate, name: 办结率, full: 100, method: ratio, of: done, target: asked}
      - id: shown
        name: 只列示
        role: bonus
        combine: formula
        formula: 0 × (also + twice)
        items:
          - {id: also, name: 办结数, role: bonus, cap: none, method: formula, formula: done}
          - {id: twice, name: 再列一次, role: bonus, cap: none, method: formula, formula: done}
"""


@pytest.mark.parametrize(
    ("combination", "counted"),
    [("formula: 0 × (also + twice)", 0), ("formula: also", 1), ("formula: also + twice × 0", 1)],
)
def test_what_is_only_shown_is_not_scored_twice(combination, counted):
    book = load(framed(SHOWN.replace("formula: 0 × (also + twice)", combination)))
    assert [one.code for one in lint(book)].count("K122") == counted


OTHER_READING = """\
readings:
  base: {question: 按什么算？, options: {all: 受理数, head: 人数}, chosen: all}
facts:
  done: {name: 办结数, type: integer, unit: 件, every: year, authority: [统计局], missing: refuse}
  asked: {name: 受理数, type: integer, unit: 件, every: year, authority: [统计局], missing: refuse, range: [1, 9]}
  people: {name: 常住人口, type: integer, unit: 人, every: year, authority: [统计局], missing: refuse, range: [1, 9]}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items: [{id: rate, name: 率, full: 100, method: ratio, of: done, target: {by_reading: base, all: asked, head: 常住人口}}]
"""


def test_a_fact_of_another_reading_is_not_unused():
    assert "K130" not in {one.code for one in lint(load(framed(OTHER_READING)))}
    nowhere = OTHER_READING.replace("head: 常住人口}", "head: 100}")
    assert "K130" in {one.code for one in lint(load(framed(nowhere)))}


@pytest.mark.parametrize(("mark", "codes"), [(80, []), (120, ["K162"])])
def test_a_gate_on_the_score_of_an_item_is_held_against_that_item(mark, codes):
    ladder = f"[{{grade: 优秀, from: 60, where: total ≥ {mark}}}, {{grade: 一般}}]"
    text = f"grades:\n  - {{id: annual, sheet: unit.rate, basis: m, ladder: {ladder}}}\n"
    assert [one.code for one in inside(text)] == codes
