"""Coming in and going out."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaogong.audit.actions import Refused
from kaogong.org.models import Account
from kaogong.portal import actions
from kaogong.portal.forms import CodeForm, PasswordForm, SignInForm
from kaogong.portal.models import SecondKey
from kaogong.portal.queries.door import invitation, locked_until, needs_second_key, second_key
from kaogong.portal.queries.sessions import language_of

HALF = "half_signed_in"
"""Where the session keeps who gave the right password and owes the code, and since when."""
PATIENCE = 300
"""Seconds the code may take."""


class SignIn(LoginView):
    """Name and password; with a second key, its code next."""

    form_class = SignInForm
    template_name = "portal/door/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Whether there is an identity server to sign in with."""
        return super().get_context_data(**given) | {"elsewhere": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}

    def form_valid(self, form: Any) -> HttpResponse:
        """In, or on to the second step."""
        return let_in(self.request, form.get_user(), self.get_success_url())


def let_in(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    """Who proved to be somebody is in, or owes the code of the second key."""
    if second_key(account) is None:
        actions.sign_in(by=account, address=request.META["REMOTE_ADDR"])
        return _entered(request, account, onward)
    request.session[HALF] = {"account": account.pk, "at": int(timezone.now().timestamp()), "next": onward}
    return HttpResponseRedirect(settings.SECOND_STEP_URL)


def _entered(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    """A session of its own begins, in the language the account chose."""
    login(request, account)
    _noted(request, account)
    sent = HttpResponseRedirect(onward)
    if language := language_of(account):
        sent.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return sent


def _noted(request: HttpRequest, account: Account) -> None:
    """The session stands on the list its account can read, and end it from."""
    agent = request.headers.get("User-Agent", "")
    key = request.session.session_key or ""
    actions.note_session(account=account, key=key, address=request.META["REMOTE_ADDR"], agent=agent)


@login_not_required
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code of the second key, within five minutes of the password."""
    half = request.session.get(HALF)
    if not half or timezone.now().timestamp() - half["at"] > PATIENCE:
        messages.warning(request, _("已过 5 分钟，请重新登录。"))
        return redirect(settings.LOGIN_URL)
    account = Account.objects.get(pk=half["account"])
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opened(request, account, form):
        onward = half["next"] if url_has_allowed_host_and_scheme(half["next"], None) else "/"
        sent = _entered(request, account, onward)
        request.session.pop(HALF, None)  # nothing of the half one is kept
        return sent
    return render(request, "portal/door/second_step.html", {"form": form})


def _opened(request: HttpRequest, account: Account, form: CodeForm) -> bool:
    """The code is right; a wrong one counts as a failure to sign in."""
    address = request.META["REMOTE_ADDR"]
    until = locked_until(account.username, address)
    if until is None:
        try:
            actions.use_second_key(by=account, code=form.cleaned_data["code"], address=address)
        except Refused as refused:
            form.add_error("code", str(refused))
            until = actions.note_failure(by=None, username=account.username, address=address)
        else:
            actions.sign_in(by=account, address=address, second=True)
            return True
    if until is not None:
        words = _("失败次数过多，%(when)s 前不能登录。") % {"when": f"{timezone.localtime(until):%H:%M}"}
        form.add_error(None, words)
    return False


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out; the session is cleared."""
    assert isinstance(request.user, Account)
    actions.sign_out(by=request.user)
    logout(request)
    messages.success(request, _("已退出。"))
    return redirect(settings.LOGIN_URL)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The session goes on from now."""
    request.session.modified = True
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account: the password, and the second key."""
    assert isinstance(request.user, Account)
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, here = form.cleaned_data["new_password1"], request.session.session_key or ""
        actions.change_password(by=request.user, password=given, here=here)
        update_session_auth_hash(request, request.user)
        _noted(request, request.user)
        messages.success(request, _("密码已改。用旧密码登录的其他设备已退出。"))
        return redirect("portal:desk")
    shown = {"form": form, "key": second_key(request.user)}
    return render(request, "portal/own_account.html", shown)


@require_http_methods(["GET", "POST"])
def new_second_key(request: HttpRequest) -> HttpResponse:
    """Bind an authenticator: a secret is made, read from a picture, and confirmed by the code it gives."""
    assert isinstance(request.user, Account)
    key = SecondKey.objects.filter(account=request.user).first()
    if key and key.confirmed_at:
        return redirect("portal:own_account")
    form = CodeForm(request.POST if key and request.method == "POST" else None)
    if request.method == "POST" and key is None:
        actions.cut_second_key(by=request.user)
        return redirect("portal:new_second_key")
    if request.method == "POST" and form.is_valid() and _confirmed(request.user, form):
        messages.success(request, _("动态口令已启用，下次登录时会询问。"))
        return redirect("portal:desk")
    shown: dict[str, Any] = {"form": form, "key": key, "due": needs_second_key(request.user)}
    if key:
        picture = segno.make(invitation(request.user, key.secret), micro=False)
        shown["drawn"] = mark_safe(picture.svg_inline(scale=5, omitsize=True))  # noqa: S308 - drawn from our own words
    return render(request, "portal/new_second_key.html", shown)


def _confirmed(account: Account, form: CodeForm) -> bool:
    try:
        actions.confirm_second_key(by=account, code=form.cleaned_data["code"])
    except Refused as refused:
        form.add_error("code", str(refused))
        return False
    return True
