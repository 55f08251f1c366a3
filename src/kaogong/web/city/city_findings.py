"""Inspections of the demonstration city and what they found: plans, a draw, entries, 900 findings on every step of their way.

They come after the first page is up, by the worker; told again, what is there already is left alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from kaogong.audit.actions import record
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Unit
from kaogong.org.queries import after_days, set_in
from kaogong.supervise.actions.draw import commit_visits, draw_lot
from kaogong.supervise.actions.findings_opinions import break_down
from kaogong.supervise.actions.findings_papers import draft_circular, issue_paper, publish_circular
from kaogong.supervise.actions.inspections import (
    add_check_item,
    add_visits,
    begin_inspection,
    plan_inspection,
    schedule_inspection,
)
from kaogong.supervise.actions.inspections_entries import enter_visit
from kaogong.supervise.models import CheckItem, Control, Finding, Inspection, Rectification, Visit

NUMBER = 900
SEED = 20260905
UNITS = 86
ITEMS = (
    ("presence", "窗口空岗", "0.5", "0.25"),
    ("attendance", "迟到早退", "0.5", "0.5"),
    ("notice", "服务公示缺项", "0.5", None),
    ("rule", "首问责任不落实", "0.5", "0.25"),
    ("conduct", "服务用语不规范", "0.5", "0.25"),
    ("mismatch", "上报与核实不符", "1", None),
    ("progress", "任务滞后未说明", "0.5", None),
    ("procedure", "办理程序不全", "1", None),
)
WORDS = {
    "presence": "办事窗口无人在岗，群众排队等候。",
    "attendance": "上班时间不在岗位，考勤没有请假记录。",
    "notice": "公示栏缺收费依据和投诉电话。",
    "rule": "来访事项没有登记，也没有告知去向。",
    "conduct": "接电话不报单位，答复含糊。",
    "mismatch": "台账数与现场清点数不一致。",
    "progress": "任务进度落后计划，没有说明原因。",
    "procedure": "案卷缺告知书送达回证。",
}
CHANNELS = ("open", "covert", "daily", "video", "online", "site", "files", "letter")
PLANS = (
    ("一季度集中监察", "concentrated", (1, 12)),
    ("二季度集中监察", "concentrated", (4, 13)),
    ("三季度集中监察", "concentrated", (7, 13)),
    ("办事窗口暗访", "covert", (3, 9)),
    ("在岗与公示检查（五月）", "presence", (5, 11)),
    ("在岗与公示检查（八月）", "presence", (8, 17)),
    ("民生工程核验", "livelihood", (6, 8)),
    ("行政执法案卷抽查", "files", (6, 22)),
)
ROAD = ("ordered", "planned", "running", "handed", "closed")


def load_findings(number: int = NUMBER) -> int:
    """Items, inspections, a draw, findings with their rectification; gives how many findings there are."""
    if Inspection.objects.exists():
        return 0
    codes = [f"u{n:02}" for n in range(1, UNITS + 1)]
    units = list(Unit.objects.filter(code__in=codes).order_by("code"))
    with transaction.atomic(), set_in(DAY):
        luck = Random(SEED)  # noqa: S311 - made up, and the same every time
        for category, name, unit, person in ITEMS:
            points: dict[str, Any] = {
                "unit_points": Decimal(unit),
                "person_points": Decimal(person) if person else None,
            }
            add_check_item(by=None, category=category, name=name, since=dt.date(DAY.year, 1, 1), **points)
        held = [_inspection(place, units, luck) for place in range(len(PLANS))]
        _drawn(units)
        _findings(number, units, held, luck)
        _issued(units)
        record(by=None, room="supervise", verb="load_findings", subject="supervise.city", new={"findings": number})
    return number


def _inspection(place: int, units: Sequence[Unit], luck: Random) -> Inspection:
    """An inspection of the year with what it looked at; the latest one is under way."""
    title, kind, (month, day) = PLANS[place]
    since = dt.date(DAY.year, month, day)
    with set_in(since):
        held = plan_inspection(by=None, title=title, kind=kind, since=since, until=since + dt.timedelta(days=18))
        words = {
            "method": "现场查看、随机抽查",
            "content": "在岗、公示、办件、台账",
            "procedure": "两人一组，当场记录，听取说明",
        }
        held = schedule_inspection(by=None, inspection=held, **words)
        subject = {"files": "file", "livelihood": "project"}.get(kind, "unit")
        names = {"files": "案卷", "livelihood": "棚户区改造"}
        chosen = luck.sample(list(units), min(12, len(units)))
        rows = [{"unit": one, "name": f"{names[kind]}{n}" if kind in names else ""} for n, one in enumerate(chosen, 1)]
        visits = add_visits(by=None, inspection=held, rows=rows, subject=subject)
        held = begin_inspection(by=None, inspection=held)
        for number, visit in enumerate(visits[: 12 if place < len(PLANS) - 1 else 7]):
            _entered(visit, since, number)
    Inspection.objects.filter(pk=held.pk).update(
        **({"state": "closed", "closed_on": since + dt.timedelta(days=18)} if place < len(PLANS) - 3 else {})
    )
    return held


def _entered(visit: Visit, day: dt.date, number: int) -> None:
    at = dt.datetime.combine(day, dt.time(9 + number % 7, 15), timezone.get_default_timezone())
    enter_visit(
        by=None, visit=visit, key=f"city-{visit.pk}", method="papers" if number % 4 == 3 else "site", at=at,
        place="政务服务大厅", words="在岗、公示和台账已逐项查看。",
    )  # fmt: skip


def _drawn(units: Sequence[Unit]) -> None:
    """Two draws of windows: one that was drawn, one whose hash is published and that waits for the draw."""
    for title, drawn in (("办事窗口随机抽查（八月）", True), ("办事窗口随机抽查（九月）", False)):
        held = plan_inspection(by=None, title=title, kind="spot", since=DAY, until=DAY + dt.timedelta(days=20))
        words = {"method": "随机抽查", "content": "窗口服务", "procedure": "公布摘要，当场抽取"}
        held = schedule_inspection(by=None, inspection=held, **words)
        windows = [(one, f"{n}号窗口") for one in units[:10] for n in range(1, 5)]
        by = Account.objects.filter(username="discipline").first() if not drawn else None
        lot = commit_visits(by=by, inspection=held, candidates=windows, number=5, subject="window")
        if drawn:
            draw_lot(by=None, lot=lot, beacon="08 15 22 30")


def _findings(number: int, units: Sequence[Unit], inspections: Sequence[Inspection], luck: Random) -> None:
    """Findings from January to today, the older ones further on their way."""
    items = {one.category: one for one in CheckItem.objects.all()}
    first, span = dt.date(DAY.year, 1, 5), (DAY - dt.date(DAY.year, 1, 5)).days
    last: dict[tuple[int, str], Finding] = {}
    for place in range(number):
        day = first + dt.timedelta(days=span * place // max(number - 1, 1))
        unit, category = luck.choice(units), ITEMS[luck.randrange(len(ITEMS))][0]
        made = _finding(place, day, unit, items[category], luck)
        made.repeat_of = last.get((unit.pk, category))
        made.inspection = next((one for one in reversed(inspections) if one.since <= day <= one.until), None)
        made.save(force_insert=True)
        last[unit.pk, category] = made
        if made.state == "confirmed":
            _mended(made, place, luck)


def _finding(place: int, day: dt.date, unit: Unit, item: CheckItem, luck: Random) -> Finding:
    at = dt.datetime.combine(day, dt.time(9 + place % 8, place % 60), timezone.get_default_timezone())
    age, chance = (DAY - day).days, luck.random()
    answer_due = after_days(day, 5)
    state = "withdrawn" if chance < 0.04 else "confirmed"
    if age < 7:
        state = "recorded"
    elif age < 20 and chance < 0.6:
        state = "answered" if chance < 0.4 else "silent"
    counts = place % 4 == 0
    return Finding(
        number=f"WT-{DAY.year}-{place + 1:05}", channel=CHANNELS[place % len(CHANNELS)], category=item.category, unit=unit,
        item=item, found_at=at, found_on=day, place="政务服务大厅", window=f"{place % 20 + 1} 号",
        words=WORDS[item.category], unit_points=item.unit_points if counts else None, counts=counts, state=state,
        prominent=place % 45 == 0, violation=item.category == "procedure", answer_due=answer_due,
        notice_due=after_days(day, 3), noticed_on=day if age > 3 else None,
        answer="" if state in ("recorded", "silent") else "属实，已安排整改。", silent_on=answer_due if state == "silent" else None,
        answered_at=None if state in ("recorded", "silent") else at + dt.timedelta(days=2),
        confirmed_at=at + dt.timedelta(days=min(8, age)) if state == "confirmed" else None,
        topic="医疗服务" if place % 60 == 7 else "", reason="经核对不属实。" if state == "withdrawn" else "",
    )  # fmt: skip


def _mended(made: Finding, place: int, luck: Random) -> None:
    """The rectification of a finding, as far as it has come."""
    ordered = min(made.found_on + dt.timedelta(days=8), DAY)
    age = (DAY - ordered).days
    step = "closed" if age > 75 else ROAD[min(age // 15, 4)] if luck.random() < 0.8 else ROAD[min(place % 4, age // 7)]
    limit = ordered + dt.timedelta(days=45)
    planned, done = step != "ordered", step in ("handed", "closed")
    measures = ("调整排班", "补齐公示", "全员培训") if planned else ()
    control = Control.objects.get_or_create(unit=made.unit, name="经办复核")[0] if made.violation and done else None
    Rectification.objects.create(
        finding=made, state=step, ordered_on=ordered,
        due_on=limit if step in ("running", "handed", "closed") else after_days(ordered, 10),
        goal="同类问题不再发生" if planned else "", matter=made.words if planned else "", limit=limit if planned else None,
        measures=[{"words": one, "done_on": str(ordered) if done else ""} for one in measures],
        heard_on=ordered if made.prominent else None, causes="备岗和复核没有落实到人。" if made.prominent else "",
        root="制度有，落实没有人盯。" if done else "", control=control, improvement="复核人签字上墙。" if control else "",
        standard=Decimal(80) if place % 3 == 0 else None, result=Decimal(85) if done and place % 3 == 0 else None,
        outcome="回访一周没有再发生。" if done else "", handed_on=min(limit - dt.timedelta(days=5), DAY) if done else None,
        closed_on=min(limit, DAY) if step == "closed" else None,
    )  # fmt: skip


def _issued(units: Sequence[Unit]) -> None:
    """Documents, a circular, and opinions broken down."""
    held = list(Finding.objects.filter(state="confirmed").order_by("-found_on", "-pk")[:12])
    for number, one in enumerate(held[:8]):
        kind = ("rectify", "supervision", "inquiry", "discipline")[number % 4]
        issue_paper(by=None, kind=kind, unit=one.unit, words="请按期整改并书面答复。", finding=one)
    made = draft_circular(by=None, title="关于八月暗访情况的通报", words="现将查处的问题通报如下。", findings=held[:6])
    publish_circular(by=None, circular=made)
    rows = [(str(n + 1), units[n % min(21, len(units))], f"第 {n + 1} 条：希望办事少跑路、少等候。") for n in range(86)]
    break_down(by=None, batch=f"{DAY.year} 上半年公众评议", rows=rows)
