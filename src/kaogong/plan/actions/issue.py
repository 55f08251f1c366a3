"""What binds: issuing the targets of a unit, marking them appraised, starting a year from the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.plan.actions.cycles import moved, powers_of, subject
from kaogong.plan.guards import ROOM, demand_here, may_issue
from kaogong.plan.models import Cycle, Indicator, Reference, Target
from kaogong.plan.queries.targets import blockers
from kaogong.plan.states import TARGET, TARGET_NAMES


@action
def issue_targets(*, by: Account | None, cycle: Cycle, unit: Unit) -> list[Target]:
    """The targets of a unit bind, if nothing is left to remark; else every remark is told at once."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_issue(by) if by else "", "issue_targets", where, unit.code)
    if cycle.state != "open":
        raise Refused(_("考核周期还没有启动或已经结束，不能下达。"))
    found = blockers(cycle, unit)
    if found:
        words = _("还有 %(n)s 处要处理：%(words)s")
        raise Refused(words % {"n": len(found), "words": "".join(one.words for one in found)})
    ready = Target.objects.select_for_update().filter(cycle=cycle, unit=unit, state="agreed")
    made = list(ready.select_related("indicator"))
    if not made:
        raise Refused(_("没有待下达的目标。"))
    Target.objects.filter(pk__in=[one.pk for one in made]).update(state="issued")
    for one in made:
        one.state = "issued"
    new = {"targets": [one.pk for one in made]}
    record(by=by, room=ROOM, verb="issue_targets", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def appraise_targets(*, by: Account | None, cycle: Cycle, targets: Sequence[Target]) -> int:
    """Targets have been appraised; the rooms above say so when they have a result."""
    demand_here(by, may_issue(by) if by else "", "appraise_targets", subject(cycle))
    for one in targets:
        moved(TARGET, one.state, "appraise", TARGET_NAMES)
    keys = [one.pk for one in targets]
    Target.objects.filter(pk__in=keys).update(state="appraised", appraised_at=timezone.now())
    new = {"targets": keys}
    record(by=by, room=ROOM, verb="appraise_targets", subject=subject(cycle), powers=powers_of(by), new=new)
    return len(keys)


@action
def carry_forward(*, by: Account | None, cycle: Cycle, results: Mapping[int, Decimal] | None = None) -> list[Target]:
    """A new cycle starts from the appraised targets of the last: the same indicators as drafts, with what was reached as baseline.

    Args:
        by: the account that acts.
        cycle: the new cycle, with `previous`.
        results: what was reached, by target; where it is not known the old value is the baseline.
    """
    demand_here(by, may_issue(by) if by else "", "carry_forward", subject(cycle))
    if cycle.previous is None:
        raise Refused(_("这个周期没有上一周期，无从接续。"))
    if cycle.previous.state != "closed":
        raise Refused(_("上一周期还没有结束。请先考核完、结束它。"))
    known = _same_indicators(cycle)
    made = []
    for one in Target.objects.filter(cycle=cycle.previous, person__isnull=True, state="appraised", parent__isnull=True):
        fresh = known.get(one.indicator_id)
        if fresh is None or cycle.targets.filter(indicator=fresh, unit=one.unit).exists():
            continue
        reached = (results or {}).get(one.pk)
        base = reached if reached is not None else one.value
        made.append(
            Target.objects.create(
                cycle=cycle, indicator=fresh, unit=one.unit, period=str(cycle.year), baseline=base, points=one.points
            )
        )
        if reached is not None:
            Reference.objects.update_or_create(
                indicator=fresh,
                kind="past",
                unit=one.unit,
                whom="",
                year=cycle.previous.year,
                defaults={"value": reached, "source": str(cycle.previous)},
            )
    new = {"from": str(cycle.previous), "targets": len(made)}
    record(by=by, room=ROOM, verb="carry_forward", subject=subject(cycle), powers=powers_of(by), new=new)
    return made


def _same_indicators(cycle: Cycle) -> dict[int, Indicator]:
    """The indicator of this cycle for each of the last: the same item, else a copy of a unit's own."""
    found: dict[int, Indicator] = {}
    here = {(one.sheet, one.item, _class(one)): one for one in cycle.indicators.filter(adoption__isnull=False)}
    for old in Indicator.objects.filter(cycle=cycle.previous).select_related("adoption", "owner"):
        if old.adoption_id is not None:
            same = here.get((old.sheet, old.item, _class(old)))
        else:
            same = _own_again(cycle, old)
        if same is not None:
            found[old.pk] = same
    return found


def _class(indicator: Indicator) -> str:
    return indicator.adoption.appraisal_class if indicator.adoption else ""


def _own_again(cycle: Cycle, old: Indicator) -> Indicator:
    kept = ("unit", "direction", "splits", "basis", "source", "family", "part", "yields", "places", "full", "weight")
    fields = {name: getattr(old, name) for name in kept}
    fields |= {"origin": old.origin, "level": old.level, "place": old.place, "authority": old.authority}
    return Indicator.objects.get_or_create(cycle=cycle, owner=old.owner, name=old.name, defaults=fields)[0]
