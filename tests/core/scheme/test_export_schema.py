"""The JSON Schema for editors agrees with the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from core.scheme.small import text
from kaogong.core.methods import METHODS
from kaogong.core.scheme.schema import schema

ROOT = Path(__file__).parents[3]
RULEBOOKS = sorted({*ROOT.glob("src/kaogong/rulebooks/*/rulebook.yaml"), *ROOT.glob("tests/**/rulebook.yaml")})


class _Core(yaml.SafeLoader):
    """YAML as editors read it: dates stay text."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in ways if not tag.endswith("timestamp")]
    for first, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def checker() -> Draft202012Validator:
    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def faults(checker: Draft202012Validator, written: str) -> list[str]:
    data: Any = yaml.load(written, Loader=_Core)
    return [one.message for one in checker.iter_errors(data)]


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.parent.name)
def test_shipped_rulebooks_fit(checker: Draft202012Validator, path: Path) -> None:
    assert faults(checker, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "{id: a, name: 甲, full: 5, method: ratio, of: done, targte: 5}",
        "{id: a, name: 甲, full: 5, method: ratio}",
        "{id: a, name: 甲, full: 5, method: raito, of: done}",
        "{id: a, name: 甲, full: 1e3x, method: fixed, marks: 5}",
        "{id: A, name: 甲, full: 5, method: fixed, marks: 5}",
        "{id: a, name: 甲, full: 5, role: bonuss, method: fixed, marks: 5}",
        "{id: a, full: 5, method: fixed, marks: 5}",
        "{id: a, name: 甲, full: 5}",
    ],
)
def test_what_the_loader_refuses_the_editor_marks(checker: Draft202012Validator, line: str) -> None:
    assert faults(checker, text(line))


@pytest.mark.parametrize(
    "line",
    [
        "{id: a, name: {zh: 甲, en: A}, full: 1/3, method: ratio, of: done, target: 30%}",
        "{id: a, name: 甲, full: {setting: gap}, floor: none, method: fixed, marks: full}",
        "{id: a, name: 甲, full: 5, floor: {by_reading: r, x: 0, y: none}, method: fixed, marks: 5}",
        "{id: h, name: 章, full: 5, items: [{id: b, name: 乙, full: 5, method: fixed, marks: 5}]}",
    ],
)
def test_what_the_loader_takes_the_editor_leaves_alone(checker: Draft202012Validator, line: str) -> None:
    assert faults(checker, text(line)) == []


def test_a_rulebook_that_extends_may_leave_things_out(checker: Draft202012Validator) -> None:
    assert faults(checker, "extends: ../base\nsheets: [{id: unit, remove: [x], items: [{id: a, full: 5}]}]\n") == []
    assert faults(checker, "extends: ../base\nsheets: [{id: unit, removes: [x]}]\n")
    assert faults(checker, "id: x\n")


def test_every_method_is_in_it() -> None:
    written = str(schema())
    assert all(f"'const': '{name}'" in written for name in METHODS)
