"""Targets: setting one, agreeing on its value in rounds, breaking it down, what it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, setting, today
from kaogong.plan.actions.cycles import moved, powers_of, said, subject
from kaogong.plan.guards import (
    ROOM,
    demand_here,
    may_set_target,
    may_speak_above,
    may_speak_below,
)
from kaogong.plan.models import Claim, Cycle, Indicator, Round, Target
from kaogong.plan.queries.coverage import lacking
from kaogong.plan.states import FIXED, TARGET, TARGET_NAMES

STATED = (
    "quantity",
    "quality",
    "progress",
    "effect",
    "measures",
    "demands",
    "due",
    "leader",
    "department",
    "person",
    "mandate",
    "points",
    "baseline",
    "benchmark",
    "own",
    "role",
)
"""What a target states beside its value."""


@action
def set_target(
    *,
    by: Account | None,
    cycle: Cycle,
    indicator: Indicator,
    unit: Unit,
    period: str = "",
    person: Person | None = None,
    value: Decimal | None = None,
    parent: Target | None = None,
    track: str = "",
    **stated: Any,
) -> Target:
    """A draft: an indicator for a unit, or for a person in it, with what it states."""
    fresh = Target(cycle=cycle, indicator=indicator, unit=unit, person=person, parent=parent)
    demand_here(by, may_set_target(by, fresh) if by else "", "set_target", subject(indicator), unit.code)
    _may_begin(cycle, indicator, stated)
    _has_duty(person, unit)
    when = period or str(cycle.year)
    held = Target.objects.filter(indicator=indicator, unit=unit, person=person, period=when, track=track)
    if held.exclude(state="withdrawn").exists():
        raise Refused(_("这个单位在“%(name)s”上已有目标。请改原来的那项。") % {"name": indicator}, "indicator")
    made = Target.objects.create(
        cycle=cycle,
        indicator=indicator,
        unit=unit,
        person=person,
        period=when,
        value=value,
        parent=parent,
        track=track,
        **stated,
    )
    made.refresh_from_db()
    new = {"indicator": indicator.name, "value": said(made.value), "parent": said(parent and parent.pk), "track": track}
    record(by=by, room=ROOM, verb="set_target", subject=subject(made), unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def state_target(*, by: Account | None, target: Target, **stated: Any) -> Target:
    """What a target states is written or changed, while its value is not binding yet."""
    demand_here(by, may_set_target(by, target) if by else "", "state_target", subject(target), target.unit.code)
    if target.state in FIXED or target.state == "withdrawn":
        raise Refused(_("目标已经下达，改动须走年中调整。"))
    _known(stated)
    old = {name: said(getattr(target, name)) for name in stated}
    for name, value in stated.items():
        setattr(target, name, value)
    target.told = []
    target.save(update_fields=[*stated, "told"])
    target.refresh_from_db()
    new = {name: said(getattr(target, name)) for name in stated}
    code = target.unit.code
    record(
        by=by,
        room=ROOM,
        verb="state_target",
        subject=subject(target),
        unit=code,
        powers=powers_of(by),
        old=old,
        new=new,
    )
    return target


@action
def propose(*, by: Account | None, target: Target, value: Decimal, reason: str) -> Target:
    """From below: the value the unit (or the person) holds possible, and why."""
    demand_here(by, may_speak_below(by, target) if by else "", "propose", subject(target), target.unit.code)
    missing = lacking(target) if target.person_id is None else []
    if missing:
        raise Refused(
            _("“%(name)s”缺%(what)s，补全后再报。") % {"name": target, "what": _("、").join(missing)}, "elements"
        )
    return _round(by, target, "propose", "up", value, reason, target.unit)


@action
def counter(*, by: Account | None, target: Target, value: Decimal, reason: str) -> Target:
    """From above: the value asked for, and why."""
    demand_here(by, may_speak_above(by, target) if by else "", "counter", subject(target), target.unit.code)
    return _round(by, target, "counter", "down", value, reason, _upper(target))


@action
def agree(*, by: Account | None, target: Target, reason: str = "") -> Target:
    """The side that is asked agrees to the value that lies before it."""
    above = target.state == "proposed"
    guard = may_speak_above if above else may_speak_below
    demand_here(by, guard(by, target) if by else "", "agree", subject(target), target.unit.code)
    if target.value is None:
        raise Refused(_("还没有目标值，不能商定。"), "value")
    side = _upper(target) if above else target.unit
    return _round(by, target, "agree", "agree", target.value, reason or "同意", side)


@action
def reject(*, by: Account | None, target: Target, reason: str) -> Target:
    """A person does not accept a target; it goes back to the division with the reason (HB-30)."""
    demand_here(by, may_speak_below(by, target) if by else "", "reject", subject(target), target.unit.code)
    return _round(by, target, "propose", "up", target.value, reason, target.unit, verb="reject")


def _round(
    by: Account | None,
    target: Target,
    step: str,
    way: str,
    value: Decimal | None,
    reason: str,
    side: Unit,
    *,
    verb: str = "",
) -> Target:
    held = Target.objects.select_for_update().get(pk=target.pk)
    if held.state in FIXED:
        raise Refused(_("目标已经下达，改动须走年中调整。"), "value")
    state = moved(TARGET, held.state, step, TARGET_NAMES)
    if not reason:
        raise Refused(_("请写明理由：对方要据此答复。"), "reason")
    number = (held.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    Round.objects.create(target=held, number=number, way=way, value=value, reason=reason, side=side, by=by)
    old = {"state": held.state, "value": said(held.value)}
    target.state, target.value = held.state, held.value = state, value
    held.save(update_fields=["state", "value"])
    new = {"state": state, "value": said(value), "round": number}
    record(
        by=by,
        room=ROOM,
        verb=verb or step,
        subject=subject(held),
        unit=target.unit.code,
        powers=powers_of(by),
        old=old,
        new=new,
        reason=reason,
    )
    target.refresh_from_db()
    return target


@action
def withdraw_target(*, by: Account | None, target: Target, reason: str) -> Target:
    """A target that does not bind yet is taken back; its history stays."""
    demand_here(by, may_set_target(by, target) if by else "", "withdraw_target", subject(target), target.unit.code)
    state = moved(TARGET, target.state, "withdraw", TARGET_NAMES)
    if target.children.exclude(state="withdrawn").exists():
        raise Refused(_("下面还有分解的目标。请先撤销它们。"))
    old = {"state": target.state}
    target.state = state
    target.save(update_fields=["state"])
    record(
        by=by,
        room=ROOM,
        verb="withdraw_target",
        subject=subject(target),
        unit=target.unit.code,
        powers=powers_of(by),
        old=old,
        new={"state": state},
        reason=reason,
    )
    return target


@action
def decompose(*, by: Account | None, parent: Target, track: str, parts: Sequence[Mapping[str, Any]]) -> list[Target]:
    """A target is broken down: by region, by system, or inside the unit to persons. Sums are shown, not forced, until it is issued.

    Args:
        by: the account that acts.
        parent: the target above.
        track: `region`, `system` or `inside`.
        parts: for each child `unit`, perhaps `person`, `value` and what it states.
    """
    demand_here(by, _may_decompose(by, parent) if by else "", "decompose", subject(parent), parent.unit.code)
    if parent.state in {"withdrawn", "appraised"}:
        raise Refused(_("这项目标已经%(state)s，不能再分解。") % {"state": parent.get_state_display()})
    if parent.indicator.splits == "none":
        raise Refused(_("“%(name)s”是不分解的指标。") % {"name": parent.indicator})
    made = []
    for part in parts:
        _known({name: one for name, one in part.items() if name not in {"unit", "person", "value"}})
        _has_duty(part.get("person"), part["unit"])
        held = Target.objects.filter(
            indicator=parent.indicator, unit=part["unit"], person=part.get("person"), period=parent.period, track=track
        )
        if held.exclude(state="withdrawn").exists():
            raise Refused(_("%(unit)s已经分到这项目标。") % {"unit": part.get("person") or part["unit"]}, "unit")
        made.append(
            Target.objects.create(
                cycle=parent.cycle,
                indicator=parent.indicator,
                period=parent.period,
                parent=parent,
                track=track,
                **part,
            )
        )
    new = {"track": track, "parts": [f"{one.person or one.unit}: {said(one.value)}" for one in made]}
    code = parent.unit.code
    record(by=by, room=ROOM, verb="decompose", subject=subject(parent), unit=code, powers=powers_of(by), new=new)
    return made


def _may_decompose(by: Account, parent: Target) -> str:
    return may_speak_below(by, parent) and may_speak_above(by, parent)


@action
def claim(*, by: Account | None, target: Target, what: str, amount: Decimal, share: Decimal | None = None) -> Claim:
    """A thing is counted in a target; counted in two, it needs shares that make 100 % (HB-42)."""
    demand_here(by, may_set_target(by, target) if by else "", "claim", subject(target), target.unit.code)
    if share is not None and not 0 < Decimal(share) <= 100:
        raise Refused(_("份额应在 0 到 100 之间。"), "share")
    made, _fresh = Claim.objects.update_or_create(
        target=target, what=" ".join(what.split()), defaults={"amount": amount, "share": share}
    )
    made.refresh_from_db()
    new = {"what": made.what, "amount": said(made.amount), "share": said(made.share)}
    code = target.unit.code
    record(by=by, room=ROOM, verb="claim", subject=subject(target), unit=code, powers=powers_of(by), new=new)
    return made


@action
def return_target(*, by: Account | None, target: Target, reasons: Sequence[str]) -> Target:
    """What a target lacks is told to the unit, which completes it (QD-10)."""
    demand_here(by, may_speak_above(by, target) if by else "", "return_target", subject(target), target.unit.code)
    if target.state in FIXED or target.state == "withdrawn":
        raise Refused(_("目标已经下达，改动须走年中调整。"))
    if not reasons:
        raise Refused(_("请写明退回的原因。"), "reasons")
    target.told = list(reasons)
    target.save(update_fields=["told"])
    new = {"told": target.told}
    code = target.unit.code
    record(by=by, room=ROOM, verb="return_target", subject=subject(target), unit=code, powers=powers_of(by), new=new)
    return target


def _upper(target: Target) -> Unit:
    if target.person_id is not None:
        return target.unit
    return target.parent.unit if target.parent is not None else target.cycle.organiser


def _may_begin(cycle: Cycle, indicator: Indicator, stated: Mapping[str, Any]) -> None:
    if cycle.state == "closed":
        raise Refused(_("周期已经结束，不能再设目标。"))
    if indicator.state in {"withdrawn", "refused"}:
        raise Refused(
            _("指标“%(name)s”%(state)s，不能设目标。") % {"name": indicator, "state": indicator.get_state_display()}
        )
    _known(stated)


def _has_duty(person: Person | None, unit: Unit) -> None:
    """Where the installation asks for it, a person's target needs a post with written duties (HB-01)."""
    if person is None or not setting("targets.need_duty"):
        return
    held = Post.objects.filter(at(today()), person=person, unit=unit)
    if not any(one.duty.strip() for one in held):
        raise Refused(_("%(who)s 的岗位还没有书面职责，不能定目标。请先写职责。") % {"who": person}, "person")


def _known(stated: Mapping[str, Any]) -> None:
    if unknown := [name for name in stated if name not in STATED]:
        raise Refused(_("目标没有这样的栏目：%(names)s。") % {"names": _("、").join(unknown)})
    due = stated.get("due")
    if due is not None and due < today():
        raise Refused(_("完成时限 %(due)s 已过。请改为今天以后的日期。") % {"due": due}, "due")
