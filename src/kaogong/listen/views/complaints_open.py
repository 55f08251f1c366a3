"""Pages for anybody: to complain, to follow a complaint with its code, the promises there are. No session, no script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import seal
from kaogong.listen.actions.complaints_intake import (
    Sending,
    note_wrong_code,
    rate_complaint,
    receive_complaint,
    received_before,
    reopen_complaint,
)
from kaogong.listen.forms.complaints import ComplainForm, FollowForm, RateForm, ReasonForm
from kaogong.listen.models import Complaint, ServicePromise
from kaogong.listen.queries.complaints import locked, opened_by, told_of
from kaogong.listen.states.complaints import TOLD
from kaogong.org.actions.often import times, uncount
from kaogong.org.models.labels import labels
from kaogong.org.queries import setting, unit_names, units

HERE = {"complain": "complain", "follow": "follow", "followed": "follow", "open_promises": "promises"}
"""Which of the three pages one is on."""
READS = 120
"""So many codes a minute are taken from one address."""
HOUR, MINUTE = 3600, 60
AGAIN = 600
"""So many seconds after it was sent a complaint that is sent again gets its receipt again."""


def _often(request: HttpRequest, what: str, most: int, seconds: int) -> bool:
    """Whether an address has done something too often, whichever process it met and whatever was restarted since."""
    return times(f"listen:{what}", str(request.META.get("REMOTE_ADDR", "")), seconds) > most


def _shown(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context |= {"installation": settings.INSTALLATION, "here": HERE.get(name, "")}
    answer = render(request, f"listen/complaints/{name}.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Somebody complains; the number and the code are shown once."""
    first = {"promise": request.GET.get("promise", "")[:24]}
    if request.method != "POST":
        return _shown(request, "complain", {"form": ComplainForm(initial=first)})
    form = ComplainForm(request.POST, request.FILES)
    if form.is_valid():
        sending = form.sending
        if (before := _before(request, sending)) is not None:
            return before
        if _often(request, "complain", setting("listen.intake_most"), HOUR):
            return _shown(
                request, "busy", {"words": _("这个地址一小时内提交得太多。请一小时后再提交，或拨打投诉电话。")}, 429
            )
        times("listen:once", sending.mark if sending else "", AGAIN)
        found = form.done(_received, form=form, sending=sending)
        if found is not None:
            return _shown(request, "receipt", {"complaint": found.complaint, "code": found.code})
        if (before := _before(request, sending)) is not None:
            return before  # it came twice at once, and the other was first
    return _shown(request, "complain", {"form": form}, 422)


def _before(request: HttpRequest, sending: Sending | None) -> HttpResponse | None:
    """What is said of a complaint that came before: for a while the same receipt, for who clicked twice or lost the line."""
    held = received_before(sending) if sending else None
    if sending is None or held is None:
        return None
    if times("listen:once", sending.mark, AGAIN) > 1:
        return _shown(request, "receipt", {"complaint": held.complaint, "code": held.code, "again": True})
    uncount("listen:once", sending.mark)
    words = _("%(number)s 已经登记，没有重复登记。查询码只在提交后 10 分钟内能再看，请用当时抄下的查询码查询。")
    return _shown(request, "busy", {"words": words % {"number": held.complaint.number}}, 409)


def _received(*, form: Any, sending: Sending | None) -> Any:
    """Files are sealed under a name that tells nothing; the unit is known where the public wrote its very name."""
    given = form.given()
    files = [(seal(by=None, file=file, name=_("附件")), str(file.name)) for file in given.pop("file")]
    there = units().filter(name=given["about"]).first() or units().filter(short=given["about"]).first()
    return receive_complaint(
        by=None, channel="page", files=files, unit=there.unit if there else None, sending=sending, **given
    )


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The complaint a number and a code open: its state, its answer, what the complainant says of it."""
    form = FollowForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _shown(request, "follow", {"form": form}, 422 if form.errors else 200)
    if _often(request, "follow", READS, MINUTE):
        return _shown(request, "busy", {"words": _("这个地址一分钟内看得太多。请一分钟后再看。")}, 429)
    complaint, own = opened_by(**form.cleaned_data)
    if complaint is None or not own:
        return _shown(request, "follow", {"form": form, "wrong": _wrong(complaint)}, 404)
    verb = request.POST.get("verb", "")
    rate = RateForm(request.POST if verb == "rate" else None, auto_id="rate_%s")
    again = ReasonForm(request.POST if verb == "reopen" else None, auto_id="again_%s")
    done = _done(verb, complaint, rate, again)
    told = told_of(Complaint.objects.select_related("joined_to").get(pk=complaint.pk))
    context = {
        "form": form, "rate": RateForm(auto_id="rate_%s") if done else rate, "done": done, "code": form.cleaned_data["code"],
        "again": ReasonForm(auto_id="again_%s") if done else again, "words": dict(labels(TOLD)).get(told["main"].state, ""),
    }  # fmt: skip
    return _shown(request, "followed", context | told, 422 if rate.errors or again.errors else 200)


def _wrong(complaint: Complaint | None) -> str:
    """What is said of a code that opens nothing; of one that is closed for a while, the same as of any other."""
    if complaint is not None and not locked(complaint):
        note_wrong_code(by=None, complaint=complaint)
    return _("编号和查询码对不上。请核对后重输；输错多次的，这一件会锁定 15 分钟。")


def _done(verb: str, complaint: Complaint, rate: Any, again: Any) -> str:
    """Do what the button says; gives what to say of it, empty where nothing was done."""
    if verb == "rate" and rate.is_valid():
        if rate.done(rate_complaint, by=None, complaint=complaint, **rate.cleaned_data) is not None:
            return _("已收下您的评价。")
    elif (
        verb == "reopen"
        and again.is_valid()
        and again.done(reopen_complaint, by=None, complaint=complaint, **again.cleaned_data) is not None
    ):
        return _("已要求重新办理。请过几天凭编号和查询码再来看。")
    return ""


@login_not_required
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Published promises, each with who watches over it and the number to call."""
    several = list(ServicePromise.objects.filter(state="published").select_related("unit")[:500])
    names = unit_names(one.unit_id for one in several)
    return _shown(request, "open_promises", {"lines": [(one, names.get(one.unit_id, "")) for one in several]})
