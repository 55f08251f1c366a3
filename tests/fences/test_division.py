"""Numbers are divided in core/engine/exact (a file or a folder) and nowhere else.

There the remainder and the rounding are decided.
"""

import ast
import re

import pytest

from fences.source import CORE, PRODUCT, python_files, report, tree_of

EXACT = f"{CORE}/engine/exact"

# file: why it may divide
EXCEPTIONS: dict[str, str] = {
    "src/kaogong/core/scheme/period.py": "months are counted in whole years; no score is divided",
    "src/kaogong/core/engine/city/register.py": "who lives where in a made-up city; no score is divided",
    "src/kaogong/core/engine/city/figures.py": "figures of a made-up city are drawn in whole units; no score is divided",
    "src/kaogong/audit/reports/paper.py": "millimetres of the columns of a table; no score is divided",
    "src/kaogong/decide/reports/circular_docx.py": "how narrow the letters of a head are; no score is divided",
    "src/kaogong/decide/reports/printed.py": "millimetres of a page, and which side of a sheet it is; no score is divided",
    "src/kaogong/web/city/cases.py": "cases of a made-up city take turns; no score is divided",
    "src/kaogong/web/city/voices_complaints.py": "complaints and leads of a made-up city take turns; no score is divided",
    "src/kaogong/web/city/city_tasks.py": "tasks of a made-up city take turns; no score is divided",
    "src/kaogong/web/city/city_careers.py": "leaders of a made-up city take turns; no score is divided",
    "src/kaogong/web/city/city_ledgers.py": "entries of a made-up city take turns; no score is divided",
    "src/kaogong/web/city/voices_surveys.py": "answers of a made-up city are drawn and take turns; their means are cut at a declared place",
    "src/kaogong/web/city/people.py": "leaders take turns in a made-up city; no score is divided",
    "src/kaogong/web/city/open_work.py": "a target of a made-up city is lowered by a tenth; no score is divided",
    "src/kaogong/web/city/watch.py": "work in hand takes turns in a made-up city; no score is divided",
    "src/kaogong/web/city/year.py": "targets of a made-up city take turns; no score is divided",
    "src/kaogong/web/city/ledger.py": "what befalls the units of a made-up city takes turns; no score is divided",
    "src/kaogong/web/city/rounds.py": "the states of a made-up city's reports take turns; no score is divided",
    "src/kaogong/web/city/decided.py": "what is late in a made-up city takes turns; no score is divided",
    "src/kaogong/web/city/city_ratings.py": "raters of a made-up city take turns; no score is divided",
    "src/kaogong/assess/queries/ballots.py": "means are fractions, exact; severity is an estimate, shown as such",
    "src/kaogong/assess/queries/shown.py": "an estimate of severity over merged groups, shown as such; raw means are cut at a declared place",
    "src/kaogong/listen/queries/estimates.py": "estimates of statistics, shown as such; what enters a score is exact (tally.py)",
    "src/kaogong/listen/queries/tally.py": "means are fractions, exact; effects and intervals are estimates, shown as such",
    "src/kaogong/listen/queries/marking.py": "means of points as fractions, cut at a declared place",
    "src/kaogong/supervise/actions/draw.py": "how many are drawn, in whole ones; no score is divided",
    "src/kaogong/supervise/queries/findings.py": "months are counted in whole years; no score is divided",
    "src/kaogong/supervise/queries/inspections.py": "shares of a target as fractions, cut at a declared place, shown to people",
    "src/kaogong/web/city/city_findings.py": "findings of a made-up city take turns; no score is divided",
    "src/kaogong/portal/views/sessions.py": "seconds are said in minutes and hours; no score is divided",
    "src/kaogong/web/gate.py": "seconds are said in hours; no score is divided",
    "src/kaogong/web/keep.py": "the number of a version is cut off; no score is divided",
    "src/kaogong/core/engine/package.py": "goes out in the package and stands alone: fractions of the standard library, rest of two",
    "src/kaogong/org/queries/oversight.py": "months are counted in whole years; no score is divided",
    "src/kaogong/org/queries/people.py": "a share of posts, shown to people; no score comes from it",
    "src/kaogong/portal/queries/door.py": "seconds are counted in whole half-minutes (RFC 6238)",
}

NAME_OF_A_FOLDER = re.compile(
    r"(path|dir|folder|root|work|out|part|source|target|beside|parent|export|there|home|own|here|modules|site|where)$",
    re.IGNORECASE,
)


def test_numbers_are_divided_in_one_place():
    files = (file for file in python_files(PRODUCT) if not file.startswith((f"{EXACT}.py", f"{EXACT}/")))
    found = (f"{file}:{node.lineno}: {ast.unparse(node)}" for file in files for node in divisions(tree_of(file)))
    report(
        found,
        EXCEPTIONS,
        f"A division outside {EXACT}; call what is there, or add the missing function to it:",
    )


@pytest.mark.parametrize(
    "code",
    [
        "a / b",
        "a // b",
        "a % b",
        "a /= b",
        "total / count",
        "divmod(a, b)",
        "a / b / 'c'.x",
        "operator.truediv(a, b)",
    ],
)
def test_division_is_seen(code):
    assert list(divisions(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "root / name",
        "self.out_dir / name / other",
        "there / 'a.yaml'",
        "Path(a) / b",
        "there / f'{a}.yaml'",
        "'%s' % a",
        "_('%(name)s') % told",
        "words % {'name': name}",
    ],
)
def test_paths_and_texts_are_not_divided(code):
    assert not list(divisions(ast.parse(code)))


def divisions(tree):
    """Every operation on numbers that may leave a remainder."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod):
            if not (isinstance(node, ast.BinOp) and (joins_paths(node) or fills_text(node))):
                yield node
        elif isinstance(node, ast.Call | ast.Attribute) and name_of(node) in {
            "divmod",
            "truediv",
            "floordiv",
        }:
            yield node


def joins_paths(node):
    if not isinstance(node.op, ast.Div):
        return False
    left = node.left
    return (
        is_text(node.right)
        or (isinstance(left, ast.BinOp) and joins_paths(left))
        or (isinstance(left, ast.Call) and name_of(left) in {"Path", "files", "binaries"})
        or bool(NAME_OF_A_FOLDER.search(name_of(left)))
    )


def fills_text(node):
    """`text % …`, `_(text) % …`, or anything with names for the gaps."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mod):
        return False
    translated = isinstance(node.left, ast.Call) and name_of(node.left) in {"_", "gettext", "ngettext"}
    return is_text(node.left) or name_of(node.left) == "words" or translated or isinstance(node.right, ast.Dict)


def is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def name_of(node):
    """The last word of a name, an attribute or what is called."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func):
            return name_of(func)
    return ""
