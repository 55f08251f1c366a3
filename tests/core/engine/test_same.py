"""One meaning of a cell, however it arrives: SQL short cuts and parsers, rows and files, agree on any table."""

import re
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.engine.book import FACTS, book
from core.engine.files import write_csv, write_xlsx
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.engine.intake.lower import plain
from kaogong.core.engine.intake.values import Day, Fault, Flag, LastMonth, Number, OneOf, Period, Word
from kaogong.core.problem import Refused

BOOK = book()
SPECS = [
    Number(0), Number(2), Number(9), Number(2, -100, 10_000), Number(1, unit="%"), Day(), Day(20454, 20818), Flag(),
    Word(), OneOf((("a", "a"), ("甲", "a"))), *(Period(every) for every in ("month", "quarter", "half", "year")),
    LastMonth(),
]  # fmt: skip
NUMBERS = st.from_regex(r"[-+]?[0-9]{0,20}(\.[0-9]{0,12})?([eE]-?[0-9]{1,2})?", fullmatch=True)
CELLS = (
    NUMBERS
    | st.dates().map(str)
    | st.from_regex(r"[0-9]{4}-(Q|H)?[0-9]{1,2}", fullmatch=True)
    | st.sampled_from(
        ["", " ", "是", "否", "true", "1", "0", "a", "甲", "2026", "　", "-", "nan", "1,000", "５", "1_0"]
    )
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CELLS, min_size=1, max_size=30))
def test_a_short_cut_never_says_anything_else_than_the_parser(texts):
    con = duckdb.connect()
    con.execute("CREATE TABLE t (n INTEGER, x VARCHAR)")
    con.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(texts)))
    for spec in SPECS:
        short = plain(spec, "x", "VARCHAR")
        query = f"SELECT n, CASE WHEN {short.condition} THEN {short.value} END, {short.condition} FROM t"
        for number, value, taken in con.execute(query).fetchall():
            parsed = spec.parse(texts[number])
            if taken:
                assert value == parsed, (spec, texts[number])
            elif isinstance(spec, Number) and not isinstance(parsed, Fault):
                assert not re.fullmatch("[0-9]{1,8}", texts[number])  # what is common takes the short cut


def row(*columns):
    return st.fixed_dictionaries({}, optional=dict(columns))


SUBJECT = st.sampled_from(["d1", "d2", "t1", "p1", "d9", " d1 ", ""])
FACT = st.sampled_from([fact.id for fact in FACTS] + ["办结数", "无此项", ""])
TIME = st.sampled_from(["2026-01", "2026年1月", "2026-Q1", "2026-H1", "2026", "2027", "x", ""])
VALUE = st.sampled_from(["1", "1.5", "12.345", "5%", "二级", "是", "2026-06-30", "１", "1,000", "-3", "nan", "", "x"])
TABLES = st.fixed_dictionaries(
    {
        "subjects": st.lists(
            row(
                ("subject", SUBJECT),
                ("class", st.sampled_from(["dept", "乡镇", "clerk", "?", ""])),
                ("kind", st.sampled_from(["unit", "person", ""])),
            ),
            max_size=4,
        ),
        "facts": st.lists(
            row(
                ("subject", SUBJECT),
                ("period", TIME),
                ("fact", FACT),
                ("value", VALUE),
                ("supplier", st.sampled_from(["统计局", "领导小组", "x", ""])),
                ("reason", st.sampled_from(["因为", ""])),
            ),
            max_size=6,
        ),
        "facts_month": st.lists(
            row(("subject", SUBJECT), ("period", TIME), ("done", VALUE), ("满意率", VALUE)), max_size=3
        ),
        "events": st.lists(
            row(
                ("subject", SUBJECT),
                ("ledger", st.sampled_from(["card", "表彰", "?", ""])),
                ("day", st.sampled_from(["2026-02-03", "2025-01-01", "2026年5月1日", "?", ""])),
                ("kind", st.sampled_from(["red", "黄牌", "city", ""])),
                ("times", st.sampled_from(["1", "2", "0", "x", ""])),
            ),
            max_size=4,
        ),
        "links": st.lists(
            row(("link", st.sampled_from(["above", "leads", ""])), ("from", SUBJECT), ("to", SUBJECT)), max_size=4
        ),
    }
)


def outcome(make):
    """The digest, or the codes of what is wrong."""
    try:
        facts = make()
    except Refused as refusal:
        return sorted({(one.code, one.place.line) for one in refusal.problems if one.code != "K599"})
    return facts.digest, sorted(one.code for one in facts.warnings)


def complete(tables):
    """Rows that all have the same columns, as files have."""
    full = {}
    for name, rows in tables.items():
        if rows and (columns := list(dict.fromkeys(key for one in rows for key in one))):
            full[name] = [{key: one.get(key, "") for key in columns} for one in rows]
    return full


@pytest.mark.slow
@SLOW
@given(TABLES)
def test_rows_csv_and_workbooks_are_read_alike(tables):
    tables = complete(tables)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        from_csv = outcome(lambda: freeze(BOOK, write_csv(folder / "csv", tables), folder / "a"))
        from_xlsx = outcome(lambda: freeze(BOOK, write_xlsx(folder / "in.xlsx", tables), folder / "b"))
        assert from_csv == from_xlsx
        headless = isinstance(from_csv, list) and "K506" in {code for code, _ in from_csv}
        if tables and not headless:
            from_rows = outcome(lambda: Facts.from_rows(BOOK, **tables))
            if isinstance(from_rows, tuple) or isinstance(from_csv, tuple):
                assert from_rows == from_csv
            else:
                absent = {"K510", "K533"}  # what no row has is an absent column in a file, an empty cell in rows
                assert {code for code, _ in from_rows} - absent == {code for code, _ in from_csv} - absent


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=400))
def test_any_bytes_are_facts_or_refused(suffix, content):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        (folder / "in" / f"subjects.{suffix}").write_bytes(content)
        outcome(lambda: freeze(BOOK, folder / "in", folder / "out"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_under_a_header_are_facts_or_refused(content):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        (folder / "in" / "subjects.csv").write_bytes(b"subject,class\nd1,dept\n" + content)
        outcome(lambda: freeze(BOOK, folder / "in", folder / "out"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    rows = [{"subject": "d1", "class": "dept"}]
    return write_xlsx(tmp_path_factory.mktemp("whole") / "in.xlsx", {"subjects": rows}).read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_damaged_workbook_is_facts_or_refused(whole, damage):
    content = bytearray(whole)
    for at, byte in damage:
        content[at % len(content)] = byte
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "in.xlsx"
        path.write_bytes(content)
        outcome(lambda: freeze(BOOK, path, Path(name) / "out"))
