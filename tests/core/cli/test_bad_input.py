"""Bad input end to end: every bad place is named, all of them at once, and nothing is written."""

import io
import zipfile

import pytest
import xlsxwriter

from core.cli.desk import edit, run, starter
from core.engine.files import write_csv, write_xlsx

SUBJECTS = [{"subject": name, "class": "dept"} for name in ("d1", "d2", "d3")]
GOOD = {"subject": "d1", "period": "2026", "done": 90, "accepted": 100, "satisfaction": 91.5}


@pytest.fixture
def book(tmp_path):
    return starter(tmp_path / "book")


@pytest.fixture
def score(book, tmp_path):
    """Score some facts; what was refused must leave no result."""

    def scored(facts, *more):
        said = run("score", book, facts, "-o", tmp_path / "r", "--as", "none", "--json", *more)
        assert said.err == ""
        assert (tmp_path / "r").exists() is (said.code == 0)
        assert not list(tmp_path.glob(".r-*"))
        return said

    return scored


def spoilt(rulebook, *edits):
    for old, new in edits:
        edit(rulebook / "rulebook.yaml", old, new)
    said = run("lint", rulebook, "--json")
    assert said.err == ""
    assert said.code == 1
    return said


# --- facts ----------------------------------------------------------------------------------------------


def test_every_bad_cell_of_a_workbook_by_sheet_and_address(tmp_path, score):
    facts = [
        GOOD | {"done": "九十", "satisfaction": 101},
        GOOD | {"subject": "d2", "accepted": 0.5},
        GOOD | {"subject": "d9", "satisfaction": "91.555"},
        GOOD | {"subject": "d3", "period": "2026-13"},
    ]
    events = [{"ledger": "card", "subject": "d1", "day": "2026-02-30", "kind": "green"}]
    said = score(write_xlsx(tmp_path / "f.xlsx", {"subjects": SUBJECTS, "facts_year": facts, "events": events}))
    assert said.code == 1
    assert {spot.partition(" ")[2] for spot in said.spots} == {
        "facts_year!C2",
        "facts_year!E2",
        "facts_year!D3",
        "facts_year!A4",
        "facts_year!E4",
        "facts_year!B5",
        "events!C2",
        "events!D2",
    }


def test_errors_in_cells_and_merged_cells(tmp_path, score):
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        subjects = book.add_worksheet("subjects")
        subjects.write_row(0, 0, ["subject", "class"])
        subjects.write_row(1, 0, ["d1", "dept"])
        subjects.write_row(2, 0, ["d2", "dept"])
        facts = book.add_worksheet("facts_year")
        facts.write_row(0, 0, ["subject", "period", "done", "accepted", "satisfaction"])
        facts.write_row(1, 0, ["d1", "2026", 1])
        facts.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        facts.write_row(2, 0, ["d2", "2026", 1, 2])
        facts.merge_range(1, 4, 2, 4, 90)
    said = score(path)
    assert said.code == 1
    assert any(spot.endswith("facts_year!D2") for spot in said.spots)
    assert any(spot.endswith("facts_year!E2") for spot in said.spots)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(tmp_path, score, encoding):
    subjects = [{"编号": "d1", "名称": "教育局", "类别": "dept"}]
    facts = [{"对象": "d1", "时期": "２０２６年", "办结数": "９０", "受理数": "１００", "群众满意率": "91.5"}]
    said = score(write_csv(tmp_path / "f", {"考核对象": subjects, "facts_year": facts}, encoding))
    assert said.code == 0, said.out
    assert said.json["summary"][0]["best"] == "95"


def test_repetitions_strangers_and_suppliers(tmp_path, score):
    facts = [
        {"subject": "d1", "period": "2026", "fact": "done", "value": "90", "supplier": "政务服务局"},
        {"subject": "d1", "period": "2026", "fact": "done", "value": "91", "supplier": "政务服务局"},
        {"subject": "d2", "period": "2026", "fact": "done", "value": "90", "supplier": "体育局"},
        {"subject": "d8", "period": "2026", "fact": "done", "value": "90", "supplier": "政务服务局"},
        {"subject": "d3", "period": "2026", "fact": "dome", "value": "90", "supplier": "政务服务局"},
    ]
    said = score(write_csv(tmp_path / "f", {"subjects": SUBJECTS, "facts": facts}))
    assert said.code == 1
    lines = {one["place"]["line"] for one in said.json["problems"]}
    assert {3, 4, 5, 6} <= lines
    assert "done" in next(one["fix"] + one["what"] for one in said.json["problems"] if one["place"]["line"] == 6)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e400", "1,2,3", "0x1F", "--1", "12３x"])
def test_numbers_that_are_none(tmp_path, score, value):
    said = score(write_csv(tmp_path / "f", {"subjects": SUBJECTS, "facts_year": [GOOD | {"done": value}]}))
    assert said.code == 1
    assert said.spots[0].endswith(" facts_year.csv:2:3")


def test_days_as_serials_and_in_chinese_are_understood(tmp_path, score):
    events = [
        {"ledger": "card", "subject": "d1", "day": day, "kind": "yellow"}
        for day in (46100, "2026年3月20日", "2026/3/21", "２０２６－０３－２２")
    ]
    said = score(write_xlsx(tmp_path / "f.xlsx", {"subjects": SUBJECTS, "facts_year": [GOOD], "events": events}))
    assert said.code == 0, said.out
    assert said.json["summary"][0]["best"] == "87"


def test_a_table_nobody_knows_and_a_missing_one(tmp_path, score):
    said = score(write_csv(tmp_path / "f", {"fact_yaer": [GOOD]}))
    assert said.code == 1
    assert {"K511", "K512"} <= set(said.codes)


def test_no_such_facts(tmp_path, score):
    assert score(tmp_path / "nowhere").codes == ["K501"]


def test_a_zip_bomb(tmp_path, score):
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 400_000_000)
    said = score(path)
    assert said.code == 1
    assert "K502" in said.codes


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04 not a zip", io.BytesIO(b"<html>").read()])
def test_a_workbook_that_is_none(tmp_path, score, content):
    (tmp_path / "f.xlsx").write_bytes(content)
    said = score(tmp_path / "f.xlsx")
    assert said.code == 1
    assert "K501" in said.codes


def test_the_line_of_a_table_with_a_caret_under_the_field(book, tmp_path):
    facts = write_csv(tmp_path / "f", {"subjects": SUBJECTS, "facts_year": [GOOD | {"accepted": "一百"}]}, "gbk")
    said = run("score", book, facts, "-o", tmp_path / "r", "--lang", "zh")
    assert said.code == 1
    assert "     2 │ d1,2026,90,一百,91.5\n       │            ^\n" in said.err


# --- rulebooks ------------------------------------------------------------------------------------------


def test_unknown_keys_wrong_types_and_duplicate_ids_together(book):
    said = spoilt(
        book,
        ("full: 30", "full: thirty"),
        ("direction: higher\n    authority: [统计局]", "directoin: higher"),
        ("id: opinion", "id: completion"),
    )
    assert len({one["place"]["line"] for one in said.json["problems"] if one["severity"] == "error"}) >= 3


def test_a_circle_of_formulas(book):
    said = spoilt(
        book,
        (
            "sheets:\n",
            "derived:\n  a: {name: 甲, formula: b + 1}\n  b: {name: 乙, formula: a + 1}\nsheets:\n",
        ),
    )
    assert any("a" in one["what"] and "b" in one["what"] for one in said.json["problems"])


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1, 2]\nb: *x\n",
        "a: &a [lol]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        "a: !!python/object/apply:os.system [ls]\n",
        "kaogong: [1\n",
        "\tkaogong: 1\n",
        "[" * 5000,
        "",
        "just words",
        "kaogong: 1\x00",
        "kaogong：1\n",
    ],
)
def test_yaml_that_is_refused(book, text):
    (book / "rulebook.yaml").write_text(text, "utf-8")
    said = spoilt(book)
    assert said.json["problems"][0]["place"]["file"].endswith("rulebook.yaml")


def test_a_formula_of_ten_megabytes(book):
    said = spoilt(book, ("of: done\n", f"of: {'done + ' * 1_500_000}done\n"))
    assert said.codes == ["K002"]


def test_a_formula_of_a_hundred_kilobytes(book):
    assert spoilt(book, ("of: done\n", f"of: {'(' * 50_000}done{')' * 50_000}\n")).code == 1


def test_a_formula_that_reaches_outside(book):
    said = spoilt(book, ("of: done\n", "of: __import__('os').system('ls')\n"))
    assert said.json["problems"][0]["place"]["line"] > 1


def test_a_rulebook_in_gbk_is_read_with_a_warning(book):
    text = (book / "rulebook.yaml").read_text("utf-8").replace("·", "-").replace("×", "*").replace("÷", "/")
    (book / "rulebook.yaml").write_bytes(text.encode("gb18030"))
    said = run("lint", book, "--json")
    assert said.code == 0
    assert said.codes == ["K003"]
