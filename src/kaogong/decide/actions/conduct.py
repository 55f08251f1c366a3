"""Personal conduct: the catalogue, and records that cite it (LB-28)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here
from kaogong.decide.guards.accountability import may_keep_conduct
from kaogong.decide.models import ConductEntry, ConductRecord
from kaogong.org.models import Account, Person, Post
from kaogong.org.queries import at, today
from kaogong.plan.actions.cycles import powers_of


@action
def add_conduct_entry(
    *,
    by: Account | None,
    code: str,
    kind: str,
    name: str,
    standard: str,
    form: str,
    clause: str,
    since: dt.date,
) -> ConductEntry:
    """Add a type of conduct to the catalogue: how it is recognised, what follows, by which rule."""
    demand_here(by, may_keep_conduct(by) if by else "", "add_conduct_entry", "decide.conduct")
    if kind not in dict(ConductEntry.KINDS):
        raise Refused(_("请选奖励或惩处。"), "kind")
    if ConductEntry.objects.filter(code=code.strip()).exists():
        raise Refused(_("代号 %(code)s 已用过。") % {"code": code}, "code")
    for field, words in (("name", name), ("standard", standard), ("form", form), ("clause", clause)):
        if not words.strip():
            raise Refused(_("情形、认定标准、奖惩形式和依据都要写明。"), field)
    made = ConductEntry.objects.create(
        code=code.strip(), kind=kind, name=name.strip(), standard=standard, form=form, clause=clause, since=since
    )
    new = {"code": made.code, "kind": kind, "name": made.name}
    record(by=by, room=ROOM, verb="add_conduct_entry", subject=subject(made), powers=powers_of(by), new=new)
    return made


@action
def end_conduct_entry(*, by: Account | None, entry: ConductEntry, until: dt.date, reason: str) -> ConductEntry:
    """A type of conduct is no longer used from a day on; what was recorded by it stays."""
    demand_here(by, may_keep_conduct(by) if by else "", "end_conduct_entry", subject(entry))
    if not reason.strip():
        raise Refused(_("请写明停用的理由。"), "reason")
    if until <= entry.since:
        raise Refused(_("停用日期须晚于启用日期。"), "until")
    entry.until = until
    entry.save(update_fields=["until"])
    new = {"code": entry.code, "until": str(until)}
    record(
        by=by, room=ROOM, verb="end_conduct_entry", subject=subject(entry), powers=powers_of(by), new=new,
        reason=reason,
    )  # fmt: skip
    return entry


@action
def record_conduct(
    *,
    by: Account | None,
    entry: str,
    person: Person,
    words: str,
    on: dt.date,
    proof: Evidence | None = None,
) -> ConductRecord:
    """Record a reward or a penalty. It cites an entry of the catalogue by its code; free words are refused.

    Args:
        by: the account that acts.
        entry: the code of the entry.
        person: whose conduct.
        words: what happened.
        on: when.
        proof: the sealed document.
    """
    demand_here(by, may_keep_conduct(by) if by else "", "record_conduct", f"org.person:{person.code}")
    if by is not None and by.person_id == person.pk:
        raise Refused(_("不能给自己登记奖惩。"), "person")
    found = _entry(entry, words, on)
    held = Post.objects.filter(at(on), person=person, main=True).select_related("unit").first()
    made = ConductRecord.objects.create(
        entry=found,
        person=person,
        unit=held.unit if held else None,
        on=on,
        words=words.strip(),
        proof=proof,
        by=by,
        state="closed" if found.kind == "reward" else "open",
        closed_on=on if found.kind == "reward" else None,
    )
    record(
        by=by,
        room=ROOM,
        verb="record_conduct",
        subject=subject(made),
        unit=made.unit.code if made.unit else "",
        powers=powers_of(by),
        new={"entry": found.code, "kind": found.kind, "on": str(on)},
        private={"words": words, "person": person.name},
    )
    return made


def _entry(code: str, words: str, on: dt.date) -> ConductEntry:
    """The entry cited, as it was on the day."""
    found = ConductEntry.objects.filter(at(on), code=code.strip()).first()
    if found is None:
        raise Refused(_("“%(entry)s”不在奖惩目录里。请填目录里的代号。") % {"entry": code}, "entry")
    if not words.strip():
        raise Refused(_("请写明事实。"), "words")
    if on > today():
        raise Refused(_("日期不能晚于今天。"), "on")
    return found


@action
def close_conduct(*, by: Account | None, conduct: ConductRecord, outcome: str) -> ConductRecord:
    """A penalty is done with: how it ended."""
    demand_here(by, may_keep_conduct(by) if by else "", "close_conduct", subject(conduct))
    if by is not None and by.person_id == conduct.person_id:
        raise Refused(_("不能了结对自己的惩处。"))
    conduct.refresh_from_db(from_queryset=ConductRecord.objects.select_for_update())
    if conduct.state != "open":
        raise Refused(_("这一条已了结。"))
    if not outcome.strip():
        raise Refused(_("请写明怎样了结。"), "outcome")
    conduct.state, conduct.outcome, conduct.closed_on = "closed", outcome.strip(), today()
    conduct.save(update_fields=["state", "outcome", "closed_on"])
    record(
        by=by,
        room=ROOM,
        verb="close_conduct",
        subject=subject(conduct),
        unit=conduct.unit.code if conduct.unit else "",
        powers=powers_of(by),
        new={"entry": conduct.entry.code},
        private={"outcome": outcome},
    )
    return conduct
