"""A ruling that says what an event should have been: the score takes the event as the ruling has it, its room keeps the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from kaogong.answer.models import Appeal, Correction
from kaogong.answer.queries.frozen import events_of, has_event
from kaogong.answer.queries.kinds import Thing
from kaogong.answer.states import ALTERATIONS
from kaogong.assess.models import FactCorrection, Run
from kaogong.audit.actions import Refused, together
from kaogong.core.engine.corrected import event_value
from kaogong.core.engine.intake.tables import SCALE
from kaogong.core.engine.intake.values import day_text
from kaogong.core.problem import Problem
from kaogong.org.models import Account
from kaogong.org.models.labels import spoken
from kaogong.org.queries import today
from kaogong.plan.queries import book_of


@dataclass(frozen=True, slots=True)
class Alteration:
    """What an event of the ledgers should have said. `column`: one of `ALTERATIONS`; `value`: as written, by name or id."""

    incident: str
    column: str
    value: str
    proof: str = ""


def common(by: Account | None, appeal: Appeal) -> dict[str, Any]:
    """What every correction by a ruling carries: which run, which ruling, by whom and why."""
    return {
        "run": appeal.run,
        "ruling": appeal.ruling,
        "body": appeal.body,
        "reason": appeal.found,
        "by": by,
        "on": today(),
    }


def kept(appeal: Appeal, made: list[FactCorrection]) -> list[FactCorrection]:
    """What was put right, beside the appeal that put it right."""
    Correction.objects.bulk_create(Correction(appeal=appeal, made=one) for one in made)
    return made


def only_altered(by: Account | None, appeal: Appeal, told: Thing, rightings: Sequence[object]) -> list[FactCorrection]:
    """A card, a finding or an entry stays; its events say otherwise, of everybody whom it cost something."""
    if appeal.kind == "attendance":
        raise Refused(_("考勤记录按更正恢复，不改写事件。请删去“改写的台账事件”。"), "alterations")
    if appeal.run is None:
        raise Refused(_("这一年还没有正式计分，没有可以改写的事件。请在它的页面上更正，或者撤销。"), "alterations")
    several = together(partial(_of_everybody, by, appeal, told, one) for one in rightings)
    return kept(appeal, [one for made in several for one in made])


def _of_everybody(by: Account | None, appeal: Appeal, told: Thing, one: object) -> list[FactCorrection]:
    """One alteration, at the unit and at the person, as far as it cost them something."""
    assert appeal.run is not None
    if not isinstance(one, Alteration):
        raise Refused(_("改写事件的，原记录保留，不再同时更正数据或撤销事件。请只写其中一种。"), "alterations")
    numbers = (told.incident, *told.marks)
    if one.incident not in numbers:
        told_words = {"incident": one.incident, "number": _("、").join(number for number in numbers if number)}
        raise Refused(_("这件申诉只涉及事件 %(number)s，不能改写“%(incident)s”。") % told_words, "alterations")
    codes = [each.code for each in (told.unit, told.person) if each is not None]
    hit = [code for code in codes if has_event(appeal.run, one.incident, code, one.proof or told.proof)]
    if not hit:
        raise Refused(absent(_("、").join(codes), one.incident), "alterations")
    return [altered(by, appeal, replace(one, proof=one.proof or told.proof), code) for code in hit]


def absent(subject: str, incident: str) -> str:
    """Why nothing can be done about an event: it is not among those of the run."""
    words = _("这次计分冻结的台账里没有 %(subject)s 的事件“%(incident)s”。请从“原冻结事件”里核对编号和证据。")
    return words % {"subject": subject, "incident": incident}


def altered(by: Account | None, appeal: Appeal, one: Alteration, subject: str) -> FactCorrection:
    """An event that counts says otherwise: one, or one that counts several times.

    Raises:
        Refused: there is none, there are several that differ, or the rulebook does not know what it is to say.
    """
    assert appeal.run is not None
    held = [each for each in events_of(appeal.run, subject, [one.incident]) if each.evidence.startswith(one.proof)]
    if not held:
        raise Refused(absent(subject, one.incident), "alterations")
    if len(held) > 1:
        words = _("编号“%(incident)s”有 %(n)s 件不同的事件。请加写证据开头，只选其中一件。")
        raise Refused(words % {"incident": one.incident, "n": len(held)}, "alterations")
    event = held[0]
    becomes = _written(appeal.run, event.ledger, one)
    if event.says[one.column] == becomes:
        words = _("事件“%(incident)s”的%(column)s原来就是“%(value)s”，没有改写。")
        told = {"incident": one.incident, "column": _(ALTERATIONS[one.column]), "value": event.words[one.column]}
        raise Refused(words % told, "alterations")
    if appeal.run.corrections.filter(
        subject=subject, incident=one.incident, proof=one.proof, column=one.column
    ).exists():
        raise Refused(_("事件“%(incident)s”已经改写过这一栏。") % {"incident": one.incident}, "alterations")
    return FactCorrection.objects.create(
        subject=subject, incident=one.incident, proof=one.proof, ledger=event.ledger, column=one.column,
        was=event.says[one.column], becomes=becomes, **common(by, appeal),
    )  # fmt: skip


def _written(run: Run, ledger: str, one: Alteration) -> str:
    """What the event is to say, in the one way that is kept: a declared word by its id, a date as in ISO 8601."""
    value = event_value(book_of(run.edition), ledger, one.column, one.value)
    if isinstance(value, Problem):
        words = _("事件“%(incident)s”的%(column)s：%(what)s。%(fix)s。")
        told = {
            "incident": one.incident,
            "column": _(ALTERATIONS[one.column]),
            "what": spoken(value.what),
            "fix": spoken(value.fix),
        }
        raise Refused(words % told, "alterations")
    if one.column == "day":
        return day_text(int(value))
    return f"{Decimal(value).scaleb(-SCALE).normalize():f}" if one.column == "quantity" else str(value)
