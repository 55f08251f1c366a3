"""Small words of the pages of inspections."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaogong.supervise.states.inspections import DEFECTS

register = template.Library()
COLOURS = {
    "recorded": "yellow", "answered": "yellow", "silent": "red", "confirmed": "", "withdrawn": "slate",
    "ordered": "yellow", "planned": "yellow", "running": "", "handed": "yellow", "closed": "green",
    "draft": "slate", "scheduled": "yellow", "dropped": "slate", "done": "green", "waiting": "yellow", "skipped": "slate",
    "issued": "yellow", "replied": "green", "published": "green", "sent": "yellow",
}  # fmt: skip
STANDING = {
    "done": ("green", gettext_noop("已开展")),
    "running": ("yellow", gettext_noop("进行中")),
    "missed": ("red", gettext_noop("未开展")),
    "open": ("slate", gettext_noop("未到期")),
}


@register.filter
def called(names: Mapping[Any, str], key: Any) -> str:
    """What something is called."""
    return names.get(key, "—")


@register.filter
def colour(state: str) -> str:
    """The colour of the tag of a state, always beside its word."""
    return COLOURS.get(state, "")


@register.filter
def plainly(value: Decimal | None) -> str:
    """A number as it was written; a dash where there is none."""
    return "—" if value is None else f"{value:f}".replace("-", "−")


@register.filter
def defect(key: str) -> str:
    """The name of a defect of a case file."""
    return _(DEFECTS[key])


@register.filter
def quarter_colour(standing: str) -> str:
    """The colour of how a quarter stands."""
    return STANDING[standing][0]


@register.filter
def quarter_word(standing: str) -> str:
    """How a quarter stands, in a word."""
    return _(STANDING[standing][1])
