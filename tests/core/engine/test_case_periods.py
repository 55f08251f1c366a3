"""Golden cases ask what follows, and what is missing, in periods of any length."""

import textwrap

import pytest

from core.scheme import small
from kaogong.core.engine.cases import judge, read_cases

FACTS = (
    "facts:\n  done: {name: 办结率, type: integer, every: quarter}\n  plan: {name: 计划, type: integer, every: year}\n"
)
RATE = "{id: rate, name: 办结, full: 90, method: formula, formula: done}"
ITEMS = (
    f"{{id: q, name: 季考核, full: 90, every: quarter, rollup: {{by: mean, missing: exclude}}, items: [{RATE}]}}",
    "{id: y, name: 计划, full: 10, missing: zero, method: formula, formula: plan}",
)
CONSEQUENCES = """\
consequences:
  - {id: warn, sheet: unit.q, when: total < 60, yields: {kind: talk, text: 提醒}, money: 60 − total}
  - {id: talk, sheet: unit, when: total < 60, yields: {kind: talk, text: 约谈}}
"""
CASE = """
cases:
  - name: 一例
    class: town
    period: 2026-Q1
    facts: {done: [50, 80, 0, none]}
    expect: %s
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "rulebook.yaml").write_text(small.text(*ITEMS, facts=FACTS, more=CONSEQUENCES), "utf-8")
    return tmp_path


def differences(folder, expect):
    (folder / "cases" / "one.yaml").write_text(textwrap.dedent(CASE % expect), "utf-8")
    (case,) = read_cases(folder)
    verdict = judge(case)
    assert not verdict.problems
    return {one.where: one.found for one in verdict.differences}


@pytest.mark.parametrize(
    "expect",
    [
        "{consequences: [warn, talk], money: {warn: 10}}",
        "{consequences: {2026-Q1: [warn], 2026-Q2: [], 2026-Q3: [warn], 2026: [talk]}}",
        "{missing: []}",
        "{missing: {2026-Q2: [], 2026: []}}",
    ],
)
def test_what_comes_out_is_what_is_expected(folder, expect):
    assert differences(folder, expect) == {}


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("{consequences: [talk]}", {"consequences": "['talk', 'warn']"}),
        ("{consequences: {2026-Q2: [warn], 2026-Q3: []}}", {"2026-Q2": "[]", "2026-Q3": "['warn']"}),
        ("{missing: {2026-Q3: [rate]}}", {"2026-Q3": "[]"}),
    ],
)
def test_what_does_not_is_told_with_its_period(folder, expect, found):
    told = differences(folder, expect)
    assert list(told.values()) == list(found.values())
    assert all(period in where for where, period in zip(told, found, strict=True) if period.startswith("2026"))
