"""Clicks, outings, hours, corrections and files of machines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, today
from kaogong.people.guards.presence import (
    demand_here,
    may_ask_correction,
    may_click,
    may_come_back,
    may_decide_correction,
    may_keep,
    may_set_hours,
    powers_of,
)
from kaogong.people.models import Correction, DayRecord, Outing, PunchFile, WorkHours
from kaogong.people.queries.bureaus import ROOM, bureau_of, own_bureau
from kaogong.people.queries.presence import absent_on, hours_of, minutes, record_of, working_days
from kaogong.people.states.presence import CLICKS, CORRECTION


def _recorded(by: Account | None, verb: str, thing: Any, unit: str = "", **told: Any) -> None:
    where = f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), **told)


def kept_for(person: int) -> None:
    """Two acts on the days of one person wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"presence {person}"])


def worked_in(person: Person, day: dt.date, field: str = "") -> Unit:
    """The bureau in which somebody has a post on a day."""
    held = Post.objects.filter(at(day), person=person).order_by("-main", "id").values_list("unit_id", flat=True).first()
    if held is None:
        raise Refused(_("%(name)s这一天没有岗位。") % {"name": person.name}, field)
    return Unit.objects.get(pk=bureau_of(held, day))


def _own(by: Account, verb: str) -> tuple[Person, Unit]:
    """Who acts for oneself, and the bureau."""
    demand_here(by, may_click(by), verb, f"org.account:{by.username}")
    unit = own_bureau(by)
    assert by.person is not None
    assert unit is not None
    return by.person, Unit.objects.get(pk=unit)


@action
def set_hours(
    *, by: Account | None, starts: dt.time, ends: dt.time, since: dt.date, unit: Unit | None = None
) -> WorkHours:
    """Hours of work from a day on; what was before stays as it was, and so do the days that are over."""
    where = f"{ROOM}.workhours:{unit.code if unit else 'all'}"
    demand_here(by, may_set_hours(by, unit.pk if unit else None) if by else "", "set_hours", where)
    if ends <= starts:
        raise Refused(_("下班时间须晚于上班时间。"), "ends")
    if since < today():
        raise Refused(_("作息从今天或以后起执行，已过的日子不改。"), "since")
    if WorkHours.objects.filter(unit=unit, since=since).exists():
        raise Refused(_("这一天起已有作息。请换一天，或从次日起执行。"), "since")
    made = WorkHours.objects.create(unit=unit, since=since, starts=starts, ends=ends, by=by)
    new = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "since": str(since)}
    _recorded(by, "set_hours", made, unit.code if unit else "", new=new)
    return made


@action
def click(*, by: Account, what: str, at: dt.time | None = None) -> DayRecord:
    """Say that one has come, or that one goes: two clicks a day. `at`: else the time it is."""
    person, unit = _own(by, "click")
    if what not in CLICKS:
        raise Refused(_("请选上班或下班。"), "what")
    kept_for(person.pk)
    day, when = today(), at or timezone.localtime().time().replace(second=0, microsecond=0)
    away = absent_on(person.pk, day)
    if away is not None:
        told = {"kind": away.get_kind_display(), "last": away.last}
        raise Refused(_("您今天已登记%(kind)s，至 %(last)s。提前回来请先销假，再打卡。") % told, "what")
    held = record_of(person.pk, day) or DayRecord(person=person, unit=unit, day=day)
    if what == "arrive" and held.arrived is not None:
        raise Refused(_("今天 %(at)s 已打过上班卡。") % {"at": f"{held.arrived:%H:%M}"}, "what")
    if what == "arrive" and held.left is not None:
        raise Refused(_("今天已打过下班卡，不能再补上班卡。请申请更正。"), "what")
    if what == "leave" and held.arrived is not None and when < held.arrived:
        raise Refused(_("下班时间早于上班时间。请核对时钟。"), "what")
    old = {"left": f"{held.left:%H:%M}"} if held.left else None
    setattr(held, "arrived" if what == "arrive" else "left", when)
    held.late, held.early = minutes(hours_of(unit.pk, day), held.arrived, held.left)
    held.save()
    if what == "leave":
        Outing.objects.filter(person=person, day=day, back_at__isnull=True).update(back_at=when)
    _recorded(by, "click", held, unit.code, old=old, new={"what": what, "at": f"{when:%H:%M}", "day": str(day)})
    return held


@action
def go_out(
    *, by: Account, place: str, words: str = "", back_by: dt.time | None = None, at: dt.time | None = None
) -> Outing:
    """Say where one is for a while in working hours."""
    person, unit = _own(by, "go_out")
    kept_for(person.pk)
    if not place.strip():
        raise Refused(_("请写明去向。"), "place")
    if Outing.objects.filter(person=person, day=today(), back_at__isnull=True).exists():
        raise Refused(_("您已登记外出，返回后再登记下一次。"), "place")
    when = at or timezone.localtime().time().replace(second=0, microsecond=0)
    if back_by is not None and back_by <= when:
        raise Refused(_("预计返回须晚于现在。"), "back_by")
    made = Outing.objects.create(
        person=person, unit=unit, day=today(), place=place.strip(), words=words.strip(), out_at=when, back_by=back_by
    )
    _recorded(by, "go_out", made, unit.code, new={"place": made.place, "at": f"{when:%H:%M}"})
    return made


@action
def come_back(*, by: Account, outing: Outing, at: dt.time | None = None) -> Outing:
    """Say that one is back."""
    demand_here(by, may_come_back(by, outing), "come_back", f"{ROOM}.outing:{outing.pk}")
    if outing.back_at is not None:
        raise Refused(_("已登记返回。"))
    outing.back_at = at or timezone.localtime().time().replace(second=0, microsecond=0)
    outing.save(update_fields=["back_at"])
    _recorded(by, "come_back", outing, new={"at": f"{outing.back_at:%H:%M}"})
    return outing


@action
def take_punches(
    *, by: Account | None, unit: Unit, lines: Sequence[Mapping[str, Any]], evidence: Evidence, name: str
) -> PunchFile:
    """Take in the file of a machine that was looked through before: all of it, or nothing. Earliest and latest count."""
    demand_here(by, may_keep(by, unit.pk) if by else "", "take_punches", f"{ROOM}.punchfile:{unit.code}", unit.code)
    if not lines:
        raise Refused(_("没有可以收下的行。"), "file")
    if PunchFile.objects.filter(unit=unit, evidence=evidence).exists():
        raise Refused(_("这个文件已经收下过。请核对文件。"), "file")
    made = PunchFile.objects.create(unit=unit, evidence=evidence, name=name[:160], lines=len(lines), on=today(), by=by)
    for who in sorted({one["person"].pk for one in lines}):
        kept_for(who)
    _punched(made, unit, lines)
    _recorded(by, "take_punches", made, unit.code, new={"lines": len(lines), "sm3": evidence.sm3, "name": name})
    return made


def _punched(file: PunchFile, unit: Unit, lines: Sequence[Mapping[str, Any]]) -> None:
    """The earlier coming and the later going of what is there and what the machine says; a correction stands."""
    days = sorted({one["day"] for one in lines})
    hours = {day: hours_of(unit.pk, day) for day in days}
    people = {one["person"].pk for one in lines}
    found = DayRecord.objects.filter(person__in=people, day__range=(days[0], days[-1]))
    there = {(one.person_id, one.day): one for one in found}
    fresh: list[DayRecord] = []
    changed: list[DayRecord] = []
    for one in lines:
        held = there.get((one["person"].pk, one["day"]))
        if held is not None and held.source == "correction":
            continue
        (fresh if held is None else changed).append(
            _earliest(held or DayRecord(person=one["person"], unit=unit, day=one["day"]), one, hours[one["day"]], file)
        )
    DayRecord.objects.bulk_create(fresh)
    fields = ["arrived", "left", "late", "early", "source", "file"]
    DayRecord.objects.bulk_update(changed, fields, batch_size=1_000)


def _earliest(held: DayRecord, one: Mapping[str, Any], hours: WorkHours | None, file: PunchFile) -> DayRecord:
    came = [each for each in (held.arrived, one["arrived"]) if each is not None]
    went = [each for each in (held.left, one["left"]) if each is not None]
    held.arrived, held.left = min(came, default=None), max(went, default=None)
    held.late, held.early = minutes(hours, held.arrived, held.left)
    held.source, held.file = "machine", file
    return held


@action
def ask_correction(
    *,
    by: Account | None,
    person: Person,
    day: dt.date,
    reason: str,
    arrived: dt.time | None = None,
    left: dt.time | None = None,
) -> Correction:
    """Ask that the clicks of a day be put right, with a reason; somebody else decides."""
    unit = worked_in(person, day, "day")
    why = may_ask_correction(by, person.pk, unit.pk) if by else ""
    demand_here(by, why, "ask_correction", f"org.person:{person.code}", unit.code)
    if not reason.strip():
        raise Refused(_("请写明更正理由。"), "reason")
    if day > today():
        raise Refused(_("只能更正今天和以前的考勤。"), "day")
    if arrived is None and left is None:
        raise Refused(_("请至少写上班或下班一个时间。"), "arrived")
    if arrived and left and left <= arrived:
        raise Refused(_("下班时间须晚于上班时间。"), "left")
    if Correction.objects.filter(person=person, day=day, state="asked").exists():
        raise Refused(_("这一天已有待审核的更正。"), "day")
    held = record_of(person.pk, day)
    made = Correction.objects.create(
        person=person, unit=unit, day=day, arrived=arrived, left=left, reason=reason.strip(), on=today(), by=by,
        was_arrived=held.arrived if held else None, was_left=held.left if held else None,
    )  # fmt: skip
    _recorded(by, "ask_correction", made, unit.code, new=_times(arrived, left, day), reason=made.reason)
    return made


def _times(arrived: dt.time | None, left: dt.time | None, day: dt.date) -> dict[str, str]:
    told = {"day": str(day)}
    return told | {name: f"{one:%H:%M}" for name, one in (("arrived", arrived), ("left", left)) if one is not None}


@action
def agree_correction(*, by: Account | None, correction: Correction, reply: str = "") -> Correction:
    """Put the clicks right; the correction keeps what was there."""
    held = _deciding(by, correction, "agree_correction")
    old, new = _put_right(held)
    _decided(by, held, "agree_correction", reply)
    _recorded(by, "agree_correction", held, held.unit.code, old=old, new=new, reason=held.reason)
    return held


def _put_right(held: Correction) -> tuple[dict[str, str], dict[str, str]]:
    """The clicks of a day as a correction says; gives them as they were and as they are."""
    kept_for(held.person_id)
    there = record_of(held.person_id, held.day) or DayRecord(person=held.person, unit=held.unit, day=held.day)
    old = _times(there.arrived, there.left, held.day)
    held.was_arrived, held.was_left = there.arrived, there.left
    there.arrived, there.left = held.arrived or there.arrived, held.left or there.left
    if there.arrived and there.left and there.left <= there.arrived:
        raise Refused(_("更正后下班早于上班，不能同意。请退回重报。"), "reply")
    there.late, there.early = minutes(hours_of(held.unit_id, held.day), there.arrived, there.left)
    there.source = "correction"
    there.save()
    return old, _times(there.arrived, there.left, held.day)


@action
def restore_day(*, by: Account | None, correction: Correction, words: str) -> Correction:
    """What a ruling found of a day: a correction of its own puts the clicks right; the refused one stays readable.

    Args:
        by: the account that acts.
        correction: what was refused.
        words: by which ruling.

    Raises:
        Refused: it was not refused, or the day was put right in the meantime.
    """
    held = Correction.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=correction.pk)
    why = may_decide_correction(by, held) if by else ""
    demand_here(by, why, "restore_day", f"{ROOM}.correction:{held.pk}", held.unit.code)
    if held.state != "refused":
        raise Refused(_("这项更正%(state)s，没有可以恢复的。") % {"state": held.get_state_display()})
    made = Correction(
        person=held.person, unit=held.unit, day=held.day, arrived=held.arrived, left=held.left, reason=held.reason,
        state="agreed", on=today(), by=held.by, decided_by=by, decided_on=today(), reply=words[:300],
    )  # fmt: skip
    old, new = _put_right(made)
    made.save()
    told = new | {"refused": str(held.pk)}
    _recorded(by, "restore_day", made, held.unit.code, old=old, new=told, reason=words)
    return made


@action
def refuse_correction(*, by: Account | None, correction: Correction, reply: str) -> Correction:
    """Leave the clicks as they are, and say why."""
    held = _deciding(by, correction, "refuse_correction")
    if not reply.strip():
        raise Refused(_("请写明不同意的理由。"), "reply")
    _decided(by, held, "refuse_correction", reply)
    _recorded(by, "refuse_correction", held, held.unit.code, new={"state": held.state}, reason=held.reply)
    return held


def _deciding(by: Account | None, correction: Correction, verb: str) -> Correction:
    held = Correction.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=correction.pk)
    why = may_decide_correction(by, held) if by else ""
    demand_here(by, why, verb, f"{ROOM}.correction:{held.pk}", held.unit.code)
    if after(CORRECTION, held.state, verb) is None:
        raise Refused(_("这项更正%(state)s。") % {"state": held.get_state_display()})
    return held


def _decided(by: Account | None, held: Correction, verb: str, reply: str) -> None:
    held.state = str(after(CORRECTION, held.state, verb))
    held.decided_by, held.decided_on, held.reply = by, today(), reply.strip()
    held.save()


@action
def remind_clicks(*, by: Account | None = None, day: dt.date) -> list[str]:
    """Those who made one click of two on the last working day are told, so that they may ask for a correction."""
    last = next(iter(reversed(list(working_days(day - dt.timedelta(days=14), day - dt.timedelta(days=1))))), None)
    found = DayRecord.objects.exclude(arrived__isnull=False, left__isnull=False)
    codes = sorted(found.filter(day=last).values_list("person__code", flat=True)) if last else []
    new = {"day": str(last or ""), "people": codes}
    record(by=by, room=ROOM, verb="remind_clicks", subject=f"{ROOM}.day:{last}", powers=powers_of(by), new=new)
    return codes
