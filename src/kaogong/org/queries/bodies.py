"""Bodies: their empty seats, their strength, their duties, whom they watch over; supervisors and points."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from kaogong.org.models import (
    Account,
    Body,
    Charge,
    Checklist,
    Draw,
    Duty,
    Point,
    Post,
    Recusal,
    Seat,
    Supervisor,
    Tick,
    Unit,
)
from kaogong.org.models.powers import Power
from kaogong.org.queries.days import at, today
from kaogong.org.queries.people import share
from kaogong.org.queries.powers import reach
from kaogong.org.queries.settings import setting
from kaogong.org.queries.units import tree


def bodies(day: dt.date | None = None) -> QuerySet[Body]:
    """The bodies there are."""
    when = day or today()
    found = Body.objects.filter(founded__lte=when).exclude(dissolved__lte=when)
    return found.select_related("office").order_by("kind", "name")


def vacancies(body: Body) -> list[Seat]:
    """The seats of a body on which nobody sits."""
    return list(body.seats.filter(person__isnull=True).order_by("id"))


def strength(body: Body) -> tuple[str, int, int]:
    """Whether a body has the members and officers it needs: `short` or `valid`, with members and officers (QH-37)."""
    held = Counter(body.seats.filter(person__isnull=False).values_list("role", flat=True))
    officers = held.pop("officer", 0)
    members = sum(held.values())
    short = members < (body.members_min or 0) or officers < body.officers
    return ("short" if short else "valid"), members, officers


def duties_without_lead(body: Body) -> list[Duty]:
    """Duties nobody leads (HS-05)."""
    return list(body.duties.filter(lead__isnull=True, owner__isnull=True).order_by("id"))


def assigned_share(body: Body) -> tuple[Decimal | None, list[Duty]]:
    """The share of a body's duties that have a person, and those that have none (LB-30)."""
    whole = body.duties.count()
    without = list(body.duties.filter(owner__isnull=True).order_by("id"))
    return share(whole - len(without), whole), without


def outside_function(body: Body, unit: Unit, area: str) -> list[str]:
    """The functions a unit has in a body, when a task lies outside them; empty: it lies within (DX-02)."""
    own = list(body.duties.filter(lead=unit).order_by("id").values_list("area", flat=True))
    return [] if area in own else own or [""]


def charges_of(body: Body, day: dt.date | None = None) -> QuerySet[Charge]:
    """The units a body watches over."""
    return Charge.objects.filter(at(day or today()), body=body).select_related("unit").order_by("unit__code")


def without_charge(wanted: Iterable[int], day: dt.date | None = None) -> list[int]:
    """Units, of those asked for, that no body watches over (QH-30)."""
    asked = set(wanted)
    there = Charge.objects.filter(at(day or today()), unit__in=asked)
    return sorted(asked - set(there.values_list("unit_id", flat=True)))


def ticked(checklist: Checklist) -> dict[int, tuple[list[str], list[str]]]:
    """Each unit with an item of a checklist: the items it has, and those it has not (QH-40), in the list's order."""
    there: dict[int, set[str]] = {}
    for unit, item in Tick.objects.filter(checklist=checklist).order_by("unit__code").values_list("unit_id", "item"):
        there.setdefault(unit, set()).add(item)
    return {
        unit: ([one for one in checklist.items if one in has], [one for one in checklist.items if one not in has])
        for unit, has in there.items()
    }


# --- supervisors and monitoring points ------------------------------------------------------------------------------


def supervisors(day: dt.date | None = None) -> QuerySet[Supervisor]:
    """The supervisors of a day."""
    found = Supervisor.objects.filter(at(day or today())).select_related("person", "employer")
    return found.order_by("pool", "person__sort_key")


def find_supervisors(words: str = "") -> QuerySet[Supervisor]:
    """The supervisors of today, found by name or initials."""
    plain = words.strip().lower()
    found = Q(person__name__startswith=plain) | Q(person__initials__startswith=plain)
    return supervisors().filter(found) if plain else supervisors()


def pools(day: dt.date | None = None) -> tuple[dict[str, int], int, int]:
    """How many supervisors each class has, how many all have together, and how many are still to be found."""
    by_pool = supervisors(day).order_by().values_list("pool").annotate(Count("id"))
    counts = dict(sorted(by_pool))
    whole = sum(counts.values())
    return counts, whole, max(0, setting("supervisors.wanted") - whole)


def points(day: dt.date | None = None) -> tuple[dict[str, int], int, int]:
    """How many monitoring points there are of each kind, in all, and how many are still to be found (XJ-09)."""
    by_kind = Point.objects.filter(at(day or today())).values_list("kind").annotate(Count("id"))
    counts = dict(sorted(by_kind))
    whole = sum(counts.values())
    return counts, whole, max(0, setting("points.wanted") - whole)


def conflicts(one: Supervisor, unit: Unit, day: dt.date | None = None) -> str:
    """Why a supervisor takes no part in inspecting a unit: employed there, holds a post there, or recused; empty: may."""
    when = day or today()
    within = set(tree(when).above(unit.pk)) | tree(when).below(unit.pk)
    held = Post.objects.filter(at(when), person=one.person_id, unit__in=within)
    if one.employer_id in within or held.exists():
        return "employed"
    return "recused" if Recusal.objects.filter(at(when), person=one.person_id, unit=unit).exists() else ""


def in_drawn_order(candidates: Iterable[int], seed: str) -> list[int]:
    """Candidates in the order a seed puts them: by the hash of seed and number, which anybody can repeat."""
    return sorted(candidates, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())


def draws() -> QuerySet[Draw]:
    """Draws, newest first."""
    return Draw.objects.select_related("unit").order_by("-drawn_on", "-id")


def recusals(account: Account) -> QuerySet[Recusal]:
    """Recusals of today: every one for the office, else one's own."""
    found = Recusal.objects.filter(at(today())).select_related("person", "unit").order_by("-since", "-id")
    return found if reach(account).has(Power.OFFICE, room="org") else found.filter(person=account.person_id)
