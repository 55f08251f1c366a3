"""Whom an event of attendance, learning or talks concerns."""

from __future__ import annotations

from kaogong.audit.models import Event
from kaogong.org.models import Account, Post
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, today
from kaogong.people.models import Absence, Article, ArticleTarget, AttendanceSheet, Correction, ExamResult, Trained
from kaogong.people.queries.bureaus import sections, workers
from kaogong.portal.queries.concerned import key_of, of_people


def of_absence(event: Event) -> set[int]:
    """Whose leave it is, and who stands in."""
    found = Absence.objects.filter(pk=key_of(event)).values_list("person", "substitute").first()
    return of_people(found or ())


def of_correction(event: Event) -> set[int]:
    """Whose clicks are put right."""
    return of_people(Correction.objects.filter(pk=key_of(event)).values_list("person", flat=True))


def forgot(event: Event) -> set[int]:
    """Those who clicked once."""
    held = Account.objects.filter(is_active=True, person__code__in=(event.new or {}).get("people", ()))
    return set(held.values_list("pk", flat=True))


def of_bureau(event: Event) -> set[int]:
    """Everybody of the bureau a circulation is about."""
    found = AttendanceSheet.objects.filter(pk=key_of(event)).values_list("unit", flat=True).first()
    return of_people(one.person for one in workers(sections(found), today())) if found else set()


def examined(event: Event) -> set[int]:
    """Those who sat an exam."""
    return of_people(ExamResult.objects.filter(exam=key_of(event)).values_list("person", flat=True))


def writer_of(event: Event) -> set[int]:
    """Who wrote an article."""
    return of_people(Article.objects.filter(pk=key_of(event)).values_list("person", flat=True))


def aimed(event: Event) -> set[int]:
    """Whose article target it is."""
    return of_people(ArticleTarget.objects.filter(pk=key_of(event)).values_list("person", flat=True))


def trained(event: Event) -> set[int]:
    """Those whose part in a course was confirmed."""
    held = Trained.objects.filter(course=key_of(event), state="confirmed")
    return of_people(held.values_list("person", flat=True))


def lapsed_heads(event: Event) -> set[int]:
    """The heads of the teams in which a talk is missing."""
    units = [one["unit"] for one in (event.new or {}).get("lapses", ())]
    found = Post.objects.filter(at(today()), unit__in=units, grade=Grade.CHIEF)
    return of_people(found.values_list("person", flat=True))
