"""Acts on several powers granted: ended, or handed over with their accounts."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.org.actions import hand_over, revoke
from kaogong.org.forms import EndForm
from kaogong.org.forms.fields import AccountField, DayField
from kaogong.org.guards import may_grant_at_all
from kaogong.org.models import Account, Grant
from kaogong.org.queries import today, unit_names
from kaogong.org.views.listing import allow, me
from kaogong.org.views.several import Rows, Verb, chosen, several

DAY = dt.timedelta(days=1)


class TakerForm(forms.Form):
    """Who takes over, from when, on what ground."""

    taker = AccountField(label=lazy("接收账号"))
    day = DayField(label=lazy("自"))
    reason = forms.CharField(label=lazy("交接依据"), max_length=120)


def _hand_over(by: Account, held: Grant, taker: Account | None, day: dt.date, reason: str) -> None:
    """All the powers of the account behind a line go to another; its other lines went with the first."""
    if held.until is not None:
        raise Refused(_("这项权限已于 %(day)s 终止，不能交接。") % {"day": held.until})
    if not Grant.objects.filter(pk=held.pk, until__isnull=True).exists():
        return  # it went with another line of the same account
    if taker is None:  # nobody is named yet: whether there is something to hand over
        if held.since >= day:
            raise Refused(_("没有可交接的权限。"))
        revoke(by=by, held=held, until=day, reason=reason)
        return
    hand_over(by=by, giver=held.account, taker=taker, day=day, reason=reason)


def of_grants() -> list[Verb]:
    """What the list of powers offers."""
    stand_in = {"until": today() + DAY, "reason": "…"}
    return [
        Verb(
            "revoke",
            lazy("收回"),
            lazy("收回后这些账号自终止日起不再有这项权限，本人会收到通知。"),
            lambda by, held, until, reason: revoke(by=by, held=held, until=until, reason=reason),
            lazy("已收回 %(n)s 项权限。"),
            EndForm,
            stand_in,
        ),
        Verb(
            "hand_over",
            lazy("交接"),
            lazy("这些账号的全部权限自交接日起转给接收账号，原账号的同日终止。"),
            _hand_over,
            lazy("已交接，涉及所选 %(n)s 项权限的账号。"),
            TakerForm,
            {"taker": None, "day": today() + DAY, "reason": "…"},
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The powers chosen."""
    allow(may_grant_at_all(me(request)))
    if request.method != "POST":
        return redirect("org:grants")
    found = Grant.objects.filter(pk__in=chosen(request)).select_related("account__person", "unit")
    found = found.order_by("account__username", "id")
    names = unit_names(found.exclude(unit=None).values_list("unit_id", flat=True))
    shown = Rows(
        lambda: list(found.all()),
        lambda one: one.pk,
        lambda one: str(one.account),
        lambda one: f"{one.get_power_display()} · {names.get(one.unit_id or 0, _('全部单位'))}",
        lambda one: _("%(day)s 终止") % {"day": one.until} if one.until else _("有效"),
    )
    return several(request, of_grants(), shown, back=reverse("org:grants"))
