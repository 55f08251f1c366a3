"""A personal archive over the years, in three views: one's own, the personnel body's, and that of a promotion."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kaogong.org.models import Account, Person
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today, unit_names
from kaogong.people.models import IntegrityFile, Newcomer, PersonalReport, PersonResult
from kaogong.people.queries.archive import archive_of, plain, results_of, sealed
from kaogong.people.queries.archive_files import (
    blockers_of,
    flags_of,
    honours_of,
    missing_items,
    promotion_content,
    situations_of,
    summary_of,
)
from kaogong.people.queries.archive_sight import HIDDEN, post_of, unit_of

VIEWS = {"own": _("本人视图"), "personnel": _("人事视图"), "promotion": _("用人视图")}


def views_for(account: Account, person: Person, *, keeping: bool) -> list[str]:
    """Which views of somebody's archive an account may open; whoever heads the unit sees what the person sees."""
    held, own = reach(account), account.person_id == person.pk
    unit = unit_of(person)
    heads = unit is not None and any(held.has(one, unit, "people") for one in (Power.HEAD, Power.LEADER))
    above = any(held.has(one, room="people") for one in (Power.DECISION, Power.DISCIPLINE))
    found = ["own"] if own or heads else []
    if not own and (keeping or above):
        found.append("personnel")
    if not own and (keeping or held.has(Power.DECISION, room="people")):
        found.append("promotion")
    return found


def sheet_of(person: Person, view: str) -> dict[str, Any]:
    """What a view says today, in the language of whoever reads: plain words, exact numbers as text."""
    content = _promotion(person) if view == "promotion" else _whole(person, own=view == "own")
    return content | {"view": str(VIEWS[view]), "day": str(today())}


@override(settings.LANGUAGE_CODE)
def sealed_sheet(person: Person, view: str) -> tuple[dict[str, Any], str]:
    """What a view says in the language of the house, and its SM3: the same for whoever reads it in whatever language."""
    content = sheet_of(person, view)
    return content, sealed(content)


def _whole(person: Person, *, own: bool) -> dict[str, Any]:
    post = post_of(person)
    entries = archive_of(person)
    if own:
        entries = entries.exclude(kind__in=HIDDEN).filter(filed_on__lte=today())
    results = results_of(person, whole=not own).filter(fixed_on__lte=today()).order_by("-period", "kind", "pk")
    found: dict[str, Any] = {
        "person": person.code,
        "name": person.name,
        "post": post.title if post else "",
        "unit": unit_names([post.unit_id]).get(post.unit_id, "") if post else "",
        "results": [_result(one) for one in results.select_related("corrected_by")],
        "honours": [
            {"title": one.title, "issuer": one.issuer, "on": str(one.given_on), "state": one.get_state_display()}
            for one in honours_of(person)
        ],
        "situations": [_situation(one) for one in situations_of(person)],
        "entries": [
            {"title": one.title, "kind": one.get_kind_display(), "on": str(one.filed_on), "state": one.get_state_display(),
             "sm3": one.sm3}
            for one in entries
        ],
    }  # fmt: skip
    return found if own else found | _personnel(person)


def _result(one: PersonResult) -> dict[str, Any]:
    return {
        "period": one.period,
        "kind": str(one.get_kind_display()),
        "score": plain(one.score),
        "grade": one.grade,
        "reference": one.reference,
        "corrected": hasattr(one, "corrected_by"),
    }


def _situation(one: Any) -> dict[str, str]:
    return {"context": str(one.get_context_display()), "day": str(one.day), "words": one.words, "source": one.source}


def _personnel(person: Person) -> dict[str, Any]:
    """How the integrity side stands, without what is sealed in it."""
    summary = summary_of(person)
    reports = PersonalReport.objects.filter(person=person).order_by("year", "kind")
    newcomer = Newcomer.objects.filter(person=person).order_by("-on").first()
    return {
        "integrity": {
            "file": IntegrityFile.objects.filter(person=person).exists(),
            "summary": str(summary.day) if summary else "",
            "blockers": blockers_of(person),
            "flags": flags_of(person),
            "missing": missing_items(newcomer) if newcomer else [],
        },
        "reports": [
            {"kind": str(one.get_kind_display()), "year": str(one.year), "on": str(one.filed_on)} for one in reports
        ],
    }


def _promotion(person: Person) -> dict[str, Any]:
    summary = summary_of(person)
    more = {"blockers": blockers_of(person), "flags": flags_of(person), "summary": str(summary.day) if summary else ""}
    return promotion_content(person) | more
