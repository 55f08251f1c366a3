"""Conditions as people read them: the formula of the rulebook with the names of things in place of their ids."""

from __future__ import annotations

import re
from fractions import Fraction

from kaogong.core.engine.explain.numbers import exact_text
from kaogong.core.problem import Text
from kaogong.core.scheme.functions import FUNCTIONS
from kaogong.core.scheme.model import Rulebook, Setting

TOKEN = re.compile(r'"[^"]*"|[^\W\d]\w*|.', re.DOTALL)
OWN = {
    "and": Text("且", "and"),
    "or": Text("或", "or"),
    "not": Text("非", "not"),
    "total": Text("总分", "total"),
    "grade": Text("等次", "grade"),
    "rank": Text("名次", "place"),
    "award": Text("评优资格", "award"),
}
"""What words of the language are called."""


def asked(rulebook: Rulebook, formula: str) -> Text:
    """A formula in words, in both languages."""
    names = _names(rulebook)
    told = [_token(rulebook, names, token) for token in TOKEN.findall(formula)]
    return Text("".join(one.zh for one in told), "".join(one.en for one in told))


def _names(rulebook: Rulebook) -> dict[str, Text]:
    """What the ids in formulas are called."""
    found = {name: Text(one.chinese[0], name) for name, one in FUNCTIONS.items() if one.chinese}
    found |= {name: _set(one) for name, one in rulebook.settings.items()}
    found |= OWN
    for table in (rulebook.facts, rulebook.derived, rulebook.attributes):
        found |= {name: one.name for name, one in table.items()}
    for sheet in rulebook.sheets.values():
        found |= {item.id: item.name for item in sheet.root.walk()}
    return found


def _set(one: Setting) -> Text:
    """What a setting is set to: whoever reads a condition wants the number, not the name it has in the file."""
    return Text.same(exact_text(one.value) if isinstance(one.value, Fraction) else str(one.value))


def _token(rulebook: Rulebook, names: dict[str, Text], token: str) -> Text:
    """A name, a quoted word, or a sign as it stands."""
    if not token.startswith('"'):
        return names.get(token, Text.same(token))
    quoted = token[1:-1]
    called = _quoted(rulebook, quoted)
    return Text(f"“{called.zh}”", f"“{called.en}”")


def _quoted(rulebook: Rulebook, quoted: str) -> Text:
    """A ledger, a kind of event or a class; a grade or an option as it stands."""
    ledgers = rulebook.events
    if quoted in ledgers:
        return ledgers[quoted].name
    kinds = (one.kinds[quoted] for one in ledgers.values() if quoted in one.kinds)
    of_class = rulebook.classes.get(quoted)
    return next(kinds, of_class.name if of_class else Text.same(quoted))
