"""The ballot: for anybody with a code, on a phone, without a script, a cookie or a name.

Nothing of a ballot is kept before it is cast: what was said on one view is carried to the next in the page itself. Requests
prove nothing but the code they carry, so there is no session a foreign page could misuse and no token against that.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.listen import actions
from kaogong.listen.actions.casting import Held, knock
from kaogong.listen.actions.codes import plain_code, spaced
from kaogong.listen.models import Project
from kaogong.listen.queries.marking import questions_of
from kaogong.listen.queries.paper import Paper, open_project, paper_of

BEGAN = TimestampSigner(salt="ballot")
PATIENCE = 86_400
"""Seconds within which a ballot was begun; the time it took is not kept, only whether it was too short."""


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
    """A code is typed, or came with the picture; then view after view; then it is cast."""
    if request.method != "POST":
        return _plain(request, "listen/ballot_code.html", {"code": plain_code(code)})
    typed = request.POST.get("code", "")
    address = str(request.META.get("REMOTE_ADDR", ""))
    held, until = knock(typed, address)
    if until is not None:
        words = _("试错太多次，请在 %(when)s 后再试。") % {"when": f"{timezone.localtime(until):%H:%M}"}
        return _plain(request, "listen/ballot_code.html", {"code": "", "wrong": words})
    if held is None:
        actions.note_guess(by=None, address=address)
        words = _("没有这个评议码。请对照信函或短信重新输入，共 16 位。")
        return _plain(request, "listen/ballot_code.html", {"code": plain_code(typed), "wrong": words})
    if held.state != "open":
        return _plain(request, "listen/ballot_done.html", {"project": held.asking.batch.project})
    return _turned(request, held, paper_of(held.asking.questions, held.asking.subjects, request.POST.dict()), typed)


def _turned(request: HttpRequest, held: Held, paper: Paper, code: str) -> HttpResponse:
    """The view that is asked for, or, after the last one, the box."""
    batch, wrong = held.asking.batch, ""
    if request.POST.get("go") == "send":
        try:
            actions.cast(
                code=code,
                given=paper.given(),
                hasty=_hasty(request, batch.project),
                assisted=bool(request.POST.get("assisted")),
                held=held,
            )
        except Refused as refused:
            wrong = str(refused)
        else:
            return _plain(request, "listen/ballot_done.html", {"project": batch.project})
    shown = _shown(request, batch.project, paper, _place(request, len(paper.views)))
    return _plain(
        request,
        "listen/ballot.html",
        shown | {"code": spaced(plain_code(code)), "due": batch.due_on, "wrong": wrong},
    )


def _shown(request: HttpRequest, project: Project, paper: Paper, place: int) -> dict[str, Any]:
    return {
        "project": project, "view": paper.view(place), "carried": paper.elsewhere(place), "place": place, "number": place + 1,
        "many": len(paper.views), "last": place + 1 == len(paper.views), "began": _began(request),
        "assisted": request.POST.get("assisted", ""),
    }  # fmt: skip


def _place(request: HttpRequest, many: int) -> int:
    asked = request.POST.get("place", "")
    place = int(asked) if asked.isdecimal() and len(asked) < 5 else 0
    step = {"next": 1, "back": -1}.get(request.POST.get("go", ""), 0)
    return max(0, min(many - 1, place + step))


def _began(request: HttpRequest) -> str:
    """When the first view was shown, signed; it travels in the page and is kept nowhere."""
    held = request.POST.get("began", "")
    try:
        BEGAN.unsign(held, max_age=PATIENCE)
    except BadSignature:
        return BEGAN.sign("b")
    return held


def _hasty(request: HttpRequest, project: Project) -> bool:
    """Whether it took less time than reading takes (YL-26)."""
    try:
        BEGAN.unsign(request.POST.get("began", ""), max_age=PATIENCE)
    except BadSignature:
        return True
    try:
        BEGAN.unsign(request.POST["began"], max_age=project.least_seconds)
    except BadSignature:
        return False
    return True


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, link: str) -> HttpResponse:
    """The open link: anybody may answer; it says itself that it does not count."""
    project = open_project(link)
    if project is None:
        raise Http404(_("没有这个评议，或已结束。"))
    if project.state != "evaluate":
        return _plain(request, "listen/ballot_code.html", {"closed": project})
    sheet = project.sheets.get(state="issued")
    paper = paper_of(questions_of(sheet), list(project.subjects.select_related("unit")), request.POST.dict())
    wrong = ""
    if request.method == "POST" and request.POST.get("go") == "send":
        try:
            actions.cast_open(project=project, given=paper.given())
        except Refused as refused:
            wrong = str(refused)
        else:
            return _plain(request, "listen/ballot_done.html", {"project": project, "open": True})
    stage = project.stages.get(key="evaluate")
    shown = _shown(request, project, paper, _place(request, len(paper.views)))
    return _plain(request, "listen/ballot.html", shown | {"open": True, "due": stage.until, "wrong": wrong})
