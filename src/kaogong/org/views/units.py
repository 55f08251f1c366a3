"""Units: the tree as of a day, and one unit with its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.queries import history
from kaogong.org.actions import close_unit, found_unit, revise_unit
from kaogong.org.forms import EndForm, ReviseForm, UnitField, UnitFilter, UnitForm
from kaogong.org.guards import may_keep_register, may_see_register
from kaogong.org.models import Portfolio, Unit, UnitVersion
from kaogong.org.queries import (
    at,
    find_units,
    guidance,
    heads_count,
    posts,
    posts_seen,
    reach,
    reminded,
    shorts,
    today,
    tree,
)
from kaogong.org.views.acting import act
from kaogong.org.views.deeds import offers
from kaogong.org.views.deeds.bodies import STAFFING_DEEDS
from kaogong.org.views.deeds.people import DEEDS, SUPERVISOR_DEEDS
from kaogong.org.views.listing import Cell, Column, Do, Listing, allow, asked, me, show, tabs
from kaogong.org.views.written import address

COLUMNS = (
    Column(lazy("单位"), "name", ("sort_key",)),
    Column(lazy("编码"), "code", ("unit__code",)),
    Column(lazy("层级"), "level", ("level", "place", "sort_key")),
    Column(lazy("性质"), "track", ("track", "place", "sort_key")),
    Column(lazy("考核类别"), "class", ("appraisal_class", "place")),
    Column(lazy("上级单位")),
    Column(lazy("人数"), number=True),
)


@require_safe
def units_page(request: HttpRequest) -> HttpResponse:
    """The units of a day, in the order of the tree, fifty a page."""
    allow(may_see_register(me(request)))
    filters, given = asked(request, UnitFilter)
    day: dt.date = given.get("day") or today()

    def found() -> QuerySet[UnitVersion]:
        return find_units(day, given.get("q", ""), given.get("level", ""), given.get("track", ""))

    names = shorts(day)
    heads: dict[int, int] = {}

    def row(one: UnitVersion) -> list[Cell]:
        if not heads:
            some = found() if request.GET.get("export") else listing.page.object_list
            heads.update(heads_count([each.unit_id for each in some], day))
        return _row(one, names, heads)

    listing = Listing(request, found, COLUMNS, row, day)
    whole = len(names)
    lead = _("%(day)s 共有 %(whole)s 个单位。改名、划转前的样子，按日期可查。") % {"day": day, "whole": whole}
    actions = [Do(_("树状图"), f"{reverse('org:tree')}?day={day}")]
    if not may_keep_register(me(request)):
        actions += [Do(_("导入"), reverse("org:intake")), Do(_("新设单位"), reverse("org:found"), primary=True)]
    told = {"title": pgettext("several", "单位"), "lead": lead, "filters": filters, "tabs": tabs(request)}
    return show(request, listing, name="units", told=told | {"actions": actions})


def _row(one: UnitVersion, names: Mapping[int, str], heads: Mapping[int, int]) -> list[Cell]:
    return [
        Cell(one.name, address("org:unit", one.unit.code)),
        Cell(one.unit.code),
        Cell(one.get_level_display()),
        Cell(one.get_track_display()),
        Cell(one.appraisal_class),
        Cell(names.get(one.parent_id or 0, "")),
        Cell(heads.get(one.unit_id, 0)),
    ]


@require_safe
def tree_page(request: HttpRequest) -> HttpResponse:
    """The tree of a day, every branch of which opens and closes without a script."""
    allow(may_see_register(me(request)))
    _filters, given = asked(request, UnitFilter)
    day: dt.date = given.get("day") or today()
    below: dict[int | None, list[UnitVersion]] = {}
    there = list(find_units(day))
    known = {one.unit_id for one in there}
    for one in there:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    return render(request, "org/tree.html", {"roots": _nested(None, below), "day": day, "tabs": tabs(request)})


def _nested(parent: int | None, below: dict[int | None, list[UnitVersion]]) -> list[dict[str, object]]:
    return [{"unit": one, "below": _nested(one.unit_id, below)} for one in below.get(parent, ())]


@require_safe
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it is, what it was, who works there, who answers for it."""
    allow(may_see_register(me(request)))
    unit = get_object_or_404(Unit, code=code)
    versions = list(unit.versions.select_related("parent").order_by("-since"))
    day = today()
    leaders = Portfolio.objects.filter(at(day), unit=unit).select_related("leader")
    parents = UnitVersion.objects.filter(at(day), unit__in=tree(day).above(unit.pk)[1:]).select_related("unit")
    shown = {
        "unit": unit,
        "versions": versions,
        "now": versions[0],
        "parents": parents,
        "below": UnitVersion.objects.filter(at(day), parent=unit).select_related("unit").order_by("place"),
        "posts": posts_seen(me(request)).filter(unit=unit).order_by("-grade", "person__sort_key")[:200],
        "leaders": leaders,
        "liaisons": reminded(unit.pk, day),
        "keeps": not may_keep_register(me(request)),
        "powers": bool(reach(me(request)).held),
        "offers": offers((*DEEDS, *SUPERVISOR_DEEDS, *STAFFING_DEEDS), me(request), unit),
        "guidance": guidance(unit),
        "history": history(f"org.unit:{code}").order_by("-number")[:20],
        "tabs": tabs(request),
    }
    return render(request, "org/unit.html", shown)


@require_http_methods(["GET", "POST"])
def found_page(request: HttpRequest) -> HttpResponse:
    """Found a unit."""
    allow(may_keep_register(me(request)))
    return act(
        request,
        UnitForm(request.POST or None),
        partial(found_unit, by=me(request)),
        title=_("新设单位"),
        button=_("新设单位"),
        told=_("单位已设立。"),
        back=reverse("org:units"),
    )


@require_http_methods(["GET", "POST"])
def revise_page(request: HttpRequest, code: str) -> HttpResponse:
    """Rename, move or reclass a unit."""
    allow(may_keep_register(me(request)))
    unit = get_object_or_404(Unit, code=code, closed__isnull=True)
    now = unit.versions.select_related("parent").get(until__isnull=True)
    fields = ("name", "short", "level", "track", "appraisal_class")
    before = {name: getattr(now, name) for name in fields} | {"parent": now.parent.code if now.parent else ""}
    return act(
        request,
        ReviseForm(request.POST or None, initial=before),
        partial(revise_unit, by=me(request), unit=unit),
        title=_("变更%(name)s") % {"name": now.name},
        button=pgettext("verb", "变更"),
        told=_("已变更，此前的样子照旧可查。"),
        subject=f"org.unit:{code}",
        back=reverse("org:unit", args=[code]),
    )


class CloseForm(EndForm):
    """A unit ends; another may take over."""

    successor = UnitField(label=lazy("承接单位"), required=False, help_text=lazy("编码或全称"))


@require_http_methods(["GET", "POST"])
def close_page(request: HttpRequest, code: str) -> HttpResponse:
    """Close a unit."""
    allow(may_keep_register(me(request)))
    unit = get_object_or_404(Unit, code=code, closed__isnull=True)
    people = posts().filter(unit=unit).count()
    by = me(request)
    return act(
        request,
        CloseForm(request.POST or None),
        lambda until, successor, reason: close_unit(by=by, unit=unit, day=until, successor=successor, reason=reason),
        title=_("撤销单位"),
        button=_("撤销单位"),
        told=_("单位已撤销，原有成绩和记录照旧可查。"),
        back=reverse("org:unit", args=[code]),
        warning=_("涉及在岗 %(people)s 人；撤销后不能再填报。") % {"people": people},
    )
