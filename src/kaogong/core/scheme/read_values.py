"""Values of the tree read as what the language expects there; whatever does not fit is noted, and reading goes on.

`read_table` reads a mapping by its list of keys and reports unknown ones; `read_value` reads one value of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kaogong.core.problem import NOWHERE, Place, Text
from kaogong.core.scheme.check_formula import Desk, read_formula
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Citation, Rounding
from kaogong.core.scheme.numbers import number_of, why_no_number
from kaogong.core.scheme.parse_formula import normal
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, plain

MAX_TEXT = 4_000
MAX_PLACES = 9
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_NONE = frozenset({"none", "无", "不限"})
_TRUTH = {"true": True, "false": False, "是": True, "否": False}
_MODES = ("half_up", "half_even", "down", "up")


class Fault:
    """A value that could not be read; the problem has been noted."""


FAULT: Final = Fault()


class Row(dict[str, Any]):
    """The values of a table by key, defaults included, with its place and the keys the author wrote."""

    place: Place = NOWHERE
    written: frozenset[str] = frozenset()


def read_table(tree: Tree, keys: Iterable[Key], desk: Desk, *, also: Iterable[str] = ()) -> Row:
    """A table read by its keys.

    Args:
        tree: The tree; anything but a table is a problem.
        keys: The keys it may have.
        desk: Names and problems.
        also: Further keys that are allowed here and read elsewhere.
    """
    known = {one.name: one for one in keys}
    row = Row()
    row.place = tree.place
    for name, one in known.items():
        row[name] = one.default
    if not isinstance(tree, Table):
        if not (isinstance(tree, Scalar) and tree.null):
            wrong_shape(tree, Text("对照表（键: 值）", "a mapping (key: value)"), "", desk)
        else:
            complain_missing(tree.place, [one for one in known.values() if one.required], desk)
        return row
    row.written = frozenset(tree.entries)
    unknown_keys(tree, [*known, *also], desk)
    for name, one in known.items():
        if name not in tree.entries:
            continue
        value = read_value(tree.entries[name], one, desk)
        if value is not FAULT:
            row[name] = value
    complain_missing(
        tree.place, [one for one in known.values() if one.required and one.name not in tree.entries], desk
    )
    return row


def unknown_keys(tree: Table, known: list[str], desk: Desk) -> None:
    """Complain of keys that are not on the list."""
    for name in tree.entries:
        if name not in known:
            what = Text(f"不认识键“{name}”", f"unknown key {name}")
            complain(desk.problems, "K020", tree.at(name), what, did_you_mean(name, known))


def complain_missing(place: Place, missing: list[Key], desk: Desk) -> None:
    """Complain of required keys that are not written."""
    for one in missing:
        what = Text(f"缺“{one.name}”（{one.doc.zh}）", f"{one.name} is missing ({one.doc.en})")
        complain(desk.problems, "K021", place, what, Text(f"补上 {one.name}:。", f"Add {one.name}:."))


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
        fix = Text(
            "键后面用半角冒号加空格“: ”，不用全角“：”。", "Use ': ' after a key, not the full-width colon."
        )
    what = Text(
        f"{label.zh}应为{wanted.zh}，写成了{here.zh}", f"{label.en}{wanted.en} is expected, not {here.en}"
    )
    complain(desk.problems, "K022", tree.place, what, fix)
    return FAULT


def read_value(tree: Tree, key: Key, desk: Desk) -> Any:
    """A value read as its key says; FAULT, with the problem noted, when it does not fit."""
    return _READERS[key.kind](tree, key, desk)


def _scalar(tree: Tree, key: Key, desk: Desk, wanted: Text) -> str | Fault:
    """The text of a single value."""
    if not isinstance(tree, Scalar):
        return wrong_shape(tree, wanted, key.name, desk)
    text = tree.text.strip()
    if tree.null or not text:
        what = Text(f"“{key.name}”没有内容", f"{key.name} is empty")
        complain(
            desk.problems,
            "K028",
            tree.place,
            what,
            Text(f"写出{wanted.zh}，或删去这一行。", f"Write {wanted.en}, or delete it."),
        )
        return FAULT
    if len(text) > MAX_TEXT:
        what = Text(f"“{key.name}”超过 {MAX_TEXT} 字", f"{key.name} is longer than {MAX_TEXT} characters")
        complain(desk.problems, "K028", tree.place, what, Text("写短些。", "Make it shorter."))
        return FAULT
    return text


def _wrong(tree: Tree, code: str, text: str, key: Key, desk: Desk, wanted: Text, fix: Text) -> Fault:
    shown = text if len(text) <= 60 else text[:60] + "…"
    what = Text(
        f"“{key.name}”要{wanted.zh}，写的是“{shown}”", f"{key.name} must be {wanted.en}, not {shown!r}"
    )
    complain(desk.problems, code, tree.place, what, fix)
    return FAULT


def _text(tree: Tree, key: Key, desk: Desk) -> Any:
    return _scalar(tree, key, desk, Text("文字", "text"))


def _id(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("编号", "an id"))
    if isinstance(text, Fault) or _ID.fullmatch(text):
        return text
    suggestion = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_0123456789")
    hint = (
        Text(f"例如 {suggestion}。", f"For example {suggestion}.")
        if suggestion
        else Text("例如 cards。", "For example cards.")
    )
    wanted = Text(
        "小写字母、数字和下划线组成、以字母开头的编号",
        "an id of small letters, digits and _ that begins with a letter",
    )
    return _wrong(tree, "K025", text, key, desk, wanted, hint)


def read_words(tree: Tree, name: str, desk: Desk) -> Text | Fault:
    """Text for people: one string, or `{zh: …, en: …}` (either may stand for both)."""
    here = Key(name, "words", Text("", ""))
    if not isinstance(tree, Table):
        text = _scalar(tree, here, desk, Text("文字", "text"))
        return text if isinstance(text, Fault) else Text.same(text)
    unknown_keys(tree, ["zh", "en"], desk)
    found = [
        _scalar(tree.entries[one], here, desk, Text("文字", "text"))
        for one in ("zh", "en")
        if one in tree.entries
    ]
    said = [one for one in found if isinstance(one, str)]
    if not said:
        return (
            FAULT
            if found
            else wrong_shape(tree, Text("文字，或 {zh: …, en: …}", "text, or {zh: …, en: …}"), name, desk)
        )
    return Text(said[0], said[-1])


def _words(tree: Tree, key: Key, desk: Desk) -> Any:
    return read_words(tree, key.name, desk)


def _number(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("数", "a number"))
    if isinstance(text, Fault):
        return text
    number = number_of(text)
    if number is None:
        return _wrong(tree, "K023", text, key, desk, Text("数", "a number"), why_no_number(text))
    return number


def _limit(tree: Tree, key: Key, desk: Desk) -> Any:
    if isinstance(tree, Scalar) and (tree.null or tree.text.strip() in _NONE):
        return None
    return _number(tree, key, desk)


def _integer(tree: Tree, key: Key, desk: Desk) -> Any:
    number = _number(tree, key, desk)
    if isinstance(number, Fault):
        return number
    if number.denominator != 1 or abs(number) > 10**9:
        text = tree.text if isinstance(tree, Scalar) else ""
        return _wrong(
            tree,
            "K023",
            text,
            key,
            desk,
            Text("整数", "a whole number"),
            Text("写成整数。", "Write a whole number."),
        )
    return int(number)


def _boolean(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("true 或 false", "true or false"))
    if isinstance(text, Fault):
        return text
    truth = _TRUTH.get(text.lower())
    if truth is None:
        wanted = Text("true 或 false", "true or false")
        return _wrong(
            tree, "K024", text, key, desk, wanted, Text("写 true 或 false。", "Write true or false.")
        )
    return truth


def _choice(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("一个词", "one word"))
    if isinstance(text, Fault) or text in key.choices:
        return text
    wanted = Text("列出的词之一", "one of the listed words")
    return _wrong(tree, "K024", text, key, desk, wanted, did_you_mean(text, list(key.choices)))


def _date(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("日期", "a date"))
    if isinstance(text, Fault):
        return text
    try:
        return date(
            *(int(one) for one in re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", normal(text)).groups())
        )  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        return _wrong(
            tree,
            "K026",
            text,
            key,
            desk,
            Text("日期", "a date"),
            Text("写成 2010-05-15。", "Write it as 2010-05-15."),
        )


def _month_day(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("月-日", "month-day"))
    if isinstance(text, Fault):
        return text
    found = _MONTH_DAY.fullmatch(normal(text))
    try:
        day = date(2000, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        return _wrong(
            tree,
            "K026",
            text,
            key,
            desk,
            Text("月-日", "month-day"),
            Text("写成 05-15。", "Write it as 05-15."),
        )
    return f"{day.month:02}-{day.day:02}"


def _listed(tree: Tree, key: Key, desk: Desk, wanted: Text) -> tuple[Tree, ...] | Fault:
    if not isinstance(tree, Listing):
        return wrong_shape(tree, wanted, key.name, desk)
    return tree.entries


def _all(values: list[Any]) -> Any:
    """The values as a tuple, or FAULT when one is."""
    return FAULT if any(one is FAULT for one in values) else tuple(values)


def _names(tree: Tree, key: Key, desk: Desk) -> Any:
    if isinstance(tree, Scalar):
        return _all([_text(tree, key, desk)])
    entries = _listed(tree, key, desk, Text("列表，如 [甲, 乙]", "a list, such as [a, b]"))
    return entries if isinstance(entries, Fault) else _all([_text(one, key, desk) for one in entries])


def _numbers(tree: Tree, key: Key, desk: Desk) -> Any:
    entries = _listed(tree, key, desk, Text("数的列表，如 [3, 2, 1]", "a list of numbers, such as [3, 2, 1]"))
    return entries if isinstance(entries, Fault) else _all([_number(one, key, desk) for one in entries])


def _points(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("点的列表，如 [[0, 0], [100, 10]]", "a list of points, such as [[0, 0], [100, 10]]")
    entries = _listed(tree, key, desk, wanted)
    if isinstance(entries, Fault):
        return entries
    read: list[Any] = []
    for one in entries:
        if isinstance(one, Listing) and len(one.entries) == 2:
            read.append(_all([_number(half, key, desk) for half in one.entries]))
        else:
            read.append(wrong_shape(one, Text("一个点 [x, 分]", "a point [x, marks]"), key.name, desk))
    return _all(read)


def _range(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("范围 [低, 高]", "a range [low, high]")
    entries = _listed(tree, key, desk, wanted)
    if isinstance(entries, Fault):
        return entries
    if len(entries) != 2:
        return wrong_shape(tree, wanted, key.name, desk)
    low, high = (_limit(one, key, desk) for one in entries)
    if low is FAULT or high is FAULT:
        return FAULT
    if low is not None and high is not None and low > high:
        what = Text(f"“{key.name}”的下限高于上限", f"{key.name}: the lower limit exceeds the upper")
        complain(
            desk.problems, "K033", tree.place, what, Text("把小的写在前面。", "Write the smaller first.")
        )
        return FAULT
    return (low, high)


def _map(tree: Tree, key: Key, desk: Desk) -> Any:
    if not isinstance(tree, Table):
        return wrong_shape(tree, Text("对照表（键: 值）", "a mapping (key: value)"), key.name, desk)
    read: dict[str, Any] = {}
    faulty = False
    for name, one in tree.entries.items():
        value_key = Key(
            name, key.value, key.doc, choices=key.choices, columns=key.columns, options=key.options
        )
        value = read_value(one, value_key, desk)
        label: Any = name
        if key.keys != "text":
            label = read_value(Scalar(name, tree.at(name)), Key(key.name, key.keys, key.doc), desk)
        if value is FAULT or label is FAULT:
            faulty = True
        elif label in read:
            what = Text(f"“{name}”与前面的是同一个", f"{name} is the same as one before")
            complain(desk.problems, "K030", tree.at(name), what, Text("删去一处。", "Delete one."))
            faulty = True
        else:
            read[label] = value
    return FAULT if faulty else read


def _table(tree: Tree, key: Key, desk: Desk) -> Any:
    entries = _listed(tree, key, desk, Text("行的列表", "a list of rows"))
    return (
        entries
        if isinstance(entries, Fault)
        else tuple(read_table(one, key.columns, desk) for one in entries)
    )


def _record(tree: Tree, key: Key, desk: Desk) -> Any:
    return (
        read_table(tree, key.columns, desk)
        if isinstance(tree, Table)
        else wrong_shape(tree, Text("对照表（键: 值）", "a mapping (key: value)"), key.name, desk)
    )


def _either(tree: Tree, key: Key, desk: Desk) -> Any:
    """The first way of reading that fits; else the complaints of the only way of that shape, or all ways named."""
    suited: list[list[Any]] = []
    for option in key.options:
        aside = desk.aside()
        value = read_value(tree, option, aside)
        if value is not FAULT and not aside.problems.errors:
            desk.problems.extend(aside.problems)
            return (option.name, value)
        if not any(one.code == "K022" and one.place == tree.place for one in aside.problems):
            suited.append(list(aside.problems))
    if len(suited) == 1:
        desk.problems.extend(suited[0])
        return FAULT
    ways = "、".join("/".join(one.choices) or one.doc.zh for one in key.options)
    ways_en = ", ".join("/".join(one.choices) or one.doc.en for one in key.options)
    what = Text(f"“{key.name}”的写法不对", f"{key.name} is none of the forms allowed")
    complain(desk.problems, "K022", tree.place, what, Text(f"可以写：{ways}。", f"It may be: {ways_en}."))
    return FAULT


def _formula(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("公式", "a formula")
    if not isinstance(tree, Scalar):
        return wrong_shape(tree, wanted, key.name, desk)
    if tree.null or not tree.text.strip():
        return _scalar(tree, key, desk, wanted)
    formula = read_formula(tree, "condition" if key.kind == "condition" else "number", desk)
    return FAULT if formula is None else formula


_SORTS: dict[str, tuple[str, Text]] = {
    "ledger": ("ledger", Text("台账", "ledger of events")),
    "ratings": ("ratings", Text("测评", "ratings")),
    "link": ("link", Text("关联", "link")),
    "class": ("class", Text("类别", "class")),
    "kind": ("kind", Text("对象种类", "kind of subject")),
    "sheet": ("sheet", Text("考核表", "sheet")),
    "scheme": ("scheme", Text("等次方案", "grade scheme")),
}


def _thing(tree: Tree, key: Key, desk: Desk) -> Any:
    """The id of a declared thing, named by id or name."""
    sort, wanted = _SORTS[key.kind]
    text = _scalar(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    return _one_of(
        tree, text, desk.names.thing(sort, text), list(desk.names.things.get(sort, {})), wanted, desk
    )


def _one_of(tree: Tree, text: str, found: list[str], known: list[str], sort: Text, desk: Desk) -> Any:
    """The only id found; else a complaint."""
    if len(found) == 1:
        return found[0]
    if found:
        what = Text(f"叫“{text}”的{sort.zh}不止一个", f"several are called {text!r} ({sort.en})")
        complain(
            desk.problems,
            "K043",
            tree.place,
            what,
            Text(f"写编号：{'、'.join(found)}。", f"Write the id: {', '.join(found)}."),
        )
    else:
        what = Text(f"没有声明{sort.zh}“{text}”", f"no {sort.en} {text!r} is declared")
        complain(desk.problems, "K031", tree.place, what, did_you_mean(text, known))
    return FAULT


def _fact(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("事实", "fact")
    text = _scalar(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    candidates = desk.names.values.get(normal(text), [])
    found = list(dict.fromkeys(one.id for one in candidates if one.kind in {"fact", "derived"}))
    found = [normal(text)] if normal(text) in found else found
    known = [
        name
        for name, ones in desk.names.values.items()
        if any(one.kind in {"fact", "derived"} for one in ones)
    ]
    return _one_of(tree, text, found, known, wanted, desk)


def _item(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("项目", "item")
    text = _scalar(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    return _item_of(tree, text, desk.sheets, desk, wanted)


def _item_of(tree: Tree, text: str, sheets: tuple[str, ...], desk: Desk, wanted: Text) -> Any:
    found = [one.id for sheet in sheets for one in desk.names.items.get(sheet, {}).get(normal(text), [])]
    found = [normal(text)] if normal(text) in found else list(dict.fromkeys(found))
    known = [name for sheet in sheets for name in desk.names.items.get(sheet, {})]
    return _one_of(tree, text, found, known, wanted, desk)


def _node(tree: Tree, key: Key, desk: Desk) -> Any:
    """`sheet.item`, or a sheet alone for its total."""
    text = _scalar(tree, key, desk, Text("考核表.项目", "sheet.item"))
    if isinstance(text, Fault):
        return text
    first, dot, rest = text.partition(".")
    sheet = _one_of(
        tree,
        first,
        desk.names.thing("sheet", first),
        list(desk.names.things.get("sheet", {})),
        _SORTS["sheet"][1],
        desk,
    )
    if sheet is FAULT:
        return FAULT
    if not dot or rest in {"total", "总分", sheet}:
        return (sheet, sheet)
    item = _item_of(tree, rest, (sheet,), desk, Text("项目", "item"))
    return FAULT if item is FAULT else (sheet, item)


def _within(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("范围", "pool"))
    if isinstance(text, Fault):
        return text
    if text in {"class", "group", "all", "kind"}:
        return text
    attributes = {n: [o.id for o in ones if o.kind == "attribute"] for n, ones in desk.names.values.items()}
    known = ["class", "group", "all", *(name for name, ids in attributes.items() if ids)]
    return _one_of(tree, text, attributes.get(normal(text), []), known, Text("范围", "pool"), desk)


def _grade(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("等次", "grade"))
    if isinstance(text, Fault) or text in desk.names.grades:
        return text
    return _one_of(tree, text, [], list(desk.names.grades), Text("等次", "grade"), desk)


def _citation(tree: Tree, key: Key, desk: Desk) -> Any:
    text = _scalar(tree, key, desk, Text("依据", "citation"))
    if isinstance(text, Fault):
        return text
    source, _, locus = text.partition(" ")
    known = list(desk.names.things.get("source", {}))
    found = _one_of(tree, source, desk.names.thing("source", source), known, Text("依据", "source"), desk)
    return FAULT if found is FAULT else Citation(found, locus.strip())


def _rounding(tree: Tree, key: Key, desk: Desk) -> Any:
    if isinstance(tree, Scalar):
        places, mode = _integer(tree, key, desk), "half_up"
    else:
        doc = Text("小数位", "places"), Text("方式", "mode")
        columns = (
            Key("places", "integer", doc[0], required=True),
            Key("mode", "choice", doc[1], default="half_up", choices=_MODES),
        )
        row = read_table(tree, columns, desk)
        places, mode = row["places"], row["mode"]
    if not isinstance(places, int):
        return FAULT
    if not 0 <= places <= MAX_PLACES:
        wanted = Text(f"0 到 {MAX_PLACES} 的整数", f"0 to {MAX_PLACES}")
        return _wrong(
            tree, "K023", str(places), key, desk, wanted, Text("写小数位数。", "Write the decimal places.")
        )
    return Rounding(places, mode)


def _free(tree: Tree, key: Key, desk: Desk) -> Any:
    return plain(tree)


def _tree(tree: Tree, key: Key, desk: Desk) -> Any:
    return tree


_READERS: dict[str, Callable[[Tree, Key, Desk], Any]] = {
    "text": _text,
    "id": _id,
    "words": _words,
    "number": _number,
    "limit": _limit,
    "integer": _integer,
    "boolean": _boolean,
    "choice": _choice,
    "date": _date,
    "month_day": _month_day,
    "names": _names,
    "numbers": _numbers,
    "points": _points,
    "range": _range,
    "map": _map,
    "table": _table,
    "record": _record,
    "either": _either,
    "formula": _formula,
    "condition": _formula,
    "fact": _fact,
    "item": _item,
    "node": _node,
    "within": _within,
    "grade": _grade,
    "citation": _citation,
    "rounding": _rounding,
    "free": _free,
    "tree": _tree,
    **dict.fromkeys(_SORTS, _thing),
}
