"""Units and people come in from a workbook: all of it or nothing, with every fault by sheet and cell."""

import csv
import datetime as dt
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from django.utils.translation import override
from pyarrow import parquet
from pyarrow.csv import write_csv
from python_calamine import CalamineWorkbook

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.cli import main as cli
from kaogong.org import facts
from kaogong.org.actions import take_in
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


RATES = ["重点目标完成率", "职能目标完成率", "为民实事完成率", "长远发展任务完成率", "党建目标完成率", "群众测评得分"]
CORE_RATES = [
    "财政收入完成率",
    "地区生产总值完成率",
    "财政收入增速完成率",
    "地区生产总值增速完成率",
    "科技创新完成率",
    "总部经济完成率",
    "地均税收完成率",
    "单位产值能耗完成率",
    "就业再就业完成率",
    "民生实事完成率",
    "绿化与空气质量完成率",
    "党建目标完成率",
]


def _city_of_the_clause() -> tuple[list[list[str]], list[list[str]]]:
    """90 city units, 12 districts and 512 cadres, one of each dozen leading a district."""
    unit_rows = [
        [f"U{number:02d}", f"市{number}局", "", "市级", "政府部门", "city_unit", "", "2000-01-01"]
        for number in range(90)
    ]
    unit_rows += [
        [f"D{number:02d}", f"第{number}区", "", "县(市)区", "县(市)区与乡镇(街道)", "core", "", "2000-01-01"]
        for number in range(12)
    ]
    codes = [row[0] for row in unit_rows[90:] + unit_rows[:90]]
    people_rows = [person_row(f"C{number:03d}", codes[number % 102], grade="副职领导") for number in range(12)]
    people_rows += [
        person_row(f"C{number:03d}", codes[12 + number % 90], grade="副职领导") for number in range(12, 512)
    ]
    for row in people_rows:
        row[5] = "2001-03-01"
    return unit_rows, people_rows


@pytest.mark.slow
@pytest.mark.clause("QD-01")
def test_ninety_units_512_cadres_and_twelve_districts_end_with_614_results(keeper, book, tmp_path: Path, log) -> None:
    """90个市直单位、512名市管干部、12个区一次导入，得出614个结果；一名干部没有单位，按行号退回。"""
    unit_rows, people_rows = _city_of_the_clause()
    lost = [list(row) for row in people_rows]
    lost[299][2] = ""
    with pytest.raises(Refused, match="“人员”第 301 行（C301）：“单位编码”不能空"):
        take_in(by=keeper, path=book(unit_rows, lost))
    take_in(by=keeper, path=book(unit_rows, people_rows))
    assert log.news() == [("take_in", "done")]
    day = dt.date(2005, 6, 1)
    subjects = facts.subjects(day, lambda klass, _grade: "cadre" if klass == "city_unit" else "core_leader")
    assert subjects.num_rows == 614
    folder = tmp_path / "facts"
    folder.mkdir()
    write_csv(subjects, folder / "subjects.csv")
    write_csv(facts.links(day, "任职于"), folder / "links.csv")
    heads = ["对象", "时期", *dict.fromkeys([*RATES, *CORE_RATES]), "本人评价得分"]
    given = {"city_unit": RATES, "core": CORE_RATES, "cadre": heads[-1:], "core_leader": heads[-1:]}
    with (folder / "facts_year.csv").open("w", encoding="utf-8") as out:
        made = csv.writer(out)
        made.writerow(heads)
        for one in subjects.to_pylist():
            made.writerow([one["id"], "2005", *("90" if head in given[one["class"]] else "" for head in heads[2:])])
    done = CliRunner().invoke(
        cli, ["score", "qd_coastal_city", str(folder), "-o", str(tmp_path / "out"), "--period", "2005"]
    )
    assert done.exit_code == 0, done.output
    frames = [parquet.read_table(one) for one in sorted((tmp_path / "out" / "results").glob("*.parquet"))]
    scored = [one for frame in frames for one in frame.column("subject").to_pylist()]
    assert (len(scored), len(set(scored))) == (614, 614)


def test_a_workbook_in_english_is_read_by_anybody(keeper, tmp_path) -> None:
    path = tmp_path / "units.xlsx"
    with override("en"):
        path.write_bytes(template())
    sheets = {one: CalamineWorkbook.from_path(path).get_sheet_by_name(one).to_python()[0] for one in ("Unit", "Person")}
    assert sheets["Unit"][:4] == ["Unit code", "Name", "Short name", "Level"]
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Unit")
        sheet.write_row(0, 0, sheets["Unit"])
        sheet.write_row(1, 0, ["B1", "Road bureau", "", "City", "政府部门", "", "", "2020-01-01"])
        sheet.write_row(
            2, 0, ["B2", "Bridge office", "", "Inner department", "Government department", "", "B1", "2020-01-01"]
        )
    take_in(by=keeper, path=path)
    assert [(one.level, one.track) for one in units(DAY)] == [("city", "government"), ("inside", "government")]
