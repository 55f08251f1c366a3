"""Rule sets by which somebody is found unfit: four parts, criteria by type and level of post, one version in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import ROOM, demand_here, may_activate_rule, may_keep_careers, powers_of
from kaogong.people.models.careers_cases import UnfitCriterion, UnfitRule
from kaogong.people.queries.careers import levels
from kaogong.people.queries.careers_cases import parts_lacking
from kaogong.people.states.careers import TYPES, UNFIT


@action
def draft_unfit_rule(
    *,
    by: Account | None,
    title: str,
    qualitative: str = "",
    quantitative: str = "",
    procedure: Sequence[str] = (),
    measures: Sequence[str] = (),
    causes: Sequence[str] = (),
    criteria: Sequence[Mapping[str, Any]] = (),
) -> UnfitRule:
    """A new version of a rule set; the one in force stays until this one is put into force."""
    demand_here(by, may_keep_careers(by) if by else "", "draft_unfit_rule", f"{ROOM}.unfitrule")
    last = UnfitRule.objects.filter(title=title.strip()).order_by("-version").first()
    if last is not None and last.state == "draft":
        raise Refused(_("“%(rule)s”还是草拟，请先改它。") % {"rule": last}, "title")
    made = UnfitRule.objects.create(
        title=title.strip(), version=last.version + 1 if last else 1, qualitative=qualitative,
        quantitative=quantitative, procedure=list(procedure), measures=list(measures), causes=list(causes), by=by,
    )  # fmt: skip
    for one in criteria:
        if one["type"] not in TYPES or one["level"] not in levels():
            raise Refused(_("具体标准须写类型和岗位层次。"), "criteria")
    UnfitCriterion.objects.bulk_create(
        UnfitCriterion(rule=made, type=one["type"], level=one["level"], words=one["words"]) for one in criteria
    )
    new = {"title": made.title, "version": made.version, "criteria": len(criteria)}
    record(by=by, room=ROOM, verb="draft_unfit_rule", subject=where(made), powers=powers_of(by), new=new)
    return made


def _follow(rule: UnfitRule, verb: str) -> UnfitRule:
    held = UnfitRule.objects.select_for_update().get(pk=rule.pk)
    state = after(UNFIT, held.state, verb)
    if state is None:
        raise Refused(_("这个办法%(state)s，不能这样办。") % {"state": held.get_state_display()})
    held.state = state
    return held


@action
def change_unfit_rule(
    *,
    by: Account | None,
    rule: UnfitRule,
    qualitative: str,
    quantitative: str,
    procedure: Sequence[str],
    measures: Sequence[str],
) -> UnfitRule:
    """The four parts of a draft are written anew."""
    demand_here(by, may_keep_careers(by) if by else "", "change_unfit_rule", where(rule))
    held = _follow(rule, "change_unfit_rule")
    held.qualitative, held.quantitative = qualitative, quantitative
    held.procedure, held.measures = list(procedure), list(measures)
    held.save()
    new = {"steps": len(held.procedure), "measures": len(held.measures)}
    record(by=by, room=ROOM, verb="change_unfit_rule", subject=where(held), powers=powers_of(by), new=new)
    return held


@action
def activate_unfit_rule(*, by: Account | None, rule: UnfitRule) -> UnfitRule:
    """Somebody else puts a rule set into force; all four parts must be there (LB-08)."""
    demand_here(by, may_activate_rule(by, rule) if by else "", "activate_unfit_rule", where(rule))
    held = _follow(rule, "activate_unfit_rule")
    if missing := parts_lacking(held):
        raise Refused(_("办法还缺：%(parts)s。四部分写全才能启用。") % {"parts": _("、").join(missing)})
    before = UnfitRule.objects.select_for_update().filter(title=held.title, state="active").first()
    if before is not None:
        before.state, before.until = "ended", today()
        before.save(update_fields=["state", "until"])
    held.since, held.approved_by = today(), by
    held.save(update_fields=["state", "since", "approved_by"])
    new = {"version": held.version, "ended": before.version if before else None}
    record(by=by, room=ROOM, verb="activate_unfit_rule", subject=where(held), powers=powers_of(by), new=new)
    return held


@action
def end_unfit_rule(*, by: Account | None, rule: UnfitRule, reason: str, day: dt.date | None = None) -> UnfitRule:
    """No new case is opened under a rule set; those open go on by it."""
    demand_here(by, may_activate_rule(by, rule) if by else "", "end_unfit_rule", where(rule))
    held = _follow(rule, "end_unfit_rule")
    held.until = day or today()
    held.save(update_fields=["state", "until"])
    new = {"until": str(held.until)}
    record(by=by, room=ROOM, verb="end_unfit_rule", subject=where(held), powers=powers_of(by), new=new, reason=reason)
    return held
