"""Samples, as anybody can draw them again from what is on record (HB-45)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kaogong.listen.models import Project, Sampling


def drawn_numbers(seed: str, frame: int, size: int) -> list[int]:
    """The numbers a seed draws: those whose hash of seed and number comes first. Anybody can repeat it."""
    order = sorted(range(1, frame + 1), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return sorted(order[:size])


def seal_of(numbers: Iterable[int]) -> str:
    """The hash of the numbers drawn."""
    return hashlib.new("sm3", ",".join(map(str, numbers)).encode()).hexdigest()


def same_again(one: Sampling) -> bool:
    """Whether drawing again from the record gives the numbers that were drawn."""
    return seal_of(drawn_numbers(f"{one.seed}:{one.stratum_id}", one.frame, one.size)) == one.sm3


def samples(project: Project, *, again: bool) -> list[tuple[Sampling, bool | None]]:
    """What was drawn for a project; `again`: each with whether drawing it again gives the same."""
    held = Sampling.objects.filter(stratum__group__project=project).select_related("stratum__group").order_by("pk")
    return [(one, same_again(one) if again else None) for one in held]
