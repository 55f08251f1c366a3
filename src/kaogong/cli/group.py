"""The group of all verbs: lists them without loading any, and turns what goes wrong into exit codes."""

from __future__ import annotations

import importlib.util
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

import click

import kaogong
from kaogong.cli import exits, language
from kaogong.cli.help import CODES, LANG, Option, Spoken, codes_of, spoken
from kaogong.core.problem import Text

ABOUT = Text(
    "考功：把考核办法写成文本，分数精确到最后一位，每一分都说得清来历。",
    "Kaogong: appraisal rules as text, scores exact to the last digit, every point explained.",
)
MORE = Text(
    "每个命令都有 --help、--json、--lang zh|en。语言取自 --lang、KAOGONG_LANG，再看 LANG。",
    "Every command has --help, --json and --lang zh|en. The language is that of --lang, KAOGONG_LANG, then LANG.",
)
STOPPED = "Query interrupted"
"""What DuckDB says when Ctrl-C reaches it in the middle of a statement."""
VERBS = Text("命令", "Commands")


def _options() -> list[click.Parameter]:
    """The options of `kaogong` itself."""

    def version(ctx: click.Context, param: click.Parameter, given: bool) -> None:
        del param
        if given:
            click.echo(f"kaogong {kaogong.__version__}")
            ctx.exit()

    shown = Text("显示版本。", "Show the version.")
    return [
        Option(["--version"], shown, is_flag=True, is_eager=True, expose_value=False, callback=version),
        Option(["--lang"], LANG, type=click.Choice(["zh", "en"]), expose_value=False),
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a verb's command is (`module:name`), and what it does in one line."""

    target: str
    words: Text

    @property
    def present(self) -> bool:
        """Whether its file is there."""
        return importlib.util.find_spec(self.target.partition(":")[0]) is not None

    def load(self) -> click.Command:
        """The command itself."""
        module, _, name = self.target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


class Lazy(Spoken, click.Group):
    """`kaogong`: a verb is loaded when it is called."""

    about = ABOUT
    more = MORE

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        super().__init__("kaogong", params=_options())
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs whose files are there."""
        del ctx
        return [name for name, entry in self.entries.items() if entry.present]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb's command."""
        del ctx
        entry = self.entries.get(cmd_name)
        return entry.load() if entry is not None and entry.present else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, verbs and exit codes."""
        lang = spoken(ctx)
        super().format_options(ctx, formatter)
        with formatter.section(VERBS.say(lang)):
            formatter.write_dl([(n, self.entries[n].words.say(lang)) for n in self.list_commands(ctx)])
        with formatter.section(CODES.say(lang)):
            formatter.write_dl(codes_of(lang))

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command line and leave with its exit code; what went wrong is said in problems."""
        words = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        with suppress(ValueError):  # not the main thread: somebody else minds the signals
            signal.signal(signal.SIGTERM, _interrupt)
        try:
            code = super().main(words, prog_name or "kaogong", **extra)
        except click.exceptions.Exit as left:
            code = left.exit_code
        except (KeyboardInterrupt, click.Abort):
            code = _report(words).interrupted()
        except Exception as error:  # noqa: BLE001 - the last resort: one line and an exit code, never a traceback
            stopped = isinstance(error, RuntimeError) and str(error) == STOPPED
            code = _report(words).interrupted() if stopped else _report(words).failed(error)
        sys.exit(code if isinstance(code, int) else exits.OK)


def _report(words: Sequence[str]) -> Any:
    """What tells the world that a command failed; loaded only then."""
    from kaogong.cli.failure import Failure  # noqa: PLC0415

    return Failure(language.chosen(words), json="--json" in words, debug="--debug" in words)


def _interrupt(number: int, frame: object) -> NoReturn:
    """Being asked to end is like Ctrl-C: clean up, leave nothing half-written."""
    del number, frame
    raise KeyboardInterrupt
