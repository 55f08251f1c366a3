"""Figures on a page: numbers with a real minus, and how one moved over the years as a line with its numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaogong.core.problem import Text
from kaogong.org.models import labels
from kaogong.plan.models import Indicator
from kaogong.plan.queries.figures import said, sign_of

register = template.Library()
WIDE, HIGH, EDGE = 76, 22, 3


@register.filter
def figure(value: Decimal | None) -> str:
    """A number; a dash where there is none."""
    return said(value) or "—"


@register.filter
def spoken(kept: Mapping[str, str]) -> str:
    """What the checks found, in the language of whoever looks; findings are kept in both."""
    return labels.spoken(Text(kept["zh"], kept["en"]))


@register.filter
def aim(value: Decimal | None, indicator: Indicator) -> str:
    """A target, with its sign where it is a level to reach and not an amount shared out; to be set, where there is none."""
    return f"{sign_of(indicator.direction, indicator.splits)} {said(value)}".strip() if value is not None else _("待定")


@register.simple_tag
def spark(past: Iterable[tuple[int, Decimal]]) -> SafeString:
    """How a figure moved: a line of 76 × 22, and the same in words for who does not see it."""
    some = list(past)
    if len(some) < 2:
        return format_html('<span class="dim">{}</span>', said(some[0][1]) if some else _("首年"))
    low, high = min(v for _y, v in some), max(v for _y, v in some)
    span = Fraction(high) - Fraction(low) or Fraction(1)
    step = Fraction(WIDE - 2 * EDGE, len(some) - 1)
    dots = [
        (
            round(EDGE + step * n),
            round(HIGH - EDGE - (Fraction(v) - Fraction(low)) * (HIGH - 2 * EDGE) * Fraction(1, span)),
        )
        for n, (_y, v) in enumerate(some)
    ]
    words = _("，").join(_("%(year)s年 %(value)s") % {"year": year, "value": said(value)} for year, value in some)
    points = " ".join(f"{x},{y}" for x, y in dots)
    return format_html(
        '<svg class="spark" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        WIDE,
        HIGH,
        WIDE,
        HIGH,
        words,
        points,
        *dots[-1],
    )
