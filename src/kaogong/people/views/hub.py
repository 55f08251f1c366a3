"""The entry of the room: what concerns oneself, and the ways into its parts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaogong.people.views.tabs import open_to_all, parts_for, room_tabs
from kaogong.plan.views.pages import allowed, asker


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The parts of the room that somebody may look at."""
    account = asker(request)
    allowed(open_to_all(account))
    parts = [
        {"words": part.words, "about": part.about, "pages": [(one.words, url) for one, url in pages]}
        for part, pages in parts_for(account)[1:]
    ]
    return render(request, "people/hub.html", {"tabs": room_tabs(request), "parts": parts})
