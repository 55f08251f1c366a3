"""Rulebooks that are refused: each with the code, the place and what to do instead."""

from __future__ import annotations

import pytest

from core.scheme.small import FACTS, HEAD, LEAF, SHEET, codes, faults, faults_of, text
from kaogong.core.problem import Problem
from kaogong.core.scheme.codes import CODES


def one(found: list[Problem], code: str) -> Problem:
    """The only problem with this code."""
    matching = [problem for problem in found if problem.code == code]
    assert len(matching) == 1, [problem.say("en") for problem in found]
    return matching[0]


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("{id: a, name: 甲, full: 5, metod: ratio}", "K020", "method"),
        ("{id: a, name: 甲, full: 5, method: ratio}", "K021", "of"),
        ("{id: a, name: 甲, full: 5}", "K021", "items"),
        ("just words", "K022", "item"),
        ("{id: a, name: [甲], full: 5, method: fixed, marks: 5}", "K022", "name"),
        ("{id: a, name：甲, full: 5, method: fixed, marks: 5}", "K020", "name"),
        ("{id: a, name: 甲, full: '1,000', method: fixed, marks: 5}", "K023", "1000"),
        ("{id: a, name: 甲, full: 1_000, method: fixed, marks: 5}", "K023", "1000"),
        ("{id: a, name: 甲, full: 1e3, method: fixed, marks: 5}", "K023", "exponent"),
        ("{id: a, name: 甲, full: .5, method: fixed, marks: 5}", "K023", "0.5"),
        ("{id: a, name: 甲, full: .nan, method: fixed, marks: 5}", "K023", "number"),
        ("{id: a, name: 甲, full: .inf, method: fixed, marks: 5}", "K023", "number"),
        ("{id: a, name: 甲, full: 1/0, method: fixed, marks: 5}", "K023", "number"),
        ("{id: a, name: 甲, full: 5, role: bonuss, method: fixed, marks: 5}", "K024", "bonus"),
        (
            "{id: a, name: 甲, full: 5, method: per_unit, of: done, line: 5, each: 1, whole_steps: maybe}",
            "K024",
            "true",
        ),
        ("{id: Cards-1, name: 甲, full: 5, method: fixed, marks: 5}", "K025", "cards"),
        ("{id: a, name: '', full: 5, method: fixed, marks: 5}", "K028", "name"),
        ("{id: a, name: 甲, full: 5, combine: sum, method: fixed, marks: 5}", "K020", "combine"),
        (f"{{id: h, name: 章, full: 5, method: fixed, marks: 5, items: [{LEAF}]}}", "K029", "both"),
        (f"{{id: h, name: 章, full: 5, start: 3, items: [{LEAF}]}}", "K029", "start"),
        (f"{{id: h, name: 章, full: 5, combine: formula, items: [{LEAF}]}}", "K029", "formula"),
        (f"{{id: h, name: 章, combine: start, items: [{LEAF}]}}", "K029", "start"),
        (
            "{id: a, name: 甲, every: month, rollup: {best: 2, weights: [1]}, method: fixed, marks: 5}",
            "K029",
            "roll",
        ),
        (f"{{id: a, name: 章, full: 5, items: [{LEAF}]}}", "K030", "a is used twice"),
        ("{id: unit, name: 甲, full: 5, method: fixed, marks: 5}", "K030", "unit"),
        ("{id: a, name: 甲, full: 5, basis: law 第一条, method: fixed, marks: 5}", "K031", "measure"),
        ("{id: a, name: 甲, full: 5, method: events, ledger: cart, marks: {red: 1}}", "K031", "card"),
        ("{id: a, name: 甲, full: 5, method: events, ledger: card, marks: {rad: 1}}", "K031", "red"),
        (
            "{id: a, name: 甲, full: 5, method: events, ledger: card, rules: [{kind: rad, marks: 1}]}",
            "K031",
            "red",
        ),
        ("{id: a, name: 甲, full: 5, method: choice, of: level, points: {一级: 5, 三级: 3}}", "K031", "二级"),
        ("{id: a, name: 甲, full: 5, method: checklist, parts: {dune: 3}}", "K031", "done"),
        ("{id: a, name: 甲, full: 5, method: rank, of: done, within: clas, points: [3]}", "K031", "class"),
        ("{id: a, name: 甲, full: 5, method: raito, of: done}", "K032", "ratio"),
        ("{id: a, name: 甲, full: 5, method: fixed, marks: much}", "K022", "full"),
        ("{id: a, name: 甲, full: 5, applies: lake_town, method: fixed, marks: 5}", "K063", "not_applicable"),
        ("{id: a, name: 甲, method: fixed, marks: 5}", "K062", "full"),
        (f"{{id: h, name: 章, full: 5, combine: weighted, items: [{LEAF}]}}", "K062", "weight"),
        ("{id: a, name: 甲, full: 5, every: month, method: fixed, marks: 5}", "K061", "rollup"),
        (
            f"{{id: h, name: 章, full: 5, every: month, rollup: mean, items: [{LEAF[:-1]}, every: year}}]}}",
            "K061",
            "longer",
        ),
        ("{id: a, name: 甲, full: 5, method: linear, of: done, points: [[1, 2, 3]]}", "K022", "point"),
        ("{id: a, name: 甲, full: 5, method: linear, of: done, points: [[10, 1], [0, 0]]}", "K403", ""),
    ],
)
def test_an_item_is_refused(line: str, code: str, says: str) -> None:
    found = one(faults(line), code)
    assert says in found.what.en + found.fix.en
    assert found.place.line >= 23


@pytest.mark.parametrize(
    ("formula", "code", "says"),
    [
        ("dune ÷ due", "K042", "done"),
        ("办结书 ÷ 应办数", "K042", "办结数"),
        ("a.__class__", "K042", "not declared"),
        ("grade", "K047", "grade"),
        ("total + 1", "K047", "total"),
        ("streak('优秀')", "K047", "streak"),
        ("a + 1", "K060", "itself"),
        ("done ÷ ÷ due", "K040", "character 8"),
        ("foo(done)", "K048", "foo"),
        ("round()", "K044", "round"),
        ("round(done, due)", "K044", "whole number"),
        ("abs(done, due)", "K044", "abs"),
        ("count(card)", "K044", "quoted"),
        ("count('cart')", "K046", "card"),
        ("count('card', 'rad')", "K046", "red"),
        ("previous(done + 1)", "K044", "name"),
        ("done > 3", "K045", "if(condition"),
        ("'甲'", "K045", "words"),
        ("if(done, 1, 0)", "K045", "comparison"),
        ("level + 1", "K045", "="),
        ("if(level = '三级', 1, 0)", "K046", "二级"),
        ("if(done = '三级', 1, 0)", "K045", "class"),
        ("if(class = 'city', 1, 0)", "K046", "town"),
        ("if(x且y, 1, 0)", "K042", "blanks"),
    ],
)
def test_a_formula_is_refused(formula: str, code: str, says: str) -> None:
    found = faults(f'{{id: a, name: 甲项, full: 5, method: formula, formula: "{formula}"}}')
    matching = [problem for problem in found if problem.code == code]
    assert matching, [problem.say("en") for problem in found]
    assert says in matching[0].what.en + matching[0].fix.en
    assert matching[0].place.line == 23


def test_the_column_inside_a_formula_is_counted() -> None:
    written = text('{id: a, name: 甲, full: 5, method: formula, formula: "done ÷ ÷ due"}')
    (found,) = faults_of(written)
    line = written.splitlines()[found.place.line - 1]
    assert line[found.place.column - 1 :].startswith("÷ due")


def test_a_name_of_several_things_must_be_told_apart() -> None:
    rate = "derived:\n  rate: {name: 完成率, formula: done ÷ due}\n"
    first = "{id: rate_item, name: 完成率, full: 50, method: formula, formula: rate}"
    unclear = "{id: b, name: 乙, full: 50, method: formula, formula: 完成率}"
    found = one(faults(first, unclear, more=rate), "K043")
    assert "derived.rate" in found.fix.en
    assert "item.rate_item" in found.fix.en
    assert not faults(first, unclear.replace("formula: 完", "formula: derived.完"), more=rate)
    assert not faults(first, unclear.replace("formula: 完", "formula: item.完"), more=rate)


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ("vetos: []\n", "K020", "vetoes"),
        ("vetoes: {}\n", "K022", "list"),
        ("vetoes: [{id: v, name: 否, when: done > 3}]\n", "K021", "effect"),
        ("vetoes: [{id: v, name: 否, when: done > 3, effect: item_zero}]\n", "K021", "item"),
        ("vetoes: [{id: v, name: 否, when: done > 3, effect: score_ceiling, at: 好}]\n", "K023", "number"),
        ("vetoes: [{id: v, name: 否, when: done > 3, effect: grade_ceiling, at: 好}]\n", "K031", "grade"),
        ("vetoes: [{id: v, name: 否, when: done > 3, effect: total_zero, at: 3}]\n", "K029", "at"),
        ("vetoes: [{id: v, name: 否, when: done, effect: total_zero}]\n", "K045", "comparison"),
        (
            "vetoes: [{id: v, name: 否, when: done > 3, effect: total_zero, scope: {sheets: [unti]}}]\n",
            "K031",
            "unit",
        ),
        ("vetoes: [{id: v, name: 否, when: done > 3, effect: total_zero, lasts: ever}]\n", "K024", "lasts"),
        ("vetoes: [{id: v, name: 否, when: total < 3, effect: item_zero, item: a}]\n", "K060", "unit"),
        ("grades: [{id: g, sheet: unit, ladder: []}]\n", "K028", "grades"),
        ("grades: [{id: g, sheet: unit, ladder: [{grade: 好}, {grade: 好}]}]\n", "K030", "twice"),
        ("grades: [{id: g, sheet: unit, ladder: [{grade: 好, share: 5%, places: 3}]}]\n", "K029", "share"),
        ("grades: [{id: g, sheet: unit, within: {link: x}, ladder: [{grade: 好}]}]\n", "K031", "link"),
        (
            "ranks: [{id: g, sheet: unit}, {id: g, sheet: unit}]\n",
            "K030",
            "g",
        ),
        ("consequences: [{id: c, when: grade = '好'}]\n", "K046", "好"),
        ("derived:\n  x: {name: 丙, formula: y}\n  y: {name: 丁, formula: x + 1}\n", "K060", "x → y → x"),
        ("derived: {x: {name: 丙, formula: x + 1}}\n", "K060", "x → x"),
        ("derived: {x: {name: 丙, formula: done ÷ due, zero_denominator: nil}}\n", "K024", "missing"),
        ("links: {leads: {name: 分管, from: person, to: unit}}\n", "K031", "unit"),
        ("rounding: {publish: 2, mode: bankers}\n", "K024", "half_even"),
        ("procedure: [a]\n", "K022", "mapping"),
        ("structure: {a: b}\n", "K022", "list"),
        ("remove: [x]\n", "K056", "base"),
        ("ratings: {r: {name: 测评, groups: {self: 自评}, range: [100, 0]}}\n", "K033", "lower"),
    ],
)
def test_a_section_is_refused(more: str, code: str, says: str) -> None:
    found = [problem for problem in faults(more=more) if problem.code == code]
    assert found, [problem.say("en") for problem in faults(more=more)]
    assert says in found[0].what.en + found[0].fix.en


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("{name: 丙, type: integer, every: year, places: 2}", "K029"),
        ("{name: 丙, type: decimal, every: year, places: 20}", "K029"),
        ("{name: 丙, type: choice, every: year}", "K021"),
        ("{name: 丙, type: choice, every: year, options: [甲, 甲]}", "K030"),
        ("{name: 丙, type: integer, every: year, options: [甲]}", "K029"),
        ("{name: 丙, type: integer, every: week}", "K024"),
        ("{name: 丙, every: year}", "K021"),
        ("{name: 丙, type: integer, every: year, range: [5, 1]}", "K033"),
        ("{name: 丙, type: integer, every: year, range: [5]}", "K022"),
    ],
)
def test_a_fact_is_refused(fact: str, code: str) -> None:
    assert code in codes(faults(facts=f"{FACTS}  bad: {fact}\n"))


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (HEAD.replace("kaogong: 1", "kaogong: 2"), "K012"),
        (HEAD.replace("kaogong: 1\n", ""), "K021"),
        (HEAD.replace("2020-01-01", "2020-02-30"), "K026"),
        (HEAD.replace("2020-01-01", "今年"), "K026"),
        (HEAD.replace("from: 2020-01-01", "from: 2020-01-01, to: 2019-12-31"), "K071"),
        (HEAD.replace("id: small", "id: 小"), "K025"),
    ],
)
def test_a_head_is_refused(head: str, code: str) -> None:
    assert codes(faults(head=head)) == [code]


def test_items_that_wait_for_each_other() -> None:
    ring = [
        f"{{id: {here}, name: {here}, full: 10, method: formula, formula: {there}}}"
        for here, there in (("p", "q"), ("q", "r"), ("r", "p"))
    ]
    assert "p → q → r → p" in one(faults(*ring), "K060").what.en


def test_a_linked_score_may_not_come_back_to_itself() -> None:
    more = "links: {over: {name: 管, from: unit, to: unit}}\n"
    line = "{id: joint, name: 连带, full: 100, method: linked, link: over, of: unit.total}"
    assert "K060" in codes(faults(line, more=more))


def test_a_sheet_without_anything() -> None:
    found = codes(faults_of(text(sheet="sheets: []\n# ").replace("      - ", "      # ")))
    assert found == []
    assert codes(faults_of(text().replace(SHEET, "sheets: none\n#").replace("      - ", "# "))) == ["K022"]


def test_everything_is_reported_together() -> None:
    found = faults(
        "{id: a, nme: 甲, full: 5, method: ratio, of: dune, target: 5}",
        "{id: a, name: 乙, full: five, method: fixd}",
        more="vetoes: [{id: v, name: 否, when: 1, effect: zero}]\n",
    )
    assert {"K020", "K021", "K042", "K030", "K023", "K032", "K045", "K024"} <= set(codes(found))
    assert [problem.say("zh") for problem in found]


def test_every_code_is_described_in_both_languages() -> None:
    for code, told in CODES.items():
        assert code.startswith("K0")
        assert len(code) == 4
        assert told.title.zh
        assert told.title.en
        assert told.why.zh.endswith("。")
        assert told.why.en.endswith(".")
