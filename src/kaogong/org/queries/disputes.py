"""What is in dispute now."""

from __future__ import annotations

from kaogong.org.models import Dispute


def disputed(subject: str) -> str:
    """The number of the appeal that is open about a thing, as the audit names it; empty: none."""
    return Dispute.objects.filter(subject=subject, until__isnull=True).values_list("number", flat=True).first() or ""


def altered_by(subject: str) -> str:
    """The number of the ruling by which a thing, as the audit names it, is scored otherwise than it says; empty: none."""
    held = Dispute.objects.filter(subject=subject, ruling__gt="").order_by("-pk")
    return held.values_list("ruling", flat=True).first() or ""


def suspended(unit: int | None, person: int | None = None) -> str:
    """The number of the appeal until whose ruling what follows from a result waits; empty: nothing waits."""
    held = Dispute.objects.filter(until__isnull=True, suspends=True)
    held = held.filter(person=person) if person is not None else held.filter(unit=unit, person__isnull=True)
    return held.values_list("number", flat=True).first() or ""


def provisional(unit: int | None, person: int | None = None) -> list[str]:
    """The numbers of the appeals that are open about something in the score of a unit or a person."""
    held = Dispute.objects.filter(until__isnull=True)
    held = held.filter(person=person) if person is not None else held.filter(unit=unit, person__isnull=True)
    return list(held.order_by("number").values_list("number", flat=True).distinct())
