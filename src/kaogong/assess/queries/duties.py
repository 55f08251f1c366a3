"""The results a duty report rests on: verified figures of the targets a person answers for, else of the unit."""

from __future__ import annotations

from typing import Any

from kaogong.assess.models import DutyReport, Entrant
from kaogong.monitor.models import Report
from kaogong.monitor.states import SURE
from kaogong.org.models import Account
from kaogong.plan.models import Target
from kaogong.plan.states import FIXED


def results_of(entrant: Entrant) -> list[dict[str, Any]]:
    """Targets with their newest verified figure, as they stand now; what has none says so."""
    held = Target.objects.filter(cycle=entrant.round.cycle_id, unit=entrant.unit_id, state__in=FIXED, track="")
    own = list(held.filter(person=entrant.person_id).select_related("indicator")) if entrant.person_id else []
    targets = own or list(held.filter(person__isnull=True).select_related("indicator"))
    reports = Report.objects.filter(target__in=targets, state__in=SURE, value__isnull=False).order_by("period")
    newest = {one.target_id: one for one in reports}
    return [_row(one, newest.get(one.pk)) for one in sorted(targets, key=lambda each: (each.indicator.place, each.pk))]


def _row(target: Target, report: Report | None) -> dict[str, Any]:
    return {
        "target": target.pk,
        "name": target.indicator.name,
        "wanted": "" if target.value is None else f"{target.value:f}",
        "unit": target.indicator.unit,
        "done": "" if report is None or report.value is None else f"{report.value:f}",
        "period": report.period if report else "",
    }


def duties_to_write(account: Account) -> list[Entrant]:
    """Rounds in which an account still owes a duty report: those whose first step is one."""
    if account.person_id is None:
        return []
    held = Entrant.objects.filter(person=account.person_id, round__state="open", round__steps__name__contains="述职")
    done = DutyReport.objects.filter(entrant__in=held, state="handed").values_list("entrant_id", flat=True)
    return list(held.exclude(pk__in=list(done)).distinct().select_related("round"))
