"""Bodies with their seats and duties, supervisors, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
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
from kaogong.org.models import Account, Body, Meeting, Seat, Supervisor, Task
from kaogong.org.queries import (
    assigned_share,
    bodies,
    charges_of,
    complete_posts,
    duties_without_lead,
    find_supervisors,
    kept,
    meetings,
    opens_with,
    orphans,
    points,
    pools,
    strength,
    today,
    unit_names,
    units,
    vacancies,
    without_charge,
    without_liaison,
)
from kaogong.org.views.acting import act
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.deeds.bodies import DEEDS
from kaogong.org.views.deeds.people import SUPERVISOR_DEEDS
from kaogong.org.views.listing import Cell, Column, Do, Listing, allow, asked, me, show, tabs
from kaogong.org.views.people import opened

COLUMNS = (
    Column(lazy("姓名"), "name", ("person__sort_key", "id")),
    Column(lazy("类别"), "pool", ("pool", "person__sort_key")),
    Column(lazy("来源"), "source", ("source", "person__sort_key")),
    Column(lazy("所在单位")),
    Column(lazy("自"), "since", ("since", "id")),
    Column(lazy("办理")),
)


@require_safe
def bodies_page(request: HttpRequest) -> HttpResponse:
    """The bodies there are, with their empty seats named."""
    allow(may_see_register(me(request)))
    found = [(one, vacancies(one), *strength(one)) for one in bodies()]
    empty = sum(len(one[1]) for one in found)
    return render(
        request,
        "org/bodies.html",
        {"bodies": found, "empty": empty, "tabs": tabs(request), "actions": offers(DEEDS, me(request))},
    )


@require_safe
def body_page(request: HttpRequest, number: int) -> HttpResponse:
    """One body: its seats, its duties and who leads them."""
    allow(may_see_register(me(request)))
    body = get_object_or_404(Body.objects.select_related("office", "under"), pk=number)
    seats = list(body.seats.select_related("person", "unit").order_by("id"))
    duties = list(body.duties.select_related("lead", "owner", "body").order_by("id"))
    charges = [one.unit_id for one in charges_of(body)]
    names = unit_names([*charges, *(one.unit_id or 0 for one in seats), *(one.lead_id or 0 for one in duties)])
    shown = {
        "body": body,
        "seats": [(one, names.get(one.unit_id or 0, "")) for one in seats],
        "duties": [(one, names.get(one.lead_id or 0, ""), offers(DEEDS, me(request), one)) for one in duties],
        "meetings": _meetings(body),
        "charges": [names.get(one, "") for one in charges],
        "offers": offers(DEEDS, me(request), body),
        "empty": vacancies(body),
        "leaderless": duties_without_lead(body),
        "assigned": assigned_share(body),
        "keeps": not may_keep_register(me(request)),
        "tabs": tabs(request),
    }
    return render(request, "org/body.html", shown)


def _meetings(body: Body) -> Table:
    rows = [
        [
            Cell(str(one.due), reverse("org:meeting", args=[one.pk])),
            Cell(one.partner or _("例会")),
            Cell(str(one.held_on), tag="green") if one.held_on else Cell(_("未召开"), tag=_late(one)),
        ]
        for one in meetings(body)
    ]
    heads = (_("应于"), _("对象"), _("召开日期"))
    return Table(_("例会、通报"), heads, rows, _("还没有安排例会、通报。"), _kept(body))


def _kept(body: Body) -> str:
    """How many of this year's meetings were held, and which were missed (LB-13)."""
    year = kept(body, today().year, today())
    if not year.planned:
        return ""
    told = {"year": today().year, "planned": year.planned, "held": year.held, "percent": year.percent}
    words = _("%(year)s 年应开 %(planned)s 次，已开 %(held)s 次（%(percent)s%%）。") % told
    missed = _("、").join(str(one.due) for one in year.missed)
    return words + (_("逾期未开：%(days)s。") % {"days": missed} if missed else "")


def _late(one: Meeting) -> str:
    return "red" if one.due < today() else "slate"


@require_safe
def meeting_page(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting: who came, what was decided and whether it is done."""
    allow(may_see_register(me(request)))
    one = get_object_or_404(Meeting.objects.select_related("body"), pk=number)
    decided = list(one.tasks.select_related("owner", "meeting").order_by("id"))
    done, left = opens_with(one)
    names = unit_names([each.unit_id for each in (*decided, *left)])
    heads = (_("事项"), _("承办单位"), _("责任人"), _("期限"), _("办结"))
    before = _("以前会议议定的 %(all)s 项：办结 %(done)s 项，未结 %(left)s 项。")
    told = before % {"all": len(done) + len(left), "done": len(done), "left": len(left)} if done or left else ""
    return thing_page(
        request,
        title=_("%(body)s：%(of)s") % {"body": one.body.name, "of": one.partner or _("例会")},
        lead=_("应于 %(day)s 前召开。") % {"day": one.due},
        facts=[
            (_("机构"), Cell(one.body.name, reverse("org:body", args=[one.body_id]))),
            (_("召开日期"), Cell(str(one.held_on or "—"))),
            (_("出席"), Cell(_("、").join(seat.of for seat in one.present.all()) or "—")),
        ],
        tables=[
            Table(
                _("上次会议的未结事项"), heads, _decided(request, left, names), _("以前会议议定的事项都已办结。"), told
            ),
            Table(_("议定事项"), heads, _decided(request, decided, names), _("还没有议定事项。")),
        ],
        offers=offers(DEEDS, me(request), one),
        tabs=tabs(request),
    )


def _decided(request: HttpRequest, tasks: Iterable[Task], names: Mapping[int, str]) -> list[list[Cell]]:
    return [
        [
            Cell(each.words, small=each.area),
            Cell(names.get(each.unit_id, "")),
            Cell(each.owner.name if each.owner else ""),
            Cell(str(each.due or "")),
            Cell(str(each.done_on), tag="green") if each.done_on else Cell("", does=offers(DEEDS, me(request), each)),
        ]
        for each in tasks
    ]


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
    shown = opened(me(request), found.values("person"))
    listing = Listing(request, found, COLUMNS, lambda one: _supervisor_row(one, names, shown, me(request)))
    more = {"title": _("效能监督员"), "lead": lead, "filters": filters, "tabs": tabs(request)}
    more["actions"] = [Do(_("抽取记录"), reverse("org:draws")), Do(_("监测点"), reverse("org:points"))]
    return show(request, listing, name="supervisors", told=more)


def _supervisor_row(one: Supervisor, names: dict[int, str], shown: Set[int], account: Account) -> list[Cell]:
    return [
        Cell(one.person.name, reverse("org:person", args=[one.person.code]) if one.person_id in shown else ""),
        Cell(one.get_pool_display()),
        Cell(one.source),
        Cell(names.get(one.employer_id or 0, "")),
        Cell(str(one.since)),
        Cell("", does=offers(SUPERVISOR_DEEDS, account, one)),
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
