"""`formula`: the value of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaogong.core.methods.base import Context, Method, Param
from kaogong.core.methods.terms import Term
from kaogong.core.problem import Text


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """The term of the expression, in marks."""
    return ctx.term(params["formula"])


METHOD = Method(
    name="formula",
    title=Text("公式", "Formula"),
    summary=Text(
        "表达式的值即为得分。任何一个操作数缺失则无得分；除以零无得分。",
        "The value of the expression is the marks. No score when an operand is missing or a divisor is zero.",
    ),
    params=(Param("formula", "formula", Text("表达式，单位为分", "the expression, in marks"), required=True),),
    build=build,
    example="""\
facts:
  likelihood: {name: 可能性, type: integer, every: year, range: [1, 5]}
  impact: {name: 影响, type: integer, every: year, range: [1, 5]}
item:
  id: risk
  name: 风险值
  full: 25
  method: formula
  formula: 可能性 × 影响
""",
)
