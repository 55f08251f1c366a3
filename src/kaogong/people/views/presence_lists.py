"""Lists of attendance: leave, corrections, substitutes, hours, circulations; one leave, one circulation, the file of a machine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Unfit, place
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account, Unit
from kaogong.org.queries import shorts
from kaogong.org.views.deeds import offers
from kaogong.org.views.listing import Cell, Column, Do
from kaogong.org.views.shelves import Row, Shelf
from kaogong.people.actions.presence import take_punches
from kaogong.people.forms.presence import PunchForm
from kaogong.people.guards.presence import (
    may_keep,
    may_keep_some,
    may_see_correction,
    may_see_records,
    may_see_sheet,
)
from kaogong.people.models import AttendanceSheet, Correction, PunchFile, Substitute, WorkHours
from kaogong.people.queries.attendance_sheets import leave_words, summed
from kaogong.people.queries.bureaus import sections, seen_bureaus
from kaogong.people.queries.presence import (
    seen_corrections,
    seen_sheets,
    without_substitute,
)
from kaogong.people.queries.punches import HEADS, Punches, read_punches
from kaogong.people.reports.attendance_docx import write
from kaogong.people.views.presence_deeds import CORRECTION_DEEDS, KEEPING_DEEDS
from kaogong.people.views.tabs import open_to_all, room_tabs
from kaogong.plan.views.pages import allowed, asker

SHOWN = 200
SALT, DAY = "people.punches", 24 * 3600
"""Of the word that says which file was looked through, and how many seconds it holds."""
TONES = {"asked": "yellow", "agreed": "green", "refused": "red", "withdrawn": "", "draft": "yellow", "issued": "green"}
PERSON, UNIT, STATE, DO = (
    Column(_("人员"), "person", ("person__sort_key", "id")),
    Column(_("单位"), "unit", ("unit__code", "id")),
    Column(_("状态"), "state", ("state", "id")),
    Column(_("办理")),
)


def _correction(one: Correction, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, reverse("people:correction", args=[one.pk]), small=row.unit(one.unit_id)),
        Cell(str(one.day)),
        Cell(_span(one.was_arrived, one.was_left)),
        Cell(_span(one.arrived, one.left)),
        Cell(one.reason, small=one.reply),
        Cell(one.get_state_display(), tag=TONES[one.state]),
        row.does(one),
    ]


def _span(first: Any, last: Any) -> str:
    return "–".join(f"{one:%H:%M}" if one else "—" for one in (first, last))


@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """A correction with what was there and what was decided; refused, it can be appealed against."""
    account = asker(request)
    one = get_object_or_404(
        Correction.objects.select_related("person", "unit", "by__person", "decided_by__person"), pk=pk
    )
    allowed(may_see_correction(account, one))
    context = {
        "tabs": room_tabs(request), "one": one, "was": _span(one.was_arrived, one.was_left),
        "asked": _span(one.arrived, one.left), "unit": shorts().get(one.unit_id, ""), "tone": TONES[one.state],
        "offers": offers(CORRECTION_DEEDS, account, one),
        "others": Correction.objects.filter(person=one.person_id, day=one.day).exclude(pk=one.pk),
    }  # fmt: skip
    return render(request, "people/correction.html", context)


def _hours(one: WorkHours, row: Row) -> list[Cell]:
    return [
        Cell(row.unit(one.unit_id) or gettext("全体")),
        Cell(str(one.since)),
        Cell(str(one)),
        Cell(str(one.by or "—")),
    ]


def _substitute(one: Substitute, row: Row) -> list[Cell]:
    return [
        Cell(one.post.title, small=row.unit(one.post.unit_id)),
        Cell(str(one.post.person or "—")),
        Cell(one.person.name, small=one.person.code),
        Cell(str(one.since)),
        Cell(str(one.until or "—")),
        row.does(one),
    ]


def _sheet(one: AttendanceSheet, row: Row) -> list[Cell]:
    told = summed(one.content)
    words = gettext("第 %(n)s 版") % {"n": one.edition}
    return [
        Cell(one.month, reverse("people:attendance_sheet", args=[one.pk]), small=words),
        Cell(row.unit(one.unit_id)),
        Cell(told["people"]),
        Cell(told["late"]),
        Cell(told["absent"]),
        Cell(told["points"]),
        Cell(one.get_state_display(), tag=TONES[one.state], small=str(one.issued_on or "")),
    ]


def _own_substitutes(account: Account) -> Any:
    held = Substitute.objects.select_related("post__person", "person")
    seen = seen_bureaus(account)
    return held if seen is None else held.filter(post__unit__in=set().union(*(sections(one) for one in seen)))


def _own_hours(account: Account) -> Any:
    seen = seen_bureaus(account)
    held = WorkHours.objects.select_related("unit", "by")
    return held if seen is None else held.filter(unit=None) | held.filter(unit__in=seen)


def _lacking(account: Account) -> list[Do]:
    return [] if may_see_records(account) else [Do(_("没有替代人的岗位"), reverse("people:lacking"))]


SHELVES = (
    Shelf(name="corrections", at="attendance/corrections/", title=_("考勤更正"), found=seen_corrections, row=_correction,
          may=open_to_all, lead=_("写明理由，由另一位同事审核；原记录留存。"), words=("person__name", "person__code", "reason"),
          columns=(PERSON, Column(_("日期"), "day", ("day", "id")), Column(_("原记录")), Column(_("应为")), Column(_("理由")), STATE, DO),
          deeds=CORRECTION_DEEDS, why_empty=_("忘打卡、打卡机故障时，可申请更正。"), tabs=room_tabs),
    Shelf(name="substitutes", at="attendance/substitutes/", title=_("同岗替代"), found=_own_substitutes, row=_substitute,
          may=may_see_records, lead=_("窗口等服务岗位至少有一名替代人。"), words=("post__title", "person__name", "post__person__name"),
          columns=(Column(_("岗位"), "post", ("post__title", "id")), Column(_("在岗人")), Column(_("替代人")),
                   Column(_("自"), "since", ("since", "id")), Column(_("至（不含）")), DO),
          deeds=tuple(one for one in KEEPING_DEEDS if "substitutes" in one.at), more=_lacking, tabs=room_tabs),
    Shelf(name="work_hours", at="attendance/hours/", title=_("作息时间"), found=_own_hours, row=_hours, may=may_see_records,
          lead=_("全体一套；单位另设的以单位为准。历次作息都留存，按当天的作息判断迟到早退。"), words=("unit__code",),
          columns=(Column(_("适用")), Column(_("自"), "since", ("since", "id")), Column(_("作息")), Column(_("设定人"))),
          deeds=tuple(one for one in KEEPING_DEEDS if "hours" in one.at), why_empty=_("还没有设作息，打卡不判断迟到早退。"),
          tabs=room_tabs),
    Shelf(name="attendance_sheets", at="attendance/sheets/", title=_("考勤通报"), found=seen_sheets, row=_sheet, may=open_to_all,
          lead=_("每月一份，签发后作为绩效差异化考评共性指标。"), words=("unit__code", "month"),
          columns=(Column(_("月份"), "month", ("month", "id")), UNIT, Column(_("人数"), number=True), Column(_("迟到"), number=True),
                   Column(_("缺勤"), number=True), Column(_("扣分"), number=True), STATE),
          deeds=tuple(one for one in KEEPING_DEEDS if "sheets" in one.at), why_empty=_("月份过完后可以拟通报。"), tabs=room_tabs),
)  # fmt: skip


@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """Service posts nobody stands in for."""
    account = asker(request)
    allowed(may_see_records(account))
    seen, names = seen_bureaus(account), shorts()
    held = without_substitute(None if seen is None else set().union(*(sections(one) for one in seen)))
    heads = [_("岗位"), _("在岗人"), _("工号"), _("单位")]
    rows = [
        (one.title, str(one.person), one.person.code if one.person else "", names.get(one.unit_id, "")) for one in held
    ]
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent("posts-without-substitute", heads, rows, request.GET["export"])
    context = {"tabs": room_tabs(request), "heads": heads, "rows": rows[:SHOWN], "whole": len(rows)}
    return render(request, "people/lacking.html", context)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A circulation as it was frozen; as a file and as an official document."""
    account = asker(request)
    one = get_object_or_404(AttendanceSheet.objects.select_related("unit", "by", "issued_by"), pk=pk)
    allowed(may_see_sheet(account, one))
    rows = one.content["rows"]
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(
            f"attendance-{one.unit.code}-{one.month}",
            SHEET_HEADS,
            (_frozen(row) for row in rows),
            request.GET["export"],
        )
    lines = [(row, {key: len(row[key]) for key in ("late", "early", "incomplete", "absent")}, leave_words(row["leave"]))
             for row in rows]  # fmt: skip
    context = {
        "tabs": room_tabs(request), "sheet": one, "name": shorts().get(one.unit_id, one.unit.code), "lines": lines,
        "sums": summed(one.content), "offers": offers(KEEPING_DEEDS, account, one),
    }  # fmt: skip
    return render(request, "people/sheet.html", context)


SHEET_HEADS = (_("工号"), _("姓名"), _("岗位"), _("应出勤"), _("迟到"), _("早退"), _("缺一次打卡"), _("缺勤"), _("请假天数"),
               _("出差天数"), _("扣分"))  # fmt: skip


def _frozen(row: dict[str, Any]) -> list[object]:
    numbers = [len(row[key]) for key in ("late", "early", "incomplete", "absent")]
    return [
        row["code"],
        row["name"],
        row["title"],
        row["workdays"],
        *numbers,
        sum(row["leave"].values()),
        row["trip"],
        row["points"],
    ]


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A circulation as an editable official document."""
    one = get_object_or_404(AttendanceSheet.objects.select_related("unit"), pk=pk)
    allowed(may_see_sheet(asker(request), one))
    found = HttpResponse(
        write(one), content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    found["Content-Disposition"] = f'attachment; filename="attendance-{one.unit.code}-{one.month}.docx"'
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def taken(request: HttpRequest) -> HttpResponse:
    """The file of a machine: looked through first, then taken in whole."""
    account = asker(request)
    allowed(may_keep_some(account))
    if request.GET.get("export") == "xlsx":
        return sent("punches", [gettext(one) for one in HEADS.values()], [])
    again = request.POST.get("verb") == "take"
    data, files = (None, None) if again else _filled(request)
    form = PunchForm(data, files, initial=_first(account))
    sheet_, proof, unit, name = None, None, None, ""
    try:
        if again:
            proof, name, unit = _looked_at(account, request.POST.get("file", ""))
            sheet_ = read_punches(place(proof.sm3), name, unit)
            _take(account, unit, sheet_, proof, name)
            messages.success(request, gettext("收下 %(n)s 行。") % {"n": len(sheet_.lines)})
            return redirect("people:attendance_month")
        if form.is_bound and form.is_valid():
            unit, file = form.cleaned_data["unit"], form.cleaned_data["file"]
            allowed(may_keep(account, unit.pk))
            proof, name = seal(by=account, file=file), file.name
            sheet_ = read_punches(place(proof.sm3), name, unit)
    except (Refused, Unfit) as wrong:
        messages.error(request, str(wrong))
    context = {
        "tabs": room_tabs(request), "form": form, "sheet": sheet_, "name": name, "files": _files(account),
        "token": proof and unit and sheet_ and signing.dumps([proof.sm3, name, unit.pk, account.pk], salt=SALT),
        "lines": sheet_.lines[:SHOWN] if sheet_ else [], "faults": sheet_.faults[:SHOWN] if sheet_ else [],
    }  # fmt: skip
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


def _filled(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _first(account: Account) -> dict[str, str]:
    """The one bureau somebody keeps."""
    seen = seen_bureaus(account) or set()
    return {"unit": Unit.objects.get(pk=next(iter(seen))).code} if len(seen) == 1 else {}


def _files(account: Account) -> Any:
    held, seen = PunchFile.objects.select_related("unit", "by"), seen_bureaus(account)
    return (held if seen is None else held.filter(unit__in=seen))[:20]


def _looked_at(account: Account, token: str) -> tuple[Evidence, str, Unit]:
    """The file this account was shown for this bureau; nobody takes in another's by its hash."""
    try:
        sm3, name, unit, who = signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature as wrong:
        raise Refused(gettext("预览已过期，请重新上传。"), "file") from wrong
    if who != account.pk:
        raise Refused(gettext("预览已过期，请重新上传。"), "file")
    return Evidence.objects.get(sm3=sm3), name, Unit.objects.get(pk=unit)


def _take(account: Account, unit: Unit, found: Punches, proof: Evidence, name: str) -> None:
    if found.faults:
        raise Refused(gettext("还有 %(n)s 处错误，改好后重传。") % {"n": len(found.faults)})
    take_punches(by=account, unit=unit, lines=found.lines, evidence=proof, name=name)
