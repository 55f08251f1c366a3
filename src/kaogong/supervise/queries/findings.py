"""Findings and rectification as lists and as figures."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from kaogong.org.models import Account
from kaogong.org.queries import setting, today
from kaogong.supervise.models import Control, Finding, Opinion, Paper, Rectification, StyleRating
from kaogong.supervise.queries.inspections import own_units, share


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def earlier(unit: int, category: str, day: dt.date) -> Finding | None:
    """The last finding of the same category at the same unit within the window; None: it is the first."""
    since = months_before(day, setting("supervise.repeat_months"))
    held = Finding.objects.filter(unit=unit, category=category, found_on__range=(since, day))
    return held.exclude(state="withdrawn").order_by("-found_on", "-pk").first()


def seen_findings(account: Account) -> QuerySet[Finding]:
    """The findings an account may see."""
    units = own_units(account)
    found = Finding.objects.select_related("unit", "person", "item", "inspection", "rectification")
    return found if units is None else found.filter(unit__in=units)


def find_findings(found: QuerySet[Finding], asked: dict[str, str]) -> QuerySet[Finding]:
    """By words, state, category, channel, topic, how rectification stands, and whether repeated."""
    words = asked.get("q", "").strip()
    if words:
        found = found.filter(Q(number__istartswith=words) | Q(words__icontains=words) | Q(unit__code__iexact=words))
    for name in ("state", "category", "channel", "topic"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("stage") == "overdue":
        found = found.filter(rectification__due_on__lt=today()).exclude(rectification__state="closed")
    elif asked.get("stage"):
        found = found.filter(rectification__state=asked["stage"])
    return found.filter(repeat_of__isnull=False) if asked.get("repeated") else found


def unnoticed(day: dt.date) -> QuerySet[Finding]:
    """Findings nobody was told of in time (LB-29)."""
    return Finding.objects.filter(noticed_on__isnull=True, notice_due__lt=day).exclude(state="withdrawn")


def uncorrected(first: dt.date, last: dt.date) -> tuple[int, int, list[Finding]]:
    """Deductions of some days, corrective actions for them, and the findings without one (WH-33)."""
    held = Finding.objects.filter(state="confirmed", counts=True, found_on__range=(first, last)).select_related("unit")
    without = list(held.filter(rectification__isnull=True).order_by("number"))
    number = held.count()
    return number, number - len(without), without


def topics() -> list[tuple[str, int, int, Decimal | None]]:
    """Special rectification lists: topic, cases, corrected, per cent (QH-52)."""
    held = Finding.objects.exclude(topic="").exclude(state="withdrawn").values_list("topic", "rectification__state")
    cases, done = Counter[str](), Counter[str]()
    for topic, state in held:
        cases[topic] += 1
        done[topic] += state == "closed"
    return [(one, cases[one], done[one], share(done[one], cases[one])) for one in setting("supervise.topics")]


@dataclass(frozen=True, slots=True)
class Answered:
    """How a batch of opinions was answered (FZ-18)."""

    sent: int
    units: int
    answered: int
    share: Decimal | None
    overdue: list[Opinion]
    pasted: list[list[Opinion]]
    """The same answer given to different opinions."""


def answered(batch: str) -> Answered:
    """The answers of a batch of opinions."""
    held = list(Opinion.objects.filter(batch=batch).select_related("unit"))
    done = [one for one in held if one.state == "replied"]
    late = [one for one in held if one.state == "sent" and one.due_on < today()]
    return Answered(
        len(held), len({one.unit_id for one in held}), len(done), share(len(done), len(held)), late, pasted(done)
    )


def pasted(several: Iterable[Opinion]) -> list[list[Opinion]]:
    """Answers that are the same but for blanks and punctuation."""
    found: dict[str, list[Opinion]] = {}
    for one in several:
        found.setdefault(re.sub(r"[\W_]+", "", one.reply), []).append(one)
    return [same for same in found.values() if len(same) > 1]


def batches() -> list[str]:
    """The batches of opinions, the latest first."""
    latest = Opinion.objects.order_by().values("batch").annotate(last=Count("pk")).values_list("batch", flat=True)
    return sorted(latest, reverse=True)


def overdue_papers(day: dt.date) -> QuerySet[Paper]:
    """Documents without a reply after the last day (QH-16)."""
    return Paper.objects.filter(state="issued", reply_due__lt=day).select_related("unit")


def failures(control: Control, day: dt.date) -> int:
    """How many violations a control let pass within the window."""
    since = months_before(day, setting("supervise.control_months"))
    held = Rectification.objects.filter(control=control, finding__found_on__gt=since, finding__found_on__lte=day)
    return held.exclude(finding__state="withdrawn").count()


def ineffective(day: dt.date) -> list[tuple[Control, int]]:
    """Controls that let the same pass too often (JQ-13)."""
    since, most = months_before(day, setting("supervise.control_months")), setting("supervise.control_repeats")
    held = Rectification.objects.filter(control__isnull=False, finding__found_on__gt=since, finding__found_on__lte=day)
    counts = held.exclude(finding__state="withdrawn").values("control").annotate(number=Count("pk"))
    wanted = dict(counts.filter(number__gte=most).values_list("control", "number"))
    return [(one, wanted[one.pk]) for one in Control.objects.filter(pk__in=wanted).select_related("unit")]


def barred(day: dt.date) -> set[int]:
    """The units whose team cannot be graded excellent: a rating of style led to a deadline that passed (LB-32)."""
    open_ = StyleRating.objects.filter(finding__isnull=False, finding__rectification__due_on__lt=day)
    return set(open_.exclude(finding__rectification__state="closed").values_list("unit_id", flat=True))


def overdue(day: dt.date) -> QuerySet[Rectification]:
    """Rectifications past the day they are due."""
    return Rectification.objects.filter(due_on__lt=day).exclude(state="closed").exclude(finding__state="withdrawn")
