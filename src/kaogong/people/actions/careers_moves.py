"""Exits by a route, exchanges by a plan, and real moves held against the list of who rises and who goes down."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.actions import end_post
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, today
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import ROOM, demand_here, may_decide_exit, may_keep_careers, powers_of
from kaogong.people.models.careers import Exchange, Exit, MoveLine, MoveList
from kaogong.people.queries.careers import listed
from kaogong.people.states.careers import DIRECTIONS, EXCHANGE, EXCHANGES, EXIT, OUTCOMES, ROUTES

STAY = ("standby",)
"""Routes after which the person still has the post."""


def _post(person: Person, day: dt.date) -> Post | None:
    return Post.objects.filter(at(day), person=person, main=True).select_related("unit").first()


@action
def propose_exit(
    *,
    by: Account | None,
    person: Person,
    route: str,
    reason: str,
    on: dt.date,
    age: int | None = None,
    voluntary: bool = False,
    document: str = "",
    ends: bool = True,
) -> Exit:
    """A leader leaves by one of the routes; without a route nothing is saved (LB-02).

    Args:
        by: the account that acts.
        person: who leaves.
        route: by which route.
        reason: why.
        on: from which day.
        age: how old, where the route is age.
        voluntary: of the own will; for age the benefits then stay.
        document: the number of the decision.
        ends: the main post in the register ends that day.
    """
    subject = f"org.person:{person.code}"
    demand_here(by, may_keep_careers(by) if by else "", "propose_exit", subject)
    if route not in ROUTES:
        raise Refused(_("请选退出途径：%(known)s。") % {"known": _("、").join(ROUTES.values())}, "route")
    if route == "age" and age is None:
        raise Refused(_("年龄原因退出须写年龄。"), "age")
    if not reason.strip():
        raise Refused(_("请写事由。"), "reason")
    if Exit.objects.filter(person=person, state="proposed").exists():
        raise Refused(_("%(person)s有一件退出还没有决定。") % {"person": person}, "person")
    post = _post(person, on)
    made = Exit.objects.create(
        person=person, unit=post.unit if post else None, post=post.title if post else "", route=route,
        voluntary=voluntary, age=age, kept=route == "age" and voluntary, reason=reason.strip(), on=on,
        document=document.strip(), ends=ends and post is not None and route not in STAY, by=by,
    )  # fmt: skip
    code = post.unit.code if post else ""
    new = {"person": person.code, "route": route, "kept": made.kept, "on": str(on)}
    record(by=by, room=ROOM, verb="propose_exit", subject=where(made), unit=code, powers=powers_of(by), new=new)
    return made


def _exit(found: Exit, verb: str) -> tuple[Exit, str | None, str]:
    held = Exit.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=found.pk)
    return held, after(EXIT, held.state, verb), held.unit.code if held.unit else ""


def _settled(held: Exit, state: str | None, by: Account | None, opinion: str) -> None:
    if state is None:
        raise Refused(_("这件退出%(state)s，不能这样办。") % {"state": held.get_state_display()})
    held.state, held.decided_by, held.decided_on, held.opinion = state, by, today(), opinion.strip()
    held.save(update_fields=["state", "decided_by", "decided_on", "opinion"])


@action
def decide_exit(*, by: Account | None, exit: Exit, opinion: str = "") -> Exit:  # noqa: A002 - the thing's own name
    """Somebody else decides: the person leaves, and the post in the register ends."""
    held, state, code = _exit(exit, "decide_exit")
    demand_here(by, may_decide_exit(by, held) if by else "", "decide_exit", where(held), code)
    _settled(held, state, by, opinion)
    post = _post(held.person, held.on) if held.ends else None
    if post is not None and post.until is None and post.since < held.on:
        end_post(by=None, post=post, until=held.on, reason=held.status)
    line = listed(held.person)
    if line is not None and not line.moved:
        line.moved, line.moved_on, line.reason = "down", held.on, held.reason
        line.save(update_fields=["moved", "moved_on", "reason"])
    new = {"status": held.status, "kept": held.kept, "post": post.pk if post else None}
    record(by=by, room=ROOM, verb="decide_exit", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return held


@action
def refuse_exit(*, by: Account | None, exit: Exit, opinion: str) -> Exit:  # noqa: A002 - the thing's own name
    """Somebody else does not agree; the person stays."""
    held, state, code = _exit(exit, "refuse_exit")
    demand_here(by, may_decide_exit(by, held) if by else "", "refuse_exit", where(held), code)
    if not opinion.strip():
        raise Refused(_("请写明不同意的理由。"), "opinion")
    _settled(held, state, by, opinion)
    record(by=by, room=ROOM, verb="refuse_exit", subject=where(held), unit=code, powers=powers_of(by), reason=opinion)
    return held


@action
def plan_exchange(
    *,
    by: Account | None,
    person: Person,
    unit: Unit,
    kind: str,
    direction: str,
    planned_on: dt.date,
    title: str = "",
    key: bool = False,
    reason: str = "",
) -> Exchange:
    """An exchange of a type and a direction is planned for a day (LB-11)."""
    demand_here(by, may_keep_careers(by) if by else "", "plan_exchange", f"org.person:{person.code}", unit.code)
    if kind not in EXCHANGES or direction not in DIRECTIONS:
        raise Refused(_("请选交流的类型和方向。"), "kind" if kind not in EXCHANGES else "direction")
    if Exchange.objects.filter(person=person, state="planned").exists():
        raise Refused(_("%(person)s已列入交流计划。") % {"person": person}, "person")
    post = _post(person, today())
    made = Exchange.objects.create(
        person=person, origin=post.unit if post else None, unit=unit, title=title, kind=kind, direction=direction,
        key=key, planned_on=planned_on, reason=reason, by=by,
    )  # fmt: skip
    new = {"person": person.code, "kind": kind, "direction": direction, "planned_on": str(planned_on), "key": key}
    record(by=by, room=ROOM, verb="plan_exchange", subject=where(made), unit=unit.code, powers=powers_of(by), new=new)
    return made


def _exchange(found: Exchange, verb: str) -> tuple[Exchange, str]:
    held = Exchange.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.pk)
    state = after(EXCHANGE, held.state, verb)
    if state is None:
        raise Refused(_("这件交流%(state)s，不能这样办。") % {"state": held.get_state_display()})
    return held, state


@action
def finish_exchange(*, by: Account | None, exchange: Exchange, day: dt.date) -> Exchange:
    """The exchange took place."""
    demand_here(by, may_keep_careers(by) if by else "", "finish_exchange", where(exchange))
    held, state = _exchange(exchange, "finish_exchange")
    held.state = state
    if day > today():
        raise Refused(_("交流日期不能晚于今天。"), "day")
    held.done_on = day
    held.save(update_fields=["state", "done_on"])
    code, new = held.unit.code, {"on": str(day)}
    record(by=by, room=ROOM, verb="finish_exchange", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return held


@action
def cancel_exchange(*, by: Account | None, exchange: Exchange, reason: str) -> Exchange:
    """It will not take place; the plan stays on record."""
    demand_here(by, may_keep_careers(by) if by else "", "cancel_exchange", where(exchange))
    held, state = _exchange(exchange, "cancel_exchange")
    held.state = state
    if not reason.strip():
        raise Refused(_("请写明取消的理由。"), "reason")
    held.reason = reason.strip()
    held.save(update_fields=["state", "reason"])
    code = held.unit.code
    record(
        by=by, room=ROOM, verb="cancel_exchange", subject=where(held), unit=code, powers=powers_of(by), reason=reason
    )
    return held


@action
def note_move(
    *, by: Account | None, line: MoveLine, moved: str, day: dt.date | None = None, reason: str = ""
) -> MoveLine:
    """What was really done with a person of the list; against the list only with a reason (CX-32)."""
    subject = where(line.held)
    demand_here(by, may_keep_careers(by) if by else "", "note_move", subject)
    if MoveList.objects.get(pk=line.held_id).state != "issued":
        raise Refused(_("名单印发后才登记实际去向。"))
    if moved not in OUTCOMES:
        raise Refused(_("请选上、让或下。"), "moved")
    if moved != line.outcome and not reason.strip():
        told = {"outcome": OUTCOMES[line.outcome], "moved": OUTCOMES[moved]}
        raise Refused(_("名单结论是“%(outcome)s”，实际是“%(moved)s”，须写明理由。") % told, "reason")
    old = {"moved": line.moved, "reason": line.reason}
    line.moved, line.moved_on, line.reason = moved, day or today(), reason.strip()
    line.save(update_fields=["moved", "moved_on", "reason"])
    new = {"person": line.person.code, "list": line.outcome, "moved": moved}
    record(by=by, room=ROOM, verb="note_move", subject=subject, powers=powers_of(by), old=old, new=new, reason=reason)
    return line
