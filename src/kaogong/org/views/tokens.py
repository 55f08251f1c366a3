"""Tokens, as the security administrator sees them: issued, shown once, revoked."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.org.actions import Reaching, issue_token, revoke_token
from kaogong.org.forms import ReasonForm, TokenForm, WordsFilter
from kaogong.org.guards import may_grant_at_all
from kaogong.org.models import Scope, Token
from kaogong.org.queries import find_tokens, today
from kaogong.org.views.acting import Doing, act, refuse
from kaogong.org.views.listing import Cell, Column, Do, Listing, allow, asked, me, show

COLUMNS = (
    Column(lazy("用途"), "name", ("name",)),
    Column(lazy("账号"), "account", ("account__username", "id")),
    Column(lazy("范围")),
    Column(lazy("签发"), "since", ("since",)),
    Column(lazy("至（不含）"), "until", ("until", "id")),
    Column(lazy("状态")),
    Column(lazy("办理")),
)


@require_safe
def tokens_page(request: HttpRequest) -> HttpResponse:
    """Every token there is or was."""
    allow(may_grant_at_all(me(request)))
    filters, given = asked(request, WordsFilter)
    listing = Listing(request, find_tokens(given.get("q", "")), COLUMNS, _row)
    told = {
        "title": _("接口令牌"),
        "lead": _("其他系统凭令牌办事：不超过所属账号的权限，不超过令牌的范围，到期即止。"),
        "filters": filters,
        "actions": [Do(_("签发令牌"), reverse("org:issue_token"), primary=True)],
        "why_empty": _("其他系统要读写数据时，在这里签发令牌。"),
    }
    return show(request, listing, name="tokens", told=told)


def _row(one: Token) -> list[Cell]:
    holds = one.revoked_at is None and one.until > today()
    state = Cell(_("有效"), tag="green") if holds else Cell(_("已撤销") if one.revoked_at else _("已到期"), tag="slate")
    return [
        Cell(one.name, small=one.request),
        Cell(one.account.username),
        Cell(_("；").join(map(_said, one.scopes.all()))),
        Cell(f"{one.since:%Y-%m-%d}", small=one.issued_by.username if one.issued_by else ""),
        Cell(str(one.until)),
        state,
        Cell(_("撤销"), reverse("org:revoke_token", args=[one.pk])) if holds else Cell(""),
    ]


def _said(one: Scope) -> str:
    where = one.unit.code + (_("及下级") if one.below else "") if one.unit else _("全部单位")
    return f"{one.get_room_display()} {_('读写') if one.write else _('只读')} {where}"


@require_http_methods(["GET", "POST"])
def issue_page(request: HttpRequest) -> HttpResponse:
    """Issue a token. The secret is on the answer to this form and nowhere else."""
    allow(may_grant_at_all(me(request)))
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = _issued(request, form)
        except Refused as refused:
            refuse(form, refused)
        else:
            return render(request, "org/token.html", {"token": token, "secret": secret})
    doing = Doing(
        title=_("签发令牌"),
        button=_("签发令牌"),
        told="",
        back=reverse("org:tokens"),
        warning=_("持令牌的系统以所选账号的名义办事，每一件都记入审计。"),
    )
    shown = {"form": form, "doing": doing}
    return render(request, "org/act.html", shown, status=422 if form.errors else 200)


def _issued(request: HttpRequest, form: TokenForm) -> tuple[Token, str]:
    given = form.cleaned_data
    scopes = [Reaching(room, given["unit"], given["below"], write) for room, write in form.depths().items()]
    wanted = {name: given[name] for name in ("account", "name", "until", "request")}
    return issue_token(by=me(request), scopes=scopes, **wanted)


@require_http_methods(["GET", "POST"])
def revoke_token_page(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a token."""
    allow(may_grant_at_all(me(request)))
    token = get_object_or_404(Token.objects.select_related("account"), pk=number)
    return act(
        request,
        ReasonForm(request.POST or None),
        partial(revoke_token, by=me(request), token=token),
        title=_("撤销令牌“%(name)s”") % {"name": token.name},
        button=_("撤销令牌"),
        told=_("令牌已撤销，即刻失效。"),
        back=reverse("org:tokens"),
        warning=_("撤销后，用这个令牌的系统立即不能再读写。"),
    )
