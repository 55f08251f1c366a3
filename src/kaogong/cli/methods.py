"""`kaogong methods`: how a leaf can be scored."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from rich.padding import Padding

from kaogong.cli import exits
from kaogong.cli.frame import Frame, Usage, argument, verb
from kaogong.cli.listing import row, table
from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Method, Param
from kaogong.core.problem import Text

ABOUT = Text(
    "列出评分方法；给出名称则列出它的参数和示例。", "List the scoring methods, or one with parameters and example."
)
NAME = Text("方法名，如 ratio", "a method, such as ratio")


@verb("methods", ABOUT, Text("全文见 docs/methods.md。", "In full: docs/methods.md."))
@argument("name", NAME, required=False)
def command(frame: Frame, name: str | None) -> int:
    """List methods, or show one."""
    if name is None:
        shown = table(
            *(frame.say(one) for one in (Text("方法", "method"), Text("名称", "name"), Text("做什么", "what it does")))
        )
        for method in METHODS.values():
            row(shown, method.name, frame.say(method.title), frame.say(method.summary))
        frame.show(shown)
        frame.answer(methods=[_plain(frame, one) for one in METHODS.values()])
        return exits.OK
    found = METHODS.get(name)
    if found is None:
        near = get_close_matches(name, METHODS, 3)
        zh = f"没有方法“{name}”" + (f"，是不是 {'、'.join(near)}？" if near else "")
        en = f"there is no method {name!r}" + (f"; perhaps {', '.join(near)}?" if near else "")
        raise Usage(Text(zh, en))
    _show(frame, found)
    frame.answer(method=_plain(frame, found))
    return exits.OK


def _show(frame: Frame, method: Method) -> None:
    frame.show(f"{method.name} {frame.say(method.title)}", style="bold")
    frame.show(method.summary)
    heads = (Text("参数", "parameter"), Text("种类", "kind"), Text("默认", "default"), Text("含义", "meaning"))
    shown = table(*(frame.say(one) for one in heads))
    for param in method.params:
        row(shown, param.name, _kind(param), _default(frame, param), frame.say(param.doc))
    frame.show(shown)
    frame.show(Padding(method.example.rstrip(), (0, 0, 0, 2), expand=False))


def _kind(param: Param) -> str:
    return " | ".join(param.choices) if param.choices else param.kind


def _default(frame: Frame, param: Param) -> str:
    if param.required:
        return frame.say(Text("必填", "required"))
    return "" if param.default is None else str(param.default)


def _plain(frame: Frame, method: Method) -> dict[str, Any]:
    params = [
        {
            "name": one.name,
            "kind": one.kind,
            "choices": list(one.choices),
            "required": one.required,
            "default": None if one.default is None else str(one.default),
            "meaning": frame.say(one.doc),
        }
        for one in method.params
    ]
    about = {"title": frame.say(method.title), "summary": frame.say(method.summary)}
    return {"name": method.name, **about, "params": params, "example": method.example}
