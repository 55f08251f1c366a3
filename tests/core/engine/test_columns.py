"""Columns the rulebook names: facts of one name, and what a row of a ledger says besides."""

import pytest

from core.engine.files import rows_of, write_csv, write_parquet, write_xlsx
from core.scheme import small
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.problem import Refused

SAME = """\
facts:
  done: {name: 办结数, type: integer, every: year}
  closed: {name: 办结数, type: integer, every: year}
"""
LEAF = "{id: a, name: 甲项, full: 100, method: ratio, of: done, target: closed}"
SUBJECTS = [{"subject": "a", "class": "town"}]


def write_book(folder, tables):
    write_xlsx(folder / "facts.xlsx", tables)


def freeze_as(write, tmp_path, book, **tables):
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder, {"subjects": SUBJECTS, **tables})
    return freeze(book, folder, tmp_path / "out")


FILES = pytest.mark.parametrize("write", [write_csv, write_parquet, write_book])


@FILES
def test_a_name_of_two_facts_is_refused_with_the_columns_it_may_mean(tmp_path, write):
    book = small.book(LEAF, facts=SAME)
    with pytest.raises(Refused) as refusal:
        freeze_as(write, tmp_path, book, facts_year=[{"subject": "a", "period": "2026", "办结数": 3}])
    (problem,) = [one for one in refusal.value.problems if one.severity == "error"]
    assert problem.code == "K518"
    assert "f_done、f_closed" in problem.fix.zh


@FILES
def test_their_ids_are_understood(tmp_path, write):
    facts = [{"subject": "a", "period": "2026", "done": 3, "closed": 4}]
    frozen = freeze_as(write, tmp_path, small.book(LEAF, facts=SAME), facts_year=facts)
    assert [(row["f_done"], row["f_closed"]) for row in rows_of(frozen, "facts_year")] == [(3, 4)]


LEDGERS = """\
events:
  card:
    name: 黄红牌
    kinds: {yellow: 黄牌, red: 红牌}
    details: {aspect: {name: 违反方面, options: [依据, 步骤], for: [red]}, proof: {name: 文号}}
  praise: {name: 表扬, kinds: {once: 一次}}
"""
CARD = {"ledger": "card", "subject": "a", "kind": "red", "day": "2026-03-01"}
PRAISE = {"ledger": "praise", "subject": "a", "kind": "once", "day": "2026-03-02"}
ITEM = "{id: a, name: 甲项, full: 100, method: events, ledger: card, marks: {yellow: 1, red: 2}}"


@pytest.fixture
def book(monkeypatch):
    monkeypatch.setattr(small, "EVENTS", LEDGERS)
    return small.book(ITEM)


def said(frozen):
    return [(row["ledger"], row["d_aspect"], row["d_proof"]) for row in rows_of(frozen, "events")]


@FILES
def test_details_are_columns_of_the_ledger(tmp_path, book, write):
    rows = [CARD | {"违反方面": "步骤", "proof": "12号"}, PRAISE | {"违反方面": "", "proof": ""}]
    assert said(freeze_as(write, tmp_path, book, events=rows)) == [("card", "步骤", "12号"), ("praise", None, None)]


def test_rows_may_do_without_them(book):
    assert said(Facts.from_rows(book, subjects=SUBJECTS, events=[CARD])) == [("card", None, None)]


@FILES
@pytest.mark.parametrize("row", [CARD | {"aspect": "程序"}, PRAISE | {"aspect": "步骤"}])
def test_what_is_no_option_is_refused(tmp_path, book, write, row):
    with pytest.raises(Refused) as refusal:
        freeze_as(write, tmp_path, book, events=[row])
    assert [one.code for one in refusal.value.problems] == ["K534"]


def test_a_ledger_without_details_has_no_more_columns():
    frozen = Facts.from_rows(small.book(ITEM), subjects=SUBJECTS, events=[CARD])
    assert not [name for name in frozen.tables["events"].column_names if name.startswith("d_")]
