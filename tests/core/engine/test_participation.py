"""Pilots take part without counting: they are scored, and stand apart from places, grades, quotas and group figures."""

import pytest

from core.oracle import face
from core.oracle.world import build
from core.scheme import small
from kaogong.core.engine.explain import explain
from kaogong.core.engine.explain.as_text import text
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

SUBJECTS = """\
subjects:
  classes: {town: {name: 乡镇}, dept: {name: 部门}}
  attributes: {kind_of: {name: 类型, type: choice, options: [山区, 湖区]}}
"""
PARTICIPATION = """\
procedure:
  participation:
    2024: {full: all}
    2025: {pilot: [p, q], full: all}
"""
RESULTS = """\
grades:
  - {id: annual, sheet: unit, within: class, ladder: [{grade: 优秀, share: 50%}, {grade: 合格}]}
ranks:
  - {id: place, sheet: unit, within: class, order: [total]}
consequences:
  - {id: talk, sheet: unit, when: total < 100, yields: {kind: talk, text: 约谈}}
rewards:
  - {id: money, sheet: unit, pool: 300, share_by: total, remainder: first}
"""
SCORES = {"a": 60, "b": 40, "p": 90, "q": 10}
ITEM = "{id: x, name: 得分, full: 100, method: formula, formula: done}"


def scored(*items, period="2025", more=PARTICIPATION + RESULTS, keep="all"):
    """The run, and what it was given."""
    book = small.book(*(items or (ITEM,)), more=more, subjects=SUBJECTS)
    subjects = [{"subject": who, "class": "town", "kind_of": "山区"} for who in SCORES]
    facts = [{"subject": who, "period": period, "fact": "done", "value": n} for who, n in SCORES.items()]
    frozen = Facts.from_rows(book, subjects=subjects, facts=facts)
    return score(book, frozen, period=period, keep=keep), build(book, subjects, facts)


def play(*items, period="2025", more=PARTICIPATION + RESULTS, keep="all"):
    """Rows of every subject, and the money each is given: a and b count, p and q are pilots in 2025.

    The oracle is asked the same.
    """
    run, world = scored(*items, period=period, more=more, keep=keep)
    try:
        rows = {row["subject"]: row for row in run.rows("unit")}
        money = {(one["reward"], one["subject"]): one["amount"] for one in run.rewards}
    finally:
        run.close()
    assert money == face.rewards(world, period)
    for wanted in face.rows(world, "unit", period):
        row = rows[wanted["subject"]]
        decided = {key: value for key, value in wanted.items() if key not in ("unit", "x")}
        assert {key: row[key] for key in decided} == decided
    return rows, {who: amount for (_, who), amount in money.items()}


def column(rows, name):
    return {who: row[name] for who, row in rows.items()}


@pytest.mark.parametrize("keep", ["all", "totals"])
def test_pilots_are_scored_and_neither_ranked_nor_graded(keep):
    rows, _ = play(keep=keep)
    assert column(rows, "total") == SCORES
    assert column(rows, "rank") == {"a": 1, "b": 2, "p": None, "q": None}
    assert column(rows, "grade") == {"a": "优秀", "b": "合格", "p": None, "q": None}


def test_nothing_follows_for_them():
    rows, money = play()
    assert column(rows, "consequences") == {"a": ["talk"], "b": ["talk"], "p": [], "q": []}
    assert money == {"a": 180, "b": 120}


def test_in_a_year_in_which_all_count_they_count():
    rows, money = play(period="2024")
    assert column(rows, "rank") == {"p": 1, "a": 2, "b": 3, "q": 4}
    assert column(rows, "grade") == {"p": "优秀", "a": "优秀", "b": "合格", "q": "合格"}
    assert set(money) == set(SCORES)


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("method: formula, formula: group_mean(done)", {"a": 50, "b": 50, "p": 50, "q": 50}),
        ("method: formula, formula: group_max(done)", {"a": 60, "b": 60, "p": 90, "q": 90}),
        ("method: formula, formula: group_count(done)", {"a": 2, "b": 2, "p": 2, "q": 2}),
        ("method: rank, of: done, within: class, points: [10, 8]", {"a": 10, "b": 8, "p": 10, "q": 8}),
        ("method: rank, of: done, within: all, points: [10, 8]", {"a": 10, "b": 8, "p": 10, "q": 8}),
        ("method: normalise, of: done, by: max, within: class", {"a": 100, "p": 100}),
    ],
)
def test_pilots_are_compared_with_pilots(item, values):
    rows, _ = play(f"{{id: x, name: 得分, full: 100, {item}}}")
    assert {who: rows[who]["x"] for who in values} == values


def test_a_quota_is_of_those_who_count():
    ladder = RESULTS.replace("share: 50%", "share: 25%, at_least: 0").replace("within: class", "within: kind_of")
    rows, _ = play(more=PARTICIPATION + ladder)
    assert column(rows, "grade")["a"] == "优秀"  # a quarter of two is half a place, rounded up
    half_down = ladder.replace("ladder:", "rounding: down, ladder:")
    assert column(play(more=PARTICIPATION + half_down)[0], "grade")["a"] == "合格"  # of four it would be one


def test_who_is_in_no_list_is_outside():
    rows, _ = play(more=PARTICIPATION.replace("[p, q], full: all", "[p], full: [a, b]") + RESULTS)
    assert column(rows, "rank") == {"a": 1, "b": 2, "p": None, "q": None}


def test_without_a_word_on_participation_all_count():
    rows, _ = play(more=RESULTS)
    assert sorted(column(rows, "rank").values()) == [1, 2, 3, 4]


def test_the_explanation_says_with_whom_a_pilot_is_compared():
    item = "{id: x, name: 得分, full: 100, method: rank, of: done, within: kind_of, points: [10, 8]}"
    run, _ = scored(item)
    try:
        pilot, formal = text(explain(run, "q")), text(explain(run, "b"))
    finally:
        run.close()
    assert "同类型（山区）（试点），共 2" in pilot
    assert "试点" not in formal
    assert "优秀" not in pilot
