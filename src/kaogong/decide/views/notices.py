"""Notices: what was published, its record, its circular; other things made public."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.decide import actions
from kaogong.decide.forms import DiscloseForm
from kaogong.decide.guards import may_prepare, may_see_all
from kaogong.decide.models import Disclosure, Publication
from kaogong.decide.queries.disclosures import undisclosed
from kaogong.decide.queries.publications import (
    content_of,
    counted,
    later,
    seen_publications,
    unaltered,
)
from kaogong.decide.queries.uses import usage
from kaogong.decide.reports import circular_docx, circular_pdf
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.plan.views.pages import allowed, asker, cycle_of, kept, page_of
from kaogong.plan.views.period import about, cycle_asked

DOCUMENTS = {
    "docx": (circular_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (circular_pdf.write, "application/pdf"),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What was published, newest first."""
    account = asker(request)
    found = seen_publications(account)
    if (cycle := cycle_asked(request)) is not None:
        found = found.filter(settlement__run__cycle=cycle)
    words = request.GET.get("q", "").strip()
    if words:
        found = found.filter(title__icontains=words) | found.filter(number__icontains=words)
    context = {"page": page_of(request, found), "today": today(), "sought": request.GET, "kept": kept(request)}
    return render(request, "decide/notices.html", context)


def _publication(account: Account, pk: int) -> Publication:
    return get_object_or_404(seen_publications(account), pk=pk)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice as it was frozen."""
    account = asker(request)
    found = _publication(account, pk)
    about(request, found.settlement.run.cycle)
    content = content_of(found)
    lines = content["lines"]
    if may_see_all(account) and found.audience == "units":
        units = reach(account).units(Power.HEAD, Power.LIAISON, Power.LEADER) or set()
        mine = set(found.settlement.proposals.filter(unit__in=units).values_list("subject", flat=True))
        lines = [one for one in lines if one["subject"] in mine]
    shown = {one["subject"] for one in lines}
    links = dict(found.settlement.proposals.values_list("subject", "pk"))
    context = {
        "notice": found,
        "content": content,
        "lines": [(one, links.get(one["subject"])) for one in lines],
        "counts": counted(content["lines"], content["grades"]),
        "departures": [one for one in content.get("departures", ()) if one["subject"] in shown],
        "unaltered": unaltered(found),
        "later": later(found),
        "hidden": found.publish_on > today(),
        "usage": usage(found) if not may_see_all(account) else None,
        "may_prepare": not may_prepare(account),
    }
    return render(request, "decide/notice.html", context)


@require_safe
def circular(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The circular as a document."""
    found = _publication(asker(request), pk)
    if kind not in DOCUMENTS:
        raise Http404
    if found.audience == "units":
        allowed(may_see_all(asker(request)))
    write, mime = DOCUMENTS[kind]
    sent = HttpResponse(write(found), content_type=mime)
    sent["Content-Disposition"] = f'attachment; filename="circular-{found.pk}.{kind}"'
    return sent


@require_http_methods(["GET", "HEAD", "POST"])
def disclosures(request: HttpRequest) -> HttpResponse:
    """Targets, standards, results and lists made public, and what of them is missing."""
    account, cycle = asker(request), cycle_of(request)
    able = not may_prepare(account)
    form = DiscloseForm(request.POST or None, initial={"publish_on": today()}) if able else None
    if request.method == "POST":
        allowed(may_prepare(account))
        assert form is not None
        if form.is_valid() and form.done(actions.disclose, by=account, cycle=cycle, **form.cleaned_data):
            messages.success(request, _("已列入公开事项，到公布日期起公众可见。"))
            return redirect("decide:disclosures")
    found = Disclosure.objects.filter(cycle=cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "page": page_of(request, found if able else found.filter(publish_on__lte=today())),
        "missing": undisclosed(cycle, today()),
        "kept": kept(request),
    }
    return render(request, "decide/disclosures.html", context, status=422 if form is not None and form.errors else 200)
