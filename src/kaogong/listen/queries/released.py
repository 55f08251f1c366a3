"""What of an evaluation enters the appraisal: released results alone, by the rule the project declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.listen.models import Result, Score
from kaogong.listen.models.tallies import FormCount

HEADS = ("subject", "period", "fact", "value", "supplier", "evidence", "evidence_hash")
COUNTS = ("issued", "returned", "valid")


def surveys(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Figures of released results, as far as a rulebook asks for them."""
    rows = [one for one in _rows(first, last) if one["fact"] in book.facts]
    if not rows:
        return {}
    columns = {head: [one[head] for one in rows] for head in HEADS}
    return {"facts": pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in HEADS]))}


def _rows(first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    held = Result.objects.filter(state="released", released_on__lte=last, project__year__range=(first.year, last.year))
    for result in held.select_related("project").order_by("pk"):
        for score in result.scores.select_related("subject__unit"):
            yield from _of_unit(result, score)


def _of_unit(result: Result, score: Score) -> Iterator[dict[str, Any]]:
    """One row for each line of the declared rule. A line: `fact`, `of` and, for `option`, question and key."""
    project, code = result.project, score.subject.unit.code
    for rule in project.conversion:
        value = _value(result, score, rule)
        if value is not None:
            yield {
                "subject": code, "period": project.period, "fact": rule["fact"], "value": value,
                "supplier": rule.get("supplier"), "evidence": project.name, "evidence_hash": result.sm3,
            }  # fmt: skip


def _value(result: Result, score: Score, rule: dict[str, Any]) -> str | None:
    """What a line of the rule comes to; nothing where a unit has no index."""
    if rule["of"] == "index":
        return None if score.index is None else f"{score.index:f}"
    if score.index is None:
        return None
    if rule["of"] == "option":
        held = result.content["options"].get(str(score.subject.unit_id), {}).get(rule["question"], {})
        return str(held.get(rule["key"], 0))
    if rule["of"] == "answers":
        return str(score.number)
    if rule["of"] in COUNTS:
        told = FormCount.objects.filter(project=result.project).values_list(rule["of"], flat=True)
        return str(sum(told)) if told else None
    return None
