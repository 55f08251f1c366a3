"""An item that is not counted says why: it does not apply, or nobody reported it."""

import pytest

from core.scheme import small
from kaogong.core.engine.explain import explain
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

FACTS = """\
facts:
  done: {name: 办结数, type: integer, every: year}
  due: {name: 应办数, type: integer, every: year, authority: [统计局]}
"""
FIRM = "{id: firm, name: 固定, full: 50, method: fixed, marks: full}"
LAKE = "{id: lake, name: 沿湖, full: 30, applies: lake_town, not_applicable: rescale, method: fixed, marks: full}"
SHARE = "{id: share, name: 办结率, full: 20, missing: rescale, method: ratio, of: done, target: due}"


@pytest.fixture(scope="module")
def told():
    book = small.book(FIRM, LAKE, SHARE, head=small.HEAD, facts=FACTS)
    subjects = [{"subject": "a", "class": "town", "lake_town": False}]
    facts = [{"subject": "a", "period": "2026", "fact": "done", "value": 3}]
    run = score(book, Facts.from_rows(book, subjects=subjects, facts=facts), period="2026")
    parts = explain(run, "a", "2026").root.parts
    run.close()
    return {part.id: part for part in parts}


def test_what_does_not_apply_is_not_called_missing(told):
    assert told["lake"].status == "left_out"
    assert told["lake"].why.zh == "不适用：不计此项，其余各项按比例折算"


def test_what_nobody_reported_is_named_with_who_supplies_it(told):
    assert told["share"].status == "left_out"
    assert told["share"].why.zh == "暂缺：应办数（统计局提供）。不计此项，其余各项按比例折算"
