"""What is checked as a report is typed: contradictions stop it, surprises ask for a sentence. Each says what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import PartRule, Report, Rules
from kaogong.monitor.queries.periods import before
from kaogong.org.queries import today
from kaogong.plan.models import Target
from kaogong.plan.queries.figures import cut, places_of, said


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with what was typed. `fixes`: ready repairs, as field, value and words of the button."""

    field: str
    words: str
    grave: bool = True
    fixes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed about a target."""

    value: Decimal | None
    words: str = ""
    cause: str = ""
    standing: str = "ongoing"
    parts: Mapping[int, Decimal] | None = None
    pieces: int = 0
    """Pieces of evidence."""


def check_value(target: Target, entered: Entered, rules: Rules, last: Report | None) -> list[Finding]:
    """Contradictions in the figures, and figures that surprise."""
    value = entered.value
    found = list(_parts(target, entered))
    if value is None:
        return found
    places = target.indicator.places
    if places_of(value) > places:
        words = _("“%(value)s”有 %(n)s 位小数，这项指标留 %(places)s 位。请按 %(places)s 位填写。")
        found.append(Finding("value", words % {"value": said(value), "n": places_of(value), "places": places}))
    if last is not None and last.value is not None:
        found += _against(target, entered, last.value, rules)
    return found


def _parts(target: Target, entered: Entered) -> list[Finding]:
    given = entered.parts or {}
    names = dict(PartRule.objects.filter(indicator=target.indicator_id, pk__in=given).values_list("pk", "name"))
    found = []
    for key, part in given.items():
        name = names.get(key, "")
        if entered.value is None:
            words = _("填了“%(name)s”，没有填累计。请补填累计，或清空本栏。")
            found.append(Finding(f"part_{key}", words % {"name": name}))
        elif part > entered.value:
            words = _("“%(name)s”%(part)s 大于“累计”%(value)s。%(name)s是累计的一部分，请改小本栏，或改上一栏。")
            told = {"name": name, "part": said(part), "value": said(entered.value)}
            fix = ("value", f"{part:f}", _("累计改为 %(part)s") % {"part": said(part)})
            found.append(Finding(f"part_{key}", words % told, fixes=(fix,)))
    return found


def _against(target: Target, entered: Entered, before: Decimal, rules: Rules) -> list[Finding]:
    """Against the period before: a cumulative figure does not fall, and does not leap, without a sentence."""
    assert entered.value is not None
    grave = not entered.words.strip()
    told = {"value": said(entered.value), "before": said(before)}
    cumulative = target.indicator.direction == "higher" and target.indicator.splits == "sum"
    if cumulative and entered.value < before:
        words = _("累计 %(value)s 小于上期 %(before)s。累计数一般不会变小；若是更正，请在进展说明里写明原因。")
        return [Finding("value", words % told, grave)]
    if rules.jump_share is None or before == 0:
        return []
    change = abs(Fraction(Fraction(entered.value) - Fraction(before), Fraction(before))) * 100
    if change <= Fraction(rules.jump_share):
        return []
    told |= {"change": said(cut(change, 1)), "most": said(rules.jump_share)}
    words = _("%(value)s 与上期 %(before)s 相差 %(change)s%%，超过 %(most)s%%。请核对；无误的，在进展说明里写明原因。")
    return [Finding("value", words % told, grave)]


def check_standing(due: dt.date | None, entered: Entered, day: dt.date | None = None) -> list[Finding]:
    """A report says what the state of the work requires: results, progress, causes (QD-15)."""
    when = day or today()
    found = []
    if entered.standing == "finished" and not entered.pieces:
        found.append(Finding("evidence", _("已办结须附结果证据。请上传材料，或改为“在办”。")))
    if entered.standing in {"unfinished", "trouble"} and not entered.cause.strip():
        words = _("“未完成”或“出现问题”须写明原因。请填写“未完成原因”。")
        found.append(Finding("cause", words))
    if entered.standing == "ongoing":
        if entered.value is None and not entered.words.strip():
            found.append(Finding("words", _("在办须报进度：填累计数，或写进展说明。")))
        if due is not None and when > due:
            words = _("时限 %(due)s 已过，不能再报“在办”。请改为“已办结”或“未完成”并写明原因。")
            found.append(Finding("standing", words % {"due": due}))
    return found


def findings(report: Report, rules: Rules, day: dt.date | None = None) -> list[Finding]:
    """Everything that is wrong with a report as it stands, and what should be looked at."""
    entered = Entered(
        report.value,
        report.words,
        report.cause,
        report.standing,
        dict(report.parts.values_list("rule_id", "value")),
        report.attachments.filter(withdrawn=False).count(),
    )
    about = report.target or report.task
    found = check_standing(about.due if about else None, entered, day)
    if report.target is not None:
        earlier = before(rules, Period.parse(report.period))
        last = None
        if earlier is not None:
            last = Report.objects.filter(target=report.target, period=str(earlier)).first()
        found = check_value(report.target, entered, rules, last) + found
    return found
