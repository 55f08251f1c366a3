"""`events`: marks for the confirmed events of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, one_of, problem
from kaogong.core.methods.marks import given, shown, start_marks, worth
from kaogong.core.methods.params import start
from kaogong.core.methods.terms import (
    ZERO,
    Branch,
    Case,
    Compare,
    EventMarks,
    EventRule,
    Num,
    Sub,
    Term,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]


def rules(params: Params) -> tuple[EventRule, ...]:
    """The tariff, whichever way it is written."""
    if params["marks"] is not None:
        return tuple(EventRule(marks, kind=kind) for kind, marks in params["marks"].items())
    return tuple(EventRule(row["marks"], row["kind"], row["severity"], row["finder"]) for row in params["rules"])


def event_marks(params: Params) -> EventMarks:
    """The summed marks, before they are taken or added."""
    repeat = params["repeat"] or {"from": 0, "times": Fraction(1)}
    return EventMarks(
        params["ledger"],
        rules(params),
        per=params["per"],
        free=params["free"],
        repeat_from=repeat["from"],
        repeat_factor=repeat["times"],
        nth=params["nth"] or (),
        highest_per="" if params["highest_per"] == "none" else params["highest_per"],
        cap_each=tuple((params["cap_each"] or {}).items()),
        via=params["via"] or "",
        share=params["share"],
        average_over=params["average_over"] or "",
    )


def happened(params: Params) -> Term:
    """How many events match the tariff: each is worth one."""
    ones = tuple(replace(rule, marks=Fraction(1)) for rule in rules(params))
    return EventMarks(params["ledger"], ones, via=params["via"] or "", average_over=params["average_over"] or "")


def build(ctx: Context, params: Params) -> Term:
    """Start − Σ, or Σ; with what is declared for no event and for nothing assigned."""
    value: Term = event_marks(params)
    if params["mode"] == "deduct":
        value = Sub(Num(start_marks(params["start"], ctx.full)), value)
    if params["if_none"] is not None:
        none = Branch(
            Compare("==", happened(params), ZERO),
            worth(params["if_none"], ctx.full),
            Text("本期没有此类事件", "no such event in the period"),
        )
        value = Case((none,), value)
    if params["assigned"] is None:
        return value
    assigned = ctx.term(params["assigned"])
    idle = Branch(
        Compare("==", assigned, ZERO),
        worth(params["none_assigned"], ctx.full),
        Text("本期没有交办", "nothing was assigned in the period"),
    )
    return Case((idle, Branch(given(assigned), value)))


def check(params: Params, _full: Fraction) -> list[Problem]:
    """One tariff, with the signs its mode asks for, and nothing that contradicts."""
    why = Text("分值要么按类型写，要么按规则表写", "the tariff is written by kind, or as a table of rules")
    found = one_of({"marks": params["marks"] is not None, "rules": params["rules"] is not None}, why)
    if not found:
        found = check_signs(params)
    for kind, cap in (params["cap_each"] or {}).items():
        found += must_be_positive(f"cap_each.{kind}", cap)
    if params["repeat"] is not None:
        found += must_be_positive("repeat.from", params["repeat"]["from"])
        found += must_be_positive("repeat.times", params["repeat"]["times"])
    return found + check_pairs(params)


def check_signs(params: Params) -> list[Problem]:
    """K410: `deduct` and `add` are written with positive marks; only `signed` has both signs."""
    if params["mode"] == "signed":
        return []
    wrong = [marks for marks in [*(rule.marks for rule in rules(params)), *(params["nth"] or ())] if marks < 0]
    return [
        problem(
            "K410",
            Text(
                f"`mode: {params['mode']}` 写了 {shown(marks)} 分",
                f"`mode: {params['mode']}` with {shown(marks)} marks",
            ),
            Text(
                "扣还是加由 `mode` 决定；负数会把扣分变成加分",
                "`mode` says take or add; a minus would turn it round",
            ),
            Text("写正数，或用 `mode: signed`", "write positive marks, or use `mode: signed`"),
        )
        for marks in wrong
    ]


def check_pairs(params: Params) -> list[Problem]:
    """K411: parameters that mean nothing together."""
    pairs = (
        ("nth", "repeat", params["nth"] is not None and params["repeat"] is not None),
        ("via", "average_over", params["via"] is not None and params["average_over"] is not None),
        ("share", "no `via`", params["share"] != 1 and params["via"] is None),
    )
    return [
        problem(
            "K411",
            Text(f"`{one}` 与 `{two}` 不能这样搭配", f"`{one}` does not go with `{two}`"),
            Text(
                "`share` 只用于 `via`；其余各对互相排斥",
                "`share` needs `via`; the others exclude each other",
            ),
            Text("去掉其中一个", "remove one of them"),
        )
        for one, two, wrong in pairs
        if wrong
    ]


def shape(params: Params, full: Fraction) -> Shape:
    """Deductions have the start as their greatest value, additions zero as their least."""
    if params["mode"] == "deduct":
        return Shape(None, start_marks(params["start"], full), "no")
    return Shape(Fraction(0) if params["mode"] == "add" else None, None, "no")


def limits(params: Params) -> tuple[str, str]:
    """Signed events have neither floor nor cap unless the item declares them."""
    return ("none", "none") if params["mode"] == "signed" else ("zero", "full")


RULES = (
    Param("kind", "text", Text("类型", "kind")),
    Param("severity", "text", Text("程度", "severity")),
    Param("finder", "text", Text("查获者", "finder")),
    Param("marks", "number", Text("分", "marks"), required=True),
)
REPEAT = (
    Param("from", "integer", Text("从第几件起", "from which event on"), default=2),
    Param("times", "number", Text("每再一件乘以", "each further one times"), required=True),
)
TARIFF = (
    Param("ledger", "ledger", Text("台账", "the ledger"), required=True),
    Param(
        "mode",
        "choice",
        Text(
            "`deduct` 从起点扣；`add` 加；`signed` 有正有负",
            "`deduct`: taken from the start; `add`; `signed`: both signs",
        ),
        default="deduct",
        choices=("deduct", "add", "signed"),
    ),
    start(
        Text(
            "`deduct` 的起点分：`full` 或数；在 `role: deduction` 下默认为 0",
            "where `deduct` begins: `full` or a number; under `role: deduction` the default is 0",
        )
    ),
    Param("marks", "map", Text("类型: 分", "kind: marks"), value="number"),
    Param("rules", "table", Text("规则表，先符合者算数", "rules, the first that matches counts"), columns=RULES),
    Param(
        "per",
        "choice",
        Text("按件、按数量或按事由计", "per event, per quantity or per incident"),
        default="event",
        choices=("event", "quantity", "incident"),
    ),
)
TREATMENT = (
    Param("free", "integer", Text("前几件不计", "the first n are free"), default=0),
    Param("repeat", "record", Text("累犯加倍", "repetition multiplies"), columns=REPEAT),
    Param(
        "nth",
        "numbers",
        Text("第 1、2、3… 件各多少分，之后同最后一个", "marks of the 1st, 2nd, … event, the last for all later"),
    ),
    Param(
        "highest_per",
        "choice",
        Text("同一事由（或对象）只计最高的一件", "only the dearest event of an incident (or of the subject)"),
        default="none",
        choices=("none", "incident", "subject"),
    ),
    Param("cap_each", "map", Text("类型: 最多多少分", "kind: the most it can amount to"), value="number"),
)
AROUND = (
    Param(
        "assigned",
        "formula",
        Text("交办数；为 0 时按 `none_assigned`", "how many were assigned; at 0 see `none_assigned`"),
    ),
    Param(
        "none_assigned",
        "choice",
        Text("没有交办时", "when nothing was assigned"),
        default="full",
        choices=("full", "zero", "missing"),
    ),
    Param(
        "if_none",
        "choice",
        Text("没有此类事件时", "when there is no such event"),
        choices=("zero", "full", "missing"),
    ),
    Param(
        "via",
        "link",
        Text("计所关联对象的事件（连带责任）", "the events of linked subjects (joint liability)"),
    ),
    Param(
        "share",
        "number",
        Text("`via` 时计多大份额", "with `via`, the share that counts"),
        default=Fraction(1),
    ),
    Param("average_over", "link", Text("按所关联的下级单位平均", "averaged over the linked sub-units")),
)

METHOD = Method(
    name="events",
    title=Text("事件计分", "Events"),
    summary=Text(
        "台账中已确认事件的分。依次："
        "对规则、同一事由取最高、前几件不计、累犯加倍或逐件定分、乘数量、各类封顶、求和。"
        "扣分扣完为止；`signed` 上下都不封。",
        "Marks for confirmed events, in this order: match the tariff, the dearest of each incident, the "
        "first n free, "
        "repetition, times quantity, caps per kind, sum. Deductions stop at zero; `signed` has no limits.",
    ),
    params=TARIFF + TREATMENT + AROUND,
    build=build,
    check=check,
    shape=shape,
    limits=limits,
    example="""\
events:
  card: {name: 黄红牌, kinds: {yellow: 黄牌, red: 红牌, uncorrected: 催办不改}}
item:
  id: cards
  name: 预警纠错
  full: 15
  method: events
  ledger: card
  mode: deduct
  marks: {yellow: 2, red: 5, uncorrected: 10}
""",
)
