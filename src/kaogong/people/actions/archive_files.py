"""Honours and conduct: given, verified, withdrawn; pledges signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, alone, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import today
from kaogong.people.actions.archive import Filing, write_entries
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_files import (
    may_give_honour,
    may_keep_pledges,
    may_record_situation,
    may_settle_situation,
    may_withdraw_honour,
)
from kaogong.people.models import ArchiveEntry, Honour, Pledge, Situation
from kaogong.people.queries.archive_sight import ROOM
from kaogong.people.states.archive import ENTRY
from kaogong.people.states.archive_files import CONTEXTS, HONOUR, SITUATION


@action
def give_honours(
    *,
    by: Account | None,
    title: str,
    issuer: str,
    given_on: dt.date,
    people: Sequence[Person] = (),
    units: Sequence[Unit] = (),
    level: str = "city",
    number: str = "",
) -> list[Honour]:
    """A commendation of several people and units; each archive gains one entry (QH-53)."""
    where = f"people.honour:{title.strip()}"
    demand_here(by, may_give_honour(by) if by else "", "give_honours", where)
    if not people and not units:
        raise Refused(_("请写明受表彰的人员或单位。"), "people")
    if not title.strip() or not issuer.strip():
        raise Refused(_("请写明荣誉和授予机关。"), "issuer" if title.strip() else "title")
    if given_on > today():
        raise Refused(_("授予日期不能晚于今天。"), "given_on")
    said = {"honour": title.strip(), "issuer": issuer.strip(), "number": number.strip(), "given_on": str(given_on)}
    about: list[tuple[Person | None, Unit | None]] = [*((one, None) for one in people), *((None, one) for one in units)]
    told = [
        Filing(
            title=title.strip(), content=said | {"to": next((one.code for one in (person, unit) if one is not None), "")}, kind="honour",
            room=ROOM, person=person, unit=unit, period=str(given_on.year), reference=number.strip(),
        )
        for person, unit in about
    ]  # fmt: skip
    entries = write_entries(account=by, told=told)
    made = Honour.objects.bulk_create(
        Honour(
            person=person, unit=unit, title=title.strip(), level=level, issuer=issuer.strip(), number=number.strip(),
            given_on=given_on, entry=entry, by=by,
        )
        for (person, unit), entry in zip(about, entries, strict=True)
    )  # fmt: skip
    new = {"people": [one.code for one in people], "units": [one.code for one in units], "on": str(given_on)}
    record(by=by, room=ROOM, verb="give_honours", subject=where, powers=powers_of(by), new=new)
    return made


@action
def withdraw_honour(*, by: Account | None, honour: Honour, reason: str) -> Honour:
    """A commendation is taken back; it and its archive entry stay visible as withdrawn."""
    where = f"people.honour:{honour.pk}"
    demand_here(by, may_withdraw_honour(by, honour) if by else "", "withdraw_honour", where)
    alone(honour)
    state = after(HONOUR, honour.state, "withdraw_honour")
    if state is None:
        raise Refused(_("这项表彰已经撤销。"))
    if not reason.strip():
        raise Refused(_("请写明撤销的理由和依据。"), "reason")
    honour.state, honour.withdrawn_on, honour.reason = state, today(), reason.strip()
    honour.save(update_fields=["state", "withdrawn_on", "reason"])
    entry = ArchiveEntry.objects.get(pk=honour.entry_id)
    entry.state = after(ENTRY, entry.state, "withdraw_entry") or entry.state
    entry.ended_on, entry.reason = today(), reason.strip()
    entry.save(update_fields=["state", "ended_on", "reason"])
    record(
        by=by, room=ROOM, verb="withdraw_honour", subject=where, powers=powers_of(by), new={"title": honour.title},
        reason=reason,
    )  # fmt: skip
    return honour


@action
def record_situation(
    *,
    by: Account | None,
    person: Person,
    context: str,
    day: dt.date,
    words: str,
    source: str,
    place: str = "",
    evidence: Evidence | None = None,
) -> Situation:
    """How somebody acted at a critical moment or on the front line, dated (LB-04)."""
    where = f"org.person:{person.code}"
    demand_here(by, may_record_situation(by, person) if by else "", "record_situation", where)
    if context not in CONTEXTS:
        raise Refused(_("请选情形。"), "context")
    if day > today():
        raise Refused(_("日期不能晚于今天。"), "day")
    if not words.strip() or not source.strip():
        raise Refused(_("请写明表现和来源。"), "source" if words.strip() else "words")
    made = Situation.objects.create(
        person=person, context=context, day=day, words=words.strip(), source=source.strip(), place=place.strip(),
        evidence=evidence, by=by,
    )  # fmt: skip
    new = {"context": context, "day": str(day), "evidence": evidence.sm3 if evidence else ""}
    record(by=by, room=ROOM, verb="record_situation", subject=where, powers=powers_of(by), new=new)
    return made


@action
def verify_situation(*, by: Account | None, situation: Situation) -> Situation:
    """Another than whoever recorded it has verified it; now it counts, and lies in the archive."""
    state = _settled(by, situation, "verify_situation")
    situation.state, situation.verified_by = state, by
    situation.save(update_fields=["state", "verified_by"])
    content = {
        "context": CONTEXTS[situation.context], "day": str(situation.day), "words": situation.words,
        "source": situation.source, "place": situation.place,
        "evidence": situation.evidence.sm3 if situation.evidence else "",
    }  # fmt: skip
    filing = Filing(
        title=f"{CONTEXTS[situation.context]} {situation.words[:60]}", content=content, kind="situation", room=ROOM,
        person=situation.person, period=str(situation.day.year), reference=situation.source,
    )  # fmt: skip
    write_entries(account=by, told=[filing])
    where = f"people.situation:{situation.pk}"
    record(by=by, room=ROOM, verb="verify_situation", subject=where, powers=powers_of(by), new={"state": state})
    return situation


@action
def withdraw_situation(*, by: Account | None, situation: Situation, reason: str) -> Situation:
    """A record that is not true no longer counts."""
    state = _settled(by, situation, "withdraw_situation")
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    situation.state, situation.verified_by = state, by
    situation.save(update_fields=["state", "verified_by"])
    where = f"people.situation:{situation.pk}"
    new = {"state": state}
    record(by=by, room=ROOM, verb="withdraw_situation", subject=where, powers=powers_of(by), new=new, reason=reason)
    return situation


def _settled(by: Account | None, situation: Situation, verb: str) -> str:
    where = f"people.situation:{situation.pk}"
    demand_here(by, may_settle_situation(by, situation) if by else "", verb, where)
    state = after(SITUATION, situation.state, verb)
    if state is None:
        raise Refused(_("这条记录%(state)s。") % {"state": situation.get_state_display()})
    return state


@action
def sign_pledges(
    *,
    by: Account | None,
    title: str,
    year: int,
    signed_on: dt.date,
    people: Sequence[Person] = (),
    organisation: str = "",
    unit: Unit | None = None,
    evidence: Evidence | None = None,
) -> list[Pledge]:
    """Pledges of discipline signed by people, or for a party organisation (QH-09)."""
    where = f"people.pledge:{year}"
    demand_here(by, may_keep_pledges(by) if by else "", "sign_pledges", where, unit.code if unit else "")
    if not people and not organisation.strip():
        raise Refused(_("请写明签承诺书的人员或党组织。"), "people")
    if not title.strip():
        raise Refused(_("请写承诺书名称。"), "title")
    given = {"title": title.strip(), "year": year, "signed_on": signed_on, "unit": unit, "evidence": evidence, "by": by}
    several = [Pledge(person=one, **given) for one in people]
    if organisation.strip():
        several.append(Pledge(organisation=organisation.strip(), **given))
    made = Pledge.objects.bulk_create(several)
    new = {"title": title.strip(), "people": len(people), "organisation": organisation.strip()}
    code = unit.code if unit else ""
    record(by=by, room=ROOM, verb="sign_pledges", subject=where, unit=code, powers=powers_of(by), new=new)
    return made
