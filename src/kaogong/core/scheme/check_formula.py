"""Names, functions and types of a parsed formula against what the rulebook declares.

The checked formula has ids for names, ids for classes and kinds in quotes, settings replaced by their values
and `round` with its places: what the engine reads needs no second look-up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.formula import Call, Formula, Name, Node, Number, Operation, Words
from kaogong.core.scheme.functions import FUNCTIONS, RESULTS, ArgumentKind, Function
from kaogong.core.scheme.names import Declared, Names
from kaogong.core.scheme.numbers import number_of
from kaogong.core.scheme.parse_formula import normal, parse_formula
from kaogong.core.scheme.tree import Scalar

Want = Literal["number", "condition"]
_PREFIX = {
    "fact": "fact",
    "derived": "derived",
    "attribute": "attribute",
    "item": "item",
    "setting": "setting",
}
_PREFIX |= {
    "事实": "fact",
    "派生": "derived",
    "属性": "attribute",
    "项目": "item",
    "指标": "item",
    "参数": "setting",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reader has before it: the declared names, the sheet and item in hand, and where problems go.

    Attributes:
        problems: Where to note what is wrong.
        names: Everything declared.
        sheets: The sheets whose items may be read.
        own: The item in hand and its headings, which it cannot read: their value depends on its own.
        results: Whether grade, rank and total are known here.
    """

    problems: Problems
    names: Names = field(default_factory=Names)
    sheets: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    results: bool = False

    def aside(self) -> Desk:
        """The same desk with a fresh list of problems, to try something."""
        return replace(self, problems=Problems())


@dataclass(frozen=True, slots=True)
class _Sort:
    """The type of a part: a number, a condition, a flag (boolean fact: either), a choice, or words."""

    kind: Literal["number", "condition", "flag", "choice", "words", "unknown"]
    options: tuple[str, ...] = ()
    of: str = ""


OTHER_SHEET = Text(
    "一个条件只看一张表的结果：每张表各写一条；短周期的结果，写成同一张表里 every 较短的项，或用 times_graded。",
    "A condition is about one sheet: write one for each. Results of shorter periods are items of the same sheet with a "
    "shorter `every`, or counted by times_graded.",
)
_NUMBER, _CONDITION, _UNKNOWN = _Sort("number"), _Sort("condition"), _Sort("unknown")


def read_formula(scalar: Scalar, want: Want, desk: Desk) -> Formula | None:
    """A formula read and checked; None with the problems noted."""
    single = not scalar.block and "\n" not in scalar.text
    place = scalar.place
    if single and scalar.quoted:
        place = Place(place.file, place.line, place.column + 1)
    formula = parse_formula(scalar.text, desk.problems, place, single_line=single)
    return None if formula is None else check_formula(formula, want, desk)


def check_formula(formula: Formula, want: Want, desk: Desk) -> Formula | None:
    """The formula with ids for names; None, with the problems noted, when it does not fit."""
    checker = _Checker(desk, formula)
    before = len(desk.problems)
    tree, sort = checker.node(formula.tree)
    if want == "condition":
        checker.need(sort, "condition")
    elif not (sort.kind == "choice" and isinstance(tree, Name)):
        checker.need(sort, "number")
    return replace(formula, tree=tree) if len(desk.problems) == before else None


class _Checker:
    def __init__(self, desk: Desk, formula: Formula) -> None:
        self.desk = desk
        self.formula = formula

    def say(self, code: str, what: Text, fix: Text) -> None:
        """Note a problem of this formula."""
        shown = self.formula.text if len(self.formula.text) <= 60 else self.formula.text[:60] + "…"
        told = Text(f"公式“{shown}”：{what.zh}", f"formula `{shown}`: {what.en}")
        complain(self.desk.problems, code, self.formula.place, told, fix)

    def need(self, sort: _Sort, want: Want) -> None:
        """Complain unless a part is of the wanted type."""
        if sort.kind in {want, "flag", "unknown"}:
            return
        if want == "condition":
            what = Text("这里要一个判断（是或否），写的是数或文字", "a condition is wanted here")
            self.say("K045", what, Text("写成比较，如 x ≥ 60。", "Write a comparison, such as x ≥ 60."))
        elif sort.kind == "condition":
            what = Text("这里要数，写的是判断", "a number is wanted here, this is a condition")
            self.say("K045", what, Text("写成 如果(条件, 1, 0)。", "Write if(condition, 1, 0)."))
        else:
            what = Text("文字不能计算", "words cannot be computed with")
            fix = Text(
                "文字只能用 = 和 ≠ 与类别、等次或选项比较。",
                "Words are only compared, by = or ≠, with a class, grade or choice.",
            )
            self.say("K045", what, fix)

    def node(self, node: Node) -> tuple[Node, _Sort]:
        """A part with ids for names, and its type."""
        if isinstance(node, Number):
            return node, _NUMBER
        if isinstance(node, Words):
            return node, _Sort("words", of=node.text)
        if isinstance(node, Name):
            return self.name(node.name)
        if isinstance(node, Call):
            return self.call(node)
        return self.operation(node)

    def operation(self, node: Operation) -> tuple[Node, _Sort]:
        """Arithmetic, comparison or logic."""
        done = [self.node(one) for one in node.operands]
        if node.operator in {"and", "or", "not"}:
            for _, sort in done:
                self.need(sort, "condition")
            return Operation(node.operator, tuple(one for one, _ in done)), _CONDITION
        if node.operator in {"==", "!="} and any(sort.kind in {"words", "choice"} for _, sort in done):
            return self.equality(node.operator, done)
        for _, sort in done:
            self.need(sort, "number")
        compares = node.operator in {"==", "!=", "<", "<=", ">", ">="}
        return Operation(node.operator, tuple(one for one, _ in done)), _CONDITION if compares else _NUMBER

    def equality(self, operator: str, done: list[tuple[Node, _Sort]]) -> tuple[Node, _Sort]:
        """A choice compared with words (or with the same kind of choice)."""
        (left, left_sort), (right, right_sort) = done
        if left_sort.kind == "words":
            (left, left_sort), (right, right_sort) = (right, right_sort), (left, left_sort)
        if left_sort.kind == "choice" and right_sort.kind == "words":
            right = Words(self.option(right_sort.of, left_sort))
        elif not (left_sort.kind == right_sort.kind == "choice") and "unknown" not in {
            left_sort.kind,
            right_sort.kind,
        }:
            what = Text(
                "文字只能与类别、等次或选项比较",
                "words can only be compared with a class, a grade or a choice",
            )
            self.say("K045", what, Text('例如 类别 = "county"。', 'For example class = "county".'))
        return Operation(operator, (left, right)), _CONDITION

    def option(self, spoken: str, sort: _Sort) -> str:
        """The option a quoted word means."""
        if sort.of in {"class", "kind"}:
            ids = self.desk.names.thing(sort.of, spoken)
            if len(ids) == 1:
                return ids[0]
        if (sort.options or sort.of in {"class", "grade"}) and spoken not in sort.options:
            what = Text(f"“{spoken}”不是 {sort.of} 的取值", f"{spoken!r} is not a value of {sort.of}")
            self.say("K046", what, did_you_mean(spoken, list(sort.options)))
        return spoken

    # names --------------------------------------------------------------------------------------------------

    def name(self, written: str) -> tuple[Node, _Sort]:
        """A name with its id and type; settings become their values."""
        found = self.candidates(written)
        if len(found) != 1:
            self.lost(written, found)
            return Name(written), _UNKNOWN
        one = found[0]
        if one.kind == "setting":
            value = self.desk.names.settings[one.id]
            text = value.text.strip() if isinstance(value, Scalar) else ""
            number = number_of(text)
            return (Number(number), _NUMBER) if number is not None else (Words(text), _Sort("words", of=text))
        return Name(one.id, one.kind), _sort_of(one)

    def candidates(self, written: str) -> list[Declared]:
        """What a name may mean here. An item cannot read itself or its headings, so those do not count."""
        word, kind = normal(written), ""
        values, desk = self.desk.names.values, self.desk
        prefix, _, rest = word.partition(".")
        if rest and prefix in _PREFIX:
            word, kind = rest, _PREFIX[prefix]
        items = [one for sheet in desk.sheets for one in desk.names.items.get(sheet, {}).get(word, [])]
        found = [*values.get(word, []), *(one for one in items if one.id not in desk.own)]
        if desk.results and word in RESULTS:
            found.append(
                Declared(
                    "result",
                    RESULTS[word],
                    "choice" if RESULTS[word] == "grade" else "decimal",
                    desk.names.grades,
                )
            )
        found = [one for one in dict.fromkeys(found) if kind in {"", one.kind}]
        exact = [one for one in found if one.id == word] or found
        return [one for one in exact if one.kind != "setting"] or exact

    def lost(self, written: str, found: list[Declared]) -> None:
        """Complain of a name that means nothing or too much."""
        if found:
            ways = [f"{one.kind}.{one.id}" for one in found]
            what = Text(f"“{written}”可以指 {len(ways)} 样东西", f"{written} may mean {len(ways)} things")
            self.say("K043", what, Text(f"写明是哪一个：{'、'.join(ways)}。", f"Say which: {', '.join(ways)}."))
            return
        word = normal(written)
        if word in RESULTS and not self.desk.results:
            what = Text(f"这里还没有“{written}”", f"{written} is not known yet here")
            fix = Text(
                "等次、位次、总分只能用在一票否决、等次、后果和奖励里。",
                "Use it in vetoes, grades, consequences and rewards.",
            )
            self.say("K047", what, fix)
            return
        if word in self.desk.own or any(word in self.desk.names.items.get(one, {}) for one in self.desk.sheets):
            what = Text(f"“{written}”是这一项自己或它的上级", f"{written} is this item itself or its heading")
            fix = Text(
                "一项不能读自己；要读事实，请写事实的名字。",
                "An item cannot read itself; name a fact instead.",
            )
            self.say("K060", what, fix)
            return
        if elsewhere := self.elsewhere(word):
            here = "、".join(self.desk.sheets)
            what = Text(
                f"“{written}”在考核表 {elsewhere}，这里只读 {here}",
                f"{written} is of the sheet {elsewhere}; {here} is read here",
            )
            self.say("K042", what, OTHER_SHEET)
            return
        known = list(self.desk.names.values)
        known += [one for sheet in self.desk.sheets for one in self.desk.names.items.get(sheet, {})]
        hint = did_you_mean(written, known)
        if any(one in written[1:] for one in ("且", "或", "非")):
            hint = Text("“且”“或”两边要空格。" + hint.zh, "Put blanks around 且 and 或. " + hint.en)
        self.say("K042", Text(f"没有声明“{written}”", f"{written} is not declared"), hint)

    def elsewhere(self, word: str) -> str:
        """The sheet that is not read here and has an item of this name (or is named before the dot); empty: none."""
        items, prefix = self.desk.names.items, word.partition(".")[0]
        others = [one for one in items if self.desk.sheets and one not in self.desk.sheets]
        return next((one for one in others if word in items[one] or prefix == one), "")

    # functions ----------------------------------------------------------------------------------------------

    def call(self, node: Call) -> tuple[Node, _Sort]:
        """A function with its arguments checked one by one."""
        function = FUNCTIONS[node.function]
        given = len(node.arguments)
        if given < function.least or (given > len(function.arguments) and not function.more):
            need = f"{function.least}" if function.least == len(function.arguments) else f"{function.least}…"
            what = Text(
                f"{function.name} 要 {need} 个参数，写了 {given} 个",
                f"{function.name} takes {need} arguments, not {given}",
            )
            self.say("K044", what, Text(f"{function.doc.zh}。", f"{function.name}: {function.doc.en}."))
            return node, _UNKNOWN
        if function.name in {"streak", "graded_years"} and not self.desk.results:
            what = Text(f"{function.name} 要用本年等次，这里还没有", f"{function.name} needs this year's grade")
            self.say(
                "K047",
                what,
                Text("用在一票否决、等次、后果里。", "Use it in vetoes, grades and consequences."),
            )
        if function.same:
            read, sort = self.readable(function, node.arguments[0])
            return Call(function.name, (read,)), sort
        arguments = tuple(self.argument(function, place, node.arguments) for place in range(given))
        if function.name == "round" and given == 1:
            arguments = (*arguments, Number(Fraction(0)))
        return Call(function.name, arguments), _CONDITION if function.truth else _NUMBER

    def argument(self, function: Function, place: int, given: tuple[Node, ...]) -> Node:
        """One argument, checked against its kind."""
        kind: ArgumentKind = function.arguments[min(place, len(function.arguments) - 1)]
        node = given[place]
        if kind in {"number", "condition"}:
            done, sort = self.node(node)
            self.need(sort, "condition" if kind == "condition" else "number")
            return done
        if kind == "readable":
            return self.readable(function, node)[0]
        if kind == "whole":
            if not (isinstance(node, Number) and node.value.denominator == 1 and node.value <= 30):
                what = Text(
                    f"{function.name} 的第 {place + 1} 个参数要写成整数",
                    f"argument {place + 1} of {function.name} must be a whole number",
                )
                self.say("K044", what, Text("写 0 到 30 的整数。", "Write a whole number from 0 to 30."))
            return node
        if not isinstance(node, Words):
            what = Text(
                f"{function.name} 的第 {place + 1} 个参数要加引号",
                f"argument {place + 1} of {function.name} must be quoted",
            )
            self.say("K044", what, Text('例如 count("card", "red")。', 'For example count("card", "red").'))
            return node
        return self.quoted(kind, node, given)

    def readable(self, function: Function, node: Node) -> tuple[Node, _Sort]:
        """The name of something with a value of its own, in this period or another, and its type."""
        if isinstance(node, Name):
            done, sort = self.name(node.name)
            if isinstance(done, Name) and done.kind != "result":
                return done, sort
        what = Text(f"{function.name} 的参数要是一个名字", f"the argument of {function.name} must be a name")
        self.say("K044", what, Text("写事实、派生或项目的名字。", "Name a fact, a derived fact or an item."))
        return node, _UNKNOWN

    def quoted(self, kind: ArgumentKind, node: Words, given: tuple[Node, ...]) -> Node:
        """A quoted ledger, kind of event, grade scheme or grade."""
        names = self.desk.names
        if kind == "grade":
            known, spoken = {one: [one] for one in names.grades}, node.text
        elif kind == "event_kind":
            ledger = given[0].text if isinstance(given[0], Words) else ""
            ids = names.thing("ledger", ledger)
            known, spoken = (
                names.members.get(("kinds", ids[0] if len(ids) == 1 else ""), {}),
                normal(node.text),
            )
            if not known:
                return node
        else:
            known, spoken = names.things.get(kind, {}), normal(node.text)
        found = known.get(spoken, [])
        if len(found) == 1:
            return Words(found[0])
        what = Text(
            f"没有“{node.text}”" if not found else f"“{node.text}”有歧义",
            f"{node.text!r} is {'ambiguous' if found else 'not declared'}",
        )
        self.say("K043" if found else "K046", what, did_you_mean(node.text, found or list(known)))
        return node


def _sort_of(one: Declared) -> _Sort:
    """The type of what a name stands for."""
    if one.type == "boolean":
        return _Sort("flag")
    if one.type in {"choice", "text"}:
        return _Sort("choice", one.options, one.id)
    return _NUMBER
