"""Inspections from the plan to the end: scheduled with method, content and procedure, begun, closed when all is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.queries import setting, today
from kaogong.supervise.actions.inspections_numbers import next_number
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_run, powers_of, recused
from kaogong.supervise.models import CheckItem, Inspection, Inspector, Visit
from kaogong.supervise.queries.inspections import allowed_items, blocked, missing_scores
from kaogong.supervise.states.inspections import CATEGORIES, INSPECTION, KINDS, VISIT


@action
def add_check_item(
    *,
    by: Account | None,
    category: str,
    name: str,
    kind: str = "",
    unit_points: Decimal | None = None,
    person_points: Decimal | None = None,
    grave: bool = False,
    since: dt.date | None = None,
) -> CheckItem:
    """Declare what is checked, and what a fault costs."""
    demand_here(by, may_run(by), "add_check_item", f"{ROOM}.checkitem")
    if category not in CATEGORIES or not name.strip():
        raise Refused(_("请选类别并写明检查项。"), "category")
    if any(one is not None and one < 0 for one in (unit_points, person_points)):
        raise Refused(_("扣分写正数，如 0.5。"), "unit_points")
    if CheckItem.objects.filter(category=category, name=name.strip(), kind=kind, until__isnull=True).exists():
        raise Refused(_("已有检查项“%(name)s”。") % {"name": name}, "name")
    made = CheckItem.objects.create(
        category=category, name=name.strip(), kind=kind, unit_points=unit_points, person_points=person_points,
        grave=grave, since=since or today(),
    )  # fmt: skip
    points = [None if one is None else f"{one:f}" for one in (unit_points, person_points)]
    new = {"name": made.name, "category": category, "points": points}
    record(
        by=by, room=ROOM, verb="add_check_item", subject=f"{ROOM}.checkitem:{made.pk}", powers=powers_of(by), new=new
    )
    return made


@action
def end_check_item(*, by: Account | None, item: CheckItem, until: dt.date) -> CheckItem:
    """An item is checked no longer from a day on; what it cost stays."""
    where = f"{ROOM}.checkitem:{item.pk}"
    demand_here(by, may_run(by), "end_check_item", where)
    if until <= item.since:
        raise Refused(_("终止日须晚于起始日。"), "until")
    item.until = until
    item.save(update_fields=["until"])
    record(by=by, room=ROOM, verb="end_check_item", subject=where, powers=powers_of(by), new={"until": str(until)})
    return item


@action
def plan_inspection(
    *, by: Account | None, title: str, kind: str, since: dt.date, until: dt.date, **more: Any
) -> Inspection:
    """Put an inspection in the plan. `more`: `round`, `method`, `content`, `procedure`, `lead`, `announced`."""
    demand_here(by, may_run(by), "plan_inspection", f"{ROOM}.inspection")
    if kind not in KINDS:
        raise Refused(_("请选检查的种类。"), "kind")
    if not title.strip():
        raise Refused(_("请写检查的名称。"), "title")
    if until < since:
        raise Refused(_("结束日期早于开始日期。"), "until")
    made = Inspection.objects.create(title=title.strip(), kind=kind, since=since, until=until, by=by, **more)
    new = {"title": made.title, "kind": kind, "since": str(since), "until": str(until)}
    where = f"{ROOM}.inspection:{made.pk}"
    record(by=by, room=ROOM, verb="plan_inspection", subject=where, powers=powers_of(by), new=new)
    return made


@action
def schedule_inspection(
    *, by: Account | None, inspection: Inspection, method: str = "", content: str = "", procedure: str = ""
) -> Inspection:
    """It stands in the plan with a number; method, content and procedure must be there (SD-25)."""
    held = _held(inspection)
    demand_here(by, may_run(by), "schedule_inspection", f"{ROOM}.inspection:{held.pk}")
    fields = (("method", _("方法"), method), ("content", _("内容"), content), ("procedure", _("程序"), procedure))
    for name, words, text in fields:
        setattr(held, name, text.strip() or getattr(held, name))
        if not getattr(held, name).strip():
            raise Refused(_("检查须写明方法、内容和程序。还缺%(what)s。") % {"what": words}, name)
    held.number = held.number or next_number(Inspection, "JC")
    return _moved(by, held, "schedule_inspection", "method", "content", "procedure", "number")


@action
def begin_inspection(*, by: Account | None, inspection: Inspection) -> Inspection:
    """The team sets out."""
    held = _held(inspection)
    demand_here(by, may_run(by), "begin_inspection", f"{ROOM}.inspection:{held.pk}")
    if held.lots.filter(drawn_at__isnull=True).exists():
        raise Refused(_("公布了摘要还没有抽取。请先抽取。"))
    if not held.visits.exists():
        raise Refused(_("还没有检查对象。请先列出或抽取。"))
    return _moved(by, held, "begin_inspection")


@action
def close_inspection(*, by: Account | None, inspection: Inspection) -> Inspection:
    """It is over once all is looked at; what must be scored on the spot has its score (XM-21)."""
    held = _held(inspection)
    demand_here(by, may_run(by), "close_inspection", f"{ROOM}.inspection:{held.pk}")
    lacking = missing_scores(held)
    if lacking:
        words = _("还有 %(n)s 项没有现场打分：%(names)s。打完再结束。")
        raise Refused(words % {"n": len(lacking), "names": _("、").join(str(one) for one in lacking[:5])})
    waiting = held.visits.filter(state="waiting").count()
    if waiting:
        raise Refused(_("还有 %(n)s 个对象待检查。请检查，或写明未检查的理由。") % {"n": waiting})
    held.closed_on = today()
    return _moved(by, held, "close_inspection", "closed_on")


@action
def drop_inspection(*, by: Account | None, inspection: Inspection, reason: str) -> Inspection:
    """It will not take place; why stays on record."""
    held = _held(inspection)
    demand_here(by, may_run(by), "drop_inspection", f"{ROOM}.inspection:{held.pk}")
    if not reason.strip():
        raise Refused(_("请写明取消的理由。"), "reason")
    held.reason = reason.strip()
    return _moved(by, held, "drop_inspection", "reason", why=reason)


def _held(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update().get(pk=inspection.pk)


def _moved(by: Account | None, held: Inspection, verb: str, *more: str, why: str = "") -> Inspection:
    state = after(INSPECTION, held.state, verb)
    if state is None:
        raise Refused(_("这次检查现在是“%(state)s”，不能这样办。") % {"state": held.get_state_display()})
    old, held.state = {"state": held.state}, state
    held.save(update_fields=["state", *more])
    new, where = {"state": state, "number": held.number or ""}, f"{ROOM}.inspection:{held.pk}"
    record(by=by, room=ROOM, verb=verb, subject=where, powers=powers_of(by), old=old, new=new, reason=why)
    return held


@action
def name_inspector(*, by: Account | None, inspection: Inspection, person: Person) -> Inspector:
    """Somebody takes part without being drawn; who belongs to a unit that is inspected does not."""
    where = f"{ROOM}.inspection:{inspection.pk}"
    demand_here(by, may_run(by), "name_inspector", where)
    if inspection.state not in ("draft", "scheduled", "running"):
        raise Refused(_("检查已结束，不能再加人。"))
    units = set(inspection.visits.values_list("unit_id", flat=True))
    if units and all(recused(person, unit) for unit in units):
        raise Refused(_("%(name)s 与全部被检查单位有关系，须回避。") % {"name": person.name}, "person")
    made, fresh = Inspector.objects.get_or_create(inspection=inspection, person=person)
    if not fresh:
        raise Refused(_("%(name)s 已在检查组里。") % {"name": person.name}, "person")
    record(by=by, room=ROOM, verb="name_inspector", subject=where, powers=powers_of(by), new={"person": person.code})
    return made


@action
def add_visits(
    *, by: Account | None, inspection: Inspection, rows: Sequence[dict[str, Any]], subject: str = "unit"
) -> list[Visit]:
    """List what is looked at. A row: `unit`, and `name`, `reported`, `indicator`, `target`, `deep`, `scored`, `fed` …."""
    where = f"{ROOM}.inspection:{inspection.pk}"
    demand_here(by, may_run(by), "add_visits", where)
    if inspection.state not in ("draft", "scheduled", "running"):
        raise Refused(_("检查已结束，不能再加对象。"))
    if not rows:
        raise Refused(_("请至少列出一个检查对象。"), "rows")
    for row in rows:
        _fit(inspection, subject, row)
    made = [_listed(inspection, subject, row) for row in rows]
    new = {"subject": subject, "visits": len(made), "names": [str(one) for one in made[:20]]}
    record(by=by, room=ROOM, verb="add_visits", subject=where, powers=powers_of(by), new=new)
    return made


def _fit(held: Inspection, subject: str, row: dict[str, Any]) -> None:
    """What verification covers depends on the level of the unit (YL-11); livelihood projects are of a kind named (XJ-12)."""
    name = row.get("name", "")
    if subject == "item":
        known = allowed_items(row["unit"].pk)
        if known is not None and name not in known:
            words = _("对这个单位只核验：%(known)s。“%(name)s”只用于县市。")
            raise Refused(words % {"known": _("、").join(known), "name": name}, "rows")
    if subject == "project" and held.kind == "livelihood":
        kinds = list(setting("supervise.livelihood"))
        if not any(one in name for one in kinds):
            words = _("“%(name)s”不是专项核验的民生工程：%(known)s。")
            raise Refused(words % {"name": name, "known": _("、").join(kinds)}, "rows")
    if subject == "application" and not row.get("problem", "").strip():
        raise Refused(_("请写明登记申请的疑点。"), "rows")


def _listed(held: Inspection, subject: str, row: dict[str, Any]) -> Visit:
    key = {"unit": row["unit"], "subject": subject, "name": row.get("name", "")}
    rest = {name: value for name, value in row.items() if name not in key}
    found = held.visits.select_for_update().filter(**key).first()
    if found is None:
        return Visit.objects.create(inspection=held, **key, **rest)
    if set(rest) - {"deep"}:
        raise Refused(_("“%(name)s”已在检查对象里。") % {"name": found}, "rows")
    found.deep = rest.get("deep", found.deep)
    found.save(update_fields=["deep"])
    return found


@action
def skip_visit(*, by: Account | None, visit: Visit, reason: str) -> Visit:
    """Something is not looked at after all, and why."""
    where = f"{ROOM}.visit:{visit.pk}"
    demand_here(by, may_run(by), "skip_visit", where, visit.unit.code)
    state = after(VISIT, visit.state, "skip_visit")
    if state is None or visit.scored:
        raise Refused(_("已检查的、须打分的对象不能略过。"))
    if not reason.strip():
        raise Refused(_("请写明未检查的理由。"), "reason")
    visit.state, visit.reason = state, reason.strip()
    visit.save(update_fields=["state", "reason"])
    new = {"state": state}
    record(
        by=by,
        room=ROOM,
        verb="skip_visit",
        subject=where,
        unit=visit.unit.code,
        powers=powers_of(by),
        new=new,
        reason=reason,
    )
    return visit


@action
def release_application(*, by: Account | None, visit: Visit) -> Visit:
    """An application may go on: somebody was there and came to a conclusion (SD-16)."""
    where = f"{ROOM}.visit:{visit.pk}"
    demand_here(by, may_run(by), "release_application", where, visit.unit.code)
    if visit.subject != "application" or visit.released_on is not None:
        raise Refused(_("这不是待核查的登记申请，或已经准予继续办理。"))
    if why := blocked(visit.name):
        raise Refused(why)
    visit.released_on = today()
    visit.save(update_fields=["released_on"])
    new = {"application": visit.name, "trigger": visit.trigger}
    record(
        by=by, room=ROOM, verb="release_application", subject=where, unit=visit.unit.code, powers=powers_of(by), new=new
    )
    return visit
