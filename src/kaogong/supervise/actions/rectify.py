"""Rectification: heard, planned with four specifics, done measure by measure, re-checked through three gates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_answer, may_close, may_run, powers_of
from kaogong.supervise.models import Control, Rectification
from kaogong.supervise.states.inspections import RECTIFICATION

SPECIFICS = 4


@action
def hear_unit(
    *, by: Account | None, rectification: Rectification, heard_on: dt.date, causes: str, present: str
) -> Rectification:
    """The unit was heard, and the causes were found together (LZ-26)."""
    held = _held(rectification)
    where, unit = f"{ROOM}.rectification:{held.pk}", held.finding.unit.code
    demand_here(by, may_run(by), "hear_unit", where, unit)
    if held.state not in ("ordered", "planned"):
        raise Refused(_("方案审定后不再补听取汇报。"))
    if heard_on > today() or heard_on < held.finding.found_on:
        raise Refused(_("听取汇报的日期须在发现之后、今天以前。"), "heard_on")
    if not causes.strip() or not present.strip():
        raise Refused(_("请写明共同剖析的原因和参加人。"), "causes" if not causes.strip() else "present")
    held.heard_on, held.causes, held.present = heard_on, causes.strip(), present.strip()
    held.save(update_fields=["heard_on", "causes", "present"])
    new = {"heard_on": str(heard_on), "present": present}
    record(by=by, room=ROOM, verb="hear_unit", subject=where, unit=unit, powers=powers_of(by), new=new)
    return held


@action
def submit_plan(
    *,
    by: Account | None,
    rectification: Rectification,
    goal: str = "",
    matter: str = "",
    limit: dt.date | None = None,
    measures: Sequence[str] = (),
    standard: Decimal | None = None,
) -> Rectification:
    """The plan with its four specifics: goal, matter, time limit, measures (LZ-27)."""
    held = _held(rectification)
    unit = held.finding.unit
    demand_here(by, may_answer(by, unit.pk) if by else "", "submit_plan", f"{ROOM}.rectification:{held.pk}", unit.code)
    steps = [one.strip() for one in measures if one.strip()]
    fields: dict[str, tuple[Any, Any]] = {
        "goal": (goal.strip(), _("整改目标")),
        "matter": (matter.strip(), _("整改事项")),
        "limit": (limit, _("整改时限")),
        "measures": (steps, _("整改措施")),
    }
    lacking = {name: words for name, (value, words) in fields.items() if not value}
    if lacking:
        words = _("整改方案须有四个具体，现有 %(n)s/4，还缺%(what)s。")
        told = {"n": SPECIFICS - len(lacking), "what": _("、").join(str(one) for one in lacking.values())}
        raise Refused(words % told, next(iter(lacking)))
    if limit is None or limit < today():
        raise Refused(_("整改时限早于今天。请改到今天或以后。"), "limit")
    if held.finding.channel == "rating" and limit > held.due_on:
        raise Refused(_("限期整顿不能晚于 %(day)s。") % {"day": held.due_on}, "limit")
    given: dict[str, Any] = {
        "goal": goal.strip(), "matter": matter.strip(), "limit": limit, "standard": standard, "planned_by": by,
        "measures": [{"words": one, "done_on": ""} for one in steps],
    }  # fmt: skip
    return _moved(by, held, "submit_plan", **given)


@action
def approve_plan(*, by: Account | None, rectification: Rectification) -> Rectification:
    """The plan holds; of prominent problems only after the hearing and the causes found together (LZ-26)."""
    held = _held(rectification)
    demand_here(by, may_run(by), "approve_plan", f"{ROOM}.rectification:{held.pk}", held.finding.unit.code)
    if held.finding.prominent and not (held.heard_on and held.causes):
        raise Refused(_("突出问题须先听取汇报、共同剖析原因，再审方案。"))
    return _moved(by, held, "approve_plan", approved_by=by, due_on=held.limit)


@action
def return_plan(*, by: Account | None, rectification: Rectification, reason: str) -> Rectification:
    """The plan does not hold."""
    held = _held(rectification)
    demand_here(by, may_run(by), "return_plan", f"{ROOM}.rectification:{held.pk}", held.finding.unit.code)
    return _moved(by, held, "return_plan", _reasoned(reason), reason=reason.strip())


@action
def do_measure(*, by: Account | None, rectification: Rectification, number: int) -> Rectification:
    """One of the measures is done."""
    held = _held(rectification)
    where, unit = f"{ROOM}.rectification:{held.pk}", held.finding.unit
    demand_here(by, may_answer(by, unit.pk) if by else "", "do_measure", where, unit.code)
    if held.state != "running" or not 0 <= number < len(held.measures):
        raise Refused(_("整改中才能登记措施，请从列表里选。"))
    if held.measures[number]["done_on"]:
        raise Refused(_("这条措施已经登记落实。"))
    held.measures[number]["done_on"] = str(today())
    held.save(update_fields=["measures"])
    new = {"measure": held.measures[number]["words"]}
    record(by=by, room=ROOM, verb="do_measure", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return held


@action
def hand_in(
    *,
    by: Account | None,
    rectification: Rectification,
    root: str,
    outcome: str,
    control: str = "",
    improvement: str = "",
    result: Decimal | None = None,
) -> Rectification:
    """The unit says it is done: the root of the problem, the result, and which control failed and was improved (JQ-13)."""
    held = _held(rectification)
    unit = held.finding.unit
    demand_here(by, may_answer(by, unit.pk) if by else "", "hand_in", f"{ROOM}.rectification:{held.pk}", unit.code)
    named = Control.objects.get_or_create(unit=unit, name=control.strip())[0] if control.strip() else held.control
    given: dict[str, Any] = {
        "root": root.strip(), "outcome": outcome.strip(), "control": named, "improvement": improvement.strip(),
        "result": result, "handed_by": by, "handed_on": today(),
    }  # fmt: skip
    return _moved(by, held, "hand_in", **given)


@action
def return_rectification(*, by: Account | None, rectification: Rectification, reason: str) -> Rectification:
    """It is not done yet."""
    held = _held(rectification)
    where = f"{ROOM}.rectification:{held.pk}"
    demand_here(by, may_close(by, held) if by else "", "return_rectification", where, held.finding.unit.code)
    return _moved(by, held, "return_rectification", _reasoned(reason), reason=reason.strip())


@action
def close_rectification(
    *, by: Account | None, rectification: Rectification, outcome: str, result: Decimal | None = None
) -> Rectification:
    """Another person has looked: the cause is found, the measures are done, the result is to standard (LZ-28)."""
    held = _held(rectification)
    where = f"{ROOM}.rectification:{held.pk}"
    demand_here(by, may_close(by, held) if by else "", "close_rectification", where, held.finding.unit.code)
    found = held.result if result is None else result
    if after(RECTIFICATION, held.state, "close_rectification") is not None:
        _through(held, found, outcome)
    given: dict[str, Any] = {
        "checked_by": by,
        "closed_on": today(),
        "result": found,
        "outcome": outcome.strip() or held.outcome,
    }
    return _moved(by, held, "close_rectification", **given)


def _through(held: Rectification, result: Decimal | None, outcome: str) -> None:
    """The three gates, and the control behind a violation."""
    if not held.root:
        raise Refused(_("第一关没过：问题根源没有查清，不能销号。请退回，由单位查清再报。"), "root")
    done = sum(1 for one in held.measures if one["done_on"])
    if done < len(held.measures):
        words = _("第二关没过：整改措施落实 %(done)s/%(all)s，不能销号。请退回，由单位逐项落实再报。")
        raise Refused(words % {"done": done, "all": len(held.measures)}, "measures")
    if held.standard is not None and (result is None or result < held.standard):
        words = _("第三关没过：整改结果 %(result)s，达标线 %(standard)s，不能销号。")
        said = _("暂缺") if result is None else f"{result:f}"
        raise Refused(words % {"result": said, "standard": f"{held.standard:f}"}, "result")
    if not (outcome.strip() or held.outcome):
        raise Refused(_("第三关没过：没有写明整改结果，不能销号。"), "outcome")
    if held.finding.violation and not (held.control_id and held.improvement):
        raise Refused(_("违规问题须写明哪项内控措施失效、怎样改进，才能销号。"), "control")


def _held(rectification: Rectification) -> Rectification:
    found = Rectification.objects.select_for_update(of=("self",)).select_related("finding__unit", "control")
    return found.get(pk=rectification.pk)


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    return reason.strip()


def _moved(by: Account | None, held: Rectification, verb: str, why: str = "", **more: Any) -> Rectification:
    state = after(RECTIFICATION, held.state, verb)
    if state is None:
        words = _("这件整改现在是“%(state)s”，不能这样办。")
        raise Refused(words % {"state": held.get_state_display()})
    old, held.state = {"state": held.state}, state
    for name, value in more.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *more])
    where, unit, new = f"{ROOM}.rectification:{held.pk}", held.finding.unit.code, {"state": state}
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), old=old, new=new, reason=why)
    return held
