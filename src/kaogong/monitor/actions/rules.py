"""What a cycle sets about monitoring, the schedule of targets, and exceptions by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.core.scheme.period import Period
from kaogong.monitor.guards import ROOM, demand_here, may_keep
from kaogong.monitor.models import Exemption, Milestone, PartRule, Rules, Waiver
from kaogong.monitor.queries import asked_period, rules_of
from kaogong.org.models import Account, Unit
from kaogong.org.queries import reach, today
from kaogong.plan.models import Cycle, Indicator, Target

SET = (
    "every",
    "due_days",
    "lock_days",
    "verify_days",
    "explain_days",
    "remind_days",
    "green_share",
    "yellow_share",
    "yellow_days",
    "jump_share",
    "even",
    "signed",
    "pieces",
)
"""What a cycle sets."""


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def subject(thing: Any) -> str:
    """How the audit names a thing of this room."""
    return f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"


def said(value: Any) -> Any:
    """A value as it enters an event: words, whole numbers, yes and no."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, dt.date) else value


@action
def set_rules(*, by: Account | None, cycle: Cycle, **given: Any) -> Rules:
    """How often a cycle reports, by when, and from where a light turns."""
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_keep(by) if by else "", "set_rules", where)
    rules = rules_of(cycle)
    old = {name: said(getattr(rules, name)) for name in given}
    for name, value in given.items():
        assert name in SET, name
        setattr(rules, name, value)
    green, yellow = rules.green_share, rules.yellow_share
    if green is not None and yellow is not None and green < yellow:
        raise Refused(_("绿灯界限低于黄灯界限。请把绿灯改大，或把黄灯改小。"), "green_share")
    rules.save()
    rules.refresh_from_db()
    new = {name: said(getattr(rules, name)) for name in given}
    record(by=by, room=ROOM, verb="set_rules", subject=where, powers=powers_of(by), old=old, new=new)
    return rules


@action
def set_parts(*, by: Account | None, indicator: Indicator, names: Sequence[str]) -> list[PartRule]:
    """The figures asked beside the value of an indicator."""
    where = f"plan.indicator:{indicator.pk}"
    demand_here(by, may_keep(by) if by else "", "set_parts", where)
    held = {one.name: one for one in PartRule.objects.filter(indicator=indicator)}
    made = [
        held.get(name) or PartRule.objects.create(indicator=indicator, name=name, place=place)
        for place, name in enumerate(names)
    ]
    new = {"parts": list(names)}
    record(by=by, room=ROOM, verb="set_parts", subject=where, powers=powers_of(by), old={"parts": list(held)}, new=new)
    return made


@action
def set_milestones(*, by: Account | None, target: Target, nodes: Mapping[str, Decimal | str]) -> list[Milestone]:
    """What a target is to have reached by the end of periods: figures, or words where there are none."""
    where, code = f"plan.target:{target.pk}", target.unit.code
    demand_here(by, may_keep(by) if by else "", "set_milestones", where, code)
    made = []
    for text, wanted in nodes.items():
        try:
            period = str(Period.parse(text))
        except ValueError as error:
            words = _("“%(text)s”不是时期。请写成 2026-Q3 或 2026-09。")
            raise Refused(words % {"text": text}, "period") from error
        fields = {"words": wanted, "value": None} if isinstance(wanted, str) else {"value": wanted, "words": ""}
        made.append(Milestone.objects.update_or_create(target=target, period=period, defaults=fields)[0])
    new = {"milestones": {one.period: one.words or said(one.value) for one in made}}
    record(by=by, room=ROOM, verb="set_milestones", subject=where, unit=code, powers=powers_of(by), new=new)
    return made


@action
def reach_milestone(*, by: Account | None, milestone: Milestone, on: dt.date | None = None) -> Milestone:
    """A milestone told in words has been reached."""
    where, code = f"plan.target:{milestone.target_id}", milestone.target.unit.code
    demand_here(by, may_keep(by) if by else "", "reach_milestone", where, code)
    if milestone.reached_on is not None:
        raise Refused(_("这个节点已于 %(day)s 完成。") % {"day": milestone.reached_on})
    milestone.reached_on = on or today()
    milestone.save(update_fields=["reached_on"])
    new = {"period": milestone.period, "reached_on": str(milestone.reached_on)}
    record(by=by, room=ROOM, verb="reach_milestone", subject=where, unit=code, powers=powers_of(by), new=new)
    return milestone


@action
def waive_record(*, by: Account | None, target: Target, reason: str) -> Waiver:
    """A target may be scored without a record of the year (FZ-11)."""
    where, code = f"plan.target:{target.pk}", target.unit.code
    demand_here(by, may_keep(by) if by else "", "waive_record", where, code)
    if not reason.strip():
        raise Refused(_("请写明免报的理由。"), "reason")
    if Waiver.objects.filter(target=target).exists():
        raise Refused(_("这项目标已经免报。"))
    made = Waiver.objects.create(target=target, reason=reason, by=by)
    record(by=by, room=ROOM, verb="waive_record", subject=where, unit=code, powers=powers_of(by), reason=reason)
    return made


@action
def allow_late(*, by: Account | None, cycle: Cycle, unit: Unit, period: str, until: dt.date, reason: str) -> Exemption:
    """One unit may report a locked period until a day."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_keep(by) if by else "", "allow_late", where, unit.code)
    found = asked_period(rules_of(cycle), period)
    if found is None or str(found) != period:
        words = _("本周期没有 %(period)s 这一期。请核对。")
        raise Refused(words % {"period": period}, "period")
    if not reason.strip():
        raise Refused(_("请写明准许补报的理由。"), "reason")
    if until < today():
        raise Refused(_("%(until)s 已过。请改为今天以后的日期。") % {"until": until}, "until")
    made = Exemption.objects.create(cycle=cycle, unit=unit, period=period, until=until, reason=reason, by=by)
    new = {"period": period, "until": str(until)}
    code = unit.code
    record(by=by, room=ROOM, verb="allow_late", subject=where, unit=code, powers=powers_of(by), new=new, reason=reason)
    return made
