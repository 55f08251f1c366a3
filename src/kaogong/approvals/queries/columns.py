"""The columns of an event, what they are called, and which an event of a kind must fill."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaogong.approvals.states import CHANNELS, PAUSES, VERBS
from kaogong.org.models.labels import in_every_language

HEADS: Final = {
    "number": gettext_noop("事件编号"),
    "case": gettext_noop("办件编号"),
    "verb": gettext_noop("事项"),
    "at": gettext_noop("发生时间"),
    "item": gettext_noop("事项编码"),
    "step": gettext_noop("环节"),
    "handler": gettext_noop("办理人"),
    "amount": gettext_noop("金额"),
    "reason": gettext_noop("中止原因"),
    "channel": gettext_noop("渠道"),
    "words": gettext_noop("说明"),
    "corrects": gettext_noop("更正的事件"),
}
COLUMNS: Final = tuple(HEADS)
MUST: Final = ("number", "case", "verb", "at")
"""Columns a file cannot do without."""
NEEDS: Final = {
    "accept": ("item",),
    "step": ("step",),
    "suspend": ("reason",),
    "fee": ("amount",),
    "handler": ("handler",),
    "void": ("corrects",),
}


def name_of(column: str) -> str:
    """What a column is called."""
    return _(HEADS[column])


@cache
def _keys(column: str) -> dict[str, str]:
    table = {"verb": VERBS, "reason": PAUSES, "channel": CHANNELS}[column]
    found = {key: key for key in table}
    for key, words in table.items():
        found |= dict.fromkeys(in_every_language(words), key)
    return found


def as_key(column: str, words: str) -> str:
    """The key of a word such as 受理; the word itself where it is none."""
    return _keys(column).get(words, words)
