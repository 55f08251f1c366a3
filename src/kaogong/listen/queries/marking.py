"""What a ballot says: checked against its questionnaire, and its points for each unit, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused
from kaogong.listen.models import Question, Questionnaire
from kaogong.listen.states.surveys import UNKNOWN
from kaogong.plan.queries.figures import cut

PLACES = 4
"""Of a ballot's points for a unit; one of three and the like are cut there."""
LONGEST = 500
"""Letters of what is told in words."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot as it is counted: answers by unit and question, points by unit, and words apart from both."""

    content: dict[str, Any]
    scores: dict[str, str]
    words: list[tuple[int | None, str]] = field(default_factory=list)
    straight: bool = False
    """All questions of points were answered alike."""


def questions_of(sheet: Questionnaire) -> list[Question]:
    """The questions of a version, in their order."""
    return list(sheet.questions.order_by("place"))


def marked(questions: Sequence[Question], units: Iterable[int], given: Mapping[str, Any], straight_from: int) -> Ballot:
    """Check and mark what was answered.

    Args:
        questions: of the version that was shown.
        units: the units the ballot is about.
        given: `u`: answers by unit and question, `g`: answers to what is asked once.
        straight_from: so many equal answers are doubtful.

    Raises:
        Refused: an answer that is not among the options, or nothing answered at all.
    """
    known = {str(one) for one in units}
    if strange := set(given.get("u", {})) - known:
        raise Refused(_("答卷里有不在名单上的单位：%(units)s。") % {"units": _("、").join(sorted(strange))})
    each, once = [one for one in questions if one.each], [one for one in questions if not one.each]
    content: dict[str, Any] = {"u": {}, "g": {}}
    scores: dict[str, str] = {}
    words: list[tuple[int | None, str]] = []
    said: list[str] = []
    for unit in sorted(given.get("u", {}), key=int):
        held, told = _checked(each, given["u"][unit])
        words += [(int(unit), text) for text in told]
        if held:
            content["u"][unit] = held
        points = list(_points(each, held))
        said += _plain(each, held)
        if points:
            scores[unit] = f"{cut(sum(points, Fraction(0)) / len(points), PLACES):f}"
    held, told = _checked(once, given.get("g", {}))
    content["g"] = held
    words += [(None, text) for text in told]
    if not content["u"] and not content["g"] and not words:
        raise Refused(_("一题都没有答。请至少答一题，不了解的可以选“不了解”。"))
    return Ballot(content, scores, words, len(said) >= straight_from and len(set(said)) == 1)


def _checked(questions: Sequence[Question], answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The answers that are, and what was told in words."""
    held: dict[str, Any] = {}
    told = []
    for one in questions:
        answer = answers.get(one.code)
        if answer in (None, "", {}):
            continue
        if one.kind == "text":
            told.append(str(answer).strip()[:LONGEST])
        elif one.kind == "matrix":
            rows = {row: _option(one, answer[row]) for row in one.rows if answer.get(row)}
            if rows:
                held[one.code] = rows
        else:
            held[one.code] = _option(one, answer)
    return held, [text for text in told if text]


def _option(question: Question, answer: Any) -> str:
    keys = {str(option["key"]) for option in question.options} | ({UNKNOWN} if question.unknown else set())
    if str(answer) not in keys:
        told = {"code": question.code, "answer": answer, "known": _("、").join(sorted(keys))}
        raise Refused(_("第 %(code)s 题没有“%(answer)s”这个选项。可写：%(known)s。") % told, question.code)
    return str(answer)


def _points(questions: Sequence[Question], held: Mapping[str, Any]) -> Iterable[Fraction]:
    """The points of each question that counts; who does not know is left out."""
    for one in questions:
        if not one.counts or one.code not in held:
            continue
        worth = {str(option["key"]): option.get("points") for option in one.options}
        answers = held[one.code].values() if isinstance(held[one.code], dict) else [held[one.code]]
        found = [Fraction(str(worth[key])) for key in answers if key != UNKNOWN and worth.get(key) is not None]
        if found:
            yield sum(found, Fraction(0)) / len(found)


def _plain(questions: Sequence[Question], held: Mapping[str, Any]) -> list[str]:
    """The keys answered to what counts, without those who do not know."""
    found: list[str] = []
    for one in questions:
        if one.counts and one.code in held:
            answer = held[one.code]
            found += [key for key in (answer.values() if isinstance(answer, dict) else [answer]) if key != UNKNOWN]
    return found


def rate(part: int, whole: int) -> Decimal | None:
    """Per cent to one place, half up; None of nothing."""
    return cut(Fraction(part * 100, whole), 1) if whole else None
