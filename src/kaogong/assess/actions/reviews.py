"""The office's review of self-reports, item by item, and its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.actions.counting import hold
from kaogong.assess.actions.rounds import moved, named, powers_of, said, subject
from kaogong.assess.actions.selfreports import beyond
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.rounds import may_review
from kaogong.assess.models import Entrant, Item, Proof, Review, Round, SelfMark
from kaogong.assess.queries.figures import latest_reviews, total
from kaogong.assess.queries.rounds import review_items, self_first, self_items, stands
from kaogong.assess.states.rounds import SELF, SELF_NAMES
from kaogong.audit.actions import Refused, action, alone, record
from kaogong.org.models import Account
from kaogong.org.queries import today

Marks = Mapping[int, tuple[Decimal, str]]
"""By item: the mark and its reason."""


def within(one: Round, day: dt.date) -> None:
    """Refuse marks outside the days on which they are entered (YL-08); until the act is over nobody closes the round.

    Raises:
        Refused: with the window.
    """
    hold(one, alone=False)
    one.refresh_from_db(fields=["state"])
    if one.state != "open":
        raise Refused(_("这一轮还没有启动或已经办结，不能评分。"))
    early = one.enter_from is not None and day < one.enter_from
    if early or (one.enter_until is not None and day > one.enter_until):
        told = {"since": one.enter_from or _("启动日"), "until": one.enter_until or _("办结日"), "day": day}
        raise Refused(_("评分自 %(since)s 至 %(until)s，今天 %(day)s 不在期内。") % told)


def after_self(entrant: Entrant) -> None:
    """Refuse marks before the self-report stands (LZ-40).

    Raises:
        Refused: there is no self-report yet.
    """
    if self_first(entrant.round) and not stands(entrant):
        raise Refused(_("%(name)s 还没有自评，先自查自评，再考评。") % {"name": entrant.name})


def _unfixed(entrant: Entrant) -> None:
    """Go on only with what nobody has finished; whoever reviews it at the same moment waits."""
    alone(entrant)
    after_self(entrant)
    if entrant.fixed_at is not None:
        raise Refused(_("这个对象的复核结果已经确定，不能再改。"))


@action
def review(*, by: Account | None, entrant: Entrant, marks: Marks) -> list[Review]:
    """Mark items beside the own marks, each with its reason where it differs; a mark that changes is a new version.

    Raises:
        Refused: beyond full marks, above zero without evidence (XJ-06), or otherwise than claimed without a reason.
    """
    where, code = subject(entrant), entrant.unit.code
    demand_here(by, may_review(by, entrant) if by else "", "review", where, code)
    within(entrant.round, today())
    _unfixed(entrant)
    items = {one.pk: one for one in review_items(entrant.round)}
    claims = dict(SelfMark.objects.filter(report__entrant=entrant).values_list("item_id", "score"))
    shown = set(Proof.objects.filter(report__entrant=entrant, withdrawn=False).values_list("item_id", flat=True))
    before = latest_reviews([entrant])
    made = []
    for pk, (score, reason) in marks.items():
        item = items.get(pk)
        if item is None:
            raise Refused(_("这一项不在复核内容里，或者年内已经考过。"), f"score_{pk}")
        last = before.get((entrant.pk, pk))
        if last is not None and (last.score, last.reason) == (score, reason):
            continue
        _sound(item, score, reason, claims.get(pk), evidence=pk in shown or not _owed(entrant, item))
        fields = {"version": last.version + 1 if last else 1, "claimed": claims.get(pk), "score": score}
        made.append(Review(entrant=entrant, item=item, reason=reason, by=by, **fields))
    Review.objects.bulk_create(made)
    new = {one.item.code: [said(one.claimed), said(one.score), one.reason] for one in made}
    old = {one.item.code: said(last.score) for one in made if (last := before.get((entrant.pk, one.item_id)))}
    record(by=by, room=ROOM, verb="review", subject=where, unit=code, powers=powers_of(by), old=old, new=new)
    return made


def _owed(entrant: Entrant, item: Item) -> bool:
    """Whether the entrant has to show evidence for an item: it reports on it, and the round asks for evidence."""
    return item.evidence and any(one.pk == item.pk for one, _fact in self_items(entrant.round))


def _sound(item: Item, score: Decimal, reason: str, claim: Decimal | None, *, evidence: bool) -> None:
    if why := beyond(item, score):
        raise Refused(why, f"score_{item.pk}")
    if score > 0 and not evidence:
        words = _("“%(name)s”没有佐证材料，复核分不能高于 0。请退回补证，或给 0 分。")
        raise Refused(words % {"name": item.name}, f"score_{item.pk}")
    if claim is not None and score != claim and not reason.strip():
        told = {"name": item.name, "claim": said(claim), "score": said(score)}
        raise Refused(_("“%(name)s”自评 %(claim)s、复核 %(score)s，请写明理由。") % told, f"reason_{item.pk}")


@action
def finish_review(*, by: Account | None, entrant: Entrant) -> Entrant:
    """The result of a review stands: own total, reviewed total and their gap are kept (XM-24, LZ-40)."""
    where, code = subject(entrant), entrant.unit.code
    demand_here(by, may_review(by, entrant) if by else "", "finish_review", where, code)
    within(entrant.round, today())
    _unfixed(entrant)
    items, held = review_items(entrant.round), latest_reviews([entrant])
    lacking = [one for one in items if (entrant.pk, one.pk) not in held]
    if lacking:
        raise Refused(_("还有 %(n)s 项没有复核：%(names)s。") % {"n": len(lacking), "names": named(lacking)})
    report = getattr(entrant, "report", None)
    if report is not None:
        alone(report)
        report.state = moved(SELF, report.state, "finish_review", SELF_NAMES)
        report.save(update_fields=["state"])
    scores = {one.pk: held[entrant.pk, one.pk].score for one in items}
    claims = {one.pk: claim for one in items if (claim := held[entrant.pk, one.pk].claimed) is not None}
    entrant.fixed = total(entrant.round, entrant, scores, items)
    entrant.claimed = total(entrant.round, entrant, claims, items)
    entrant.fixed_at, entrant.fixed_by = timezone.now(), by
    entrant.save(update_fields=["fixed", "claimed", "fixed_at", "fixed_by"])
    gap = None if entrant.claimed is None or entrant.fixed is None else entrant.claimed - entrant.fixed
    new = {"claimed": said(entrant.claimed), "fixed": said(entrant.fixed), "gap": said(gap)}
    record(by=by, room=ROOM, verb="finish_review", subject=where, unit=code, powers=powers_of(by), new=new)
    return entrant
