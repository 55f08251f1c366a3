"""The frame around every verb: languages, `--json`, printing, problems, rulebook arguments, progress.

A verb is a function that takes a `Frame` first:

    @verb("lint", Text("…", "…"))
    @argument("rulebooks", RULEBOOK, nargs=-1, required=True)
    def command(frame: Frame, rulebooks: tuple[str, ...]) -> int | None:
        ...
        frame.show(table)              # for people; silent under --json
        frame.answer(passed=3)         # for programs; printed once, at the end, under --json
        return exits.FOUND             # nothing: 0

Refuse work by raising `Refused`: its problems are printed with the lines they are about, and the code is 1.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaogong.cli import exits
from kaogong.cli.help import LANG, Option, Spoken, argument, option, spoken
from kaogong.core.problem import Lang, Place, Problem, Refused, Text

if TYPE_CHECKING:
    from rich.console import Console

    from kaogong.core.scheme.model import Rulebook

__all__ = [
    "FACTS",
    "RULEBOOK",
    "Frame",
    "Usage",
    "argument",
    "option",
    "period_option",
    "shipped",
    "trial_options",
    "verb",
]

RULEBOOK = Text("规则书的文件夹，或自带规则书的名称", "the folder of a rulebook, or the name of a shipped one")
FACTS = Text("数据：文件夹、工作簿，或冻结的文件夹", "facts: a folder, a workbook, or a frozen folder")
SHIPPED = Path(__file__).parents[1] / "rulebooks"


class Usage(click.UsageError):
    """A command written wrongly, said in both languages."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass
class Frame:
    """What a verb speaks through. `json`: programs are listening; people are not."""

    lang: Lang
    json: bool = False
    debug: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    reported: list[Problem] = field(default_factory=list)
    beside: Path | None = None
    """Where the files are that problems name without a folder (the facts being read)."""

    @cached_property
    def console(self) -> Console:
        """Where results are printed (standard output)."""
        from rich.console import Console  # noqa: PLC0415 - not for --help, not under --json

        return Console(highlight=False, soft_wrap=False)

    @cached_property
    def aside(self) -> Console:
        """Where progress and complaints are printed (standard error)."""
        from rich.console import Console  # noqa: PLC0415

        return Console(highlight=False, stderr=True)

    # --- speaking ---------------------------------------------------------------------------------------

    def say(self, words: Text) -> str:
        """The words in the language of the command."""
        return words.say(self.lang)

    def show(self, thing: Any, **style: Any) -> None:
        """Print for people: `Text`, a string (rich markup is not read), or anything rich can draw."""
        if self.json:
            return
        if isinstance(thing, Text):
            thing = self.say(thing)
        if isinstance(thing, str):
            style.setdefault("markup", False)
        self.console.print(thing, **style)

    def answer(self, **found: Any) -> None:
        """Add to what `--json` prints. Values are plain data; Fractions and dates become texts."""
        self.answers.update(found)

    def report(self, problems: Iterable[Problem]) -> None:
        """Print problems that are the result of the verb (a linter's findings)."""
        self._print(problems, lambda: self.console)

    def warn(self, problems: Iterable[Problem]) -> None:
        """Print problems met on the way to a result, on standard error."""
        self._print(problems, lambda: self.aside)

    def _print(self, problems: Iterable[Problem], console: Callable[[], Console]) -> None:
        found = list(problems)
        self.reported.extend(found)
        if found and not self.json:
            from kaogong.cli.excerpt import draw  # noqa: PLC0415 - most commands meet no problem

            for one in found:
                console().print(draw(one, self.lang, self.beside))

    def refuse(self, problems: Iterable[Problem], code: int = exits.FOUND) -> int:
        """Print why the work was refused; gives the exit code."""
        found = list(problems)
        self.warn(found)
        errors = sum(1 for one in found if one.severity == "error")
        if errors > 1 and not self.json:
            self.aside.print(self.say(Text(f"共 {errors} 个错误", f"{errors} errors")), style="bold")
        return code

    @contextmanager
    def step(self, words: Text) -> Iterator[Callable[[Text], None]]:
        """Show what is being done while it takes time (only to people at a terminal).

        Gives a function that replaces the words while the work goes on.
        """
        if self.json or not self.aside.is_terminal:
            yield lambda more: None
            return
        with self.aside.status(self.say(words)) as status:
            yield lambda more: status.update(self.say(more))

    # --- rulebooks --------------------------------------------------------------------------------------

    def rulebook(self, name: str, readings: Sequence[str] = (), settings: Sequence[str] = ()) -> Rulebook:
        """The rulebook of an argument; its warnings are printed.

        Args:
            name: a folder, or the id or folder name of a shipped rulebook.
            readings: `reading=option` texts.
            settings: `setting=value` texts.

        Raises:
            Refused: there is none, or it has errors.
        """
        from kaogong.core.scheme.load import load_with_problems  # noqa: PLC0415 - `kaogong methods` needs none

        folder = find(name)
        rulebook, problems = load_with_problems(folder, readings=pairs(readings), settings=pairs(settings))
        if rulebook is None or problems.errors:
            raise Refused(problems)
        self.warn(problems)
        return rulebook

    def finish(self, code: int) -> int:
        """Print the answer under `--json`; gives the exit code."""
        if self.json:
            said = {
                "exit": code,
                "problems": [plain(one, self.lang) for one in self.reported],
                **self.answers,
            }
            sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=2, default=str) + "\n")
        return code


# --- verbs ----------------------------------------------------------------------------------------------


class Verb(Spoken):
    """A verb's command: makes the frame, calls the function, prints the answer."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the verb; gives the exit code."""
        given = dict(ctx.params)
        given.pop("lang")
        frame = Frame(spoken(ctx), bool(given.pop("as_json")), bool(given.pop("debug")))
        try:
            return self._run(ctx, frame, given)
        except BrokenPipeError:  # whoever read has left (`kaogong … | head`): there is nobody to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return exits.OK

    def _run(self, ctx: click.Context, frame: Frame, given: dict[str, Any]) -> int:
        try:
            code = ctx.invoke(self.callback, frame, **given) or exits.OK  # type: ignore[arg-type]
        except Refused as refused:
            code = frame.refuse(refused.problems)
        code = frame.finish(code)
        sys.stdout.flush()
        return code


def verb(name: str, about: Text, more: Text | None = None) -> Callable[[Callable[..., int | None]], click.Command]:
    """Make a verb of the function below: `about` says what it does, `more` stands under the options."""

    def made(function: Callable[..., int | None]) -> click.Command:
        own = list(reversed(getattr(function, "__click_params__", [])))
        command = Verb(name, callback=function, params=[*own, *_common()])
        command.about, command.more = about, more
        return command

    return made


def _common() -> list[click.Parameter]:
    """The options every verb has."""
    return [
        Option(["--json", "as_json"], Text("输出 JSON。", "Answer in JSON."), is_flag=True),
        Option(["--lang"], LANG, type=click.Choice(["zh", "en"])),
        Option(["--debug"], Text("出错时显示内部详情。", "Show the inside of faults."), is_flag=True),
    ]


def trial_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--reading x=option` and `--setting x=5`, as `readings` and `settings`."""
    reading = Text("换一种理解（可多次）。", "Take another reading (may be repeated).")
    setting = Text("换一个取值（可多次）。", "Take another value of a setting (may be repeated).")
    function = option("--setting", "settings", words=setting, multiple=True, metavar="ID=VALUE")(function)
    return option("--reading", "readings", words=reading, multiple=True, metavar="ID=OPTION")(function)


def period_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--period 2026-09`, as `period` (a text that names a period, or None)."""
    words = Text("时期：2026、2026-H1、2026-Q1、2026-09。", "A period: 2026, 2026-H1, 2026-Q1, 2026-09.")
    return option("--period", words=words, metavar="PERIOD", callback=_period)(function)


def _period(ctx: click.Context, param: click.Parameter, given: str | None) -> str | None:
    del ctx, param
    if given is None:
        return None
    from kaogong.core.scheme.period import Period  # noqa: PLC0415

    try:
        return str(Period.parse(given))
    except ValueError:
        words = Text(f"“{given}”不是时期", f"{given!r} is not a period")
        raise Usage(words) from None


# --- arguments ------------------------------------------------------------------------------------------


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """`x=y` texts as a mapping."""
    found = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise Usage(Text(f"“{text}”应写成 名称=取值", f"{text!r} should read name=value"))
        found[key.strip()] = value.strip()
    return found


def shipped() -> dict[str, Path]:
    """The shipped rulebooks by folder name."""
    return {path.parent.name: path.parent for path in sorted(SHIPPED.glob("*/rulebook.yaml"))}


def find(name: str) -> Path:
    """The folder (or file) of a rulebook argument.

    Raises:
        Refused: there is neither a file nor a shipped rulebook of that name.
    """
    path = Path(name)
    if path.is_file() and path.name == "rulebook.yaml":
        return path.parent
    known = shipped()
    if path.exists() or name not in known:
        if path.exists():
            return path
        for folder in known.values():
            if _id(folder) == name:
                return folder
        raise Refused([_unknown(name, known)])
    return known[name]


def _id(folder: Path) -> str:
    """The id a rulebook gives itself, read without loading it."""
    with (folder / "rulebook.yaml").open(encoding="utf-8") as lines:
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("id:")), "")


def _unknown(name: str, known: Iterable[str]) -> Problem:
    listed = ", ".join(known)
    return Problem(
        "K701",
        Place(name),
        Text(f"没有规则书“{name}”", f"there is no rulebook {name!r}"),
        Text(
            "既不是文件夹，也不是自带规则书的名称",
            "it is neither a folder nor the name of a shipped rulebook",
        ),
        Text(
            f"给出里面有 rulebook.yaml 的文件夹，或：{listed}",
            f"give a folder that holds a rulebook.yaml, or one of: {listed}",
        ),
    )


def plain(problem: Problem, lang: Lang) -> dict[str, Any]:
    """A problem as `--json` prints it."""
    place = problem.place
    where = {"file": place.file, "line": place.line, "column": place.column}
    where |= {"sheet": place.sheet, "cell": place.cell}
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": {key: value for key, value in where.items() if value},
        "what": problem.what.say(lang),
        "why": problem.why.say(lang),
        "fix": problem.fix.say(lang),
    }
