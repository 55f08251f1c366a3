"""Formula text into a tree.

A hand-written operator-precedence parser, quick to start and bounded in length and depth.

(A lark grammar was measured: 200 ms before the first formula, more than the loader may take altogether.)

Operators from loose to tight: `or`, `and`, `not`, comparison (`60 ≤ x < 80` may be chained), `+ −`, `× ÷`,
sign. Full-width letters, digits and signs are read as their ASCII twins outside quotes. A name with blanks or
marks is written 「…」; `fact.x`, `item.x` tell namesakes apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from kaogong.core.problem import NOWHERE, Place, Problems, Text
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.formula import Call, Formula, Name, Node, Number, Operation, Words
from kaogong.core.scheme.functions import SPOKEN

MAX_LENGTH = 4_000
MAX_TOKENS = 1_000
MAX_HEIGHT = 100
MAX_DIGITS = 60

_TWINS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TWINS |= {
    ord(a): b
    for a, b in {
        "×": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "—": "-",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "、": ",",
    }.items()
}
_TWINS |= {0x3000: " ", 0x00A0: " "}
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<words>"[^"]*"|'[^']*'|“[^”]*”|‘[^’]*’)
    |(?P<quoted>「[^」]+」)
    |(?P<number>[0-9０-９]+(?:[.．][0-9０-９]+)?(?:[%％])?)
    |(?P<name>[^\W\d]\w*(?:[.．][^\W\d]\w*)*)
    |(?P<sign><=|>=|==|!=|<>|[＜＞＝！]=?|[-+*/()<>=,×÷−–—≤≥≠（），、＋－＊／])""",
    re.VERBOSE,
)
_SPELT = {
    "and": "and",
    "且": "and",
    "并且": "and",
    "or": "or",
    "或": "or",
    "或者": "or",
    "not": "not",
    "非": "not",
}
_COMPARE = {"=": "==", "==": "==", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_POWER = {"or": 1, "and": 2, **dict.fromkeys(_COMPARE, 4), "+": 5, "-": 5, "*": 6, "/": 6}
_NOT, _SIGN = 3, 7


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


class _StopError(Exception):
    """Parsing cannot go on: what is wrong, where in the text, and what to do."""

    def __init__(self, code: str, at: int, what: Text, fix: Text) -> None:
        super().__init__(what.en)
        self.code, self.at, self.what, self.fix = code, at, what, fix


def parse_formula(
    text: str, problems: Problems, place: Place = NOWHERE, *, single_line: bool = False
) -> Formula | None:
    """The tree of a formula; None, with the problem noted, when it cannot be read.

    Args:
        text: The formula as written.
        problems: Where to note what is wrong.
        place: Where the text begins in the file.
        single_line: The text stands in the file exactly so, from `place` on: columns can be counted.
    """
    try:
        if len(text) > MAX_LENGTH:
            raise _too_big(0)
        tokens = _tokens(text)
        if len(tokens) > MAX_TOKENS:
            raise _too_big(tokens[MAX_TOKENS].at)
        tree = _Parser(tokens).whole()
    except _StopError as stop:
        spot = Place(place.file, place.line, place.column + stop.at) if single_line else place
        complain(problems, stop.code, spot, _with_caret(stop, text), stop.fix)
        return None
    return Formula(text, tree, place)


def _too_big(at: int) -> _StopError:
    return _StopError(
        "K041",
        at,
        Text("公式太长或套得太深", "the formula is too long or nested too deep"),
        Text("拆成几个 derived，每个起一个名字。", "Split it into derived facts, each with a name."),
    )


def _with_caret(stop: _StopError, text: str) -> Text:
    """The complaint with the part of the formula around the spot, marked."""
    start = max(0, stop.at - 30)
    shown = text[start : stop.at + 30].replace("\n", " ")
    blanks = "".join("\u3000" if ord(one) > 0x2E7F else " " for one in text[start : stop.at])
    picture = f"\n    {shown}\n    {blanks}^"
    return Text(
        f"公式第 {stop.at + 1} 个字：{stop.what.zh}{picture}",
        f"formula, character {stop.at + 1}: {stop.what.en}{picture}",
    )


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _StopError("K040", at, *_strange(text[at]))
        kind, piece = str(match.lastgroup), match.group()
        if kind == "words":
            found.append(_Token(kind, piece[1:-1], at))
        elif kind == "quoted":
            found.append(_Token("name", piece[1:-1].strip(), at))
        elif kind != "blank":
            piece = normal(piece)
            spelt = _SPELT.get(piece) if kind == "name" else None
            found.append(_Token("sign", spelt, at) if spelt else _Token(kind, piece, at))
        at = match.end()
    found.append(_Token("end", "", len(text)))
    return found


def normal(text: str) -> str:
    """The text with full-width letters, digits and signs as their ASCII twins."""
    return text.translate(_TWINS)


def _strange(character: str) -> tuple[Text, Text]:
    what = Text(f"不认识“{character}”", f"{character!r} means nothing here")
    if character in "\"'“‘「":
        return Text("引号没有配对", "the quotation is not closed"), Text("补上另一半引号。", "Close it.")
    if character == "&":
        return what, Text("“并且”写 and 或 且。", "Write `and`.")
    if character == "|":
        return what, Text("“或者”写 or 或 或。", "Write `or`.")
    if character == "!":
        return what, Text("“不”写 not 或 非，不等于写 ≠。", "Write `not`, or ≠ for unequal.")
    return what, Text(
        "公式只有 + − × ÷ ( )、比较、且或非和列出的函数。",
        "Use + − × ÷ ( ), comparisons, and/or/not and functions.",
    )


class _Parser:
    """Precedence climbing.

    Every step returns the node and its height, so that no tree grows too high to walk.
    """

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        """The tree of all tokens."""
        if self.here.kind == "end":
            raise _StopError("K040", 0, Text("公式是空的", "the formula is empty"), Text("写出公式。", "Write it."))
        node, _ = self.expression(0)
        if self.here.kind != "end":
            raise self._unexpected()
        return node

    @property
    def here(self) -> _Token:
        """The token to be read."""
        return self.tokens[self.next]

    def take(self) -> _Token:
        """Read one token."""
        token = self.tokens[self.next]
        self.next += 1
        return token

    def expression(self, power: int) -> tuple[Node, int]:
        """An expression whose operators bind tighter than `power`."""
        self.depth += 1
        if self.depth > MAX_HEIGHT:
            raise _too_big(self.here.at)
        node, height = self.operand()
        while True:
            self._split_conjunction()
            sign = self.here.text if self.here.kind == "sign" else ""
            strength = _POWER.get(sign, 0)
            if strength <= power:
                break
            if sign in _COMPARE:
                node, height = self.comparison(node, height)
            else:
                self.take()
                right, high = self.expression(strength)
                node, height = Operation(sign, (node, right)), max(height, high) + 1
            if height > MAX_HEIGHT:
                raise _too_big(self.here.at)
        self.depth -= 1
        return node, height

    def comparison(self, left: Node, height: int) -> tuple[Node, int]:
        """`a < b`, or a chain `a ≤ b < c`, which means `a ≤ b and b < c`."""
        links: list[Node] = []
        while self.here.kind == "sign" and self.here.text in _COMPARE:
            if len(links) == 2:
                raise self._unexpected()
            operator = _COMPARE[self.take().text]
            right, high = self.expression(_POWER["<"])
            links.append(Operation(operator, (left, right)))
            left, height = right, max(height, high)
        if len(links) == 1:
            return links[0], height + 1
        return Operation("and", (links[0], links[1])), height + 2

    def operand(self) -> tuple[Node, int]:
        """A number, name, call, bracket, or a signed or negated operand."""
        token = self.here
        if token.kind == "number":
            self.take()
            return Number(self._number(token)), 1
        if token.kind == "words":
            self.take()
            return Words(token.text), 1
        if token.kind == "name":
            self.take()
            if self.here.text == "(" and self.here.kind == "sign":
                return self.call(token)
            return Name(token.text), 1
        if token.kind == "sign" and token.text in {"-", "+", "not"}:
            self.take()
            node, height = self.expression(_NOT if token.text == "not" else _SIGN)
            if token.text == "+":
                return node, height
            return Operation("neg" if token.text == "-" else "not", (node,)), height + 1
        if token.kind == "sign" and token.text == "(":
            self.take()
            inside = self.expression(0)
            self._close(token)
            return inside
        raise self._unexpected()

    def call(self, name: _Token) -> tuple[Node, int]:
        """A function with its arguments."""
        function = SPOKEN.get(name.text)
        if function is None:
            what = Text(f"没有函数“{name.text}”", f"there is no function {name.text}")
            raise _StopError("K048", name.at, what, did_you_mean(name.text, list(SPOKEN)))
        opening = self.take()
        arguments: list[Node] = []
        height = 1
        while self.here.text != ")" or self.here.kind != "sign":
            if arguments:
                if self.here.text != "," or self.here.kind != "sign":
                    self._close(opening)
                self.take()
            node, high = self.expression(0)
            arguments.append(node)
            height = max(height, high + 1)
        self.take()
        return Call(function, tuple(arguments)), height

    def _close(self, opening: _Token) -> None:
        if self.here.kind == "sign" and self.here.text == ")":
            self.take()
            return
        if self.here.kind == "end":
            what = Text("括号没有配对", "the bracket is not closed")
            raise _StopError("K040", opening.at, what, Text("补上“)”。", "Add the closing bracket."))
        raise self._unexpected()

    def _split_conjunction(self) -> None:
        """Where an operator must stand, a word beginning with 且 or 或 is that operator and a name."""
        token = self.here
        if token.kind != "name":
            return
        for spoken in ("并且", "或者", "且", "或"):
            if token.text.startswith(spoken):
                rest = _Token("name", token.text[len(spoken) :], token.at + len(spoken))
                self.tokens[self.next : self.next + 1] = [_Token("sign", _SPELT[spoken], token.at), rest]
                return

    def _unexpected(self) -> _StopError:
        token = self.here
        if token.kind == "end":
            return _StopError(
                "K040",
                token.at,
                Text("公式没有写完", "the formula is not finished"),
                Text("补上后面的数或名字。", "Add the missing number or name."),
            )
        following = self.tokens[min(self.next + 1, len(self.tokens) - 1)]
        if token.text == "," and following.kind == "number":
            what = Text("逗号不该在这里", "a comma cannot stand here")
            return _StopError(
                "K040",
                token.at,
                what,
                Text("千位不加逗号：写 1000。", "No thousands separators: write 1000."),
            )
        fix = Text(
            "检查运算符和括号；名字里有空格或符号时写成「名字」。",
            "Check operators and brackets; write a name with marks as 「name」.",
        )
        return _StopError("K040", token.at, Text(f"“{token.text}”不该在这里", f"{token.text!r} cannot stand here"), fix)

    @staticmethod
    def _number(token: _Token) -> Fraction:
        digits = token.text.removesuffix("%")
        if len(digits) > MAX_DIGITS:
            what = Text("数太长", "the number is too long")
            raise _StopError("K041", token.at, what, Text(f"最多 {MAX_DIGITS} 位。", f"At most {MAX_DIGITS} digits."))
        if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
            what = Text("数不能以 0 开头", "a number cannot begin with 0")
            raise _StopError(
                "K040",
                token.at,
                what,
                Text("千位不加逗号：写 1000。", "No thousands separators: write 1000."),
            )
        value = Fraction(digits)
        return Fraction(value, 100) if token.text.endswith("%") else value
