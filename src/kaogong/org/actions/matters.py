"""Acts given to owners; motions put up and approved; case files; circulars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.audit.models import Evidence
from kaogong.core.chain import canonical, digest
from kaogong.org import states
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import (
    demand_act,
    demand_keeper,
    may_act,
    may_close_docket,
    may_join_docket,
    may_read_docket,
)
from kaogong.org.models import (
    Account,
    Approval,
    Assignment,
    Body,
    Circular,
    Competence,
    Docket,
    Motion,
    Person,
    Recipient,
    Unit,
)
from kaogong.org.models.matters import act_name
from kaogong.org.queries import may_decide, owners, recused, standing, still_needed, today


@action
def give_act(
    *,
    by: Account | None,
    act: str,
    since: dt.date,
    part: str = "does",
    body: Body | None = None,
    unit: Unit | None = None,
    power: str = "",
) -> Competence:
    """An act belongs to a body, to a unit or to those who hold a power; from then on to nobody else."""
    subject = f"org.act:{act}"
    powers = demand_keeper(by, "give_act", subject)
    if [body is not None, unit is not None, bool(power)].count(True) != 1:
        raise Refused(_("请选一个机构、一个单位或一项权限，只选一个。"), "body")
    owner = {"body": body, "unit": unit, "power": power}
    if Competence.objects.filter(act=act, part=part, until__isnull=True, **owner).exists():
        raise Refused(_("“%(act)s”已经归它。") % {"act": act_name(act)}, "act")
    made = Competence.objects.create(act=act, part=part, since=since, **owner)
    new = {"part": part, "owner": body.name if body else unit.code if unit else power, "since": str(since)}
    record(by=by, powers=powers, room=ROOM, verb="give_act", subject=subject, new=new)
    return made


@action
def take_act(*, by: Account | None, competence: Competence, until: dt.date, reason: str) -> None:
    """An act no longer belongs to an owner."""
    subject = f"org.act:{competence.act}"
    powers = demand_keeper(by, "take_act", subject)
    if competence.until is not None or until <= competence.since:
        raise Refused(_("终止日期须晚于起始日期 %(was)s。") % {"was": competence.since}, "until")
    competence.until = until
    competence.save(update_fields=["until"])
    new = {"owner": str(competence.body or competence.unit or competence.power), "until": str(until)}
    record(by=by, powers=powers, room=ROOM, verb="take_act", subject=subject, new=new, reason=reason)


# --- motions --------------------------------------------------------------------------------------------------------


@action
def put_up(
    *,
    by: Account | None,
    act: str,
    subject: str,
    title: str,
    content: Mapping[str, Any],
    unit: Unit | None = None,
) -> Motion:
    """Put a content up under an act. From here on it stands fast; it takes effect when all who must have approved it.

    Args:
        by: the account that acts; an owner of the act.
        act: the act.
        subject: what it is about, as a key such as `decide.round:7`.
        title: what people call it.
        content: what is put up: plain words and whole numbers.
        unit: the unit it concerns, if one.
    """
    code = unit.code if unit else ""
    powers = demand_act(by, act, verb="put_up", subject=subject, unit=unit)
    if Motion.objects.filter(act=act, subject=subject, state__in=("open", "approved")).exists():
        raise Refused(_("“%(title)s”已经提请，审定或撤回后才能再提。") % {"title": title}, "subject")
    needed = len(owners(act, "approves"))
    held = digest(canonical(content))
    made = Motion.objects.create(
        act=act,
        subject=subject,
        title=title,
        unit=unit,
        content=dict(content),
        digest=held,
        needed=needed,
        state="open" if needed else "approved",
        put_by=by,
    )
    new = {"act": act, "digest": held, "needed": needed}
    record(by=by, powers=powers, room=ROOM, verb="put_up", subject=subject, unit=code, new=new)
    return made


@action
def approve(*, by: Account, motion: Motion) -> Motion:
    """The bodies for which a person sits approve a motion. It is approved when every body that must has said so."""
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    code = motion.unit.code if motion.unit else ""
    why = may_act(by, motion.act, motion.unit, "approves")
    if not why and recused(by, motion.unit):
        why = _("您对这个单位已申请回避。")
    demand(why, room=ROOM, verb="approve", subject=motion.subject, unit=code)
    if (motion.state, "approve") not in states.MOTION:
        raise Refused(
            _("“%(title)s”%(state)s，不能再审定。") % {"title": motion.title, "state": motion.get_state_display()}
        )
    bodies, units = standing(by)
    said = []
    for one in owners(motion.act, "approves"):
        if one.body_id not in bodies if one.body_id else one.unit_id not in units:
            continue
        empty = may_decide(one.body) if one.body else []
        if empty:
            words = _("“%(body)s”席位未配齐，还缺：%(seats)s。配齐后才能审定。")
            raise Refused(words % {"body": one.body, "seats": _("、").join(empty)}, "body")
        owner = {"motion": motion, "body": one.body, "unit": one.unit}
        if not Approval.objects.filter(**owner).exists():
            said.append(Approval.objects.create(by=by, **owner))
    if not said:
        raise Refused(_("您所在的机构已经审定过。"))
    given = Approval.objects.filter(motion=motion).count()
    motion.state = states.MOTION["open", "settle" if given >= motion.needed else "approve"]
    motion.save(update_fields=["state"])
    new = {"by": [str(one) for one in said], "given": given, "needed": motion.needed, "digest": motion.digest}
    record(by=by, powers=[motion.act], room=ROOM, verb="approve", subject=motion.subject, unit=code, new=new)
    return motion


@action
def withdraw_motion(*, by: Account | None, motion: Motion, reason: str) -> Motion:
    """Whoever owns the act takes a motion back before it is approved."""
    powers = demand_act(by, motion.act, verb="withdraw_motion", subject=motion.subject, unit=motion.unit)
    _follow(motion, "withdraw")
    code = motion.unit.code if motion.unit else ""
    record(by=by, powers=powers, room=ROOM, verb="withdraw_motion", subject=motion.subject, unit=code, reason=reason)
    return motion


@action
def carry_out(*, by: Account | None, motion: Motion) -> Motion:
    """What was approved takes effect; before that it cannot (YL-07)."""
    powers = demand_act(by, motion.act, verb="carry_out", subject=motion.subject, unit=motion.unit)
    if motion.state == "open":
        words = _("还没有审定：%(names)s。审定后才能执行。")
        raise Refused(words % {"names": _("、").join(still_needed(motion))})
    if digest(canonical(motion.content)) != motion.digest:
        raise Refused(_("“%(title)s”的内容与提请时不同，不能执行。") % {"title": motion.title})
    _follow(motion, "carry_out")
    code = motion.unit.code if motion.unit else ""
    new = {"digest": motion.digest}
    record(by=by, powers=powers, room=ROOM, verb="carry_out", subject=motion.subject, unit=code, new=new)
    return motion


def _follow(motion: Motion, verb: str) -> None:
    if (motion.state, verb) not in states.MOTION:
        words = _("“%(title)s”%(state)s，不能这样办。")
        raise Refused(words % {"title": motion.title, "state": motion.get_state_display()})
    motion.state = states.MOTION[motion.state, verb]
    motion.save(update_fields=["state"])


# --- case files -----------------------------------------------------------------------------------------------------


@action
def open_docket(
    *,
    by: Account | None,
    kind: str,
    title: str,
    day: dt.date,
    unit: Unit | None = None,
    person: Person | None = None,
    source: str = "",
    team: Iterable[Person] = (),
    confidential: bool = False,
    assigned: Sequence[tuple[str, Unit]] = (),
) -> Docket:
    """A case file, by an owner of the act of opening such files.

    Args:
        by: the account that acts.
        kind: which sort of matter.
        title: what it is called.
        day: the day it is opened.
        unit: the unit it is about.
        person: the person it is about.
        source: where it comes from.
        team: who works on it; whoever opens it is among them.
        confidential: read by the team alone.
        assigned: units with their part in it; one of them leads.
    """
    code = unit.code if unit else ""
    powers = demand_act(by, f"docket.{kind}", verb="open_docket", subject=f"org.docket:{kind}", unit=unit)
    if [role for role, _unit in assigned].count("lead") > 1:
        raise Refused(_("一份案卷只有一个牵头单位。"), "assigned")
    docket = Docket.objects.create(
        kind=kind, title=title, unit=unit, person=person, source=source, confidential=confidential, opened_on=day
    )
    docket.team.set([*team, *([by.person] if by is not None and by.person else [])])
    Assignment.objects.bulk_create(Assignment(docket=docket, unit=one, role=role) for role, one in assigned)
    new = {
        "kind": kind,
        "confidential": confidential,
        "team": sorted(docket.team.values_list("code", flat=True)),
        "assigned": [f"{role}: {one.code}" for role, one in assigned],
    }
    record(by=by, powers=powers, room=ROOM, verb="open_docket", subject=f"org.docket:{docket.pk}", unit=code, new=new)
    return docket


@action
def read_docket(*, by: Account, docket: Docket) -> Docket:
    """Open a case file to read it. That it was read is recorded, and that somebody may not (QH-49)."""
    subject = f"org.docket:{docket.pk}"
    demand(may_read_docket(by, docket), room=ROOM, verb="read_docket", subject=subject)
    record(by=by, room=ROOM, verb="read_docket", subject=subject, unit=docket.unit.code if docket.unit else "")
    return docket


@action
def add_to_docket(*, by: Account, docket: Docket, evidence: Evidence) -> None:
    """Put a sealed file into a case file (WH-07)."""
    subject = f"org.docket:{docket.pk}"
    demand(may_read_docket(by, docket), room=ROOM, verb="add_to_docket", subject=subject)
    if (docket.state, "add") not in states.DOCKET:
        raise Refused(_("案卷已办结，不能再放入材料。"))
    if docket.evidence.filter(pk=evidence.pk).exists():
        raise Refused(_("这个文件已在案卷里。"), "file")
    docket.evidence.add(evidence)
    code = docket.unit.code if docket.unit else ""
    record(by=by, room=ROOM, verb="add_to_docket", subject=subject, unit=code, new={"sm3": evidence.sm3})


@action
def close_docket(*, by: Account, docket: Docket, conclusion: str) -> None:
    """The unit in the lead closes a case file with a conclusion."""
    subject = f"org.docket:{docket.pk}"
    demand(may_close_docket(by, docket), room=ROOM, verb="close_docket", subject=subject)
    if (docket.state, "close") not in states.DOCKET:
        raise Refused(_("案卷已经办结。"))
    if not conclusion.strip():
        raise Refused(_("请写明结论，才能办结。"), "conclusion")
    docket.state, docket.conclusion = states.DOCKET[docket.state, "close"], conclusion
    docket.save(update_fields=["state", "conclusion"])
    code = docket.unit.code if docket.unit else ""
    record(by=by, room=ROOM, verb="close_docket", subject=subject, unit=code, reason=conclusion)


@action
def join_docket(*, by: Account, docket: Docket, person: Person) -> None:
    """The team of a case file takes one more person in."""
    subject = f"org.docket:{docket.pk}"
    demand(may_join_docket(by, docket), room=ROOM, verb="join_docket", subject=subject)
    if docket.team.filter(pk=person.pk).exists():
        raise Refused(_("%(name)s已在办案组。") % {"name": person.name}, "person")
    docket.team.add(person)
    record(by=by, room=ROOM, verb="join_docket", subject=subject, new={"person": person.code})


# --- circulars ------------------------------------------------------------------------------------------------------


@action
def send_circular(
    *,
    by: Account | None,
    kind: str,
    title: str,
    day: dt.date,
    words: str = "",
    source: str = "",
    body: Body | None = None,
    units: Iterable[Unit] = (),
    people: Iterable[Person] = (),
    about: Person | None = None,
) -> Circular:
    """Words to units and people; to a body: to every unit with a seat on it, and to no other (SD-17)."""
    powers = demand_keeper(by, "send_circular", "org.circular")
    seats = body.seats.filter(unit__isnull=False).select_related("unit") if body else ()
    to_units = {one.unit.pk: one.unit for one in seats if one.unit} | {one.pk: one for one in units}
    to_people = {one.pk: one for one in people}
    if not to_units and not to_people:
        raise Refused(_("没有收件单位和人员。请先选定。"), "units")
    made = Circular.objects.create(kind=kind, title=title, words=words, source=source, about=about, sent_on=day)
    Recipient.objects.bulk_create(
        [
            *(Recipient(circular=made, unit=one) for one in to_units.values()),
            *(Recipient(circular=made, person=one) for one in to_people.values()),
        ]
    )
    new = {"kind": kind, "units": len(to_units), "people": len(to_people)}
    record(by=by, powers=powers, room=ROOM, verb="send_circular", subject=f"org.circular:{made.pk}", new=new)
    return made


@action
def sign_for(*, by: Account, received: Recipient) -> Recipient:
    """Whoever a circular went to says that it was read."""
    subject = f"org.circular:{received.circular_id}"
    mine = received.person_id == by.person_id if received.person_id else received.unit_id in standing(by)[1]
    demand("" if mine else _("这份通知不是发给您的。"), room=ROOM, verb="sign_for", subject=subject)
    if received.read_at is not None:
        raise Refused(_("这份通知已经签收。"))
    received.read_at = timezone.now()
    received.save(update_fields=["read_at"])
    record(by=by, room=ROOM, verb="sign_for", subject=subject, new={"day": str(today())})
    return received
