"""What attendance says to scoring: the days of circulations that were issued, under the names of the rulebook (QH-42)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.people.models import AttendanceSheet
from kaogong.people.queries.attendance_sheets import latest_issued
from kaogong.people.queries.presence import record_of

Row = dict[str, Any]
LEDGER = "attendance"
COUNTED = ("late", "early", "absent")


def presence_facts(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Days late, early and absent as events; working days and the marks of a bureau as facts. Issued sheets alone count."""
    ledger = book.events.get(LEDGER)
    wanted = [one for one in ("workdays", "lost_attendance") if one in book.facts]
    if ledger is None and not wanted:
        return {}
    sheets = latest_issued(first, last)
    events = list(_events(sheets, ledger)) if ledger is not None else []
    facts = [row for one in wanted for row in _facts(book, one, sheets)]
    return {name: table(rows) for name, rows in (("facts", facts), ("events", events)) if rows}


def incident_of(code: str, day: object, kind: str) -> str:
    """The number of a mark of somebody's day, as the ledgers of the score have it."""
    return f"{code} {day} {kind}"


def marks_gone(code: str, person: int, day: dt.date) -> tuple[str, ...]:
    """The numbers of marks that the clicks of a day do not bear out."""
    held = record_of(person, day)
    stands = {"late": bool(held and held.late), "early": bool(held and held.early), "absent": held is None}
    return tuple(incident_of(code, day, kind) for kind in COUNTED if not stands[kind])


def _events(sheets: Iterable[AttendanceSheet], ledger: Any) -> Iterator[Row]:
    kinds = [one for one in COUNTED if one in ledger.kinds]
    supplier = next(iter(ledger.authority), "")
    for sheet in sheets:
        for row in sheet.content["rows"]:
            for kind in kinds:
                for day in row[kind]:
                    yield {
                        "ledger": LEDGER, "subject": row["code"], "day": day, "kind": kind,
                        "incident": incident_of(row["code"], day, kind), "supplier": supplier, "source": _named(sheet),
                        "evidence": _named(sheet), "evidence_hash": sheet.sm3,
                    }  # fmt: skip


def _facts(book: Rulebook, fact: str, sheets: Iterable[AttendanceSheet]) -> Iterator[Row]:
    supplier = next(iter(book.facts[fact].authority), "")
    for sheet in sheets:
        rows = sheet.content["rows"]
        values = {one["code"]: one["workdays"] for one in rows}
        if fact == "lost_attendance":
            values = {sheet.unit.code: sum(one["points"] for one in rows)}
        for subject, value in values.items():
            yield {
                "subject": subject, "period": sheet.month, "fact": fact, "value": str(value), "supplier": supplier,
                "evidence": _named(sheet), "evidence_hash": sheet.sm3,
            }  # fmt: skip


def _named(sheet: AttendanceSheet) -> str:
    return f"{sheet.unit.code} {sheet.month} 考勤通报第{sheet.edition}版"


def table(rows: list[Row]) -> pa.Table:
    """Rows of words as a table."""
    heads = list(rows[0])
    columns = {head: [one[head] for one in rows] for head in heads}
    return pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in heads]))
