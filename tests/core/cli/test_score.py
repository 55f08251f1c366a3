"""`kaogong score`: a folder with everything, or nothing at all."""

import csv
import fcntl
import io
import json
import os
import re
import shutil
import signal
import sys
import time
import zipfile
from contextlib import contextmanager

import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console

from core.cli.desk import ROOT, WH, edit, run, start, starter
from kaogong.cli.bar import bar
from kaogong.cli.frame import Frame
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.facts import freeze
from kaogong.core.engine.intake.folder import UNFINISHED
from kaogong.core.engine.run import score
from kaogong.core.problem import Text
from kaogong.core.scheme.load import load


@pytest.fixture
def book(tmp_path):
    return starter(tmp_path / "book")


def test_a_result_has_rulebook_facts_values_and_manifest(book, tmp_path):
    said = run("score", book, book / "facts", "-o", tmp_path / "r", "--lang", "zh")
    assert said.code == 0
    assert "优秀 1" in said.out
    found = {one.relative_to(tmp_path / "r").as_posix() for one in (tmp_path / "r").rglob("*.*")}
    assert found == {
        "manifest.json",
        "results.xlsx",
        "rulebook/rulebook.yaml",
        "rulebook/canonical.yaml",
        "facts/facts.json",
        "facts/subjects.parquet",
        "facts/facts_year.parquet",
        "facts/events.parquet",
        "results/dept_year_year.parquet",
    }
    assert Bundle.load(tmp_path / "r").fingerprint in said.out


def test_the_workbook(tmp_path):
    run("score", WH, WH / "facts", "-o", tmp_path / "r", "--lang", "zh")
    book = CalamineWorkbook.from_path(tmp_path / "r/results.xlsx")
    summary = book.get_sheet_by_name("汇总").to_python()
    assert summary[0][0] == "行政审批电子监察绩效考核"
    year = book.get_sheet_by_name("审批部门年度考核").to_python()
    assert year[1][:6] == ["名次", "对象", "编号", "类别", "时期", "总分"]
    assert year[3][:6] == [1, "市燃气管理处", "d04", "审批部门", "2010", 97.19]
    missing = book.get_sheet_by_name("未得分").to_python()
    assert missing[1][1:] == ["市人防办", "d05", "审批部门", "2010-08", "提前办结"]


def test_a_column_of_marks_has_the_same_places_in_every_row_and_says_what_lacks(book, tmp_path):
    edit(book / "facts/facts_year.csv", "d2,2026,860,1000,85", "d2,2026,1,7,85")
    edit(book / "facts/facts_year.csv", "d3,2026,455,520,78.6", "d3,2026,455,520,")
    run("score", book, book / "facts", "-o", tmp_path / "r", "--lang", "zh")
    rows = CalamineWorkbook.from_path(tmp_path / "r/results.xlsx").get_sheet_by_name("部门年度考核").to_python()
    heads = rows[1]
    assert rows[2][1] == "满分或权重"
    by_name = {row[1]: dict(zip(heads, row, strict=True)) for row in rows[3:]}
    assert by_name["交通运输局"]["办结率"] == 7.142857
    assert (by_name["水务局"]["群众评价"], by_name["水务局"]["总分"]) == ("暂缺", "暂缺")
    assert (by_name["水务局"]["督办"], by_name["水务局"]["等次"]) == (13, "—")
    sheet = zipfile.ZipFile(tmp_path / "r/results.xlsx").read("xl/worksheets/sheet2.xml").decode()
    letter = chr(ord("A") + heads.index("办结率"))
    assert len(set(re.findall(rf'<c r="{letter}[456]" s="(\d+)"', sheet))) == 1
    assert "<pane xSplit=" in sheet
    assert 'orientation="landscape"' in sheet


def test_the_summary_says_what_followed_in_words(tmp_path):
    book = ROOT / "src/kaogong/rulebooks/fz_three_levels"
    run("score", book, book / "facts", "-o", tmp_path / "r", "--lang", "zh")
    rows = CalamineWorkbook.from_path(tmp_path / "r/results.xlsx").get_sheet_by_name("汇总").to_python()
    top = next(number for number, row in enumerate(rows) if row[0] == "考核表")
    followed = {row[9] for row in rows[top + 1 :] if row[9]}
    assert any("单位及工作人员享受绩效奖励" in words for words in followed)


def test_csv_and_json_say_the_same(book, tmp_path):
    edit(book / "facts/facts_year.csv", "d2,2026,860,1000,85", "d2,2026,1,7,85")
    edit(book / "facts/facts_year.csv", "d3,2026,455,520,78.6", "d3,2026,455,520,")
    said = run("score", book, book / "facts", "-o", tmp_path / "r", "--as", "csv", "--as", "json")
    assert said.code == 0
    assert "Some have no score" in said.out
    with (tmp_path / "r/csv/dept_year_year.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert [one["completion"] for one in rows] == ["49.166667", "7.142857", "43.75"]
    assert (rows[2]["total"], rows[2]["grade"], rows[2]["missing"]) == ("", "", "opinion total")
    found = json.loads((tmp_path / "r/results.json").read_text("utf-8"))["frames"][0]["rows"]
    assert [one["total"] for one in found] == ["99.17", "49.14", None]
    assert found[0]["name"] == "教育局"
    assert not (tmp_path / "r/results.xlsx").exists()


def marks(result):
    """The monthly marks by subject."""
    with (result / "csv/dept_month.csv").open(encoding="utf-8-sig") as stream:
        return {row["subject"]: row for row in csv.DictReader(stream)}


def test_a_period_and_a_reading_are_kept_with_the_result(tmp_path):
    plain = run("score", WH, WH / "facts", "-o", tmp_path / "a", "--period", "2010年6月", "--as", "csv", "--json")
    other = run(
        *("score", WH, WH / "facts", "-o", tmp_path / "b", "--period", "2010-06", "--as", "csv", "--json"),
        *("--reading", "early_rounding=two_places"),
    )
    assert plain.json["fingerprint"] != other.json["fingerprint"]
    trial = json.loads((tmp_path / "b/manifest.json").read_text("utf-8"))["trial"]
    assert trial == {"period": "2010-06", "readings": {"early_rounding": "two_places"}, "settings": {}}
    early = [marks(tmp_path / name)["d01"]["early_completion"] for name in "ab"]
    assert early == ["10.714286", "10.71"]
    assert run("verify", tmp_path / "b").code == 0


def test_a_reading_nobody_offers_is_refused(tmp_path):
    said = run("score", WH, WH / "facts", "-o", tmp_path / "r", "--reading", "no_completions=maybe", "--json")
    assert said.code == 1
    assert "rescale" in said.json["problems"][0]["fix"] + said.json["problems"][0]["what"]
    assert not (tmp_path / "r").exists()


def test_the_same_run_has_the_same_name(book, tmp_path):
    names = [run("score", book, book / "facts", "-o", tmp_path / str(n), "--json").json["fingerprint"] for n in "ab"]
    lines = (book / "facts/facts_year.csv").read_text("utf-8").splitlines()
    (book / "facts/facts_year.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]), "utf-8")
    names.append(run("score", book, book / "facts", "-o", tmp_path / "c", "--json").json["fingerprint"])
    assert len(set(names)) == 1
    edit(book / "facts/facts_year.csv", "1180", "1181")
    assert run("score", book, book / "facts", "-o", tmp_path / "d", "--json").json["fingerprint"] != names[0]


def test_a_result_is_never_overwritten(book, tmp_path):
    run("score", book, book / "facts", "-o", tmp_path / "r")
    before = (tmp_path / "r/manifest.json").read_bytes()
    said = run("score", book, book / "facts", "-o", tmp_path / "r", "--json")
    assert (said.code, said.codes) == (1, ["K562"])
    assert (tmp_path / "r/manifest.json").read_bytes() == before


# --- stopped in the middle ------------------------------------------------------------------------------


@pytest.fixture
def large(book):
    """Facts that take a while to read."""
    with (book / "facts/subjects.csv").open("a", encoding="utf-8") as subjects:
        subjects.writelines(f"x{n},,dept\n" for n in range(60_000))
    with (book / "facts/facts_year.csv").open("a", encoding="utf-8") as facts:
        facts.writelines(f"x{n},2026,{n % 100},100,{n % 101}\n" for n in range(60_000))
    return book


def begun(folder, process):
    """Wait until something is being written beside the result."""
    for _ in range(6000):
        if any(folder.glob(".r-*")) or process.poll() is not None:
            return
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_leaves_nothing(large, tmp_path, number):
    code = 0
    for _turn in range(5):  # on a busy machine it may be done before it is stopped
        with start("score", large, large / "facts", "-o", tmp_path / "r") as process:
            begun(tmp_path, process)
            process.send_signal(number)
            err, code = process.stderr.read(), process.wait()
        if code:
            break
        shutil.rmtree(tmp_path / "r")
    assert code == 130
    assert "Traceback" not in err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["book"]


@pytest.mark.slow
@pytest.mark.parametrize("later", [0, 0.5, 1.5, 3])
def test_killed_it_leaves_nothing_or_the_whole(large, tmp_path, later):
    with start("score", large, large / "facts", "-o", tmp_path / "r", "--as", "none") as process:
        begun(tmp_path, process)
        time.sleep(later)
        process.kill()
    if (tmp_path / "r").exists():
        assert run("verify", tmp_path / "r").code == 0


def test_what_a_killed_process_left_goes_with_the_next_run(book, tmp_path):
    dead, living = (tmp_path / f".r-{name}{UNFINISHED}" for name in ("dead", "living"))
    others = [tmp_path / ".r-backup01", tmp_path / f".other-dead{UNFINISHED}"]
    for folder in (dead, living, *others):
        folder.mkdir()
    (dead / "half.parquet").write_bytes(b"PAR1")
    with lock_of(living):
        assert run("score", book, book / "facts", "-o", tmp_path / "r").code == 0
    assert not dead.exists()
    assert all(one.exists() for one in (living, *others))


@contextmanager
def lock_of(folder):
    """Hold a folder as a process does that is writing it."""
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    os.close(handle)


@pytest.mark.slow
def test_killed_and_run_again_nothing_is_left_over(large, tmp_path):
    with start("score", large, large / "facts", "-o", tmp_path / "r") as process:
        begun(tmp_path, process)
        process.kill()
    assert list(tmp_path.glob(".r-*"))
    assert run("score", large, large / "facts", "-o", tmp_path / "r", "--as", "none").code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["book", "r"]


# --- long work ------------------------------------------------------------------------------------------


def test_at_a_terminal_a_bar_says_how_far_the_work_is_and_goes_away():
    frame = Frame("en")
    frame.aside = Console(file=io.StringIO(), force_terminal=True, width=100)
    with bar(frame, Text("计分", "scoring")) as told:
        for done in range(3):
            told(done, 3, Text("科室", f"sheet {done}"))
    drawn = frame.aside.file.getvalue()
    assert "2/3" in drawn
    assert "scoring · sheet 2" in drawn
    assert drawn.endswith("\x1b[2K")


def test_every_stage_is_told_in_order(book, tmp_path):
    facts = freeze(load(book), book / "facts", tmp_path / "facts")
    told = []
    score(load(book), facts, watch=lambda done, of, part: told.append((done, of, part.en))).close()
    assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})
    assert told[0] == (0, told[0][1], "Department, year")
    assert told[-1][0] < told[-1][1]


def test_where_nobody_watches_nothing_is_drawn(book, tmp_path):
    assert run("score", book, book / "facts", "-o", tmp_path / "r").err == ""


# --- Spark ----------------------------------------------------------------------------------------------


def test_without_spark_it_is_said_what_to_install(book, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    said = run("score", book, book / "facts", "-o", tmp_path / "r", "--engine", "spark", "--json")
    assert (said.code, said.codes) == (1, ["K770"])
    assert "pip install 'kaogong[spark]'" in said.json["problems"][0]["fix"]
    assert not (tmp_path / "r").exists()


def test_without_java_it_is_said_what_to_install(book, tmp_path, monkeypatch):
    (tmp_path / "lib/pyspark").mkdir(parents=True)
    (tmp_path / "lib/pyspark/__init__.py").touch()
    monkeypatch.delitem(sys.modules, "pyspark", raising=False)
    monkeypatch.syspath_prepend(tmp_path / "lib")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    said = run("score", book, book / "facts", "-o", tmp_path / "r", "--engine", "spark", "--lang", "zh")
    assert said.code == 1
    assert "K771" in said.err
    assert "安装 Java 17" in said.err
