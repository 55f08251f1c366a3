"""Letters: what one says, whether it still says what holds, and who has not signed."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives import hashes

from kaogong.org.models import Unit
from kaogong.plan.models import Cycle, Letter, Target
from kaogong.plan.queries.coverage import families_missing
from kaogong.plan.queries.cycles import names_of, participants
from kaogong.plan.queries.figures import sign_of

Content = dict[str, Any]


def content_of(cycle: Cycle, unit: Unit, upper: Unit, kind: str) -> Content:
    """What a letter of a unit says today: the parties and every target that binds."""
    names = names_of([unit.pk, upper.pk])
    held = Target.objects.filter(
        cycle=cycle, unit=unit, person__isnull=True, state__in=("issued", "signed", "adjusted")
    )
    rows = [
        {
            "id": one.pk,
            "version": one.version,
            "family": one.indicator.family,
            "part": one.indicator.part,
            "indicator": one.indicator.name,
            "unit": one.indicator.unit,
            "sign": sign_of(one.indicator.direction, one.indicator.splits),
            "value": "" if one.value is None else f"{one.value:f}",
            "points": "" if one.points is None else f"{one.points:f}",
            "quality": one.quality,
            "due": str(one.due or ""),
            "leader": one.leader.name if one.leader else "",
        }
        for one in held.select_related("indicator", "leader").order_by("indicator__place", "id")
    ]
    return {
        "kind": kind,
        "year": cycle.year,
        "cycle": cycle.title,
        "unit": names.get(unit.pk, unit.code),
        "upper": names.get(upper.pk, upper.code),
        "targets": rows,
        "missing": families_missing(cycle, unit),
    }


def sealed(content: Content) -> str:
    """SM3 of the canonical words of a letter."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    return digest.finalize().hex()


def newest(cycle: Cycle, kind: str) -> dict[int, Letter]:
    """The newest letter of each unit."""
    found = Letter.objects.filter(cycle=cycle, kind=kind).order_by("version").defer("content")
    return {one.unit_id: one for one in found}


def outstanding(cycle: Cycle, kind: str) -> list[int]:
    """Units that take part and have no letter with both signatures (QH-02, YL-04)."""
    there = newest(cycle, kind)
    wanted = [one.unit_id for one in participants(cycle)]
    return [unit for unit in wanted if unit not in there or there[unit].state != "effective"]


def stale(letter: Letter) -> bool:
    """Whether the targets have changed since the letter was drawn up, so that a new version has to be signed."""
    return letter.state != "replaced" and _binding(letter) != [
        (row["id"], row["version"], row["value"], row["points"]) for row in letter.content["targets"]
    ]


def _binding(letter: Letter) -> list[tuple[Any, ...]]:
    now = content_of(letter.cycle, letter.unit, letter.upper, letter.kind)
    return [(row["id"], row["version"], row["value"], row["points"]) for row in now["targets"]]
