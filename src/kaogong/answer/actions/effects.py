"""What a ruling that changes something does: the thing itself is taken back in its own room, and the facts of the score are put right.

Where the ruling says what an event should have been, the thing stays, and the score takes the event as the ruling has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from kaogong.answer.actions.altering import Alteration, absent, altered, common, kept, only_altered
from kaogong.answer.models import Appeal
from kaogong.answer.queries.frozen import figure_of, has_event
from kaogong.answer.queries.kinds import KINDS, Thing
from kaogong.approvals.actions import withdraw_card
from kaogong.assess.models import FactCorrection
from kaogong.audit.actions import Refused, together
from kaogong.org.models import Account
from kaogong.people.actions.absences import draft_sheet
from kaogong.people.actions.presence import restore_day
from kaogong.people.models import AttendanceSheet
from kaogong.supervise.actions.findings import withdraw_finding
from kaogong.supervise.actions.ledger_entries import withdraw_entry


@dataclass(frozen=True, slots=True)
class Righting:
    """A figure of the score as the ruling finds it. `value` None: it is missing. `subject` empty: of who appealed."""

    fact: str
    period: str
    value: Decimal | None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Strike:
    """One event of the ledgers that no longer counts. `proof`: how its evidence begins, where its number has several."""

    incident: str
    proof: str = ""


Put = Righting | Strike | Alteration


def _card(row: Any, words: str) -> None:
    withdraw_card(by=None, card=row, reason=words)


def _finding(row: Any, words: str) -> None:
    withdraw_finding(by=None, finding=row, reason=words)


def _entry(row: Any, words: str) -> None:
    withdraw_entry(by=None, entry=row, reason=words)


def _attendance(row: Any, words: str) -> None:
    """The day is put right; a circulation that was issued is counted again, to be issued as a further edition."""
    restore_day(by=None, correction=row, words=words)
    month = f"{row.day:%Y-%m}"
    if AttendanceSheet.objects.filter(unit=row.unit_id, month=month, state="issued").exists():
        draft_sheet(by=None, unit=row.unit, month=month)


TAKES_BACK: Final[dict[str, Callable[[Any, str], None]]] = {
    "card": _card, "finding": _finding, "entry": _entry, "attendance": _attendance,
}  # fmt: skip
"""What is done to the thing itself, by kind."""


def put_right(by: Account | None, appeal: Appeal, rightings: Sequence[Put]) -> list[FactCorrection]:
    """Take the thing back and record what is put right in the facts of the score; part of an act, which records it.

    Raises:
        Refused: a score is to change and nothing is named, or a figure or an event is not among those frozen.
    """
    row = KINDS[appeal.kind].find(appeal.thing)
    told = KINDS[appeal.kind].read(row)
    if appeal.kind in TAKES_BACK and any(isinstance(one, Alteration) for one in rightings):
        return only_altered(by, appeal, told, rightings)
    if appeal.kind in TAKES_BACK:
        TAKES_BACK[appeal.kind](row, _("申诉 %(n)s 裁定撤销") % {"n": appeal.number})
        told = KINDS[appeal.kind].read(row)
    elif appeal.kind == "score" and not rightings:
        raise Refused(
            _("变更得分须写明更正哪项数据：更正前后的值随裁定留存。撤销一次扣分的，写事件编号。"), "rightings"
        )
    if appeal.run is None:
        return []
    made = _taken_back(by, appeal, told)
    return kept(appeal, made + together(partial(_put, by, appeal, one) for one in rightings))


def _party(appeal: Appeal) -> str:
    """The code of who appealed."""
    whose = appeal.person or appeal.unit
    return whose.code if whose else ""


def _taken_back(by: Account | None, appeal: Appeal, told: Thing) -> list[FactCorrection]:
    """An event is taken back of everybody whom it cost something: the unit, and the person."""
    if appeal.kind not in TAKES_BACK or appeal.run is None:
        return []
    several = [one.code for one in (told.unit, told.person) if one is not None]
    return [
        FactCorrection.objects.create(subject=code, incident=number, proof=told.proof, **common(by, appeal))
        for code in several
        for number in (told.incident, *told.marks)
        if has_event(appeal.run, number, code)
    ]


def _put(by: Account | None, appeal: Appeal, one: Put) -> FactCorrection:
    if isinstance(one, Alteration):
        return altered(by, appeal, one, _party(appeal))
    return _struck(by, appeal, one) if isinstance(one, Strike) else _righted(by, appeal, one)


def _struck(by: Account | None, appeal: Appeal, one: Strike) -> FactCorrection:
    """A single event of who appealed is taken back; what stands in the ledger itself is for its own room."""
    whose = appeal.person or appeal.unit
    assert appeal.run is not None
    assert whose is not None
    if not has_event(appeal.run, one.incident, whose.code, one.proof):
        raise Refused(absent(whose.code, one.incident), "strikes")
    if appeal.run.corrections.filter(subject=whose.code, incident=one.incident, proof=one.proof, column="").exists():
        raise Refused(_("事件“%(incident)s”已经撤销。") % {"incident": one.incident}, "strikes")
    return FactCorrection.objects.create(
        subject=whose.code, incident=one.incident, proof=one.proof, **common(by, appeal)
    )


def _righted(by: Account | None, appeal: Appeal, one: Righting) -> FactCorrection:
    whose = appeal.person or appeal.unit
    subject = one.subject or (whose.code if whose else "")
    assert appeal.run is not None
    found = figure_of(appeal.run, subject, one.period, one.fact)
    if found is None:
        words = _("这次计分冻结的数据里没有 %(subject)s %(period)s 的“%(fact)s”。请从得分推导页核对数据代号。")
        raise Refused(words % {"subject": subject, "period": one.period, "fact": one.fact}, "rightings")
    if found.value == one.value:
        raise Refused(_("“%(fact)s”原来就是这个值，没有更正。") % {"fact": one.fact}, "rightings")
    return FactCorrection.objects.create(
        subject=subject, fact=one.fact, period=one.period, before=found.value, after=one.value, **common(by, appeal)
    )
