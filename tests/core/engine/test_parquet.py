"""Parquet is exact: what cannot be kept to the digit is refused."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.engine.book import book, good
from core.engine.files import rows_of, write_parquet
from kaogong.core.engine.facts import freeze
from kaogong.core.problem import Refused

BOOK = book()


def month(tmp_path, values, fact="done"):
    folder = write_parquet(tmp_path / "in", {"subjects": good()["subjects"]})
    rows = len(values)
    table = pa.table({"subject": ["d1"] * rows, "period": [f"2026-{n + 1:02}" for n in range(rows)], fact: values})
    pq.write_table(table, folder / "facts_month.parquet")
    facts = freeze(BOOK, folder, tmp_path / "out")
    return [row[f"f_{fact}"] for row in sorted(rows_of(facts, "facts_month"), key=lambda row: row["period"])]


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (pa.array([0, 999, None], pa.int64()), [0, 99900, None]),
        (pa.array([7], pa.int8()), [700]),
        (pa.array([7], pa.uint64()), [700]),
        (pa.array([Decimal("12.5")], pa.decimal128(9, 1)), [1250]),
        (pa.array([Decimal("12.50")], pa.decimal128(38, 2)), [1250]),
        (pa.array([Decimal("12.5000")], pa.decimal128(18, 4)), [1250]),
        (pa.array([0.07, 999.99, 1e2], pa.float64()), [7, 99999, 10000]),
        (pa.array([0.5], pa.float32()), [50]),
        (pa.array(["１２．５", "1,0.5".replace(",", "")], pa.string()), [1250, 1050]),
        (pa.array(["3"], pa.dictionary(pa.int8(), pa.string())), [300]),
    ],
)
def test_exact(tmp_path, values, kept):
    assert month(tmp_path, values) == kept


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (pa.array([0.1 + 0.2], pa.float64()), "K521"),
        (pa.array([float("nan")], pa.float64()), "K523"),
        (pa.array([float("-inf")], pa.float64()), "K523"),
        (pa.array([Decimal("0.125")], pa.decimal128(9, 3)), "K521"),
        (pa.array([1001], pa.int64()), "K522"),
        (pa.array([2**63 - 1], pa.int64()), "K531"),
        (pa.array([2**64 - 1], pa.uint64()), "K531"),
        (pa.array([-1], pa.int64()), "K522"),
        (pa.array([b"1"], pa.binary()), None),
        (pa.array([True], pa.bool_()), "K520"),
        (pa.array([[1]], pa.list_(pa.int64())), "K520"),
    ],
)
def test_inexact(tmp_path, values, code):
    if code is None:
        assert month(tmp_path, values) == [100]
        return
    with pytest.raises(Refused) as refusal:
        month(tmp_path, values)
    assert [one.code for one in refusal.value.problems] == [code]
    assert (refusal.value.problems[0].place.file, refusal.value.problems[0].place.line) == ("facts_month.parquet", 1)


def test_dates_and_booleans_keep_their_types(tmp_path):
    folder = write_parquet(tmp_path / "in", {"subjects": good()["subjects"]})
    table = pa.table(
        {
            "subject": ["d1"],
            "period": pa.array([2026], pa.int32()),
            "sent": pa.array([20634], pa.int32()).cast(pa.date32()),
            "plan": [True],
        }
    )
    pq.write_table(table, folder / "facts_year.parquet")
    assert rows_of(freeze(BOOK, folder, tmp_path / "out"), "facts_year") == [
        {"subject": "d1", "period": 2026, "f_tier": None, "f_plan": 1, "f_sent": 20634, "f_marks": None}
    ]


def test_no_parquet_at_all(tmp_path):
    folder = write_parquet(tmp_path / "in", {"subjects": good()["subjects"]})
    (folder / "facts_month.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(Refused) as refusal:
        freeze(BOOK, folder, tmp_path / "out")
    assert [one.code for one in refusal.value.problems] == ["K501"]
