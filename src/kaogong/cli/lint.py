"""`kaogong lint`: is a rulebook fit to be adopted?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kaogong.cli import exits
from kaogong.cli.frame import RULEBOOK, Frame, argument, find, option, verb
from kaogong.cli.listing import many
from kaogong.core.problem import Problem, Severity, Text
from kaogong.core.scheme.lint import lint
from kaogong.core.scheme.load import load_with_problems

ABOUT = Text(
    "检查规则书：写法、算术、依据、结构、程序。有错误的规则书不能施行。",
    "Check rulebooks: form, arithmetic, grounds, structure, procedure. One with errors cannot be adopted.",
)


@verb("lint", ABOUT, Text("每条规则见 docs/lint.md。", "Every rule: docs/lint.md."))
@argument("rulebooks", RULEBOOK, nargs=-1, required=True, metavar="RULEBOOK...")
@option("--strict", is_flag=True, words=Text("提醒也算错误。", "Warnings count as errors."))
@option("--quiet", is_flag=True, words=Text("只报错误。", "Only errors are reported."))
def command(frame: Frame, rulebooks: tuple[str, ...], strict: bool, quiet: bool) -> int:
    """Lint every rulebook named."""
    refused = 0
    books = []
    for name in rulebooks:
        folder = find(name)
        with frame.step(Text(f"检查 {folder}", f"checking {folder}")):
            problems = checked(folder)
        counts = Counter(one.severity for one in problems)
        bad = bool(counts["error"] or (strict and counts["warning"]))
        refused += bad
        frame.report([one for one in problems if one.severity == "error" or not quiet])
        frame.show(_verdict(folder, counts), style="red" if bad else "green")
        books.append({"rulebook": str(folder), "passed": not bad, **_counted(counts)})
    frame.answer(rulebooks=books)
    return exits.FOUND if refused else exits.OK


def checked(folder: Path) -> list[Problem]:
    """Everything found in a rulebook; the linter sees only what can be read."""
    book, problems = load_with_problems(folder)
    return list(problems) if book is None else [*problems, *lint(book)]


def _verdict(folder: Path, counts: Counter[Severity]) -> Text:
    errors, warnings, notes = counts["error"], counts["warning"], counts["note"]
    zh = f"{folder}：{errors} 个错误，{warnings} 个提醒，{notes} 个说明"
    return Text(zh, f"{folder}: {many(errors, 'error')}, {many(warnings, 'warning')}, {many(notes, 'note')}")


def _counted(counts: Counter[Severity]) -> dict[str, int]:
    return {"errors": counts["error"], "warnings": counts["warning"], "notes": counts["note"]}
