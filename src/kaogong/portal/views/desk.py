"""My desk, and the search over all rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.portal.queries.desk import desk
from kaogong.portal.queries.search import search
from kaogong.portal.reports.desk import workbook

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in, by stage or by date."""
    assert isinstance(request.user, Account)
    found = desk(request.user)
    stage, order = request.GET.get("stage", ""), request.GET.get("order", "")
    sections = [one for one in found.sections if stage in ("", one.key)]
    if request.GET.get("export"):
        sent = HttpResponse(workbook(sections), content_type=SHEET)
        sent["Content-Disposition"] = 'attachment; filename="desk.xlsx"'
        return sent
    shown = {
        "desk": found,
        "count": len(found.lines),
        "sections": sections,
        "by_due": [line for line in found.lines if any(line in one.lines for one in sections)]
        if order == "due"
        else [],
        "stage": stage,
        "order": order,
    }
    return render(request, "portal/desk.html", shown)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What a search found."""
    assert isinstance(request.user, Account)
    asked = request.GET.get("q", "").strip()[:100]
    return render(request, "portal/search.html", {"asked": asked, "found": search(request.user, asked)})
