"""Complaints as figures: live statistics, the sheet of a month, units that are looked into, and the handlers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.core.scheme.period import Period
from kaogong.listen.actions.complaints_watch import close_concern, end_handler, name_handler
from kaogong.listen.forms.complaints import HandlerForm, OutcomeForm, apart
from kaogong.listen.guards.complaints import may_name_handler, may_see_list
from kaogong.listen.models import Concern, Handler
from kaogong.listen.queries.complaints import find, seen
from kaogong.listen.queries.complaints_counted import by_unit, month_sheet, open_concerns, overview
from kaogong.listen.queries.complaints_roles import INSIDE, is_handler, of_centre
from kaogong.listen.states.complaints import CHANNELS, KINDS, TOPICS
from kaogong.org.models.labels import labels
from kaogong.org.queries import reach, today, unit_names
from kaogong.plan.views.pages import allowed, asker, page_of

BEGIN = {"received": "sent", "late": "late", "open": "open", "upheld": "upheld", "reopened": "reopened"}


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How many there are of what, how many in time, how many satisfying, as of now."""
    account = asker(request)
    allowed(may_see_list(account))
    found, whole = seen(account)
    asked = request.GET.dict()
    found = find(found, {"since": f"{today().year}-01-01"} | asked, whole=whole)
    ranked = by_unit(found)
    if (sort := BEGIN.get(asked.get("sort", ""))) is not None:
        ranked = sorted(ranked, key=lambda one: (-getattr(one, sort), one.name))
    if asked.get("export") in ("xlsx", "csv"):
        heads = [_("单位"), _("转办"), _("在办"), _("逾期"), _("按期答复率"), _("满意率"), _("查实"), _("重新办理")]
        rows = (
            (one.name, one.sent, one.open, one.late, one.in_time.words, one.satisfied.words, one.upheld, one.reopened)
            for one in ranked
        )
        return sent("complaints-statistics", heads, rows, asked["export"])
    context = {
        "told": overview(found), "page": page_of(request, ranked), "sought": {"since": f"{today().year}-01-01"} | asked,
        "channels": labels(CHANNELS), "kinds": labels(KINDS), "topics": labels(TOPICS), "whole": whole,
    }  # fmt: skip
    return render(request, "listen/complaints/statistics.html", context)


@require_safe
def month(request: HttpRequest, period: str) -> HttpResponse:
    """What of a month enters the appraisal: by unit, each complaint that was proved true by its number."""
    account = asker(request)
    allowed("" if of_centre(account) else may_see_list(account))
    try:
        when = Period.parse(period)
    except ValueError:
        return redirect("listen:complaint_month", f"{today():%Y-%m}")
    lines = month_sheet(when.first, when.last, request.GET.get("topic", ""))
    mine = None if seen(account)[1] else reach(account).units(*INSIDE)
    lines = lines if mine is None else [one for one in lines if one["unit"] in mine]
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("单位"), _("收到"), _("查实"), _("不属实"), _("查实的受理编号")]
        rows = (
            (
                one["name"],
                one["received"],
                len(one["upheld"]),
                one["unfounded"],
                _("、").join(c.number for c in one["upheld"]),
            )
            for one in lines
        )
        return sent(f"complaints-{when}", heads, rows, request.GET["export"])
    context = {"period": period, "lines": lines, "sought": request.GET, "topics": labels(TOPICS)}
    return render(request, "listen/complaints/month.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def concerns(request: HttpRequest) -> HttpResponse:
    """Units with so many complaints proved true in a quarter that they are looked into as a whole."""
    account = asker(request)
    allowed(may_see_list(account))
    mine = None if seen(account)[1] else reach(account).units(*INSIDE)
    held = get_object_or_404(Concern, pk=request.POST.get("concern") or 0) if request.method == "POST" else None
    form = apart(OutcomeForm, held.pk if held else 0)(
        request.POST or None, auto_id=f"concern{held.pk if held else 0}_%s"
    )
    if held is not None and form.is_valid() and form.done(close_concern, by=account, concern=held, **form.cleaned_data):
        messages.success(request, _("已了结，记录留存。"))
        return redirect("listen:concerns")
    page = page_of(request, open_concerns(mine))
    names = unit_names(one.unit_id for one in page)
    forms = [(one, names.get(one.unit_id, ""), _outcome(one, held, form)) for one in page]
    context = {"page": page, "lines": forms, "may": is_handler(account), "whole": mine is None}
    return render(request, "listen/complaints/concerns.html", context, status=422 if form.errors else 200)


def _outcome(one: Concern, held: Concern | None, form: Any) -> Any:
    return form if held is not None and one.pk == held.pk else apart(OutcomeForm, one.pk)(auto_id=f"concern{one.pk}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
def handlers(request: HttpRequest) -> HttpResponse:
    """Who handles complaints, and alone may open who complained."""
    account = asker(request)
    allowed(may_name_handler(account))
    form = HandlerForm(request.POST if request.POST.get("verb") == "name" else None)
    if form.is_bound and form.is_valid() and form.done(name_handler, by=account, **form.cleaned_data):
        return redirect("listen:handlers")
    if request.POST.get("verb") == "end":
        try:
            end_handler(by=account, handler=get_object_or_404(Handler, pk=request.POST.get("handler") or 0))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("listen:handlers")
    held = Handler.objects.select_related("account__person", "named_by__person").order_by("until", "since", "pk")
    context = {"lines": held, "form": form, "day": today()}
    return render(request, "listen/complaints/handlers.html", context, status=422 if form.errors else 200)
