"""Attendance as it is: hours of a day, what a day of somebody was, where everybody is, what is unfinished."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.audit.queries import kept
from kaogong.org.models import Account, Person, Post
from kaogong.org.queries import at, calendar, reach, setting, today
from kaogong.people.models import Absence, AttendanceSheet, Correction, DayRecord, Outing, Substitute, WorkHours
from kaogong.people.queries.bureaus import Worker, bureau_of, own_bureau, seen_bureaus, workers
from kaogong.people.states.presence import TRIP


def hours_of(unit: int, day: dt.date) -> WorkHours | None:
    """The hours of a bureau on a day: its own, else those of everybody; None: nobody has set any."""
    held = WorkHours.objects.filter(Q(unit=bureau_of(unit, day)) | Q(unit__isnull=True), since__lte=day)
    own = held.filter(unit__isnull=False).order_by("-since").first()
    return own or held.filter(unit__isnull=True).order_by("-since").first()


def minutes(hours: WorkHours | None, arrived: dt.time | None, left: dt.time | None) -> tuple[int | None, int | None]:
    """Minutes too late and too early; None where there was no click or no hours to hold it against."""
    if hours is None:
        return None, None
    late = None if arrived is None else _beyond(hours.starts, arrived)
    early = None if left is None else _beyond(left, hours.ends)
    return late, early


def _beyond(sooner: dt.time, later: dt.time) -> int:
    """Whole minutes from one time to a later one; within the grace none."""
    found = (later.hour * 60 + later.minute) - (sooner.hour * 60 + sooner.minute)
    return found if found > setting("attendance.grace") else 0


def record_of(person: int, day: dt.date) -> DayRecord | None:
    """The clicks of somebody on a day."""
    return DayRecord.objects.filter(person=person, day=day).first()


def covering(first: dt.date, last: dt.date | None = None) -> QuerySet[Absence]:
    """Leave and trips that were agreed and touch some days."""
    end = last or first
    found = Absence.objects.filter(state="agreed", first__lte=end, last__gte=first)
    return found.exclude(returned_on__lte=first)


def absent_on(person: int, day: dt.date) -> Absence | None:
    """The leave or trip somebody is on."""
    return covering(day).filter(person=person).first()


def kind_of(day: dt.date, record: DayRecord | None, away: Absence | None, until: dt.date | None = None) -> str:
    """What a day of somebody was (states.presence.DAYS). `until`: the last day that is over."""
    if away is not None:
        return "trip" if away.kind == TRIP else "leave"
    if record is not None and record.complete:
        return "complete"
    over = day <= (until or today() - dt.timedelta(days=1))
    if record is not None and (record.arrived or record.left):
        return "incomplete" if over or record.left else "open"
    if not calendar().works(day):
        return "rest"
    return "absent" if over else "open"


# --- the board ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody is on a day."""

    worker: Worker
    state: str
    since: dt.time | None = None
    place: str = ""
    until: dt.date | dt.time | None = None
    substitute: str = ""


def board(units: Iterable[int], day: dt.date) -> list[Where]:
    """Where everybody of some units is (去向显示, XM-44)."""
    held = workers(units, day)
    people = [one.person for one in held]
    away = {one.person_id: one for one in covering(day).filter(person__in=people).select_related("substitute")}
    records = {one.person_id: one for one in DayRecord.objects.filter(person__in=people, day=day)}
    out = {one.person_id: one for one in Outing.objects.filter(person__in=people, day=day, back_at__isnull=True)}
    shown: dict[int, Where] = {}
    for one in held:
        shown.setdefault(one.person, _where(one, away.get(one.person), out.get(one.person), records.get(one.person)))
    return list(shown.values())


def _where(one: Worker, away: Absence | None, out: Outing | None, record: DayRecord | None) -> Where:
    if away is not None:
        name = away.substitute.name if away.substitute else ""
        return Where(one, "trip" if away.kind == TRIP else "leave", None, away.place, away.last, name)
    if record is not None and record.left is not None:
        return Where(one, "gone", record.left)
    if out is not None:
        return Where(one, "out", out.out_at, out.place, out.back_by)
    if record is not None and record.arrived is not None:
        return Where(one, "in", record.arrived)
    return Where(one, "none")


def counted(found: Iterable[Where]) -> Counter[str]:
    """How many are where."""
    return Counter(one.state for one in found)


# --- substitutes ----------------------------------------------------------------------------------------------------


def service_posts(units: Iterable[int] | None = None, day: dt.date | None = None) -> QuerySet[Post]:
    """Posts that must have a substitute: those whose title holds one of the words of the setting."""
    wanted = Q(pk__in=())
    for words in setting("substitutes.posts"):
        wanted |= Q(title__contains=words)
    found = Post.objects.filter(at(day or today()), wanted, person__isnull=False)
    return found if units is None else found.filter(unit__in=set(units))


def without_substitute(units: Iterable[int] | None = None, day: dt.date | None = None) -> QuerySet[Post]:
    """Service posts nobody stands in for (XM-41)."""
    there = Substitute.objects.filter(at(day or today())).values("post")
    return service_posts(units, day).exclude(pk__in=there).select_related("person", "unit")


def substitutes_of(person: int, day: dt.date | None = None) -> list[Person]:
    """Who may stand in for somebody on the posts held today."""
    when = day or today()
    held = Substitute.objects.filter(at(when), post__person=person).select_related("person").order_by("id")
    return [one.person for one in held]


def warnings(absence: Absence) -> list[str]:
    """What is to be thought of before a leave is agreed to; nobody standing in is the first."""
    found = []
    if absence.substitute is None:
        found.append(_("没有同岗替代人：请假期间的事项没有人接手。请先定替代人。"))
    elif clash := covering(absence.first, absence.last).filter(person=absence.substitute_id).first():
        told = {"name": absence.substitute.name, "first": clash.first, "last": clash.last}
        found.append(_("替代人%(name)s在 %(first)s 至 %(last)s 也不在岗，请另定。") % told)
    return found


def replaced_by(account: Account, day: dt.date | None = None) -> list[Account]:
    """The accounts of those on leave for whom somebody stands in today, with no more power than went along (XM-41)."""
    away = acts_for(account, day) - {account.person_id}
    if not away:
        return []
    found = list(Account.objects.filter(person__in=away, is_active=True).select_related("person").order_by("pk"))
    allowed = setting("substitutes.powers")
    for one in found:
        narrow = reach(one)
        narrow.held = [each for each in narrow.held if each.power in allowed]
    return found


def acts_for(account: Account, day: dt.date | None = None) -> frozenset[int]:
    """Oneself, and those on leave today for whom one stands in: what is theirs by name one may do for them."""
    person, when = account.person_id, day or today()
    if person is None:
        return frozenset()
    away = covering(when).filter(substitute=person).values_list("person", flat=True)
    return kept(("acts for", person, when), ("org", "people"), lambda: frozenset(away)) | {person}


def stood_in_by(account: Account, day: dt.date | None = None) -> Person | None:
    """Who stands in for the person behind an account today."""
    person, when = account.person_id, day or today()
    if person is None:
        return None

    def read() -> Person | None:
        found = absent_on(person, when)
        return found.substitute if found else None

    return kept(("stood in by", person, when), ("org", "people"), read)


# --- what one may see -----------------------------------------------------------------------------------------------


def seen_absences(account: Account) -> QuerySet[Absence]:
    """Leave and trips of one's bureaus, and one's own."""
    return _seen(account, Absence.objects.select_related("person", "unit", "substitute"))


def seen_corrections(account: Account) -> QuerySet[Correction]:
    """Corrections of one's bureaus, and one's own."""
    return _seen(account, Correction.objects.select_related("person", "unit"))


def seen_records(account: Account) -> QuerySet[DayRecord]:
    """Clicks in one's bureaus, and one's own."""
    return _seen(account, DayRecord.objects.select_related("person", "unit"))


def seen_sheets(account: Account) -> QuerySet[AttendanceSheet]:
    """Circulations of one's bureaus; those of the own one once they are issued."""
    held = AttendanceSheet.objects.select_related("unit")
    seen = seen_bureaus(account)
    if seen is None:
        return held
    return held.filter(Q(unit__in=seen) | Q(unit=own_bureau(account), state="issued"))


def _seen(account: Account, found: QuerySet[Any]) -> QuerySet[Any]:
    seen = seen_bureaus(account)
    if seen is None:
        return found
    return found.filter(Q(unit__in=seen) | Q(person=account.person_id or 0))


def working_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The working days from one day to another."""
    days = calendar()
    for place in range((last - first).days + 1):
        if days.works(day := first + dt.timedelta(days=place)):
            yield day
