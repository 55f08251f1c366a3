"""What of a cycle must be public, and from which day it is (HB-48)."""

from __future__ import annotations

import datetime as dt

from kaogong.decide.models import Disclosure, Publication
from kaogong.plan.models import Cycle

MUST = ("targets", "standards", "results")
"""What a round makes public: its targets, the basic standards, the results of leading teams."""


def disclosed(cycle: Cycle, day: dt.date) -> dict[str, dt.date]:
    """Which of the kinds are public on a day, and since when. A published result is a result made public."""
    found: dict[str, dt.date] = {}
    for one in Disclosure.objects.filter(cycle=cycle, publish_on__lte=day).order_by("publish_on"):
        found.setdefault(one.kind, one.publish_on)
    results = Publication.objects.filter(settlement__run__cycle=cycle, audience="public", publish_on__lte=day)
    first = results.order_by("publish_on").first()
    if first is not None:
        found["results"] = min(first.publish_on, found.get("results", first.publish_on))
    return found


def undisclosed(cycle: Cycle, day: dt.date) -> list[str]:
    """The kinds that must be public and are not, by name."""
    there, names = disclosed(cycle, day), dict(Disclosure.KINDS)
    return [str(names[one]) for one in MUST if one not in there]


def disclosures(cycle: Cycle | None, day: dt.date) -> list[Disclosure]:
    """What anybody may read on a day, newest first."""
    found = Disclosure.objects.filter(publish_on__lte=day).select_related("cycle")
    return list(found if cycle is None else found.filter(cycle=cycle))


def supervisors_public(cycle: Cycle, day: dt.date) -> list[tuple[str, Disclosure | None]]:
    """The three classes of supervisors with their published list; none: still in selection (YL-35)."""
    lists = [one for one in disclosures(cycle, day) if one.kind == "supervisors"]
    found = []
    for letter in ("A", "B", "C"):
        held = next((one for one in lists if one.title.strip().upper().startswith(letter)), None)
        found.append((letter, held))
    return found
