"""From formulas to terms: what a name or a function in a formula means on one sheet in one period."""

from __future__ import annotations

from fractions import Fraction

from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Condition, Term
from kaogong.core.methods.walk import leaves, transform
from kaogong.core.problem import NOWHERE, Place, Problem, Refused, Text
from kaogong.core.scheme import formula as f
from kaogong.core.scheme.model import EVERY, Every, Fact, Item, Rulebook, Sheet

RESULTS = {
    "total": "total",
    "总分": "total",
    "grade": "grade",
    "等次": "grade",
    "rank": "rank",
    "位次": "rank",
    "award": "award",
}
_COMPARES = ("==", "!=", "<", "<=", ">", ">=")
YES = t.Compare("==", t.ONE, t.ONE)
NO = t.Not(YES)


def refused(code: str, place: Place, zh: str, en: str) -> Refused:
    """A formula that cannot be understood here."""
    why = Text("公式只能引用已声明的名称", "a formula can only reach what is declared")
    fix = Text(
        "改用已声明的事实、指标或函数，见 docs/methods.md",
        "use a declared fact, item or function, see docs/methods.md",
    )
    return Refused([Problem(code, place, Text(zh, en), why, fix)])


class Names:
    """Resolves formulas on a sheet at a period length."""

    def __init__(self, rulebook: Rulebook, sheet: Sheet, every: Every, total: str = "#total") -> None:
        self.rulebook = rulebook
        self._total = total
        self.sheet = sheet
        self.every = every
        self._items = {item.id: item for item in sheet.root.walk()}
        self._known: dict[str, Term] = {}
        self._when_zero: Term = t.Null()
        for item in sheet.root.walk():
            self._learn(item.name, t.Node(sheet.id, item.id))
        for attribute in rulebook.attributes.values():
            self._learn(attribute.name, t.Attribute(attribute.id), attribute.id)
        for derived in rulebook.derived.values():
            self._learn(derived.name, t.Result("derived", derived.id), derived.id)
        for fact in rulebook.facts.values():
            self._learn(fact.name, t.Fact(fact.id), fact.id)
        for item in sheet.root.walk():
            self._known[item.id] = t.Node(sheet.id, item.id)
        for facts in rulebook.facts:
            self._known[facts] = t.Fact(facts)

    def _learn(self, name: Text, term: Term, key: str = "") -> None:
        for word in (name.zh, name.en, key):
            if word:
                self._known[word] = term

    # --- terms ----------------------------------------------------------------------------------------------------

    def term(self, formula: f.Formula) -> Term:
        """The term of a formula that has a value."""
        return self._value(formula.tree, formula.place)

    def condition(self, formula: f.Formula) -> Condition:
        """The condition of a formula that is true or false."""
        return self._condition(formula.tree, formula.place)

    def _value(self, node: f.Node, place: Place) -> Term:
        match node:
            case f.Number(value):
                return t.Num(value)
            case f.Name(name):
                return self.name(name, place)
            case f.Call():
                return self._call(node, place)
            case f.Operation(operator, operands):
                return self._operation(operator, operands, place)
            case f.Words(text):
                raise refused("K610", place, f"“{text}” 不是数，只能用于比较", f"'{text}' is not a number; compare it")

    def _operation(self, operator: str, operands: tuple[f.Node, ...], place: Place) -> Term:
        if operator in _COMPARES or operator in ("and", "or", "not"):
            met = self._condition(f.Operation(operator, operands), place)
            return t.Case((t.Branch(met, t.ONE), t.Branch(t.Not(met), t.ZERO)))
        parts = [self._value(one, place) for one in operands]
        match operator:
            case "+":
                return t.Add(tuple(parts))
            case "-":
                return t.Sub(parts[0], parts[1])
            case "*":
                return t.Mul(tuple(parts))
            case "/":
                return t.Div(parts[0], parts[1], self._when_zero)
            case _:
                return t.Mul((t.num(-1), parts[0]))

    def name(self, name: str, place: Place = NOWHERE) -> Term:
        """The term of a name."""
        if name in self._known:
            found = self._known[name]
            if isinstance(found, t.Result):
                return self._derived(found.scheme)
            return self.fact(found.name) if isinstance(found, t.Fact) else found
        if name in RESULTS:
            return self._result(RESULTS[name])
        if name in ("class", "group", "类别", "组"):
            return t.Attribute({"类别": "class", "组": "group"}.get(name, name))
        raise refused("K611", place, f"不认识的名称“{name}”", f"unknown name '{name}'")

    def _result(self, what: str) -> Term:
        if what == "total":
            return t.Node(self.sheet.id, self._total)
        return t.Result(what)

    def _derived(self, name: str) -> Term:
        """A derived fact; every division written in its own formula has what it says of a zero denominator."""
        derived = self.rulebook.derived[name]
        worth = derived.zero_denominator
        outer, self._when_zero = self._when_zero, t.Null() if worth is None else t.Num(worth)
        found = self.term(derived.formula)
        self._when_zero = outer
        return found

    def fact(self, name: str) -> Term:
        """A fact as it is read at this period length."""
        fact = self.rulebook.facts[name]
        return t.Fact(name) if EVERY.index(fact.every) >= EVERY.index(self.every) else self._shorter(fact)

    def _shorter(self, fact: Fact) -> Term:
        own = t.Fact(fact.id)

        def roll(stat: str) -> t.RollUp:
            return t.RollUp(stat, own, fact.every)  # type: ignore[arg-type]

        match fact.over:
            case "sum":
                every = t.Compare("==", roll("count"), roll("rows"))
                return t.Case((t.Branch(every, roll("sum")),))
            case "mean":
                return t.Div(roll("sum"), roll("count"))
            case "last" | "max" | "min":
                return roll(fact.over)
            case _:
                raise refused(
                    "K612",
                    fact.place,
                    f"“{fact.name.zh}”按{fact.every}填报，在更长周期使用须声明 over",
                    f"'{fact.id}' is reported by {fact.every}; to read it at a longer period declare `over`",
                )

    def item(self, item: str) -> Item:
        """An item of the sheet."""
        return self._items[item]

    # --- functions ------------------------------------------------------------------------------------------------

    def _call(self, call: f.Call, place: Place) -> Term:
        arguments = call.arguments
        match call.function:
            case "min":
                return t.Min(tuple(self._value(a, place) for a in arguments))
            case "max":
                return t.Max(tuple(self._value(a, place) for a in arguments))
            case "abs":
                inner = self._value(arguments[0], place)
                return t.Max((inner, t.Mul((t.num(-1), inner))))
            case "if":
                met = self._condition(arguments[0], place)
                then, other = (self._value(a, place) for a in arguments[1:])
                return t.Case((t.Branch(met, then), t.Branch(t.Not(met), other)))
            case "round":
                return t.Round(self._value(arguments[0], place), int(self._number(arguments[1], place)))
            case "whole":
                return t.Round(self._value(arguments[0], place), 0, "down")
            case "previous" | "last_year":
                return self._earlier(self._value(arguments[0], place), year=call.function == "last_year")
            case "rolling_sum" | "rolling_mean":
                return self._rolling(call, place)
            case "count" | "quantity":
                words = [self._words(a, place) for a in arguments]
                return t.EventCount(words[0], words[1] if len(words) > 1 else "", call.function)
            case _:
                return self._statistic(call, place)

    def _statistic(self, call: f.Call, place: Place) -> Term:
        arguments = call.arguments
        match call.function:
            case "group_max" | "group_min" | "group_sum" | "group_count":
                stat = call.function.removeprefix("group_")
                return t.GroupStat(stat, self._value(arguments[0], place))  # type: ignore[arg-type]
            case "group_mean":
                inner = self._value(arguments[0], place)
                return t.Div(t.GroupStat("sum", inner), t.GroupStat("count", inner))
            case "history_score" | "history_rank":
                years = int(self._number(arguments[0], place)) if arguments else 1
                return t.History(years, call.function.removeprefix("history_"))  # type: ignore[arg-type]
            case "streak":
                grades = tuple(self._words(a, place) for a in arguments)
                return t.Case((t.Branch(self._graded(grades), t.add(t.ONE, t.PriorStreak(grades))),), t.ZERO)
            case "graded_years":
                grades = tuple(self._words(a, place) for a in arguments[1:])
                before = t.PriorGraded(int(self._number(arguments[0], place)) - 1, grades)
                return t.Case((t.Branch(self._graded(grades), t.add(t.ONE, before)),), before)
            case "times_graded":
                return self._times_graded([self._words(a, place) for a in arguments], place)
            case "present":
                return t.Case((t.Branch(self._condition(call, place), t.ONE),), t.ZERO)
            case _:
                raise refused("K613", place, f"不认识的函数“{call.function}”", f"unknown function '{call.function}'")

    def _times_graded(self, words: list[str], place: Place) -> Term:
        scheme = next((g for g in self.rulebook.grades if g.id == words[0]), None)
        if scheme is None:
            raise refused("K614", place, f"没有等次方案“{words[0]}”", f"no grade scheme '{words[0]}'")
        sheet, _, item = scheme.sheet.partition(".")
        every = self.rulebook.item(sheet, item or sheet).every
        codes = [i for i, rung in enumerate(scheme.ladder, 1) if rung.grade in words[1:]]
        grade = t.Result("grade", scheme.id)
        met = t.AnyOf(tuple(t.Compare("==", grade, t.num(code)) for code in codes))
        other = "" if sheet == self.sheet.id else sheet
        times = t.RollUp("sum", t.Case((t.Branch(met, t.ONE),), t.ZERO), every, sheet=other)
        return t.Case((t.Branch(t.Known(times), times),), t.ZERO)

    def _graded(self, grades: tuple[str, ...]) -> Condition:
        return t.AnyOf(tuple(t.Compare("==", t.Result("grade"), t.num(code)) for code in self.grade_codes(grades)))

    def grade_codes(self, grades: tuple[str, ...]) -> list[int]:
        """Codes of the grades in the ladder of this sheet's total."""
        scheme = next((g for g in self.rulebook.grades if g.sheet == self.sheet.id), None)
        ladder = scheme.ladder if scheme else ()
        return [i for i, rung in enumerate(ladder, 1) if rung.grade in grades]

    def _earlier(self, term: Term, *, year: bool, steps: int = 1) -> Term:
        """Earlier values of sums are sums of earlier values: facts and items are looked up, all else is computed there."""
        if not all(isinstance(leaf, t.Fact | t.Node) for leaf in leaves(term)):
            return t.Earlier(term, steps, year=year)

        def back(leaf: Term) -> Term:
            return t.Earlier(leaf, steps, year=year) if isinstance(leaf, t.Fact | t.Node) else leaf

        return transform(term, back)

    def _rolling(self, call: f.Call, place: Place) -> Term:
        """Over the last periods: the sum needs all of them, the mean is of those that have a value."""
        term, periods = self._value(call.arguments[0], place), int(self._number(call.arguments[1], place))
        facts = [self.rulebook.facts[leaf.name] for leaf in leaves(term) if isinstance(leaf, t.Fact)]
        longer = [one for one in facts if EVERY.index(one.every) > EVERY.index(self.every)]
        if longer or not periods:
            name = longer[0].name if longer else Text.same(call.function)
            zh = f"“{name.zh}”的周期比这一项长，不能按这一项的周期滚动" if longer else "滚动至少一期"
            en = f"'{name.en}' is reported for longer periods than the item's" if longer else "at least one period"
            raise refused("K618", place, zh, en)
        values = [term, *(self._earlier(term, year=False, steps=back) for back in range(1, periods))]
        if call.function == "rolling_sum":
            return t.add(*values)
        there = [t.Case((t.Branch(t.Known(one), one),), t.ZERO) for one in values]
        counted = [t.Case((t.Branch(t.Known(one), t.ONE),), t.ZERO) for one in values]
        return t.Div(t.add(*there), t.add(*counted))

    def _number(self, node: f.Node, place: Place) -> Fraction:
        term = self._value(node, place)
        if isinstance(term, t.Num):
            return term.value
        raise refused("K615", place, "这里须写数字", "a number is wanted here")

    def _words(self, node: f.Node, place: Place) -> str:
        if isinstance(node, f.Words):
            return node.text
        if isinstance(node, f.Name):
            return node.name
        raise refused("K616", place, "这里须写带引号的名称", "a quoted name is wanted here")

    # --- conditions -----------------------------------------------------------------------------------------------

    def _condition(self, node: f.Node, place: Place) -> Condition:
        match node:
            case f.Operation("and", operands):
                return t.All(tuple(self._condition(one, place) for one in operands))
            case f.Operation("or", operands):
                return t.AnyOf(tuple(self._condition(one, place) for one in operands))
            case f.Operation("not", operands):
                return t.Not(self._condition(operands[0], place))
            case f.Operation(operator, operands) if operator in _COMPARES:
                return self._compare(operator, operands, place)
            case f.Call("present", arguments):
                return t.Known(self._value(arguments[0], place))
            case f.Name("true"):
                return YES
            case f.Name("false"):
                return NO
            case _:
                return t.Compare("!=", self._value(node, place), t.ZERO)

    def _compare(self, operator: str, operands: tuple[f.Node, ...], place: Place) -> Condition:
        left, right = operands
        if isinstance(left, f.Words):
            left, right = right, left
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
        subject = self._value(left, place)
        if isinstance(right, f.Words):
            code = self._code(subject, right.text, place)
            if isinstance(subject, t.Result) or self._is_choice(subject):
                # Codes grow from best to worst, so the order of words is the reverse of the order of codes.
                operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
            return t.Compare(operator, subject, t.num(code))  # type: ignore[arg-type]
        if isinstance(right, f.Name) and right.name in ("true", "false"):
            return t.Compare(operator, subject, t.ONE if right.name == "true" else t.ZERO)  # type: ignore[arg-type]
        return t.Compare(operator, subject, self._value(right, place))  # type: ignore[arg-type]

    def _is_choice(self, term: Term) -> bool:
        return isinstance(term, t.Fact) and self.rulebook.facts[term.name].type == "choice"

    def _code(self, term: Term, text: str, place: Place) -> int:
        options = list(self.options(term))
        if text in options:
            return options.index(text) + 1
        return self._unknown_option(text, options, place)

    def options(self, term: Term) -> tuple[str, ...]:
        """The words a coded term may have, in the order of their codes."""
        match term:
            case t.Attribute("class"):
                return tuple(sorted(self.rulebook.classes))
            case t.Attribute("group"):
                own = self.rulebook.attributes.get(self.sheet.group)
                return own.options if own else tuple(sorted(self.rulebook.classes))
            case t.Attribute(name):
                return self.rulebook.attributes[name].options
            case t.Fact(name):
                return self.rulebook.facts[name].options
            case t.Earlier(term=earlier):
                return self.options(earlier)
            case t.RollUp(_, t.Fact(name), _):
                return self.rulebook.facts[name].options
            case t.Result("grade", scheme):
                found = next(
                    (g for g in self.rulebook.grades if g.id == scheme or (not scheme and g.sheet == self.sheet.id)),
                    None,
                )
                return tuple(rung.grade for rung in found.ladder) if found else ()
            case _:
                return ()

    def _unknown_option(self, text: str, options: list[str], place: Place) -> int:
        listed = "、".join(options) or "–"
        raise refused("K617", place, f"没有“{text}”这个选项；有：{listed}", f"no option '{text}'; there are: {listed}")
