"""Ten thousand people come in from a workbook: shown first, then taken in."""

import time

import pytest
import xlsxwriter

from kaogong.org import actions
from kaogong.org.models import Person, Post
from kaogong.org.queries import COLUMNS, read_intake

from . import report
from .timing import keep_work

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
UNITS, PEOPLE = 272, 10_000
GOAL = 10
"""Seconds both may take together."""


@pytest.fixture
def workbook(tmp_path):
    """As the template has it, every column filled."""
    path = tmp_path / "名册.xlsx"
    unit_heads, people_heads = ([one.head for one in columns] for columns in COLUMNS.values())
    units = ([f"D{n}", f"示范单位{n}", "", "市级", "政府部门", "", "", "2020-01-01"] for n in range(UNITS))
    words = ("承办日常工作", "按岗位职责承担责任", "遵守廉洁纪律")
    people = (
        [f"W{n}", f"陈{chr(0x4E00 + n % 2000)}{chr(0x5F00 + n % 997)}", f"D{n % UNITS}", "科员", "工作人员", "2021/3/1",
         f"1990000{n:04}", f"w{n}@example.org", *words]
        for n in range(PEOPLE)
    )  # fmt: skip
    with xlsxwriter.Workbook(path) as made:
        for name, heads, rows in (("单位", unit_heads, units), ("人员", people_heads, people)):
            sheet = made.add_worksheet(name)
            for number, row in enumerate([heads, *rows]):
                sheet.write_row(number, 0, row)
    return path


def test_a_register_is_shown_and_taken_in_in_time(workbook, capsys):
    began, cpu = time.perf_counter(), time.process_time()
    shown = read_intake(workbook)
    seen = time.perf_counter() - began
    actions.take_in(by=None, path=workbook, name="名册.xlsx")
    taken, worked = time.perf_counter() - began, time.process_time() - cpu
    assert (shown.faults, len(shown.people)) == ([], PEOPLE)
    assert (Person.objects.count(), Post.objects.count()) == (PEOPLE, PEOPLE)
    with capsys.disabled():
        print(f"\n{PEOPLE} people: shown after {seen:.2f} s, taken in after {taken:.2f} s ({worked:.2f} s of work)")
    keep_work(f"{PEOPLE:,} people taken in from a workbook", taken, GOAL, worked)
    report.main()
    assert taken <= GOAL
