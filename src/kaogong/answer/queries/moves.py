"""What a score that was computed again moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kaogong.answer.models import Appeal
from kaogong.assess.models import Result, Run
from kaogong.decide.models import Settlement

FIELDS = ("total", "rank", "grade")


def moved_results(again: Run) -> Iterator[dict[str, Any]]:
    """Every score, place or grade that differs from the run before, with both."""
    before = {_key(one): one for one in Result.objects.filter(run=again.previous_id)}
    after = {_key(one): one for one in Result.objects.filter(run=again)}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        one = new or old
        assert one is not None
        if old is None or new is None or any(getattr(old, name) != getattr(new, name) for name in FIELDS):
            yield {
                "sheet": one.sheet_name, "period": one.period, "subject": one.subject, "name": one.name, "unit_id": one.unit_id,
                "total_before": old.total if old else None, "total_after": new.total if new else None,
                "rank_before": old.rank if old else None, "rank_after": new.rank if new else None,
                "grade_before": old.grade if old else "", "grade_after": new.grade if new else "",
            }  # fmt: skip


def _key(one: Result) -> tuple[str, str, str]:
    return one.sheet, one.period, one.subject


def published_on(again: Run) -> Settlement | None:
    """The settlement that was published from the run before; None: nothing was."""
    return Settlement.objects.filter(run=again.previous_id, state="published").order_by("-id").first()


def waiting_reruns() -> QuerySet[Appeal]:
    """Rulings whose score was computed again and not yet set beside the one before."""
    return Appeal.objects.filter(again__state="done", changes__isnull=True, settlement__isnull=True).order_by("pk")


@dataclass(frozen=True, slots=True)
class QuotaMove:
    """Places of a grade in a pool before and after. None: no limit."""

    pool: str
    grade: str
    before: int | None
    after: int | None


def quota_moves(appeal: Appeal) -> list[QuotaMove]:
    """Places of grades that a corrected settlement has otherwise than the one it corrects."""
    if appeal.settlement is None or appeal.settlement.previous is None:
        return []
    before = {(one.pool, one.grade): one for one in appeal.settlement.previous.quotas.all()}
    found = []
    for one in appeal.settlement.quotas.all():
        old = before.get((one.pool, one.grade))
        if old is None or old.places != one.places:
            found.append(QuotaMove(one.pool_name, one.grade, old.places if old else None, one.places))
    return found
