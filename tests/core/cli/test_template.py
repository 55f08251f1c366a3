"""`kaogong template`: the workbook that collects facts is read back by `score`."""

from python_calamine import CalamineWorkbook

from core.cli.desk import run, starter


def test_a_workbook_is_written_once(tmp_path):
    out = tmp_path / "收 数据.xlsx"
    assert run("template", starter(tmp_path / "book"), "-o", out, "--lang", "zh").code == 0
    assert CalamineWorkbook.from_path(out).sheet_names[0] == "填表说明"
    before = out.read_bytes()
    said = run("template", tmp_path / "book", "-o", out)
    assert said.code == 2
    assert "exists" in said.err
    assert out.read_bytes() == before


def test_rows_are_prepared_for_known_subjects(tmp_path):
    book = starter(tmp_path / "book")
    out = tmp_path / "t.xlsx"
    said = run("template", book, "-o", out, "--subjects", book / "facts/subjects.csv", "--period", "2026年")
    assert said.code == 0
    workbook = CalamineWorkbook.from_path(out)
    rows = [row for name in workbook.sheet_names[1:] for row in workbook.get_sheet_by_name(name).to_python()]
    assert sum(1 for row in rows if row[:2] == ["d2", "2026"]) == 1
    assert any("教育局" in row for row in rows)


def test_an_empty_workbook_is_scored_and_nobody_gets_marks(tmp_path):
    book = starter(tmp_path / "book")
    out = tmp_path / "t.xlsx"
    run("template", book, "-o", out, "--subjects", book / "facts/subjects.csv", "--period", "2026")
    said = run("score", book, out, "-o", tmp_path / "result", "--period", "2026", "--json")
    assert said.code == 0, said.out
    assert [(one["subjects"], one["missing"]) for one in said.json["summary"]] == [(3, 3)]


def test_a_name_that_is_no_workbook(tmp_path):
    assert run("template", "wh_approvals", "-o", tmp_path / "t.csv").code == 2
