"""What a column's note says: meaning, unit, who supplies it, range, and what an empty cell means."""

from __future__ import annotations

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
from kaogong.core.scheme.model import Fact, Missing, Rulebook

MISSING: dict[Missing, str] = {
    "refuse": "留空则不计分，直到补报",
    "exclude": "留空则该项不考，满分从总分中扣除",
    "rescale": "留空则该项不考，其余各项按比例放大",
    "peer_mean": "留空则取同类对象的平均",
    "zero": "留空按零分",
    "full": "留空按满分",
}
TYPES = {"integer": "整数", "boolean": "是或否", "date": "日期", "choice": "从列表中选"}


def fact_note(rulebook: Rulebook, fact: Fact) -> str:
    """The note of a fact's column."""
    lines = [fact.name.zh]
    if fact.note:
        lines.append(fact.note.zh)
    lines.append(f"填法：{TYPES.get(fact.type, f'数，至多 {fact.places} 位小数')}")
    if fact.unit:
        lines.append(f"单位：{fact.unit}" + ("（填 85 即 85%）" if fact.unit in PERCENT_UNITS else ""))
    if fact.options:
        lines.append(f"选项：{'、'.join(fact.options)}")
    if fact.low is not None or fact.high is not None:
        lines.append(f"范围：{_limit(fact.low)} 至 {_limit(fact.high)}")
    if fact.authority:
        lines.append(f"由谁提供：{'、'.join(fact.authority)}")
    if manual := discretions(rulebook).get(fact.id):
        lines.append(f"酌定：{manual.by or '指定的机构'}打分" + ("，必须写明理由" if manual.reasoned else ""))
    lines.append(f"没有数据：{MISSING[fact.missing]}")
    return "\n".join(lines)


def _limit(value: object) -> str:
    """A limit in words."""
    return "不限" if value is None else str(value)


def column_note(rulebook: Rulebook, table: Table, column: Column) -> str:
    """The note of any column."""
    if column.key.startswith("f_"):
        return fact_note(rulebook, rulebook.facts[column.key.removeprefix("f_")])
    lines = [column.title.zh, "必填" if column.required and column.default is None else "可以不填"]
    if said := spec_words(column):
        lines.append(said)
    if column.key == "subject" and table.id == "subjects":
        lines.append("每个对象一个编号，别的表用它指这个对象")
    if column.default is not None and str(column.default):
        lines.append("不填时：" + default_words(column))
    return "\n".join(lines)


def default_words(column: Column) -> str:
    """What an empty cell means, as a person would write it."""
    if isinstance(column.spec, Number) and isinstance(column.default, int):
        return decimal_text(column.default, column.spec.places)
    if isinstance(column.spec, Flag):
        return "是" if column.default else "否"
    return _title(column.spec, str(column.default)) if isinstance(column.spec, OneOf) else str(column.default)


def _title(spec: OneOf, stored: str) -> str:
    """The Chinese word of a stored value."""
    return choices(spec).get(stored, stored)


def choices(spec: OneOf) -> dict[str, str]:
    """The words offered for each stored value: the Chinese one where there is one."""
    found: dict[str, str] = {}
    for word, stored in spec.words:
        if stored not in found or (not word.isascii() and found[stored].isascii()):
            found[stored] = word
    return found


def spec_words(column: Column) -> str:
    """How the cells of a column are written."""
    spec = column.spec
    if isinstance(spec, Period):
        return f"写作 {EVERY_EXAMPLES[spec.every]}"
    if isinstance(spec, LastMonth | Day):
        return "写作 2026-09-20" if isinstance(spec, Day) else "写作 2026-09"
    if isinstance(spec, Flag):
        return "填 是 或 否"
    if isinstance(spec, Number):
        return f"数，至多 {spec.places} 位小数" if spec.places else "整数"
    if isinstance(spec, Choice):
        return f"选项：{'、'.join(spec.options)}"
    if isinstance(spec, OneOf) and spec.words:
        return f"选项：{'、'.join(choices(spec).values())}"
    if isinstance(spec, Switch):
        offered = switch_choices(spec)
        return f"选项：{'、'.join(offered)}" if offered else ""
    return ""


def switch_choices(spec: Switch) -> list[str]:
    """The words offered by any of the specs of a switch, when all of them are lists."""
    found: dict[str, None] = {}
    for one in spec.specs.values():
        if isinstance(one, OneOf) and one.code == "K534":
            found.update(dict.fromkeys(choices(one).values()))
        elif isinstance(one, Points):
            found.update(dict.fromkeys(word for word, _ in one.options))
        else:
            return []
    return list(found)
