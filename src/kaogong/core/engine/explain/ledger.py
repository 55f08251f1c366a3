"""Events one by one: which counted, for how many marks, and why the others did not. The marks shown add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kaogong.core.engine.explain.numbers import readable
from kaogong.core.engine.explain.reader import Reader, Row
from kaogong.core.engine.world import EPOCH
from kaogong.core.methods import terms as t
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Every, Ledger
from kaogong.core.scheme.period import Period

MILLION = 1_000_000
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the ledger. `marks`: what it adds to the sum; `note`: why not all of its tariff, or none."""

    id: str
    on: date
    kind: Text
    marks: Fraction
    subject: str = ""
    severity: Text | None = None
    finder: Text | None = None
    quantity: Fraction = Fraction(1)
    incident: str = ""
    supplier: str = ""
    source: str = ""
    evidence: str = ""
    evidence_hash: str = ""
    state: str = "confirmed"
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class EventSum:
    """All events of one tariff. `cut`: what caps per kind take off; `share`: the part that counts (joint liability)."""

    ledger: Text
    lines: tuple[EventLine, ...]
    cuts: tuple[tuple[Text, Fraction], ...]
    share: Fraction
    total: Fraction
    """(Σ marks + Σ cuts) × share: the value in the arithmetic."""


@dataclass(slots=True)
class _Counted:
    row: Row
    marks: Fraction
    kind: str
    note: Text | None = None


def event_sum(reader: Reader, subject: str, every: Every, period: int, rule: t.EventMarks) -> EventSum:
    """The events of a subject (or of those linked with it) in a period that a tariff speaks of."""
    ledger = reader.run.rulebook.events[rule.ledger]
    rows = [row for row in _rows(reader, subject, rule) if _falls(row["day"], every, period)]
    counted = [one for row in rows if (one := _matched(row, rule)) is not None]
    _dearest([one for one in counted if one.note is None], rule)
    _repeated([one for one in counted if one.note is None], rule)
    cuts = _cuts(counted, rule, ledger)
    lines = tuple(_line(one, ledger, subject) for one in sorted(counted, key=lambda c: (c.row["day"], c.row["id"])))
    total = (sum((one.marks for one in lines), ZERO) + sum((cut for _, cut in cuts), ZERO)) * rule.share
    return EventSum(ledger.name, lines, cuts, rule.share, total)


def _rows(reader: Reader, subject: str, rule: t.EventMarks) -> list[Row]:
    """Events of the ledger; a subject linked twice brings its events twice."""
    owners = [other for other, _ in reader.links[rule.via, "down", subject]] if rule.via else [subject]
    return [row for owner in owners for row in reader.events[owner] if row["ledger"] == rule.ledger]


def _falls(day: int, every: Every, period: int) -> bool:
    moment = EPOCH + timedelta(days=int(day))
    return Period("month", moment.year * 12 + moment.month - 1).widen(every).number == period


def _matched(row: Row, rule: t.EventMarks) -> _Counted | None:
    """An event with the marks of the first line of the tariff that matches; None when none does."""
    for line in rule.rules:
        if all(
            wanted is None or wanted == row[name]
            for name, wanted in (("kind", line.kind), ("severity", line.severity), ("finder", line.finder))
        ):
            if row["state"] != "confirmed":
                return _Counted(row, ZERO, row["kind"] or "", Text("未确认，不计", "not confirmed: not counted"))
            return _Counted(row, line.marks, row["kind"] or "")
    return None


def _order(one: _Counted) -> tuple[int, str]:
    return int(one.row["day"]), str(one.row["id"])


def _dearest(counted: list[_Counted], rule: t.EventMarks) -> None:
    """Only the dearest event of each incident (or of the subject) stands."""
    highest = rule.highest_per or ("incident" if rule.per == "incident" else "")
    if not highest:
        return
    seen: set[str] = set()
    for one in sorted(counted, key=lambda c: (-abs(c.marks), *_order(c))):
        incident = "" if highest == "subject" else str(one.row["incident"] or one.row["id"])
        if incident in seen:
            one.marks, one.note = ZERO, Text("同一事项只计最高的一件", "only the dearest of its incident counts")
        seen.add(incident)


def _repeated(counted: list[_Counted], rule: t.EventMarks) -> None:
    """The first ones free, repetition, marks by number, quantity."""
    for number, one in enumerate(sorted(counted, key=_order), 1 - rule.free):
        if number <= 0:
            one.marks, one.note = ZERO, Text(f"前 {rule.free} 件不计", f"the first {rule.free} are free")
            continue
        if rule.nth:
            one.marks = rule.nth[min(number, len(rule.nth)) - 1]
            one.note = Text(f"第 {number} 件", f"event {number}")
        elif rule.repeat_from and number >= rule.repeat_from:
            factor = rule.repeat_factor ** (number - rule.repeat_from + 1)
            one.marks *= factor
            one.note = Text(f"第 {number} 件，× {readable(factor)}", f"event {number}: × {readable(factor)}")
        if rule.per == "quantity":
            quantity = Fraction(int(one.row["quantity"]), MILLION)
            one.marks *= quantity
            if quantity != 1:
                said = f"× {readable(quantity)}"
                before = one.note
                one.note = Text(f"{before.zh}，{said}", f"{before.en}, {said}") if before else Text.same(said)


def _cuts(counted: list[_Counted], rule: t.EventMarks, ledger: Ledger) -> tuple[tuple[Text, Fraction], ...]:
    """What the cap of each kind takes off its sum."""
    found = []
    for kind, cap in rule.cap_each:
        marks = sum((one.marks for one in counted if one.kind == kind), ZERO)
        kept = max(-cap, min(cap, marks))
        if kept != marks:
            found.append((ledger.kinds.get(kind, Text.same(kind)), kept - marks))
    return tuple(found)


def _line(one: _Counted, ledger: Ledger, subject: str) -> EventLine:
    row = one.row
    words = {name: str(row[name] or "") for name in ("incident", "supplier", "source", "evidence", "evidence_hash")}
    return EventLine(
        str(row["id"]),
        EPOCH + timedelta(days=int(row["day"])),
        ledger.kinds.get(one.kind, Text.same(one.kind)),
        one.marks,
        "" if row["subject"] == subject else str(row["subject"]),
        ledger.severities.get(row["severity"] or ""),
        ledger.finders.get(row["finder"] or ""),
        Fraction(int(row["quantity"] if row["quantity"] is not None else MILLION), MILLION),
        **words,
        state=str(row["state"]),
        note=one.note,
    )
