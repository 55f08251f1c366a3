"""Drawing by lot so that anybody can repeat it: the order is that of SHA-256 over seed, public number and key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kaogong.org.models import Unit
from kaogong.org.queries import conflicts, supervisors, today, unit_names
from kaogong.supervise.models import Inspection, Lot

Frame = list[dict[str, str]]


def mark(seed: str, beacon: str, key: str) -> str:
    """What a line of the list is put in order by."""
    return hashlib.sha256(f"{seed}:{beacon}:{key}".encode()).hexdigest()


def in_order(keys: Iterable[str], seed: str, beacon: str) -> list[str]:
    """The keys of a list in the order seed and public number put them."""
    return sorted(keys, key=lambda key: mark(seed, beacon, key))


def sm3(words: str) -> str:
    """The SM3 hash of some words."""
    return hashlib.new("sm3", words.encode()).hexdigest()


def sha256(words: str) -> str:
    """The SHA-256 hash of some words."""
    return hashlib.sha256(words.encode()).hexdigest()


def written(frame: Sequence[Mapping[str, str]]) -> str:
    """A list as the text whose hash is published: one key a line, as they stand."""
    return "".join(f"{one['key']}\n" for one in frame)


def frame_of_units(several: Iterable[tuple[Unit, str]]) -> Frame:
    """A list of units, windows or files, by the code and the name."""
    rows = list(several)
    names = unit_names(unit.pk for unit, _name in rows)
    found = {
        f"{unit.code} {name}".strip(): {
            "key": f"{unit.code} {name}".strip(), "unit": unit.code, "name": name, "words": names.get(unit.pk, unit.code)
        }
        for unit, name in rows
    }  # fmt: skip
    return [found[key] for key in sorted(found)]


def frame_of_team(held: Inspection, pools: Sequence[str]) -> tuple[Frame, dict[str, str]]:
    """The supervisors who may inspect, and why others may not: employed at a unit to be inspected, or related to it."""
    units = list(Unit.objects.filter(pk__in=held.visits.values("unit")))
    frame: Frame = []
    excluded: dict[str, str] = {}
    for one in supervisors(today()):
        if one.pool not in pools:
            continue
        why = next((why for unit in units if (why := conflicts(one, unit, today()))), "")
        if why:
            excluded[one.person.code] = why
        else:
            frame.append({"key": one.person.code, "unit": "", "name": one.person.name, "words": one.pool})
    return sorted(frame, key=lambda row: row["key"]), excluded


def recomputed(lot: Lot) -> list[str]:
    """What seed, public number and list give, computed anew."""
    return in_order((one["key"] for one in lot.frame), lot.seed, lot.beacon)[: lot.wanted]


def faults_of(lot: Lot) -> list[str]:
    """What does not agree: the seed with its published hashes, the list with its own, the result with both."""
    found = []
    if sm3(lot.seed) != lot.seed_sm3 or sha256(lot.seed) != lot.seed_sha256:
        found.append("seed")
    if sm3(written(lot.frame)) != lot.frame_sm3:
        found.append("frame")
    if recomputed(lot) != list(lot.drawn):
        found.append("drawn")
    return found


def chosen(lot: Lot) -> list[str]:
    """The keys that count: those drawn, with what was swapped by hand."""
    swapped = {one["out"]: one["into"] for one in lot.swaps}
    return [swapped.get(key, key) for key in lot.drawn]


def package(lot: Lot) -> str:
    """All it takes to draw again, as text anybody can keep."""
    told: dict[str, Any] = {
        "rule": "sort keys by SHA-256(seed:beacon:key), take the first `wanted`",
        "seed": lot.seed, "beacon": lot.beacon, "wanted": lot.wanted, "seed_sm3": lot.seed_sm3,
        "seed_sha256": lot.seed_sha256, "frame_sm3": lot.frame_sm3, "frame": [one["key"] for one in lot.frame],
        "excluded": lot.excluded, "drawn": lot.drawn, "swaps": lot.swaps,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1)
