"""`kaogong verify-audit`: unaltered and complete are two verdicts."""

import json

import pytest

from core.cli.desk import run
from kaogong.core.chain import ANCHORS, EVENTS, GENESIS, link

COUNT = 6


def lines(count=COUNT):
    head = GENESIS
    for number in range(1, count + 1):
        event = {"number": number, "room": "plan", "verb": "set_target", "new": {"value": str(number)}}
        head = link(head, event)
        yield {"event": event, "hash": head}


def write(folder, entries):
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in entries)
    (folder / EVENTS).write_text(text, encoding="utf-8")


def anchor(path, number):
    entry = list(lines())[number - 1]
    path.write_text(json.dumps({"day": "2026-09-30", "number": number, "hash": entry["hash"]}), encoding="utf-8")
    return path


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    (folder / ANCHORS).mkdir(parents=True)
    write(folder, lines())
    anchor(folder / ANCHORS / "2026-09-30.json", 4)
    return folder


def test_a_whole_chain(export):
    said = run("verify-audit", export, "--lang", "zh")
    assert said.code == 0
    assert "未改动：6 条事件" in said.out
    assert "完整：1 个锚点都在链上" in said.out
    assert run("verify-audit", export, "--json").json["complete"] is True


def test_without_an_anchor_nobody_knows_whether_it_is_complete(export):
    (export / ANCHORS / "2026-09-30.json").unlink()
    said = run("verify-audit", export)
    assert said.code == 0
    assert "not known" in said.out
    assert run("verify-audit", export, "--json").json["complete"] is None


def test_a_changed_event_is_named_in_both_languages(export):
    entries = list(lines())
    entries[2]["event"]["new"] = {"value": "9"}
    write(export, entries)
    assert "第 3 条的内容与杂凑值不符" in run("verify-audit", export, "--lang", "zh").out
    said = run("verify-audit", export, "--json")
    assert (said.code, said.codes, said.json["unaltered"]) == (3, ["K780"], False)


def test_an_anchor_kept_elsewhere_tells_a_chain_that_was_cut(export, tmp_path):
    elsewhere = anchor(tmp_path / "printed.json", 6)
    write(export, lines(4))
    assert run("verify-audit", export).code == 0
    said = run("verify-audit", export, "--anchor", elsewhere, "--json")
    assert (said.code, said.codes) == (3, ["K781"])
    assert (said.json["unaltered"], said.json["complete"]) == (True, False)


def test_many_faults_are_counted_not_listed(export):
    write(export, [entry | {"hash": "0" * 64} for entry in lines(40)])
    said = run("verify-audit", export, "--json")
    assert said.codes.count("K780") == 21
    assert "and 20 more" in said.out


def test_a_folder_that_is_no_export(tmp_path):
    said = run("verify-audit", tmp_path, "--json")
    assert (said.code, said.codes) == (1, ["K782"])
