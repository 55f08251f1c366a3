"""Bodies with their seats and duties, supervisors, and what is missing."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.org.actions import seat
from kaogong.org.forms import SeatForm, WordsFilter
from kaogong.org.guards import may_keep_register, may_see_register
from kaogong.org.models import Body, Seat, Supervisor
from kaogong.org.queries import (
    bodies,
    complete_posts,
    duties_without_lead,
    find_supervisors,
    orphans,
    points,
    pools,
    strength,
    unit_names,
    units,
    vacancies,
    without_charge,
    without_liaison,
)
from kaogong.org.views.acting import act
from kaogong.org.views.listing import Cell, Column, Listing, allow, asked, me, show, tabs

COLUMNS = (
    Column(lazy("姓名"), "name", ("person__sort_key", "id")),
    Column(lazy("类别"), "pool", ("pool", "person__sort_key")),
    Column(lazy("来源"), "source", ("source", "person__sort_key")),
    Column(lazy("所在单位")),
    Column(lazy("自"), "since", ("since", "id")),
)


@require_safe
def bodies_page(request: HttpRequest) -> HttpResponse:
    """The bodies there are, with their empty seats named."""
    allow(may_see_register(me(request)))
    found = [(one, vacancies(one), *strength(one)) for one in bodies()]
    empty = sum(len(one[1]) for one in found)
    return render(request, "org/bodies.html", {"bodies": found, "empty": empty, "tabs": tabs(request)})


@require_safe
def body_page(request: HttpRequest, number: int) -> HttpResponse:
    """One body: its seats, its duties and who leads them."""
    allow(may_see_register(me(request)))
    body = get_object_or_404(Body.objects.select_related("office", "under"), pk=number)
    seats = list(body.seats.select_related("person", "unit").order_by("id"))
    duties = list(body.duties.select_related("lead", "owner").order_by("id"))
    names = unit_names([one.unit_id or 0 for one in seats] + [one.lead_id or 0 for one in duties])
    shown = {
        "body": body,
        "seats": [(one, names.get(one.unit_id or 0, "")) for one in seats],
        "duties": [(one, names.get(one.lead_id or 0, "")) for one in duties],
        "empty": vacancies(body),
        "leaderless": duties_without_lead(body),
        "keeps": not may_keep_register(me(request)),
        "tabs": tabs(request),
    }
    return render(request, "org/body.html", shown)


@require_http_methods(["GET", "POST"])
def seat_page(request: HttpRequest, number: int) -> HttpResponse:
    """Put somebody on a seat, or empty it."""
    allow(may_keep_register(me(request)))
    place = get_object_or_404(Seat.objects.select_related("body", "person", "unit"), pk=number)
    before = {
        "person": place.person.code if place.person else "",
        "unit": place.unit.code if place.unit else "",
    }
    return act(
        request,
        SeatForm(request.POST or None, initial=before),
        partial(seat, by=me(request), place=place),
        title=_("%(body)s：%(of)s") % {"body": place.body.name, "of": place.of},
        button=_("确定人选"),
        told=_("席位已更新。"),
        back=reverse("org:body", args=[place.body_id]),
    )


@require_safe
def supervisors_page(request: HttpRequest) -> HttpResponse:
    """The supervisors of each class, and how many are still to be found."""
    allow(may_see_register(me(request)))
    filters, given = asked(request, WordsFilter)
    counts, whole, vacant = pools()
    _kinds, at_points, points_vacant = points()
    found = find_supervisors(given.get("q", ""))
    names = unit_names(list(found.values_list("employer", flat=True)))
    told = {
        "by": _("、").join(_("%(pool)s类 %(number)s 名") % {"pool": one, "number": n} for one, n in counts.items()),
        "whole": whole,
        "vacant": vacant,
        "points": at_points,
        "missing": points_vacant,
    }
    lead = _("在册 %(whole)s 名（%(by)s），缺 %(vacant)s 名；监测点 %(points)s 个，缺 %(missing)s 个。") % told
    listing = Listing(request, found, COLUMNS, lambda one: _supervisor_row(one, names))
    more = {"title": _("效能监督员"), "lead": lead, "filters": filters, "tabs": tabs(request)}
    return show(request, listing, name="supervisors", told=more)


def _supervisor_row(one: Supervisor, names: dict[int, str]) -> list[Cell]:
    return [
        Cell(one.person.name, reverse("org:person", args=[one.person.code])),
        Cell(one.get_pool_display()),
        Cell(one.source),
        Cell(names.get(one.employer_id or 0, "")),
        Cell(str(one.since)),
    ]


@require_safe
def gaps_page(request: HttpRequest) -> HttpResponse:
    """What is missing: liaison officers, parents, seats, leads, descriptions."""
    allow(may_keep_register(me(request)))
    there = list(units().exclude(level="inside"))
    by_unit = {one.unit_id: one for one in there}
    shown = {
        "liaison": [by_unit[one] for one in without_liaison(by_unit)],
        "charge": [by_unit[one] for one in without_charge(by_unit)],
        "orphans": orphans(there),
        "seats": [one for body in bodies() for one in vacancies(body)],
        "duties": [one for body in bodies() for one in duties_without_lead(body)],
        "posts": complete_posts()[1][:50],
        "tabs": tabs(request),
    }
    return render(request, "org/gaps.html", shown)
