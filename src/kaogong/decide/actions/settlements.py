"""Settling: drawing up from a run, moving grades, two people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.models import Result, Run
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.core.engine.explain.deciding import Deciding
from kaogong.core.scheme.model import GradeScheme
from kaogong.decide.guards import (
    ROOM,
    demand_here,
    entitled,
    may_check_move,
    may_move,
    may_prepare,
)
from kaogong.decide.models import Move, Proposal, Quota, ReviewPoint, Settlement
from kaogong.decide.queries.computed import bands_of, deciding, scheme_of, tie_words, veto_words
from kaogong.decide.queries.reviews import contradictions
from kaogong.decide.queries.settlements import obstacle
from kaogong.decide.states import MOVE, MOVE_NAMES, SETTLEMENT, SETTLEMENT_NAMES
from kaogong.org.models import Account, Body, Meeting
from kaogong.org.queries import may_decide
from kaogong.plan.actions.cycles import moved, powers_of
from kaogong.plan.queries import book_of
from kaogong.plan.queries.figures import exact


def subject(thing: Any) -> str:
    """How the audit names a thing of this room."""
    return f"decide.{type(thing).__name__.lower()}:{thing.pk}"


def follow(settlement: Settlement, verb: str) -> Settlement:
    """The settlement, locked, in the state the verb leads to; part of an act, which records it.

    Raises:
        Refused: it cannot be done in this state.
    """
    settlement.refresh_from_db(from_queryset=Settlement.objects.select_for_update())
    settlement.state = moved(SETTLEMENT, settlement.state, verb, SETTLEMENT_NAMES)
    settlement.save(update_fields=["state"])
    return settlement


@action
def draw_settlement(
    *,
    by: Account | None,
    run: Run,
    scheme: str,
    period: str = "",
    title: str = "",
    previous: Settlement | None = None,
    why: str = "",
) -> Settlement:
    """Take the computed grades of a formal run as proposals, with the places of every pool and what is closed to whom.

    Args:
        by: the account that acts.
        run: a formal run, or the correction of one.
        scheme: which grade scheme of its edition.
        period: which period; by default the latest the run scored on that sheet.
        title: what it is called.
        previous: the published settlement it is to correct.
        why: why that is corrected.
    """
    demand_here(by, may_prepare(by) if by else "", "draw_settlement", f"assess.run:{run.pk}")
    found = _settleable(run, scheme, previous, why)
    sheet = found.sheet.partition(".")[0]
    results = Result.objects.filter(run=run, sheet=sheet)
    wanted = period or results.order_by("-period").values_list("period", flat=True).first()
    if wanted is None:
        raise Refused(_("这次计分没有这张考核表的得分。"), "run")
    if Settlement.objects.filter(run=run, scheme=scheme, period=wanted, state__in=("draft", "open", "closed")).exists():
        raise Refused(_("这次计分已经拟定过等次，请接着办理。"), "run")
    name = book_of(run.edition).sheets[sheet].root.name.zh
    made = Settlement.objects.create(
        run=run,
        sheet=sheet,
        scheme=scheme,
        period=wanted,
        title=title or _("%(period)s年度%(sheet)s等次") % {"period": wanted, "sheet": name},
        grades=[rung.grade for rung in found.ladder],
        bands=bands_of(found, book_of(run.edition)),
        previous=previous,
        why=why,
        drawn_by=by,
    )
    with deciding(run, scheme, wanted) as read:
        _fill(made, read, {one.subject: one for one in results.filter(period=wanted)})
    points = ReviewPoint.objects.bulk_create(contradictions(made))
    new = {"run": run.fingerprint, "scheme": scheme, "period": wanted, "lines": made.proposals.count()}
    new |= {"points": len(points)} if points else {}
    record(by=by, room=ROOM, verb="draw_settlement", subject=subject(made), powers=powers_of(by), new=new, reason=why)
    return made


def _settleable(run: Run, scheme: str, previous: Settlement | None, why: str) -> GradeScheme:
    """The grade scheme, where the run is one that counts."""
    found = scheme_of(run, scheme)
    if found is None:
        raise Refused(_("办法里没有这条定等规则。"), "scheme")
    if run.state != "done" or run.purpose not in ("formal", "again"):
        raise Refused(_("等次只从正式计分拟定。试算的结果不能定等。"), "run")
    if previous is not None and (previous.state != "published" or not why.strip()):
        raise Refused(_("更正须针对已公布的结果，并写明理由。"), "why")
    return found


def _fill(made: Settlement, read: Deciding, results: dict[str, Result]) -> None:
    Proposal.objects.bulk_create(_proposals(made, read, results))
    Quota.objects.bulk_create(
        Quota(
            settlement=made,
            pool=pool,
            pool_name=name.zh,
            grade=one.grade,
            place=place,
            places=one.places,
            bottom=one.bottom,
            working=one.working.zh,
        )
        for pool, (name, several) in read.quotas().items()
        for place, one in enumerate(several)
    )


def _proposals(made: Settlement, read: Deciding, results: dict[str, Result]) -> Iterator[Proposal]:
    for one in read.standings():
        row = results.get(one.subject)
        yield Proposal(
            settlement=made,
            subject=one.subject,
            name=row.name if row else one.name,
            unit_id=row.unit_id if row else None,
            person_id=row.person_id if row else None,
            appraisal_class=row.appraisal_class if row else one.own_class,
            pool=one.pool_key,
            pool_name=one.pool.zh,
            total=row.total if row else None,
            rank=one.place.rank if one.place else None,
            tied=bool(one.place and one.place.same),
            tie_words=tie_words(one.place, read.scheme.ties)[:400],
            last_total=exact(one.before[0], 2) if one.before and one.before[0] is not None else None,
            last_rank=one.before[1] if one.before else None,
            last_grade=(one.before[2] or "") if one.before else "",
            computed=one.grade or "",
            final=one.grade or "",
            reason=one.why.zh[:400],
            bars={bar.grade: bar.why.zh for bar in one.bars},
            vetoes=[veto_words(strike, read.rulebook) for strike in one.vetoes],
            award=one.award,
        )


@action
def drop_settlement(*, by: Account | None, settlement: Settlement, reason: str) -> Settlement:
    """A draft is given up; it stays readable as such."""
    demand_here(by, may_prepare(by) if by else "", "drop_settlement", subject(settlement))
    if not reason.strip():
        raise Refused(_("请写明作废的理由。"), "reason")
    held = follow(settlement, "drop_settlement")
    record(by=by, room=ROOM, verb="drop_settlement", subject=subject(held), powers=powers_of(by), reason=reason)
    return held


@action
def propose_move(
    *,
    by: Account | None,
    proposal: Proposal,
    grade: str,
    reason: str,
    body: Body,
    votes: tuple[int, int, int],
    meeting: Meeting | None = None,
    evidence: Evidence | None = None,
) -> Move:
    """Enter what a body decided about one grade. It takes effect when another account has confirmed it.

    Args:
        by: the account that acts.
        proposal: whose grade.
        grade: the grade decided.
        reason: why, as the body gives it.
        body: which body decided; it must be entitled to and have its seats filled.
        votes: for, against, abstaining.
        meeting: at which meeting of the body.
        evidence: its sealed minutes.
    """
    unit = proposal.unit.code if proposal.unit else ""
    demand_here(by, may_move(by, proposal) if by else "", "propose_move", subject(proposal), unit)
    _movable(proposal, reason)
    _decidable(body, votes, meeting)
    if why := obstacle(proposal, grade):
        raise Refused(why, "grade")
    made = Move.objects.create(
        proposal=proposal,
        before=proposal.final,
        after=grade,
        reason=reason,
        body=body,
        meeting=meeting,
        votes_for=votes[0],
        votes_against=votes[1],
        votes_none=votes[2],
        evidence=evidence,
        by=by,
    )
    new = {"grade": grade, "was": proposal.final, "body": body.name, "votes": list(votes)}
    where, powers = subject(proposal), powers_of(by)
    record(by=by, room=ROOM, verb="propose_move", subject=where, unit=unit, powers=powers, new=new, reason=reason)
    return made


def _movable(proposal: Proposal, reason: str) -> None:
    """The grade of a draft, with a reason, one move at a time."""
    if proposal.settlement.state != "draft":
        raise Refused(_("等次只在拟定时调整。公示后须先退回拟定，再重新公示。"))
    if not reason.strip():
        raise Refused(_("请写明调整的理由。理由与计算等次一并留存。"), "reason")
    if proposal.moves.filter(state="proposed").exists():
        raise Refused(_("这个对象有一次调整还没有复核。请先复核。"), "grade")


def _decidable(body: Body, votes: tuple[int, int, int], meeting: Meeting | None) -> None:
    """A body that may decide on grades, with its seats filled and a vote that carries."""
    if why := entitled(body):
        raise Refused(why, "body")
    if empty := may_decide(body):
        words = _("“%(body)s”席位未配齐，还缺：%(seats)s。")
        raise Refused(words % {"body": body, "seats": _("、").join(empty)}, "body")
    _voted(body, votes)
    if meeting is not None and (meeting.body_id != body.pk or meeting.held_on is None):
        raise Refused(_("这次会议不是“%(body)s”已召开的会议。") % {"body": body}, "meeting")


def _voted(body: Body, votes: tuple[int, int, int]) -> None:
    """The vote carries: more than half of those present, and no more votes than seats."""
    seats = body.seats.filter(person__isnull=False).exclude(role="officer").count()
    if min(votes) < 0 or sum(votes) > seats:
        words = _("票数 %(n)s 多于“%(body)s”的在席人数 %(seats)s。请核对。")
        raise Refused(words % {"n": sum(votes), "body": body, "seats": seats}, "votes_for")
    if votes[0] * 2 <= sum(votes):
        words = _("赞成 %(yes)s 票，没有过到会 %(all)s 票的半数，不能调整。")
        raise Refused(words % {"yes": votes[0], "all": sum(votes)}, "votes_for")


@action
def approve_move(*, by: Account, move: Move) -> Move:
    """Somebody else of the body confirms a move: quota and vetoes are looked at once more, then it takes effect."""
    proposal = move.proposal
    unit = proposal.unit.code if proposal.unit else ""
    demand_here(by, may_check_move(by, move), "approve_move", subject(proposal), unit)
    Settlement.objects.select_for_update().get(pk=proposal.settlement_id)
    held = Proposal.objects.select_related("settlement").get(pk=proposal.pk)
    state = moved(MOVE, Move.objects.get(pk=move.pk).state, "approve_move", MOVE_NAMES)
    if held.settlement.state != "draft":
        raise Refused(_("等次只在拟定时调整。"))
    if why := obstacle(held, move.after):
        raise Refused(why, "grade")
    old = {"grade": held.final}
    held.final = proposal.final = move.after
    held.save(update_fields=["final"])
    _settle_move(by, move, state, "")
    record(
        by=by,
        room=ROOM,
        verb="approve_move",
        subject=subject(held),
        unit=unit,
        powers=powers_of(by),
        old=old,
        new={"grade": move.after, "computed": held.computed, "move": move.pk},
        reason=move.reason,
    )
    return move


def _settle_move(by: Account, move: Move, state: str, told: str) -> None:
    move.state, move.checked_by, move.checked_at, move.told = state, by, timezone.now(), told
    move.save(update_fields=["state", "checked_by", "checked_at", "told"])


@action
def refuse_move(*, by: Account, move: Move, reason: str) -> Move:
    """Somebody else of the body does not confirm a move; the grade stays."""
    proposal = move.proposal
    unit = proposal.unit.code if proposal.unit else ""
    demand_here(by, may_check_move(by, move), "refuse_move", subject(proposal), unit)
    state = moved(MOVE, Move.objects.select_for_update().get(pk=move.pk).state, "refuse_move", MOVE_NAMES)
    if not reason.strip():
        raise Refused(_("请写明不同意的理由。"), "reason")
    _settle_move(by, move, state, reason)
    record(
        by=by,
        room=ROOM,
        verb="refuse_move",
        subject=subject(proposal),
        unit=unit,
        powers=powers_of(by),
        new={"move": move.pk},
        reason=reason,
    )
    return move
