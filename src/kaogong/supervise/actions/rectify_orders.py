"""A rectification is ordered: with a finding, by hand, or by a rating of style that is too low."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.org.queries import after_days, setting, today
from kaogong.supervise.actions.findings_made import make_finding
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_run, powers_of
from kaogong.supervise.models import Finding, Rectification, StyleRating


def open_rectification(finding: Finding, due: dt.date | None = None) -> Rectification:
    """The order that belongs to a finding; the plan is due first."""
    last = due or after_days(today(), setting("supervise.plan_days"))
    return Rectification.objects.create(finding=finding, ordered_on=today(), due_on=last)


@action
def order_rectification(*, by: Account | None, finding: Finding, due: dt.date | None = None) -> Rectification:
    """Order that a confirmed finding is put right."""
    held = Finding.objects.select_for_update(of=("self",)).select_related("unit").get(pk=finding.pk)
    where = f"{ROOM}.finding:{held.pk}"
    demand_here(by, may_run(by), "order_rectification", where, held.unit.code)
    if held.state != "confirmed":
        raise Refused(_("查处后才能责令整改。"))
    if Rectification.objects.filter(finding=held).exists():
        raise Refused(_("已经责令整改。"))
    if due is not None and due < today():
        raise Refused(_("期限早于今天。"), "due")
    made = open_rectification(held, due)
    new = {"number": held.number, "due_on": str(made.due_on)}
    record(
        by=by, room=ROOM, verb="order_rectification", subject=where, unit=held.unit.code, powers=powers_of(by), new=new
    )
    return made


@action
def rate_style(*, by: Account | None, unit: Unit, period: str, score: Decimal) -> StyleRating:
    """Thought and work style as rated; below the line the team must put itself right by a deadline (LB-32)."""
    where = f"{ROOM}.unit:{unit.pk}"
    demand_here(by, may_run(by), "rate_style", where, unit.code)
    if not 0 <= score <= 100:
        raise Refused(_("评定得分在 0 到 100 之间。"), "score")
    if StyleRating.objects.filter(unit=unit, period=period).exists():
        raise Refused(_("%(period)s 已经评定过。") % {"period": period}, "period")
    finding = None
    if score < setting("supervise.style_below"):
        words = _("%(period)s 思想作风评定 %(score)s 分，低于 %(line)s 分，限期整顿。")
        told = {"period": period, "score": f"{score:f}", "line": setting("supervise.style_below")}
        finding = make_finding(
            by, unit=unit, channel="rating", category="conduct", found_at=timezone.now(), words=words % told,
            counts=False, prominent=True, state="confirmed", confirmed_by=by, confirmed_at=timezone.now(),
            noticed_on=today(),
        )  # fmt: skip
        days = dt.timedelta(days=setting("supervise.style_days"))
        open_rectification(finding, today() + days)
    made = StyleRating.objects.create(unit=unit, period=period, score=score, rated_on=today(), finding=finding, by=by)
    new = {"period": period, "score": f"{score:f}", "rectify": finding is not None}
    record(by=by, room=ROOM, verb="rate_style", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made
