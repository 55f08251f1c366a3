"""Responsibility letters: the list with who has not signed, one letter, its documents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.audit.queries import kept as keep
from kaogong.org.models import Account, Unit
from kaogong.plan import actions
from kaogong.plan.guards import may_draw_letter, may_see, may_sign
from kaogong.plan.models import Cycle, Letter, Target
from kaogong.plan.queries import names_of, newest, outstanding, participants, stale
from kaogong.plan.reports import letter_docx, letter_pdf
from kaogong.plan.states import FIXED
from kaogong.plan.views.pages import asker, cycle_of, kept, page_of, whose

ROOMS = ("org", "plan")
"""Rooms whose acts change the list of letters."""

DOCUMENTS = {
    "docx": (letter_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (letter_pdf.write, "application/pdf"),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The letters of a cycle, one line a unit that takes part."""
    account, cycle = asker(request), cycle_of(request)
    held = whose(request, cycle.pk)
    rows, left = keep(
        ("letters", held), ROOMS, lambda: (_rows(request, account, cycle), outstanding(cycle, cycle.letter))
    )
    context = {
        "cycle": cycle,
        "held": held,
        "page": page_of(request, rows),
        "left": len(left),
        "all": len(rows),
        "may_draw": not may_draw_letter(account),
        "sought": request.GET,
        "kept": kept(request),
    }
    return render(request, "plan/letters.html", context)


def _rows(request: HttpRequest, account: Account, cycle: Cycle) -> list[dict[str, Any]]:
    """The units that take part, as far as somebody sees them, each with its letter."""
    there = newest(cycle, cycle.letter)
    fixed = Target.objects.filter(cycle=cycle, state__in=FIXED).order_by().values_list("unit_id", flat=True)
    bound = set(fixed.distinct())
    words = request.GET.get("q", "").strip()
    return [
        {"unit": one, "letter": there.get(one.unit_id), "bound": one.unit_id in bound}
        for one in participants(cycle)
        if words in one.name and not may_see(account, one.unit_id)
    ]


@require_POST
def draw(request: HttpRequest, unit: int) -> HttpResponse:
    """The letter of a unit is drawn up."""
    cycle = cycle_of(request)
    found = get_object_or_404(Unit, pk=unit)
    made = actions.draw_letter(by=asker(request), cycle=cycle, unit=found, upper=cycle.organiser, kind=cycle.letter)
    messages.success(request, _("已拟第 %(n)s 版，等双方签署。") % {"n": made.version})
    return redirect("plan:letter", made.pk)


def _letter(account: Account, pk: int) -> Letter:
    found = get_object_or_404(Letter.objects.select_related("cycle", "unit", "upper"), pk=pk)
    if may_see(account, found.unit_id):
        raise Http404
    return found


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, with its parties and its hash."""
    account = asker(request)
    letter = _letter(account, pk)
    signed = {one.party: one for one in letter.signatures.select_related("by__person")}
    names = names_of([letter.unit_id, letter.upper_id], letter.cycle.since)
    parties = [
        (party, words, names.get(key, ""), signed.get(party), not may_sign(account, letter, party))
        for party, words, key in (("unit", _("责任单位"), letter.unit_id), ("upper", _("交办单位"), letter.upper_id))
    ]
    steps = [
        (_("拟稿"), True),
        (_("一方签"), bool(signed)),
        (_("双方签"), len(signed) == 2),
        (_("存证"), len(signed) == 2),
    ]
    context = {"letter": letter, "parties": parties, "steps": steps, "stale": stale(letter), "cycle": letter.cycle}
    return render(request, "plan/letter.html", context)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A party signs."""
    account = asker(request)
    letter = _letter(account, pk)
    party = request.POST.get("party", "")
    if party not in {"unit", "upper"}:
        raise Http404
    done = actions.sign_letter(by=account, letter=letter, party=party)
    words = (
        _("双方已签，责任书生效。此后改动须走年中调整。") if done.state == "effective" else _("已签署，等另一方签。")
    )
    messages.success(request, words)
    return redirect("plan:letter", pk)


@require_safe
def document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The letter as a document."""
    letter = _letter(asker(request), pk)
    if kind not in DOCUMENTS:
        raise Http404
    write, mime = DOCUMENTS[kind]
    sent = HttpResponse(write(letter), content_type=mime)
    sent["Content-Disposition"] = f'attachment; filename="letter-{letter.unit.code}-{letter.version}.{kind}"'
    return sent
