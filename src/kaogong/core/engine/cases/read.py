"""Reading golden cases: from `cases/*.yaml` to plain data with places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.source import read_source
from kaogong.core.scheme.tree import Listing, Table, Tree, plain, word

QUESTIONS = (
    "accept",
    "open",
    "rounds",
    "report",
    "deadline",
    "participation",
    "distribution",
    "governs",
    "use",
    "propose",
    "items",
    "change",
)
"""Questions that are not about a score; `change` may stand beside another and is looked for last."""


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One case. `words` is its content merged with the file's base; values are texts as written."""

    folder: Path
    name: str
    covers: tuple[str, ...]
    words: Mapping[str, Any]
    place: Place

    @property
    def question(self) -> str:
        """What is asked; empty when it is a score."""
        return next((one for one in QUESTIONS if one in self.words), "")

    @property
    def id(self) -> str:
        """A short name: rulebook and case."""
        return f"{self.folder.name}: {self.name}"


def merged(base: Any, own: Any) -> Any:
    """Mappings merged key by key; anything else replaced."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in own.items()}}
    return own


def read_cases(folder: Path) -> list[GoldenCase]:
    """Every golden case of a rulebook's folder, in the order of its files.

    Raises:
        Refused: a file cannot be read, or a case has no name or expects nothing.
    """
    found: list[GoldenCase] = []
    problems = Problems()
    for file in sorted((folder / "cases").glob("*.yaml")):
        tree = read_source(file, problems)
        if tree is not None:
            found.extend(_file(folder, tree, problems))
    problems.raise_errors()
    return found


def _file(folder: Path, tree: Tree, problems: Problems) -> list[GoldenCase]:
    cases = tree.get("cases") if isinstance(tree, Table) else None
    if not isinstance(tree, Table) or not isinstance(cases, Listing):
        _odd(problems, tree.place, "文件里没有 cases 列表", "the file has no list `cases`")
        return []
    base = tree.get("base")
    shared = plain(base) if base is not None else {}
    found = []
    for entry in cases.entries:
        if not isinstance(entry, Table) or not word(entry.get("name")):
            _odd(problems, entry.place, "这个范例没有 name", "this case has no `name`")
            continue
        own = plain(entry)
        asked = any(one in own for one in QUESTIONS)
        words = own if asked else merged(shared, own)
        if "expect" not in words and not any("expect" in one for one in (words.get("subjects") or {}).values()):
            _odd(problems, entry.place, "这个范例没有 expect", "this case expects nothing")
            continue
        covers = tuple(str(one) for one in own.get("covers") or ())
        found.append(GoldenCase(folder, str(own["name"]), covers, words, entry.place))
    return found


def _odd(problems: Problems, place: Place, zh: str, en: str) -> None:
    why = Text(
        "范例是可以执行的例子，须有名称、输入和预期",
        "a case is an example that runs: a name, inputs, expectations",
    )
    fix = Text("照 docs/rulebooks.md 第 12 节的样子写", "write it as in docs/rulebooks.md, section 12")
    problems.add("K630", place, Text(zh, en), why, fix)
