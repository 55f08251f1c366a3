"""Honours, titles and posts: who is put forward, against which result, with which warning answered."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here, may_prepare
from kaogong.decide.models import Nomination, Proposal
from kaogong.decide.queries.honours import barred, full, needs_reason, out_of_reach, violating, warned
from kaogong.decide.states import FINAL
from kaogong.org.models import Account, Person
from kaogong.org.queries import today
from kaogong.plan.actions.cycles import powers_of


@action
def nominate(
    *,
    by: Account | None,
    proposal: Proposal,
    honour: str,
    reason: str = "",
    person: Person | None = None,
    kind: str = "honour",
    points: Decimal | None = None,
    answer: str = "",
) -> Nomination:
    """Put a unit or one of its people forward for an honour, a title or a post, as far as the published result lets it.

    Args:
        by: the account that acts.
        proposal: the unit with its published grade, or the person's own.
        honour: which honour, title or post.
        reason: why; asked for where the unit stands low.
        person: one of its people; none: the unit itself.
        kind: an honour, a title or a post.
        points: how the candidate was marked, where several compete.
        answer: what is said to a warning; without it who is warned of is not put forward.
    """
    unit = proposal.unit.code if proposal.unit else ""
    demand_here(by, may_prepare(by) if by else "", "nominate", subject(proposal), unit)
    if proposal.settlement.state not in FINAL:
        raise Refused(_("结果公布后才能提名。"), "proposal")
    if kind not in dict(Nomination.KINDS) or not honour.strip():
        raise Refused(_("请写明提名什么荣誉、职称或职务。"), "honour" if kind in dict(Nomination.KINDS) else "kind")
    _free(proposal, person, honour, reason)
    warning = warned(proposal)
    if warning and not answer.strip():
        raise Refused(_("%(warning)s 请先说明。") % {"warning": warning}, "answer")
    fields = {"reason": reason, "by": by, "on": today(), "kind": kind, "points": points, "grade": proposal.final}
    fields |= {"warning": warning[:300], "answer": answer.strip() if warning else ""}
    made, fresh = Nomination.objects.get_or_create(
        settlement=proposal.settlement, proposal=proposal, person=person, honour=honour.strip(), defaults=fields
    )
    if not fresh:
        raise Refused(_("已经提名过。"), "proposal")
    new = {"honour": made.honour, "person": person.code if person else ""}
    new |= {"warning": made.warning, "answer": made.answer} if warning else {}
    where, powers = subject(proposal), powers_of(by)
    record(by=by, room=ROOM, verb="nominate", subject=where, unit=unit, powers=powers, new=new, reason=reason)
    return made


def _free(proposal: Proposal, person: Person | None, honour: str, reason: str) -> None:
    """Nothing keeps the candidate from it."""
    if why := barred(proposal, person):
        raise Refused(why, "person" if person else "proposal")
    if person is not None and (why := violating(person) or full(proposal, honour)):
        raise Refused(why, "person")
    if person is None:
        if why := out_of_reach(proposal):
            raise Refused(why, "proposal")
        if not reason.strip() and (why := needs_reason(proposal)):
            raise Refused(why, "reason")
