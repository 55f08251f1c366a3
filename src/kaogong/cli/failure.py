"""What is printed when a command cannot do its work."""

from __future__ import annotations

import traceback

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, Usage
from kaogong.core.problem import Lang, Place, Problem, Text

WHY_USAGE = Text("命令按 --help 所列的参数和选项来写", "a command takes the arguments and options that --help lists")


class Failure:
    """Says what went wrong, in words or in JSON, and with which exit code."""

    def __init__(self, lang: Lang, *, json: bool, debug: bool) -> None:
        self.frame = Frame(lang, json, debug)

    def failed(self, error: Exception) -> int:
        """Say what an exception means; gives the exit code."""
        return self.frame.finish(self._said(error))

    def _said(self, error: Exception) -> int:
        if isinstance(error, click.ClickException):
            return self.frame.refuse([_misused(error)], exits.USAGE)
        if isinstance(error, OSError):
            return self.frame.refuse([_system(error)])
        if self.frame.debug:
            traceback.print_exception(error)
        return self.frame.refuse([_fault(error)], exits.INTERNAL)

    def interrupted(self) -> int:
        """A command that was stopped."""
        if not self.frame.json:
            self.frame.aside.print(exits.MEANINGS[exits.INTERRUPTED].say(self.frame.lang))
        return self.frame.finish(exits.INTERRUPTED)


def _misused(error: click.ClickException) -> Problem:
    words = _usage(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "kaogong"
    return Problem("K700", Place(), words, WHY_USAGE, Text(f"看 {path} --help", f"see {path} --help"))


def _usage(error: click.ClickException) -> Text:
    """What was written wrongly."""
    said = error.format_message()
    param = getattr(error, "param", None)
    name = param.make_metavar(error.ctx) if isinstance(param, click.Argument) else ""  # type: ignore[attr-defined]
    name = name or (param.opts[0] if isinstance(param, click.Option) else "")
    match error:
        case Usage(words=words):
            return words
        case click.NoSuchOption(option_name=given):
            return Text(f"没有选项 {given}", f"there is no option {given}")
        case click.MissingParameter():
            return Text(f"缺少 {name}", f"{name} is missing")
        case click.BadParameter():
            return Text(f"{name} 不对：{said}", said)
        case _:
            return Text(_chinese(said), said)


def _chinese(said: str) -> str:
    """Chinese for the two complaints click makes without a class of their own."""
    for start, words in (
        ("No such command", "没有这个命令"),
        ("Got unexpected extra argument", "多余的参数"),
    ):
        if said.startswith(start):
            return f"{words}：{said[len(start) :].lstrip('s ').rstrip('.')}"
    return f"命令写错了：{said}"


def _system(error: OSError) -> Problem:
    reason = error.strerror or str(error)
    place = Place(str(error.filename)) if error.filename else Place()
    return Problem(
        "K702",
        place,
        Text(f"系统不让读写：{reason}", f"the system refused: {reason}"),
        Text("没有留下半成品", "nothing was left half-written"),
        Text("看看路径、权限和剩余空间", "check the path, the permissions and the space left"),
    )


def _fault(error: Exception) -> Problem:
    name = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}".rstrip(": ")
    return Problem(
        "K799",
        Place(),
        Text(f"程序本身出错：{name}", f"a fault of the program: {name}"),
        Text("这不该发生；结果没有写出", "this should not happen; no result was written"),
        Text("加 --debug 再运行一次，把输出报给维护者", "run it again with --debug and report what it prints"),
    )
