"""My desk, and the search over all rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kaogong.audit.models import Event
from kaogong.audit.queries import kept
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.org.views.listing import Cell, Column, Listing, me, show
from kaogong.plan.views.pages import whose
from kaogong.portal.queries.aside import decisions, done, own_lights
from kaogong.portal.queries.desk import desk
from kaogong.portal.queries.forwards import open_forwards
from kaogong.portal.queries.notices import TELL
from kaogong.portal.queries.search import search
from kaogong.portal.queries.standing import own_score
from kaogong.portal.reports.desk import workbook

ROOMS = ("org", "plan")
"""Rooms a search looks in."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in, by stage or by date."""
    assert isinstance(request.user, Account)
    account = request.user
    forwards = open_forwards(account)
    marks = tuple(sorted(one.pk for side in forwards for one in side.values()))
    held = None if account.administers else whose(request, marks)
    found = desk(account, forwards)
    stage, order = request.GET.get("stage", ""), request.GET.get("order", "")
    sections = [one for one in found.sections if stage in ("", one.key)]
    if request.GET.get("export"):
        sent = HttpResponse(workbook(sections), content_type=SHEET)
        sent["Content-Disposition"] = 'attachment; filename="desk.xlsx"'
        return sent
    shown = {
        "desk": found,
        "held": held,
        "count": len(found.lines),
        "sections": sections,
        "by_due": [line for line in found.lines if any(line in one.lines for one in sections)]
        if order == "due"
        else [],
        "stage": stage,
        "order": order,
        "reports": not account.administers and reach(account).units(Power.LIAISON) != set(),
    }
    return render(request, "portal/desk.html", shown)


@require_safe
def beside(request: HttpRequest) -> HttpResponse:
    """How the own unit stands, what was decided, what one has done: a part of the desk, fetched after it."""
    assert isinstance(request.user, Account)
    shown = {
        "lights": own_lights(request.user),
        "score": own_score(request.user),
        "decisions": decisions(request.user),
        "month": done(request.user, today().replace(day=1)).count(),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "portal/aside.html" if part else "portal/beside.html", shown)


COLUMNS = (
    Column(gettext_lazy("时间"), "at", ("number",)),
    Column(gettext_lazy("办理"), "verb", ("verb", "number")),
    Column(gettext_lazy("对象")),
    Column(gettext_lazy("单位"), "unit", ("unit", "number")),
    Column(gettext_lazy("理由")),
)


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """What one has done, from the audit."""
    listing = Listing(request, done(me(request)), COLUMNS, _done_row)
    told = {
        "title": _("已办"),
        "lead": _("取自审计存证，只列本人办成的事。"),
        "why_empty": _("办过的事会列在这里。"),
    }
    return show(request, listing, name="done", told=told)


def _done_row(one: Event) -> list[Cell]:
    tell = TELL.get((one.room, one.verb))
    when = f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}"
    return [
        Cell(when),
        Cell(tell.words if tell else one.verb, small=one.verb if tell else ""),
        Cell(one.subject),
        Cell(one.unit),
        Cell(one.reason),
    ]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What a search found."""
    assert isinstance(request.user, Account)
    asked = request.GET.get("q", "").strip()[:100]
    account = request.user
    held = whose(request, asked)
    found = kept(("found", held), ROOMS, lambda: search(account, asked))
    return render(request, "portal/search.html", {"asked": asked, "found": found, "held": held})
