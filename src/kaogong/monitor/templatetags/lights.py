"""Rows of targets with their lights, written in one pass; every value is escaped where it is put in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.monitor.queries import Light, Row
from kaogong.org.views.written import address, said

register = template.Library()
SHAPES: Final = {
    "green": '<circle cx="6" cy="6" r="5.4"/>',
    "yellow": '<path d="M6 .8 11.6 11H.4z"/>',
    "red": '<path d="M1 1h10v10H1z"/>',
    "none": '<path fill-rule="evenodd" d="M6 .6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 6 .6zm0 1.6a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z"/>',
}
DONE: Final = {"submitted": "签批", "signed": "核实"}
"""What is done next with a report, where it is not only looked at."""


def shape(light: Light, rule: str) -> str:
    """A light as a shape and a word; `rule` is escaped already."""
    drawn = f'<svg viewBox="0 0 12 12" aria-hidden="true">{SHAPES[light.key]}</svg>'
    return f'<span class="light {light.key}" title="{rule}">{drawn}{said(light.words)}</span>'


@register.simple_tag(name="light")
def one_light(light: Light) -> SafeString:
    """A light with its rule for who points at it."""
    return mark_safe(shape(light, said(light.rule)))  # noqa: S308 - escaped where it is put in


@register.simple_tag
def light_rows(several: Iterable[Row], period: str) -> SafeString:
    """Targets with what was wanted, what was said, the light and what is to be done."""
    words = {
        name: said(name_words) for name, name_words in (("aim", _("目标")), ("want", _("序时")), ("sum", _("累计")))
    }
    lines = [_line(row, period, words) for row in several]
    return mark_safe("\n".join(lines))  # noqa: S308 - every value is escaped where it is put in


def _line(row: Row, period: str, words: dict[str, str]) -> str:
    indicator, rule = row.target.indicator, said(row.light.rule)
    unit = f"{said(_('，'))}{said(indicator.unit)}" if indicator.unit else ""
    want = _number(None if row.want is None else row.want.value)
    said_so = f'<span class="dim">{said(_("暂缺"))}</span>'
    if row.reported and row.report is not None:
        said_so = _number(row.report.value)
    return (
        f'<tr><th scope="row">{said(indicator.name)}<small class="dim">{said(row.name)}{unit}</small></th>'
        f'<td class="num" data-name="{words["aim"]}">{_number(row.target.value)}</td>'
        f'<td class="num" data-name="{words["want"]}">{want}</td>'
        f'<td class="num" data-name="{words["sum"]}">{said_so}</td>'
        f"<td>{shape(row.light, rule)}<small>{rule}</small></td><td>{_state(row)}</td><td>{_next(row, period)}</td></tr>"
    )


def _number(value: object) -> str:
    return "—" if value is None else said(value)


def _state(row: Row) -> str:
    words = said(row.report.get_state_display() if row.report else _("未报"))
    late = said(_("逾期 %(n)s 个工作日") % {"n": row.overdue}) if row.overdue else ""
    return f'{words}<small class="cin">{late}</small>' if late else words


def _next(row: Row, period: str) -> str:
    if row.reported and row.report is not None:
        words = DONE.get(row.report.state)
        url = address("monitor:report", row.report.pk)
        return f'<a class="btn small" href="{url}">{said(_(words) if words else _("看进展"))}</a>'
    return f'<a class="btn small" href="{address("monitor:entry", row.target.pk, period)}">{said(_("填报"))}</a>'


@register.simple_tag(takes_context=True)
def red_rows(context: template.Context, several: Iterable[Row], period: str) -> SafeString:
    """Red lights, each with why and how it catches up, or with who is to be asked."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])
    lines = [f"<tr>{_red(row)}{_told(row, period, token)}</tr>" for row in several]
    return mark_safe("\n".join(lines))  # noqa: S308 - every value is escaped where it is put in


def _red(row: Row) -> str:
    rule = said(row.light.rule)
    return (
        f'<th scope="row">{said(row.target.indicator.name)}<small class="dim">{said(row.name)}</small></th>'
        f"<td>{shape(row.light, rule)}<small>{rule}</small></td>"
    )


def _told(row: Row, period: str, token: str) -> str:
    told = getattr(row.report, "explanation", None)
    if told is not None:
        day = date_format(told.by_day, "MONTH_DAY_FORMAT")
        return f"<td>{said(told.reason)}<small>{said(told.remedy)}</small></td><td>{said(day)}</td><td></td>"
    words = said(pgettext("verb", "说明"))
    link = ""
    if row.report is not None:
        link = f'<a class="btn small" href="{address("monitor:explain", row.report.pk)}">{words}</a>'
    form = f'<form method="post" action="{address("monitor:urge", row.target.pk, period)}">'
    return (
        f'<td class="dim">{said(_("还没有说明"))}</td><td></td>'
        f'<td>{link} {form}{token}<button class="btn small">{said(_("催办"))}</button></form></td>'
    )
