"""What belongs to the installation: working days, settings, and units and people from a workbook."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.queries import Unfit
from kaogong.audit.reports.workbook import XLSX
from kaogong.org.actions import clear_holiday, set_holiday, set_setting, take_in
from kaogong.org.forms import HolidayForm, IntakeForm, SettingForm, write_value
from kaogong.org.guards import may_keep_register, may_see_register
from kaogong.org.models.settings import DECLARED, ORIGINS
from kaogong.org.queries import days_of, read_intake, setting, settings_table, today
from kaogong.org.reports.template import template
from kaogong.org.views.acting import act, refuse
from kaogong.org.views.listing import allow, me, tabs

HELD = "org.intake"
SHOWN = 200
WAITS = 24 * 3600
"""Seconds a workbook waits to be taken in."""


@require_http_methods(["GET", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """The days of a year that are not what their weekday says."""
    allow(may_see_register(me(request)))
    given = request.GET.get("year", "")
    year = int(given) if given.isdigit() and 1990 <= int(given) <= 2100 else today().year
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_holiday(by=me(request), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("已改。以后的期限按新日历计算，已定的期限不变。"))
            return redirect(f"{reverse('org:calendar')}?year={form.cleaned_data['day'].year}")
    keeps = not may_keep_register(me(request))
    shown = {"year": year, "days": days_of(year), "form": form, "keeps": keeps, "tabs": tabs(request)}
    return render(request, "org/calendar.html", shown, status=422 if form.errors else 200)


@require_POST
def clear_day(request: HttpRequest, day: dt.date) -> HttpResponse:
    """A day is again what its weekday says."""
    clear_holiday(by=me(request), day=day)
    messages.success(request, _("%(day)s 恢复为平常日。") % {"day": day})
    return redirect(f"{reverse('org:calendar')}?year={day.year}")


@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    """Every setting, its value, and where its default comes from."""
    allow(may_see_register(me(request)))
    rows = [(one, write_value(one, value), own, ORIGINS[one.origin]) for one, value, own in settings_table()]
    keeps = not may_keep_register(me(request))
    return render(request, "org/settings.html", {"rows": rows, "keeps": keeps, "tabs": tabs(request)})


@require_http_methods(["GET", "POST"])
def setting_page(request: HttpRequest, key: str) -> HttpResponse:
    """Set one of them."""
    allow(may_keep_register(me(request)))
    declared = DECLARED.get(key)
    if declared is None:
        raise Http404
    return act(
        request,
        SettingForm(declared, request.POST or None, initial={"value": write_value(declared, setting(key))}),
        partial(set_setting, by=me(request), key=key),
        title=_("改设定"),
        button=_("改设定"),
        told=_("设定已改，原值留存。"),
        subject=f"org.setting:{key}",
        back=reverse("org:settings"),
    )


@require_safe
def template_page(request: HttpRequest) -> HttpResponse:
    """The workbook to be filled in."""
    allow(may_keep_register(me(request)))
    sent = HttpResponse(template(), content_type=XLSX)
    sent["Content-Disposition"] = 'attachment; filename="template.xlsx"'
    return sent


@require_http_methods(["GET", "POST"])
def intake_page(request: HttpRequest) -> HttpResponse:
    """A workbook comes in: first it is shown what it holds and what is wrong, nothing is written."""
    allow(may_keep_register(me(request)))
    form = IntakeForm(request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"form": form, "tabs": tabs(request)}
    if request.method == "POST" and form.is_valid():
        path = _kept(request, form.cleaned_data["file"])
        try:
            found = read_intake(path)
        except Unfit as unfit:
            path.unlink()
            del request.session[HELD]
            form.add_error("file", str(unfit))
        else:
            shown |= {"found": found, "faults": found.faults[:SHOWN], "people": found.people[:20]}
            shown |= {"units": found.units[:20], "name": form.cleaned_data["file"].name}
    return render(request, "org/intake.html", shown, status=422 if form.errors else 200)


@require_POST
def take_in_page(request: HttpRequest) -> HttpResponse:
    """Take in the workbook that was shown."""
    path = _coming().joinpath(str(request.session.get(HELD, "")))
    if not path.is_file():
        messages.error(request, _("表格已过期，请重新上传。"))
        return redirect("org:intake")
    found = take_in(by=me(request), path=path, name=request.POST.get("name", "")[:120])
    path.unlink()
    del request.session[HELD]
    told = {"units": len(found.units), "people": len(found.people)}
    messages.success(request, _("已导入 %(units)s 个单位、%(people)s 人。") % told)
    return redirect("org:people")


def _coming() -> Path:
    """Where a workbook waits until it is taken in; one that nobody took in for a day is thrown away."""
    folder = Path(settings.COMING)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in folder.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - one.stat().st_mtime > WAITS:
                one.unlink()
    return folder


def _kept(request: HttpRequest, file: File[bytes]) -> Path:
    """The workbook on disk, under a name only this session knows; the one before it is thrown away."""
    folder = _coming()
    before = request.session.get(HELD)
    if before:
        (folder / before).unlink(missing_ok=True)
    name = secrets.token_hex(16)
    try:
        with (folder / name).open("wb") as out:
            for piece in file.chunks():
                out.write(piece)
    except OSError:
        (folder / name).unlink(missing_ok=True)
        raise
    request.session[HELD] = name
    return folder / name
