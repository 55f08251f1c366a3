"""The auditor's console: what was done, by whom, with which power; and whether the record is whole."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from kaogong.audit.actions import export
from kaogong.audit.models import Event
from kaogong.audit.queries import altered_evidence, anchors, events, head
from kaogong.core.chain import ANCHORS, verify
from kaogong.org.actions import extract_log
from kaogong.org.forms import EventFilter
from kaogong.org.guards import may_read_audit
from kaogong.org.views.listing import Cell, Column, Do, Listing, allow, asked, me, show

COLUMNS = (
    Column(lazy("序号"), "number", ("number",)),
    Column(lazy("时间")),
    Column(lazy("操作人"), "actor", ("actor_name", "number")),
    Column(lazy("行为"), "verb", ("room", "verb", "number")),
    Column(lazy("对象")),
    Column(lazy("单位"), "unit", ("unit", "number")),
    Column(lazy("结果")),
)


@require_safe
def events_page(request: HttpRequest) -> HttpResponse:
    """Every act, newest first. Keeping an extract is an act itself."""
    allow(may_read_audit(me(request)))
    filters, given = asked(request, EventFilter)
    found = events(**given)
    if request.GET.get("export"):
        extract_log(by=me(request), asked={key: str(value) for key, value in given.items()}, rows=found.count())
    listing = Listing(request, found, COLUMNS, _row)
    lead = _("共 %(number)s 条。只增不改，谁也不能删。") % {"number": f"{head()[0]:,}"}
    actions = [Do(_("核验存证链"), reverse("audit:verify"), primary=True)]
    told = {"title": _("审计存证"), "lead": lead, "filters": filters, "actions": actions}
    return show(request, listing, name="events", told=told)


def _row(one: Event) -> list[Cell]:
    return [
        Cell(one.number, reverse("audit:event", args=[one.number])),
        Cell(f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}"),
        Cell(one.actor_name),
        Cell(f"{one.room}.{one.verb}"),
        Cell(one.subject, small=one.reason[:80]),
        Cell(one.unit),
        Cell(one.get_outcome_display(), tag="green" if one.outcome == "done" else "red"),
    ]


@require_safe
def event_page(request: HttpRequest, number: int) -> HttpResponse:
    """One act with its values before and after, and its place in the chain."""
    allow(may_read_audit(me(request)))
    event = get_object_or_404(Event, number=number)
    before = Event.objects.filter(number=number - 1).values_list("hash", flat=True).first()
    written = [json.dumps(one, ensure_ascii=False, indent=2) if one else "" for one in (event.old, event.new)]
    shown = {"event": event, "before": before or "", "old": written[0], "new": written[1]}
    return render(request, "org/event.html", shown)


@require_safe
def verify_page(request: HttpRequest) -> HttpResponse:
    """Check the whole chain against itself and against every anchor kept, and every sealed file."""
    allow(may_read_audit(me(request)))
    with tempfile.TemporaryDirectory(prefix="kaogong-verify-") as name:
        folder = Path(name)
        export(folder)
        kept = sorted(Path(settings.ANCHORS).glob("*.json"))
        verdict = verify(folder, kept)
        held = {one.name for one in (*kept, *(folder / ANCHORS).glob("*.json"))}
    shown = {"verdict": verdict, "held": len(held), "anchors": anchors()[:30], "altered": altered_evidence()}
    return render(request, "org/verify.html", shown)
