"""What the ruling says, in writing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.answer.models import Appeal
from kaogong.answer.queries.frozen import event_word
from kaogong.answer.queries.kinds import FIGURES, KINDS
from kaogong.answer.states import ALTERATIONS, OUTCOMES, PARTIES
from kaogong.assess.models import FactCorrection
from kaogong.audit.reports.paper import closed_up
from kaogong.core.scheme.model import Rulebook
from kaogong.org.queries import setting, unit_names
from kaogong.plan.queries import book_of


def party_name(appeal: Appeal, party: str) -> str:
    """Whom a ruling goes to."""
    if party == "assessor":
        return str(settings.INSTALLATION)
    if appeal.person is not None:
        return appeal.person.name
    return unit_names([appeal.unit_id]).get(appeal.unit_id, "") if appeal.unit_id else ""


@override(settings.LANGUAGE_CODE)
def told_text(appeal: Appeal, party: str) -> str:
    """The ruling as it goes to one party: what was asked, found, decided, and what can be done against it."""
    outcome = _(OUTCOMES[appeal.outcome])
    lines = [
        _("%(who)s（%(party)s）：") % {"who": party_name(appeal, party), "party": _(PARTIES[party])},
        _("%(day)s收到对“%(title)s”的申诉（%(number)s），原结论：%(stood)s。")
        % {
            "day": day_words(appeal.lodged_on),
            "title": appeal.title,
            "number": appeal.number,
            "stood": _unended(appeal.stood) or _("见原件"),
        },
        _("%(day)s听证，听取了被考核人和考核人的事实、理由、依据和主张，笔录已由听证席签字。")
        % {"day": day_words(appeal.heard_on)},
        _("查明：%(words)s。") % {"words": _unended(appeal.found)},
        _("依据：%(words)s。") % {"words": _unended(appeal.grounds)},
        _("%(body)s（%(meeting)s）裁定：%(outcome)s。")
        % {"body": appeal.body, "meeting": appeal.meeting, "outcome": outcome},
    ]
    lines += corrected_words(appeal)
    if appeal.again_id is not None:
        lines.append(_("得分从原冻结数据重新计算，原结果保留可查；变动的得分、名次、等次另行公布。"))
    if appeal.earlier_id is None:
        days = setting("answer.review_days")
        lines.append(_("不服本裁定的，可以在收到之日起 %(n)s 日内申请复核一次。") % {"n": days})
    else:
        lines.append(_("本裁定为复核裁定，不再受理对同一事项的申诉。"))
    return "\n".join(closed_up(one) for one in lines)


def day_words(day: dt.date | None) -> str:
    """A day as official documents write it, such as 2026年9月4日 (GB/T 9704)."""
    if day is None:
        return ""
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def _unended(words: str) -> str:
    """Words without the full stop they end with, to stand within a sentence."""
    return words.strip().removesuffix(_("。"))


def corrected_words(appeal: Appeal) -> list[str]:
    """What a ruling put right: the thing itself, and the facts of the score, a line each."""
    several = [one.made for one in appeal.corrections.select_related("made").order_by("pk")]
    found = []
    if appeal.outcome == "changed" and appeal.kind == "attendance":
        found.append(_("当日考勤按申诉更正。"))
    elif appeal.outcome == "changed" and appeal.kind not in FIGURES and not any(one.column for one in several):
        found.append(
            _("%(kind)s %(title)s 撤销，不再计分。") % {"kind": KINDS[appeal.kind].name, "title": appeal.title}
        )
    if not several or appeal.run is None:
        return found
    book = book_of(appeal.run.edition)
    return found + [_corrected(one, book) for one in several]


def _corrected(one: FactCorrection, book: Rulebook) -> str:
    if one.column:
        a, b = (event_word(book, one.ledger, one.column, value) for value in (one.was, one.becomes))
        told = {"incident": one.incident, "column": _(ALTERATIONS[one.column]), "a": a or _("未写明"), "b": b}
        return _("台账事件 %(incident)s 的%(column)s由“%(a)s”改为“%(b)s”，按改写后的计分。") % told
    if one.incident:
        return _("撤回台账事件 %(incident)s，不再计分。") % {"incident": one.incident}
    fact = book.facts.get(one.fact)
    places = fact.places if fact else None
    name = fact.name.zh if fact else one.fact
    told = {"fact": name, "period": one.period, "a": _plain(one.before, places), "b": _plain(one.after, places)}
    return _("%(period)s 的“%(fact)s”由 %(a)s 更正为 %(b)s。") % told


def _plain(value: Decimal | None, places: int | None) -> str:
    """A figure with the places it is declared with, where it has no more."""
    if value is None:
        return _("暂缺")
    whole = places is not None and value == round(value, places)
    return f"{value:.{places}f}" if whole else f"{value:f}"
