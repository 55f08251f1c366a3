"""Settlements: the list, one with its proposals, one line with what was moved and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.assess.models import Run
from kaogong.assess.queries.results import seen_results
from kaogong.audit.actions import seal
from kaogong.audit.reports.workbook import sent
from kaogong.decide import actions
from kaogong.decide.forms import CorrectForm, DrawForm, MoveForm
from kaogong.decide.guards import (
    may_answer,
    may_approve,
    may_check_move,
    may_move,
    may_object,
    may_prepare,
    may_publish,
    may_see_all,
    may_see_proposal,
)
from kaogong.decide.models import Move, Proposal, Settlement
from kaogong.decide.queries.gates import gated, past_gates
from kaogong.decide.queries.settlements import (
    filled,
    moves_of,
    overfull,
    seen_proposals,
    seen_settlements,
    settleable,
)
from kaogong.decide.queries.streaks import years_of
from kaogong.decide.queries.uses import seen_consequences
from kaogong.decide.reports import pack_files
from kaogong.decide.states import LIVE, SETTLEMENT_NAMES
from kaogong.decide.views.deeds import DEEDS
from kaogong.decide.views.deeds.answerable import LINE_DEEDS
from kaogong.decide.views.deeds.followed import CLOSING_DEEDS
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import calendar, today
from kaogong.org.views.deeds import offers
from kaogong.org.views.listing import Do
from kaogong.plan.forms import ReasonForm
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker, cycle_of, kept, page_of
from kaogong.plan.views.period import about, overlapping, period_asked

SORTS = {"rank": "rank", "name": "name", "total": "total", "grade": "final", "class": "appraisal_class"}
PACKS = {
    "docx": (pack_files.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pack_files.pdf, "application/pdf"),
}
STEPS = ("draft", "open", "closed", "approved", "published")


def settlement_of(account: Account, pk: int) -> Settlement:
    """A settlement the asker may look at."""
    found = seen_settlements(account).filter(pk=pk).first()
    if found is None:
        if Settlement.objects.filter(pk=pk).exists() and may_see_all(account):
            raise PermissionDenied(may_see_all(account))
        raise Http404
    return found


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The settlements of a cycle."""
    account, cycle = asker(request), cycle_of(request)
    found = seen_settlements(account, cycle)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in SETTLEMENT_NAMES:
        found = found.filter(state=state)
    if words:
        found = found.filter(title__icontains=words)
    if periods := overlapping(period_asked(request)):
        found = found.filter(period__in=periods)
    context = {
        "cycle": cycle,
        "page": page_of(request, found),
        "states": dict(labels(SETTLEMENT_NAMES)),
        "waiting": len(settleable(cycle)) if not may_prepare(account) else 0,
        "may_prepare": not may_prepare(account),
        "sought": request.GET,
        "kept": kept(request),
    }
    return render(request, "decide/settlements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """A settlement is drawn up from a formal run."""
    account, cycle = asker(request), cycle_of(request)
    allowed(may_prepare(account))
    there = settleable(cycle)
    names = [
        (f"{run.pk}:{scheme}", _("%(sheet)s（第 %(run)s 次计分）") % {"sheet": sheet, "run": run.pk})
        for run, scheme, sheet in there
    ]
    form = DrawForm(request.POST or None, choices=names)
    if request.method == "POST" and form.is_valid():
        run, _colon, scheme = form.cleaned_data["source"].partition(":")
        made = form.done(actions.draw_settlement, by=account, run=Run.objects.get(pk=run), scheme=scheme)
        if made is not None:
            messages.success(request, _("已拟定。计算等次已列出，调整须由决定机构作出。"))
            return redirect("decide:settlement", made.pk)
    lead = _("取一次正式计分的计算等次作为拟定等次；名额、并列和一票否决按计分时的办法。")
    context = {"form": form, "title": _("拟定等次"), "lead": lead, "button": _("拟定"), "none": not names}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A correction of a published settlement is drawn up from a later run."""
    account = asker(request)
    allowed(may_prepare(account))
    old = settlement_of(account, pk)
    runs = Run.objects.filter(cycle=old.run.cycle, state="done", purpose__in=("formal", "again"), pk__gt=old.run_id)
    names = [(str(one.pk), _("第 %(n)s 次计分：%(why)s") % {"n": one.pk, "why": one.reason}) for one in runs]
    form = CorrectForm(request.POST or None, choices=names)
    if request.method == "POST" and form.is_valid():
        run, why = runs.get(pk=form.cleaned_data["source"]), form.cleaned_data["why"]
        given = {"run": run, "scheme": old.scheme, "period": old.period, "previous": old, "why": why}
        made = form.done(actions.draw_settlement, by=account, **given)
        if made is not None:
            messages.success(request, _("已拟定更正。公布后原结果留存并注明已被更正。"))
            return redirect("decide:settlement", made.pk)
    lead = _("更正从一次重算开始，走同样的公示、审定、公布。")
    context = {"form": form, "title": _("更正结果"), "lead": lead, "button": _("拟定更正"), "none": not names}
    context |= {"subject": "decide.settlement", "key": pk}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)


def _wanted(request: HttpRequest, found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    words, pool, grade = (request.GET.get(one, "").strip() for one in ("q", "pool", "grade"))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(subject__icontains=words))
    if pool:
        found = found.filter(pool_name=pool)
    if grade:
        found = found.filter(final="" if grade == "-" else grade)
    return found


def _sorted(request: HttpRequest, found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return found.order_by("pool", "rank", "subject")
    return found.order_by(("-" if sort.startswith("-") else "") + column, "subject")


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One settlement: its proposals, places, and what comes next."""
    account = asker(request)
    settlement = settlement_of(account, pk)
    about(request, settlement.run.cycle)
    found = _wanted(request, seen_proposals(account, settlement))
    if request.GET.get("moved"):
        found = found.filter(pk__in=moves_of(settlement).values("proposal"))
    found = _sorted(request, found)
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found)
    return render(request, "decide/settlement.html", _context(request, account, settlement, found))


def _papers(account: Account, settlement: Settlement) -> list[Do]:
    """The pack of the meeting, for those who have a part in it."""
    if may_see_all(account):
        return []
    address = [(_("会议材料 PDF"), "pdf"), (_("会议材料 docx"), "docx")]
    return [Do(words, reverse("decide:pack", args=[settlement.pk, kind])) for words, kind in address]


def _in_publicity(settlement: Settlement) -> bool:
    until = settlement.publicity_until
    return settlement.state == "open" and until is not None and today() <= until


def _flags(request: HttpRequest, account: Account, settlement: Settlement) -> dict[str, Any]:
    """What the page offers this account."""
    return {
        "see_all": not may_see_all(account),
        "may_prepare": not may_prepare(account),
        "may_object": _in_publicity(settlement) and not may_object(account),
        "may_answer": not may_answer(account),
        "may_approve": settlement.state == "closed" and not may_approve(account, settlement),
        "may_publish": settlement.state == "approved" and not may_publish(account),
        "reason": ReasonForm(),
        "sought": request.GET,
    }


def _context(
    request: HttpRequest, account: Account, settlement: Settlement, found: QuerySet[Proposal]
) -> dict[str, Any]:
    until = settlement.publicity_until
    place = STEPS.index(settlement.state) if settlement.state in STEPS else len(STEPS)
    return {
        "settlement": settlement,
        "offers": [*_papers(account, settlement), *offers((*DEEDS, *CLOSING_DEEDS), account, settlement)],
        "page": page_of(request, found),
        "quotas": [one for one in filled(settlement) if one.places is not None or one.taken],
        "pools": sorted(set(settlement.proposals.values_list("pool_name", flat=True))),
        "overfull": overfull(settlement) if settlement.state == "draft" else [],
        "gated": past_gates(settlement) if settlement.state == "draft" else [],
        "unchecked": [one for one in moves_of(settlement) if one.state == "proposed"],
        "asked": settlement.points.filter(state="open").count(),
        "has_points": settlement.points.exists(),
        "moves": moves_of(settlement)[:20],
        "checkable": {
            one.pk for one in moves_of(settlement) if one.state == "proposed" and not may_check_move(account, one)
        },
        "objections": settlement.objections.select_related("proposal", "unit"),
        "unanswered": settlement.objections.exclude(state="answered").count() if settlement.state == "open" else 0,
        "steps": [(_(SETTLEMENT_NAMES[one]), number <= place) for number, one in enumerate(STEPS)],
        "left": calendar().between(today(), until, working=True) if until and settlement.state == "open" else None,
        "ended": until is not None and today() > until,
        "publication": getattr(settlement, "publication", None),
    } | _flags(request, account, settlement)


def _exported(request: HttpRequest, found: QuerySet[Proposal]) -> HttpResponse:
    heads = [_("范围"), _("名次"), _("对象"), _("总分"), _("计算等次"), _("评定等次"), _("理由")]
    rows = [
        [one.pool_name, one.rank, one.name, said(one.total), one.computed, one.final, _reason(one)] for one in found
    ]
    return sent("grades", heads, rows, request.GET["export"])


@require_safe
def pack(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What the deciding body has before it, as a document."""
    account = asker(request)
    allowed(may_see_all(account))
    found = settlement_of(account, pk)
    if kind not in PACKS:
        raise Http404
    write, mime = PACKS[kind]
    held = HttpResponse(write(found), content_type=mime)
    held["Content-Disposition"] = f'attachment; filename="pack-{found.pk}.{kind}"'
    return held


def _reason(one: Proposal) -> str:
    last = one.moves.filter(state="effective").order_by("-at").first()
    return last.reason if last else one.reason


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: computed and decided, why, what is closed to it; a move is entered here."""
    account = asker(request)
    found = get_object_or_404(Proposal.objects.select_related("settlement__run__cycle", "unit"), pk=pk)
    settlement, checkable = found.settlement, _checkable(account, found)
    whole = seen_settlements(account).filter(pk=settlement.pk).exists()
    if not checkable:
        _demand_sight(account, found)
    about(request, settlement.run.cycle)
    waiting = found.moves.filter(state="proposed").exists()
    able = settlement.state == "draft" and not waiting and not may_move(account, found)
    form = MoveForm(request.POST or None, request.FILES or None, proposal=found) if able else None
    if request.method == "POST" and form is not None and form.is_valid() and _moved(request, account, found, form):
        return redirect("decide:line", pk)
    context = _around(account, found) | {
        "line": found,
        "settlement": settlement,
        "form": form,
        "moves": found.moves.select_related("body", "meeting", "by__person", "checked_by__person"),
        "checkable": checkable,
        "whole": whole,
        "reason": ReasonForm(),
    }
    return render(request, "decide/line.html", context, status=422 if form is not None and form.errors else 200)


def _around(account: Account, found: Proposal) -> dict[str, Any]:
    """What stands around a line: what followed, the years before, what somebody may do."""
    settlement = found.settlement
    held = getattr(settlement, "publication", None)
    return {
        "consequences": seen_consequences(account, settlement).filter(proposal=found) if held else (),
        "opens": seen_results(account, settlement.run).filter(subject=found.subject).exists(),
        "publication": held,
        "offers": offers((*DEEDS, *LINE_DEEDS), account, found),
        "years": years_of(found),
        "gate": gated(settlement).get(found.pk, "") if settlement.state in LIVE else "",
        "may_nominate": bool(held) and not may_prepare(account),
    }


def _checkable(account: Account, found: Proposal) -> set[int]:
    """The moves of a line that wait for this account; a member of the deciding body sees the line for their sake."""
    return {one.pk for one in found.moves.filter(state="proposed") if not may_check_move(account, one)}


def _demand_sight(account: Account, found: Proposal) -> None:
    settlement = settlement_of(account, found.settlement_id)
    if not seen_proposals(account, settlement).filter(pk=found.pk).exists():
        raise PermissionDenied(may_see_proposal(account, found) or _("您的岗位看不到这一行。"))


def _moved(request: HttpRequest, account: Account, found: Proposal, form: MoveForm) -> bool:
    given = dict(form.cleaned_data)
    votes = tuple(given.pop(name) for name in ("votes_for", "votes_against", "votes_none"))
    minutes = given.pop("minutes")
    sealed = form.done(seal, by=account, file=minutes) if minutes else None
    if minutes and sealed is None:
        return False
    made = form.done(actions.propose_move, by=account, proposal=found, votes=votes, evidence=sealed, **given)
    if made is not None:
        messages.success(request, _("已登记。由%(body)s另一位成员复核后生效。") % {"body": made.body})
    return made is not None


def _move(request: HttpRequest, pk: int) -> tuple[Account, Move]:
    account = asker(request)
    found = get_object_or_404(Move.objects.select_related("proposal__settlement", "proposal__unit", "body"), pk=pk)
    if may_check_move(account, found):
        settlement_of(account, found.proposal.settlement_id)
    return account, found


@require_POST
def approve_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another member confirms a move."""
    account, move = _move(request, pk)
    actions.approve_move(by=account, move=move)
    messages.success(request, _("已复核，等次改为“%(grade)s”。计算等次留存。") % {"grade": move.after})
    return _after(account, move)


@require_POST
def refuse_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another member does not confirm a move."""
    account, move = _move(request, pk)
    actions.refuse_move(by=account, move=move, reason=request.POST.get("reason", ""))
    messages.success(request, _("未通过，等次不变。"))
    return _after(account, move)


def _after(account: Account, move: Move) -> HttpResponse:
    """Back to the line, for who still sees it; a member of the body who saw it for this check goes back to the desk."""
    seen = seen_settlements(account).filter(pk=move.proposal.settlement_id).exists()
    return redirect("decide:line", move.proposal_id) if seen else redirect("/")
