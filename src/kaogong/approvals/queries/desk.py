"""What waits for an account in this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.approvals.models import Card, Finding, Month, Urging
from kaogong.approvals.states import CARD_NAMES
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach

MOST = 20


def waiting_for(account: Account) -> list[Waiting]:
    """Cards to verify and settle, findings to confirm, bulletins to approve; of a unit: its cards and what it is urged to."""
    if account.administers:
        return []
    found = reach(account)
    mine = list(_supervising(account)) if found.has(Power.DISCIPLINE, room="approvals") else []
    units = found.units(Power.LIAISON, Power.HEAD)
    if units:
        mine += _of_units(units)
    return mine


def _supervising(account: Account) -> Iterator[Waiting]:
    cards = reverse("approvals:cards")
    for state, do in (("proposed", pgettext("verb", "核实")), ("contested", pgettext("verb", "裁定"))):
        held = Card.objects.filter(state=state)
        if state == "contested":
            held = held.exclude(verified_by=account)
        number, first = held.count(), held.order_by("due_on").first()
        if first is not None:
            about = _("%(n)s 张%(state)s") % {"n": number, "state": _(CARD_NAMES[state])}
            yield Waiting(_("电子监察黄红牌"), about, do, f"{cards}?state={state}", first.due_on, first.issued_on)
    number = Finding.objects.filter(state="proposed").exclude(by=account).count()
    if number:
        url = reverse("approvals:findings") + "?state=proposed"
        yield Waiting(_("电子监察记录"), _("%(n)s 条待确认") % {"n": number}, _("确认"), url)
    for one in Month.objects.filter(state="draft").exclude(drafted_by=account)[:MOST]:
        url = reverse("approvals:month", args=[one.period])
        yield Waiting(
            _("审定 %(period)s电子监察月报") % {"period": one.period}, one.get_state_display(), _("审定"), url
        )


def _of_units(units: set[int]) -> Iterator[Waiting]:
    held = Card.objects.filter(unit__in=units, state="proposed").select_related("case", "rule").order_by("due_on")
    for one in held[:MOST]:
        about = f"{one.number} · {one.case.number} · {one.rule.name}"
        url = reverse("approvals:card", args=[one.pk])
        yield Waiting(
            _("收到%(colour)s") % {"colour": one.get_colour_display()}, about, _("看牌"), url, one.due_on, one.issued_on
        )
    open_ = Urging.objects.filter(card__unit__in=units, state="open").select_related("card__case").order_by("due_on")
    for urging in open_[:MOST]:
        url = reverse("approvals:card", args=[urging.card_id])
        yield Waiting(
            _("催办：请改正"),
            f"{urging.card.case.number} · {urging.words}",
            _("改正"),
            url,
            urging.due_on,
            urging.sent_on,
        )
