"""Do frozen facts fit a rulebook? Their integers are scaled by the declarations they were frozen with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kaogong.core.problem import Place, Problem, Text
from kaogong.core.scheme.model import Attribute, Fact, Rulebook

KEY = "declared"
WHY = Text("冻结的数是按当时的登记存成整数的", "frozen numbers are integers scaled as was declared then")
FIX = Text("用原始数据按这本规则书重新冻结", "freeze the original facts again with this rulebook")


def scales(rulebook: Rulebook) -> dict[str, str]:
    """How every declared fact, attribute and rating is stored."""
    facts = {f"facts.{one.id}": f"{one.every} {_stored(one)}" for one in rulebook.facts.values()}
    attributes = {f"subjects.attributes.{one.id}": _stored(one) for one in rulebook.attributes.values()}
    ratings = {f"ratings.{one.id}": f"places {one.places}" for one in rulebook.ratings.values()}
    return {**facts, **attributes, **ratings}


def _stored(one: Fact | Attribute) -> str:
    options = f" {'|'.join(one.options)}" if one.options else ""
    return f"{one.type} places {one.places}{options}"


def misfits(rulebook: Rulebook, manifest: Path) -> list[Problem]:
    """What was declared otherwise when facts were frozen. `manifest`: the facts.json of the frozen folder."""
    said = json.loads(manifest.read_text("utf-8"))
    before: Mapping[str, str] = said.get(KEY, {})
    if said["rulebook"] != rulebook.id:
        zh = f"这份数据是为 {said['rulebook']} 冻结的，不是 {rulebook.id}"
        en = f"these facts were frozen for {said['rulebook']}, not for {rulebook.id}"
        return [Problem("K730", Place(str(manifest)), Text(zh, en), WHY, FIX)]
    return [
        _changed(rulebook, name, before[name], now)
        for name, now in scales(rulebook).items()
        if before.get(name, now) != now
    ]


def _changed(rulebook: Rulebook, name: str, before: str, now: str) -> Problem:
    zh = f"{name} 冻结时登记为 {before}，现在是 {now}"
    en = f"{name} was declared {before} when the facts were frozen, now {now}"
    return Problem("K730", rulebook.places.get(name, Place(name)), Text(zh, en), WHY, FIX)
