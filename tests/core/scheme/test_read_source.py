"""YAML text into a tree: what is accepted, what is refused, and where the finger points."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core.scheme.small import codes, text
from kaogong.core.problem import Problems, Refused
from kaogong.core.scheme.load import load, load_with_problems
from kaogong.core.scheme.source import MAX_BYTES, parse_bytes, parse_text, read_source
from kaogong.core.scheme.tree import Scalar, Table, plain


def read(written: str) -> tuple[object, list[str]]:
    problems = Problems()
    tree = parse_text(written, "f.yaml", problems)
    return (None if tree is None else plain(tree)), codes(list(problems))


def test_nothing_is_guessed() -> None:
    tree, found = read("a: no\nb: 0.10\nc: 2010\nd: 1_000\ne: 0o17\nf: 2020-01-01\n武: 12:30:00\n")
    assert not found
    assert tree == {
        "a": "no",
        "b": "0.10",
        "c": "2010",
        "d": "1_000",
        "e": "0o17",
        "f": "2020-01-01",
        "武": "12:30:00",
    }


def test_every_value_knows_its_place() -> None:
    problems = Problems()
    tree = parse_text("a:\n  - 甲\n  - {b: 乙}\n", "f.yaml", problems)
    assert isinstance(tree, Table)
    entry = tree.entries["a"].entries[1]  # type: ignore[union-attr]
    assert isinstance(entry, Table)
    assert (entry.entries["b"].place.line, entry.entries["b"].place.column) == (3, 9)
    assert str(entry.at("b")) == "f.yaml:3:6"


def test_quotes_are_kept_in_mind() -> None:
    problems = Problems()
    tree = parse_text("a: '2010'\nb: 2010\nc: ~\nd: '~'\n", "f.yaml", problems)
    assert isinstance(tree, Table)
    a, b, c, d = tree.entries.values()
    assert isinstance(a, Scalar)
    assert a.quoted
    assert isinstance(b, Scalar)
    assert not b.quoted
    assert isinstance(c, Scalar)
    assert c.null
    assert isinstance(d, Scalar)
    assert not d.null


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("a: &x 1\n", "K006"),
        ("a: &x 1\nb: *x\n", "K006"),
        ("<<: {a: 1}\n", "K006"),
        ("a: !!python/object:os.system {}\n", "K007"),
        ("a: !mine x\n", "K007"),
        ("a: 1\na: 2\n", "K008"),
        ("? [1, 2]\n: 3\n", "K010"),
        ("{a: 1}: 3\n", "K010"),
        ("a: 1\n---\nb: 2\n", "K005"),
        ("", "K005"),
        ("# 只有注释\n", "K005"),
        ("a: [1, 2\n", "K004"),
        ('a: "甲\n', "K004"),
        ("a: 1\n b: 2\n", "K004"),
        ("\ta: 1\n", "K004"),
        ("a: 甲\u200b乙\n", "K011"),
        ("a: \x00\n", "K011"),
    ],
)
def test_refused(written: str, code: str) -> None:
    assert code in read(written)[1]


def test_both_places_of_a_duplicate_are_named() -> None:
    problems = Problems()
    parse_text("a: 1\nb: 2\na: 3\n", "f.yaml", problems)
    (one,) = problems
    assert one.place.line == 3
    assert "第 1 行" in one.what.zh
    assert "line 1" in one.what.en


def test_the_full_width_colon_is_named_as_the_cause() -> None:
    problems = Problems()
    parse_text("id: a\ntitle：甲\nissuer: b\n", "f.yaml", problems)
    (one,) = problems
    assert one.code == "K004"
    assert "全角" in one.fix.zh


def test_a_bomb_of_aliases_costs_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    start = time.perf_counter()
    assert "K006" in read("\n".join(lines))[1]
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("deep", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_depth_is_bounded(deep: str) -> None:
    start = time.perf_counter()
    assert codes_of_depth(deep)
    assert time.perf_counter() - start < 2


def codes_of_depth(deep: str) -> bool:
    return bool({"K009", "K004"} & set(read(deep)[1]))


def test_size_is_bounded() -> None:
    problems = Problems()
    assert parse_bytes(b"a" * (MAX_BYTES + 1), "f.yaml", problems) is None
    assert codes(list(problems)) == ["K002"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "rulebook.yaml"
    file.write_bytes(text().encode(encoding))
    book, problems = load_with_problems(tmp_path)
    assert book is not None
    assert not len(problems)


def test_gbk_is_read_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_bytes(text().encode("gbk"))
    book, problems = load_with_problems(tmp_path)
    assert book is not None
    assert book.title.zh == "小规则书"
    assert [(one.code, one.severity) for one in problems] == [("K003", "warning")]


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_bytes(b"id: a\ntitle: \xff\xfe\x00\n")
    with pytest.raises(Refused) as refused:
        load(tmp_path)
    (one,) = refused.value.problems
    assert (one.code, one.place.line) == ("K003", 2)


def test_a_folder_without_a_rulebook(tmp_path: Path) -> None:
    problems = Problems()
    assert read_source(tmp_path, problems) is None
    assert codes(list(problems)) == ["K001"]
    assert "rulebook.yaml" in next(iter(problems)).fix.en
