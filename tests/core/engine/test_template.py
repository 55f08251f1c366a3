"""The template: written, filled in by a person, read back without loss."""

import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from core.engine.book import book, good
from core.engine.files import rows_of
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.engine.template import write, write_template
from kaogong.core.problem import Refused

BOOK = book()


def as_filled_in():
    """What a person writes into the template's sheets: one column a fact, Chinese words."""
    rows = good()
    rows.pop("facts")
    rows["facts_month"] = [{"单位": "d1", "时期": "2026-01", "办结数": Decimal("12.50")}]
    rows["facts_month"] += [{"单位": "d1", "时期": "2026-01", "满意率": Decimal("98.5"), "提供单位": "统计局"}]
    rows["facts_quarter"] = [{"subject": "d1", "period": "2026年第1季度", "占比": Decimal("0.1234")}]
    rows["facts_half"] = [{"subject": "d2", "period": "2026年上半年", "编制": 12}]
    rows["facts_year"] = [
        {"subject": "d1", "period": 2026, "等级": "二级", "有方案": True, "报送日": "2026年6月30日"},
        {"subject": "d1", "period": 2026, "领导评价": Decimal("4.5"), "领导评价理由": "主动担当"},
    ]
    rows["events"][0] |= {"kind": "黄牌", "ledger": "黄红牌"}
    rows["ratings"][0] |= {"group": "群众", "ratings": "民主测评"}
    return rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_filled_in_is_read_back_without_loss(tmp_path, lang):
    write_template(BOOK, tmp_path / "t.xlsx", rows=as_filled_in(), lang=lang)
    frozen = freeze(BOOK, tmp_path / "t.xlsx", tmp_path / "out")
    same = Facts.from_rows(BOOK, **good())
    assert frozen.warnings == ()
    for name in same.tables:
        if name != "provenance":
            assert rows_of(frozen, name) == rows_of(same, name), name
    assert frozen.digest == same.digest


def test_an_empty_template_has_a_sheet_for_everything_declared(tmp_path):
    write_template(BOOK, tmp_path / "t.xlsx")
    sheets = CalamineWorkbook.from_path(str(tmp_path / "t.xlsx")).sheet_names
    assert sheets == [
        "填表说明",
        "考核对象",
        "月度数据",
        "季度数据",
        "半年数据",
        "年度数据",
        "台账",
        "测评",
        "关联",
        "历年结果",
        "选项",
    ]


def test_in_english_names_notes_and_drop_downs_are_english(tmp_path):
    write_template(BOOK, tmp_path / "t.xlsx", lang="en")
    workbook = CalamineWorkbook.from_path(str(tmp_path / "t.xlsx"))
    assert workbook.sheet_names[:3] == ["How to fill in", "subjects", "facts of a month"]
    assert workbook.get_sheet_by_name("subjects").to_python()[1][:2] == ["subject", "name"]
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        notes = archive.read("xl/comments1.xml").decode()
    assert "required" in notes
    assert "必填" not in notes


def test_an_empty_template_is_refused_for_want_of_subjects_only(tmp_path):
    write_template(BOOK, tmp_path / "t.xlsx")
    with pytest.raises(Refused) as refusal:
        freeze(BOOK, tmp_path / "t.xlsx", tmp_path / "out")
    assert [one.code for one in refusal.value.problems] == ["K511"]


def test_rows_are_prepared_for_known_subjects_and_periods(tmp_path):
    known = {"subjects": good()["subjects"]}
    write_template(BOOK, tmp_path / "t.xlsx", rows=known, periods=["2026-01", "2026-02", "2026"])
    book_read = CalamineWorkbook.from_path(str(tmp_path / "t.xlsx"))
    month = book_read.get_sheet_by_name("月度数据").to_python()
    assert [row[:2] for row in month[2:5]] == [["d1", "2026-01"], ["d2", "2026-01"], ["t1", "2026-01"]]
    assert len(month) == 2 + 8
    assert "facts_month" not in freeze(BOOK, tmp_path / "t.xlsx", tmp_path / "out").tables


def members(path, kind):
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if kind in name)


def test_cells_are_validated_and_explained(tmp_path):
    write_template(BOOK, tmp_path / "t.xlsx")
    sheets, notes = members(tmp_path / "t.xlsx", "worksheets/sheet"), members(tmp_path / "t.xlsx", "comments")
    assert sheets.count("dataValidation ") > 20
    for said in ("单位：件", "统计局", "范围：0 至 1000", "留空则不计分", "必须写明理由", "填 85 即 85%"):
        assert said in notes
    assert "<formula1>0</formula1><formula2>1000</formula2>" in sheets
    assert 'hidden="1"' in sheets


def test_a_failure_while_writing_leaves_the_old_template(tmp_path, monkeypatch):
    (tmp_path / "t.xlsx").write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "write_cover", full)
    with pytest.raises(OSError, match="No space"):
        write_template(BOOK, tmp_path / "t.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]
    assert (tmp_path / "t.xlsx").read_text() == "old"
