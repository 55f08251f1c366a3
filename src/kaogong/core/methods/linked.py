"""`linked`: results of linked subjects."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, needs_full, problem
from kaogong.core.methods.marks import scaled, start_marks, worth
from kaogong.core.methods.params import start
from kaogong.core.methods.terms import (
    ZERO,
    Branch,
    Case,
    Compare,
    LinkCount,
    LinkStat,
    Mul,
    Num,
    Sub,
    Term,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]
OPPOSITE = {"max": "min", "min": "max"}
"""The greatest loss is that of the lowest result."""


def statistic(params: Params, name: Any) -> LinkStat:
    """One statistic over the linked results."""
    sheet, item = params["of"]
    return LinkStat(params["link"], sheet, item, name, params["direction"])


def taken(params: Params, full: Fraction) -> Term:
    """share × the linked results, rescaled when their full marks are written."""
    factor: Fraction = params["share"]
    if params["from"] is not None:
        factor *= Fraction(full, params["from"])
    return scaled(statistic(params, params["by"]), factor)


def lost(params: Params) -> Term:
    """share × what the linked subjects lost of `from`."""
    by, whole = params["by"], Num(params["from"])
    if by == "sum":
        loss: Term = Sub(Mul((whole, statistic(params, "count"))), statistic(params, "sum"))
    else:
        loss = Sub(whole, statistic(params, OPPOSITE.get(by, by)))
    return scaled(loss, params["share"])


def build(ctx: Context, params: Params) -> Term:
    """The share taken, or the start less the share of the loss; and what is declared for gaps."""
    links = LinkCount(params["link"], params["direction"])
    if params["mode"] == "loss":
        value: Term = Sub(Num(start_marks(params["start"], ctx.full)), lost(params))
    else:
        value = taken(params, ctx.full)
    branches = [
        Branch(
            Compare("==", links, ZERO),
            worth(params["none"], ctx.full),
            Text("没有关联对象", "nobody is linked"),
        )
    ]
    if params["absent"] == "refuse":
        complete = Compare("==", statistic(params, "count"), links)
        note = Text("关联对象都有结果", "every linked subject has a result")
        return Case((*branches, Branch(complete, value, note)))
    return Case(tuple(branches), value)


def check(params: Params, full: Fraction) -> list[Problem]:
    """`loss` knows the full marks and takes no weights; rescaling knows its own."""
    found = must_be_positive("share", params["share"])
    if params["mode"] == "take":
        return found + ([] if params["from"] is None else needs_full(full) + must_be_positive("from", params["from"]))
    if params["from"] is None:
        found.append(
            problem(
                "K402",
                Text("`mode: loss` 没有写 `from`", "`mode: loss` without `from`"),
                Text("要知道对方满分才知道扣了多少", "the loss is counted from the other's full marks"),
                Text(
                    "写 `from:`，即对方该项的满分（扣分项写 0）",
                    "write `from:`, the full marks there (0 for a deduction)",
                ),
            )
        )
    if params["by"] == "weighted":
        found.append(
            problem(
                "K411",
                Text("`mode: loss` 不能用 `by: weighted`", "`mode: loss` does not go with `by: weighted`"),
                Text(
                    "份额之和不一定是 1，所失无从计起",
                    "shares need not make 1, so there is no common full mark",
                ),
                Text("用 `sum`、`mean`、`min`、`max` 或 `one`", "use `sum`, `mean`, `min`, `max` or `one`"),
            )
        )
    return found


def shape(params: Params, full: Fraction) -> Shape:
    """A loss never passes the start as long as nobody passes full marks."""
    return Shape(None, start_marks(params["start"], full) if params["mode"] == "loss" else None, "up")


METHOD = Method(
    name="linked",
    title=Text("关联结果", "Linked"),
    summary=Text(
        "`take`：份额 × 关联对象的结果（写了 `from` 则按 满分 ÷ `from` 换算）。`loss`：起点（默认满分）− "
        "份额 × 关联对象所失的分。"
        "没有关联对象按 `none`；有的关联对象没有结果：`refuse` 则无得分，`exclude` 则只看有结果的。",
        "`take`: share × results of linked subjects (× full ÷ `from` when written). `loss`: start "
        "(default full) − share × what they "
        "lost of `from`. Nobody linked: `none`. A linked subject without a result: no score (`refuse`), "
        "or left out (`exclude`).",
    ),
    params=(
        Param("link", "link", Text("关联", "the link"), required=True),
        Param("of", "node", Text("对方的 `表.项`", "`sheet.item` of the other"), required=True),
        Param(
            "by",
            "choice",
            Text(
                "多个结果怎样合；`weighted` 按关联的份额",
                "how several combine; `weighted` by the shares of the links",
            ),
            default="mean",
            choices=("mean", "sum", "min", "max", "one", "weighted"),
        ),
        Param("share", "number", Text("计多大份额", "the share that counts"), default=Fraction(1)),
        Param(
            "direction",
            "choice",
            Text(
                "`down` 从本对象指出的关联，`up` 指向本对象的",
                "`down`: links from this subject; `up`: links to it",
            ),
            default="down",
            choices=("down", "up"),
        ),
        Param(
            "mode",
            "choice",
            Text("取结果或分担所失", "take results, or share losses"),
            default="take",
            choices=("take", "loss"),
        ),
        Param("from", "number", Text("对方该项的满分", "full marks of the other's item")),
        start(Text("`loss` 的起点分：`full` 或数", "where `loss` begins: `full` or a number")),
        Param(
            "none",
            "choice",
            Text("没有关联对象时", "when nobody is linked"),
            default="missing",
            choices=("missing", "full", "zero"),
        ),
        Param(
            "absent",
            "choice",
            Text("关联对象没有结果时", "when a linked subject has no result"),
            default="refuse",
            choices=("refuse", "exclude"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
subjects:
  kinds: {unit: 单位, person: 工作人员}
links:
  heads: {name: 主持, from: person, to: unit, kind: superior}
sheets:
  - id: unit_year
    name: 单位年度考核
    for: {kind: unit}
    every: year
    full: 100
    items: [{id: given, name: 基础分, full: 100, method: fixed, marks: full}]
item:
  id: unit_result
  name: 所在单位结果
  full: 60
  method: linked
  link: heads
  of: unit_year.total
  by: one
  from: 100
""",
)
