"""Efficiency supervisors: registered, recused, drawn; monitoring points, checklists, and who watches over which unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import demand_keeper
from kaogong.org.models import (
    Account,
    Body,
    Charge,
    Checklist,
    Draw,
    Person,
    Point,
    Recusal,
    Supervisor,
    Tick,
    Unit,
)
from kaogong.org.queries import conflicts, in_drawn_order, supervisors

SOURCES = {
    "A": ("人大代表", "政协委员", "离退休干部", "媒体记者", "市民代表"),
    "B": ("单位推荐人员",),
    "C": ("大中型企业", "个体工商户", "私营企业"),
}
"""From where supervisors of each class come (YL-32)."""


@action
def register_supervisor(
    *, by: Account | None, person: Person, pool: str, source: str, since: dt.date, employer: Unit | None = None
) -> Supervisor:
    """An efficiency supervisor of class A, B or C, from a source that class draws on."""
    subject = f"org.person:{person.code}"
    powers = demand_keeper(by, "register_supervisor", subject)
    if source not in SOURCES.get(pool, ()):
        fitting = [name for name, sources in SOURCES.items() if source in sources]
        words = _("%(source)s不是%(pool)s类监督员的来源。请改为%(fitting)s类。")
        raise Refused(words % {"source": source, "pool": pool, "fitting": _("、").join(fitting) or "A、B、C"}, "pool")
    if Supervisor.objects.filter(person=person, until__isnull=True).exists():
        raise Refused(_("%(name)s已是效能监督员。") % {"name": person.name}, "person")
    made = Supervisor.objects.create(person=person, pool=pool, source=source, since=since, employer=employer)
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="register_supervisor",
        subject=subject,
        new={"pool": pool, "source": source},
    )
    return made


@action
def release_supervisor(*, by: Account | None, supervisor: Supervisor, until: dt.date, reason: str) -> None:
    """A supervisor's term ends."""
    subject = f"org.person:{supervisor.person.code}"
    powers = demand_keeper(by, "release_supervisor", subject)
    if supervisor.until is not None or until <= supervisor.since:
        raise Refused(_("解聘日期须晚于聘任日期 %(was)s，且只办一次。") % {"was": supervisor.since}, "until")
    supervisor.until = until
    supervisor.save(update_fields=["until"])
    new = {"until": str(until)}
    record(by=by, powers=powers, room=ROOM, verb="release_supervisor", subject=subject, new=new, reason=reason)


@action
def recuse(
    *, by: Account | None, person: Person, unit: Unit, reason: str, since: dt.date, until: dt.date | None = None
) -> Recusal:
    """A person takes no part in what concerns a unit. Everybody may say so of themselves; the office of anybody."""
    subject = f"org.person:{person.code}"
    own = by is not None and by.person_id == person.pk
    powers = [] if own else demand_keeper(by, "recuse", subject)
    if not reason.strip():
        raise Refused(_("请写明回避事由。"), "reason")
    made = Recusal.objects.create(person=person, unit=unit, reason=reason, since=since, until=until)
    new = {"unit": unit.code, "since": str(since)}
    record(by=by, powers=powers, room=ROOM, verb="recuse", subject=subject, unit=unit.code, new=new, reason=reason)
    return made


@action
def draw_supervisors(
    *, by: Account | None, unit: Unit, number: int, seed: str, day: dt.date, pools: Sequence[str] = ("A", "B", "C")
) -> Draw:
    """Supervisors for an inspection, by a seed; those with a conflict are left out, and why is kept (QH-15)."""
    subject = f"org.unit:{unit.code}"
    powers = demand_keeper(by, "draw_supervisors", subject)
    there = [one for one in supervisors(day) if one.pool in pools]
    excluded = {str(one.pk): why for one in there if (why := conflicts(one, unit, day))}
    free = {one.pk: one for one in there if str(one.pk) not in excluded}
    if number < 1 or number > len(free):
        words = _("可抽 %(free)s 人，另有 %(out)s 人须回避。请改人数。")
        raise Refused(words % {"free": len(free), "out": len(excluded)}, "number")
    order = in_drawn_order(free, seed)
    made = Draw.objects.create(unit=unit, seed=seed, drawn_on=day, candidates=sorted(free), excluded=excluded)
    made.drawn.set(order[:number])
    new = {"seed": seed, "candidates": len(free), "excluded": len(excluded), "drawn": order[:number]}
    record(by=by, powers=powers, room=ROOM, verb="draw_supervisors", subject=subject, unit=unit.code, new=new)
    return made


@action
def set_up_point(*, by: Account | None, name: str, kind: str, since: dt.date, unit: Unit | None = None) -> Point:
    """A monitoring point, of a kind (XJ-09)."""
    subject = f"org.point:{name}"
    powers = demand_keeper(by, "set_up_point", subject)
    if Point.objects.filter(name=name).exists():
        raise Refused(_("“%(name)s”已经有了。请核对名称。") % {"name": name}, "name")
    made = Point.objects.create(name=name, kind=kind, unit=unit, since=since)
    record(by=by, powers=powers, room=ROOM, verb="set_up_point", subject=subject, new={"kind": kind})
    return made


@action
def entrust_unit(*, by: Account | None, body: Body, unit: Unit, since: dt.date) -> Charge:
    """A unit is watched over by a body, and by no other (QH-30)."""
    subject = f"org.unit:{unit.code}"
    powers = demand_keeper(by, "entrust_unit", subject)
    before = Charge.objects.filter(unit=unit, until__isnull=True).select_related("body").first()
    if before is not None:
        words = _("%(unit)s已由“%(body)s”联系监督。一个单位只归一个机构，请先解除。")
        raise Refused(words % {"unit": unit.code, "body": before.body.name}, "body")
    made = Charge.objects.create(body=body, unit=unit, since=since)
    new = {"body": body.name, "since": str(since)}
    record(by=by, powers=powers, room=ROOM, verb="entrust_unit", subject=subject, unit=unit.code, new=new)
    return made


@action
def draw_up_checklist(*, by: Account | None, name: str, items: Sequence[str]) -> Checklist:
    """A list of standards, named by the installation (QH-40)."""
    subject = f"org.checklist:{name}"
    powers = demand_keeper(by, "draw_up_checklist", subject)
    if len(set(items)) != len(items) or not items:
        raise Refused(_("项目须列出，且不能重复。"), "items")
    if Checklist.objects.filter(name=name).exists():
        raise Refused(_("“%(name)s”已经有了。请核对名称。") % {"name": name}, "name")
    made = Checklist.objects.create(name=name, items=list(items))
    record(by=by, powers=powers, room=ROOM, verb="draw_up_checklist", subject=subject, new={"items": list(items)})
    return made


@action
def tick(*, by: Account | None, checklist: Checklist, unit: Unit, item: str, day: dt.date) -> Tick:
    """A unit has an item of a list of standards."""
    subject = f"org.unit:{unit.code}"
    powers = demand_keeper(by, "tick", subject)
    if item not in checklist.items:
        raise Refused(_("“%(item)s”不在“%(list)s”里。") % {"item": item, "list": checklist.name}, "item")
    made, fresh = Tick.objects.get_or_create(checklist=checklist, unit=unit, item=item, defaults={"on": day})
    if not fresh:
        raise Refused(_("“%(item)s”已经达标。") % {"item": item}, "item")
    new = {"checklist": checklist.name, "item": item}
    record(by=by, powers=powers, room=ROOM, verb="tick", subject=subject, unit=unit.code, new=new)
    return made
