"""Schemes of staff appraisal: drafted and adopted by the unit, based on the duties of its posts (YL-02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_staff import may_adopt_scheme, may_draft_scheme, may_end_scheme
from kaogong.people.models import StaffScheme
from kaogong.people.models.archive_staff import usual_weights
from kaogong.people.queries.archive_duties import bare
from kaogong.people.queries.archive_sight import ROOM, staff_of
from kaogong.people.states.archive_staff import SCHEME


@action
def draft_scheme(
    *,
    by: Account | None,
    unit: Unit,
    title: str,
    basis: str,
    since: dt.date,
    weights: Mapping[str, int] | None = None,
) -> StaffScheme:
    """Draft how a unit appraises its own staff. `weights`: per cent of self, peers and leader; together 100."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_draft_scheme(by, unit) if by else "", "draft_scheme", where, unit.code)
    shares = dict(weights or usual_weights())
    if set(shares) - set(usual_weights()) or sum(shares.values()) != 100 or min(shares.values()) < 0:
        raise Refused(_("自评、互评、领导评分的权重合计应为 100。"), "leader")
    if not title.strip() or not basis.strip():
        raise Refused(_("请写明名称、依据和办法。"), "basis" if title.strip() else "title")
    made = StaffScheme.objects.create(
        unit=unit, title=title.strip(), basis=basis.strip(), since=since, weights=shares, drafted_by=by
    )
    new = {"title": made.title, "weights": shares}
    record(by=by, room=ROOM, verb="draft_scheme", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def adopt_scheme(*, by: Account | None, scheme: StaffScheme) -> StaffScheme:
    """The scheme is in force; the one before it ends. Every post of the unit must have written duties."""
    where, unit = f"people.staffscheme:{scheme.pk}", scheme.unit
    demand_here(by, may_adopt_scheme(by, scheme) if by else "", "adopt_scheme", where, unit.code)
    state = after(SCHEME, scheme.state, "adopt_scheme")
    if state is None:
        raise Refused(_("方案%(state)s，不能审签。") % {"state": scheme.get_state_display()})
    lacking = bare(staff_of(unit))
    if lacking:
        names = _("、").join(f"{one.person} {one.title}" for one in lacking[:5])
        words = _("考评须以岗位职责为依据，还有 %(n)s 个岗位没有书面职责：%(names)s。")
        raise Refused(words % {"n": len(lacking), "names": names})
    for one in StaffScheme.objects.select_for_update().filter(unit=unit, state="active"):
        one.state, one.until = "ended", max(scheme.since, one.since + dt.timedelta(days=1))
        one.save(update_fields=["state", "until"])
    scheme.state, scheme.adopted_by = state, by
    scheme.save(update_fields=["state", "adopted_by"])
    new = {"title": scheme.title, "since": str(scheme.since)}
    record(by=by, room=ROOM, verb="adopt_scheme", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return scheme


@action
def end_scheme(*, by: Account | None, scheme: StaffScheme, reason: str) -> StaffScheme:
    """The scheme no longer holds; without another the unit is listed as having none."""
    where, unit = f"people.staffscheme:{scheme.pk}", scheme.unit
    demand_here(by, may_end_scheme(by, scheme) if by else "", "end_scheme", where, unit.code)
    state = after(SCHEME, scheme.state, "end_scheme")
    if state is None:
        raise Refused(_("方案%(state)s，不能停用。") % {"state": scheme.get_state_display()})
    if not reason.strip():
        raise Refused(_("请写明停用的理由。"), "reason")
    scheme.state, scheme.until = state, max(today(), scheme.since + dt.timedelta(days=1))
    scheme.save(update_fields=["state", "until"])
    record(
        by=by, room=ROOM, verb="end_scheme", subject=where, unit=unit.code, powers=powers_of(by),
        new={"until": str(scheme.until)}, reason=reason,
    )  # fmt: skip
    return scheme
