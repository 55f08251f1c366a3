"""Single values of the tree: text, ids, numbers, dates, choices.

Each reader gives FAULT, with the problem noted, when the value does not fit.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk, read_formula
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.numbers import number_of, why_no_number
from kaogong.core.scheme.parse_formula import normal
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree

MAX_TEXT = 4_000
MAX_INTEGER = 10**9
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NONE_WORDS = frozenset({"none", "无", "不限"})
_TRUTH = {"true": True, "false": False, "是": True, "否": False}


class Fault:
    """A value that could not be read; the problem has been noted."""


FAULT: Final = Fault()


def unknown_keys(tree: Table, known: list[str], desk: Desk) -> None:
    """Complain of keys that are not on the list."""
    for name in tree.entries:
        if name not in known:
            what = Text(f"不认识键“{name}”", f"unknown key {name}")
            complain(desk.problems, "K020", tree.at(name), what, did_you_mean(name, known))


def wrong_shape(tree: Tree, wanted: Text, key: str, desk: Desk) -> Fault:
    """Complain that a value has another shape than wanted."""
    here = {
        Table: Text("对照表", "a mapping"),
        Listing: Text("列表", "a list"),
        Scalar: Text("单个值", "a single value"),
    }[type(tree)]
    label = Text(f"“{key}”", f"{key}: ") if key else Text("这里", "")
    fix = Text(f"改写成{wanted.zh}。", f"Write {wanted.en}.")
    if isinstance(tree, Scalar) and "：" in tree.text:
        fix = Text("键后面用半角冒号加空格“: ”，不用全角“：”。", "Use ': ' after a key, not the full-width colon.")
    what = Text(f"{label.zh}应为{wanted.zh}，写成了{here.zh}", f"{label.en}{wanted.en} is expected, not {here.en}")
    complain(desk.problems, "K022", tree.place, what, fix)
    return FAULT


def single_value(tree: Tree, key: Key, desk: Desk, wanted: Text) -> str | Fault:
    """The text of a single value."""
    if not isinstance(tree, Scalar):
        return wrong_shape(tree, wanted, key.name, desk)
    text = tree.text.strip()
    if tree.null or not text:
        what = Text(f"“{key.name}”没有内容", f"{key.name} is empty")
        fix = Text(f"写出{wanted.zh}，或删去这一行。", f"Write {wanted.en}, or delete it.")
        complain(desk.problems, "K028", tree.place, what, fix)
        return FAULT
    if len(text) > MAX_TEXT:
        what = Text(f"“{key.name}”超过 {MAX_TEXT} 字", f"{key.name} is longer than {MAX_TEXT} characters")
        complain(desk.problems, "K028", tree.place, what, Text("写短些。", "Make it shorter."))
        return FAULT
    return text


def wrong(tree: Tree, key: Key, desk: Desk, *, code: str, wanted: Text, fix: Text) -> Fault:
    """Complain that a single value is not what is wanted."""
    text = tree.text.strip() if isinstance(tree, Scalar) else ""
    shown = text if len(text) <= 60 else text[:60] + "…"
    what = Text(f"“{key.name}”要{wanted.zh}，写的是“{shown}”", f"{key.name} must be {wanted.en}, not {shown!r}")
    complain(desk.problems, code, tree.place, what, fix)
    return FAULT


def read_text(tree: Tree, key: Key, desk: Desk) -> Any:
    """Any text, as written."""
    return single_value(tree, key, desk, Text("文字", "text"))


def read_id(tree: Tree, key: Key, desk: Desk) -> Any:
    """An id in snake_case."""
    text = single_value(tree, key, desk, Text("编号", "an id"))
    if isinstance(text, Fault) or _ID.fullmatch(text):
        return text
    better = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_0123456789")[:64] or "cards"
    wanted = Text("小写字母、数字和下划线组成、以字母开头的编号", "an id of a–z, 0–9 and _ that begins with a letter")
    fix = Text(f"例如 {better}。", f"For example {better}.")
    return wrong(tree, key, desk, code="K025", wanted=wanted, fix=fix)


def read_words(tree: Tree, key: Key, desk: Desk) -> Any:
    """Text for people: one string, or `{zh: …, en: …}` (either may stand for both)."""
    if not isinstance(tree, Table):
        text = single_value(tree, key, desk, Text("文字", "text"))
        return text if isinstance(text, Fault) else Text.same(text)
    unknown_keys(tree, ["zh", "en"], desk)
    found = [read_text(tree.entries[one], key, desk) for one in ("zh", "en") if one in tree.entries]
    said = [one for one in found if isinstance(one, str)]
    if said:
        return Text(said[0], said[-1])
    wanted = Text("文字，或 {zh: …, en: …}", "text, or {zh: …, en: …}")
    return FAULT if found else wrong_shape(tree, wanted, key.name, desk)


def read_number(tree: Tree, key: Key, desk: Desk) -> Any:
    """An exact number."""
    wanted = Text("数", "a number")
    text = single_value(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    number = number_of(text)
    if number is None:
        return wrong(tree, key, desk, code="K023", wanted=wanted, fix=why_no_number(text))
    return number


def read_limit(tree: Tree, key: Key, desk: Desk) -> Any:
    """An exact number, or `none`."""
    if isinstance(tree, Scalar) and (tree.null or tree.text.strip() in NONE_WORDS):
        return None
    return read_number(tree, key, desk)


def read_integer(tree: Tree, key: Key, desk: Desk) -> Any:
    """A whole number of reasonable size."""
    number = read_number(tree, key, desk)
    if isinstance(number, Fault):
        return number
    if number.denominator != 1 or abs(number) > MAX_INTEGER:
        fix = Text("写成整数。", "Write a whole number.")
        return wrong(tree, key, desk, code="K023", wanted=Text("整数", "a whole number"), fix=fix)
    return int(number)


def read_boolean(tree: Tree, key: Key, desk: Desk) -> Any:
    """True or false."""
    wanted = Text("true 或 false", "true or false")
    text = single_value(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    truth = _TRUTH.get(text.lower())
    if truth is None:
        fix = Text("写 true 或 false。", "Write true or false.")
        return wrong(tree, key, desk, code="K024", wanted=wanted, fix=fix)
    return truth


def read_choice(tree: Tree, key: Key, desk: Desk) -> Any:
    """One of the listed words."""
    text = single_value(tree, key, desk, Text("一个词", "one word"))
    if isinstance(text, Fault) or text in key.choices:
        return text
    wanted = Text("列出的词之一", "one of the listed words")
    return wrong(tree, key, desk, code="K024", wanted=wanted, fix=did_you_mean(text, list(key.choices)))


def read_date(tree: Tree, key: Key, desk: Desk) -> Any:
    """A date of the calendar."""
    wanted = Text("日期", "a date")
    text = single_value(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    found = _DATE.fullmatch(normal(text))
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None:
        fix = Text("写成 2010-05-15。", "Write it as 2010-05-15.")
        return wrong(tree, key, desk, code="K026", wanted=wanted, fix=fix)
    return day


def read_formula_key(tree: Tree, key: Key, desk: Desk) -> Any:
    """A formula or a condition, as the key says."""
    wanted = Text("公式", "a formula")
    if not isinstance(tree, Scalar):
        return wrong_shape(tree, wanted, key.name, desk)
    if tree.null or not tree.text.strip():
        return single_value(tree, key, desk, wanted)
    formula = read_formula(tree, "condition" if key.kind == "condition" else "number", desk)
    return FAULT if formula is None else formula
