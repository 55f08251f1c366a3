"""What is wrong with facts is said with code and place, all of it at once, from rows and from files alike."""

from datetime import date

import pytest

from core.engine.book import book, good, sheet
from core.engine.files import rows_of, write_csv, write_xlsx
from kaogong.core.engine.codes import CODES
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.engine.intake.complaints import SHOWN
from kaogong.core.engine.intake.messages import MESSAGES
from kaogong.core.problem import Refused

BOOK = book()

# name: table, row (-1: a new one), what changes, code, column complained of
SPOILT = {
    "unknown class": ("subjects", 0, {"class": "detp"}, "K534", "class"),
    "unknown kind": ("subjects", 0, {"kind": "planet"}, "K534", "kind"),
    "kind against class": ("subjects", 2, {"kind": "person"}, "K541", "kind"),
    "no class": ("subjects", 0, {"class": None}, "K533", "class"),
    "subject twice": ("subjects", -1, {"subject": "d1", "class": "dept"}, "K540", "subject"),
    "unknown attribute": ("subjects", 0, {"laek": "1"}, "K508", None),
    "attribute of wrong type": ("subjects", 0, {"lake": "many"}, "K527", "lake"),
    "days out of order": ("subjects", 1, {"until": "2026-02-01"}, "K556", "until"),
    "unknown subject": ("facts", 0, {"subject": "d9"}, "K544", "subject"),
    "unknown fact": ("facts", 0, {"fact": "dnoe"}, "K535", "fact"),
    "not a number": ("facts", 0, {"value": "多"}, "K520", "value"),
    "too many places": ("facts", 0, {"value": "1.234"}, "K521", "value"),
    "below the range": ("facts", 0, {"value": "-1"}, "K522", "value"),
    "above the range": ("facts", 0, {"value": "1000.01"}, "K522", "value"),
    "NaN": ("facts", 0, {"value": "nan"}, "K523", "value"),
    "percent of a count": ("facts", 0, {"value": "5%"}, "K524", "value"),
    "misplaced comma": ("facts", 0, {"value": "1,5"}, "K525", "value"),
    "decimal for an integer": ("facts", 2, {"value": "1.5"}, "K521", "value"),
    "unknown choice": ("facts", 3, {"value": "三级"}, "K528", "value"),
    "unclear boolean": ("facts", 4, {"value": "大概"}, "K527", "value"),
    "impossible date": ("facts", 5, {"value": "2026年2月30日"}, "K526", "value"),
    "too large": ("facts", 2, {"value": "99999999999999999999"}, "K531", "value"),
    "period of wrong length": ("facts", 0, {"period": "2026-Q1"}, "K530", "period"),
    "no period": ("facts", 0, {"period": "一月"}, "K529", "period"),
    "empty period": ("facts", 0, {"period": None}, "K533", "period"),
    "supplier": ("facts", 6, {"supplier": "财政局"}, "K536", "supplier"),
    "discretion without reason": ("facts", 7, {"reason": None}, "K537", "value"),
    "discretion off its steps": ("facts", 7, {"value": "4.2"}, "K532", "value"),
    "discretion out of range": ("facts", 7, {"value": "5.5"}, "K522", "value"),
    "discretion by another body": ("facts", 7, {"supplier": "教育局"}, "K536", "supplier"),
    "another value": ("facts", -1, {"subject": "d1", "period": "2026年1月", "fact": "办结数", "value": "3"}, "K545", "value"),
    "the same value again": (
        "facts", -1, {"subject": "d1", "period": "2026-01", "fact": "done", "value": "12.5"}, "K546", "value",
    ),
    "unknown ledger": ("events", 0, {"ledger": "crad"}, "K534", "ledger"),
    "unknown kind of event": ("events", 0, {"kind": "orange"}, "K534", "kind"),
    "kind of another ledger": ("events", 1, {"kind": "red"}, "K534", "kind"),
    "no kind": ("events", 0, {"kind": None}, "K533", "kind"),
    "unknown severity": ("events", 0, {"severity": "bad"}, "K534", "severity"),
    "unknown finder": ("events", 0, {"finder": "me"}, "K534", "finder"),
    "unknown state": ("events", 0, {"state": "maybe"}, "K534", "state"),
    "event of a stranger": ("events", 0, {"subject": "d9"}, "K544", "subject"),
    "event by another body": ("events", 0, {"supplier": "教育局"}, "K536", "supplier"),
    "event without a day": ("events", 0, {"day": "那天"}, "K526", "day"),
    "unknown ratings": ("ratings", 0, {"ratings": "vtoe"}, "K534", "ratings"),
    "unknown group": ("ratings", 0, {"group": "crowd"}, "K534", "group"),
    "unknown option": ("ratings", 0, {"value": "极好"}, "K528", "value"),
    "rating out of range": ("ratings", 1, {"value": "100.1"}, "K522", "value"),
    "rating oneself": ("ratings", 0, {"rater": "d1"}, "K551", "rater"),
    "voting twice": (
        "ratings", -1,
        {"ratings": "vote", "subject": "d1", "period": "2026-03", "rater": "x", "group": "peers", "value": "称职"},
        "K550", "rater",
    ),
    "unknown link": ("links", 0, {"link": "laeds"}, "K534", "link"),
    "link to a stranger": ("links", 0, {"to": "d9"}, "K544", "to"),
    "link of wrong kinds": ("links", 0, {"from": "t1"}, "K552", "link"),
    "link to itself": ("links", -1, {"link": "above", "from": "d1", "to": "d1"}, "K553", "to"),
    "share that never ends": ("links", 0, {"share": "1/3"}, "K521", "share"),
    "link twice": ("links", -1, {"link": "leads", "from": "p1", "to": "d1"}, "K550", "link"),
    "history twice": ("history", -1, {"subject": "d1", "year": "2025年"}, "K550", "subject"),
    "history of a stranger": ("history", 0, {"subject": "d9"}, "K544", "subject"),
    "history of a month": ("history", 0, {"year": "2025-01"}, "K530", "year"),
    "day twice": ("calendar", -1, {"day": "2026年10月1日", "working": "是"}, "K550", "day"),
    "unclear working day": ("calendar", 0, {"working": "半天"}, "K527", "working"),
}  # fmt: skip


def spoil(table, row, change):
    rows = good()
    if row < 0:
        rows[table].append(change)
        return rows, len(rows[table])
    rows[table][row] |= change
    return rows, row + 1


def refused(make):
    with pytest.raises(Refused) as refusal:
        make()
    return [one for one in refusal.value.problems if one.severity == "error"]


@pytest.mark.parametrize("name", SPOILT)
def test_rows(name):
    table, row, change, code, column = SPOILT[name]
    rows, number = spoil(table, row, change)
    (found,) = refused(lambda: Facts.from_rows(BOOK, **rows))
    assert found.code == code
    assert found.place.file == table
    if column:
        assert (found.place.line, found.place.column) == (number, place_of(rows[table], column))
    assert "{" not in found.say("zh") + found.say("en")


@pytest.mark.parametrize("name", SPOILT)
def test_files(name, tmp_path):
    table, row, change, code, column = SPOILT[name]
    rows, number = spoil(table, row, change)
    (found,) = refused(lambda: freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "out"))
    assert found.code == code
    assert found.place.file == f"{table}.csv"
    if column:
        assert (found.place.line, found.place.column) == (number + 1, place_of(rows[table], column))


def place_of(rows, column):
    return list(dict.fromkeys(key for row in rows for key in row)).index(column) + 1


@pytest.mark.parametrize("kind", ["rows", "csv", "xlsx"])
def test_all_problems_come_together(tmp_path, kind):
    rows = good()
    for name in ("unknown class", "unknown fact", "percent of a count", "unknown option", "link of wrong kinds"):
        table, row, change, _, _ = SPOILT[name]
        rows[table][row] |= change
    rows["facts"].append({"subject": "d9", "period": "2026-01", "fact": "rate", "value": "1"})
    if kind == "rows":
        found = refused(lambda: Facts.from_rows(BOOK, **rows))
    else:
        write = write_csv if kind == "csv" else write_xlsx
        found = refused(lambda: freeze(BOOK, write(tmp_path / f"in.{kind}", rows), tmp_path / "out"))
    assert sorted(one.code for one in found) == ["K528", "K534", "K535", "K544", "K552"]


@pytest.mark.parametrize("kind", ["rows", "csv"])
def test_many_of_a_kind_are_counted(tmp_path, kind):
    rows = good()
    more = [
        {"subject": "d1", "period": f"2026-{month:02}", "fact": "done", "value": f"{n} 件"}
        for n, month in enumerate(range(2, 13))
    ] * 3
    rows["facts"] += more
    if kind == "rows":
        found = refused(lambda: Facts.from_rows(BOOK, **rows))
    else:
        found = refused(lambda: freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "out"))
    assert [one.code for one in found] == ["K520"] * SHOWN + ["K599"]
    assert str(len(more) - SHOWN) in found[-1].what.zh


@pytest.mark.parametrize("kind", ["rows", "csv", "xlsx"])
def test_events_outside_the_edition_are_left_out_with_a_warning(tmp_path, kind):
    rows = good()
    rows["events"] += [
        {"ledger": "card", "subject": "d1", "day": "2025-12-31", "kind": "red", "supplier": "监察局"},
        {"ledger": "card", "subject": "d1", "day": "2026-01-01", "kind": "red", "supplier": "监察局"},
        {"ledger": "card", "subject": "d1", "day": "2027年1月1日", "kind": "red", "supplier": "监察局"},
    ]
    if kind == "rows":
        facts = Facts.from_rows(BOOK, **rows)
    else:
        write = write_csv if kind == "csv" else write_xlsx
        facts = freeze(BOOK, write(tmp_path / f"in.{kind}", rows), tmp_path / "out")
    assert [(one.code, one.severity) for one in facts.warnings] == [("K547", "warning"), ("K548", "warning")]
    assert "2026-01-01" in facts.warnings[0].what.zh
    assert len(rows_of(facts, "events")) == 3


@pytest.mark.clause("WH-08")
def test_a_scheme_applies_from_its_issue_date():
    issued = book(effective_from=date(2010, 5, 15), effective_to=None)
    rows = {"subjects": [{"subject": "d1", "class": "dept"}]}
    event = {"ledger": "card", "subject": "d1", "kind": "red"}
    early = Facts.from_rows(issued, **rows, events=[{**event, "day": "2010-05-10"}])
    assert "events" not in early.tables
    assert [one.code for one in early.warnings] == ["K547"]
    on_the_day = Facts.from_rows(issued, **rows, events=[{**event, "day": "2010-05-15"}])
    assert len(rows_of(on_the_day, "events")) == 1


@pytest.mark.parametrize("kind", ["rows", "csv"])
def test_periods_after_the_edition_are_warned_of_and_earlier_ones_serve_comparison(tmp_path, kind):
    rows = good()
    rows["facts"] += [
        {"subject": "d1", "period": period, "fact": "done", "value": "1"} for period in ("2025-12", "2027-01")
    ]
    if kind == "rows":
        facts = Facts.from_rows(BOOK, **rows)
    else:
        facts = freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "out")
    assert [one.code for one in facts.warnings] == ["K549"]
    assert len(rows_of(facts, "facts_month")) == 3


@pytest.mark.parametrize("kind", ["rows", "csv"])
def test_links_in_a_circle(tmp_path, kind):
    rows = good()
    rows["links"] += [
        {"link": "above", "from": "d1", "to": "d2"},
        {"link": "above", "from": "d2", "to": "t1"},
        {"link": "above", "from": "t1", "to": "d1"},
    ]
    if kind == "rows":
        found = refused(lambda: Facts.from_rows(BOOK, **rows))
    else:
        found = refused(lambda: freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "out"))
    assert [one.code for one in found] == ["K554"]
    assert "→" in found[0].what.zh


def test_a_subject_without_a_sheet_is_warned_of():
    facts = Facts.from_rows(book(sheets={"dept_year": sheet("dept_year", ("dept",))}), **good())
    assert [one.code for one in facts.warnings] == ["K542", "K542"]


def test_two_sheets_of_one_period_are_refused_of_two_periods_are_not():
    sheets = {name: sheet(name, ("dept", "town"), every=every) for name, every in (("a", "year"), ("b", "year"))}
    found = refused(lambda: Facts.from_rows(book(sheets=sheets), subjects=[{"subject": "d1", "class": "dept"}]))
    assert [one.code for one in found] == ["K543"]
    sheets["b"] = sheet("b", ("dept",), every="quarter")
    assert Facts.from_rows(book(sheets=sheets), subjects=[{"subject": "d1", "class": "dept"}]).warnings == ()


@pytest.mark.parametrize("kind", ["rows", "csv"])
def test_a_wide_row_has_one_supplier_for_all_its_facts(tmp_path, kind):
    rows = {"subjects": good()["subjects"]}
    rows["facts_month"] = [{"subject": "d1", "period": "2026-01", "done": "1", "rate": "9", "supplier": "财政局"}]
    if kind == "rows":
        found = refused(lambda: Facts.from_rows(BOOK, **rows))
    else:
        found = refused(lambda: freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "out"))
    assert [one.code for one in found] == ["K536"]


@pytest.mark.parametrize("kind", ["rows", "csv"])
def test_a_wide_table_holds_reasons_in_a_column_of_their_own(tmp_path, kind):
    rows = {"subjects": good()["subjects"]}
    rows["facts_year"] = [{"subject": "d1", "period": "2026", "领导评价": "4", "领导评价理由": "稳"}]
    if kind == "rows":
        facts = Facts.from_rows(BOOK, **rows)
    else:
        facts = freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "out")
    assert rows_of(facts, "provenance")[0]["reason"] == "稳"


def test_examples_do_without_reasons():
    rows = good()
    rows["facts"][7]["reason"] = None
    assert "facts_year" in Facts.from_rows(BOOK, **rows, reasons=False).tables


def test_an_old_name_of_a_grade_is_warned_of():
    rows = good()
    rows["history"][0]["grade"] = "优"
    assert [one.code for one in Facts.from_rows(BOOK, **rows).warnings] == ["K555"]


def test_every_code_has_a_title_and_every_title_a_message():
    assert set(MESSAGES) == {code for code in CODES if code < "K600"}
