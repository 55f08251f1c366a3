"""People, their posts, and the portfolios of leaders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.actions.units import ROOM, initials, sort_key
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Person, Portfolio, Post, Unit
from kaogong.org.queries import not_appointable, setting


@action
def register_person(
    *,
    by: Account | None,
    code: str,
    name: str,
    phone: str = "",
    id_number: str = "",
    email: str = "",
    joined: dt.date | None = None,
) -> Person:
    """A new person. Phone and identity number lie sealed; the audit keeps them beside the chain."""
    powers = demand_keeper(by, "register_person", f"org.person:{code}")
    if Person.objects.filter(code=code).exists():
        raise Refused(_("工号 %(code)s 已经有了。请核对，或另取工号。") % {"code": code}, "code")
    person = Person.objects.create(
        code=code,
        name=name,
        sort_key=sort_key(name),
        initials=initials(name),
        phone=phone,
        id_number=id_number,
        email=email,
        joined=joined,
    )
    private = {key: words for key, words in {"name": name, "phone": phone, "email": email}.items() if words}
    record(by=by, powers=powers, room=ROOM, verb="register_person", subject=f"org.person:{code}", private=private)
    return person


@action
def appoint(
    *,
    by: Account | None,
    person: Person,
    unit: Unit,
    title: str,
    grade: str,
    since: dt.date,
    main: bool = True,
    duty: str = "",
    accountability: str = "",
    integrity: str = "",
    areas: Sequence[str] = (),
) -> Post:
    """A person takes a post. A new main post ends the one before on the same day."""
    powers = demand_keeper(by, "appoint", f"org.person:{person.code}")
    if by is not None and (why := not_appointable(person, unit, grade, since)):
        raise Refused(_("；").join(why))
    before = Post.objects.select_for_update().filter(person=person, main=True, until__isnull=True).first()
    if main and before is not None:
        if since <= before.since:
            words = _("任职日期 %(since)s 须晚于现任岗位的起始日 %(was)s。请改日期。")
            raise Refused(words % {"since": since, "was": before.since}, "since")
        before.until = since
        before.save(update_fields=["until"])
    post = Post.objects.create(
        person=person,
        unit=unit,
        title=title,
        grade=grade,
        since=since,
        main=main,
        duty=duty,
        accountability=accountability,
        integrity=integrity,
        areas=_areas(title, areas),
    )
    old = _said(before) if main and before is not None else None
    subject = f"org.person:{person.code}"
    record(by=by, powers=powers, room=ROOM, verb="appoint", subject=subject, unit=unit.code, old=old, new=_said(post))
    return post


def _areas(title: str, areas: Sequence[str]) -> list[str]:
    """The areas of a post, no more than the installation allows for its title (QH-36)."""
    most: int = setting("areas.max")
    if title in setting("areas.titles") and len(areas) > most:
        words = _("%(title)s的分工不超过 %(most)s 项，现有 %(number)s 项。请减少。")
        raise Refused(words % {"title": title, "most": most, "number": len(areas)}, "areas")
    return list(areas)


@action
def set_areas(*, by: Account | None, post: Post, areas: Sequence[str]) -> Post:
    """What a post answers for is divided anew."""
    subject = f"org.post:{post.pk}"
    powers = demand_keeper(by, "set_areas", subject)
    old = {"areas": post.areas}
    post.areas = _areas(post.title, areas)
    post.save(update_fields=["areas"])
    new = {"areas": post.areas}
    record(by=by, powers=powers, room=ROOM, verb="set_areas", subject=subject, unit=post.unit.code, old=old, new=new)
    return post


@action
def describe_post(*, by: Account | None, post: Post, duty: str, accountability: str, integrity: str) -> Post:
    """The four things a post states (JQ-01)."""
    subject = f"org.post:{post.pk}"
    powers = demand_keeper(by, "describe_post", subject)
    old = {"duty": post.duty, "accountability": post.accountability, "integrity": post.integrity}
    new = {"duty": duty, "accountability": accountability, "integrity": integrity}
    if old == new:
        raise Refused(_("没有改动。"), "duty")
    post.duty, post.accountability, post.integrity = duty, accountability, integrity
    post.save(update_fields=list(new))
    code = post.unit.code
    record(by=by, powers=powers, room=ROOM, verb="describe_post", subject=subject, unit=code, old=old, new=new)
    return post


@action
def end_post(*, by: Account | None, post: Post, until: dt.date, reason: str) -> None:
    """A post ends: the person leaves, moves or retires."""
    subject = f"org.person:{post.person.code}" if post.person else f"org.post:{post.pk}"
    powers = demand_keeper(by, "end_post", subject)
    if post.until is not None:
        raise Refused(_("这个岗位已于 %(day)s 离任。") % {"day": post.until}, "until")
    if until <= post.since:
        raise Refused(_("离任日期须晚于任职日期 %(was)s。请改日期。") % {"was": post.since}, "until")
    old = _said(post)
    post.until = until
    post.save(update_fields=["until"])
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="end_post",
        subject=subject,
        unit=post.unit.code,
        old=old,
        new=_said(post),
        reason=reason,
    )


@action
def correct_person(*, by: Account | None, person: Person, reason: str, **changed: str) -> Person:
    """Name, phone, identity number or e-mail is put right; what it was stays beside the chain."""
    subject = f"org.person:{person.code}"
    powers = demand_keeper(by, "correct_person", subject)
    fields = {key: words for key, words in changed.items() if getattr(person, key) != words}
    if not fields or not set(fields) <= {"name", "phone", "id_number", "email"}:
        raise Refused(_("没有改动。"), "name")
    private = {f"old_{key}": getattr(person, key) for key in fields if key != "id_number"}
    private |= {key: words for key, words in fields.items() if key != "id_number"}
    for key, words in fields.items():
        setattr(person, key, words)
    if "name" in fields:
        person.sort_key, person.initials = sort_key(person.name), initials(person.name)
    person.save()
    new = {"fields": sorted(fields)}
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="correct_person",
        subject=subject,
        new=new,
        reason=reason,
        private={key: words for key, words in private.items() if words},
    )
    return person


@action
def end_portfolio(*, by: Account | None, portfolio: Portfolio, until: dt.date) -> None:
    """A leader no longer answers for a unit."""
    subject = f"org.person:{portfolio.leader.code}"
    powers = demand_keeper(by, "end_portfolio", subject)
    if portfolio.until is not None or until <= portfolio.since:
        raise Refused(_("结束日期须晚于开始日期 %(was)s，且只办一次。") % {"was": portfolio.since}, "until")
    portfolio.until = until
    portfolio.save(update_fields=["until"])
    new = {"unit": portfolio.unit.code, "kind": portfolio.kind, "until": str(until)}
    record(
        by=by,
        powers=powers,
        room=ROOM,
        verb="end_portfolio",
        subject=subject,
        unit=portfolio.unit.code,
        new=new,
    )


@action
def assign_portfolio(*, by: Account | None, leader: Person, unit: Unit, kind: str, since: dt.date) -> Portfolio:
    """A leader answers for a unit, or keeps contact with it, from a day on."""
    powers = demand_keeper(by, "assign_portfolio", f"org.person:{leader.code}")
    if Portfolio.objects.filter(leader=leader, unit=unit, kind=kind, until__isnull=True).exists():
        raise Refused(_("这位领导已经分管或联系这个单位。"), "unit")
    made = Portfolio.objects.create(leader=leader, unit=unit, kind=kind, since=since)
    new = {"unit": unit.code, "kind": kind, "since": str(since)}
    subject = f"org.person:{leader.code}"
    record(by=by, powers=powers, room=ROOM, verb="assign_portfolio", subject=subject, unit=unit.code, new=new)
    return made


def _said(post: Post) -> dict[str, Any]:
    until = str(post.until) if post.until else ""
    return {"unit": post.unit.code, "title": post.title, "grade": post.grade, "since": str(post.since), "until": until}
