"""`timely`: days early or late against a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, one_of, problem
from kaogong.core.methods.marks import given, start_marks, stepped, worth
from kaogong.core.methods.params import STEPS, start
from kaogong.core.methods.terms import (
    ZERO,
    All,
    Branch,
    Case,
    Compare,
    Days,
    Known,
    Min,
    Not,
    Num,
    PeriodDay,
    Sub,
    Term,
    add,
    num,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]


def deadline(ctx: Context, due: tuple[str, Any]) -> Term:
    """The due date: a date fact, a day of the year, or so many days after the period's end."""
    kind, value = due
    if kind == "date":
        return ctx.term(value)
    if value["after_period"] is not None:
        return PeriodDay(0, value["after_period"])
    return PeriodDay(value["month"], value["day"], value["year"])


def early(start_at: Fraction, days: Term, params: Params) -> Term:
    """Start + marks for the days early, up to `early_cap`."""
    marks = stepped(Sub(ZERO, days), params["early_each"], params)
    cap = params["early_cap"]
    return add(Num(start_at), marks if cap is None else Min((marks, Num(cap))))


def build(ctx: Context, params: Params) -> Term:
    """Start less so much per day late beyond the free days, or plus so much per day early."""
    done, due = ctx.term(params["done"]), deadline(ctx, params["due"])
    days = Days(due, done, working=params["days"] == "working")
    start_at, free = start_marks(params["start"], ctx.full), params["free"]
    branches = [
        Branch(
            All((Not(Known(done)), Known(due))),
            worth(params["not_done"], ctx.full),
            Text("没有完成", "not done"),
        )
    ]
    if params["late_each"] is not None:
        late = Sub(days, num(free)) if free else days
        lost = Sub(Num(start_at), stepped(late, params["late_each"], params))
        branches.append(Branch(Compare(">", days, num(free)), lost, Text("逾期", "late")))
    if params["early_each"] is not None:
        branches.append(Branch(Compare("<", days, ZERO), early(start_at, days, params), Text("提前", "early")))
    branches.append(Branch(given(days), Num(start_at), Text("按期", "on time")))
    return Case(tuple(branches))


def check(params: Params, _full: Fraction) -> list[Problem]:
    """Positive rates; a whole day of the year or days after the period; something to score."""
    found = must_be_positive("step", params["step"])
    for name in ("late_each", "early_each", "early_cap"):
        found += must_be_positive(name, params[name])
    if params["late_each"] is None and params["early_each"] is None:
        found.append(
            problem(
                "K402",
                Text("`late_each`、`early_each` 都没有写", "neither `late_each` nor `early_each` is written"),
                Text("早晚都一样得分", "early and late would score alike"),
                Text("写上每逾期（提前）一天的分", "write the marks per day late (or early)"),
            )
        )
    kind, due = params["due"]
    if kind == "day":
        day = due["month"] is not None and due["day"] is not None
        why = Text(
            "期限要么是某月某日，要么是期末后若干天",
            "a deadline is a day of the year, or days after the period",
        )
        found += one_of({"month + day": day, "after_period": due["after_period"] is not None}, why)
    return found


def shape(params: Params, full: Fraction) -> Shape:
    """Bounded above by the start and the early marks."""
    top = start_marks(params["start"], full)
    if params["early_each"] is None:
        return Shape(None, top, "down")
    return Shape(None, None if params["early_cap"] is None else top + params["early_cap"], "down")


def limits(params: Params) -> tuple[str, str]:
    """Early marks go beyond full marks: `early_cap` is their limit."""
    return "zero", "full" if params["early_each"] is None else "none"


DUE = (
    Param("month", "integer", Text("月", "month")),
    Param("day", "integer", Text("日", "day")),
    Param("year", "integer", Text("0 当年，1 次年", "0: the same year, 1: the next"), default=0),
    Param("after_period", "integer", Text("期末后第几天", "days after the end of the period")),
)

METHOD = Method(
    name="timely",
    title=Text("及时", "Timely"),
    summary=Text(
        "按期得起点分（默认满分）；超过 `free` 天后每逾期一天扣，每提前一天加（至多 `early_cap`，可超满分）。"
        "完成日当天等于期限日为按期。没有完成日期：无得分，或按 `not_done: zero` 得 0。",
        "On time: the start (default full). Beyond `free` days so much less per day late; so much more "
        "per day early, up to "
        "`early_cap` and past full marks. Done on the due day is on time. No date: no score, or 0 with "
        "`not_done: zero`.",
    ),
    params=(
        Param("done", "formula", Text("完成日期", "the date it was done"), required=True),
        Param(
            "due",
            "either",
            Text(
                "期限：日期型事实，`{month, day, year}` 或 `{after_period: 天数}`",
                "deadline: a date fact, `{month, day, year}` or `{after_period: days}`",
            ),
            required=True,
            options=(
                Param("day", "record", Text("某日", "a day"), columns=DUE),
                Param("date", "formula", Text("日期型事实", "a date fact")),
            ),
        ),
        Param(
            "days",
            "choice",
            Text("日历日或工作日", "calendar or working days"),
            default="calendar",
            choices=("calendar", "working"),
        ),
        Param("late_each", "number", Text("每逾期一档扣", "marks lost per step late")),
        Param("early_each", "number", Text("每提前一档加", "marks gained per step early")),
        Param("early_cap", "limit", Text("提前最多加多少", "the most early days may add")),
        *STEPS,
        Param("free", "integer", Text("宽限天数，不计", "days of grace, not counted"), default=0),
        Param(
            "not_done",
            "choice",
            Text("没有完成日期时", "without a date"),
            default="missing",
            choices=("zero", "missing"),
        ),
        start(Text("按期的分：`full` 或数", "marks on time: `full` or a number")),
    ),
    build=build,
    check=check,
    shape=shape,
    limits=limits,
    example="""\
facts:
  reported_on: {name: 总结报送日期, type: date, every: year}
item:
  id: summary_on_time
  name: 按时报送总结
  full: 2
  method: timely
  done: reported_on
  due: {month: 12, day: 20}
  days: working
  late_each: 0.5
""",
)
