"""A rulebook from its folder: text → tree → merged with its base → references resolved → read → checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaogong.core.problem import Problems, Refused, Text
from kaogong.core.scheme.change import changed
from kaogong.core.scheme.check import check_circles
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.edition import canonical_text
from kaogong.core.scheme.extend import extended
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.read import read
from kaogong.core.scheme.resolve import resolve
from kaogong.core.scheme.source import parse_text, read_source
from kaogong.core.scheme.tree import Table, Tree


def load(
    path: str | Path,
    *,
    readings: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    changes: Sequence[Any] = (),
) -> Rulebook:
    """The rulebook in a folder (or a YAML file).

    Args:
        path: The folder, or the file itself.
        readings: Options to take instead of the chosen ones.
        settings: Values to take instead of the declared ones; exact, no floats.
        changes: Edits to the merged rulebook before it is read (see `scheme.change`).

    Raises:
        Refused: with every problem found.
    """
    rulebook, problems = load_with_problems(path, readings=readings, settings=settings, changes=changes)
    problems.raise_errors()
    if rulebook is None:
        raise Refused(problems)
    return rulebook


def load_with_problems(
    path: str | Path,
    *,
    readings: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    changes: Sequence[Any] = (),
) -> tuple[Rulebook | None, Problems]:
    """The rulebook, or None when it has errors; and everything found, warnings included."""
    problems = Problems()
    trial = _Trial(readings or {}, settings or {}, changes)
    path = Path(path)
    tree = read_source(path, problems)
    folder = path if path.is_dir() else path.parent
    return _built(tree, folder, problems, trial), problems


def load_text(
    text: str,
    *,
    file: str = "rulebook.yaml",
    folder: Path | None = None,
    readings: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    changes: Sequence[Any] = (),
) -> tuple[Rulebook | None, Problems]:
    """The same for text that is not in a file; without a folder it cannot extend another rulebook."""
    problems = Problems()
    trial = _Trial(readings or {}, settings or {}, changes)
    tree = parse_text(text, file, problems)
    return _built(tree, folder, problems, trial), problems


@dataclass(frozen=True, slots=True)
class _Trial:
    """What is tried out with a rulebook: other readings, settings, text."""

    readings: Mapping[str, str]
    settings: Mapping[str, Any]
    changes: Sequence[Any]


def _built(tree: Tree | None, folder: Path | None, problems: Problems, trial: _Trial) -> Rulebook | None:
    """The rulebook of a tree; None when there are errors."""
    if tree is None:
        return None
    if not isinstance(tree, Table):
        what = Text("规则书应是对照表（键: 值）", "a rulebook is a mapping (key: value)")
        complain(problems, "K022", tree.place, what, Text("从 kaogong: 1 开始写。", "Begin with kaogong: 1."))
        return None
    whole = extended(tree, folder, problems, (folder.resolve(),) if folder else ())
    if whole is None:
        return None
    whole = changed(whole, trial.changes, problems, tree.place)
    resolved = resolve(whole, trial.readings, trial.settings, problems)
    rulebook = read(resolved, problems, canonical=canonical_text(whole), folder=str(folder or ""))
    check_circles(rulebook, problems)
    return None if problems.errors else rulebook
