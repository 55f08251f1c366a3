"""Leave and trips: the list with its filters, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.org.queries import shorts
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do, Listing, asked, show
from kaogong.people.forms.presence import AbsenceFilter
from kaogong.people.guards.presence import may_see_absence, may_see_reason
from kaogong.people.models import Absence
from kaogong.people.queries.presence import seen_absences, warnings
from kaogong.people.views.presence_deeds import ABSENCE_DEEDS
from kaogong.people.views.tabs import open_to_all, room_tabs
from kaogong.plan.views.pages import allowed, asker

TONES = {"asked": "yellow", "agreed": "green", "refused": "red", "withdrawn": ""}
COLUMNS = (
    Column(_("人员"), "person", ("person__sort_key", "id")),
    Column(_("类别"), "kind", ("kind", "id")),
    Column(_("首日"), "first", ("first", "id")),
    Column(_("末日"), "last", ("last", "id")),
    Column(_("替代人")),
    Column(_("状态"), "state", ("state", "id")),
    Column(_("办理")),
)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Leave and trips one may see, by name, kind, state and days."""
    account = asker(request)
    allowed(open_to_all(account))
    filters, given = asked(request, AbsenceFilter)
    found, names = _asked(seen_absences(account), given), shorts()
    listing = Listing(request, found, COLUMNS, lambda one: _row(one, account, names))
    told = {
        "title": _("请假出差"),
        "lead": _("本人申请，领导审批；有同岗替代人的，请假期间事项转到替代人的工作台。"),
        "filters": filters,
        "tabs": room_tabs(request),
        "actions": [Do(one.words, one.url, primary=True) for one in offers(ABSENCE_DEEDS, account)],
        "why_empty": _("请假或出差登记后列在这里。"),
    }
    return show(request, listing, name="absences", told=told)


def _asked(found: QuerySet[Absence], given: Mapping[str, Any]) -> QuerySet[Absence]:
    """By name or number, kind, state, and the days they touch."""
    if words := given.get("q", ""):
        found = found.filter(Q(person__name__icontains=words) | Q(person__code=words))
    for name in ("kind", "state"):
        if given.get(name):
            found = found.filter(**{name: given[name]})
    if first := given.get("first"):
        found = found.filter(last__gte=first)
    if last := given.get("last"):
        found = found.filter(first__lte=last)
    return found


def _row(one: Absence, account: Account, names: Mapping[int, str]) -> list[Cell]:
    back = gettext("%(day)s 销假") % {"day": one.returned_on} if one.returned_on else ""
    stand_in = Cell(one.substitute.name) if one.substitute else Cell(gettext("没有替代人"), tag="yellow")
    return [
        Cell(one.person.name, reverse("people:absence", args=[one.pk]), small=names.get(one.unit_id, "")),
        Cell(one.get_kind_display(), small=one.place),
        Cell(str(one.first)),
        Cell(str(one.last), small=back),
        stand_in,
        Cell(one.get_state_display(), tag=TONES[one.state]),
        Cell("", does=offers(ABSENCE_DEEDS, account, one)),
    ]


@require_safe
def one_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """One leave or trip: what is to be thought of before it is agreed to, and what was done."""
    account = asker(request)
    one = get_object_or_404(Absence.objects.select_related("person", "unit", "substitute", "by", "decided_by"), pk=pk)
    allowed(may_see_absence(account, one))
    open_ = one.state in ("asked", "agreed")
    facts = [
        (_("类别"), Cell(one.get_kind_display())), (_("起止"), Cell(f"{one.first} – {one.last}")), (_("事由"), Cell(may_see_reason(account, one) or one.words)),
        (_("去向"), Cell(one.place or "—")), (_("同岗替代人"), Cell(one.substitute or gettext("没有替代人"))),
        (_("状态"), Cell(one.get_state_display(), tag=TONES[one.state])), (_("申请"), Cell(f"{one.on} {one.by or ''}")),
        (_("审批"), Cell(f"{one.decided_on or '—'} {one.decided_by or ''}", small=one.reply)),
        (_("销假日期"), Cell(str(one.returned_on or "—"))),
        (_("随同权限"), Cell(gettext("、").join(each.get_power_display() for each in one.delegations.all()) or "—")),
    ]  # fmt: skip
    return thing_page(
        request, title=str(one.person), lead=f"{one.get_kind_display()} {one.first} – {one.last}", facts=(),
        tables=[Table(_("请假"), (_("项目"), _("内容")), [[Cell(head), cell] for head, cell in facts], "")],
        notices=[{"tone": "warn", "words": words} for words in warnings(one)] if open_ else [],
        offers=offers(ABSENCE_DEEDS, account, one), tabs=room_tabs(request),
    )  # fmt: skip
