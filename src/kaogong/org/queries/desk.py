"""What waits for an account in this room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.org.models import Account, Duty, Person, Seat, Task
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.org.queries.bodies import bodies
from kaogong.org.queries.days import Waiting
from kaogong.org.queries.matters import circulars_for, motions_for
from kaogong.org.queries.people import without_liaison
from kaogong.org.queries.powers import reach
from kaogong.org.queries.units import units


def waiting_for(account: Account) -> list[Waiting]:
    """Motions to approve, circulars to sign for, tasks of meetings, and for the office what is missing in the register."""
    if account.role != Role.ORDINARY or not account.is_active:
        return []
    found = [
        Waiting(
            title=_("审定：%(title)s") % {"title": one.title},
            about=_("还须 %(number)s 家确认") % {"number": one.needed - one.approvals.count()},
            do=_("审定"),
            url=reverse("org:motion", args=[one.pk]),
            since=one.put_at.date(),
        )
        for one in motions_for(account)
    ]
    found += [
        Waiting(
            title=one.circular.title,
            about=one.circular.get_kind_display(),
            do=_("签收"),
            url=reverse("org:circulars"),
            since=one.circular.sent_on,
        )
        for one in circulars_for(account)
    ]
    return found + _tasks(account.person) + _missing(account)


def _tasks(person: Person | None) -> list[Waiting]:
    """What meetings gave a person to do."""
    if person is None:
        return []
    found = (
        Task.objects.filter(owner=person, done_on__isnull=True).select_related("meeting__body").order_by("due", "id")
    )
    return [
        Waiting(
            title=one.words,
            about=_("%(body)s议定") % {"body": one.meeting.body.name},
            do=_("办结"),
            url=reverse("org:body", args=[one.meeting.body_id]),
            due=one.due,
            since=one.meeting.held_on,
        )
        for one in found
    ]


def _missing(account: Account) -> list[Waiting]:
    """For the office: units without a liaison officer, empty seats, duties without a lead."""
    if not reach(account).has(Power.OFFICE, room="org"):
        return []
    units_without = len(without_liaison(units().exclude(level="inside").values_list("unit_id", flat=True)))
    seats = Seat.objects.filter(body__in=bodies(), person__isnull=True).count()
    duties = Duty.objects.filter(body__in=bodies(), lead__isnull=True, owner__isnull=True).count()
    told = (
        (units_without, _("补联络员"), _("%(number)s 个单位没有联络员")),
        (seats, _("配齐席位"), _("%(number)s 个席位空缺")),
        (duties, _("定牵头"), _("%(number)s 项职责没有牵头")),
    )
    return [
        Waiting(title=title, about=about % {"number": number}, do=_("补齐"), url=reverse("org:gaps"))
        for number, title, about in told
        if number
    ]
