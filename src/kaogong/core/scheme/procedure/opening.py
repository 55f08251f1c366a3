"""Whether a round, or a stage of the cycle, may be opened, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import day, flag, label, rows, table, whole, words
from kaogong.core.scheme.model import Rulebook


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in the way: its name, and the sentence."""

    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Opening:
    """What the caller knows at the moment of opening.

    None: not asked, so not checked; empty: none of it exists.
    """

    on: date | None = None
    documents: Mapping[str, date | None] | None = None
    """Documents issued, by id, with their dates when known."""
    bodies: frozenset[str] | None = None
    have: frozenset[str] | None = None
    """Prerequisites in place."""
    targets: int | None = None
    cites: Mapping[str, tuple[str, ...]] | None = None
    """Versions of base documents the round cites."""
    units: Mapping[str, str] | None = None
    """Units and their classes; an empty class is none."""
    alone: str = ""
    """The appraisal somebody wants to run by itself."""
    stage: str = ""
    at: str = ""
    """The stage reached so far; empty: none."""

    @classmethod
    def asked(cls, ask: Mapping[str, Any]) -> Opening:
        """From the plain words of a golden case or a form.

        `all: true` turns everything not said into nothing there.
        """
        everything = flag(ask.get("all"))

        def said(key: str) -> Any:
            return ask.get(key, () if everything else None)

        documents, bodies, have, cites = said("documents"), said("bodies"), said("have"), said("cites")
        targets = ask.get("targets", 0 if everything else None)
        return cls(
            on=day(ask.get("on")),
            documents=None if documents is None else _dated(documents),
            bodies=None if bodies is None else frozenset(words(bodies)),
            have=None if have is None else frozenset(words(have)),
            targets=None if targets is None else whole(targets),
            cites=None if cites is None else {key: words(one) for key, one in table(cites).items()},
            units=_classed(ask.get("units")),
            alone=str(ask.get("alone") or ""),
            stage=str(ask.get("stage") or ""),
            at=str(ask.get("at") or ""),
        )


def _dated(documents: Any) -> dict[str, date | None]:
    if isinstance(documents, Mapping):
        return {str(key): day(one) for key, one in documents.items()}
    return dict.fromkeys(words(documents))


def _classed(units: Any) -> dict[str, str] | None:
    if not isinstance(units, Mapping):
        return None
    return {str(unit): "" if str(class_) in {"none", "None", ""} else str(class_) for unit, class_ in units.items()}


def may_open(book: Rulebook, opening: Opening) -> tuple[Block, ...]:
    """Everything that stands in the way of opening; empty when nothing does."""
    return tuple(one for check in CHECKS for one in check(book, opening))


def _documents(book: Rulebook, opening: Opening) -> Iterator[Block]:
    if opening.documents is None:
        return
    for one in rows(book.procedure.get("documents")):
        stage = str(one.get("stage") or "")
        if one.get("versions") or (stage and stage != opening.stage):
            continue
        id_, name = str(one.get("id", "")), label(one)
        issued = opening.documents.get(id_) or day(one.get("date"))
        if id_ not in opening.documents:
            yield Block(name, Text(f"“{name}”尚未印发", f"{name} has not been issued"))
        elif opening.on is not None and issued is not None and issued > opening.on:
            yield Block(name, Text(f"“{name}”{issued} 才印发", f"{name} is issued only on {issued}"))


def _bodies(book: Rulebook, opening: Opening) -> Iterator[Block]:
    for name in words(book.procedure.get("bodies")):
        if opening.bodies is not None and name not in opening.bodies:
            yield Block(name, Text(f"“{name}”尚未成立", f"the body {name} does not exist yet"))


def _prerequisites(book: Rulebook, opening: Opening) -> Iterator[Block]:
    for name in words(book.procedure.get("prerequisites")):
        if opening.have is not None and name not in opening.have:
            yield Block(name, Text(f"还没有“{name}”", f"{name} is not in place"))


def _targets(book: Rulebook, opening: Opening) -> Iterator[Block]:
    least = whole(table(book.procedure.get("targets")).get("at_least"))
    if opening.targets is not None and opening.targets < least:
        yield Block(
            "目标",
            Text(
                f"有 {opening.targets} 个目标，至少要 {least} 个",
                f"{opening.targets} targets, {least} needed",
            ),
        )


def _versions(book: Rulebook, opening: Opening) -> Iterator[Block]:
    """Each base document is cited in exactly one version, known and in force."""
    if opening.cites is None:
        return
    for one in rows(book.procedure.get("documents")):
        known = table(one.get("versions"))
        cited, name = opening.cites.get(str(one.get("id")), ()), label(one)
        if not known:
            continue
        if len(cited) != 1:
            zh = f"“{name}”要引用一个版本，现在引用了 {len(cited)} 个"
            yield Block(name, Text(zh, f"{name} must be cited in one version, not {len(cited)}"))
        elif cited[0] not in known:
            yield Block(name, Text(f"“{name}”没有 {cited[0]} 版", f"{name} has no version {cited[0]}"))
        elif opening.on is not None and (start := day(known[cited[0]])) is not None and start > opening.on:
            yield Block(
                name,
                Text(f"“{name}”{cited[0]} 版 {start} 才施行", f"{name} {cited[0]} is in force from {start}"),
            )


def _classes(book: Rulebook, opening: Opening) -> Iterator[Block]:
    if book.procedure.get("classes") != "required" or opening.units is None:
        return
    for unit, class_ in opening.units.items():
        if class_ not in book.classes:
            yield Block(unit, Text(f"“{unit}”没有归类", f"{unit} is in no class"))


def _alone(book: Rulebook, opening: Opening) -> Iterator[Block]:
    merged = table(book.procedure.get("merged"))
    if opening.alone and opening.alone in words(merged.get("parts")):
        name = str(merged.get("document") or merged.get("name"))
        zh = f"“{opening.alone}”已并入“{merged.get('name')}”，不得单独开展"
        yield Block(name, Text(zh, f"{opening.alone} is part of {merged.get('name')} and is not run alone"))


def _cycle(book: Rulebook, opening: Opening) -> Iterator[Block]:
    """No stage is jumped, and none lacks a start or an owner."""
    stages = list(rows(book.procedure.get("cycle")))
    for one in stages:
        if not one.get("from") or not one.get("owner"):
            name = label(one)
            yield Block(name, Text(f"“{name}”没有开始日期或责任单位", f"{name} has no start or no owner"))
    if not opening.stage:
        return
    ids = [str(one.get("id")) for one in stages]
    if opening.stage not in ids:
        yield Block(opening.stage, Text(f"没有“{opening.stage}”这个阶段", f"there is no stage {opening.stage}"))
        return
    reached = ids.index(opening.at) if opening.at in ids else -1
    for one in stages[reached + 1 : ids.index(opening.stage)]:
        name = label(one)
        yield Block(name, Text(f"不能跳过“{name}”", f"{name} cannot be jumped"))


CHECKS = (_documents, _bodies, _prerequisites, _targets, _versions, _classes, _alone, _cycle)
"""What is checked, in the order reported."""
