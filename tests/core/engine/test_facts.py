"""Facts from rows, files and frozen folders are the same facts."""

import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.engine.book import book, good
from core.engine.files import rows_of, write_csv, write_parquet, write_xlsx
from kaogong.core.engine import facts as module
from kaogong.core.engine.facts import Facts, freeze, verify
from kaogong.core.problem import Refused

BOOK = book()
CHINESE = {
    "subjects": "考核对象",
    "facts": "数据",
    "events": "台账",
    "ratings": "测评",
    "links": "关联",
    "history": "历年结果",
    "calendar": "工作日历",
}


@pytest.fixture
def facts():
    return Facts.from_rows(BOOK, **good())


def test_rows_become_scaled_integers(facts):
    assert rows_of(facts, "facts_month") == [{"subject": "d1", "period": 2026 * 12, "f_done": 1250, "f_rate": 985}]
    assert rows_of(facts, "facts_year") == [
        {"subject": "d1", "period": 2026, "f_tier": 2, "f_plan": 1, "f_sent": 20634, "f_marks": 45}
    ]
    assert rows_of(facts, "facts_quarter")[0]["f_share"] == 1234
    assert rows_of(facts, "facts_half")[0]["f_staff"] == 12


def test_tables_have_the_declared_types(facts):
    assert facts.tables["facts_month"].schema == pa.schema(
        [("subject", pa.string()), ("period", pa.int32()), ("f_done", pa.int64()), ("f_rate", pa.int64())]
    )
    assert facts.tables["events"].schema.field("day").type == pa.int32()
    assert facts.tables["ratings"].schema.field("valid").type == pa.bool_()


def test_what_is_not_written_has_its_default(facts):
    subject = rows_of(facts, "subjects")[1]
    assert (subject["name"], subject["kind"], subject["a_lake"]) == ("d2", "unit", None)
    event = rows_of(facts, "events")[0]
    assert (event["id"], event["state"], event["quantity"]) == ("card/d1/20487#1", "confirmed", 1_000_000)
    assert rows_of(facts, "links")[0]["share"] == 500_000
    assert rows_of(facts, "ratings")[0] == {
        "ratings": "vote", "question": "", "subject": "d1", "month": 2026 * 12 + 2, "rater": "x",
        "rater_group": "peers", "value": 10000, "valid": True,
    }  # fmt: skip


def test_provenance_holds_only_what_somebody_said(facts):
    said = {(row["fact"], row["supplier"], row["reason"]) for row in rows_of(facts, "provenance")}
    assert said == {("rate", "统计局", None), ("marks", None, "主动担当")}


@pytest.mark.parametrize("kind", ["csv", "gb18030", "parquet", "folder of workbooks", "workbook"])
def test_every_kind_of_file_gives_the_same_facts(facts, tmp_path, kind):
    rows = good()
    if kind == "csv":
        source = write_csv(tmp_path / "in", rows)
    elif kind == "gb18030":
        named = {CHINESE[name]: some for name, some in rows.items()}
        source = write_csv(tmp_path / "in", named, encoding="gb18030", delimiter="\t")
    elif kind == "parquet":
        source = write_parquet(tmp_path / "in", rows)
    elif kind == "folder of workbooks":
        source = write_csv(tmp_path / "in", {"facts": rows.pop("facts")})
        write_xlsx(source / "其余.xlsx", {CHINESE[name]: some for name, some in rows.items()})
    else:
        source = write_xlsx(tmp_path / "in.xlsx", {CHINESE[name]: some for name, some in rows.items()})
    frozen = freeze(BOOK, source, tmp_path / "out")
    for name in facts.tables:
        if name != "provenance":
            assert sorted(rows_of(frozen, name), key=str) == sorted(rows_of(facts, name), key=str)
    assert frozen.digest == facts.digest
    assert verify(tmp_path / "out") == []
    assert Facts.load(tmp_path / "out").digest == facts.digest


def test_the_digest_does_not_care_for_the_order_of_rows(facts):
    rows = good()
    for some in rows.values():
        random.Random(5).shuffle(some)
    assert Facts.from_rows(BOOK, **rows).digest == facts.digest


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("facts", 0, "value", "12.51"),
        ("events", 0, "kind", "red"),
        ("history", 0, "score", "91.26"),
        ("subjects", 2, "lake", "否"),
        ("facts", 6, "supplier", "信访局"),
    ],
)
def test_the_digest_notices_every_change(facts, table, row, column, value):
    rows = good()
    rows[table][row][column] = value
    assert Facts.from_rows(BOOK, **rows).digest != facts.digest


def test_a_repeated_row_is_not_the_same_content():
    rows = good()
    rows["events"].append({**rows["events"][0]})
    assert Facts.from_rows(BOOK, **rows).digest != Facts.from_rows(BOOK, **good()).digest


def test_saved_facts_are_loaded_and_verified(facts, tmp_path):
    saved = facts.save(BOOK, tmp_path / "frozen")
    loaded = Facts.load(tmp_path / "frozen")
    assert loaded.tables == saved.tables
    assert loaded.digest == facts.digest
    manifest = json.loads((tmp_path / "frozen" / "facts.json").read_text("utf-8"))
    assert manifest["tables"]["facts_month"]["rows"] == 1
    assert (manifest["kaogong_facts"], manifest["rulebook"], manifest["edition"]) == (1, "small", "2026")


def test_one_altered_byte_is_noticed(facts, tmp_path):
    facts.save(BOOK, tmp_path / "frozen")
    path = tmp_path / "frozen" / "events.parquet"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    assert [one.code for one in verify(tmp_path / "frozen")] == ["K561"]


def test_a_forged_digest_is_noticed(facts, tmp_path):
    facts.save(BOOK, tmp_path / "frozen")
    path = tmp_path / "frozen" / "facts.json"
    path.write_text(path.read_text("utf-8").replace(facts.digest, "0" * 64), "utf-8")
    assert [one.code for one in verify(tmp_path / "frozen")] == ["K561"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"kaogong_facts": 1, "digest": "", "tables": []}'])
def test_a_folder_that_is_not_frozen_facts_is_refused(tmp_path, content):
    (tmp_path / "facts.json").write_text(content)
    with pytest.raises(Refused) as refusal:
        Facts.load(tmp_path)
    assert [one.code for one in refusal.value.problems] == ["K560"]


def test_a_frozen_folder_that_misses_a_table_is_refused(facts, tmp_path):
    facts.save(BOOK, tmp_path / "frozen")
    (tmp_path / "frozen" / "events.parquet").unlink()
    with pytest.raises(Refused, match="events"):
        Facts.load(tmp_path / "frozen")


def test_frozen_facts_are_never_overwritten(facts, tmp_path):
    facts.save(BOOK, tmp_path / "frozen")
    with pytest.raises(Refused, match="K562"):
        facts.save(BOOK, tmp_path / "frozen")


@pytest.mark.parametrize("files", ["csv", "xlsx"])
def test_a_failure_while_writing_leaves_nothing(tmp_path, monkeypatch, files):
    def full(*_):
        raise OSError(28, "No space left on device")

    source = write_csv(tmp_path / "in", good()) if files == "csv" else write_xlsx(tmp_path / "in.xlsx", good())
    monkeypatch.setattr(module, "seal", full)
    with pytest.raises(OSError, match="No space"):
        freeze(BOOK, source, tmp_path / "target" / "out")
    assert list((tmp_path / "target").iterdir()) == []


def test_refused_facts_leave_nothing(tmp_path):
    rows = good()
    rows["facts"][0]["value"] = "x"
    with pytest.raises(Refused):
        freeze(BOOK, write_csv(tmp_path / "in", rows), tmp_path / "target" / "out")
    assert list((tmp_path / "target").iterdir()) == []


def test_wide_and_long_tables_are_one_table(tmp_path):
    wide = [
        {"单位": "d1", "月份": "2026年1月", "办结数（件）": "1", "满意率": "90%"},
        {"单位": "d2", "月份": "2026年1月", "办结数（件）": "2", "满意率": ""},
    ]
    rows = good()
    rows["facts"] = [row for row in rows["facts"] if row["fact"] != "done"][:5]
    rows["facts"].append({"subject": "d2", "period": "2026-01", "fact": "满意率", "value": "91"})
    rows.pop("ratings")
    from_rows = Facts.from_rows(BOOK, **rows, facts_month=wide)
    source = write_csv(tmp_path / "in", {**rows, "月度数据": wide})
    assert freeze(BOOK, source, tmp_path / "out").digest == from_rows.digest
    assert sorted(rows_of(from_rows, "facts_month"), key=str) == [
        {"subject": "d1", "period": 24312, "f_done": 100, "f_rate": 900},
        {"subject": "d2", "period": 24312, "f_done": 200, "f_rate": 910},
    ]


def test_parquet_parts_are_one_table(tmp_path):
    folder = write_parquet(tmp_path / "in", {"subjects": good()["subjects"]})
    parts = folder / "facts_month"
    parts.mkdir()
    for number, subject in enumerate(("d1", "d2")):
        part = pa.table({"subject": [subject], "period": ["2026-01"], "done": pa.array([number + 1])})
        pq.write_table(part, parts / f"part-{number}.parquet")
    frozen = freeze(BOOK, folder, tmp_path / "out")
    assert {row["subject"]: row["f_done"] for row in rows_of(frozen, "facts_month")} == {"d1": 100, "d2": 200}
