"""`extends`: a base taken over and changed; and changes written as data."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from core.scheme.small import codes, text
from kaogong.core.scheme.load import load_text, load_with_problems
from kaogong.core.scheme.model import Rulebook

FIRST = "{id: a, name: 甲, full: 60, method: ratio, of: done, target: due, cap_at: 1.2}"
INNER = "{id: b, name: 乙, full: 25, method: fixed, marks: 25}"
OTHER = "{id: c, name: 丙, full: 15, method: fixed, marks: 15}"
SECOND = f"{{id: h, name: 章, full: 40, items: [{INNER}, {OTHER}]}}"


def write(folder: Path, written: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rulebook.yaml").write_text(written, encoding="utf-8")
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", text(FIRST, SECOND))


def extended(base: Path, change: str) -> Rulebook:
    book, problems = load_with_problems(write(base.parent / "own", f"extends: ../base\n{change}"))
    assert book is not None, [one.say("en") for one in problems]
    return book


def refused(base: Path, change: str) -> list[str]:
    book, problems = load_with_problems(write(base.parent / "own", change))
    assert book is None
    return codes(list(problems))


def test_everything_is_taken_over(base: Path) -> None:
    book = extended(base, "id: mine\nedition: '2021'\neffective: {from: 2021-01-01}\n")
    assert (book.id, book.edition, str(book.effective_from)) == ("mine", "2021", "2021-01-01")
    assert [one.id for one in book.sheets["unit"].root.walk()] == ["unit", "a", "h", "b", "c"]


def test_things_are_changed_by_id_at_any_depth(base: Path) -> None:
    book = extended(base, "sheets: [{id: unit, items: [{id: h, items: [{id: c, full: 10, marks: 9}]}]}]\n")
    item = book.item("unit", "c")
    assert (item.full, item.params["marks"]) == (10, ("number", 9))
    assert book.item("unit", "b").full == 25
    assert Path(item.place.file).parent.name == "own"
    assert Path(book.item("unit", "b").place.file).parent.name == "base"


def test_new_things_come_last(base: Path) -> None:
    book = extended(base, "sheets: [{id: unit, items: [{id: z, name: 丁, full: 5, method: fixed, marks: 5}]}]\n")
    assert [one.id for one in book.sheets["unit"].root.items] == ["a", "h", "z"]


def test_another_method_drops_the_parameters_of_the_old(base: Path) -> None:
    change = "sheets: [{id: unit, items: [{id: a, method: fixed, marks: 50}]}]\n"
    item = extended(base, change).item("unit", "a")
    assert (item.method, item.full, item.name.zh) == ("fixed", 60, "甲")


def test_the_same_method_keeps_them(base: Path) -> None:
    item = extended(base, "sheets: [{id: unit, items: [{id: a, target: 100}]}]\n").item("unit", "a")
    assert str(item.params["cap_at"]) == "6/5"
    assert item.params["target"].text == "100"


@pytest.mark.parametrize(
    "change",
    [
        "sheets: [{id: unit, remove: [h]}]\n",
        "remove: [sheets.unit.items.h]\n",
        "sheets: [{id: unit, remove: [h], items: [{id: a, full: 100}]}]\n",
    ],
)
def test_remove(base: Path, change: str) -> None:
    assert [one.id for one in extended(base, change).sheets["unit"].root.items] == ["a"]


def test_remove_a_declaration(base: Path) -> None:
    assert "level" not in extended(base, "facts: {remove: [level]}\n").facts


def test_a_base_of_a_base(base: Path) -> None:
    write(base.parent / "middle", "extends: ../base\nedition: '2021'\nissuer: 甲局\n")
    book, _ = load_with_problems(write(base.parent / "own", "extends: ../middle\nedition: '2022'\n"))
    assert book is not None
    assert (book.edition, book.issuer is not None and book.issuer.zh) == ("2022", "甲局")


@pytest.mark.parametrize("target", ["../nowhere", "/etc", "C:/x", "''", "[a]"])
def test_a_base_that_is_not_there(base: Path, target: str) -> None:
    assert refused(base, f"extends: {target}\n") == ["K055"]


def test_bases_in_a_circle(base: Path) -> None:
    write(base, "extends: ../own\n")
    assert refused(base, "extends: ../base\n") == ["K055"]


def test_problems_of_the_base_are_told_in_its_file(base: Path) -> None:
    write(base, text(FIRST.replace("done", "dune")))
    book, problems = load_with_problems(write(base.parent / "own", "extends: ../base\n"))
    assert book is None
    (one,) = problems
    assert Path(one.place.file).parent.name == "base"


def test_removing_what_is_not_there(base: Path) -> None:
    assert refused(base, "extends: ../base\nsheets: [{id: unit, remove: [x]}]\n") == ["K056"]
    assert refused(base, text() + "remove: [sheets.unit]\n") == ["K056"]


def test_text_without_a_folder_cannot_extend() -> None:
    book, problems = load_text("extends: ../base\n")
    assert book is None
    assert codes(list(problems)) == ["K055"]


# changes as data ------------------------------------------------------------------------------------------


def changed(*changes: Any) -> tuple[Rulebook | None, list[str]]:
    book, problems = load_text(text(FIRST, SECOND), changes=changes)
    return book, codes(list(problems))


def test_remove_set_and_add() -> None:
    book, found = changed(
        {"remove": "sheets.unit.items.b"},
        {"set": "sheets.unit.items.h.full", "to": "15"},
        {"set": "sheets.unit.items.a.cap", "to": 50},
        {
            "add": "sheets.unit.items",
            "value": {"id": "z", "name": "丁", "full": 25, "method": "fixed", "marks": "full"},
        },
        {"add": "facts", "value": {"more": {"name": "戊", "type": "integer", "every": "year"}}},
    )
    assert not found
    assert book is not None
    assert [one.id for one in book.sheets["unit"].root.walk()] == ["unit", "a", "h", "c", "z"]
    assert (book.item("unit", "h").full, book.item("unit", "a").cap) == (15, 50)
    assert "more" in book.facts


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"remove": "sheets.unit.items.x"}, "K056"),
        ({"set": "sheets.town.full", "to": 5}, "K056"),
        ({"add": "sheets.unit.full", "value": 5}, "K056"),
        ({"drop": "sheets"}, "K022"),
        ({"set": "sheets.unit.full", "to": 0.1}, "K023"),
        ("remove", "K022"),
    ],
)
def test_changes_that_miss(change: Any, code: str) -> None:
    assert code in changed(change)[1]


def test_a_change_is_read_like_the_rulebook() -> None:
    assert changed({"set": "sheets.unit.items.a.of", "to": "dune"})[1] == ["K042"]


def test_many_changes_are_quick() -> None:
    start = time.perf_counter()
    changed(*({"set": "sheets.unit.items.b.marks", "to": number} for number in range(200)))
    assert time.perf_counter() - start < 2
