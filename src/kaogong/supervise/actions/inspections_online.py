"""What inspections take over from elsewhere: marked indicators, claims above the process record, the daily patrol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.plan.models import Cycle, Indicator, Target
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_run, powers_of
from kaogong.supervise.models import Inspection, Marking, PatrolList, Visit
from kaogong.supervise.queries.inspections import jumps, overdue_cases


@action
def mark_indicator(*, by: Account | None, indicator: Indicator, why: str) -> Marking:
    """An indicator is secret, or cannot be proven online: it is verified on the spot (XJ-07)."""
    where = f"plan.indicator:{indicator.pk}"
    demand_here(by, may_run(by), "mark_indicator", where)
    if why not in dict(Marking.WHY):
        raise Refused(_("请选涉密或网上不能核实。"), "why")
    made, __ = Marking.objects.update_or_create(indicator=indicator, defaults={"why": why, "by": by})
    record(by=by, room=ROOM, verb="mark_indicator", subject=where, powers=powers_of(by), new={"why": why})
    return made


@action
def list_marked(*, by: Account | None, inspection: Inspection, unit: Unit, cycle: Cycle) -> list[Visit]:
    """Every marked indicator of a unit becomes something to look at on the spot; of secret ones no file is taken."""
    where = f"{ROOM}.inspection:{inspection.pk}"
    demand_here(by, may_run(by), "list_marked", where, unit.code)
    own = Target.objects.filter(cycle=cycle, unit=unit).exclude(state="withdrawn").values("indicator")
    marked = Marking.objects.filter(indicator__in=own).select_related("indicator").order_by("indicator__place", "pk")
    made = []
    for one in marked:
        given = {"indicator": one.indicator, "secret": one.why == "secret", "scored": True}
        key = {"unit": unit, "subject": "indicator", "name": one.indicator.name}
        visit, fresh = inspection.visits.get_or_create(**key, defaults=given)
        made += [visit] if fresh else []
    new = {"visits": len(made), "secret": sum(one.secret for one in made)}
    record(by=by, room=ROOM, verb="list_marked", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def list_all_indicators(*, by: Account | None, inspection: Inspection, unit: Unit, cycle: Cycle) -> list[Visit]:
    """Every indicator of a unit is to be scored on the spot (XM-21)."""
    where = f"{ROOM}.inspection:{inspection.pk}"
    demand_here(by, may_run(by), "list_all_indicators", where, unit.code)
    secret = set(Marking.objects.filter(why="secret").values_list("indicator_id", flat=True))
    own = Target.objects.filter(cycle=cycle, unit=unit).exclude(state="withdrawn").select_related("indicator")
    there = set(inspection.visits.filter(unit=unit).values_list("indicator_id", flat=True))
    fresh = {one.indicator_id: one for one in own if one.indicator_id not in there}
    made = [
        Visit.objects.create(
            inspection=inspection, unit=unit, subject="indicator", name=one.indicator.name, indicator=one.indicator,
            target=one, scored=True, secret=key in secret,
        )
        for key, one in fresh.items()
    ]  # fmt: skip
    record(
        by=by, room=ROOM, verb="list_all_indicators", subject=where, unit=unit.code, powers=powers_of(by),
        new={"visits": len(made)},
    )  # fmt: skip
    return made


@action
def list_jumps(*, by: Account | None, inspection: Inspection, cycle: Cycle) -> list[Visit]:
    """Claims above the process record are verified on the spot before anything is scored (CX-26)."""
    where = f"{ROOM}.inspection:{inspection.pk}"
    demand_here(by, may_run(by), "list_jumps", where)
    made = []
    for one in jumps(cycle):
        target = one.target
        problem = _("年终上报 %(claimed)s%%，%(period)s 核实 %(process)s%%，高出 %(points)s 个百分点") % {
            "claimed": f"{one.claimed:f}", "period": one.period, "process": f"{one.process:f}", "points": f"{one.points:f}"
        }  # fmt: skip
        given = {"target": target, "indicator": target.indicator, "reported": one.claimed, "problem": problem}
        key = {"unit": target.unit, "subject": "indicator", "name": target.indicator.name}
        visit, fresh = inspection.visits.get_or_create(**key, defaults=given)
        made += [visit] if fresh else []
    record(by=by, room=ROOM, verb="list_jumps", subject=where, powers=powers_of(by), new={"visits": len(made)})
    return made


@action
def patrol_day(*, by: Account | None, absences: Sequence[tuple[str, str]], day: dt.date | None = None) -> PatrolList:
    """The list of one day: who broke attendance (person and what), and what is past its limit (XM-49)."""
    when = day or today()
    where = f"{ROOM}.patrol:{when}"
    demand_here(by, may_run(by), "patrol_day", where)
    if when > today():
        raise Refused(_("日期在今天之后。"), "day")
    if PatrolList.objects.filter(day=when).exists():
        raise Refused(_("%(day)s 的巡查日报已经有了。") % {"day": when}, "day")
    rows = [{"kind": "attendance", "who": who, "words": words} for who, words in absences]
    for case in overdue_cases(when):
        unit = case.body.unit.code if case.body else ""
        rows.append({"kind": "overdue", "who": unit, "words": _("办件 %(number)s 超期") % {"number": case.number}})
    made = PatrolList.objects.create(day=when, rows=rows, by=by)
    new = {"day": str(when), "rows": len(rows)}
    record(by=by, room=ROOM, verb="patrol_day", subject=where, powers=powers_of(by), new=new)
    return made


@action
def tell_patrol(*, by: Account | None, listed: PatrolList) -> PatrolList:
    """The list is told to all."""
    where = f"{ROOM}.patrol:{listed.day}"
    demand_here(by, may_run(by), "tell_patrol", where)
    if listed.told_on is not None:
        raise Refused(_("已于 %(day)s 通报。") % {"day": listed.told_on})
    listed.told_on = today()
    listed.save(update_fields=["told_on"])
    new = {"day": str(listed.day), "rows": len(listed.rows)}
    record(by=by, room=ROOM, verb="tell_patrol", subject=where, powers=powers_of(by), new=new)
    return listed
