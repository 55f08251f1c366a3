"""Integrity talks with their follow-up; talks from heart to heart, what is reminded of, what is a violation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import setting, today
from kaogong.people.guards.learning import may_log_heart, may_talk
from kaogong.people.guards.presence import demand_here, powers_of
from kaogong.people.models import HeartTalk, IntegrityTalk, TalkLapse
from kaogong.people.queries.bureaus import ROOM
from kaogong.people.queries.talks import teams
from kaogong.people.states.learning import TALKS


def _recorded(by: Account | None, verb: str, thing: Any, unit: str = "", **told: Any) -> None:
    where = f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), **told)


@action
def log_talk(
    *,
    by: Account | None,
    kind: str,
    on: dt.date,
    reason: str,
    talker: Person,
    people: Sequence[Person],
    words: str = "",
    follow_up: str = "",
    follow_due: dt.date | None = None,
) -> IntegrityTalk:
    """Register a talk: date, reason, who took part, what follows. Without the last it stays incomplete."""
    demand_here(by, may_talk(by) if by else "", "log_talk", f"{ROOM}.integritytalk:{on}")
    if kind not in TALKS:
        raise Refused(_("请选类别。"), "kind")
    if on > today():
        raise Refused(_("谈话日期不能晚于今天。"), "on")
    if not reason.strip():
        raise Refused(_("请写事由。"), "reason")
    others = [one for one in people if one.pk != talker.pk]
    if not others:
        raise Refused(_("请写谈话对象。"), "people")
    if kind != "group" and len(others) > 1:
        raise Refused(_("点对点约谈和廉政约谈一次只谈一人；几个人请选集体廉政谈话。"), "people")
    made = IntegrityTalk.objects.create(
        kind=kind, on=on, reason=reason.strip(), talker=talker, words=words.strip(), follow_up=follow_up.strip(),
        follow_due=follow_due, by=by,
    )  # fmt: skip
    made.people.set(others)
    new = {"kind": kind, "on": str(on), "people": [one.code for one in others], "complete": made.complete}
    _recorded(by, "log_talk", made, new=new)
    return made


@action
def write_follow_up(
    *, by: Account | None, talk: IntegrityTalk, follow_up: str, follow_due: dt.date | None = None
) -> IntegrityTalk:
    """What follows from a talk."""
    demand_here(by, may_talk(by) if by else "", "write_follow_up", f"{ROOM}.integritytalk:{talk.pk}")
    if not follow_up.strip():
        raise Refused(_("请写后续事项；没有的写明“无”。"), "follow_up")
    old = {"follow_up": talk.follow_up} if talk.follow_up else None
    talk.follow_up, talk.follow_due = follow_up.strip(), follow_due
    talk.save(update_fields=["follow_up", "follow_due"])
    _recorded(by, "write_follow_up", talk, old=old, new={"follow_up": talk.follow_up, "due": str(follow_due or "")})
    return talk


@action
def finish_follow_up(*, by: Account | None, talk: IntegrityTalk, on: dt.date) -> IntegrityTalk:
    """What followed is done."""
    demand_here(by, may_talk(by) if by else "", "finish_follow_up", f"{ROOM}.integritytalk:{talk.pk}")
    if not talk.complete:
        raise Refused(_("请先写后续事项。"), "on")
    if talk.followed_on is not None:
        raise Refused(_("已办结。"), "on")
    if not talk.on <= on <= today():
        raise Refused(_("办结日期须在谈话日期和今天之间。"), "on")
    talk.followed_on = on
    talk.save(update_fields=["followed_on"])
    _recorded(by, "finish_follow_up", talk, new={"on": str(on)})
    return talk


@action
def log_heart_talk(
    *, by: Account | None, unit: Unit, on: dt.date, one: Person, other: Person, words: str = ""
) -> HeartTalk:
    """Two of a leading team have talked; whether the head is one of them is read from their posts."""
    people = {one.pk, other.pk}
    why = may_log_heart(by, unit.pk, people) if by else ""
    demand_here(by, why, "log_heart_talk", f"{ROOM}.hearttalk:{unit.code}", unit.code)
    if one.pk == other.pk:
        raise Refused(_("谈话双方须是两个人。"), "other")
    if on > today():
        raise Refused(_("谈话日期不能晚于今天。"), "on")
    team = next(iter(teams([unit.pk], on.year, on)), None)
    if team is None or not people <= {team.head.pk, *(each.pk for each in team.members)}:
        raise Refused(_("谈话双方须是这个单位当天的班子成员。"), "other")
    kind = "head" if team.head.pk in people else "member"
    made = HeartTalk.objects.create(unit=unit, kind=kind, on=on, one=one, other=other, words=words.strip(), by=by)
    _recorded(
        by, "log_heart_talk", made, unit.code, new={"kind": kind, "on": str(on), "people": [one.code, other.code]}
    )
    return made


@action
def watch_talks(*, by: Account | None = None, day: dt.date) -> list[TalkLapse]:
    """From the month of reminding on each missing talk is reminded of once; on the last day of the year it is a violation."""
    made = []
    if day.month >= setting("talks.remind_month"):
        ends = (day.month, day.day) == (12, 31)
        for team in teams(None, day.year, day):
            made += [_lapsed(team.unit, team.head, one, day, "violation" if ends else "reminder") for one in team.open]
    fresh = [one for one in made if one is not None]
    new = {
        "day": str(day),
        "lapses": [{"unit": one.unit_id, "member": one.member.code, "stage": one.stage} for one in fresh],
    }
    record(by=by, room=ROOM, verb="watch_talks", subject=f"{ROOM}.day:{day}", powers=powers_of(by), new=new)
    return fresh


def _lapsed(unit: int, head: Person, member: Person, day: dt.date, stage: str) -> TalkLapse | None:
    """The reminder or violation, once."""
    made, is_new = TalkLapse.objects.get_or_create(
        unit_id=unit, year=day.year, member=member, stage=stage, defaults={"head": head, "on": day}
    )
    return made if is_new else None
