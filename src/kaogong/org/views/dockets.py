"""Case files: those one works on, one of them with its evidence, and a sealed file of it."""

from __future__ import annotations

from functools import partial

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.queries import Altered, open_evidence
from kaogong.org.actions import add_to_docket, close_docket, read_docket
from kaogong.org.forms import ConclusionForm, FileForm
from kaogong.org.guards import may_close_docket, may_read_docket, may_see_register
from kaogong.org.models import Docket
from kaogong.org.queries import dockets, unit_names
from kaogong.org.views.acting import act
from kaogong.org.views.deeds import offers, only
from kaogong.org.views.deeds.matters import DEEDS
from kaogong.org.views.listing import Cell, Column, Listing, allow, me, show, tabs

COLUMNS = (
    Column(lazy("案卷"), "title", ("title", "id")),
    Column(lazy("类别"), "kind", ("kind", "id")),
    Column(lazy("涉及")),
    Column(lazy("立卷日期"), "opened", ("opened_on", "id")),
    Column(lazy("状态"), "state", ("state", "id")),
)


@require_safe
def dockets_page(request: HttpRequest) -> HttpResponse:
    """The case files somebody works on."""
    allow(may_see_register(me(request)))
    listing = Listing(request, dockets(me(request)), COLUMNS, _row)
    told: dict[str, object] = {
        "title": pgettext("several", "案卷"),
        "lead": _("只列您办理的案卷；每次打开都留记录。"),
        "tabs": tabs(request),
    }
    told["actions"] = offers(only(DEEDS, "open_docket"), me(request))
    told["why_empty"] = _("立卷后，办案人员和承办单位会在这里看到。")
    return show(request, listing, name="dockets", told=told)


def _row(one: Docket) -> list[Cell]:
    about = one.person.name if one.person else one.unit.code if one.unit else ""
    return [
        Cell(one.title, reverse("org:docket", args=[one.pk])),
        Cell(one.get_kind_display()),
        Cell(about),
        Cell(str(one.opened_on)),
        Cell(one.get_state_display(), tag="green" if one.state == "closed" else "slate"),
    ]


@require_safe
def docket_page(request: HttpRequest, number: int) -> HttpResponse:
    """One case file. That it was opened, or that somebody may not, is recorded."""
    docket = get_object_or_404(Docket.objects.select_related("unit", "person"), pk=number)
    read_docket(by=me(request), docket=docket)
    assigned = list(docket.assignments.select_related("unit"))
    names = unit_names([one.unit_id for one in assigned])
    shown = {
        "docket": docket,
        "team": docket.team.order_by("sort_key"),
        "assigned": [(one, names.get(one.unit_id, one.unit.code)) for one in assigned],
        "evidence": docket.evidence.order_by("sealed_at"),
        "offers": offers(DEEDS, me(request), docket),
        "closes": docket.state == "open" and not may_close_docket(me(request), docket),
        "tabs": tabs(request),
    }
    return render(request, "org/docket.html", shown)


@require_http_methods(["GET", "POST"])
def add_page(request: HttpRequest, number: int) -> HttpResponse:
    """Seal a file and put it into a case file."""
    docket = get_object_or_404(Docket, pk=number)
    by = me(request)
    allow(may_read_docket(by, docket))
    return act(
        request,
        FileForm(request.POST or None, request.FILES or None),
        lambda file: add_to_docket(by=by, docket=docket, evidence=seal(by=by, file=file)),
        title=_("放入材料"),
        button=_("存证并放入"),
        told=_("材料已存证并放入案卷。"),
        back=reverse("org:docket", args=[number]),
        lead=docket.title,
    )


@require_http_methods(["GET", "POST"])
def close_docket_page(request: HttpRequest, number: int) -> HttpResponse:
    """Close a case file."""
    docket = get_object_or_404(Docket, pk=number)
    allow(may_close_docket(me(request), docket))
    return act(
        request,
        ConclusionForm(request.POST or None),
        partial(close_docket, by=me(request), docket=docket),
        title=_("办结案卷"),
        button=_("办结"),
        told=_("案卷已办结。"),
        back=reverse("org:docket", args=[number]),
        lead=docket.title,
        warning=_("办结后不能再放入材料。"),
    )


@require_safe
def evidence_page(request: HttpRequest, number: int, sm3: str) -> FileResponse:
    """A sealed file of a case file; its hash is checked on the way out."""
    docket = get_object_or_404(Docket, pk=number)
    allow(may_read_docket(me(request), docket))
    evidence = get_object_or_404(docket.evidence, pk=sm3)
    try:
        stream = open_evidence(evidence)
    except Altered as altered:
        raise Refused(_("这份证据与存证时不符，不能打开。请告诉安全审计员核验。")) from altered
    return FileResponse(stream, content_type=evidence.kind, as_attachment=True, filename=sm3[:12])
