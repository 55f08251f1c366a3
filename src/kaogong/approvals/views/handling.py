"""Cases of offices without a system of their own: taken, stepped, suspended and decided by hand, as events like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.approvals import actions
from kaogong.approvals.forms import CaseForm, DecideForm, DropForm, NoteForm, StepForm, SuspendForm
from kaogong.approvals.guards import may_handle, taken_by
from kaogong.approvals.models import Case
from kaogong.approvals.queries.board import day_number, lines, used_of
from kaogong.approvals.queries.house import accepted_by, handled, left, versions
from kaogong.approvals.states import OPEN
from kaogong.audit.actions import Denied
from kaogong.org.models import Account
from kaogong.plan.views.pages import allowed, asker

ACTS: dict[str, tuple[str, Callable[..., Any], type[Any]]] = {
    "step": ("running", actions.take_step, StepForm),
    "decide": ("running", actions.decide_case, DecideForm),
    "suspend": ("running", actions.suspend_case, SuspendForm),
    "resume": ("suspended", actions.resume_case, NoteForm),
    "approve": ("running", actions.ask_approval, NoteForm),
    "drop": ("", actions.drop_case, DropForm),
}
"""By word: the state in which it is offered, empty for both; what is done; what is asked."""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a case: its limits and steps come from the inventory."""
    account = asker(request)
    mine = {one.item.code: one for one in taken_by(account, versions())}
    allowed("" if mine else _("收件由有审批事项的部门的人员登记。"))
    items = [(code, f"{code} {one.name}") for code, one in mine.items()]
    form = CaseForm(request.POST or None, items=items)
    if form.is_bound and form.is_valid():
        actions.ready()
        given = dict(form.cleaned_data)
        made = _done(form, actions.submit_case, by=account, version=mine[given.pop("item")], **given)
        if made is not None:
            messages.success(request, _("已收件，时钟从现在起计。"))
            return redirect("approvals:handle", made.pk)
    return render(request, "approvals/new_case.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be done with a case now."""
    account = asker(request)
    held = Case.objects.select_related("body__unit", "version", "item", "source")
    case = get_object_or_404(held.filter(pk__in=handled()), pk=pk)
    assert case.body is not None
    allowed(may_handle(account, case.body))
    verb, steps = request.POST.get("verb", ""), left(case)
    forms = {key: _form(key, steps, request.POST if key == verb else None) for key in _offered(case, steps)}
    if verb and verb not in forms:
        messages.error(request, _("办件现在是“%(state)s”，不能这样办。") % {"state": case.get_state_display()})
        return redirect("approvals:handle", pk)
    if verb and _acted(request, account, case, verb, forms[verb]):
        return redirect("approvals:handle", pk)
    context = {
        "case": case, "line": lines([case])[0], "used": used_of(case, day_number() or 0), "forms": forms,
        "left": [one for one in steps if one.compulsory], "took": accepted_by(case, account),
    }  # fmt: skip
    wrong = any(one.errors for one in forms.values())
    return render(request, "approvals/handle.html", context, status=422 if wrong else 200)


def _offered(case: Case, steps: list[Any]) -> list[str]:
    found = [key for key, (state, _act, _form) in ACTS.items() if case.state in ((state,) if state else OPEN)]
    needed = case.version is not None and case.version.needs_approval and not case.approved
    return [one for one in found if (one != "step" or steps) and (one != "approve" or needed)]


def _form(key: str, steps: list[Any], data: Any) -> Any:
    more: dict[str, Any] = {"steps": [(one.code, one.name) for one in steps]} if key == "step" else {}
    return ACTS[key][2](data, auto_id=f"{key}_%s", **more)


def _acted(request: HttpRequest, account: Account, case: Case, verb: str, form: Any) -> bool:
    """Do what the button says; False where something is to be put right first."""
    if not form.is_valid():
        return False
    if _done(form, ACTS[verb][1], by=account, number=case.number, **form.cleaned_data) is None:
        return False
    messages.success(request, _("已办理，记录留存。"))
    return True


def _done(form: Any, act: Callable[..., Any], **given: Any) -> Any:
    """What an act gives. A hard stop is told on the page, with what was typed; the attempt is on record."""
    try:
        return form.done(act, **given)
    except Denied as denied:
        form.add_error(None, str(denied))
        return None
