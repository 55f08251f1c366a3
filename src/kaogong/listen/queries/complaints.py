"""Complaints as lists: who may see which, what they are sorted and searched by, which are alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from kaogong.core.engine.exact import rounded
from kaogong.listen.models import Complainant, Complaint, Handling, Rating
from kaogong.listen.queries.complaints_roles import ABOVE, INSIDE, avoided, of_centre
from kaogong.listen.states.complaints import OPEN
from kaogong.org.models import Account
from kaogong.org.queries import after_days, reach, setting, today

SORTS = {
    "received": ("received_on", "id"),
    "-received": ("-received_on", "-id"),
    "number": ("number",),
    "due": (F("due").asc(nulls_last=True), "id"),
}


def file_limits() -> tuple[int, int]:
    """How many files may be handed in at once with a complaint or a reply, and how many MB together."""
    return setting("listen.files_most"), setting("listen.files_size")


def code_hash(number: str, code: str) -> str:
    """What is kept of a code: nothing it could be found from without the key of the installation."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return salted_hmac("listen.code", f"{number}:{plain}", algorithm="sha256").hexdigest()


def mark_of(phone: str) -> str:
    """By what two complaints of one person are known as such, without the number."""
    digits = re.sub(r"\D", "", phone)
    return salted_hmac("listen.mark", digits, algorithm="sha256").hexdigest() if digits else ""


def locked(complaint: Complaint) -> bool:
    """Whether too many wrong codes were typed for it."""
    return complaint.locked_until is not None and complaint.locked_until > timezone.now()


def opened_by(number: str, code: str) -> tuple[Complaint | None, bool]:
    """The complaint of a number, and whether the code is its own."""
    held = Complaint.objects.filter(number=number.strip().upper()).first()
    if held is None:
        return None, False
    return held, not locked(held) and constant_time_compare(held.code, code_hash(held.number, code))


def seen(account: Account) -> tuple[QuerySet[Complaint], bool]:
    """The complaints an account may list, and whether with what stands in them.

    The centre lists all but those it must keep away from; a unit those it was sent; the others above what was sent out.
    """
    latest = Handling.objects.filter(complaint=OuterRef("pk")).order_by("-id")
    found = Complaint.objects.annotate(
        due=Subquery(latest.values("due_on")[:1]), at_unit=Subquery(latest.values("unit")[:1]),
        replied=Subquery(latest.values("replied_on")[:1]), sent=Subquery(latest.values("words")[:1]),
    ).select_related("unit")  # fmt: skip
    if account.person_id is not None:
        found = found.exclude(person=account.person_id)
    if of_centre(account):
        away = avoided(account)
        return (found.exclude(Q(unit__in=away) | Q(handlings__unit__in=away)) if away else found), True
    held = reach(account)
    sent = found.filter(at_unit__isnull=False)
    if any(held.has(one, room="listen") for one in ABOVE):
        return sent, False
    units = held.units(*INSIDE)
    if units is None:
        return sent, False
    return sent.filter(Q(pk__in=Handling.objects.filter(unit__in=units).values("complaint"))), False


def opened(account: Account, several: Sequence[int], *, whole: bool) -> set[int]:
    """Those of several complaints whose page an account may see: the centre all it lists, a unit what it was sent."""
    if whole:
        return set(several)
    sent = Handling.objects.filter(complaint__in=several, unit__in=reach(account).units(*INSIDE) or ())
    return set(sent.values_list("complaint_id", flat=True))


def find(found: QuerySet[Complaint], asked: dict[str, str], *, whole: bool) -> QuerySet[Complaint]:
    """By number, state, channel, kind, cause, unit, time; words of the title only where the whole may be read."""
    if words := asked.get("q", "").strip():
        known = Q(number__istartswith=words)
        found = found.filter(known | Q(title__icontains=words) | Q(about__icontains=words) if whole else known)
    for name in ("channel", "kind", "topic", "verdict"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    state = asked.get("state", "")
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state == "late":
        late: dict[str, Any] = {"state": "handling", "due__lt": today()}
        found = found.filter(**late)
    elif state:
        found = found.filter(state=state)
    if asked.get("unit", "").isdecimal():
        unit = int(asked["unit"])
        found = found.filter(Q(at_unit=unit) | Q(unit=unit) if whole else Q(at_unit=unit))
    for name, look in (("since", "received_on__gte"), ("until", "received_on__lte")):
        if day := day_of(asked.get(name, "")):
            found = found.filter(**{look: day})
    return found


def day_of(words: str) -> dt.date | None:
    """A day as it stands in an address; None: it is none."""
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None


# --- alike ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alike:
    """A complaint that may be the same matter."""

    complaint: Complaint
    share: int
    """How much of the text is the same, in whole per cent."""
    same_person: bool
    same_object: bool


def pairs_of(words: str) -> set[str]:
    """A text as its pairs of neighbouring characters, signs left out."""
    plain = re.sub(r"\W", "", words)
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def likeness(one: str, other: str) -> int:
    """The share of pairs two texts have in common, in whole per cent."""
    first, second = pairs_of(one), pairs_of(other)
    return int(rounded(Fraction(100 * len(first & second), len(first | second)), 0)) if first | second else 0


def alike(complaint: Complaint) -> list[Alike]:
    """Complaints of the last months that may be the same: the same object or the same person, and a text alike."""
    since = complaint.received_on - dt.timedelta(days=setting("listen.duplicate_days"))
    held = Complaint.objects.filter(received_on__gte=since, received_on__lte=complaint.received_on)
    held = held.exclude(pk=complaint.pk).exclude(state__in=("joined", "refused"))
    mark = Complainant.objects.filter(pk=complaint.pk).values_list("mark", flat=True).first() or ""
    same = Q(about=complaint.about)
    if complaint.unit_id is not None:
        same |= Q(unit=complaint.unit_id)
    marked = set(Complainant.objects.filter(mark=mark).values_list("pk", flat=True)) if mark else set()
    found = []
    for one in held.filter(same | Q(pk__in=marked)).order_by("-received_on", "-id")[:2_000]:
        share = likeness(complaint.title + complaint.words, one.title + one.words)
        person, there = one.pk in marked, one.about == complaint.about or one.unit_id == complaint.unit_id
        if share >= setting("listen.duplicate_share"):
            found.append(Alike(one, share, person, there))
    return sorted(found, key=lambda each: (-each.share, each.complaint.pk))[:10]


# --- one ------------------------------------------------------------------------------------------------------------


def turn_of(complaint: Complaint) -> int:
    """Which answer of a complaint it is now, from one."""
    return complaint.reopened + 1


def rated(complaint: Complaint) -> Rating | None:
    """What the complainant said of the answer there is now."""
    return Rating.objects.filter(complaint=complaint, turn=turn_of(complaint)).first()


def may_reopen(complaint: Complaint) -> bool:
    """Whether the complainant can still have it handled again: not content, in time, and not too often."""
    said = rated(complaint)
    if said is None or said.satisfaction != "dissatisfied" or complaint.answered_on is None:
        return False
    last = after_days(complaint.answered_on, setting("listen.reopen_days"))
    often = complaint.reopened < setting("listen.reopen_most")
    return complaint.state in ("reviewed", "closed") and often and today() <= last


def names_complainant(complaint: Complaint, words: str) -> bool:
    """Whether words that others are to read tell the name, telephone or address of whoever complained."""
    who = Complainant.objects.filter(pk=complaint.pk).first()
    told = ["".join(one.split()) for one in (who.name, who.phone, who.address)] if who else []
    plain = "".join(words.split())
    return any(one and one in plain for one in told)


def main_of(complaint: Complaint) -> Complaint:
    """The complaint whose outcome counts: of one that was joined to another, that one."""
    found = complaint
    while found.joined_to is not None:
        found = found.joined_to
    return found


def told_of(complaint: Complaint) -> dict[str, Any]:
    """What the complainant reads with the code: the state and the answer, nothing of who handled it."""
    main = main_of(complaint)
    ratable = main.pk == complaint.pk and main.state in ("reviewed", "closed") and rated(main) is None
    now = Handling.objects.filter(complaint=main, ended=False).first()
    return {
        "complaint": complaint, "main": main, "said": rated(main) if main.pk == complaint.pk else None,
        "ratable": ratable, "reopens": main.pk == complaint.pk and may_reopen(main),
        "due": now.due_on if now and main.state == "handling" else None,
        "answered": main.state in ("reviewed", "closed", "answered", "referred", "refused"),
    }  # fmt: skip
