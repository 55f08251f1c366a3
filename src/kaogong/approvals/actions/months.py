"""The month: drafted from verified facts, approved by another person, published."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.approvals.guards import ROOM, demand_here, may_approve_month, may_verify, powers_of
from kaogong.approvals.models import Month, Subsystem
from kaogong.approvals.queries.months import computed, sealed, unaltered
from kaogong.approvals.states import MONTH
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core.problem import Refused as Unscored
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.queries import today


@action
def draft_month(*, by: Account | None, period: str) -> Month:
    """Compute the scores of a month by the rulebook and put them down; as often as needed until they are approved."""
    where = f"{ROOM}.month:{period}"
    demand_here(by, may_verify(by) if by else "", "draft_month", where)
    try:
        when = Period.parse(period)
    except ValueError as error:
        raise Refused(_("“%(text)s”不是月份。请写成 2026-09。") % {"text": period}, "period") from error
    if len(when.months) != 1 or when.first > today():
        raise Refused(_("请写一个已经开始的月份。"), "period")
    period = str(when)  # 2026年9月 is the same month as 2026-09
    where = f"{ROOM}.month:{period}"
    held = Month.objects.select_for_update().filter(period=period).first() or Month(period=period)
    if after(MONTH, held.state, "draft_month") is None:
        raise Refused(
            _("%(period)s的月报%(state)s，不能重拟。") % {"period": period, "state": held.get_state_display()}
        )
    try:
        held.content = computed(period)
    except Unscored as unscored:
        lines = [f"{one.what.zh}" for one in unscored.problems]
        raise Refused("\n".join([_("数据与办法不符，没有算出来。"), *lines])) from unscored
    held.sm3, held.drafted_by, held.state = sealed(held.content), by, "draft"
    try:
        held.save()
    except IntegrityError as error:
        raise Refused(_("这个月的月报刚由别人拟好，请刷新。")) from error
    new = {"bodies": len(held.content["bodies"]), "sm3": held.sm3}
    record(by=by, room=ROOM, verb="draft_month", subject=where, powers=powers_of(by), new=new)
    return held


@action
def approve_month(*, by: Account | None, month: Month) -> Month:
    """Somebody else answers for it."""
    where = f"{ROOM}.month:{month.period}"
    demand_here(by, may_approve_month(by, month) if by else "", "approve_month", where)
    if not unaltered(month):
        raise Refused(_("月报内容与拟稿时的 SM3 不符，不能审定。请重拟。"))
    return _moved(by, month, "approve_month", approved_by=by, approved_at=timezone.now())


@action
def publish_month(*, by: Account | None, month: Month) -> Month:
    """Anybody may read it from now on."""
    demand_here(by, may_verify(by) if by else "", "publish_month", f"{ROOM}.month:{month.period}")
    return _moved(by, month, "publish_month", published_at=timezone.now())


def _moved(by: Account | None, month: Month, verb: str, **more: Any) -> Month:
    state = after(MONTH, month.state, verb)
    if state is None:
        raise Refused(_("月报现在是“%(state)s”，不能这样办。") % {"state": month.get_state_display()})
    old, month.state = {"state": month.state}, state
    for name, value in more.items():
        setattr(month, name, value)
    month.save(update_fields=["state", *more])
    new, where = {"state": state, "sm3": month.sm3}, f"{ROOM}.month:{month.period}"
    record(by=by, room=ROOM, verb=verb, subject=where, powers=powers_of(by), old=old, new=new)
    return month


@action
def connect(*, by: Account | None, key: str, connected: bool, count: int | None = None) -> Subsystem:
    """A part of the platform is connected and says how much it holds, or is cut off (XJ-24)."""
    where = f"{ROOM}.subsystem:{key}"
    demand_here(by, may_verify(by) if by else "", "connect", where)
    if key not in dict(Subsystem.KEYS):
        raise Refused(_("平台没有这个子系统。"), "key")
    if count is not None and count < 0:
        raise Refused(_("件数不能小于 0。"), "count")
    given = {"connected": connected, "count": count, "told_at": timezone.now()}
    made, __ = Subsystem.objects.update_or_create(key=key, defaults=given)
    new = {"connected": connected, "count": count}
    record(by=by, room=ROOM, verb="connect", subject=where, powers=powers_of(by), new=new)
    return made
