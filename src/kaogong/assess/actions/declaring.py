"""What ratings take into account: relatives declared, people lent, away, or in special posts."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kaogong.assess.actions.rounds import powers_of, subject
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.ratings import may_declare, may_declare_own
from kaogong.assess.models import Kin, Posting
from kaogong.assess.states.ratings import WHERE
from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import today


@action
def declare_kin(*, by: Account | None, person: Person, other: Person, relation: str) -> Kin:
    """Two people are related: by declaration of one of them, or entered by the office. Neither rates the other from then on."""
    where = f"org.person:{person.code}"
    own = by is not None and by.person_id == person.pk
    demand_here(by, (may_declare_own(by) if own else may_declare(by)) if by else "", "declare_kin", where)
    if person.pk == other.pk:
        raise Refused(_("不能申报本人。"), "other")
    if not relation.strip():
        raise Refused(_("请写明关系。"), "relation")
    both = Kin.objects.filter(until__isnull=True)
    if both.filter(person=person, other=other).exists() or both.filter(person=other, other=person).exists():
        raise Refused(_("已经申报过。"), "other")
    made = Kin.objects.create(person=person, other=other, relation=relation, since=today(), by=by)
    record(by=by, room=ROOM, verb="declare_kin", subject=where, powers=powers_of(by), new={"other": other.code})
    return made


@action
def end_kin(*, by: Account | None, kin: Kin, reason: str) -> Kin:
    """A declaration is lifted by the office, with its reason."""
    demand_here(by, may_declare(by) if by else "", "end_kin", subject(kin))
    if kin.until is not None:
        raise Refused(_("这项申报已经解除。"))
    if not reason.strip():
        raise Refused(_("请写明原因。"), "reason")
    kin.until = today()
    kin.save(update_fields=["until"])
    new = {"until": str(kin.until)}
    record(by=by, room=ROOM, verb="end_kin", subject=subject(kin), powers=powers_of(by), new=new, reason=reason)
    return kin


@action
def post_person(
    *,
    by: Account | None,
    person: Person,
    kind: str,
    since: dt.date,
    until: dt.date | None = None,
    host: Unit | None = None,
    reason: str = "",
) -> Posting:
    """A person is lent to a unit, on leave, or in a special post for a time; rounds prepared from then on go by it."""
    where = f"org.person:{person.code}"
    demand_here(by, may_declare(by) if by else "", "post_person", where)
    if kind not in WHERE:
        raise Refused(_("没有这种在岗情况。"), "kind")
    if kind == "seconded" and host is None:
        raise Refused(_("借调请写明借调到哪个单位。"), "host")
    if until is not None and until <= since:
        raise Refused(_("结束日期须晚于开始日期。"), "until")
    held = Posting.objects.filter(person=person, kind=kind)
    after = held.filter(until__isnull=True) | held.filter(until__gt=since)
    if (after if until is None else after.filter(since__lt=until)).exists():
        raise Refused(_("这段时间已经登记过。"), "since")
    given = {"host": host if kind == "seconded" else None, "since": since, "until": until, "reason": reason}
    made = Posting.objects.create(person=person, kind=kind, by=by, **given)
    new = {"kind": kind, "since": str(since), "until": str(until or ""), "host": host.code if host else ""}
    record(by=by, room=ROOM, verb="post_person", subject=where, powers=powers_of(by), new=new, reason=reason)
    return made


@action
def end_posting(*, by: Account | None, posting: Posting, until: dt.date) -> Posting:
    """A person is back from a day on."""
    demand_here(by, may_declare(by) if by else "", "end_posting", subject(posting))
    if until <= posting.since or (posting.until is not None and until >= posting.until):
        raise Refused(_("结束日期须晚于开始日期，并早于原定日期。"), "until")
    old = {"until": str(posting.until or "")}
    posting.until = until
    posting.save(update_fields=["until"])
    new = {"until": str(until)}
    record(by=by, room=ROOM, verb="end_posting", subject=subject(posting), powers=powers_of(by), old=old, new=new)
    return posting
