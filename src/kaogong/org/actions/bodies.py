"""Committees and teams with their seats and duties; efficiency supervisors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import action, record
from kaogong.org.actions.units import ROOM, Refused
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Body, Duty, Person, Seat, Supervisor, Unit

SOURCES = {
    "A": ("人大代表", "政协委员", "离退休干部", "媒体记者", "市民代表"),
    "B": ("单位推荐人员",),
    "C": ("大中型企业", "个体工商户", "私营企业"),
}
"""From where supervisors of each class come (YL-32)."""


@action
def form_body(
    *,
    by: Account | None,
    name: str,
    kind: str,
    founded: dt.date,
    seats: Sequence[tuple[str, str]],
    office: Unit | None = None,
    under: Body | None = None,
    functions: Sequence[str] = (),
) -> Body:
    """A body, with every seat it must have. `seats`: pairs of role and of what the seat is (a department, a post)."""
    demand_keeper(by, "form_body", f"org.body:{name}")
    body = Body.objects.create(
        name=name, kind=kind, founded=founded, office=office, under=under, functions=list(functions)
    )
    Seat.objects.bulk_create(Seat(body=body, role=role, of=of) for role, of in seats)
    new = {"kind": kind, "seats": [f"{role}: {of}" for role, of in seats], "functions": list(functions)}
    record(by=by, room=ROOM, verb="form_body", subject=f"org.body:{name}", new=new)
    return body


@action
def seat(*, by: Account | None, place: Seat, person: Person | None, unit: Unit | None, since: dt.date) -> Seat:
    """A person takes a seat, or leaves it empty."""
    subject = f"org.body:{place.body.name}"
    demand_keeper(by, "seat", subject)
    old = {"seat": place.of, "person": place.person.code if place.person else ""}
    place.person, place.unit, place.since = person, unit, since
    place.save(update_fields=["person", "unit", "since"])
    new = {"seat": place.of, "person": person.code if person else ""}
    record(by=by, room=ROOM, verb="seat", subject=subject, old=old, new=new)
    return place


@action
def name_duty(
    *, by: Account | None, body: Body, name: str, lead: Unit | None, owner: Person | None = None, area: str = ""
) -> Duty:
    """A duty of a body. Without a lead it can be written down, but the plan cannot be issued (HS-05)."""
    subject = f"org.body:{body.name}"
    demand_keeper(by, "name_duty", subject)
    if Duty.objects.filter(body=body, name=name).exists():
        raise Refused(_("职责“%(name)s”已经列出。一项职责只有一个牵头。") % {"name": name}, "name")
    made = Duty.objects.create(body=body, name=name, lead=lead, owner=owner, area=area)
    record(by=by, room=ROOM, verb="name_duty", subject=subject, new={"duty": name, "lead": lead.code if lead else ""})
    return made


@action
def set_duty_lead(*, by: Account | None, duty: Duty, lead: Unit) -> Duty:
    """Another unit leads a duty."""
    subject = f"org.body:{duty.body.name}"
    demand_keeper(by, "set_duty_lead", subject)
    old = {"duty": duty.name, "lead": duty.lead.code if duty.lead else ""}
    duty.lead = lead
    duty.save(update_fields=["lead"])
    record(by=by, room=ROOM, verb="set_duty_lead", subject=subject, old=old, new={"duty": duty.name, "lead": lead.code})
    return duty


@action
def register_supervisor(
    *, by: Account | None, person: Person, pool: str, source: str, since: dt.date, employer: Unit | None = None
) -> Supervisor:
    """An efficiency supervisor of class A, B or C, from a source that class draws on."""
    subject = f"org.person:{person.code}"
    demand_keeper(by, "register_supervisor", subject)
    if source not in SOURCES.get(pool, ()):
        fitting = [name for name, sources in SOURCES.items() if source in sources]
        words = _("%(source)s不是%(pool)s类监督员的来源。请改为%(fitting)s类。")
        raise Refused(words % {"source": source, "pool": pool, "fitting": "、".join(fitting) or "A、B、C"}, "pool")
    made = Supervisor.objects.create(person=person, pool=pool, source=source, since=since, employer=employer)
    record(by=by, room=ROOM, verb="register_supervisor", subject=subject, new={"pool": pool, "source": source})
    return made
