"""Lodging an appeal, accepting or refusing it, taking it back; and what the clock says of hearings nobody held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kaogong.answer.guards import ROOM, demand_here, may_lodge, may_receive, may_withdraw, powers_of
from kaogong.answer.models import Appeal, Proof, Statement
from kaogong.answer.queries.appeals import last_day, overdue_hearings
from kaogong.answer.queries.kinds import KINDS, Thing
from kaogong.answer.states import APPEAL, OPEN, PARTS
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Dispute
from kaogong.org.queries import setting, today


def subject(appeal: Appeal) -> str:
    """An appeal as the audit names it."""
    return f"{ROOM}.appeal:{appeal.pk}"


def code_of(appeal: Appeal) -> str:
    """The code of the unit concerned; empty: none."""
    return appeal.unit.code if appeal.unit else ""


def held(appeal: Appeal) -> Appeal:
    """The appeal as it is now, kept from others until this act is over."""
    found = Appeal.objects.select_for_update(of=("self",)).select_related("unit", "person", "run", "earlier")
    return found.get(pk=appeal.pk)


def follow(appeal: Appeal, verb: str) -> str:
    """The state a verb leads to; part of an act, which records it.

    Raises:
        Refused: it cannot be done in this state.
    """
    state = APPEAL.get((appeal.state, verb))
    if state is None:
        raise Refused(
            _("这件申诉现在是“%(state)s”，不能这样办。请刷新后再看。") % {"state": appeal.get_state_display()}
        )
    return state


def settle(appeal: Appeal, altered: bool = False) -> None:
    """What was in dispute is so no longer; part of an act, which records it. `altered`: it stands, and is scored otherwise."""
    ruling = appeal.ruling if altered else ""
    Dispute.objects.filter(number=appeal.number, until__isnull=True).update(until=today(), ruling=ruling)


@action
def lodge_appeal(
    *,
    by: Account | None,
    kind: str,
    thing: int,
    said: Mapping[str, str],
    shown: Sequence[tuple[Evidence, str]] = (),
    earlier: Appeal | None = None,
) -> Appeal:
    """Appeal: with facts, reasons, grounds and claims. After the last day it is registered and not accepted, with the reason.

    Args:
        by: the account that acts.
        kind: what kind of thing, a key of `KINDS`.
        thing: its number.
        said: `facts`, `reasons`, `grounds`, `claims`.
        shown: sealed files with their names.
        earlier: the ruling to be reviewed, in the second instance.

    Raises:
        Refused: there is no such thing, an appeal about it is open, or nothing was said.
    """
    known = KINDS.get(kind)
    row = known.find(thing) if known else None
    if known is None or row is None:
        raise Refused(_("没有这个申诉对象。请从它的页面上提出申诉。"))
    told = known.read(row)
    code = told.unit.code if told.unit else ""
    demand_here(by, may_lodge(by, told.unit, told.person) if by else "", "lodge_appeal", f"{ROOM}.appeal:new", code)
    words = _worded(said)
    if Appeal.objects.filter(kind=kind, thing=thing, state__in=OPEN).exists():
        raise Refused(_("对它的申诉正在办理，不能重复提出。"))
    _only_review(kind, thing, earlier)
    made = _lodged(by, kind, thing, told, earlier, f"{known.subject}:{thing}")
    _put_down(made, by, words, shown)
    new: dict[str, Any] = {
        "number": made.number, "about": made.subject, "told_on": str(made.told_on), "last_on": str(made.last_on),
        "state": made.state, "proofs": len(shown),
    }  # fmt: skip
    record(by=by, room=ROOM, verb="lodge_appeal", subject=subject(made), unit=code, powers=powers_of(by), new=new,
           reason=made.reason)  # fmt: skip
    return made


def _worded(said: Mapping[str, str]) -> dict[str, str]:
    words = {part: said.get(part, "").strip() for part in PARTS}
    for part in ("facts", "claims"):
        if not words[part]:
            raise Refused(_("请写明%(what)s。") % {"what": _(PARTS[part])}, part)
    return words


def _put_down(
    made: Appeal, by: Account | None, words: Mapping[str, str], shown: Sequence[tuple[Evidence, str]]
) -> None:
    """What was said and shown; what is appealed against is in dispute from now on."""
    Statement.objects.create(appeal=made, party="appellant", by=by, on=today(), **words)
    Proof.objects.bulk_create(Proof(appeal=made, party="appellant", evidence=one, name=name) for one, name in shown)
    if made.state == "lodged":
        Dispute.objects.create(
            number=made.number, subject=made.subject, unit=made.unit, person=made.person, since=today()
        )


def _only_review(kind: str, thing: int, earlier: Appeal | None) -> None:
    """What was ruled on once goes on as a review of that ruling, and once only."""
    ruled = Appeal.objects.filter(kind=kind, thing=thing, state__in=("ruled", "filed")).order_by("-id").first()
    if ruled is None and earlier is None:
        return
    if earlier is None or ruled is None or earlier.pk != ruled.pk or earlier.earlier_id is not None:
        raise Refused(_("已对它作出裁定。不服的，从裁定书页面申请复核，复核只有一次。"))


def _lodged(by: Account | None, kind: str, thing: int, told: Thing, earlier: Appeal | None, where: str) -> Appeal:
    day = today()
    told_on = min(earlier.ruled_on if earlier and earlier.ruled_on else told.told_on, day)
    last = last_day(kind, told_on, review=earlier is not None)
    late = day > last
    return Appeal.objects.create(
        number=_number(day), kind=kind, thing=thing, subject=where, title=told.title[:300], stood=told.stood[:200],
        unit=told.unit, person=told.person, run=told.run, earlier=earlier, told_on=told_on, last_on=last, lodged_on=day,
        lodged_by=by, hearing_due=day + dt.timedelta(days=setting("answer.hearing_days")), body=setting("answer.body"),
        state="refused" if late else "lodged", decided_on=day if late else None,
        reason=_("超过申诉期限：应于 %(day)s 前提出。") % {"day": last} if late else "",
    )  # fmt: skip


def _number(day: dt.date) -> str:
    """The next number of a year; two who ask at once wait for each other."""
    head = f"SS-{day.year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [head])
    return f"{head}{Appeal.objects.filter(number__startswith=head).count() + 1:04d}"


@action
def accept_appeal(*, by: Account | None, appeal: Appeal, suspends: bool = False) -> Appeal:
    """The supervision team takes it on. `suspends`: what follows from the result waits until the ruling."""
    one = held(appeal)
    demand_here(by, may_receive(by, one) if by else "", "accept_appeal", subject(one), code_of(one))
    one.state, one.suspends = follow(one, "accept_appeal"), suspends
    one.decided_on, one.decided_by = today(), by
    one.save(update_fields=["state", "suspends", "decided_on", "decided_by"])
    Dispute.objects.filter(number=one.number, until__isnull=True).update(suspends=suspends)
    new = {"state": one.state, "suspends": suspends, "hearing_due": str(one.hearing_due)}
    record(
        by=by, room=ROOM, verb="accept_appeal", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new
    )
    return one


@action
def refuse_appeal(*, by: Account | None, appeal: Appeal, reason: str) -> Appeal:
    """It is not taken on, and why."""
    one = held(appeal)
    demand_here(by, may_receive(by, one) if by else "", "refuse_appeal", subject(one), code_of(one))
    state = follow(one, "refuse_appeal")
    if not reason.strip():
        raise Refused(_("请写明不予受理的理由。"), "reason")
    one.state, one.reason, one.decided_on, one.decided_by = state, reason.strip(), today(), by
    one.save(update_fields=["state", "reason", "decided_on", "decided_by"])
    settle(one)
    record(by=by, room=ROOM, verb="refuse_appeal", subject=subject(one), unit=code_of(one), powers=powers_of(by),
           new={"state": state}, reason=reason)  # fmt: skip
    return one


@action
def withdraw_appeal(*, by: Account | None, appeal: Appeal, reason: str = "") -> Appeal:
    """Who appealed takes it back; what was decided stands."""
    one = held(appeal)
    demand_here(by, may_withdraw(by, one) if by else "", "withdraw_appeal", subject(one), code_of(one))
    one.state, one.reason = follow(one, "withdraw_appeal"), reason.strip()
    one.save(update_fields=["state", "reason"])
    settle(one)
    record(by=by, room=ROOM, verb="withdraw_appeal", subject=subject(one), unit=code_of(one), powers=powers_of(by),
           new={"state": one.state}, reason=reason)  # fmt: skip
    return one


@action
def watch_appeals(*, by: Account | None, day: dt.date | None = None) -> list[Appeal]:
    """Every day: a hearing that was not held by its last day is brought before the head of the team, once (QW-21)."""
    when = day or today()
    found = list(overdue_hearings(when).filter(alerted_on__isnull=True).select_for_update(of=("self",)))
    for one in found:
        one.alerted_on = when
    Appeal.objects.bulk_update(found, ["alerted_on"])
    new = {"day": str(when), "overdue": [one.number for one in found]}
    record(by=by, room=ROOM, verb="watch_appeals", subject=f"{ROOM}.appeal", powers=powers_of(by), new=new)
    return found
