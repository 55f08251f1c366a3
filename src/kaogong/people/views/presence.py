"""Attendance: the own clicks and months, the board, the month of a bureau, leave, corrections, circulations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Unit
from kaogong.org.queries import setting, shorts, today
from kaogong.org.views.deeds import offers
from kaogong.people.actions.presence import click, come_back, go_out
from kaogong.people.forms.presence import OutForm
from kaogong.people.guards.presence import may_click, may_see_board, may_see_records
from kaogong.people.models import Absence, Outing
from kaogong.people.queries.attendance_sheets import MARKED, Row, leave_words, month_rows, year_of
from kaogong.people.queries.bureaus import board_bureaus, own_bureau, sections, seen_bureaus
from kaogong.people.queries.presence import absent_on, board, counted, hours_of, kind_of, record_of
from kaogong.people.states.presence import DAYS, MARKS, WHERE
from kaogong.people.views.presence_deeds import ABSENCE_DEEDS, CORRECTION_DEEDS
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.views.pages import allowed, asker, page_of

TONES = {"in": "green", "out": "yellow", "leave": "slate", "trip": "slate", "gone": "", "none": "red"}


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The own day and year; the two clicks and going out are told here."""
    account = asker(request)
    allowed(may_click(account))
    verb = request.POST.get("verb", "")
    form = OutForm(request.POST if verb == "out" else None)
    if verb and _told(request, account, verb, form):
        return redirect("people:attendance")
    unit, person, day = own_bureau(account), account.person, today()
    assert person is not None
    assert unit is not None
    record, away = record_of(person.pk, day), absent_on(person.pk, day)
    context = {
        "tabs": room_tabs(request), "record": record, "away": away, "hours": hours_of(unit, day), "form": form,
        "state": gettext(DAYS[kind_of(day, record, away)]), "day": day,
        "outing": Outing.objects.filter(person=person, day=day, back_at__isnull=True).first(),
        "months": [_month(month, row) for month, row in reversed(year_of(person.pk, unit, day.year))],
        "absences": Absence.objects.filter(person=person).exclude(last__lt=day - dt.timedelta(days=90))[:5],
        "offers": offers(ABSENCE_DEEDS, account) + offers(CORRECTION_DEEDS, account),
    }  # fmt: skip
    return render(request, "people/mine.html", context, status=422 if form.errors else 200)


def _told(request: HttpRequest, account: Account, verb: str, form: OutForm) -> bool:
    """Do what the button says; False where something is to be put right first."""
    try:
        if verb in ("arrive", "leave"):
            made = click(by=account, what=verb)
            at = made.arrived if verb == "arrive" else made.left
            messages.success(request, gettext("%(at)s 已打卡。") % {"at": f"{at:%H:%M}"})
        elif verb == "back":
            come_back(by=account, outing=get_object_or_404(Outing, pk=request.POST.get("outing") or 0))
            messages.success(request, gettext("已登记返回。"))
        elif verb == "out":
            if not form.is_valid() or form.done(go_out, by=account, **form.cleaned_data) is None:
                return False
            messages.success(request, gettext("去向已登记。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return True


def _month(month: str, row: Row) -> dict[str, Any]:
    return {
        "month": month, "row": row, "leave": leave_words(row.leave), "numbers": {one: len(row.days[one]) for one in MARKED},
        "marked": [(gettext(MARKS[one]), len(row.days[one]), _days(row.days[one])) for one in MARKED
                   if row.days[one]],
    }  # fmt: skip


def _days(several: Sequence[dt.date]) -> str:
    """The first days of several, in words."""
    words = gettext("、").join(f"{day:%m-%d}" for day in several[:3])
    return gettext("%(days)s等") % {"days": words} if len(several) > 3 else words


def _bureau(request: HttpRequest, held: set[int] | None) -> tuple[Unit | None, list[tuple[str, str]]]:
    """The bureau asked for, else the own one, else the first; and those to choose from."""
    names = shorts()
    found = Unit.objects.filter(pk__in=names if held is None else held).order_by("code")
    several = [one for one in found if one.pk in names]
    code = request.GET.get("unit", "")
    own = own_bureau(asker(request))
    chosen = next((one for one in several if one.code == code), None)
    chosen = chosen or next((one for one in several if one.pk == own), None) or (several[0] if several else None)
    return chosen, [(one.code, names[one.pk]) for one in several]


@require_safe
def whereabouts(request: HttpRequest) -> HttpResponse:
    """Where everybody of a bureau is today."""
    account = asker(request)
    allowed(may_see_board(account))
    unit, several = _bureau(request, board_bureaus(account))
    shown = board(sections(unit.pk), today()) if unit else []
    numbers, names = counted(shown), shorts()
    state = request.GET.get("state", "")
    lines = [one for one in shown if state in ("", one.state)]
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("工号"), _("姓名"), _("部门"), _("岗位"), _("去向"), _("地点"), _("至"), _("替代人")]
        rows = ((one.worker.code, one.worker.name, names.get(one.worker.unit, ""), one.worker.title,
                 gettext(WHERE[one.state]), one.place, one.until or "", one.substitute) for one in lines)  # fmt: skip
        return sent("whereabouts", heads, rows, request.GET["export"])
    context = {
        "tabs": room_tabs(request), "unit": unit, "units": several, "day": today(), "state": state,
        "name": names.get(unit.pk, "") if unit else "",
        "counts": [(key, gettext(words), numbers[key], TONES[key]) for key, words in WHERE.items()],
        "lines": [(one, gettext(WHERE[one.state]), TONES[one.state], names.get(one.worker.unit, "")) for one in lines],
        "whole": len(shown),
    }  # fmt: skip
    return render(request, "people/board.html", context)


SORTS: dict[str, Callable[[Row], Any]] = {
    "late": lambda row: len(row.days["late"]),
    "absent": lambda row: len(row.days["absent"]),
    "leave": lambda row: row.leave_days,
    "points": lambda row: row.points,
}


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The month of everybody of a bureau, as far as it is over."""
    account = asker(request)
    allowed(may_see_records(account))
    unit, several = _bureau(request, seen_bureaus(account))
    when = _asked_month(request.GET.get("month", ""))
    words = request.GET.get("q", "").strip()
    rows = [
        one
        for one in (month_rows(unit.pk, when) if unit else [])
        if words in one.worker.name or words == one.worker.code
    ]
    sort = request.GET.get("sort", "")
    if order := SORTS.get(sort):
        rows.sort(key=order, reverse=True)
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(f"attendance-{when}", HEADS, (_cells(one) for one in rows), request.GET["export"])
    page = page_of(request, rows)
    context = {
        "tabs": room_tabs(request), "unit": unit, "units": several, "month": when, "page": page, "q": words, "sort": sort,
        "name": shorts().get(unit.pk, "") if unit else "", "lines": [_month(when, one) for one in page],
        "each": setting("attendance.points"),
    }  # fmt: skip
    return render(request, "people/month.html", context)


HEADS = (
    _("工号"), _("姓名"), _("岗位"), _("应出勤"), _("完整"), _("迟到"), _("迟到分钟"), _("早退"), _("早退分钟"), _("缺一次打卡"),
    _("缺勤"), _("请假天数"), _("出差天数"), _("扣分"),
)  # fmt: skip
"""The columns of a month."""


def _cells(row: Row) -> list[object]:
    number = {one: len(row.days[one]) for one in MARKED}
    return [
        row.worker.code, row.worker.name, row.worker.title, row.workdays, row.complete, number["late"], row.late_minutes,
        number["early"], row.early_minutes, number["incomplete"], number["absent"], row.leave_days, row.trip, row.points,
    ]  # fmt: skip


def _asked_month(text: str) -> str:
    """The month asked for, else the one that runs."""
    with suppress(ValueError):
        found = Period.parse(text)
        if found.every == "month":
            return str(found)
    return f"{today():%Y-%m}"
