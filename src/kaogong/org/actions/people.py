"""People, their posts, and the portfolios of leaders."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import action, record
from kaogong.org.actions.units import ROOM, Refused, initials, sort_key
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Person, Portfolio, Post, Unit


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
    demand_keeper(by, "register_person", f"org.person:{code}")
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
    record(by=by, room=ROOM, verb="register_person", subject=f"org.person:{code}", private=private)
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
) -> Post:
    """A person takes a post. A new main post ends the one before on the same day."""
    demand_keeper(by, "appoint", f"org.person:{person.code}")
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
    )
    old = _said(before) if main and before is not None else None
    subject = f"org.person:{person.code}"
    record(by=by, room=ROOM, verb="appoint", subject=subject, unit=unit.code, old=old, new=_said(post))
    return post


@action
def end_post(*, by: Account | None, post: Post, until: dt.date, reason: str) -> None:
    """A post ends: the person leaves, moves or retires."""
    subject = f"org.person:{post.person.code}" if post.person else f"org.post:{post.pk}"
    demand_keeper(by, "end_post", subject)
    if until <= post.since:
        raise Refused(_("离任日期须晚于任职日期 %(was)s。请改日期。") % {"was": post.since}, "until")
    old = _said(post)
    post.until = until
    post.save(update_fields=["until"])
    record(
        by=by, room=ROOM, verb="end_post", subject=subject, unit=post.unit.code, old=old, new=_said(post), reason=reason
    )


@action
def assign_portfolio(*, by: Account | None, leader: Person, unit: Unit, kind: str, since: dt.date) -> Portfolio:
    """A leader answers for a unit, or keeps contact with it, from a day on."""
    demand_keeper(by, "assign_portfolio", f"org.person:{leader.code}")
    if Portfolio.objects.filter(leader=leader, unit=unit, kind=kind, until__isnull=True).exists():
        raise Refused(_("这位领导已经分管或联系这个单位。"), "unit")
    made = Portfolio.objects.create(leader=leader, unit=unit, kind=kind, since=since)
    new = {"unit": unit.code, "kind": kind, "since": str(since)}
    subject = f"org.person:{leader.code}"
    record(by=by, room=ROOM, verb="assign_portfolio", subject=subject, unit=unit.code, new=new)
    return made


def _said(post: Post) -> dict[str, Any]:
    until = str(post.until) if post.until else ""
    return {"unit": post.unit.code, "title": post.title, "grade": post.grade, "since": str(post.since), "until": until}
