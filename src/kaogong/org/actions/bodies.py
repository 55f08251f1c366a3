"""Committees and teams with their seats and duties; efficiency supervisors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Body, Duty, Person, Seat, Unit
from kaogong.org.queries import duties_without_lead, today


class Place(NamedTuple):
    """A seat a body must have, and who sits on it already."""

    role: str
    of: str
    person: Person | None = None
    unit: Unit | None = None


@action
def form_body(
    *,
    by: Account | None,
    name: str,
    kind: str,
    founded: dt.date,
    seats: Sequence[Place | tuple[str, str]],
    office: Unit | None = None,
    under: Body | None = None,
    functions: Sequence[str] = (),
    members: tuple[int | None, int | None] = (None, None),
    officers: int = 0,
) -> Body:
    """A body, with every seat it must have, filled or not.

    Args:
        by: the account that acts.
        name: what it is called.
        kind: which sort of body.
        founded: from when on.
        seats: role, what the seat is (a department, a post), and who sits on it if anybody does.
        office: the unit that houses its office.
        under: the body above it.
        functions: what it does.
        members: the fewest and the most members it may have (QH-37).
        officers: how many full-time officers it must have.
    """
    powers = demand_keeper(by, "form_body", f"org.body:{name}")
    if Body.objects.filter(name=name).exists():
        raise Refused(_("“%(name)s”已经有了。请核对名称。") % {"name": name}, "name")
    places = [Place(*one) for one in seats]
    _within(members[1], sum(one.role != "officer" for one in places))
    body = Body.objects.create(
        name=name,
        kind=kind,
        founded=founded,
        office=office,
        under=under,
        functions=list(functions),
        members_min=members[0],
        members_max=members[1],
        officers=officers,
    )
    Seat.objects.bulk_create(
        Seat(body=body, role=one.role, of=one.of, person=one.person, unit=one.unit, since=founded) for one in places
    )
    new = {"kind": kind, "seats": [f"{one.role}: {one.of}" for one in places], "functions": list(functions)}
    record(by=by, powers=powers, room=ROOM, verb="form_body", subject=f"org.body:{name}", new=new)
    return body


def _within(most: int | None, members: int) -> None:
    if most is not None and members > most:
        words = _("成员最多 %(most)s 人，现有 %(members)s 人。请减少成员。")
        raise Refused(words % {"most": most, "members": members}, "seats")


@action
def add_seat(
    *, by: Account | None, body: Body, role: str, of: str, person: Person | None = None, unit: Unit | None = None
) -> Seat:
    """A body gets one more seat."""
    subject = f"org.body:{body.name}"
    powers = demand_keeper(by, "add_seat", subject)
    if body.seats.filter(role=role, of=of).exists():
        raise Refused(_("席位“%(of)s”已经有了。") % {"of": of}, "of")
    if role != "officer":
        _within(body.members_max, body.seats.exclude(role="officer").count() + 1)
    made = Seat.objects.create(body=body, role=role, of=of, person=person, unit=unit, since=today())
    new = {"seat": of, "role": role, "person": person.code if person else ""}
    record(by=by, powers=powers, room=ROOM, verb="add_seat", subject=subject, new=new)
    return made


@action
def seat(*, by: Account | None, place: Seat, person: Person | None, unit: Unit | None, since: dt.date) -> Seat:
    """A person takes a seat, or leaves it empty."""
    subject = f"org.body:{place.body.name}"
    powers = demand_keeper(by, "seat", subject)
    old = {"seat": place.of, "person": place.person.code if place.person else ""}
    if person is not None and place.body.seats.filter(person=person).exclude(pk=place.pk).exists():
        raise Refused(_("%(name)s已在这个机构占一个席位。") % {"name": person.name}, "person")
    place.person, place.unit, place.since = person, unit, since
    place.save(update_fields=["person", "unit", "since"])
    new = {"seat": place.of, "person": person.code if person else "", "since": str(since)}
    record(by=by, powers=powers, room=ROOM, verb="seat", subject=subject, old=old, new=new)
    return place


@action
def dissolve_body(*, by: Account | None, body: Body, day: dt.date, reason: str) -> None:
    """A body ends; what it approved stands."""
    subject = f"org.body:{body.name}"
    powers = demand_keeper(by, "dissolve_body", subject)
    if body.dissolved or day <= body.founded:
        raise Refused(_("撤销日期须晚于成立日期 %(was)s，已撤销的不再撤销。") % {"was": body.founded}, "day")
    body.dissolved = day
    body.save(update_fields=["dissolved"])
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="dissolve_body",
        subject=subject,
        new={"dissolved": str(day)},
        reason=reason,
    )


@action
def name_duty(
    *, by: Account | None, body: Body, name: str, lead: Unit | None, owner: Person | None = None, area: str = ""
) -> Duty:
    """A duty of a body. Without a lead it can be written down, but the plan cannot be issued (HS-05)."""
    subject = f"org.body:{body.name}"
    powers = demand_keeper(by, "name_duty", subject)
    if Duty.objects.filter(body=body, name=name).exists():
        raise Refused(_("职责“%(name)s”已经列出。一项职责只有一个牵头。") % {"name": name}, "name")
    made = Duty.objects.create(body=body, name=name, lead=lead, owner=owner, area=area)
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="name_duty",
        subject=subject,
        new={"duty": name, "lead": lead.code if lead else ""},
    )
    return made


@action
def set_duty_lead(*, by: Account | None, duty: Duty, lead: Unit) -> Duty:
    """Another unit leads a duty."""
    subject = f"org.body:{duty.body.name}"
    powers = demand_keeper(by, "set_duty_lead", subject)
    if lead.closed is not None:
        raise Refused(_("这个单位已经撤销，不能牵头。"), "lead")
    old = {"duty": duty.name, "lead": duty.lead.code if duty.lead else ""}
    duty.lead = lead
    duty.save(update_fields=["lead"])
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="set_duty_lead",
        subject=subject,
        old=old,
        new={"duty": duty.name, "lead": lead.code},
    )
    return duty


@action
def set_duty_owner(*, by: Account | None, duty: Duty, owner: Person) -> Duty:
    """A person of the body answers for a duty (LB-30)."""
    subject = f"org.body:{duty.body.name}"
    powers = demand_keeper(by, "set_duty_owner", subject)
    if owner.left is not None:
        raise Refused(_("%(name)s已离职，不能作责任人。") % {"name": owner.name}, "owner")
    old = {"duty": duty.name, "owner": duty.owner.code if duty.owner else ""}
    duty.owner = owner
    duty.save(update_fields=["owner"])
    new = {"duty": duty.name, "owner": owner.code}
    record(by=by, powers=powers, room=ROOM, verb="set_duty_owner", subject=subject, old=old, new=new)
    return duty


@action
def issue_duties(*, by: Account | None, body: Body, day: dt.date) -> Body:
    """The division of work is issued; every duty has a lead by then (HS-05)."""
    subject = f"org.body:{body.name}"
    powers = demand_keeper(by, "issue_duties", subject)
    without = duties_without_lead(body)
    if without or not body.duties.exists():
        names = _("、").join(one.name for one in without)
        words = _("还没有牵头的职责：%(names)s。定下牵头才能印发。") if names else _("还没有列出职责。")
        raise Refused(words % {"names": names} if names else words, "duties")
    body.duties_issued = day
    body.save(update_fields=["duties_issued"])
    new = {"issued": str(day), "duties": body.duties.count()}
    record(by=by, powers=powers, room=ROOM, verb="issue_duties", subject=subject, new=new)
    return body
