"""Parameters that several methods have, so that one word means one thing everywhere."""

from __future__ import annotations

from fractions import Fraction

from kaogong.core.methods.base import Param
from kaogong.core.problem import Text

OF = Param("of", "formula", Text("被评价的值（公式）", "the value (a formula)"), required=True)
WITHIN = Param(
    "within",
    "within",
    Text(
        "比较范围：`group` 组、`class` 类、`all` 全部，或一个属性",
        "the pool: `group`, `class`, `all`, or an attribute",
    ),
    default="group",
)
ORDER = Param(
    "order",
    "choice",
    Text("`high` 高者为优，`low` 低者为优", "`high` or `low` is better"),
    default="high",
    choices=("high", "low"),
)
MINIMUM_POOL = Param(
    "minimum",
    "integer",
    Text("范围内有值的对象少于此数则无得分", "fewer subjects with a value in the pool: no score"),
    default=0,
)
STEP = Param("step", "number", Text("每一档的大小", "size of one step"), default=Fraction(1))
WHOLE_STEPS = Param(
    "whole_steps",
    "boolean",
    Text("`true` 只按整档计；`false` 按比例", "`true`: whole steps only; `false`: pro rata"),
    default=False,
)
PART_STEP = Param(
    "part_step",
    "choice",
    Text(
        "按整档计时不足一档的：`drop` 不计，`count` 按一档计",
        "with whole steps, a step begun: `drop` or `count` it",
    ),
    default="drop",
    choices=("drop", "count"),
)
STEPS = (STEP, WHOLE_STEPS, PART_STEP)
"""How an amount is counted in steps."""


def start(doc: Text) -> Param:
    """A `start:` parameter: `full` (the default) or a number of marks."""
    return Param("start", "either", doc, default=("word", "full"), options=word_or_number("full"))


def word_or_number(*words: str) -> tuple[Param, Param]:
    """The options of a parameter that is a word or a number: read as ("word", …) or ("number", …)."""
    return (
        Param("word", "choice", Text("词", "a word"), choices=words),
        Param("number", "number", Text("数", "a number")),
    )
