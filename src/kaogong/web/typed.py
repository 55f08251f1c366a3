"""Nothing typed is lost, nothing is done twice, nobody overwrites another unseen: for every form that carries `{% keep %}`."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.org.actions.typed import begin_sending, drop_draft, end_sending, keep_draft
from kaogong.org.models import Account
from kaogong.org.queries.typed import overtaken
from kaogong.org.templatetags.keeping import WHO
from kaogong.org.views.typed import fields_of, page_of

TYPED = "typed"
"""Where the session keeps what was sent after it had ended, until its owner is back."""


class Typed:
    """Looks at every form on its way in, and at its answer on the way out."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the page, or what keeps the form from it."""
        account = request.user
        if not isinstance(account, Account):
            return self._late(request)
        if TYPED in request.session:
            _taken_up(request, account)
        aside = {reverse("org:keep_draft"), reverse("org:drop_draft")}
        part = "HX-Request" in request.headers
        if request.method != "POST" or part or request.path in aside or not request.POST.get("_form"):
            return self.answer(request)
        return self._sent(request, account)

    def _late(self, request: HttpRequest) -> HttpResponseBase:
        """The session has ended: what was typed waits for its owner to sign in again."""
        sent = self.answer(request)
        to_door = sent.status_code == 302 and sent.headers["Location"].startswith(settings.LOGIN_URL)
        if request.method == "POST" and to_door and request.POST.get("_form") and page_of(request):
            page, fields = page_of(request), fields_of(request)
            if fields:
                request.session[TYPED] = {"page": page, "who": request.POST.get("_who", ""), "fields": fields}
                messages.warning(request, _("登录已到时。您填的内容还在，重新登录后接着办。"))
            else:
                messages.warning(request, _("登录已到时，刚才的还没有办。请重新登录后再办。"))
            return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': page.partition('#')[0]})}")
        return sent

    def _sent(self, request: HttpRequest, account: Account) -> HttpResponseBase:
        page = page_of(request)
        sending, fresh = begin_sending(account=account, key=request.POST["_form"])
        if not fresh:
            return _again(request, sending.led)
        began = overtaken(request.POST.get("_seen", "")) if page else None
        if began is not None:
            end_sending(sending=sending, led="")
            if fields := fields_of(request):
                keep_draft(account=account, page=page, fields=fields, overtaken=began)
            messages.warning(request, _("您打开这一页以后，这里已经有人办过，刚才的没有办。请看过再办。"))
            return redirect(page.partition("#")[0])
        led = ""
        try:
            sent = self.answer(request)
            if sent.status_code < 400:
                led = sent.headers.get("Location", "") or request.path
                drop_draft(account=account, page=page)
            elif sent.status_code != 422 and page and (fields := fields_of(request)):
                keep_draft(account=account, page=page, fields=fields)  # the answer does not show the form again
        finally:
            end_sending(sending=sending, led=led)
        return sent


def _again(request: HttpRequest, led: str) -> HttpResponse:
    """A form that was sent before: it leads where it led, and does nothing."""
    if led:
        messages.info(request, _("这份表单已经交过，没有重复办理。"))
        return redirect(led)
    words = _("这份表单正在办理，请稍等再看结果，不必重交。")
    return render(request, "409.html", {"why": words, "back": request.path}, status=409)


def _taken_up(request: HttpRequest, account: Account) -> None:
    """What was typed before the session ended is a draft again, if it is the same person who is back."""
    held = request.session.pop(TYPED)
    try:
        owner = WHO.unsign(held["who"])
    except BadSignature:
        return
    if owner == str(account.pk) and held["fields"]:
        keep_draft(account=account, page=held["page"], fields=held["fields"])
