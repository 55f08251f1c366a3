"""Rating meetings: the page of the host, and the ballot on a phone, for anybody with a code, without a script or a cookie."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kaogong.assess import actions
from kaogong.assess.forms.ratings import NumbersForm
from kaogong.assess.guards.ratings import may_run_meeting
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import Entrant, Meeting, Pass, Source
from kaogong.assess.queries.ballots import Rules, options_of, questions_of, wrong_mark
from kaogong.assess.queries.shown import Shown, shown_of
from kaogong.assess.views.deeds.ratings import DEEDS
from kaogong.audit.actions import Refused
from kaogong.listen import actions as listen
from kaogong.listen.actions.codes import plain_code, spaced
from kaogong.org.models import Account
from kaogong.org.queries import setting
from kaogong.org.views.deeds import offers
from kaogong.plan.forms import Act
from kaogong.plan.views.pages import allowed, asker, page_of

MOST = 200
"""Entrants that fit on one ballot."""


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting: begun with how many came; codes leave with the answer; what came out, once it is closed."""
    account, meeting = asker(request), get_object_or_404(Meeting.objects.select_related("round__cycle"), pk=pk)
    allowed(may_keep_rounds(account))
    benches, renews = list(meeting.benches.select_related("source")), "again" in request.POST
    form: Act = Act(request.POST) if renews else NumbersForm(request.POST or None, benches=benches)
    slips = ""
    if form.is_bound and form.is_valid():
        codes = _drawn(form, account, meeting)
        slips = _slips(request, meeting, benches, codes) if codes is not None else ""
    page = page_of(request, meeting.round.entrants.order_by("name"))
    used = Pass.objects.filter(bench__meeting=meeting).exclude(state__in=("open", "missed")).count()
    runs = not may_run_meeting(account, meeting)
    context = {
        "meeting": meeting,
        "benches": benches,
        "form": form,
        "begins": runs and meeting.state == "draft",
        "renews": runs and meeting.state == "open" and not used,
        "slips": slips,
        "page": page,
        "lines": _out(meeting, list(page)),
        "used": used,
        "offers": offers(DEEDS, account, meeting),
        "least": setting("ratings.shown_from"),
        "where": _where(request),
    }
    found = render(request, "assess/ratings/meeting.html", context, status=422 if form.errors else 200)
    found["Cache-Control"] = "no-store"
    return found


def _out(meeting: Meeting, entrants: list[Entrant]) -> list[tuple[Entrant, Shown]]:
    """What came out, once the meeting is closed."""
    shown = shown_of(entrants) if meeting.state == "closed" else {}
    return [(one, shown[one.pk]) for one in entrants] if shown else []


def _drawn(form: Act, account: Account, meeting: Meeting) -> dict[int, list[str]] | None:
    """The codes: for a meeting that begins, or anew. None: refused, and said on the form."""
    if isinstance(form, NumbersForm):
        found: dict[int, list[str]] | None = form.done(
            actions.open_meeting, by=account, meeting=meeting, numbers=form.numbers()
        )
    else:
        found = form.done(actions.renew_codes, by=account, meeting=meeting)
    return found


def _where(request: HttpRequest) -> str:
    return f"{settings.ADDRESS or f'{request.scheme}://{request.get_host()}'}{reverse('assess:ballot')}"


def _slips(request: HttpRequest, meeting: Meeting, benches: Any, codes: dict[int, list[str]]) -> str:
    """The slips with the codes, to be printed, cut and shuffled, as a file within the page: they are kept nowhere."""
    where = _where(request)
    lines = [
        {"group": bench.source.name, "code": spaced(code), "picture": _picture(f"{where}{code}/")}
        for bench in benches
        for code in codes[bench.pk]
    ]
    words = render_to_string("assess/ratings/slips_print.html", {"meeting": meeting, "lines": lines, "where": where})
    return f"data:text/html;charset=utf-8;base64,{base64.b64encode(words.encode()).decode()}"


def _picture(address: str) -> str:
    drawn = segno.make(address, micro=False).svg_inline(scale=3, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 - drawn from our own words


# --- the phone ------------------------------------------------------------------------------------------------------


def _plain(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that goes to nobody else: not into a cache, and its address not to other pages."""
    found = render(request, template, {"installation": settings.INSTALLATION, **context})
    found["Cache-Control"] = "no-store"
    found["Referrer-Policy"] = "no-referrer"
    return found


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, code: str = "") -> HttpResponse:
    """A code is typed, or came with the picture; then everybody who is rated; then it is cast."""
    if request.method != "POST":
        return _plain(request, "assess/ratings/ballot_code.html", {"code": plain_code(code)})
    typed, address = request.POST.get("code", ""), str(request.META.get("REMOTE_ADDR", ""))
    if (until := listen.locked_until(address)) is not None:
        words = _("试错太多次，请在 %(when)s 后再试。") % {"when": f"{timezone.localtime(until):%H:%M}"}
        return _plain(request, "assess/ratings/ballot_code.html", {"code": "", "wrong": words})
    found = actions.pass_of(typed)
    if found is None:
        listen.note_guess(by=None, address=address)
        words = _("没有这个测评码。请对照纸条重新输入，共 16 位。")
        return _plain(request, "assess/ratings/ballot_code.html", {"code": plain_code(typed), "wrong": words})
    if found.state != "open":
        context = {"meeting": found.bench.meeting, "missed": found.state == "missed"}
        return _plain(request, "assess/ratings/ballot_done.html", context)
    return _paper(request, found, typed)


Said = Mapping[int, Mapping[str, str]]
"""What was typed, by entrant and question."""


def _faults(source: Source, said: Said) -> dict[tuple[int, str], str]:
    """What is wrong with every mark that was typed, by entrant and question."""
    typed = {(pk, key): value.strip() for pk, given in said.items() for key, value in given.items() if value.strip()}
    return {place: why for place, value in typed.items() if (why := wrong_mark(source.form, value))}


def _in_part(source: Source, entrants: Iterable[Entrant], said: Said) -> list[str]:
    """Who is rated on some questions and not on others, where such a ballot does not count."""
    if not Rules.of(source.form).whole:
        return []
    filled = {pk: [bool(value.strip()) for value in given.values()] for pk, given in said.items()}
    return [one.name for one in entrants if any(filled[one.pk]) and not all(filled[one.pk])]


def _paper(request: HttpRequest, found: Pass, typed: str) -> HttpResponse:
    source, meeting = found.bench.source, found.bench.meeting
    asked, options = questions_of(source.form), options_of(source.form)
    entrants = list(source.round.entrants.order_by("name")[:MOST])
    said = {
        one.pk: {key: request.POST.get(f"m_{one.pk}_{number}", "") for number, key in enumerate(asked)}
        for one in entrants
    }
    wrong, faults, part = "", _faults(source, said), _in_part(source, entrants, said)
    if request.POST.get("go") == "send" and not faults and (not part or request.POST.get("as_is")):
        try:
            actions.cast_pass(code=typed, given=said)
        except Refused as refused:
            wrong = str(refused)
        else:
            return _plain(request, "assess/ratings/ballot_done.html", {"meeting": meeting, "fresh": True})
    rows = [
        (one, [(f"m_{one.pk}_{number}", name, said[one.pk][key], faults.get((one.pk, key), ""))
               for number, (key, name) in enumerate(asked.items())])
        for one in entrants
    ]  # fmt: skip
    context = {
        "meeting": meeting, "source": source, "rows": rows, "options": options, "wrong": wrong, "faults": len(faults),
        "part": part if not faults and not wrong else [], "code": spaced(plain_code(typed)),
        "least": setting("ratings.shown_from"), "closed": meeting.state != "open",
    }  # fmt: skip
    return _plain(request, "assess/ratings/ballot.html", context)
