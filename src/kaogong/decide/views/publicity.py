"""Steps of a settlement: publicity, objections, approval, publication."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaogong.decide import actions
from kaogong.decide.forms import AnswerForm, ApproveForm, ObjectForm, PublishForm
from kaogong.decide.guards import may_answer, may_approve, may_object, may_publish
from kaogong.decide.models import Objection, Settlement
from kaogong.decide.queries.settlements import seen_settlements
from kaogong.decide.states import SETTLEMENT_NAMES
from kaogong.decide.views.settlements import settlement_of
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.plan.views.pages import allowed, asker
from kaogong.plan.views.period import about


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Publicity begins."""
    account = asker(request)
    held = actions.begin_publicity(by=account, settlement=settlement_of(account, pk))
    messages.success(
        request, _("公示 %(n)s 个工作日，%(day)s 届满。") % {"n": held.publicity_days, "day": held.publicity_until}
    )
    return redirect("decide:settlement", pk)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to drafting."""
    account = asker(request)
    settlement, reason = settlement_of(account, pk), request.POST.get("reason", "")
    actions.return_settlement(by=account, settlement=settlement, reason=reason)
    messages.success(request, _("已退回拟定。调整后须重新公示。"))
    return redirect("decide:settlement", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is given up."""
    account = asker(request)
    settlement, reason = settlement_of(account, pk), request.POST.get("reason", "")
    actions.drop_settlement(by=account, settlement=settlement, reason=reason)
    messages.success(request, _("已作废，留存备查。"))
    return redirect("decide:settlement", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Publicity ends."""
    account = asker(request)
    actions.close_publicity(by=account, settlement=settlement_of(account, pk))
    messages.success(request, _("公示结束，等决策机构审定。"))
    return redirect("decide:settlement", pk)


def _elsewhere(request: HttpRequest, settlement: Settlement, state: str) -> HttpResponse | None:
    """To the settlement, told why, where a step is not to be taken now; before anybody fills in its form for nothing."""
    about(request, settlement.run.cycle)
    if request.method == "POST" or settlement.state == state:
        return None
    words = _("“%(title)s”现在是“%(now)s”，到“%(then)s”时才能办这一步。")
    said = {"now": settlement.get_state_display(), "then": _(SETTLEMENT_NAMES[state]), "title": settlement.title}
    messages.warning(request, words % said)
    return redirect("decide:settlement", settlement.pk)


def _too_late(request: HttpRequest, settlement: Settlement) -> HttpResponse | None:
    """To the settlement, told what to do instead, where the days for objections are over."""
    if request.method == "POST" or settlement.publicity_until is None or today() <= settlement.publicity_until:
        return None
    messages.warning(request, _("公示期已过，不再受理异议。公布后对结果不服的，请申诉。"))
    return redirect("decide:settlement", settlement.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The deciding body approves."""
    account = asker(request)
    settlement = settlement_of(account, pk)
    allowed(may_approve(account, settlement))
    if away := _elsewhere(request, settlement, "closed"):
        return away
    form = ApproveForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        made = form.done(actions.approve_settlement, by=account, settlement=settlement, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("已审定。绩效办据此公布。"))
            return redirect("decide:settlement", pk)
    lead = _("审定后等次不再改动。没有批准文号不能公布。")
    context = {"form": form, "title": _("审定结果"), "lead": lead, "button": _("审定"), "settlement": settlement}
    context |= {"subject": "decide.settlement", "key": pk}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What was approved is published."""
    account = asker(request)
    settlement = settlement_of(account, pk)
    allowed(may_publish(account))
    if away := _elsewhere(request, settlement, "approved"):
        return away
    begin = {"publish_on": today(), "issuer": str(settlement.body or ""), "audience": "house"}
    form = PublishForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        made = form.done(actions.publish, by=account, settlement=settlement, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("已公布，核验码 %(code)s。") % {"code": made.code})
            return redirect("decide:notice", made.pk)
    count = settlement.proposals.count()
    lead = _("公布 %(n)s 个对象的等次，原文冻结，不再改动；同时列出结果运用并送达有关部门。") % {"n": count}
    context = {"form": form, "title": _("公布结果"), "lead": lead, "button": _("公布"), "settlement": settlement}
    context |= {"subject": "decide.settlement", "key": pk}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody objects."""
    account = asker(request)
    settlement = settlement_of(account, pk)
    allowed(may_object(account))
    if away := _elsewhere(request, settlement, "open") or _too_late(request, settlement):
        return away
    form = ObjectForm(request.POST or None, settlement=settlement, initial={"source": "staff"})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        own = sorted(reach(account).units(Power.LIAISON, Power.HEAD) or ())
        unit = given["proposal"].unit if given["source"] == "unit" and given["proposal"] else None
        unit = unit if unit is not None and unit.pk in own else None
        made = form.done(actions.object_to, by=account, settlement=settlement, unit=unit, **given)
        if made is not None:
            messages.success(request, _("已收到，回执号 %(n)s。公示结束前答复。") % {"n": made.receipt})
            return redirect("decide:settlement", pk)
    lead = _("公示至 %(day)s。异议由绩效办或监督小组答复，全部答复后公示才能结束。") % {
        "day": settlement.publicity_until
    }
    context = {"form": form, "title": _("提出异议"), "lead": lead, "button": _("提交异议"), "settlement": settlement}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection is answered."""
    account = asker(request)
    allowed(may_answer(account))
    seen = seen_settlements(account)
    found = get_object_or_404(Objection.objects.filter(settlement__in=seen).select_related("settlement"), pk=pk)
    about(request, found.settlement.run.cycle)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upheld, words = form.cleaned_data["upheld"] == "yes", form.cleaned_data["answer"]
        made = form.done(actions.answer_objection, by=account, objection=found, answer=words, upheld=upheld)
        if made is not None:
            told = (
                _("已答复：采纳。请退回拟定，由决定机构调整等次。")
                if upheld
                else _("已答复：不采纳。全部答复后，公示期满即可结束。")
            )
            messages.success(request, told)
            return redirect("decide:settlement", found.settlement_id)
    lead = _("%(receipt)s，%(day)s收到：%(words)s") % {
        "receipt": found.receipt,
        "day": found.received_on,
        "words": found.words,
    }
    context = {"form": form, "title": _("答复异议"), "lead": lead, "button": _("答复"), "settlement": found.settlement}
    context |= {"subject": "decide.settlement", "key": found.settlement_id}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)
