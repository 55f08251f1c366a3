"""What a cell may say."""

from datetime import date

import pytest

from kaogong.core.engine.intake.held import cell_text
from kaogong.core.engine.intake.values import (
    Choice,
    Day,
    Fault,
    Flag,
    LastMonth,
    Number,
    OneOf,
    Period,
    Word,
    decimal_text,
)

SEPT_20 = (date(2026, 9, 20) - date(1970, 1, 1)).days
SEPT = 2026 * 12 + 8


@pytest.mark.parametrize(
    ("spec", "said", "value"),
    [
        (Number(2), "12.5", 1250),
        (Number(2), " -0.05 ", -5),
        (Number(2), "+7", 700),
        (Number(2), "1.500000", 150),
        (Number(0), "3.0", 3),
        (Number(2), "１２．５", 1250),
        (Number(2), "－１", -100),
        (Number(2), "1,234,567.89", 123456789),
        (Number(2), "１，２３４", 123400),
        (Number(2), "1e2", 10000),
        (Number(2), ".5", 50),
        (Number(1, unit="%"), "98.5%", 985),
        (Number(1, unit="%"), "98.5％", 985),
        (Number(4), "12.34%", 1234),
        (Number(6, share=True), "1/2", 500000),
        (Number(2, low=0, high=100, step=50), "0.5", 50),
        (Number(2), "", None),
        (Number(2), "　", None),
        (Flag(), "√", 1),
        (Flag(), "×", 0),
        (Flag(), "是", 1),
        (Flag(), "否", 0),
        (Flag(), "TRUE", 1),
        (Flag(), "false", 0),
        (Day(), "2026-09-20", SEPT_20),
        (Day(), "2026年9月20日", SEPT_20),
        (Day(), "２０２６年９月２０日", SEPT_20),
        (Day(), "2026/9/20", SEPT_20),
        (Day(), "2026.9.20", SEPT_20),
        (Day(), "20260920", SEPT_20),
        (Day(), "2026-09-20 13:45:00", SEPT_20),
        (Day(), "46285", SEPT_20),
        (Choice(("一级", "二级")), "二级", 2),
        (OneOf((("dept", "dept"), ("部门", "dept"))), "部门", "dept"),
        (Word(), "　甲 ", "甲"),
        (Period("month"), "2026-09", SEPT),
        (Period("month"), "2026年9月", SEPT),
        (Period("month"), "2026-9", SEPT),
        (Period("month"), "202609", SEPT),
        (Period("month"), "2026-09-01", SEPT),
        (Period("quarter"), "2026-Q3", 2026 * 4 + 2),
        (Period("quarter"), "2026年第3季度", 2026 * 4 + 2),
        (Period("quarter"), "2026年三季度", 2026 * 4 + 2),
        (Period("half"), "2026-H2", 2026 * 2 + 1),
        (Period("half"), "2026年上半年", 2026 * 2),
        (Period("year"), "2026", 2026),
        (Period("year"), "2026年", 2026),
        (LastMonth(), "2026-Q3", SEPT),
        (LastMonth(), "2026-09-20", SEPT),
        (LastMonth(), "2026", 2026 * 12 + 11),
    ],
)
def test_a_cell_is_understood(spec, said, value):
    assert spec.parse(said) == value


@pytest.mark.parametrize(
    ("spec", "said", "code"),
    [
        (Number(2), "12,5", "K525"),
        (Number(2), "1,23", "K525"),
        (Number(2), "十二", "K520"),
        (Number(2), "1 2", "K520"),
        (Number(2), "1.2.3", "K520"),
        (Number(2), "0x10", "K520"),
        (Number(2), "1_000", "K520"),
        (Number(2), "1.234", "K521"),
        (Number(0), "1.5", "K521"),
        (Number(2), "85.55%", "K521"),
        (Number(2), "1e-9", "K521"),
        (Number(2, high=100), "1.01", "K522"),
        (Number(2, low=0), "-0.01", "K522"),
        (Number(2), "NaN", "K523"),
        (Number(2), "-inf", "K523"),
        (Number(2, unit="件"), "85%", "K524"),
        (Number(2), "1" * 30, "K531"),
        (Number(2), "1e40", "K531"),
        (Number(2), "9" * 100_000, "K520"),
        (Number(2, low=0, high=500, step=50), "1.2", "K532"),
        (Number(6, share=True), "1/3", "K521"),
        (Flag(), "或许", "K527"),
        (Day(), "2026-02-30", "K526"),
        (Day(), "9月20日", "K526"),
        (Day(), "12345678901", "K526"),
        (Day(low=SEPT_20 + 1), "2026-09-20", "K522"),
        (Choice(("一级", "二级")), "2", "K528"),
        (OneOf((("dept", "dept"),)), "dpt", "K534"),
        (Period("month"), "2026-13", "K529"),
        (Period("month"), "2026-Q3", "K530"),
        (Period("year"), "2026-09", "K530"),
        (Period("quarter"), "2026-Q5", "K529"),
        (LastMonth(), "昨天", "K529"),
    ],
)
def test_a_cell_is_refused_with_its_reason(spec, said, code):
    found = spec.parse(said)
    assert isinstance(found, Fault)
    assert found.code == code


def test_a_misspelt_word_is_corrected():
    assert OneOf((("dept", "dept"), ("town", "town"))).parse("dpet").words["near"] == "dept"


def test_doubles_are_read_by_their_shortest_decimal():
    assert cell_text(0.1) == "0.1"
    assert cell_text(5.0) == "5"
    assert Number(2).parse(cell_text(0.07 * 100)).code == "K521"  # 7.000000000000001
    assert Number(2).parse(cell_text(1e-7)).code == "K521"


def test_decimals_are_written_without_superfluous_zeros():
    assert [decimal_text(one, 2) for one in (0, 5, -5, 150, 12345)] == ["0", "0.05", "-0.05", "1.5", "123.45"]
