"""Rating pages: the design of a round, the own ballots as a spreadsheet, what came out, declarations, hearings, duty reports."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.assess import actions
from kaogong.assess.facts.people import STANDING
from kaogong.assess.forms.ratings import RatersForm, RatingForm
from kaogong.assess.guards.ratings import (
    may_declare,
    may_hear,
    may_rate_here,
    may_read_duty,
    may_see_tally,
    may_write_duty,
)
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import DutyReport, Entrant, Hearing, Kin, Pair, Posting, Round, Source
from kaogong.assess.queries.ballots import questions_of
from kaogong.assess.queries.pairing import design_warnings, rated_people
from kaogong.assess.queries.rating_desk import to_rate, year_of
from kaogong.assess.queries.rounds import unpaired
from kaogong.assess.queries.shown import shown_of
from kaogong.assess.views.deeds.ratings import DEEDS, DUTIES, beside
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account, Finding
from kaogong.org.queries import setting, unit_names
from kaogong.org.views.deeds import offers, only
from kaogong.org.views.deeds.oversight import DEEDS as OVERSIGHT
from kaogong.plan.views.pages import allowed, asker, cycle_of, page_of


@require_safe
def raters(request: HttpRequest, pk: int) -> HttpResponse:
    """Who rates whom in a round, and what is weak about it, before it opens."""
    account, one = asker(request), get_object_or_404(Round.objects.select_related("cycle"), pk=pk)
    allowed(may_keep_rounds(account))
    sources = list(one.sources.filter(kind="rate").order_by("place"))
    chosen = next(
        (each for each in sources if str(each.pk) == request.GET.get("source")), sources[0] if sources else None
    )
    entrants = one.entrants.order_by("name")
    if words := request.GET.get("q", "").strip():
        entrants = entrants.filter(name__icontains=words)
    page = page_of(request, entrants)
    held = Pair.objects.filter(source=chosen, entrant__in=[each.pk for each in page]).select_related("rater")
    people: dict[int, list[str]] = {}
    for pair in held.order_by("rater__sort_key"):
        people.setdefault(pair.entrant_id, []).append(pair.rater.name)
    context = {
        "one": one,
        "sources": [(each, each.pairs.count(), rated_people(each), each.form.get("barred", {})) for each in sources],
        "chosen": chosen,
        "page": page,
        "lines": [(each, people.get(each.pk, [])) for each in page],
        "spared": one.spared.select_related("person", "unit").order_by("why", "person__sort_key")[:200],
        "warnings": design_warnings(one) if one.state == "draft" and not unpaired(one) else [],
        "unpaired": unpaired(one),
        "offers": offers(beside(one), account, one),
        "sought": request.GET,
    }
    return render(request, "assess/ratings/raters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_raters(request: HttpRequest, pk: int, entrant: int) -> HttpResponse:
    """Name those who rate one entrant."""
    account = asker(request)
    source = get_object_or_404(Source.objects.select_related("round"), pk=pk)
    whom = get_object_or_404(Entrant.objects.select_related("unit", "person"), pk=entrant, round=source.round_id)
    allowed(may_keep_rounds(account))
    codes = list(source.pairs.filter(entrant=whom).order_by("rater__sort_key").values_list("rater__code", flat=True))
    form = RatersForm(request.POST or None, initial={"people": "\n".join(codes)})
    if form.is_bound and form.is_valid():
        people = form.cleaned_data["people"]
        if form.done(actions.set_raters, by=account, source=source, entrant=whom, people=people):
            messages.success(request, _("已定 %(n)s 名评议人。") % {"n": len(people)})
            return redirect("assess:raters", source.round_id)
    context = {"source": source, "entrant": whom, "form": form}
    return render(request, "assess/ratings/set_raters.html", context, status=422 if form.errors else 200)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one rates, and the own year."""
    account, cycle = asker(request), cycle_of(request)
    lines = year_of(account.person, cycle) if account.person else []
    return render(
        request,
        "assess/ratings/mine.html",
        {"cycle": cycle, "several": to_rate(account), "lines": lines, "hears": not may_hear(account)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """The own ballots of a source, as a spreadsheet: kept, or handed in."""
    account, source = asker(request), get_object_or_404(Source.objects.select_related("round__cycle"), pk=pk)
    allowed(may_rate_here(account, source))
    held = source.pairs.filter(rater=account.person_id).select_related("entrant__unit")
    page = page_of(request, list(held.filter(state="open").order_by("entrant__unit__code", "entrant__name")))
    open_to = list(page) if source.round.state == "open" else []
    drafts = {one.pk: json.loads(one.marks) for one in open_to if one.marks}
    form = RatingForm(request.POST or None, source=source, pairs=open_to, held=drafts)
    if form.is_bound and form.is_valid() and _rated(request, account, source, form):
        return redirect(request.get_full_path())
    context = {
        "source": source,
        "one": source.round,
        "asked": [name or _("得分") for name in questions_of(source.form).values()],
        "page": page,
        "rows": _lines(form, list(page)),
        "form": form,
        "done": held.exclude(state="open").count(),
        "all": held.count(),
        "least": setting("ratings.shown_from"),
    }
    return render(request, "assess/ratings/rate.html", context, status=422 if form.errors else 200)


def _lines(form: RatingForm, pairs: list[Pair]) -> list[tuple[Any, ...]]:
    """Each pair with its cells, the unit's name, and whether there is a duty report to read."""
    names = unit_names({one.entrant.unit_id for one in pairs})
    handed = DutyReport.objects.filter(entrant__in=[one.entrant_id for one in pairs], state="handed")
    duties = set(handed.values_list("entrant_id", flat=True))
    return [
        (pair, cells, names.get(pair.entrant.unit_id, ""), pair.entrant_id in duties) for pair, cells in form.rows()
    ]


def _rated(request: HttpRequest, account: Account, source: Source, form: RatingForm) -> bool:
    if form.done(actions.rate, by=account, source=source, marks=form.marks()) is None:
        return False
    if "submit" not in request.POST:
        messages.success(request, _("已存草稿，还没有交。"))
        return True
    done = form.done(actions.hand_in, by=account, source=source)
    if done is None:
        return False
    messages.success(request, _("已交 %(n)s 张票。") % {"n": done})
    return True


@require_safe
def tallies(request: HttpRequest, pk: int) -> HttpResponse:
    """What came out of a round, for those above: groups that are large enough, raw means with the estimate beside."""
    account, one = asker(request), get_object_or_404(Round.objects.select_related("cycle"), pk=pk)
    allowed(may_see_tally(account, Entrant(round=one, unit_id=0)))
    entrants = one.entrants.select_related("unit").order_by("name")
    if words := request.GET.get("q", "").strip():
        entrants = entrants.filter(name__icontains=words)
    if request.GET.get("export") in {"xlsx", "csv"}:
        return _exported(request, list(entrants))
    page = page_of(request, entrants)
    shown = shown_of(list(page))
    context = {"one": one, "page": page, "lines": [(each, shown[each.pk]) for each in page], "sought": request.GET}
    return render(request, "assess/ratings/tallies.html", context | {"least": setting("ratings.shown_from")})


def _exported(request: HttpRequest, entrants: list[Entrant]) -> HttpResponse:
    shown = shown_of(entrants)
    heads = [
        _("对象"),
        _("评议组"),
        _("有效票"),
        _("应评票"),
        _("测评项目"),
        _("平均(原值)"),
        _("平均(松紧校正，估计)"),
    ]
    lines = [
        (each.name, group.name, group.valid, group.issued, shown[each.pk].questions.get(key, ""), raw, fixed)
        for each in entrants
        for group in shown[each.pk].groups
        for key, raw, fixed in group.told
    ]
    return sent(_("测评结果"), heads, lines, request.GET["export"])


@require_safe
def tally(request: HttpRequest, pk: int) -> HttpResponse:
    """What came out about one entrant: never a single ballot, and nothing of too few."""
    account, entrant = (
        asker(request),
        get_object_or_404(Entrant.objects.select_related("round", "unit", "person"), pk=pk),
    )
    allowed(may_see_tally(account, entrant))
    context = {"entrant": entrant, "one": entrant.round, "shown": shown_of([entrant])[entrant.pk]}
    return render(request, "assess/ratings/tally.html", context | {"least": setting("ratings.shown_from")})


@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """Relatives and absences: all for the office, the own for everybody."""
    account = asker(request)
    keeps = not may_declare(account)
    kin, postings = Kin.objects.select_related("person", "other"), Posting.objects.select_related("person", "host")
    if not keeps:
        own = account.person_id or 0
        kin, postings = kin.filter(person=own) | kin.filter(other=own), postings.filter(person=own)
    names = unit_names({one.host_id for one in postings if one.host_id})
    context = {
        "keeps": keeps,
        "hears": not may_hear(account),
        "kin": page_of(request, kin.order_by("-since", "-pk")),
        "postings": [(one, names.get(one.host_id or 0, "")) for one in postings.order_by("-since", "-pk")[:200]],
        "offers": offers(DEEDS, account),
    }
    return render(request, "assess/ratings/declarations.html", context)


@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    """What assessors are found guilty of, and who was heard about it."""
    account = asker(request)
    allowed(may_hear(account))
    found = Finding.objects.exclude(offence="").select_related("person", "watch").order_by("-found_on", "-pk")
    page = page_of(request, found)
    heard: dict[int, list[Any]] = {}
    for one in Hearing.objects.filter(finding__in=[each.pk for each in page]).select_related("person", "finding"):
        heard.setdefault(one.finding_id, []).append((one, offers(DUTIES, account, one)))
    first, does = bool(setting("ratings.heard_first")), (*only(OVERSIGHT, "confirm_finding"), *DUTIES)
    lines = [
        (
            each,
            (talks := heard.get(each.pk, [])),
            offers(does, account, each),
            _counts(each, [one for one, _do in talks], first=first),
        )
        for each in page
    ]
    context = {"page": page, "lines": lines, "first": first, "hears": True}
    return render(request, "assess/ratings/hearings.html", context)


def _counts(finding: Finding, talks: list[Hearing], *, first: bool) -> str:
    """Whether an offence counts, and what it waits for."""
    if finding.state not in STANDING:
        return _("查实后才计扣分")
    if first and not any(one.role == "accused" and one.state in ("heard", "declined") for one in talks):
        return _("还没有听取本人意见，暂不计扣分")
    return _("计入本人得分")


@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """A duty report with the results attached to it."""
    account, entrant = (
        asker(request),
        get_object_or_404(Entrant.objects.select_related("round", "unit", "person"), pk=pk),
    )
    report = DutyReport.objects.filter(entrant=entrant).select_related("entrant__round").first()
    allowed(may_write_duty(account, entrant) if report is None else may_read_duty(account, report))
    context = {
        "entrant": entrant,
        "report": report,
        "offers": [*offers(DUTIES, account, entrant), *(offers(DUTIES, account, report) if report else [])],
    }
    return render(request, "assess/ratings/duty.html", context)
