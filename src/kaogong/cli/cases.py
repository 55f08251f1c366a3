"""`kaogong cases`: do the golden cases of rulebooks come out to the last digit?"""

from __future__ import annotations

from kaogong.cli import exits
from kaogong.cli.frame import RULEBOOK, Frame, argument, find, option, plain, verb
from kaogong.core.engine.cases import GoldenCase, judge, read_cases
from kaogong.core.engine.cases.judge import Verdict
from kaogong.core.problem import Problem, Text

ABOUT = Text(
    "核对规则书的范例（cases/*.yaml），一位小数都不能差。",
    "Run the golden cases (cases/*.yaml) of rulebooks; they must come out to the last digit.",
)


@verb("cases", ABOUT)
@argument("rulebooks", RULEBOOK, nargs=-1, required=True, metavar="RULEBOOK...")
@option("--only", words=Text("只核对名称含此文字的范例。", "Only cases whose name contains this."), default="")
@option("--verbose", "-v", is_flag=True, words=Text("也列出通过的。", "List those that pass too."))
def command(frame: Frame, rulebooks: tuple[str, ...], only: str, verbose: bool) -> int:
    """Judge every case of every rulebook named."""
    failed = 0
    answers = []
    for name in rulebooks:
        folder = find(name)
        asked = [case for case in read_cases(folder) if only in case.name]
        verdicts = []
        with frame.step(Text(f"核对 {folder}", f"running {folder}")) as now:
            for number, case in enumerate(asked, 1):
                now(Text(f"{number}/{len(asked)} {case.name}", f"{number}/{len(asked)} {case.name}"))
                verdicts.append(judge(case))
        bad = [one for one in verdicts if not one.passed]
        failed += len(bad)
        for one in verdicts:
            if verbose or not one.passed:
                _show(frame, one)
        passed = len(verdicts) - len(bad)
        said = Text(
            f"{folder}：{len(verdicts)} 个范例，通过 {passed} 个",
            f"{folder}: {passed} of {len(verdicts)} cases pass",
        )
        frame.show(said, style="red" if bad else "green" if verdicts else "yellow")
        answers.append({"rulebook": str(folder), "cases": [_plain(frame, one) for one in verdicts]})
    frame.answer(rulebooks=answers)
    return exits.FOUND if failed else exits.OK


def _show(frame: Frame, verdict: Verdict) -> None:
    """A case that passed in one line; one that failed with every difference."""
    case = verdict.case
    if verdict.passed:
        frame.show(f"✓ {case.name}", style="green")
        return
    frame.report([_failed(case, verdict), *verdict.problems])


def _failed(case: GoldenCase, verdict: Verdict) -> Problem:
    zh = "；".join(f"{one.where} 应为 {one.expected}，得到 {one.found}" for one in verdict.differences)
    en = "; ".join(f"{one.where}: expected {one.expected}, found {one.found}" for one in verdict.differences)
    refused = Text("规则书或数据被拒绝", "the rulebook or the facts are refused")
    return Problem(
        "K710",
        case.place,
        Text(f"范例“{case.name}”：{zh or refused.zh}", f"case {case.name!r}: {en or refused.en}"),
        Text(
            "范例是对办法的共同理解，须与计分一致",
            "a case is what was agreed the measure means; scoring must agree with it",
        ),
        Text("改正规则书，或改正范例的预期", "correct the rulebook, or what the case expects"),
    )


def _plain(frame: Frame, verdict: Verdict) -> dict[str, object]:
    differences = [{"where": one.where, "expected": one.expected, "found": one.found} for one in verdict.differences]
    return {
        "name": verdict.case.name,
        "place": str(verdict.case.place),
        "covers": list(verdict.case.covers),
        "passed": verdict.passed,
        "differences": differences,
        "problems": [plain(one, frame.lang) for one in verdict.problems],
    }
