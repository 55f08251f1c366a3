"""The bulletin of a period: how many targets are on track, late, failing, unreported; and why the failing ones are (HB-31)."""

from __future__ import annotations

from typing import Any

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Rules
from kaogong.monitor.queries.reports import Row, asked_targets, rows

GROUPS = {"green": "on_track", "yellow": "late", "red": "failing", "none": "unreported"}


def bulletin_rows(rules: Rules, period: Period) -> list[Row]:
    """Every target of the cycle in a period."""
    return rows(asked_targets(rules.cycle).order_by("indicator__place", "id"), period, rules, period.last)


def unexplained(some: list[Row]) -> list[Row]:
    """Red lights without an explanation."""
    return [one for one in some if one.light.key == "red" and not explanation_of(one)]


def explanation_of(row: Row) -> Any:
    """The explanation of a red light, if there is one."""
    return getattr(row.report, "explanation", None) if row.report is not None else None


def content_of(some: list[Row]) -> dict[str, Any]:
    """What a bulletin says: the whole, the groups that make it up, and an analysis of every failing target."""
    counts = dict.fromkeys(GROUPS.values(), 0)
    failing = []
    for one in some:
        counts[GROUPS[one.light.key]] += 1
        told = explanation_of(one)
        if one.light.key == "red":
            failing.append(
                {
                    "target": one.target.pk,
                    "name": one.target.indicator.name,
                    "unit": one.name,
                    "rule": one.light.rule,
                    "reason": told.reason if told else "",
                    "remedy": told.remedy if told else "",
                    "by_day": str(told.by_day) if told else "",
                }
            )
    return {"whole": len(some), **counts, "analyses": failing}
