"""Generated formulas, as text."""

from core.properties.pick import Pick
from core.properties.vocabulary import Words

ARITHMETIC = ("+", "-", "×", "÷", "−", "*", "/")
COMPARE = ("≥", "<", "=", "≠", ">", "≤")


def number(pick: Pick, words: Words, depth: int = 2) -> str:
    """A formula that is a number."""
    shape = pick.one(("name", "name", "two", "constant", "call", "group", "earlier", "if")) if depth else "name"
    if shape == "two":
        left, right = number(pick, words, depth - 1), number(pick, words, depth - 1)
        return f"({left} {pick.one(ARITHMETIC)} {right})"
    if shape == "constant":
        return pick.number()
    if shape == "call":
        return _call(pick, words, depth)
    if shape == "group" and words.groups:
        stat = pick.one(("group_max", "group_min", "group_mean", "group_sum", "group_count", "组最大"))
        return f"{stat}({number(pick, words, depth - 1)})"
    if shape == "earlier" and words.earlier:
        return f"{pick.one(('previous', 'last_year', '上年'))}({pick.one(words.earlier)})"
    if shape == "if":
        met = condition(pick, words, depth - 1)
        return f"if({met}, {number(pick, words, depth - 1)}, {number(pick, words, depth - 1)})"
    return pick.one(words.numbers)


def _call(pick: Pick, words: Words, depth: int) -> str:
    name = pick.one(("min", "max", "abs", "round", "whole", "count", "quantity", "最大"))
    inner = number(pick, words, depth - 1)
    if name in {"min", "max", "最大"}:
        return f"{name}({inner}, {number(pick, words, depth - 1)})"
    if name == "round":
        return f"round({inner}, {pick.whole(0, 3)})"
    if name in {"count", "quantity"} and words.ledger:
        kind = pick.one(("", ', "yellow"', ', "red"'))
        return f'{name}("{words.ledger}"{kind})'
    return f"whole({inner})" if name == "whole" else f"abs({inner})"


def condition(pick: Pick, words: Words, depth: int = 2) -> str:
    """A formula that is true or false."""
    shape = (
        pick.one(("compare", "compare", "both", "not", "present", "flag", "class", "choice")) if depth else "compare"
    )
    if shape == "both":
        left, right = condition(pick, words, depth - 1), condition(pick, words, depth - 1)
        return f"({left} {pick.one(('and', 'or', '且', '或'))} {right})"
    if shape == "not":
        return f"not {condition(pick, words, 0)}"
    if shape == "present" and words.present:
        return f"present({pick.one(words.present)})"
    if shape == "flag" and words.flags:
        return pick.one(words.flags)
    if shape == "class":
        return f'class {pick.one(("=", "≠"))} "{pick.one(words.classes)}"'
    if shape == "choice" and words.choices:
        return f'{pick.one(words.choices)} {pick.one(("=", "≠"))} "{pick.one(words.options)}"'
    return f"{number(pick, words, min(depth, 1))} {pick.one(COMPARE)} {pick.signed()}"
