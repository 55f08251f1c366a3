"""A table that comes as a file: days in every way machines and workbooks write them, columns in any language, no cell broken."""

import datetime as dt

import pytest

from kaogong.audit.queries import Unfit
from kaogong.org.queries.filed import day_of, filed_rows

HEADS = {"code": "工号", "words": "事由"}


@pytest.mark.parametrize(
    "written", ["2026-09-01", "2026-9-1", "2026/9/1", "2026.09.01", "20260901", "2026年9月1日", "2026-09-01 08:05:31"]
)
def test_a_day_is_read_as_machines_and_workbooks_write_it(written) -> None:
    assert day_of(written) == dt.date(2026, 9, 1)


@pytest.mark.parametrize("written", ["", "昨天", "9月1日", "2026-13-01", "2026-02-30", "202691"])
def test_what_names_no_day_is_none(written) -> None:
    assert day_of(written) is None


@pytest.mark.parametrize("code", ["utf-8-sig", "gb18030"])
def test_a_cell_may_have_several_lines_and_commas(tmp_path, code) -> None:
    path = tmp_path / "一.csv"
    path.write_bytes('事由,工号\r\n"第一,\r\n第二",P1\r\n,\r\n无,P2\r\n'.encode(code))
    rows = list(filed_rows(path, path.name, HEADS, {"code"}, 100))
    assert rows == [(2, {"code": "P1", "words": "第一,\r\n第二"}), (4, {"code": "P2", "words": "无"})]


def test_a_file_lacks_a_column_or_has_too_many_rows(tmp_path) -> None:
    path = tmp_path / "二.csv"
    path.write_text("事由\n甲\n", encoding="utf-8")
    with pytest.raises(Unfit, match="缺少这些列：工号"):
        list(filed_rows(path, path.name, HEADS, HEADS, 100))
    path.write_text("工号,事由\nP1,甲\nP2,乙\n", encoding="utf-8")
    with pytest.raises(Unfit, match="一次最多 2 行"):
        list(filed_rows(path, path.name, HEADS, HEADS, 2))
    (tmp_path / "三.xlsx").write_bytes(b"no workbook")
    with pytest.raises(Unfit, match="打不开"):
        list(filed_rows(tmp_path / "三.xlsx", "三.xlsx", HEADS, HEADS, 2))
