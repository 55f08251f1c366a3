"""Honours, situations, integrity files and reports as they are read; what blocks a promotion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, bars_appointment, months_after, promotes, setting, share, today, unit_names
from kaogong.people.models import (
    Honour,
    IntegrityFile,
    IntegritySummary,
    Newcomer,
    PersonalReport,
    PromotionSheet,
    Situation,
)
from kaogong.people.queries.archive import plain, results_of, seen_people
from kaogong.people.queries.archive_sight import post_of
from kaogong.people.states.archive_files import ITEMS

NO_EVIDENCE = "没有情形记录"


def honours_of(person: Person) -> QuerySet[Honour]:
    """The honours of a person, withdrawn ones too."""
    return Honour.objects.filter(person=person).select_related("entry")


def situations_of(person: Person) -> QuerySet[Situation]:
    """The conduct of a person that was verified."""
    return Situation.objects.filter(person=person, state="verified")


def seen_situations(account: Account, *, keeping: bool) -> QuerySet[Situation]:
    """Records of the people whose archives an account sees."""
    found = Situation.objects.select_related("person")
    return found.filter(Q(person__in=seen_people(account, keeping=keeping).values("pk")) | Q(by=account))


def newcomers() -> QuerySet[Newcomer]:
    """Newly appointed officials, each with how many of the four are done (`done`)."""
    return Newcomer.objects.select_related("person").annotate(done=Count("items"))


def missing_items(newcomer: Newcomer) -> list[str]:
    """Which of the four are not done."""
    there = set(newcomer.items.values_list("item", flat=True))
    return [key for key in ITEMS if key not in there]


def leaders(day: dt.date | None = None) -> QuerySet[Person]:
    """The leaders of a day, who report every year."""
    held = Post.objects.filter(at(day or today()), main=True, grade__in=(Grade.CHIEF, Grade.DEPUTY))
    return Person.objects.filter(pk__in=held.values("person")).order_by("sort_key", "code")


def due_of(year: int) -> dt.date:
    """The day by which the report of a year is due."""
    return dt.date.fromisoformat(f"{year + 1}-{setting('reports.due')}")


@dataclass(frozen=True, slots=True)
class Compliance:
    """Who has reported of a year."""

    whole: int
    in_time: int
    late: list[Person]
    """Reported after the day."""
    overdue: list[Person]
    """Have not reported, though the day is over."""
    waiting: int
    """Have not reported, and still may."""

    @property
    def percent(self) -> Decimal | None:
        """Per cent that reported in time."""
        return share(self.in_time, self.whole)


def compliance_of(year: int, kind: str = "income", day: dt.date | None = None) -> Compliance:
    """Of the leaders: who has filed a yearly report by its day (LB-27)."""
    when, due = day or today(), due_of(year)
    wanted = list(leaders(when))
    filed = dict(PersonalReport.objects.filter(kind=kind, year=year).values_list("person_id", "filed_on"))
    in_time = [one for one in wanted if one.pk in filed and filed[one.pk] <= due]
    late = [one for one in wanted if one.pk in filed and filed[one.pk] > due]
    gone = [one for one in wanted if one.pk not in filed]
    over = when > due
    return Compliance(len(wanted), len(in_time), late, gone if over else [], 0 if over else len(gone))


def overdue_reports(person: Person, day: dt.date | None = None) -> list[str]:
    """The yearly reports a leader should have filed for the year before and did not."""
    when = day or today()
    year = when.year - 1
    if when <= due_of(year) or not leaders(due_of(year)).filter(pk=person.pk).exists():
        return []
    filed = set(PersonalReport.objects.filter(person=person, year=year).values_list("kind", flat=True))
    names = dict(PersonalReport.KINDS)
    return [str(names[kind]) for kind in PersonalReport.YEARLY if kind not in filed]


def summary_of(person: Person, day: dt.date | None = None) -> IntegritySummary | None:
    """The last integrity summary, if it is still recent enough to be used."""
    when = day or today()
    last = IntegritySummary.objects.filter(file__person=person, day__lte=when).order_by("-day", "-pk").first()
    if last is None or months_after(last.day, setting("integrity.summary_months")) < when:
        return None
    return last


@bars_appointment
def integrity_gate(person: Person, _unit: Unit, grade: str, day: dt.date) -> str:
    """Who rises among the leaders needs a recent integrity summary and no violation that is open (LB-24)."""
    if not setting("integrity.gate") or not promotes(person, grade, day):
        return ""
    if summary_of(person) is None:
        words = _("没有 %(n)s 个月以内的廉政档案摘要，不能任用（%(source)s）。请先由纪检监察机关出具摘要。")
        return words % {"n": setting("integrity.summary_months"), "source": setting("integrity.source")}
    if found := blockers_of(person):
        return _("%(what)s，不能任用（%(source)s）。") % {
            "what": _("、").join(found),
            "source": setting("integrity.source"),
        }
    return ""


def blockers_of(person: Person) -> list[str]:
    """What of the integrity file stands in the way: violations not yet closed (LB-24)."""
    held = IntegrityFile.objects.filter(person=person).first()
    number = held.records.filter(kind="violation", state="open").count() if held else 0
    return [_("廉政档案有 %(n)s 个违规问题未了结") % {"n": number}] if number else []


def flags_of(person: Person) -> list[str]:
    """What a reviewer must see in red, without being a bar by itself (LB-27)."""
    return [_("%(what)s逾期未报") % {"what": one} for one in overdue_reports(person)]


def promotion_content(person: Person, years: int = 5) -> dict[str, Any]:
    """The promotion view: results of the last years, honours in force, verified conduct; nothing that is sealed."""
    post = post_of(person)
    first = today().year - years
    results = [one for one in results_of(person) if one.every == "year" and Period.parse(one.period).number >= first]
    found = list(situations_of(person))
    return {
        "person": person.code,
        "name": person.name,
        "post": post.title if post else "",
        "unit": unit_names([post.unit_id]).get(post.unit_id, "") if post else "",
        "results": [
            {"period": one.period, "kind": one.get_kind_display(), "score": plain(one.score), "grade": one.grade}
            for one in results
        ],
        "honours": [
            {"title": one.title, "issuer": one.issuer, "on": str(one.given_on)}
            for one in honours_of(person).filter(state="given")
        ],
        "situations": [
            {"context": one.get_context_display(), "day": str(one.day), "words": one.words, "source": one.source}
            for one in found
        ],
        "evidence": "" if found else NO_EVIDENCE,
    }


def sheets_of(several: Iterable[Person] | None = None) -> QuerySet[PromotionSheet]:
    """The sheets issued, of some people or of all."""
    found = PromotionSheet.objects.select_related("person", "summary")
    return found if several is None else found.filter(person__in=list(several))
