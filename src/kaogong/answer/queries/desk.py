"""What of appeals waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.answer.models import Appeal, Seat, Statement
from kaogong.answer.queries.sight import OWN, ROOM
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach


def appeals_waiting(account: Account) -> Iterator[Waiting]:
    """To receive, to hear, to sign, to rule on, to file, to state, to sign for."""
    found = reach(account)
    if found.has(Power.COMMITTEE, room=ROOM):
        for one in Appeal.objects.filter(state__in=("lodged", "accepted", "called")).order_by("hearing_due"):
            yield _committee(one)
    if found.has(Power.DECISION, room=ROOM):
        for one in Appeal.objects.filter(state="heard").order_by("rule_due"):
            yield _line(one, _("裁定申诉"), pgettext("verb", "裁定"), one.rule_due)
    if found.has(Power.OFFICE, room=ROOM):
        stated = Exists(Statement.objects.filter(appeal=OuterRef("pk"), party="assessor"))
        for one in Appeal.objects.filter(~stated, state__in=("accepted", "called")).order_by("hearing_due"):
            yield _line(one, _("对申诉作出陈述"), _("陈述"), one.hearing_due)
        for one in Appeal.objects.filter(state="ruled").order_by("ruled_on"):
            yield _line(one, _("裁定备案"), _("备案"), None)
    if account.person_id:
        seats = Seat.objects.filter(person=account.person_id, signed_at__isnull=True, appeal__state="called")
        for seat in seats.exclude(appeal__minutes="").select_related("appeal"):
            yield _line(seat.appeal, _("签署听证笔录"), _("签字"), seat.appeal.hearing_due)
    units = found.units(*OWN)
    mine = Appeal.objects.filter(notices__party="appellant", notices__received_on__isnull=True)
    own = mine.filter(person__isnull=True, unit__in=units or ()) if units else mine.none()
    if account.person_id:
        own |= mine.filter(person=account.person_id)
    for one in own.distinct():
        yield _line(one, _("签收裁定书"), _("签收"), None)


def _committee(one: Appeal) -> Waiting:
    words = {
        "lodged": (_("受理申诉"), _("受理")),
        "accepted": (_("组织听证"), _("定听证")),
        "called": (_("主持听证"), _("办理")),
    }
    return _line(one, *words[one.state], one.hearing_due)


def _line(one: Appeal, title: str, do: str, due: object) -> Waiting:
    return Waiting(title, str(one), do, reverse("answer:appeal", args=[one.pk]), due, one.lodged_on)  # type: ignore[arg-type]
