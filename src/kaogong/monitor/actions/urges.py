"""Urging: reminders before a deadline, the steps of escalation after it, by working days; and by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.actions import Refused, action, record
from kaogong.core.scheme.days import Calendar
from kaogong.core.scheme.period import Period
from kaogong.monitor.actions.rules import powers_of
from kaogong.monitor.guards import ROOM, demand_here, may_urge
from kaogong.monitor.models import Report, Routine, Rules, Urge
from kaogong.monitor.queries import asked, asked_targets, due_of, periods, rules_of, said_period
from kaogong.monitor.states import SENT
from kaogong.org.models import Account
from kaogong.org.queries import calendar, setting, today
from kaogong.plan.models import Cycle, Target


@action
def remind(*, by: Account | None, cycle: Cycle, day: dt.date | None = None) -> list[Urge]:
    """Send what is due to be sent on a day: reminders and steps of escalation not sent before. One event for the whole."""
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_urge(by, 0) if by else "", "remind", where)
    when, rules, work = day or today(), rules_of(cycle), calendar()
    wanted = [*_reports(rules, when, work), *_routines(cycle, when, work)]
    for one in wanted:
        one.sent_on, one.by = when, by
    there = set(
        Urge.objects.filter(cycle=cycle).values_list("unit_id", "target_id", "assignee_id", "period", "step", "due")
    )
    fresh = [one for one in wanted if _key(one) not in there]
    Urge.objects.bulk_create(fresh)
    new = {"day": str(when), "sent": len(fresh)}
    record(by=by, room=ROOM, verb="remind", subject=where, powers=powers_of(by), new=new)
    return fresh


def _key(one: Urge) -> tuple[object, ...]:
    return one.unit_id, one.target_id, one.assignee_id, one.period, one.step, one.due


def _steps(due: dt.date, when: dt.date, work: Calendar, remind_days: list[int]) -> Iterator[tuple[str, int]]:
    """The steps reached on a day, with the working days they are away from the deadline."""
    if when <= due:
        left = work.between(when, due, working=True)
        if left in remind_days:
            yield "before", left
        return
    over = work.between(due, when, working=True)
    for step, days in setting("escalation.days").items():
        if over >= days:
            yield step, over


def _reports(rules: Rules, when: dt.date, work: Calendar) -> Iterator[Urge]:
    targets = list(asked_targets(rules.cycle))
    for period in periods(rules.cycle, "quarter" if rules.every == "quarter" else "month"):
        due = due_of(rules, period, work)
        if due is None or period.first > when:
            continue
        steps = list(_steps(due, when, work, rules.remind_days))
        if not steps:
            continue
        sent = Report.objects.filter(cycle=rules.cycle, period=str(period), state__in=SENT)
        done = set(sent.values_list("target_id", flat=True))
        for target in targets:
            if target.pk not in done:
                for step, days in steps:
                    words = _words(target.indicator.name, period, step, days, due)
                    unit = target.unit
                    yield Urge(
                        cycle=rules.cycle, unit=unit, target=target, period=str(period), step=step, due=due, words=words
                    )


def _routines(cycle: Cycle, when: dt.date, work: Calendar) -> Iterator[Urge]:
    """The handler of a routine is told once it is overdue; further steps belong to reports."""
    for routine in Routine.objects.filter(cycle=cycle):
        for one in asked(routine):
            if one.overdue(when):
                words = _words(routine.name, one.period, "handler", work.between(one.due, when, working=True), one.due)
                fields = {"period": str(one.period), "step": "handler", "due": one.due, "words": words}
                yield Urge(cycle=cycle, unit=one.assignee.unit, assignee=one.assignee, **fields)


@override(settings.LANGUAGE_CODE)
def _words(name: str, period: Period, step: str, days: int, due: dt.date) -> str:
    """What a reminder says; it is kept, so it speaks the language of the records whoever sends it."""
    told = {"name": name, "period": said_period(period), "days": days, "due": due}
    if step == "before":
        return _("“%(name)s”%(period)s：剩 %(days)s 个工作日，%(due)s 截止。") % told
    return _("“%(name)s”%(period)s：逾期 %(days)s 个工作日，应于 %(due)s 前办理。") % told


@action
def urge(*, by: Account | None, target: Target, period: str, words: str) -> Urge:
    """Urge by hand: a red light without explanation, a report that does not come."""
    where, code = f"plan.target:{target.pk}", target.unit.code
    demand_here(by, may_urge(by, target.unit_id) if by else "", "urge", where, code)
    if not words.strip():
        raise Refused(_("请写明催办什么、何时前办好。"), "words")
    due = due_of(rules_of(target.cycle), Period.parse(period), calendar()) or today()
    fields = {"period": period, "step": "hand", "due": due, "sent_on": today(), "words": words, "by": by}
    made = Urge.objects.create(cycle=target.cycle, unit=target.unit, target=target, **fields)
    record(by=by, room=ROOM, verb="urge", subject=where, unit=code, powers=powers_of(by), new={"words": words})
    return made
