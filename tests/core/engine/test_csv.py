"""CSV as people hand it in."""

import resource
import subprocess
import sys
import textwrap

import pytest

from core.engine.book import book, good
from core.engine.files import rows_of, write_csv
from kaogong.core.engine.facts import freeze
from kaogong.core.problem import Refused

BOOK = book()
SUBJECTS = "subject,class\nd1,dept\nd2,dept\n"


def frozen(tmp_path, **files):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return freeze(BOOK, folder, tmp_path / "out")


def refused(tmp_path, **files):
    with pytest.raises(Refused) as refusal:
        frozen(tmp_path, **files)
    return [one for one in refusal.value.problems if one.severity == "error"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path, encoding):
    content = "编号,名称,类别\nd1,教育局,部门\nd2,卫健委,部门\n".encode(encoding)
    assert rows_of(frozen(tmp_path, 考核对象=content), "subjects")[0]["name"] == "教育局"


@pytest.mark.parametrize("delimiter", [",", ";", "；", "\t", "|"])
def test_delimiters(tmp_path, delimiter):
    assert len(rows_of(frozen(tmp_path, subjects=SUBJECTS.replace(",", delimiter)), "subjects")) == 2


def test_windows_lines_quotes_and_empty_rows(tmp_path):
    content = 'subject,name,class\r\nd1,"教育局\r\n（本级）",dept\r\nd2,"a ""b"", c",dept\r\n,,\r\n'
    names = [row["name"] for row in rows_of(frozen(tmp_path, subjects=content), "subjects")]
    assert names == ["教育局\r\n（本级）", 'a "b", c']


def test_a_title_above_the_header_is_skipped_with_a_warning(tmp_path):
    facts = frozen(tmp_path, subjects="2026年考核对象名单,\n" + SUBJECTS)
    assert [one.code for one in facts.warnings] == ["K507"]
    assert len(rows_of(facts, "subjects")) == 2


def test_rows_are_counted_with_the_title_and_the_rows_before(tmp_path):
    found = refused(tmp_path, subjects="名单,\n" + SUBJECTS + "d3,nobody\n")
    assert [(one.code, one.place.line) for one in found] == [("K534", 5)]


def test_ragged_rows_are_told_and_do_not_hide_the_rest(tmp_path):
    found = refused(tmp_path, subjects=SUBJECTS + "d3\nd4,dept,more\nd5,nobody\n")
    assert [(one.code, one.place.line) for one in found] == [("K505", 4), ("K505", 5), ("K534", 6)]
    assert "1" in found[0].what.zh
    assert "3" in found[1].what.zh


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "K506"),
        (b"\n\n\n", "K506"),
        (b"a,b\n1,2\n", "K506"),
        (b"\xff\xfe\x00\xd8", "K503"),
        (b"subject,class\nd1,\x81\n", "K503"),
        (b"subject,class\nd1,de\0pt\n", "K504"),
        (b'subject,class\nd1,"dept\nd2,dept\n', "K501"),
        (b"subject\nd1\n", "K510"),
        (b"subject,class,class\nd1,dept,dept\n", "K509"),
        (b"subject,class,clas\nd1,dept,dept\n", "K508"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, content, code):
    found = refused(tmp_path, subjects=content)
    assert code in [one.code for one in found]
    assert {one.place.file for one in found} == {"subjects.csv"}


def test_remarks_are_not_read(tmp_path):
    assert frozen(tmp_path, subjects="序号,subject,class,备注\n1,d1,dept,x\n").warnings == ()


def test_a_folder_without_subjects(tmp_path):
    found = refused(tmp_path, facts="subject,period,fact,value\n")
    assert "K511" in [one.code for one in found]


def test_files_nobody_knows_are_told(tmp_path):
    folder = write_csv(tmp_path / "in", {"subjects": good()["subjects"], "subjetcs2": [{"a": 1}]})
    (folder / "README.md").write_text("x")
    (folder / "~$open.xlsx").write_text("x")
    facts = freeze(BOOK, folder, tmp_path / "out")
    assert [(one.code, one.place.file) for one in facts.warnings] == [("K512", "subjetcs2.csv")]


def test_files_of_one_table_are_read_together(tmp_path):
    one, two = "subject,period,done\nd1,2026-01,1\n", "subject,period,done\nd1,2026-02,2\n"
    facts = frozen(tmp_path, subjects=SUBJECTS, **{"facts_month-01": one, "facts_month-02": two})
    assert sorted(row["f_done"] for row in rows_of(facts, "facts_month")) == [100, 200]


def test_no_source_at_all(tmp_path):
    with pytest.raises(Refused, match="K501"):
        freeze(BOOK, tmp_path / "nowhere", tmp_path / "out")


@pytest.mark.slow
def test_a_large_file_streams_through_little_memory(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    rows = 600_000
    (folder / "subjects.csv").write_text("subject,class\n" + "".join(f"s{n},dept\n" for n in range(50_000)))
    with (folder / "数据.csv").open("w", encoding="gb18030") as stream:
        stream.write("单位,时期,数据项,数值,佐证\n")
        for n in range(rows):
            month = n % 12 + 1
            stream.write(f"s{n // 12},2026年{month}月,办结数,{n % 1000}.{n % 90 + 10},{'据' * 30}\n")
    assert (folder / "数据.csv").stat().st_size > 55_000_000
    script = """
        import resource, sys
        from pathlib import Path
        from core.engine.book import book
        import duckdb, pyarrow, kaogong.core.engine.facts as facts
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        facts.freeze(book(), Path(sys.argv[1]), Path(sys.argv[2]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(folder), str(tmp_path / "out")]
    done = subprocess.run(command, env={"PYTHONPATH": "tests:src"}, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 700_000  # kB
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
