"""The hearing: called within its term, both parties heard, minutes signed by all who sat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.answer.actions.lodging import code_of, follow, held, subject
from kaogong.answer.guards import ROOM, conflict, demand_here, may_receive, may_sign, may_state, powers_of
from kaogong.answer.models import Appeal, Proof, Seat, Statement
from kaogong.answer.queries.appeals import before_hearing, lacking
from kaogong.answer.states import PARTIES, PARTS
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person
from kaogong.org.queries import setting, today

FEWEST = 3
"""A chair, a member and a clerk."""


@action
def call_hearing(
    *,
    by: Account | None,
    appeal: Appeal,
    on: dt.datetime,
    place: str,
    chair: Person,
    members: Sequence[Person],
    clerk: Person,
) -> Appeal:
    """Say when and where the hearing is, and who sits. Nobody sits in their own matter; called again, the seats are set anew."""
    one = held(appeal)
    demand_here(by, may_receive(by, one) if by else "", "call_hearing", subject(one), code_of(one))
    state = follow(one, "call_hearing")
    if not place.strip():
        raise Refused(_("请写听证地点。"), "place")
    if timezone.localdate(on) < today():
        raise Refused(_("听证时间不能早于今天。"), "on")
    seats = [("chair", chair), *(("member", each) for each in members), ("clerk", clerk)]
    if len({each.pk for _role, each in seats}) < max(FEWEST, len(seats)):
        raise Refused(_("主持人、听证人、记录人须是不同的人，至少 3 人。"), "members")
    for role, each in seats:
        if why := conflict(each, one):
            raise Refused(why, {"member": "members"}.get(role, role))
    one.seats.all().delete()
    Seat.objects.bulk_create(Seat(appeal=one, person=each, role=role) for role, each in seats)
    one.state, one.hearing_on, one.hearing_at = state, on, place.strip()
    one.save(update_fields=["state", "hearing_on", "hearing_at"])
    new = {"on": on.isoformat(), "place": place.strip(), "seats": {each.code: role for role, each in seats}}
    record(
        by=by, room=ROOM, verb="call_hearing", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new
    )
    return one


@action
def state_case(
    *,
    by: Account | None,
    appeal: Appeal,
    party: str,
    said: Mapping[str, str],
    shown: Sequence[tuple[Evidence, str]] = (),
) -> Statement:
    """What one party states; until the hearing is closed it can be completed (QW-22)."""
    one = held(appeal)
    if party not in PARTIES:
        raise Refused(_("请选被考核人或考核人。"), "party")
    demand_here(by, may_state(by, one, party) if by else "", "state_case", subject(one), code_of(one))
    if one.state not in ("lodged", "accepted", "called"):
        raise Refused(_("听证已经结束，陈述不能再改。"))
    there = Statement.objects.filter(appeal=one, party=party).first()
    made = there or Statement(appeal=one, party=party)
    old = {part: getattr(made, part) for part in PARTS} if there else {}
    for part in PARTS:
        setattr(made, part, said.get(part, getattr(made, part)).strip())
    made.by, made.on = by, today()
    made.save()
    Proof.objects.bulk_create(Proof(appeal=one, party=party, evidence=each, name=name) for each, name in shown)
    new = {"party": party, "proofs": len(shown)} | {part: getattr(made, part) for part in PARTS}
    record(
        by=by,
        room=ROOM,
        verb="state_case",
        subject=subject(one),
        unit=code_of(one),
        powers=powers_of(by),
        old=old,
        new=new,
    )
    return made


@action
def sign_minutes(*, by: Account, appeal: Appeal) -> Seat:
    """One who sat signs the minutes."""
    one = held(appeal)
    demand_here(by, may_sign(by, one), "sign_minutes", subject(one), code_of(one))
    if one.state != "called" or not one.minutes:
        raise Refused(_("还没有笔录，不能签字。"))
    if still := before_hearing(one):
        raise Refused(_("%(why)s，不能签字。提前听证的，请先改听证时间。") % {"why": still})
    seat = one.seats.select_for_update().get(person=by.person_id)
    seat.signed_at = timezone.now()
    seat.save(update_fields=["signed_at"])
    new = {"role": seat.role}
    record(
        by=by, room=ROOM, verb="sign_minutes", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new
    )
    return seat


@action
def write_minutes(*, by: Account | None, appeal: Appeal, minutes: str) -> Appeal:
    """The minutes of the hearing; written anew, they are signed anew."""
    one = held(appeal)
    demand_here(by, may_receive(by, one) if by else "", "write_minutes", subject(one), code_of(one))
    if one.state != "called":
        raise Refused(_("请先定听证时间和听证席，再写笔录。"))
    if not minutes.strip():
        raise Refused(_("请写听证笔录。"), "minutes")
    one.minutes = minutes.strip()
    one.save(update_fields=["minutes"])
    one.seats.update(signed_at=None)
    new = {"minutes": one.minutes}
    record(
        by=by, room=ROOM, verb="write_minutes", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new
    )
    return one


@action
def close_hearing(*, by: Account | None, appeal: Appeal) -> Appeal:
    """The hearing is over: both parties stated all four parts, and everybody who sat has signed (QW-22)."""
    one = held(appeal)
    demand_here(by, may_receive(by, one) if by else "", "close_hearing", subject(one), code_of(one))
    state = follow(one, "close_hearing")
    if missing := lacking(one):
        raise Refused(_("听证还不能结束：%(what)s。") % {"what": _("；").join(missing)})
    one.state, one.heard_on = state, today()
    one.rule_due = one.heard_on + dt.timedelta(days=setting("answer.rule_days"))
    one.save(update_fields=["state", "heard_on", "rule_due"])
    new = {"heard_on": str(one.heard_on), "rule_due": str(one.rule_due)}
    record(
        by=by, room=ROOM, verb="close_hearing", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new
    )
    return one
