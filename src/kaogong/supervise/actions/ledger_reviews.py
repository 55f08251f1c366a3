"""Summaries of ledgers by month, quarter, half and year: made from entries, frozen, approved by another person (LZ-18)."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.supervise.guards.ledgers import ROOM, demand_here, may_approve_review, may_review, powers_of
from kaogong.supervise.models import Ledger, LedgerReview
from kaogong.supervise.queries.ledger_reviews import kind_of, lacking, made_of, sealed, unaltered
from kaogong.supervise.states.ledgers import REVIEW


@action
def draft_review(*, by: Account | None, ledger: Ledger, period: str, remarks: str = "") -> LedgerReview:
    """Sum a period up; as often as needed until it is approved."""
    where = f"{ROOM}.ledger:{ledger.pk}"
    demand_here(by, may_review(by, ledger) if by else "", "draft_review", where)
    kind = kind_of(period)
    if not kind:
        raise Refused(
            _("“%(text)s”不是月、季、半年或年。请写成 2026-03、2026-Q1、2026-H1 或 2026。") % {"text": period}, "period"
        )
    period = str(Period.parse(period))  # 2026年3月 is the same month as 2026-03
    if Period.parse(period).last > today():
        raise Refused(_("%(period)s 还没有结束，到期后再小结。") % {"period": period}, "period")
    held = LedgerReview.objects.select_for_update().filter(ledger=ledger, period=period).first()
    held = held or LedgerReview(ledger=ledger, period=period, kind=kind)
    if after(REVIEW, held.state, "draft_review") is None:
        raise Refused(_("%(period)s 已审定，不能重拟。") % {"period": period}, "period")
    held.content, held.remarks, held.drafted_by = made_of(ledger, period), remarks.strip(), by
    held.sm3 = sealed(held.content | {"remarks": held.remarks})
    try:
        held.save()
    except IntegrityError as error:
        raise Refused(_("这一期刚由别人拟好，请刷新。")) from error
    new = {"period": period, "entries": held.content["entries"], "sm3": held.sm3}
    record(
        by=by, room=ROOM, verb="draft_review", subject=f"{ROOM}.ledgerreview:{held.pk}", powers=powers_of(by), new=new
    )
    return held


@action
def approve_review(*, by: Account | None, review: LedgerReview) -> LedgerReview:
    """Somebody else answers for it. A quarter cannot be closed before its months, a half before its quarters."""
    where = f"{ROOM}.ledgerreview:{review.pk}"
    held = LedgerReview.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=review.pk)
    demand_here(by, may_approve_review(by, held) if by else "", "approve_review", where)
    state = after(REVIEW, held.state, "approve_review")
    if state is None:
        raise Refused(_("这一期已经审定。"))
    if missing := lacking(held.ledger, held.period):
        words = _("还缺已审定的小结：%(periods)s。补齐后才能审定 %(period)s。")
        raise Refused(words % {"periods": _("、").join(missing), "period": held.period})
    if not unaltered(held):
        raise Refused(_("内容与拟稿时的 SM3 不符，不能审定。请重拟。"))
    old, held.state = {"state": held.state}, state
    held.approved_by, held.approved_at = by, timezone.now()
    held.save(update_fields=["state", "approved_by", "approved_at"])
    new = {"state": state, "period": held.period, "sm3": held.sm3}
    record(by=by, room=ROOM, verb="approve_review", subject=where, powers=powers_of(by), old=old, new=new)
    return held
