"""What supervision saw, where findings lie, which sanctions and transactions are open."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaogong.audit.models import Event
from kaogong.org.models import Account, Finding, Sanction, Transaction, Watch
from kaogong.org.models.powers import Power
from kaogong.org.queries.days import today
from kaogong.org.queries.powers import owns, reach, standing
from kaogong.org.queries.settings import setting


def seen(watch: Watch) -> dict[str, list[Event]]:
    """Every sheet of the session followed, each with every act on it, oldest first (QW-16)."""
    found: dict[str, list[Event]] = {subject: [] for subject in watch.subjects}
    for event in Event.objects.filter(subject__in=watch.subjects).order_by("number"):
        found[event.subject].append(event)
    return found


def findings() -> QuerySet[Finding]:
    """Findings, newest first."""
    return Finding.objects.select_related("unit", "owner", "person").order_by("-found_on", "-id")


def findings_seen(account: Account) -> QuerySet[Finding]:
    """The findings an account may see: all for those who watch and for discipline, else those of its own units."""
    if owns(account, "watch") or any(reach(account).has(one) for one in (Power.COMMITTEE, Power.DISCIPLINE)):
        return findings()
    units = standing(account)[1]
    return findings().filter(Q(owner__in=units) | Q(finder__in=units))


def outstanding_sanctions() -> QuerySet[Sanction]:
    """Decisions of which no evidence shows that they were carried out (QH-13)."""
    return Sanction.objects.filter(evidence__isnull=True).select_related("person").order_by("decided_on", "id")


def cut_short(one: Sanction) -> bool:
    """Whether a sanction ended before its months were over (QH-13)."""
    if one.months is None or one.since is None or one.until is None:
        return False
    return one.until < months_after(one.since, one.months)


def months_after(day: dt.date | None, months: int | None) -> dt.date:
    """The same day so many months later; the last of the month where there is none."""
    assert day is not None
    assert months is not None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unmatched(day: dt.date | None = None) -> list[Transaction]:
    """Awards no payment record followed within the days of the installation (XJ-27)."""
    last = (day or today()) - dt.timedelta(days=setting("transactions.days"))
    paid = Transaction.objects.filter(kind="payment", key=OuterRef("key"), unit=OuterRef("unit"))
    found = Transaction.objects.filter(~Exists(paid), kind="award", day__lte=last)
    return list(found.select_related("unit").order_by("day", "id"))
