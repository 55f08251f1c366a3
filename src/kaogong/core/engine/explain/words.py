"""How values and states are said to people, the same in text and on pages."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from kaogong.core.engine.explain.ledger import EventLine
from kaogong.core.engine.explain.numbers import MANY, MINUS, about_text, exact_text
from kaogong.core.engine.explain.parts import Explanation, Input, Part, Place, Source, Status
from kaogong.core.engine.intake.tables import STATES
from kaogong.core.problem import Lang, Text


class Stops(NamedTuple):
    """The punctuation of a language, with its blanks."""

    semicolon: str
    colon: str
    comma: str
    left: str
    right: str


STOPS: dict[Lang, Stops] = {"zh": Stops("；", "：", "，", "（", "）"), "en": Stops("; ", ": ", ", ", " (", ")")}
MISSING = Text("暂缺", "missing")
NO_SCORE: dict[Status, Text] = {
    "missing": MISSING,
    "left_out": Text("不计", "left out"),
    "stand_in": Text("按规定代入", "by its policy"),
    "not_applicable": Text("不适用", "not applicable"),
    "withheld": Text("算式不列", "arithmetic withheld"),
    "scored": Text("", ""),
}
"""What is said beside an item that was not simply scored."""
TWO, FOUR = 2, 4


@lru_cache(MANY)
def points(value: Fraction | None) -> str:
    """Marks in a column: two places, four where it has more, `≈` where it goes on; a dash where there are none."""
    if value is None:
        return "—"
    for places in (TWO, FOUR):
        if (value * 10**places).denominator == 1:
            return about_text(value, places)
    return "≈" + about_text(value)


def lost(part: Part) -> str:
    """Marks lost, with a minus; 0 where none is."""
    loss = part.loss
    if loss is None:
        return "" if part.value is not None else "—"
    return "0" if not loss else points(-loss) if loss > 0 else "+" + points(-loss)


def worth(part: Part) -> str:
    """Full marks, or the weight in percent."""
    if part.weight is not None:
        return exact_text(part.weight * 100) + "%"
    return "—" if part.full is None else points(part.full)


def cited(source: Source | None, clause: str = "") -> Text:
    """A source in words: `绩效考核办法 附二（市监〔2010〕12号）`."""
    if source is None:
        return Text.same(clause)
    tail = f"（{source.document}）" if source.document else ""
    zh = " ".join(part for part in (source.name.zh + tail, source.locus, clause) if part)
    en = " ".join(
        part for part in (source.name.en, source.document and f"({source.document})", source.locus, clause) if part
    )
    return Text(zh, en)


def supplied(one: Input) -> Text:
    """Who supplied and approved a fact."""
    zh, en = [], []
    if one.supplier:
        zh.append(f"{one.supplier} 提供")
        en.append(f"supplied by {one.supplier}")
    if one.approved_by:
        day = f" {one.approved_on}" if one.approved_on else ""
        zh.append(f"{one.approved_by} 批准{day}")
        en.append(f"approved by {one.approved_by}{day}")
    return Text("，".join(zh), ", ".join(en))


def value_words(one: Input) -> Text:
    """The value of a fact with its unit; 暂缺 where it is missing."""
    if one.shown is None:
        return MISSING
    return Text(
        one.shown.zh + (" " + one.unit if one.unit else ""), one.shown.en + (" " + one.unit if one.unit else "")
    )


def described(line: EventLine) -> Text:
    """An event in words: kind, severity, finder, quantity, state."""
    more = [one for one in (line.severity, line.finder) if one is not None]
    zh, en = [line.kind.zh, *(one.zh for one in more)], [line.kind.en, *(one.en for one in more)]
    if line.quantity != 1:
        zh.append(f"数量 {exact_text(line.quantity)}")
        en.append(f"quantity {exact_text(line.quantity)}")
    if line.state != "confirmed":
        state = STATES.get(line.state, Text.same(line.state))
        zh.append(state.zh)
        en.append(state.en)
    return Text(" ".join(zh), ", ".join(en))


def placed(place: Place) -> Text:
    """A place in words: `第 5 名，共 24`."""
    if place.rank is None:
        return Text(f"不排名，{place.pool.zh}共 {place.size}", f"not ranked, {place.size} in {place.pool.en}")
    ties = Text(f"，与 {place.same} 个并列", f", shared with {place.same}") if place.same else Text("", "")
    return Text(f"第 {place.rank} 名{ties.zh}，共 {place.size}", f"no. {place.rank}{ties.en} of {place.size}")


def headline(one: Explanation) -> Text:
    """Total, grade and place in one line."""
    zh, en = [f"总分 {points(one.total)}"], [f"total {points(one.total)}"]
    if one.total is None:
        zh, en = ["没有总分"], ["no total"]
    for grade in one.grades[:1]:
        if grade.grade:
            zh.append(f"等次 {grade.grade}")
            en.append(f"grade {grade.grade}")
    for place in one.places[:1]:
        zh.append(placed(place).zh)
        en.append(placed(place).en)
    return Text(" · ".join(zh), " · ".join(en))


__all__ = [
    "MINUS",
    "MISSING",
    "NO_SCORE",
    "STOPS",
    "cited",
    "described",
    "headline",
    "lost",
    "placed",
    "points",
    "supplied",
    "value_words",
    "worth",
]
