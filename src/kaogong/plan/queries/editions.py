"""Editions: the rulebook behind a text, what the checks found, and what it says about adjusting and cascading."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from kaogong.core.engine.cases import judge, read_cases
from kaogong.core.engine.prepare import Prepared, prepare
from kaogong.core.problem import Problem, Refused
from kaogong.core.scheme.edition import Fingerprint, fingerprint
from kaogong.core.scheme.formula import Name
from kaogong.core.scheme.lint import lint
from kaogong.core.scheme.load import load_text, load_with_problems
from kaogong.core.scheme.model import Fact, Item, Rulebook, Sheet
from kaogong.core.scheme.procedure import adjustment
from kaogong.org.models.labels import spoken
from kaogong.plan.models import Edition

Plain = dict[str, Any]
FILE = "rulebook.yaml"


def plain(problem: Problem) -> Plain:
    """A finding as it is kept."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "line": problem.place.line,
        "column": problem.place.column,
        "what": {"zh": problem.what.zh, "en": problem.what.en},
        "why": {"zh": problem.why.zh, "en": problem.why.en},
        "fix": {"zh": problem.fix.zh, "en": problem.fix.en},
    }


def read_folder(
    folder: Path, readings: Mapping[str, str], values: Mapping[str, Any]
) -> tuple[str, Rulebook | None, list[Problem]]:
    """The text of a rulebook's folder, the rulebook, and the problems of reading it.

    A text that stands on another rulebook is kept merged, so that it stands alone.
    """
    file = folder / FILE if folder.is_dir() else folder
    text = file.read_text("utf-8-sig") if file.is_file() else ""
    alone, found = read_text(text, readings, values)
    if alone is not None:
        return text, alone, list(found)
    book, problems = load_with_problems(folder, readings=readings, settings=values)
    return text if book is None else book.canonical, book, list(problems)


def check_text(edition: Edition) -> tuple[list[Plain], list[Plain]]:
    """What the linter finds in an edition, and how its golden cases come out."""
    book, problems = read_text(edition.text, edition.readings, edition.values)
    findings = [plain(one) for one in problems]
    if book is None:
        return findings, []
    findings += [plain(one) for one in lint(book)]
    return findings, list(_cases(edition))


@contextmanager
def as_folder(edition: Edition) -> Iterator[Path]:
    """The edition as the folder the core reads."""
    with tempfile.TemporaryDirectory(prefix="kaogong-edition-") as name:
        folder = Path(name)
        (folder / FILE).write_text(edition.text, "utf-8")
        (folder / "cases").mkdir()
        for file, text in edition.case_files.items():
            (folder / "cases" / Path(file).name).write_text(text, "utf-8")
        yield folder


def _cases(edition: Edition) -> Iterator[Plain]:
    with as_folder(edition) as folder:
        try:
            asked = read_cases(folder)
        except Refused as refused:
            yield {"name": FILE, "passed": False, "said": refused.say("zh")}
            return
        for case in asked:
            try:
                verdict = judge(case)
            except (KeyError, ValueError) as odd:  # the case asks for what is not there
                yield {"name": case.name, "passed": False, "said": f"{case.place.line}: {odd}"}
                continue
            said = "；".join(f"{one.where} 应为 {one.expected}，得到 {one.found}" for one in verdict.differences)
            said = said or "；".join(one.what.zh for one in verdict.problems)
            yield {"name": case.name, "passed": verdict.passed, "said": said}


def hashes(book: Rulebook) -> Fingerprint:
    """The hashes that name a rulebook."""
    return fingerprint(book.canonical)


def book_of(edition: Edition) -> Rulebook:
    """The rulebook of an edition, read once."""
    book, problems = read_text(edition.text, edition.readings, edition.values)
    if book is None:
        raise Refused(problems)
    return book


def prepared_of(edition: Edition) -> Prepared:
    """The rulebook of an edition, planned once: a further run takes the statements written for the one before."""
    book = book_of(edition)
    if edition.sm3 not in _PREPARED or _PREPARED[edition.sm3].rulebook is not book:
        if len(_PREPARED) >= MOST_PREPARED:
            _PREPARED.clear()
        _PREPARED[edition.sm3] = prepare(book)
    return _PREPARED[edition.sm3]


_PREPARED: dict[str, Prepared] = {}
MOST_PREPARED = 4


def read_text(
    text: str, readings: Mapping[str, str], values: Mapping[str, Any]
) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """The rulebook a text is, and the problems of reading it; the same text is read once."""
    chosen = tuple(sorted(readings.items()))
    given = tuple(sorted((key, tuple(v) if isinstance(v, list) else v) for key, v in values.items()))
    return _read(text, chosen, given)


@lru_cache(maxsize=16)
def _read(
    text: str, readings: tuple[tuple[str, str], ...], values: tuple[tuple[str, Any], ...]
) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    given = {name: list(v) if isinstance(v, tuple) else v for name, v in values}
    book, problems = load_text(text, readings=dict(readings), settings=given)
    return book, tuple(problems)


def unaltered(edition: Edition) -> bool:
    """Whether the text still is what its hashes name."""
    book, _problems = read_text(edition.text, edition.readings, edition.values)
    return book is not None and (edition.sm3, edition.sha256) == (hashes(book).sm3, hashes(book).sha256)


def adjusted(
    edition: Edition, whole: Fraction, touched: Fraction, on: dt.date, before: list[Fraction]
) -> tuple[Fraction, list[str]]:
    """How large an adjustment is as a share of the whole plan, and why the rulebook refuses it.

    Args:
        edition: the edition that holds for the unit.
        whole: the points of the whole plan.
        touched: the points this adjustment touches.
        on: the day it is asked for.
        before: the points earlier adjustments touched, oldest first.
    """
    reached, left = [], whole
    for one in before:
        left -= one
        reached.append(left)
    size, refusals = adjustment(book_of(edition), whole, left - touched, on, reached)
    return size, [spoken(one) for one in refusals]


# --- the indicators of a sheet ------------------------------------------------------------------------------------


def sheets_for(book: Rulebook, class_: str) -> list[Sheet]:
    """The sheets a class of subjects is appraised by."""
    kind = book.classes[class_].kind if class_ in book.classes else ""
    fitting = [one for one in book.sheets.values() if not kind or one.kind == kind]
    return [one for one in fitting if not one.classes or not class_ or class_ in one.classes]


def leaves_of(sheet: Sheet, class_: str) -> Iterator[tuple[Item, list[Item]]]:
    """The top items of a sheet that score for a class, each with the leaves under it (none when it is one itself)."""
    for top in sheet.root.items:
        if _counts(top, class_):
            under = [one for one in top.walk() if one is not top and one.method and _counts(one, class_)]
            yield top, under


def _counts(item: Item, class_: str) -> bool:
    return item.role == "score" and (not item.applies_classes or not class_ or class_ in item.applies_classes)


def fact_named(book: Rulebook, item: Item, param: str) -> Fact | None:
    """The fact a parameter of an item names, where it names one."""
    formula = item.params.get(param)
    tree = getattr(formula, "tree", None)
    if not isinstance(tree, Name):
        return None
    return next((one for one in book.facts.values() if tree.name in {one.id, one.name.zh, one.name.en}), None)
