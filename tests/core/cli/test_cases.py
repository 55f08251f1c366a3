"""`kaogong cases`: golden cases come out to the last digit, or the command fails and says where."""

from core.cli.desk import edit, run, starter


def test_cases_that_pass(tmp_path):
    said = run("cases", starter(tmp_path / "book"), "-v", "--lang", "zh")
    assert said.code == 0
    assert "✓ 一张黄牌" in said.out
    assert "3 个范例，通过 3 个" in said.out


def test_a_case_that_fails_says_what_was_expected_and_found(tmp_path):
    book = starter(tmp_path / "book")
    edit(book / "cases/basic.yaml", "total: 89.5, grade: 良好", "total: 89.51, grade: 良好")
    said = run("cases", book)
    assert said.code == 1
    assert "total: expected 89.51, found 89.5" in said.out
    assert "basic.yaml:" in said.out
    assert "2 of 3 cases pass" in said.out


def test_answers_are_json(tmp_path):
    book = starter(tmp_path / "book")
    edit(book / "cases/basic.yaml", "discipline: 18", "discipline: 17")
    found = run("cases", book, "--json").json["rulebooks"][0]["cases"]
    assert [one["passed"] for one in found] == [False, True, True]
    assert found[0]["differences"] == [{"where": "subject.discipline", "expected": "17", "found": "18"}]


def test_only_some(tmp_path):
    said = run("cases", starter(tmp_path / "book"), "--only", "九十", "--json")
    assert len(said.json["rulebooks"][0]["cases"]) == 1


def test_a_case_without_a_name_is_refused(tmp_path):
    book = starter(tmp_path / "book")
    edit(book / "cases/basic.yaml", "  - name: 一张黄牌\n    class: dept\n", "  - class: dept\n")
    said = run("cases", book, "--json")
    assert said.code == 1
    assert said.codes == ["K630"]
