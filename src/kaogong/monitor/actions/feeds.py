"""Authoritative figures: supplied as a whole or not at all, approved by the authority, withdrawn with a reason."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Unfit, at_hand
from kaogong.audit.states import after
from kaogong.monitor.actions.rules import powers_of, subject
from kaogong.monitor.guards import ROOM, demand_here, may_approve_feed, may_supply
from kaogong.monitor.models import Feed, FeedValue
from kaogong.monitor.queries import FeedIntake, read_feed
from kaogong.monitor.states import FEED, FEED_NAMES
from kaogong.org.models import Account, Unit
from kaogong.plan.models import Cycle

PIECE = 2_000


@action
def supply(*, by: Account | None, cycle: Cycle, authority: Unit, source: Evidence, name: str) -> Feed:
    """Take in a sealed workbook of figures: all of it, or nothing.

    Args:
        by: the account that acts.
        cycle: the cycle the figures are of.
        authority: the unit that answers for them.
        source: the workbook, sealed.
        name: what it was called.

    Raises:
        Refused: anything in it is wrong; every fault is told, by cell.
    """
    where = f"org.unit:{authority.code}"
    demand_here(by, may_supply(by, authority) if by else "", "supply", where, authority.code)
    if Feed.objects.filter(cycle=cycle, source=source, state__in=("submitted", "approved")).exists():
        raise Refused(_("这个文件已经导入过，没有重复导入。"), "file")
    found = _read(source, cycle, authority)
    if found.faults:
        words = _("有 %(number)s 处错误，一行也没有导入。")
        told = [words % {"number": len(found.faults)}, *map(str, found.faults)]
        raise Refused("\n".join(told), "file")
    made = Feed.objects.create(cycle=cycle, authority=authority, name=name, source=source, supplied_by=by)
    FeedValue.objects.bulk_create(
        (
            FeedValue(
                feed=made, indicator=one.indicator, unit=one.unit, period=one.period, value=one.value, row=one.row
            )
            for one in found.figures
        ),
        PIECE,
    )
    new = {"name": name, "sm3": source.sm3, "figures": len(found.figures)}
    record(by=by, room=ROOM, verb="supply", subject=subject(made), unit=authority.code, powers=powers_of(by), new=new)
    return made


def _read(source: Evidence, cycle: Cycle, authority: Unit) -> FeedIntake:
    try:
        with at_hand(source) as path:
            return read_feed(path, cycle, authority)
    except Unfit as unfit:
        raise Refused(str(unfit), "file") from unfit


@action
def approve_feed(*, by: Account | None, feed: Feed) -> Feed:
    """The authority answers for its figures."""
    code = feed.authority.code
    demand_here(by, may_approve_feed(by, feed) if by else "", "approve_feed", subject(feed), code)
    return _move(by, feed, "approve_feed", "")


@action
def refuse_feed(*, by: Account | None, feed: Feed, reason: str) -> Feed:
    """The authority does not answer for these figures."""
    code = feed.authority.code
    demand_here(by, may_approve_feed(by, feed) if by else "", "refuse_feed", subject(feed), code)
    if not reason.strip():
        raise Refused(_("请写明不通过的理由。"), "reason")
    return _move(by, feed, "refuse_feed", reason)


@action
def withdraw_feed(*, by: Account | None, feed: Feed, reason: str) -> Feed:
    """Approved figures no longer hold; what was approved before them holds again."""
    code = feed.authority.code
    demand_here(by, may_approve_feed(by, feed) if by else "", "withdraw_feed", subject(feed), code)
    if not reason.strip():
        raise Refused(_("请写明撤销的理由。"), "reason")
    return _move(by, feed, "withdraw_feed", reason)


def _move(by: Account | None, feed: Feed, verb: str, reason: str) -> Feed:
    old, state = {"state": feed.state}, after(FEED, feed.state, verb)
    if state is None:
        can = _("、").join(_(FEED_NAMES[one]) for (one, what) in FEED if what == verb)
        words = _("这批数据现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": feed.get_state_display(), "can": can})
    feed.state, feed.reason = state, reason
    if verb == "approve_feed":
        feed.approved_by, feed.approved_at = by, timezone.now()
    feed.save(update_fields=["state", "reason", "approved_by", "approved_at"])
    new, code = {"state": state, "sm3": feed.source_id}, feed.authority.code
    powers = powers_of(by)
    record(
        by=by, room=ROOM, verb=verb, subject=subject(feed), unit=code, powers=powers, old=old, new=new, reason=reason
    )
    return feed
