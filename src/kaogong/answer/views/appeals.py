"""Appeals: the list with its figures, one with everything said and done, a new one, the ruling as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.answer import actions
from kaogong.answer.forms import CaseForm
from kaogong.answer.guards import may_lodge, may_see, may_see_list
from kaogong.answer.models import Appeal, Notice, Proof
from kaogong.answer.queries.appeals import counted, find_appeals, lacking, last_day, seen_appeals
from kaogong.answer.queries.frozen import events_about, figures_about
from kaogong.answer.queries.kinds import KINDS, page_of
from kaogong.answer.queries.moves import quota_moves
from kaogong.answer.queries.told import corrected_words
from kaogong.answer.reports.ruling import as_docx, as_pdf
from kaogong.answer.states import APPEAL_NAMES, OPEN, OUTCOMES, PARTIES
from kaogong.answer.views.deeds import DEEDS, shown
from kaogong.audit.actions import Refused
from kaogong.audit.queries import Altered, open_evidence
from kaogong.audit.reports.workbook import sent
from kaogong.org.models.labels import labels
from kaogong.org.queries import setting, today, unit_names
from kaogong.org.views.acting import refuse
from kaogong.org.views.deeds import offers
from kaogong.org.views.listing import Do
from kaogong.plan.views.pages import allowed, asker
from kaogong.plan.views.pages import page_of as paged

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ASKED = ("q", "kind", "state", "outcome")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The appeals one may see, with what they amount to."""
    account, day = asker(request), today()
    allowed(may_see_list(account))
    seen = seen_appeals(account)
    found = find_appeals(seen, {name: request.GET.get(name, "").strip() for name in ASKED}, day)
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, list(found))
    page = paged(request, found)
    names = unit_names({one.unit_id for one in page if one.unit_id})
    context: dict[str, Any] = {
        "page": page, "counts": counted(seen, day), "sought": request.GET, "day": day,
        "rows": [(one, one.person.name if one.person else names.get(one.unit_id or 0, "")) for one in page],
        "kinds": [(key, one.name) for key, one in KINDS.items()], "states": labels(APPEAL_NAMES), "open": OPEN,
        "outcomes": labels(OUTCOMES),
    }  # fmt: skip
    return render(request, "answer/appeals.html", context)


def _exported(request: HttpRequest, several: list[Appeal]) -> HttpResponse:
    heads = [_("申诉编号"), _("申诉对象"), _("单位"), _("人员"), _("告知日期"), _("申诉日期"), _("状态"), _("听证期限"), _("听证结束日期"),
             _("裁定"), _("裁定书编号"), _("裁定日期"), _("备案号")]  # fmt: skip
    names = unit_names({one.unit_id for one in several if one.unit_id})
    rows = (
        (one.number, one.title, names.get(one.unit_id or 0, ""), one.person.name if one.person else "", one.told_on,
         one.lodged_on, one.get_state_display(), one.hearing_due, one.heard_on, one.get_outcome_display(), one.ruling,
         one.ruled_on, one.filing)
        for one in several
    )  # fmt: skip
    return sent("appeals", heads, rows, request.GET["export"])


def _held(pk: int) -> Appeal:
    found = Appeal.objects.select_related(
        "unit", "person", "run", "again", "earlier", "settlement__previous", "lodged_by__person"
    )
    return get_object_or_404(found, pk=pk)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An appeal with what both parties say, the hearing, the ruling and what it moved."""
    account, appeal = asker(request), _held(pk)
    allowed(may_see(account, appeal))
    does = offers(DEEDS, account, appeal)
    missing = lacking(appeal) if appeal.state == "called" else []
    context = {
        "events": events_about(appeal), "appeal": appeal, "day": today(), "offers": does, "does": {one.url for one in does},
        "statements": _stated(appeal),
        "seats": appeal.seats.select_related("person"), "lacking": missing,
        "notices": appeal.notices.select_related("received_by__person"), "changes": appeal.changes.all(),
        "quotas": quota_moves(appeal), "corrections": corrected_words(appeal), "main": _main(appeal, does, missing),
        "unit": unit_names([appeal.unit_id]).get(appeal.unit_id) if appeal.unit_id else "", "frozen": figures_about(appeal),
        "thing": page_of(appeal.kind, appeal.thing), "kind": KINDS[appeal.kind].name,
        "signs": {each.pk for each in appeal.notices.all() if each.received_on is None and _signs(account, each)},
    }  # fmt: skip
    return render(request, "answer/appeal.html", context)


def _stated(appeal: Appeal) -> list[tuple[Any, Any, Any]]:
    """What each party said and shows; who said nothing before the appeal was over is left out."""
    found = [
        (name, appeal.statements.filter(party=key).first(), appeal.proofs.filter(party=key))
        for key, name in labels(PARTIES)
    ]
    return [one for one in found if one[1] is not None or appeal.state in OPEN]


def _main(appeal: Appeal, does: list[Do], missing: list[str]) -> str:
    """The address of the step that comes next for whoever looks; empty: none of theirs."""
    steps = {
        "lodged": ["accept"], "accepted": ["hearing"], "heard": ["rule"], "ruled": ["file"],
        "called": ["sign", "minutes" if not appeal.minutes else "state" if missing else "close"],
    }.get(appeal.state, [])  # fmt: skip
    stated = appeal.state not in ("accepted", "called") or appeal.statements.filter(party="assessor").exists()
    wanted = [*steps, *([] if stated else ["own"])]
    return next((one.url for step in wanted for one in does if one.url.endswith(f"/{step}/")), "")


def _signs(account: Any, notice: Notice) -> bool:
    held = notice.appeal
    if notice.party == "appellant":
        return not may_lodge(account, held.unit, held.person)
    return any(one.known == "file_appeal" and not one.may(account, held) for one in DEEDS)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Appeal against something, from its page."""
    account = asker(request)
    row = KINDS[kind].find(pk) if kind in KINDS else None
    if row is None:
        raise Http404(_("没有这个申诉对象。"))
    told = KINDS[kind].read(row)
    allowed(may_lodge(account, told.unit, told.person))
    form = CaseForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        said = dict(form.said())
        try:
            made = actions.lodge_appeal(
                by=account, kind=kind, thing=pk, shown=shown(account, said.pop("file")), said=said
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            words = (
                _("申诉已提交，编号 %(n)s。")
                if made.state == "lodged"
                else _("已登记，编号 %(n)s，因超过期限不予受理。")
            )
            messages.success(request, words % {"n": made.number})
            return redirect("answer:appeal", made.pk)
    last = last_day(kind, min(told.told_on, today()))
    context: dict[str, Any] = {"form": form, "told": told, "last": last, "late": today() > last}
    context |= {"page": page_of(kind, pk), "days": setting("answer.hearing_days")}
    return render(request, "answer/new.html", context, status=422 if form.errors else 200)


@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for a ruling."""
    notice = get_object_or_404(Notice.objects.select_related("appeal"), pk=pk)
    try:
        actions.receive_notice(by=asker(request), notice=notice)
        messages.success(request, _("已签收。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("answer:appeal", notice.appeal_id)


@require_safe
def ruling(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A ruling as a file, for its party and those who see the appeal."""
    notice = get_object_or_404(Notice.objects.select_related("appeal"), pk=pk)
    allowed(may_see(asker(request), notice.appeal))
    if kind not in ("docx", "pdf"):
        raise Http404
    content, mime = (as_docx(notice), DOCX) if kind == "docx" else (as_pdf(notice), "application/pdf")
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = f'attachment; filename="{notice.appeal.number}-{notice.party}.{kind}"'
    return answer


@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """A sealed file a party shows; checked by its hash as it is handed out."""
    held = get_object_or_404(Proof.objects.select_related("appeal", "evidence"), pk=pk)
    allowed(may_see(asker(request), held.appeal))
    try:
        stream = open_evidence(held.evidence)
    except Altered as altered:
        raise Http404(_("这份证据与封存时不同，不能提供。请告诉系统管理员。")) from altered
    return FileResponse(stream, content_type=held.evidence.kind, as_attachment=True, filename=held.name)
