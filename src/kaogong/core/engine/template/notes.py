"""What a column's note says: meaning, unit, who supplies it, range, and what an empty cell means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kaogong.core.engine.intake.specs import discretions
from kaogong.core.engine.intake.tables import Column, Table
from kaogong.core.engine.intake.values import (
    EVERY_EXAMPLES,
    PERCENT_UNITS,
    Choice,
    Day,
    Flag,
    LastMonth,
    Number,
    OneOf,
    Period,
    Points,
    Switch,
    decimal_text,
)
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Fact, Missing, Rulebook

YES_NO = (Text("否", "no"), Text("是", "yes"))
MISSING: dict[Missing, Text] = {
    "refuse": Text("留空则不计分，直到补报", "if empty there is no score until it is supplied"),
    "exclude": Text("留空则该项不考，满分从总分中扣除", "if empty the item is left out, and its full marks with it"),
    "rescale": Text("留空则该项不考，其余各项按比例放大", "if empty the item is left out and the rest scaled up"),
    "peer_mean": Text("留空则取同类对象的平均", "if empty the mean of its class is taken"),
    "zero": Text("留空按零分", "if empty it is zero"),
    "full": Text("留空按满分", "if empty it is full marks"),
}
TYPES = {
    "integer": Text("整数", "a whole number"),
    "boolean": Text("是或否", "yes or no"),
    "date": Text("日期", "a date"),
    "choice": Text("从列表中选", "one of the list"),
}


def fact_note(rulebook: Rulebook, fact: Fact) -> Iterator[Text]:
    """The note of a fact's column, line by line."""
    yield fact.name
    if fact.note:
        yield fact.note
    how = TYPES.get(fact.type, _number(fact.places))
    yield Text(f"填法：{how.zh}", f"write: {how.en}")
    if fact.unit:
        percent = Text("（填 85 即 85%）", " (85 means 85%)") if fact.unit in PERCENT_UNITS else Text("", "")
        yield Text(f"单位：{fact.unit}{percent.zh}", f"unit: {fact.unit}{percent.en}")
    if fact.options:
        yield _offered(fact.options)
    if fact.low is not None or fact.high is not None:
        low, high = _limit(fact.low), _limit(fact.high)
        yield Text(f"范围：{low.zh} 至 {high.zh}", f"range: {low.en} to {high.en}")
    if fact.authority:
        yield Text(f"由谁提供：{'、'.join(fact.authority)}", f"supplied by: {', '.join(fact.authority)}")
    if manual := discretions(rulebook).get(fact.id):
        zh = f"酌定：{manual.by or '指定的机构'}打分" + ("，必须写明理由" if manual.reasoned else "")
        en = f"at discretion of {manual.by or 'the body named'}" + ("; a reason is required" if manual.reasoned else "")
        yield Text(zh, en)
    missing = MISSING[fact.missing]
    yield Text(f"没有数据：{missing.zh}", f"no fact: {missing.en}")


def _number(places: int) -> Text:
    """How a number is written."""
    return Text(f"数，至多 {places} 位小数", f"a number with up to {places} decimal places")


def _offered(words: Iterable[str]) -> Text:
    """What may be chosen."""
    listed = list(words)
    return Text(f"选项：{'、'.join(listed)}", f"one of: {', '.join(listed)}")


def _limit(value: object) -> Text:
    """A limit in words."""
    return Text("不限", "any") if value is None else Text.same(str(value))


def column_note(rulebook: Rulebook, table: Table, column: Column, lang: Lang) -> str:
    """The note of any column."""
    if column.key.startswith("f_"):
        lines = fact_note(rulebook, rulebook.facts[column.key.removeprefix("f_")])
    else:
        lines = _lines(table, column, lang)
    return "\n".join(one.say(lang) for one in lines)


def _lines(table: Table, column: Column, lang: Lang) -> Iterator[Text]:
    """The note of a column that holds no fact."""
    yield column.title
    must = column.required and column.default is None
    yield Text("必填", "required") if must else Text("可以不填", "may stay empty")
    if said := spec_words(column, lang):
        yield said
    if column.key == "subject" and table.id == "subjects":
        yield Text("每个对象一个编号，别的表用它指这个对象", "an id for each subject; the other sheets use it")
    if column.default is not None and str(column.default):
        words = default_words(column, lang)
        yield Text(f"不填时：{words}", f"if empty: {words}")


def default_words(column: Column, lang: Lang) -> str:
    """What an empty cell means, as a person would write it."""
    if isinstance(column.spec, Number) and isinstance(column.default, int):
        return decimal_text(column.default, column.spec.places)
    if isinstance(column.spec, Flag):
        return YES_NO[bool(column.default)].say(lang)
    if isinstance(column.spec, OneOf):
        return choices(column.spec, lang).get(str(column.default), str(column.default))
    return str(column.default)


def choices(spec: OneOf, lang: Lang) -> dict[str, str]:
    """The words offered for each stored value: one in the language where there is one."""
    found: dict[str, str] = {}
    english = lang == "en"
    for word, stored in spec.words:
        if stored not in found or (word.isascii() is english and found[stored].isascii() is not english):
            found[stored] = word
    return found


def spec_words(column: Column, lang: Lang) -> Text | None:
    """How the cells of a column are written."""
    spec = column.spec
    if isinstance(spec, Period):
        return _written(EVERY_EXAMPLES[spec.every])
    if isinstance(spec, LastMonth | Day):
        return _written("2026-09-20" if isinstance(spec, Day) else "2026-09")
    if isinstance(spec, Flag):
        return Text("填 是 或 否", "yes or no")
    if isinstance(spec, Number):
        return _number(spec.places) if spec.places else TYPES["integer"]
    offered: Sequence[str] = ()
    if isinstance(spec, Choice):
        offered = spec.options
    elif isinstance(spec, OneOf):
        offered = list(choices(spec, lang).values())
    elif isinstance(spec, Switch):
        offered = switch_choices(spec, lang)
    return _offered(offered) if offered else None


def _written(example: str) -> Text:
    return Text(f"写作 {example}", f"such as {example}")


def switch_choices(spec: Switch, lang: Lang) -> list[str]:
    """The words offered by any of the specs of a switch, when all of them are lists."""
    found: dict[str, None] = {}
    for one in spec.specs.values():
        if isinstance(one, OneOf) and one.code == "K534":
            found.update(dict.fromkeys(choices(one, lang).values()))
        elif isinstance(one, Points):
            found.update(dict.fromkeys(word for word, _ in one.options))
        else:
            return []
    return list(found)
