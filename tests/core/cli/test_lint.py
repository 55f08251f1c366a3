"""`kaogong lint`: findings with the line they are about; errors are exit code 1."""

import pytest

from core.cli.desk import WH, edit, run, starter


@pytest.fixture
def book(tmp_path):
    return starter(tmp_path / "book")


def test_a_good_rulebook(book):
    said = run("lint", book, "--strict")
    assert said.code == 0
    assert "0 errors, 0 warnings" in said.out


def test_all_errors_at_once_with_line_and_caret(book):
    edit(book / "rulebook.yaml", "full: 50", "full: 5O")
    edit(book / "rulebook.yaml", "name: {zh: 督办单", "naem: {zh: 督办单")
    said = run("lint", book, "--lang", "zh")
    assert said.code == 1
    assert "│         full: 5O\n       │               ^\n" in said.out
    assert "K020 没有这个键" in said.out or "naem" in said.out
    assert "怎么改" in said.out


def test_findings_are_json(book):
    edit(book / "rulebook.yaml", "full: 20", "full: 25")
    said = run("lint", book, "--json")
    assert said.code == 1
    assert said.json["rulebooks"][0]["passed"] is False
    assert said.json["rulebooks"][0]["errors"] >= 1
    assert said.json["problems"][0]["place"]["line"] > 1


def test_warnings_are_errors_only_when_strict(book):
    edit(book / "rulebook.yaml", "issuer: {zh: 绩效管理办公室, en: Performance office}\n", "")
    edit(book / "rulebook.yaml", "    direction: higher\n    authority: [统计局]\n", "    direction: higher\n")
    plain, strict = run("lint", book, "--json"), run("lint", book, "--json", "--strict")
    assert plain.json["rulebooks"][0]["warnings"] >= 1
    assert (plain.code, strict.code) == (0, 1)


def test_quiet_shows_errors_only(book):
    assert run("lint", WH).out.count("\n") > run("lint", WH, "--quiet").out.count("\n")


def test_several_rulebooks_all_are_checked(book, tmp_path):
    bad = starter(tmp_path / "bad")
    edit(bad / "rulebook.yaml", "full: 50", "full: -1")
    said = run("lint", bad, book, "wh_approvals", "--json")
    assert said.code == 1
    assert [one["passed"] for one in said.json["rulebooks"]] == [False, True, True]
