"""Commands, options and arguments whose help is in two languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kaogong.cli import exits, language
from kaogong.core.problem import Lang, Text

Function = TypeVar("Function", bound=Callable[..., Any])

USAGE = Text("用法", "Usage")
ARGUMENTS = Text("参数", "Arguments")
OPTIONS = Text("选项", "Options")
CODES = Text("退出码", "Exit codes")
SPOKEN = "kaogong.lang"
LANG = Text("用哪种语言。", "Which language to speak.")
HELP = Text("显示这段说明。", "Show this and leave.")


def spoken(ctx: click.Context) -> Lang:
    """The language of a command."""
    found: Lang = ctx.meta.get(SPOKEN) or language.chosen()
    return found


class Option(click.Option):
    """An option with help in two languages."""

    def __init__(self, names: list[str], words: Text, **rest: Any) -> None:
        super().__init__(names, help=words.en, **rest)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its line in the help."""
        self.help = self.words.say(spoken(ctx))
        return super().get_help_record(ctx)


class Argument(click.Argument):
    """An argument with help in two languages."""

    def __init__(self, names: list[str], words: Text, **rest: Any) -> None:
        super().__init__(names, **rest)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Its line in the help."""
        return self.make_metavar(ctx), self.words.say(spoken(ctx))


def option(*names: str, words: Text, **rest: Any) -> Callable[[Function], Function]:
    """An option, with `words` as its help; the rest as click has it."""

    def added(function: Function) -> Function:
        _params(function).append(Option(list(names), words, **rest))
        return function

    return added


def argument(name: str, words: Text, **rest: Any) -> Callable[[Function], Function]:
    """An argument, with `words` as its help; the rest as click has it."""

    def added(function: Function) -> Function:
        _params(function).append(Argument([name], words, **rest))
        return function

    return added


def _params(function: Callable[..., Any]) -> list[click.Parameter]:
    """Where click's decorators keep parameters until the command is made."""
    if not hasattr(function, "__click_params__"):
        function.__click_params__ = []  # type: ignore[attr-defined]
    found: list[click.Parameter] = function.__click_params__  # type: ignore[attr-defined]
    return found


class Spoken(click.Command):
    """A command whose help is in two languages: `about` comes first, `more` stands below the options."""

    about: Text
    more: Text | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Choose the language before the options are read."""
        named = any(word.partition("=")[0] == "--lang" for word in args)
        if named or SPOKEN not in ctx.meta:
            ctx.meta[SPOKEN] = language.chosen(args)
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` option, in the language of the command."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = HELP.say(spoken(ctx))
        return found

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, arguments, options, the rest."""
        lang = spoken(ctx)
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{USAGE.say(lang)}: ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.about.say(lang))
        self.format_options(ctx, formatter)
        if self.more is not None:
            formatter.write_paragraph()
            formatter.write_text(self.more.say(lang))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Arguments and options."""
        lang = spoken(ctx)
        params = self.get_params(ctx)
        arguments = [one.get_help_record(ctx) for one in params if isinstance(one, Argument)]
        options = [one.get_help_record(ctx) for one in params if not isinstance(one, click.Argument)]
        for title, records in ((ARGUMENTS, arguments), (OPTIONS, options)):
            if lines := [one for one in records if one]:
                with formatter.section(title.say(lang)):
                    formatter.write_dl(lines)


def codes_of(lang: Lang) -> list[tuple[str, str]]:
    """The exit codes, as lines of help."""
    return [(str(code), words.say(lang)) for code, words in exits.MEANINGS.items()]
