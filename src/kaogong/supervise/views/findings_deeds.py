"""What is done with a finding on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import seal
from kaogong.org.models import Account
from kaogong.org.views.acting import act
from kaogong.plan.views.pages import allowed, asker
from kaogong.supervise.actions.findings import (
    answer_finding,
    confirm_finding,
    feed_back,
    record_finding,
    withdraw_finding,
)
from kaogong.supervise.actions.findings_papers import hold_talk, issue_paper
from kaogong.supervise.actions.rectify import (
    close_rectification,
    hand_in,
    hear_unit,
    return_plan,
    return_rectification,
    submit_plan,
)
from kaogong.supervise.actions.rectify_orders import order_rectification
from kaogong.supervise.forms import findings as forms
from kaogong.supervise.forms.inspections import ReasonForm
from kaogong.supervise.guards.inspections import (
    may_answer,
    may_close,
    may_confirm,
    may_enter_findings,
    may_record,
    may_run,
)
from kaogong.supervise.models import Finding, Rectification


@dataclass(frozen=True, slots=True)
class Deed:
    """One of the things that are done by a form."""

    form: Any
    do: Any
    title: str
    button: str
    why: Callable[[Account, Finding], str]
    mends: bool = False
    """It is done with the rectification."""
    lead: str = ""


def _runs(account: Account, _held: Finding) -> str:
    return may_run(account)


def _answers(account: Account, held: Finding) -> str:
    return may_answer(account, held.unit_id)


def _closes(account: Account, held: Finding) -> str:
    return may_close(account, held.rectification)


def _deeds() -> dict[str, Deed]:
    return {
        "answer": Deed(forms.AnswerForm, answer_finding, _("说明情况"), _("提交说明"), _answers),
        "withdraw": Deed(ReasonForm, withdraw_finding, _("撤销问题"), _("撤销"), _runs),
        "confirm": Deed(ReasonForm, confirm_finding, _("确认问题"), _("确认"), may_confirm),
        "feed": Deed(forms.FeedForm, feed_back, _("反馈问题"), _("反馈"), _runs),
        "order": Deed(forms.OrderForm, order_rectification, _("责令整改"), _("责令整改"), _runs),
        "talk": Deed(forms.TalkForm, hold_talk, _("登记约谈"), _("登记"), _runs),
        "paper": Deed(forms.PaperForm, issue_paper, _("签发文书"), _("签发"), _runs),
        "hear": Deed(forms.HearForm, hear_unit, _("听取汇报、共同剖析原因"), _("登记"), _runs, mends=True),
        "plan": Deed(
            forms.RectifyForm, submit_plan, _("报整改方案"), _("报送方案"), _answers, mends=True,
            lead=_("目标、事项、时限、措施四项都要具体。"),
        ),
        "return_plan": Deed(ReasonForm, return_plan, _("退回方案"), _("退回"), _runs, mends=True),
        "hand": Deed(forms.HandInForm, hand_in, _("报结整改"), _("报请复核"), _answers, mends=True),
        "return": Deed(
            ReasonForm, return_rectification, _("退回继续整改"), _("退回"), _closes, mends=True
        ),
        "close": Deed(
            forms.CloseForm, close_rectification, _("复核销号"), _("销号"), _closes, mends=True,
            lead=_("三不放过：根源没有查清、措施没有落实、结果没有达标，都不能销号。"),
        ),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the things that are done with a finding by a form."""
    account = asker(request)
    held = get_object_or_404(Finding.objects.select_related("unit", "entry", "above"), pk=pk)
    one = _deeds().get(verb)
    mending = Rectification.objects.filter(finding=held).select_related("finding").first()
    if one is None or (one.mends and mending is None):
        raise Http404
    allowed(one.why(account, held))
    on: dict[str, Any] = {"rectification": mending} if one.mends else {"finding": held}
    if verb == "paper":
        on["unit"] = held.unit
    form = one.form(request.POST if request.method == "POST" else None, initial=_begun(verb, held, mending))
    lead = one.lead or f"{held.number} · {held.words}"
    back = reverse("supervise:finding", args=[pk])
    said = {"title": one.title, "button": one.button, "told": _("已办理，记录留存。"), "back": back, "lead": lead}
    said["warning"] = _undone(mending) if verb == "hand" and mending is not None else ""
    return act(request, form, lambda **typed: one.do(by=account, **on, **typed), **said)


def _undone(mending: Rectification) -> str:
    """Which measures are not done yet: so handed in, it comes back (LZ-28)."""
    left = [one["words"] for one in mending.measures if not one["done_on"]]
    words = _("还有 %(n)s 项措施没有登记落实：%(words)s。现在报结，复核时不能销号，会退回继续整改。")
    return words % {"n": len(left), "words": _("；").join(left)} if left else ""


def _begun(verb: str, held: Finding, mending: Rectification | None) -> dict[str, Any]:
    """What stands in a form before anything is typed."""
    if verb == "plan" and mending is not None:
        told = {name: getattr(mending, name) for name in ("goal", "matter", "limit", "standard")}
        return told | {"measures": "\n".join(one["words"] for one in mending.measures)}
    if verb == "hand" and mending is not None:
        told = {name: getattr(mending, name) for name in ("root", "outcome", "improvement", "result")}
        return told | {"control": mending.control or ""}
    if verb == "feed":
        return {"above": held.above or ""}
    return {}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a finding."""
    account = asker(request)
    form = forms.FindingForm(
        request.POST or None, request.FILES or None, initial={"found_at": timezone.localtime().replace(second=0)}
    )
    allowed(may_enter_findings(account))
    if form.is_bound and form.is_valid():
        made = form.done(_entered, account=account, form=form)
        if made is not None:
            return redirect("supervise:finding", made.pk)
    context = {"form": form, "title": _("登记问题"), "do": _("登记"), "here": "findings"}
    return render(request, "supervise/inspections/form.html", context, status=422 if form.errors else 200)


def _entered(*, account: Account, form: Any) -> Any:
    given = dict(form.cleaned_data)
    file = given.pop("evidence")
    why = may_record(account, None, given["unit"])
    allowed(why)
    shown = [(seal(by=account, file=file), file.name)] if file else []
    return record_finding(by=account, evidence=shown, **given)
