"""The organisation of a year; guidance by leaders; lateness told upward; posts allotted; settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.org import states
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import demand_keeper, may_guide
from kaogong.org.models import (
    Account,
    Body,
    Circular,
    Covered,
    Guidance,
    Partner,
    Person,
    Programme,
    Recipient,
    Setting,
    StaffingRequest,
    Unit,
)
from kaogong.org.models.settings import DECLARED, Declared
from kaogong.org.models.units import Level, Track
from kaogong.org.queries import coverage, partners_missing, setting, told_late


@action
def draft_programme(
    *,
    by: Account | None,
    year: int,
    title: str,
    lead: Unit,
    decides: Body | None = None,
    partners: Sequence[str] = (),
    kinds: Sequence[str] = (),
    levels: Sequence[str] = (),
) -> Programme:
    """The organisation of a year's appraisal, as a draft: who leads, who must take part, whom it must cover."""
    subject = f"org.programme:{year}"
    powers = demand_keeper(by, "draft_programme", subject)
    if Programme.objects.filter(year=year, title=title).exists():
        raise Refused(_("%(year)s 年已有同名方案。") % {"year": year}, "title")
    made = Programme.objects.create(
        year=year,
        title=title,
        lead=lead,
        decides=decides,
        partners=list(partners),
        kinds=list(kinds),
        levels=list(levels),
    )
    new = {"title": title, "lead": lead.code, "partners": list(partners), "kinds": list(kinds), "levels": list(levels)}
    record(by=by, powers=powers, room=ROOM, verb="draft_programme", subject=subject, new=new)
    return made


@action
def name_partner(*, by: Account | None, programme: Programme, name: str, unit: Unit, role: str) -> Partner:
    """A partner of the year, with the role it has."""
    subject = f"org.programme:{programme.pk}"
    powers = demand_keeper(by, "name_partner", subject)
    _draft(programme)
    if programme.named.filter(name=name).exists():
        raise Refused(_("“%(name)s”已经列入。") % {"name": name}, "name")
    made = Partner.objects.create(programme=programme, name=name, unit=unit, role=role)
    new = {"name": name, "unit": unit.code, "role": role}
    record(by=by, powers=powers, room=ROOM, verb="name_partner", subject=subject, new=new)
    return made


@action
def cover_units(*, by: Account | None, programme: Programme, units: Iterable[Unit]) -> int:
    """Units the year covers; gives how many are new."""
    subject = f"org.programme:{programme.pk}"
    powers = demand_keeper(by, "cover_units", subject)
    _draft(programme)
    there = set(programme.covered.values_list("unit_id", flat=True))
    fresh = [one for one in units if one.pk not in there]
    Covered.objects.bulk_create(Covered(programme=programme, unit=one) for one in fresh)
    new = {"units": [one.code for one in fresh]}
    record(by=by, powers=powers, room=ROOM, verb="cover_units", subject=subject, new=new)
    return len(fresh)


@action
def launch_programme(*, by: Account | None, programme: Programme) -> Programme:
    """The year begins, when nobody who must take part or be covered is missing; else it stays a draft."""
    subject = f"org.programme:{programme.pk}"
    powers = demand_keeper(by, "launch_programme", subject)
    _draft(programme, "launch")
    faults = launch_faults(programme)
    if faults:
        raise Refused(_("还不能启动。") + " ".join(faults), "programme")
    programme.state = states.PROGRAMME[programme.state, "launch"]
    programme.save(update_fields=["state"])
    new = {"covered": programme.covered.count(), "partners": programme.named.count()}
    record(by=by, powers=powers, room=ROOM, verb="launch_programme", subject=subject, new=new)
    return programme


def launch_faults(programme: Programme) -> list[str]:
    """What keeps a programme from being launched, in words."""
    found = coverage(programme)
    faults = []
    if missing := partners_missing(programme):
        faults.append(_("缺配合单位：%(names)s。") % {"names": _("、").join(missing)})
    if found.kinds_missing:
        names = [str(Track(kind).label) for kind in found.kinds_missing]
        faults.append(_("没有覆盖：%(names)s。") % {"names": _("、").join(names)})
    if found.left_out:
        names = [one.name for one in found.left_out]
        words = _("覆盖 %(percent)s%%，漏了：%(names)s。")
        faults.append(words % {"percent": found.percent, "names": _("、").join(names)})
    if found.orphans:
        names = [one.name for one in found.orphans]
        words = _("%(number)s 个单位没有上级%(level)s：%(names)s。")
        faults.append(words % {"number": len(names), "level": Level.COUNTY.label, "names": _("、").join(names)})
    return faults


def _draft(programme: Programme, verb: str = "change") -> None:
    if (programme.state, verb) not in states.PROGRAMME:
        raise Refused(_("“%(title)s”已启动，不能再改。") % {"title": programme.title})


# --- leaders --------------------------------------------------------------------------------------------------------


@action
def guide(*, by: Account, unit: Unit, words: str, day: dt.date) -> Guidance:
    """A leader says something to a unit in the own portfolio, and to no other (QW-01)."""
    subject = f"org.unit:{unit.code}"
    demand(may_guide(by, unit), room=ROOM, verb="guide", subject=subject, unit=unit.code)
    if not words.strip():
        raise Refused(_("请写明意见。"), "words")
    assert by.person is not None
    made = Guidance.objects.create(leader=by.person, unit=unit, words=words, given_on=day)
    record(by=by, powers=["portfolio"], room=ROOM, verb="guide", subject=subject, unit=unit.code, reason=words)
    return made


@action
def tell_late(
    *, by: Account | None, handler: Person, subject: str, title: str, days: int, day: dt.date
) -> Circular | None:
    """Something is so many days late: whoever has not been told yet is told, tier by tier (XM-38). None: nobody new."""
    powers = demand_keeper(by, "tell_late", subject)
    before = set(Recipient.objects.filter(circular__source=subject).values_list("person_id", flat=True))
    fresh = {one.pk: one for _tier, one in told_late(handler, days, day) if one.pk not in before}
    if not fresh:
        return None
    made = Circular.objects.create(kind="reminder", title=title, source=subject, about=handler, sent_on=day)
    Recipient.objects.bulk_create(Recipient(circular=made, person=one) for one in fresh.values())
    new = {"days": days, "told": sorted(one.code for one in fresh.values())}
    record(by=by, powers=powers, room=ROOM, verb="tell_late", subject=subject, new=new)
    return made


# --- staffing -------------------------------------------------------------------------------------------------------


@action
def ask_posts(*, by: Account | None, unit: Unit, year: int, posts: int, grade: str, day: dt.date) -> StaffingRequest:
    """A unit asks for posts; its grade of last year decides its place in the queue (LZ-38)."""
    subject = f"org.unit:{unit.code}"
    powers = demand_keeper(by, "ask_posts", subject)
    if posts < 1:
        raise Refused(_("编制数须为正整数。"), "posts")
    if StaffingRequest.objects.filter(unit=unit, year=year, state="asked").exists():
        raise Refused(_("这个单位今年已有待批的申请。"), "unit")
    made = StaffingRequest.objects.create(unit=unit, year=year, posts=posts, grade=grade, asked_on=day)
    new = {"year": year, "posts": posts, "grade": grade}
    record(by=by, powers=powers, room=ROOM, verb="ask_posts", subject=subject, unit=unit.code, new=new)
    return made


@action
def allot_posts(*, by: Account | None, asked: Sequence[StaffingRequest], filled: int) -> None:
    """Allot all posts of some requests, or none of them where the total would pass what is approved (LZ-38).

    Args:
        by: the account that acts.
        asked: the requests, taken together.
        filled: posts filled before.
    """
    subject = "org.staffing"
    powers = demand_keeper(by, "allot_posts", subject)
    most: int = setting("staffing.approved")
    wanted = sum(one.posts for one in asked)
    if filled + wanted > most:
        words = _("核定编制 %(most)s，已用 %(filled)s，申请 %(wanted)s，超出 %(over)s。都不批准，请核减。")
        told = {"most": most, "filled": filled, "wanted": wanted, "over": filled + wanted - most}
        raise Refused(words % told, "asked")
    StaffingRequest.objects.filter(pk__in=[one.pk for one in asked]).update(state="allotted")
    new = {"allotted": [f"{one.unit.code}: {one.posts}" for one in asked], "filled": filled, "approved": most}
    record(by=by, powers=powers, room=ROOM, verb="allot_posts", subject=subject, new=new)


# --- settings -------------------------------------------------------------------------------------------------------


@action
def set_setting(*, by: Account | None, key: str, value: Any, reason: str) -> Setting:
    """The installation settles what the measure leaves open."""
    subject = f"org.setting:{key}"
    powers = demand_keeper(by, "set_setting", subject)
    declared = DECLARED.get(key)
    if declared is None:
        raise Refused(_("没有“%(key)s”这项设定。") % {"key": key}, "key")
    if not _fits(declared, value):
        raise Refused(_("“%(label)s”的值不合要求，没有改。") % {"label": declared.label}, "value")
    old = {"value": setting(key)}
    made, _fresh = Setting.objects.update_or_create(key=key, defaults={"value": value})
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="set_setting",
        subject=subject,
        old=old,
        new={"value": value},
        reason=reason,
    )
    return made


def _fits(declared: Declared, value: Any) -> bool:
    """Whether a value is of the kind the setting is declared with."""
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return {
        "whole": whole,
        "text": isinstance(value, str) and bool(value.strip()),
        "yes": isinstance(value, bool),
        "list": isinstance(value, list) and all(isinstance(one, str) and one for one in value),
        "table": isinstance(value, dict)
        and set(value) == set(declared.default)
        and all(isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in value.values()),
    }[declared.kind]
