"""Cards: the list, one with what may be done to it, and the rules they come from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.approvals import actions
from kaogong.approvals.forms import EndForm, ReasonForm, RuleForm, UrgeForm
from kaogong.approvals.guards import may_contest, may_keep, may_see, may_see_unit, may_settle, may_verify
from kaogong.approvals.models import Card, CardRule
from kaogong.approvals.queries.board import days_of_numbers, lines
from kaogong.approvals.queries.cards import find_cards, seen_cards
from kaogong.approvals.states import CARD_NAMES, COLOURS
from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.plan.views.pages import allowed, asker, page_of

ACTS = {
    "verify": actions.verify_card,
    "contest": actions.contest_card,
    "uphold": actions.uphold_card,
    "withdraw": actions.withdraw_card,
}
SORTS = {"due": "due_on", "-due": "-due_on", "issued": "issued_on", "number": "number"}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The cards one may see."""
    account = asker(request)
    allowed(may_see(account))
    asked = {key: request.GET.get(key, "") for key in ("colour", "state")}
    found = find_cards(seen_cards(account), request.GET.get("q", "").strip(), **asked)
    if sort := SORTS.get(request.GET.get("sort", "")):
        found = found.order_by(sort, "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("牌号"), _("颜色"), _("办件编号"), _("单位编码"), _("规则"), _("发牌日期"), _("状态"), _("理由")]
        rows = (
            (one.number, one.get_colour_display(), one.case.number, one.unit.code, one.rule.name, one.issued_on,
             one.get_state_display(), one.reason)
            for one in found[:20_000]
        )  # fmt: skip
        return sent("cards", heads, rows, request.GET["export"])
    page = page_of(request, found)
    told = {one.case.pk: one for one in lines([card.case for card in page])}
    context = {
        "page": page, "lines": [(card, told[card.case_id]) for card in page], "sought": request.GET,
        "verifies": not may_verify(account), "colours": labels(COLOURS), "states": labels(CARD_NAMES),
    }  # fmt: skip
    return render(request, "approvals/cards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A card with its history; whoever may, verifies, contests, settles or urges here."""
    account = asker(request)
    held = Card.objects.select_related(
        "case__body",
        "case__version",
        "unit",
        "rule",
        "verified_by__person",
        "contested_by__person",
        "settled_by__person",
    )
    card = get_object_or_404(held, pk=pk)
    allowed(may_see_unit(account, card.unit_id))
    verb = request.POST.get("verb", "")
    form: Any = UrgeForm(request.POST if verb == "urge" else None)
    reason: Any = ReasonForm(request.POST if verb in ACTS else None)
    if verb and _acted(request, account, card, verb, form if verb == "urge" else reason):
        return redirect("approvals:card", pk)
    days = days_of_numbers([card.case.due_no] if card.case.due_no is not None else [])
    context = {
        "card": card, "line": lines([card.case])[0], "form": form, "reason": reason, "due": days.get(card.case.due_no or -1),
        "may": _may(account, card), "waits": _waits(account, card), "urgings": card.urgings.all(),
    }  # fmt: skip
    return render(request, "approvals/card.html", context, status=422 if form.errors or reason.errors else 200)


def _may(account: Account, card: Card) -> dict[str, bool]:
    verifies, state = not may_verify(account), card.state
    settles = not may_settle(account, card)
    return {
        "verify": verifies and state == "proposed",
        "contest": not may_contest(account, card) and state in ("proposed", "verified"),
        "uphold": settles and state == "contested",
        "withdraw": (settles if state == "contested" else verifies) and state != "withdrawn",
        "urge": verifies and state == "verified" and not card.urgings.filter(state="open").exists(),
        "close": verifies and state == "verified",
    }


def _waits(account: Account, card: Card) -> str:
    """Whom a card waits for, told to whoever cannot go on with it."""
    if card.state == "proposed" and may_verify(account):
        told = {"day": date_format(card.due_on, "MONTH_DAY_FORMAT")}
        return _("由电子监察机构在 %(day)s 前核实，核实后才计分。") % told
    return may_settle(account, card) if card.state == "contested" else ""


def _acted(request: HttpRequest, account: Account, card: Card, verb: str, form: Any) -> bool:
    """Do what the button says; False where something is to be put right first."""
    try:
        if verb == "verify":
            actions.verify_card(by=account, card=card, reason=request.POST.get("reason", ""))
        elif verb in ("correct_matter", "fail_matter"):
            urging = get_object_or_404(card.urgings, pk=request.POST.get("urging") or 0)
            actions.close_urging(by=account, urging=urging, verb=verb)
        elif verb in ACTS or verb == "urge":
            act = ACTS.get(verb, actions.urge_card)
            done = form.is_valid() and form.done(act, by=account, card=card, **form.cleaned_data) is not None
            if words := " ".join(form.non_field_errors()):  # the state has moved: there may be no form to tell it at
                messages.error(request, words)
                return True
            if not done:
                return False
    except Refused as refused:
        messages.error(request, str(refused))
        return True
    messages.success(request, _("已办理，记录留存。"))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """From what a card follows."""
    account = asker(request)
    allowed(may_see(account))
    form = RuleForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(actions.add_rule, by=account, **form.cleaned_data):
        messages.success(request, _("规则已声明，下次发牌时执行。"))
        return redirect("approvals:rules")
    context = {"rules": CardRule.objects.order_by("id"), "form": form, "may": not may_keep(account)}
    return render(request, "approvals/rules.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule is no longer applied from a day on."""
    account = asker(request)
    allowed(may_keep(account))
    rule = get_object_or_404(CardRule, pk=pk)
    form = EndForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(actions.end_rule, by=account, rule=rule, **form.cleaned_data):
        messages.success(request, _("规则到期后不再发牌，已发的牌不变。"))
        return redirect("approvals:rules")
    context = {"form": form, "title": _("终止“%(name)s”") % {"name": rule.name}, "do": _("终止规则")}
    return render(request, "approvals/form.html", context, status=422 if form.errors else 200)
