"""Entering what others say: the review grid, sheets, votes, results from outside, who assesses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.assess import actions
from kaogong.assess.forms.rounds import AssessorsForm, GridForm, OpinionForm, OutcomesForm, VoteForm
from kaogong.assess.guards.rounds import may_enter, may_keep_rounds, may_review, may_score, may_see_round
from kaogong.assess.models import Entrant, Proof, ScoreSheet, SelfMark, Source, Vote
from kaogong.assess.queries.completeness import items_of
from kaogong.assess.queries.figures import latest_reviews, latest_votes, shares
from kaogong.assess.queries.links import variances
from kaogong.assess.queries.raters import rated_by
from kaogong.assess.queries.rounds import ready, review_items
from kaogong.assess.views.selfreports import entrant_of
from kaogong.audit.actions import seal
from kaogong.org.models import Account
from kaogong.plan.forms import ReasonForm
from kaogong.plan.views.pages import allowed, asker, page_of

SHOWN = 200
"""How many sheets handed in the page lists."""


def _source(request: HttpRequest, pk: int) -> Source:
    found = get_object_or_404(Source.objects.select_related("round__cycle", "unit", "body"), pk=pk)
    allowed(may_see_round(asker(request), found.round))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The own marks beside the claims: kept, or the result fixed."""
    account, entrant = asker(request), entrant_of(request, pk)
    allowed(may_review(account, entrant))
    items, begin = review_items(entrant.round), GridForm.of_reviews(latest_reviews([entrant]))
    form = GridForm(request.POST or None, items=items, initial=begin)
    if form.is_bound and form.is_valid() and _reviewed(request, account, entrant, form):
        return redirect("assess:report" if "finish" in request.POST else "assess:review", pk)
    marks = {one.item_id: one for one in SelfMark.objects.filter(report__entrant=entrant)}
    proofs: dict[int | None, list[Proof]] = {}
    for one in Proof.objects.filter(report__entrant=entrant, withdrawn=False):
        proofs.setdefault(one.item_id, []).append(one)
    context = {
        "entrant": entrant,
        "one": entrant.round,
        "report": getattr(entrant, "report", None),
        "form": form,
        "rows": [(i, marks.get(i.pk), proofs.get(i.pk, []), mark, reason) for i, mark, reason in form.rows()],
        "papers": proofs.get(None, []),
        "variances": variances([entrant]),
    }
    return render(request, "assess/rounds/review.html", context, status=422 if form.errors else 200)


def _reviewed(request: HttpRequest, account: Account, entrant: Entrant, form: GridForm) -> bool:
    if form.done(actions.review, by=account, entrant=entrant, marks=form.reviews()) is None:
        return False
    if "finish" not in request.POST:
        messages.success(request, _("复核分已保存，还没有确定结果。"))
        return True
    if form.done(actions.finish_review, by=account, entrant=entrant) is None:
        return False
    messages.success(request, _("复核结果已确定，自评与复核的差一并留存。"))
    return True


@require_safe
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom one rates on a source, and how far one is."""
    account, source = asker(request), _source(request, pk)
    entrants = (
        rated_by(account, source)
        if source.kind == "sheet"
        else list(source.round.entrants.select_related("report", "round").order_by("name"))
    )
    mine = {} if source.who != "assessors" else {"assessor__person": account.person_id or 0}
    held = {one.entrant_id: one for one in source.sheets.filter(**mine).prefetch_related("marks")}
    votes = {one.entrant_id: shares(one) for one in latest_votes(source.votes.select_related("source")).values()}
    open_to = ready(source.round, entrants)
    context = {
        "source": source,
        "one": source.round,
        "items": items_of(source),
        "page": page_of(request, [(one, held.get(one.pk), votes.get(one.pk), one.pk in open_to) for one in entrants]),
        "done": sum(1 for one in held.values() if one.state == "submitted"),
        "all": len(entrants),
        "named": source.assessors.select_related("person"),
        "may_name": not may_keep_rounds(account) and source.who == "assessors" and not source.sheets.exists(),
        "may_enter": not may_enter(account, source),
        "handed": _handed(account, source),
    }
    return render(request, "assess/rounds/sheets.html", context)


def _handed(account: Account, source: Source) -> list[ScoreSheet]:
    """The sheets the office may give back."""
    if may_keep_rounds(account) or source.round.state != "open":
        return []
    held = source.sheets.filter(state="submitted").select_related("entrant", "assessor__person", "by")
    return list(held.order_by("entrant__name", "assessor__number")[:SHOWN])


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet goes back with a reason."""
    found = get_object_or_404(ScoreSheet.objects.select_related("source__round", "entrant__unit"), pk=pk)
    account, form = asker(request), ReasonForm(request.POST or None)
    allowed(may_keep_rounds(account))
    if form.is_valid() and form.done(actions.return_sheet, by=account, sheet=found, **form.cleaned_data):
        messages.success(request, _("已退回填表人，原评分留在存证里。"))
        return redirect("assess:sheets", found.source_id)
    shown = {"sheet": found, "form": form}
    return render(request, "assess/rounds/back.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, entrant: int) -> HttpResponse:
    """One sheet: kept, or handed in."""
    account, source = asker(request), _source(request, pk)
    there = Entrant.objects.select_related("unit", "person", "round", "report")
    whom = get_object_or_404(there, pk=entrant, round=source.round_id)
    allowed(may_score(account, source, whom))
    mine = {} if source.who != "assessors" else {"assessor__person": account.person_id}
    held = ScoreSheet.objects.filter(source=source, entrant=whom, **mine).prefetch_related("marks").first()
    form = GridForm(request.POST or None, items=items_of(source), counts=True, initial=GridForm.of_sheet(held))
    if form.is_bound and form.is_valid() and _scored(request, account, source, whom, form):
        return _onward(request, account, source, whom)
    context: dict[str, Any] = {"source": source, "one": source.round, "entrant": whom, "sheet": held, "form": form}
    context |= {
        "rows": list(form.rows()),
        "able": bool(ready(source.round, [whom])),
        "mine": mine.get("assessor__person"),
    }
    return render(request, "assess/rounds/sheet.html", context, status=422 if form.errors else 200)


def _onward(request: HttpRequest, account: Account, source: Source, whom: Entrant) -> HttpResponse:
    """After handing in, the next one who is not rated yet; to the list when there is none, or when it was only kept."""
    if "submit" not in request.POST:
        return redirect("assess:sheets", source.pk)
    mine = {} if source.who != "assessors" else {"assessor__person": account.person_id}
    done = set(source.sheets.filter(state="submitted", **mine).values_list("entrant", flat=True))
    order = rated_by(account, source)
    place = next((at for at, one in enumerate(order, 1) if one.pk == whom.pk), 0)
    left = [one for one in (*order[place:], *order[:place]) if one.pk not in done]
    open_to = ready(source.round, left)
    left = [one for one in left if one.pk in open_to]
    if not left:
        return redirect("assess:sheets", source.pk)
    messages.info(request, _("还有 %(n)s 个对象没有评完，这是下一个。") % {"n": len(left)})
    return redirect("assess:sheet", source.pk, left[0].pk)


def _scored(request: HttpRequest, account: Account, source: Source, whom: Entrant, form: GridForm) -> bool:
    made = form.done(actions.score, by=account, source=source, entrant=whom, marks=form.marks())
    if made is None:
        return False
    if "submit" not in request.POST:
        messages.success(request, _("%(name)s 的评分已保存，还没有提交。") % {"name": whom.name})
        return True
    if form.done(actions.submit_sheet, by=account, sheet=made) is None:
        return False
    messages.success(request, _("%(name)s 的评分已提交。") % {"name": whom.name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int, entrant: int) -> HttpResponse:
    """How a vote on an entrant came out."""
    account, source = asker(request), _source(request, pk)
    whom = get_object_or_404(
        Entrant.objects.select_related("unit", "round", "report"), pk=entrant, round=source.round_id
    )
    allowed(may_enter(account, source))
    form = VoteForm(request.POST or None, request.FILES or None, source=source)
    if form.is_bound and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("held_on", "issued", "reason")}
        sealed = _sealed(form, account)
        if not form.errors and form.done(
            actions.count_votes, by=account, source=source, entrant=whom, counts=form.counts(), evidence=sealed, **given
        ):
            messages.success(request, _("已登记计票。"))
            return redirect("assess:sheets", pk)
    return _vote(request, source, whom, form)


def _vote(
    request: HttpRequest, source: Source, whom: Entrant, form: VoteForm, opinion: OpinionForm | None = None
) -> HttpResponse:
    last = source.votes.filter(entrant=whom).select_related("source").last()
    if opinion is None and last is not None:
        opinion = OpinionForm(initial={"words": last.opinion})
    context = {"source": source, "entrant": whom, "form": form, "last": last, "shares": shares(last) if last else []}
    wrong = form.errors or (opinion is not None and opinion.errors)
    return render(request, "assess/rounds/vote.html", context | {"opinion": opinion}, status=422 if wrong else 200)


def _sealed(form: Any, account: Account) -> Any:
    file = form.cleaned_data.get("evidence")
    return form.done(seal, by=account, file=file) if file else None


@require_POST
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinion goes back to who was voted on."""
    found = get_object_or_404(Vote.objects.select_related("source__round__cycle", "entrant__unit"), pk=pk)
    account, form = asker(request), OpinionForm(request.POST)
    if form.is_valid() and form.done(actions.return_opinion, by=account, vote=found, words=form.cleaned_data["words"]):
        messages.success(request, _("意见已反馈本人。"))
        return redirect("assess:vote", found.source_id, found.entrant_id)
    return _vote(request, found.source, found.entrant, VoteForm(source=found.source), form)


@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """Results from outside, all entrants on one page, one item at a time."""
    account, source = asker(request), _source(request, pk)
    allowed(may_enter(account, source))
    items = items_of(source)
    wanted = request.GET.get("item", "")
    item = next((one for one in items if str(one.pk) == wanted), items[0] if items else None)
    held = {one.entrant_id: one for one in source.outcomes.filter(item=item).order_by("version")}
    more: dict[str, Any] = {"entrants": source.round.entrants.order_by("name"), "held": held}
    begin = {"supplier": source.name}
    form = OutcomesForm(request.POST or None, request.FILES or None, initial=begin, **more)
    if form.is_bound and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("supplier", "reason")} | {"evidence": _sealed(form, account)}
        done = (
            None
            if form.errors
            else form.done(actions.take_outcomes, by=account, source=source, values=form.values(), item=item, **given)
        )
        if done is not None:
            messages.success(request, _("已登记 %(n)s 个结果，登记后锁定。") % {"n": len(done)})
            return redirect(request.get_full_path())
    context = {"source": source, "one": source.round, "items": items, "item": item, "form": form}
    return render(request, "assess/rounds/outcomes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def assessors(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who fills in the sheets of a source."""
    account, source = asker(request), _source(request, pk)
    allowed(may_keep_rounds(account))
    codes = "\n".join(source.assessors.values_list("person__code", flat=True))
    form = AssessorsForm(request.POST or None, initial={"people": codes})
    if form.is_bound and form.is_valid():
        people = form.cleaned_data["people"]
        if form.done(actions.name_assessors, by=account, source=source, people=people):
            messages.success(request, _("已定 %(n)s 名评分人。") % {"n": len(people)})
            return redirect("assess:sheets", pk)
    context = {"source": source, "form": form}
    return render(request, "assess/rounds/assessors.html", context, status=422 if form.errors else 200)
