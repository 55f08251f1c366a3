"""Units and people come in from a workbook: all of it or nothing, with every fault by sheet and cell."""

import datetime as dt
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kaogong.audit.models import Event
from kaogong.org.actions import Refused, take_in
from kaogong.org.models import Person, Post, Unit
from kaogong.org.queries import COLUMNS, people, read_intake, units
from kaogong.org.reports.template import template

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 1)
UNIT_HEADS, PEOPLE_HEADS = ([one.head for one in columns] for columns in COLUMNS.values())


def unit_row(code: str, name: str = "", level: str = "市级", parent: str = "") -> list[str]:
    return [code, name or f"单位{code}", "", level, "政府部门", "", parent, "2020-01-01"]


def person_row(code: str, unit: str, name: str = "王五", grade: str = "工作人员") -> list[str]:
    return [code, name, unit, "科员", grade, "2021/3/1", "13800000000", "", "", "", ""]


@pytest.fixture
def book(tmp_path: Path):
    def write(unit_rows: Sequence[Sequence[str]] = (), people_rows: Sequence[Sequence[str]] = ()) -> Path:
        path = tmp_path / "units.xlsx"
        with xlsxwriter.Workbook(path) as made:
            for name, heads, rows in (("单位", UNIT_HEADS, unit_rows), ("人员", PEOPLE_HEADS, people_rows)):
                sheet = made.add_worksheet(name)
                for number, row in enumerate([heads, *rows]):
                    sheet.write_row(number, 0, row)
        return path

    return write


def test_units_and_people_with_one_event(keeper, book, log) -> None:
    path = book(
        [unit_row("B1"), unit_row("B2", level="内设机构", parent="B1")],
        [person_row("R1", "B2"), person_row("R2", "B1")],
    )
    take_in(by=keeper, path=path, name="名册.xlsx")
    assert [one.parent.code if one.parent else "" for one in units(DAY)] == ["", "B1"]
    assert {one.code: Post.objects.get(person=one).unit.code for one in people()} == {"R1": "B2", "R2": "B1"}
    assert Person.objects.get(code="R1").phone == "13800000000"
    assert log.news() == [("take_in", "done")]
    told = Event.objects.latest("number").new
    sm3 = hashlib.new("sm3", path.read_bytes()).hexdigest()
    assert told == {"units": 2, "people": 2, "sm3": sm3, "name": "名册.xlsx"}


@pytest.mark.parametrize(
    ("unit_rows", "people_rows", "told"),
    [
        ([unit_row("B1"), unit_row("B1")], [], "“单位”第 3 行（A3）：“B1”与第 2 行重复"),
        ([unit_row("B1", parent="没有")], [], "“单位”第 2 行（G2）：没有编码为“没有”的上级单位"),
        ([unit_row("B1", parent="B2"), unit_row("B2", parent="B1")], [], "（G2）：上级单位绕了一圈"),
        ([unit_row("B1", level="省级")], [], "（D2）：“层级”写作“省级”。请改为：市级、"),
        ([["B1", "名", "", "市级", "政府部门", "", "", "去年"]], [], "（H2）：“设立日期”写作“去年”"),
        ([unit_row("B" * 41)], [], "（A2）：“单位编码”最多 40 字，现有 41 字"),
        ([unit_row("B1", name=" ")], [], "（B2）：“名称”不能空"),
        ([], [person_row("R1", "无此单位")], "“人员”第 2 行（C2）：没有编码为“无此单位”的单位"),
        ([unit_row("U001")], [], "（A2）：“U001”已经有了"),
    ],
)
def test_a_fault_is_told_with_its_cell_and_nothing_is_written(
    keeper, unit, book, log, unit_rows, people_rows, told: str
) -> None:
    with pytest.raises(Refused) as refused:
        take_in(by=keeper, path=book(unit_rows, people_rows))
    assert told in str(refused.value)
    assert refused.value.field == "file"
    assert (Unit.objects.count(), Person.objects.count(), log.news()) == (1, 0, [])


def test_all_faults_are_told_together_by_sheet_and_row(keeper, unit, book) -> None:
    rows = [person_row("R1", ""), person_row("R2", "U001", grade="皇帝"), person_row("R1", "U009")]
    found = read_intake(book([unit_row("")], rows))
    assert [(one.sheet, one.cell) for one in found.faults] == [
        ("单位", "A2"),
        ("人员", "C2"),
        ("人员", "E3"),
        ("人员", "A4"),
        ("人员", "C4"),
    ]
    with pytest.raises(Refused, match="有 5 处错误，一行也没有导入"):
        take_in(by=keeper, path=book([unit_row("")], rows))


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "空的"), (b"%PDF-1.4", "只收 xlsx"), (b"PK\x03\x04 broken", "损坏"), (b"a,b\n1,2\n", "只收 xlsx")],
)
def test_something_else_than_a_workbook(keeper, tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=why):
        take_in(by=keeper, path=path)


def test_an_empty_workbook_and_missing_columns(keeper, book, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有数据行"):
        take_in(by=keeper, path=book())
    path = tmp_path / "few.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("人员").write_row(0, 0, ["工号", "姓名"])
    with pytest.raises(Refused, match="缺少这些列：单位编码、岗位、层次、任职日期"):
        take_in(by=keeper, path=path)


def test_the_template_is_a_workbook_that_can_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template())
    found = CalamineWorkbook.from_path(path)
    assert found.sheet_names == ["单位", "人员", "填写说明"]
    assert [found.get_sheet_by_name(name).to_python()[0] for name in ("单位", "人员")] == [UNIT_HEADS, PEOPLE_HEADS]


def test_only_the_office_takes_in(only_keeper, book) -> None:
    only_keeper(take_in, path=book([unit_row("B1")]))


@pytest.mark.slow
def test_ten_thousand_people_within_ten_seconds(keeper, book, log) -> None:
    path = book(
        [unit_row(f"B{number}") for number in range(200)],
        [person_row(f"R{number}", f"B{number % 200}", f"张{number % 97}某") for number in range(10_000)],
    )
    began = time.perf_counter()
    take_in(by=keeper, path=path)
    assert time.perf_counter() - began < 10
    assert Person.objects.count() == 10_000
    assert log.news() == [("take_in", "done")]
