"""A condition reads the results of one sheet; what belongs to another is refused with the way to say it."""

import pytest

from core.scheme import small
from kaogong.core.scheme.load import load_text

MONTH = """\
  - {id: month, name: 月表, for: {kind: unit}, every: month, full: 10, items: [{id: m, name: 月项, full: 10, method: formula, formula: 1}]}
"""
TALK = "consequences:\n  - {id: talk, sheet: %s, when: %s, yields: {kind: talk, text: 约谈}}\n"


def problems(sheet, when):
    return load_text(small.text(more=MONTH + TALK % (sheet, when)))[1].errors


@pytest.mark.parametrize("when", ["m < 6", "月项 < 6 and total < 60", "month.m < 6", "month.total < 6"])
def test_a_result_of_another_sheet(when):
    (problem,) = problems("unit", when)
    assert problem.code == "K042"
    assert "month" in problem.what.zh
    assert "times_graded" in problem.fix.zh


def test_each_sheet_has_a_condition_of_its_own():
    assert not problems("month", "m < 6 and total < 6")
    assert not problems("unit", "a < 6 and total < 60")
