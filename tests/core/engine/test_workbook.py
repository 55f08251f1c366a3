"""Workbooks as people hand them in."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from core.engine.book import book, good
from core.engine.files import rows_of, write_xlsx
from kaogong.core.engine.facts import freeze
from kaogong.core.engine.intake import sheetxml
from kaogong.core.problem import Refused

BOOK = book()
SUBJECTS = [{"编号": "d1", "类别": "部门"}, {"编号": "d2", "类别": "部门"}]


def workbook(path, fill, **options):
    """A workbook with subjects, and a sheet of monthly facts filled by `fill(sheet, book)`."""
    with xlsxwriter.Workbook(str(path), options) as made:
        subjects = made.add_worksheet("考核对象")
        subjects.write_row(0, 0, ["编号", "类别"])
        subjects.write_row(1, 0, ["d1", "部门"])
        sheet = made.add_worksheet("月度数据")
        sheet.write_row(0, 0, ["单位", "月份", "办结数", "满意率"])
        fill(sheet, made)
    return path


def month(tmp_path, fill, **options):
    facts = freeze(BOOK, workbook(tmp_path / "in.xlsx", fill, **options), tmp_path / "out")
    return rows_of(facts, "facts_month")


def refused(tmp_path, path):
    with pytest.raises(Refused) as refusal:
        freeze(BOOK, path, tmp_path / "out")
    return [one for one in refusal.value.problems if one.severity == "error"]


def complaint(tmp_path, fill):
    found = refused(tmp_path, workbook(tmp_path / "in.xlsx", fill))
    return [(one.code, one.place.sheet, one.place.cell) for one in found]


def test_cells_are_read_by_their_shortest_decimal(tmp_path):
    rows = month(tmp_path, lambda sheet, _: sheet.write_row(1, 0, ["d1", "2026-01", 0.07, 98.5]))
    assert rows == [{"subject": "d1", "period": 24312, "f_done": 7, "f_rate": 985}]


def test_more_places_than_declared_are_refused(tmp_path):
    found = complaint(tmp_path, lambda sheet, _: sheet.write_row(1, 0, ["d1", "2026-01", 12.345, 98.5]))
    assert found == [("K521", "月度数据", "C2")]


def test_a_percent_format_is_a_percentage(tmp_path):
    def fill(sheet, made):
        sheet.write_row(1, 0, ["d1", "2026-01", 1])
        sheet.write(1, 3, 0.985, made.add_format({"num_format": "0.0%"}))

    assert month(tmp_path, fill)[0]["f_rate"] == 985


def test_a_percent_format_of_a_count_is_refused(tmp_path):
    def fill(sheet, made):
        sheet.write_row(1, 0, ["d1", "2026-01"])
        sheet.write(1, 2, 0.5, made.add_format({"num_format": 9}))

    assert complaint(tmp_path, fill) == [("K524", "月度数据", "C2")]


@pytest.mark.parametrize("epoch", [False, True])
def test_months_that_became_dates(tmp_path, epoch):
    def fill(sheet, made):
        sheet.write(1, 0, "d1")
        sheet.write_datetime(1, 1, date(2026, 1, 1), made.add_format({"num_format": "yyyy年m月"}))
        sheet.write(1, 2, 1)

    assert month(tmp_path, fill, date_1904=epoch)[0]["period"] == 24312


@pytest.mark.parametrize("epoch", [False, True])
def test_serial_numbers_of_days_in_both_systems(tmp_path, epoch):
    serial = (date(2026, 6, 30) - (date(1904, 1, 1) if epoch else date(1899, 12, 30))).days
    with xlsxwriter.Workbook(str(tmp_path / "in.xlsx"), {"date_1904": epoch}) as made:
        made.add_worksheet("考核对象").add_table(0, 0, 1, 1, {"data": [["d1", "dept"]], "columns": [
            {"header": "编号"}, {"header": "类别"}]})  # fmt: skip
        sheet = made.add_worksheet("年度数据")
        sheet.write_row(0, 0, ["单位", "年度", "报送日"])
        sheet.write_row(1, 0, ["d1", 2026, serial])
        sheet.write_row(2, 0, ["d1", 2025])
        sheet.write_datetime(2, 2, date(2026, 6, 30), made.add_format({"num_format": "yyyy-mm-dd"}))
    facts = freeze(BOOK, tmp_path / "in.xlsx", tmp_path / "out")
    assert [row["f_sent"] for row in rows_of(facts, "facts_year")] == [20634, 20634]


@pytest.mark.parametrize(
    ("fill", "code", "cell"),
    [
        (lambda sheet: sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!"), "K515", "C2"),
        (lambda sheet: sheet.write_formula(1, 2, "=X!A1", None, "#REF!"), "K515", "C2"),
        (lambda sheet: sheet.write_formula(1, 2, "=1+1", None, ""), "K516", "C2"),
        (lambda sheet: sheet.merge_range(1, 2, 2, 2, 5), "K514", "C2"),
        (lambda sheet: sheet.write(1, 2, "#DIV/0!"), "K520", "C2"),
        (lambda sheet: sheet.write(1, 2, True), "K520", "C2"),
        (lambda sheet: sheet.write(1, 2, 1e300), "K531", "C2"),
    ],
)
def test_cells_that_cannot_be_taken(tmp_path, fill, code, cell):
    def all_of_it(sheet, _):
        sheet.write_row(1, 0, ["d1", "2026-01"])
        fill(sheet)

    assert complaint(tmp_path, all_of_it) == [(code, "月度数据", cell)]


def test_formulas_with_results_are_values(tmp_path):
    def fill(sheet, _):
        sheet.write_row(1, 0, ["d1", "2026-01"])
        sheet.write_formula(1, 2, "=1+1", None, 2)

    assert month(tmp_path, fill)[0]["f_done"] == 200


def test_broken_cells_outside_the_table_do_not_matter(tmp_path):
    def fill(sheet, _):
        sheet.write_row(1, 0, ["d1", "2026-01", 1])
        sheet.write(0, 5, "备注")
        sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")

    assert month(tmp_path, fill)[0]["f_done"] == 100


def test_titles_above_and_a_table_away_from_the_corner(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "in.xlsx")) as made:
        sheet = made.add_worksheet("考核对象")
        sheet.merge_range(1, 1, 1, 3, "2026年考核对象")
        sheet.write_row(3, 1, ["编号", "名称", "类别"])
        sheet.write_row(4, 1, ["d1", "教育局", "部门"])
        sheet.write_row(6, 1, ["d2", "卫健委", "不知道"])
    (found,) = refused(tmp_path, tmp_path / "in.xlsx")
    assert (found.code, found.place.cell) == ("K534", "D7")


def test_sheets_nobody_knows_are_told(tmp_path):
    write_xlsx(tmp_path / "in.xlsx", {"考核对象": SUBJECTS, "随便": [{"a": 1}], "填表说明": [{"b": 1}], "空": []})
    facts = freeze(BOOK, tmp_path / "in.xlsx", tmp_path / "out")
    assert [(one.code, one.place.sheet) for one in facts.warnings] == [("K513", "随便")]


def test_a_single_sheet_is_named_by_its_file(tmp_path):
    (tmp_path / "in").mkdir()
    write_xlsx(tmp_path / "in" / "考核对象.xlsx", {"Sheet1": SUBJECTS})
    assert len(rows_of(freeze(BOOK, tmp_path / "in", tmp_path / "out"), "subjects")) == 2


def test_a_missing_sheet(tmp_path):
    found = refused(tmp_path, write_xlsx(tmp_path / "in.xlsx", {"数据": good()["facts"]}))
    assert "K511" in [one.code for one in found]


def rewritten(path, changes):
    """The workbook with some members replaced."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    path.write_bytes(content.getvalue())
    return path


def test_an_archive_that_unpacks_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(sheetxml, "LIMIT_MB", 20)
    path = write_xlsx(tmp_path / "in.xlsx", {"考核对象": SUBJECTS})
    bomb = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"
    assert [one.code for one in refused(tmp_path, rewritten(path, {"xl/worksheets/sheet1.xml": bomb}))] == ["K502"]


def test_a_small_archive_of_high_ratio(tmp_path, monkeypatch):
    monkeypatch.setattr(sheetxml, "LIMIT_MB", 100)
    path = write_xlsx(tmp_path / "in.xlsx", {"考核对象": SUBJECTS})
    bomb = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"
    assert "K502" in [one.code for one in refused(tmp_path, rewritten(path, {"xl/worksheets/sheet1.xml": bomb}))]


def test_one_cell_in_the_far_corner(tmp_path):
    path = write_xlsx(tmp_path / "in.xlsx", {"考核对象": SUBJECTS})
    far = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert "K501" in [one.code for one in refused(tmp_path, rewritten(path, {"xl/worksheets/sheet1.xml": far}))]


@pytest.mark.parametrize(
    "member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_entities_are_never_expanded(tmp_path, member):
    path = write_xlsx(tmp_path / "in.xlsx", {"考核对象": SUBJECTS})
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    (found,) = refused(tmp_path, rewritten(path, {member: bomb}))
    assert (found.code, "DOCTYPE" in found.what.zh) == ("K501", True)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_files_that_are_no_workbooks(tmp_path, content):
    (tmp_path / "in.xlsx").write_bytes(content)
    assert [one.code for one in refused(tmp_path, tmp_path / "in.xlsx")] == ["K501"]
