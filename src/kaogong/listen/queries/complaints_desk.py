"""What waits for an account among complaints and leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.listen.models import Compensation, Complaint, Concern, Extension, Handling, Lead
from kaogong.listen.queries.complaints_roles import avoided, is_handler, of_centre
from kaogong.listen.states.complaints import COMPLAINT_NAMES
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, setting, today

MOST = 20


def waiting(account: Account) -> Iterator[Waiting]:
    """What a handler has to do, what a unit has to answer, what those who keep leads have to sort."""
    if is_handler(account):
        yield from _of_handler(account)
    if of_centre(account):
        yield from _of_leads()
    units = reach(account).units(Power.LIAISON, Power.HEAD)
    if units:
        yield from _of_units(account, units)


def _of_handler(account: Account) -> Iterator[Waiting]:
    away = avoided(account)
    held = (
        Complaint.objects.exclude(Q(unit__in=away) | Q(handlings__unit__in=away)) if away else Complaint.objects.all()
    )
    work = (
        ("received", pgettext("verb", "受理"), Q(state="received"), "accept_due"),
        ("accepted", _("转办"), Q(state="accepted"), "received_on"),
        ("reopened", _("转办"), Q(state="reopened"), "received_on"),
        ("replied", pgettext("verb", "审核"), Q(state="replied"), "received_on"),
        ("reviewed", _("办结"), Q(state="reviewed") & ~Q(reviewed_by=account), "received_on"),
    )
    for state, do, which, order in work:
        some = held.filter(which).order_by(order, "pk")
        first, number = some.first(), some.count()
        if first is not None:
            told = {"n": number, "state": _(COMPLAINT_NAMES[state])}
            due = first.accept_due if state == "received" else None
            url = f"{reverse('listen:complaints')}?state={state}"
            yield Waiting(_("效能投诉"), _("%(n)s 件%(state)s") % told, do, url, due, first.received_on)
    asked = (
        Extension.objects.filter(state="asked").exclude(handling__unit__in=away).select_related("handling__complaint")
    )
    for one in asked[:MOST]:
        url = reverse("listen:complaint", args=[one.handling.complaint_id])
        about = f"{one.handling.complaint.number} · {one.reason}"
        yield Waiting(_("投诉延期申请"), about, _("审批"), url, one.handling.due_on, one.asked_on)
    for paid in (
        Compensation.objects.filter(state="proposed").exclude(proposed_by=account).select_related("complaint")[:MOST]
    ):
        url = reverse("listen:complaint", args=[paid.complaint_id])
        yield Waiting(_("违诺赔偿"), paid.complaint.number, _("审批"), url)
    number = Concern.objects.filter(state="open").exclude(unit__in=away).count()
    if number:
        yield Waiting(_("投诉督查"), _("%(n)s 个单位") % {"n": number}, _("了结"), reverse("listen:concerns"))


def _of_leads() -> Iterator[Waiting]:
    some = Lead.objects.filter(state="received", team__isnull=True).order_by("received_on")
    first, number = some.first(), some.count()
    if first is not None:
        due = first.received_on + dt.timedelta(days=setting("listen.sort_days"))
        late = some.filter(received_on__lte=today() - dt.timedelta(days=setting("listen.sort_days"))).count()
        told = {"n": number, "late": late}
        about = _("%(n)s 条待分组，其中 %(late)s 条超过分组期限") % told if late else _("%(n)s 条待分组") % told
        yield Waiting(_("案件线索"), about, _("分组"), f"{reverse('listen:leads')}?team=none", due, first.received_on)


def _of_units(account: Account, units: set[int]) -> Iterator[Waiting]:
    some = Handling.objects.filter(unit__in=units, ended=False, replied_on=None, complaint__state="handling")
    if account.person_id is not None:
        some = some.exclude(complaint__person=account.person_id)
    for one in some.select_related("complaint").order_by("due_on", "pk")[:MOST]:
        url = reverse("listen:complaint", args=[one.complaint_id])
        title = _("答复投诉（绿色通道）") if one.fast else _("答复投诉")
        about = f"{one.complaint.number} · {one.complaint.get_topic_display()}"
        yield Waiting(title, about, _("答复"), url, one.due_on, one.sent_on)
