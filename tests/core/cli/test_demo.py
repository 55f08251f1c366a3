"""`kaogong demo`: the same city every time, results that open, and nobody else's folder touched."""

from __future__ import annotations

import json

import pytest
from python_calamine import CalamineWorkbook

from kaogong.cli import exits, main

SIZES = ("--units", "6", "--districts", "3", "--townships", "5")
SMALL = (*SIZES, "--only", "wh_approvals")


@pytest.fixture
def demo(capsys):
    """Run `kaogong demo --json`; gives exit code and answer."""

    def run(*words):
        with pytest.raises(SystemExit) as left:
            main.main(["demo", "--json", "--lang", "zh", *map(str, words)])
        return left.value.code, json.loads(capsys.readouterr().out)

    return run


def fingerprints(answer):
    return [one["fingerprint"] for one in answer["results"]]


def test_the_same_numbers_and_seed_give_the_same_scores(demo, tmp_path):
    code, first = demo(*SMALL, "-o", tmp_path / "a")
    _, again = demo(*SMALL, "-o", tmp_path / "b")
    _, other = demo(*SMALL, "-o", tmp_path / "c", "--seed", "another")
    assert code == exits.OK
    assert fingerprints(first) == fingerprints(again) != fingerprints(other)


def test_workbook_and_report_open_and_the_result_verifies(demo, tmp_path):
    demo(*SIZES, "--only", "qd_coastal_city", "-o", tmp_path / "city")
    folder = tmp_path / "city" / "qd_coastal_city"
    book = CalamineWorkbook.from_path(str(folder / "results.xlsx"))
    assert book.sheet_names[0] == "汇总"
    units = book.get_sheet_by_name("市直单位目标绩效考核").to_python()
    assert sorted(row[2] for row in units[3:]) == [f"u{number:02}" for number in range(1, 7)]
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "授予“年度目标绩效考核优秀单位”称号并给予物质奖励" in cells
    report = (folder / "report.html").read_text("utf-8")
    assert report.lower().startswith("<!doctype html>")
    assert all(name in report for name in (row[1] for row in units[3:]))
    assert not any(outside in report for outside in ('src="http', 'href="http', "@import", "url(http"))
    with pytest.raises(SystemExit) as left:
        main.main(["verify", str(folder)])
    assert left.value.code == exits.OK


def test_an_earlier_demonstration_is_replaced(demo, tmp_path):
    demo(*SMALL, "-o", tmp_path / "city")
    code, answer = demo(*SMALL, "-o", tmp_path / "city", "--seed", "another")
    assert code == exits.OK
    manifest = json.loads((tmp_path / "city/wh_approvals/manifest.json").read_text("utf-8"))
    assert [manifest["fingerprint"]] == fingerprints(answer)
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


@pytest.mark.parametrize("with_mark", [False, True])
def test_nobody_elses_folder_is_touched(demo, tmp_path, with_mark):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    if with_mark:
        (tmp_path / "demo.json").write_text('{"kaogong_demo": 1, "holds": []}', "utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    code, answer = demo(*SMALL, "-o", tmp_path)
    assert code == exits.FOUND
    assert [one["code"] for one in answer["problems"]] == ["K760"]
    assert sorted(path.name for path in tmp_path.iterdir()) == before
