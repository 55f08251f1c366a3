"""The consoles of two of the three administrators: accounts, and powers. The third reads the log (log.py)."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.org.actions import close_account, grant, hand_over, open_account, revoke
from kaogong.org.forms import AccountFilter, AccountForm, EndForm, GrantFilter, GrantForm, HandOverForm, ReasonForm
from kaogong.org.guards import may_grant_at_all, may_open_account
from kaogong.org.models import Account, Grant
from kaogong.org.queries import find_accounts, find_grants, unit_names
from kaogong.org.views.acting import act
from kaogong.org.views.deeds import offers
from kaogong.org.views.deeds.people import DEEDS
from kaogong.org.views.grants import of_grants
from kaogong.org.views.listing import Cell, Column, Do, Listing, allow, asked, me, show

COLUMNS = (
    Column(lazy("账号"), "name", ("username",)),
    Column(lazy("人员"), "person", ("person__sort_key", "username")),
    Column(lazy("类别"), "role", ("role", "username")),
    Column(lazy("状态"), "active", ("is_active", "username")),
    Column(lazy("开通"), "since", ("created_at",)),
    Column(lazy("办理")),
)
GRANT_COLUMNS = (
    Column(lazy("账号"), "account", ("account__username", "id")),
    Column(lazy("权限"), "power", ("power", "id")),
    Column(lazy("单位"), "unit", ("unit__code", "id")),
    Column(lazy("自"), "since", ("since", "id")),
    Column(lazy("至（不含）"), "until", ("until", "id")),
    Column(lazy("依据")),
    Column(lazy("办理")),
)


@require_safe
def accounts_page(request: HttpRequest) -> HttpResponse:
    """The system administrator's console."""
    allow(may_open_account(me(request)))
    filters, given = asked(request, AccountFilter)
    found = find_accounts(given.get("q", ""), given.get("role", ""), given.get("active", ""))
    listing = Listing(request, found, COLUMNS, lambda one: _row(one, me(request)))
    lead = _("开通的账号没有任何权限，权限由安全保密管理员另行授予。")
    actions = [Do(_("开通账号"), reverse("org:open_account"), primary=True)]
    told = {"title": _("账号"), "lead": lead, "filters": filters, "actions": actions}
    return show(request, listing, name="accounts", told=told)


def _row(one: Account, account: Account) -> list[Cell]:
    return [
        Cell(one.username),
        Cell(one.person.name if one.person else "", small=one.person.code if one.person else ""),
        Cell(one.get_role_display()),
        Cell(_("启用"), tag="green") if one.is_active else Cell(_("停用"), tag="slate"),
        Cell(f"{one.created_at:%Y-%m-%d}"),
        Cell("", does=[*offers(DEEDS, account, one), Do(_("停用"), reverse("org:close_account", args=[one.pk]))])
        if one.is_active
        else Cell(""),
    ]


@require_http_methods(["GET", "POST"])
def open_account_page(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    allow(may_open_account(me(request)))
    return act(
        request,
        AccountForm(request.POST or None),
        partial(open_account, by=me(request)),
        title=_("开通账号"),
        button=_("开通账号"),
        told=_("账号已开通，还没有任何权限。"),
        back=reverse("org:accounts"),
    )


@require_http_methods(["GET", "POST"])
def close_account_page(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account."""
    allow(may_open_account(me(request)))
    account = get_object_or_404(Account, pk=number)
    return act(
        request,
        ReasonForm(request.POST or None),
        partial(close_account, by=me(request), account=account),
        title=_("停用账号 %(name)s") % {"name": account.username},
        button=_("停用账号"),
        told=_("账号已停用，所办事项照旧在其名下可查。"),
        back=reverse("org:accounts"),
        warning=_("停用后这个账号不能再登录。"),
    )


@require_safe
def grants_page(request: HttpRequest) -> HttpResponse:
    """The security administrator's console."""
    allow(may_grant_at_all(me(request)))
    filters, given = asked(request, GrantFilter)
    found = find_grants(given.get("q", ""), given.get("power", ""), given.get("unit", ""))
    verbs, where = of_grants(), reverse("org:several_grants")
    listing = Listing(request, found, GRANT_COLUMNS, lambda one: _grant_row(one, names), verbs=verbs, several=where)
    names = unit_names([one.unit_id or 0 for one in listing.page.object_list])
    lead = _("权限须有依据；不能授给自己，也不能授给管理员。")
    actions = [Do(_("交接"), reverse("org:hand_over")), Do(_("授权"), reverse("org:grant"), primary=True)]
    told = {"title": _("授权"), "lead": lead, "filters": filters, "actions": actions}
    return show(request, listing, name="grants", told=told)


def _grant_row(one: Grant, names: dict[int, str]) -> list[Cell]:
    where = names.get(one.unit_id or 0, one.unit.code if one.unit else _("全部单位"))
    return [
        Cell(one.account.username, small=one.account.person.name if one.account.person else ""),
        Cell(one.get_power_display()),
        Cell(where, small=_("含下级") if one.below else ""),
        Cell(str(one.since)),
        Cell(str(one.until) if one.until else ""),
        Cell(one.request),
        Cell("") if one.until else Cell(_("收回"), reverse("org:revoke", args=[one.pk])),
    ]


@require_http_methods(["GET", "POST"])
def grant_page(request: HttpRequest) -> HttpResponse:
    """Grant a power."""
    allow(may_grant_at_all(me(request)))
    return act(
        request,
        GrantForm(request.POST or None),
        partial(grant, by=me(request)),
        title=_("授权"),
        button=_("授权"),
        told=_("权限已授予。"),
        back=reverse("org:grants"),
    )


@require_http_methods(["GET", "POST"])
def revoke_page(request: HttpRequest, number: int) -> HttpResponse:
    """End a power."""
    allow(may_grant_at_all(me(request)))
    held = get_object_or_404(Grant.objects.select_related("account", "unit"), pk=number)
    told = {"power": held.get_power_display(), "name": held.account.username}
    return act(
        request,
        EndForm(request.POST or None),
        partial(revoke, by=me(request), held=held),
        title=_("收回 %(name)s 的“%(power)s”") % told,
        button=_("收回权限"),
        told=_("权限已收回。"),
        back=reverse("org:grants"),
    )


@require_http_methods(["GET", "POST"])
def hand_over_page(request: HttpRequest) -> HttpResponse:
    """Hand all powers of an account to another."""
    allow(may_grant_at_all(me(request)))
    return act(
        request,
        HandOverForm(request.POST or None),
        partial(hand_over, by=me(request)),
        title=_("交接权限"),
        button=_("交接"),
        told=_("权限已交接，原账号的权限同日终止。"),
        back=reverse("org:grants"),
        warning=_("移交账号的全部权限转给接收账号。"),
    )
