"""Units: founding, renaming and moving as new versions, closing; and the calendar."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Holiday, Unit, UnitVersion
from kaogong.org.queries import tree

ROOM = "org"
KEPT = ("name", "short", "parent_id", "level", "track", "appraisal_class", "place")
"""What a version says of a unit."""


class _AsItIs(str):
    """Part of a name that is not Chinese."""

    __slots__ = ()


def _apart(words: str) -> Any:
    """What is not Chinese, as a part of its own."""
    return [_AsItIs(words)]


@lru_cache(maxsize=1024)
def _syllables(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a large dictionary, for who enters names

    return tuple(lazy_pinyin(name, errors=_apart))


def sort_key(name: str) -> str:
    """Pinyin, so that names are listed as in a dictionary."""
    return " ".join(_syllables(name))[:120]


def initials(name: str) -> str:
    """The first letters, by which a clerk finds a name."""
    return "".join(one if isinstance(one, _AsItIs) else one[:1] for one in _syllables(name))[:40]


@action
def found_unit(
    *,
    by: Account | None,
    code: str,
    name: str,
    level: str,
    track: str,
    since: dt.date,
    short: str = "",
    parent: Unit | None = None,
    appraisal_class: str = "",
    place: int = 0,
) -> Unit:
    """A new unit, from a day on."""
    powers = demand_keeper(by, "found_unit", f"org.unit:{code}")
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("单位编码 %(code)s 已经有了。请核对，或另取编码。") % {"code": code}, "code")
    unit = Unit.objects.create(code=code, founded=since)
    version = _version(
        unit, since, name=name, short=short, parent=parent, level=level, track=track, klass=appraisal_class, place=place
    )
    version.save(force_insert=True)
    record(
        by=by, powers=powers, room=ROOM, verb="found_unit", subject=f"org.unit:{code}", unit=code, new=_said(version)
    )
    return unit


@action
def revise_unit(*, by: Account | None, unit: Unit, since: dt.date, reason: str, **changed: Any) -> UnitVersion:
    """From a day on the unit is called, placed or classed otherwise; what it was before stays readable.

    Args:
        by: the account that acts.
        unit: the unit.
        since: the first day of the new version; after the first day of the present one.
        reason: the document or the cause.
        changed: the fields that change (`name`, `short`, `parent`, `level`, `track`, `appraisal_class`, `place`).
    """
    powers = demand_keeper(by, "revise_unit", f"org.unit:{unit.code}")
    present = _present(unit)
    if since <= present.since:
        words = _("变更日期 %(since)s 须晚于现行名称的起始日 %(was)s。请改日期。")
        raise Refused(words % {"since": since, "was": present.since}, "since")
    parent = changed.get("parent", present.parent)
    if parent is not None and unit.pk in tree(since).above(parent.pk):
        raise Refused(_("上级单位不能是它自己或它的下级。请另选上级单位。"), "parent")
    fresh = _version(
        unit,
        since,
        name=changed.get("name", present.name),
        short=changed.get("short", present.short),
        parent=parent,
        level=changed.get("level", present.level),
        track=changed.get("track", present.track),
        klass=changed.get("appraisal_class", present.appraisal_class),
        place=changed.get("place", present.place),
    )
    present.until = since
    present.save(update_fields=["until"])
    fresh.save(force_insert=True)
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="revise_unit",
        subject=f"org.unit:{unit.code}",
        unit=unit.code,
        old=_said(present),
        new=_said(fresh),
        reason=reason,
    )
    return fresh


@action
def close_unit(*, by: Account | None, unit: Unit, day: dt.date, successor: Unit | None, reason: str) -> None:
    """The unit ends; its results stay, and a successor takes over what runs on."""
    powers = demand_keeper(by, "close_unit", f"org.unit:{unit.code}")
    present = _present(unit)
    if day <= present.since:
        words = _("撤销日期 %(day)s 须晚于现行名称的起始日 %(was)s。请改日期。")
        raise Refused(words % {"day": day, "was": present.since}, "day")
    if successor is not None and successor.pk == unit.pk:
        raise Refused(_("承接单位不能是它自己。请另选。"), "successor")
    below = [v.name for v in UnitVersion.objects.filter(parent=unit, until__isnull=True)[:3]]
    if below:
        raise Refused(_("下面还有单位：%(names)s。请先把它们划转。") % {"names": _("、").join(below)}, "unit")
    present.until = day
    present.save(update_fields=["until"])
    unit.closed, unit.successor = day, successor
    unit.save(update_fields=["closed", "successor"])
    new = {"closed": str(day), "successor": successor.code if successor else ""}
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="close_unit",
        subject=f"org.unit:{unit.code}",
        unit=unit.code,
        new=new,
        reason=reason,
    )


@action
def set_holiday(*, by: Account | None, day: dt.date, working: bool, name: str) -> Holiday:
    """A day is a holiday, or a make-up working day."""
    powers = demand_keeper(by, "set_holiday", f"org.holiday:{day}")
    if not name.strip():
        raise Refused(_("请写明节假日或调休的名称。"), "name")
    before = Holiday.objects.filter(day=day).first()
    made, _fresh = Holiday.objects.update_or_create(day=day, defaults={"working": working, "name": name})
    old = {"working": before.working, "name": before.name} if before else None
    new = {"working": working, "name": name}
    record(by=by, powers=powers, room=ROOM, verb="set_holiday", subject=f"org.holiday:{day}", old=old, new=new)
    return made


@action
def clear_holiday(*, by: Account | None, day: dt.date) -> None:
    """A day is again what its weekday says."""
    powers = demand_keeper(by, "clear_holiday", f"org.holiday:{day}")
    before = Holiday.objects.filter(day=day).first()
    if before is None:
        raise Refused(_("%(day)s 没有另作安排。") % {"day": day}, "day")
    old = {"working": before.working, "name": before.name}
    before.delete()
    record(by=by, powers=powers, room=ROOM, verb="clear_holiday", subject=f"org.holiday:{day}", old=old)


def _present(unit: Unit) -> UnitVersion:
    found = UnitVersion.objects.select_for_update().filter(unit=unit, until__isnull=True).first()
    if found is None:
        raise Refused(_("单位 %(code)s 已经撤销，不能再变更。") % {"code": unit.code}, "unit")
    return found


def _version(
    unit: Unit,
    since: dt.date,
    *,
    name: str,
    short: str,
    parent: Unit | None,
    level: str,
    track: str,
    klass: str,
    place: int,
) -> UnitVersion:
    return UnitVersion(
        unit=unit,
        since=since,
        name=name,
        short=short or name,
        sort_key=sort_key(name),
        initials=initials(name),
        parent=parent,
        level=level,
        track=track,
        appraisal_class=klass,
        place=place,
    )


def _said(version: UnitVersion) -> dict[str, Any]:
    return {"since": str(version.since)} | {name: getattr(version, name) for name in KEPT}
