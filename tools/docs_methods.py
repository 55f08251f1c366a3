"""The page of scoring methods and formula functions, made from METHODS and FUNCTIONS."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Method, Param
from kaogong.core.methods.codes import CODES
from kaogong.core.methods.marks import shown
from kaogong.core.problem import Text
from kaogong.core.scheme.functions import FUNCTIONS, Function

KINDS: dict[str, Text] = {
    "formula": Text("公式", "formula"),
    "condition": Text("条件", "condition"),
    "number": Text("数", "number"),
    "limit": Text("数或 `none`", "number or `none`"),
    "integer": Text("整数", "whole number"),
    "boolean": Text("`true`/`false`", "`true`/`false`"),
    "text": Text("文字", "text"),
    "choice": Text("选一", "one of"),
    "fact": Text("事实", "fact"),
    "ledger": Text("台账", "ledger"),
    "ratings": Text("测评", "ratings"),
    "link": Text("关联", "link"),
    "within": Text("范围", "pool"),
    "node": Text("表.项", "sheet.item"),
    "numbers": Text("数列", "list of numbers"),
    "points": Text("点列", "list of points"),
    "map": Text("对照", "map"),
    "table": Text("表", "table"),
    "record": Text("记录", "record"),
    "either": Text("或", "either"),
}
INTRO = """\
# 评分方法 · Scoring methods

本页由代码生成（`make docs`），不要手改。规则书的写法见 [rulebooks.md](rulebooks.md)。
This page is made from the code (`make docs`); do not edit it. The language: [rulebooks.md](rulebooks.md).

每个叶项写 `method:` 和下列参数。分值单位是分。叶项默认 `floor: 0`、`cap:` 为满分，另有说明者除外。
任何输入缺失即无得分，不是零分也不是满分。
A leaf has `method:` and these parameters. A leaf has `floor: 0` and `cap:` full marks unless said otherwise.
A missing input is no score: neither zero nor full marks.
"""


def page() -> str:
    """The whole text of docs/methods.md."""
    index = "".join(f"- [`{one.name}` {one.title.zh} {one.title.en}](#{anchor(one)})\n" for one in METHODS.values())
    methods = "".join(section(one) for one in METHODS.values())
    return f"{INTRO}\n{index}\n{methods}{functions()}\n{codes()}"


def anchor(method: Method) -> str:
    """Where the heading of a method is, as GitHub makes it."""
    return f"{method.name} {method.title.zh} {method.title.en}".lower().replace(" ", "-")


def section(method: Method) -> str:
    """One method: summary, parameters, limits, example."""
    rows = "".join(row(one, depth) for one, depth in walk(method.params, 0))
    return (
        f"## {method.name} {method.title.zh} {method.title.en}\n\n"
        f"{method.summary.zh}\n\n{method.summary.en}\n\n"
        f"{limits(method)}"
        "| 参数 parameter | 类型 kind | 默认 default | 说明 | meaning |\n|---|---|---|---|---|\n"
        f"{rows}\n```yaml\n{method.example.rstrip()}\n```\n\n"
    )


def limits(method: Method) -> str:
    """How the default floor and cap differ from those of other leaves, if they do."""
    if method.limits is not None:
        return "默认上下限随参数而定。The default floor and cap depend on the parameters.\n\n"
    if method.cap == "none":
        return "默认不封顶。No cap by default.\n\n"
    return ""


def walk(params: tuple[Param, ...], depth: int) -> Iterator[tuple[Param, int]]:
    """Parameters with the columns of their rows, and the columns of alternatives that are rows."""
    for one in params:
        yield one, depth
        yield from walk(one.columns, depth + 1)
        for option in one.options:
            yield from walk(option.columns, depth + 1)


def row(param: Param, depth: int) -> str:
    """One line of a parameter table."""
    name = "· " * depth + f"`{param.name}`"
    cells = (name, kind(param), default(param), param.doc.zh, param.doc.en)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def kind(param: Param) -> str:
    """The kind of a value, with the words it may be."""
    if param.kind == "either":
        return " / ".join(kind(one) for one in param.options)
    if param.kind == "choice":
        return " ".join(f"`{word}`" for word in param.choices)
    words = KINDS[param.kind]
    text = words.zh if words.zh == words.en else f"{words.zh} {words.en}"
    if param.kind == "map":
        return f"{text} → {KINDS[param.value].zh} {KINDS[param.value].en}"
    return text


def default(param: Param) -> str:
    """What holds when the parameter is not written."""
    if param.required:
        return "必填 required"
    value: Any = param.default
    if isinstance(value, tuple):
        value = value[1]
    if value is None:
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{shown(value)}`" if isinstance(value, Fraction) else f"`{value}`"


def functions() -> str:
    """The table of formula functions."""
    rows = "".join(function(one) for one in FUNCTIONS.values())
    return (
        "## 公式函数 Formula functions\n\n"
        "中英文名都可以用。Either name may be used.\n\n"
        "| 函数 function | 中文名 | 说明 | value |\n|---|---|---|---|\n" + rows
    )


def function(one: Function) -> str:
    """One function with its arguments; optional ones in brackets."""
    required, optional = one.arguments[: one.least], one.arguments[one.least :]
    arguments = ", ".join(required) + "".join(f"[, {word}]" for word in optional) + (", …" if one.more else "")
    return f"| `{one.name}({arguments})` | {' '.join(one.chinese)} | {one.doc.zh} | {one.doc.en} |\n"


def codes() -> str:
    """The table of what may be wrong with parameters."""
    rows = "".join(f"| {code} | {title.zh} | {title.en} |\n" for code, title in CODES.items())
    return f"## 参数检查 Checks of parameters\n\n| | | |\n|---|---|---|\n{rows}"
