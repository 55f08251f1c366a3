"""Mid-year adjustments: asking within the rulebook's window, number and bound; the chain of approval; the new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.plan.actions.cycles import moved, powers_of, said, subject
from kaogong.plan.actions.letters import write_letter
from kaogong.plan.guards import ROOM, demand_here, may_ask_adjustment, may_take_step
from kaogong.plan.models import Adjustment, Approval, ChainStep, Change, Cycle, Letter, Round, Target
from kaogong.plan.queries.adjustments import Wanted, measure, next_step
from kaogong.plan.states import ADJUSTMENT, ADJUSTMENT_NAMES, TARGET, TARGET_NAMES


@action
def ask_adjustment(
    *,
    by: Account | None,
    cycle: Cycle,
    unit: Unit,
    changes: Sequence[Wanted],
    reason: str,
    on: dt.date | None = None,
) -> Adjustment:
    """A unit asks to change its targets; the rulebook says when, how often and how much."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_ask_adjustment(by, unit) if by else "", "ask_adjustment", where, unit.code)
    day = on or today()
    _sensible(cycle, unit, changes, reason)
    size, refusals = measure(cycle, unit, changes, day)
    if refusals:
        raise Refused(_("%(words)s。") % {"words": _("；").join(refusals)}, "changes")
    made = Adjustment.objects.create(cycle=cycle, unit=unit, asked_on=day, reason=reason, size=size, asked_by=by)
    Change.objects.bulk_create(
        Change(
            adjustment=made,
            target=one.target,
            old_value=one.target.value,
            new_value=one.target.value if one.value is None else one.value,
            old_points=one.target.points,
            new_points=one.target.points if one.points is None else one.points,
        )
        for one in changes
    )
    told = [f"{one.target}: {said(one.value)} {said(one.points)}" for one in changes]
    new = {"size": said(size), "changes": told, "asked_on": str(day)}
    record(
        by=by,
        room=ROOM,
        verb="ask_adjustment",
        subject=subject(made),
        unit=unit.code,
        powers=powers_of(by),
        new=new,
        reason=reason,
    )
    return made


def _sensible(cycle: Cycle, unit: Unit, changes: Sequence[Wanted], reason: str) -> None:
    if not changes:
        raise Refused(_("请选要调整的目标。"), "changes")
    if not reason:
        raise Refused(_("请写明调整的理由。"), "reason")
    if not cycle.chain.exists():
        raise Refused(_("本周期没有设调整的审批环节。请告诉绩效办。"))
    for one in changes:
        if one.target.unit_id != unit.pk or one.target.person_id is not None:
            raise Refused(_("“%(name)s”不是本单位的目标。") % {"name": one.target.indicator}, "changes")
        moved(TARGET, one.target.state, "adjust", TARGET_NAMES)
        if one.value in {None, one.target.value} and one.points in {None, one.target.points}:
            raise Refused(_("“%(name)s”没有改动。") % {"name": one.target.indicator}, "changes")


@action
def approve_adjustment(*, by: Account, adjustment: Adjustment, step: ChainStep, words: str = "") -> Adjustment:
    """A step of the chain is taken; no step before the one ahead of it. After the last the change holds."""
    unit = adjustment.unit
    held = Adjustment.objects.select_for_update().get(pk=adjustment.pk)
    demand_here(by, may_take_step(by, held, step), "approve_adjustment", subject(held), unit.code)
    ahead = next_step(held)
    moved(ADJUSTMENT, held.state, "approve_adjustment", ADJUSTMENT_NAMES)
    if ahead is None or ahead.pk != step.pk:
        name = ahead.name if ahead else ""
        words = _("“%(step)s”须在“%(ahead)s”之后。现在轮到“%(ahead)s”。")
        raise Refused(words % {"step": step.name, "ahead": name}, "step")
    Approval.objects.create(adjustment=held, step=step, by=by, words=words)
    old = {"state": held.state}
    if next_step(held) is None:
        held.state = moved(ADJUSTMENT, held.state, "finish_adjustment", ADJUSTMENT_NAMES)
        held.save(update_fields=["state"])
        _apply(by, held)
    adjustment.state = held.state
    new = {"state": held.state, "step": step.name}
    record(
        by=by,
        room=ROOM,
        verb="approve_adjustment",
        subject=subject(held),
        unit=unit.code,
        powers=powers_of(by),
        old=old,
        new=new,
        reason=words,
    )
    return held


def _apply(by: Account, adjustment: Adjustment) -> None:
    """The new version of every target, and of the letters that name them."""
    for change in adjustment.changes.select_related("target"):
        target = Target.objects.select_for_update().get(pk=change.target_id)
        target.state = moved(TARGET, target.state, "adjust", TARGET_NAMES)
        target.value, target.points, target.version = change.new_value, change.new_points, target.version + 1
        target.save(update_fields=["state", "value", "points", "version"])
        number = (target.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
        Round.objects.create(
            target=target,
            number=number,
            way="adjust",
            value=target.value,
            reason=adjustment.reason,
            side=adjustment.unit,
            by=by,
        )
    held = Letter.objects.filter(cycle=adjustment.cycle, unit=adjustment.unit).exclude(state="replaced")
    for one in held.select_related("unit", "upper"):
        write_letter(one.cycle, one.unit, one.upper, one.kind)


@action
def refuse_adjustment(*, by: Account, adjustment: Adjustment, reason: str) -> Adjustment:
    """Whoever is to take the next step does not agree; the targets stay as they are."""
    step = next_step(adjustment)
    why = may_take_step(by, adjustment, step) if step else _("审批已经走完。")
    demand_here(by, why, "refuse_adjustment", subject(adjustment), adjustment.unit.code)
    if not reason:
        raise Refused(_("请写明不同意的理由。"), "reason")
    return _end(by, adjustment, "refuse_adjustment", reason)


@action
def withdraw_adjustment(*, by: Account | None, adjustment: Adjustment, reason: str) -> Adjustment:
    """The unit takes its request back."""
    unit = adjustment.unit
    why = may_ask_adjustment(by, unit) if by else ""
    demand_here(by, why, "withdraw_adjustment", subject(adjustment), unit.code)
    return _end(by, adjustment, "withdraw_adjustment", reason)


def _end(by: Account | None, adjustment: Adjustment, verb: str, reason: str) -> Adjustment:
    old = {"state": adjustment.state}
    adjustment.state = moved(ADJUSTMENT, adjustment.state, verb, ADJUSTMENT_NAMES)
    adjustment.save(update_fields=["state"])
    new = {"state": adjustment.state}
    record(
        by=by,
        room=ROOM,
        verb=verb,
        subject=subject(adjustment),
        unit=adjustment.unit.code,
        powers=powers_of(by),
        old=old,
        new=new,
        reason=reason,
    )
    return adjustment
