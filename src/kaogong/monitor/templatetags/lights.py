"""Rows of targets with their lights, written in one pass; every value is escaped where it is put in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from kaogong.monitor.queries import Light, Row
from kaogong.org.templatetags.tables import pick
from kaogong.org.views.written import address, said

register = template.Library()
SHAPES: Final = {
    "green": '<circle cx="6" cy="6" r="5.4"/>',
    "yellow": '<path d="M6 .8 11.6 11H.4z"/>',
    "red": '<path d="M1 1h10v10H1z"/>',
    "none": '<path fill-rule="evenodd" d="M6 .6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 6 .6zm0 1.6a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z"/>',
}
DONE: Final = {"sign": lazy("签批"), "verify": lazy("核实"), "see": lazy("看进展")}
"""What is done next with a report that was handed in (guards.next_step)."""


def shape(light: Light, rule: str) -> str:
    """A light as a shape and a word; `rule` is escaped already."""
    drawn = f'<svg viewBox="0 0 12 12" aria-hidden="true">{SHAPES[light.key]}</svg>'
    return f'<span class="light {light.key}" title="{rule}">{drawn}{said(light.words)}</span>'


@register.simple_tag(name="light")
def one_light(light: Light) -> SafeString:
    """A light with its rule for who points at it."""
    return mark_safe(shape(light, said(light.rule)))  # noqa: S308 - escaped where it is put in


@register.simple_tag(takes_context=True)
def light_rows(context: template.Context, several: Iterable[tuple[Row, str]], period: str) -> SafeString:
    """Targets with what was wanted, what was said, the light and what is to be done."""
    words = {
        name: said(name_words) for name, name_words in (("aim", _("目标")), ("want", _("序时")), ("sum", _("累计")))
    }
    ticked = context["request"].GET.get("pick") == "all"
    boxes = bool(context.get("verbs"))
    lines = [
        _line(row, step, period, words, pick(row.target.pk, row.target.indicator.name, ticked=ticked) if boxes else "")
        for row, step in several
    ]
    return mark_safe("\n".join(lines))  # noqa: S308 - every value is escaped where it is put in


def _line(row: Row, step: str, period: str, words: dict[str, str], box: str) -> str:
    indicator, rule = row.target.indicator, said(row.light.rule)
    unit = f"{said(_('，'))}{said(indicator.unit)}" if indicator.unit else ""
    want = _number(None if row.want is None else row.want.value)
    said_so = f'<span class="dim">{said(_("暂缺"))}</span>'
    if row.reported and row.report is not None:
        said_so = _number(row.report.value)
    return (
        f'<tr>{box}<th scope="row">{said(indicator.name)}<small class="dim">{said(row.name)}{unit}</small></th>'
        f'<td class="num" data-name="{words["aim"]}">{_number(row.target.value)}</td>'
        f'<td class="num" data-name="{words["want"]}">{want}</td>'
        f'<td class="num" data-name="{words["sum"]}">{said_so}</td>'
        f"<td>{shape(row.light, rule)}<small>{rule}</small></td><td>{_state(row)}</td><td>{_next(row, step, period)}</td></tr>"
    )


def _number(value: object) -> str:
    return "—" if value is None else said(value)


def _state(row: Row) -> str:
    words = said(row.report.get_state_display() if row.report else _("未报"))
    late = said(_("逾期 %(n)s 个工作日") % {"n": row.overdue}) if row.overdue else ""
    return f'{words}<small class="cin">{late}</small>' if late else words


def _next(row: Row, step: str, period: str) -> str:
    if step == "write":
        words = _("修改") if row.report is not None and row.report.state == "returned" else _("填报")
        return f'<a class="btn small" href="{address("monitor:entry", row.target.pk, period)}">{said(words)}</a>'
    if step == "locked":
        return f'<span class="dim">{said(_("已锁定"))}</span>'
    if step and row.report is not None:
        return f'<a class="btn small" href="{address("monitor:report", row.report.pk)}">{said(DONE[step])}</a>'
    return ""


@register.simple_tag(takes_context=True)
def red_rows(context: template.Context, several: Iterable[tuple[Row, bool, bool]], period: str) -> SafeString:
    """Red lights, each with why and how it catches up, or with who is to be asked."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])
    lines = [f"<tr>{_red(one[0])}{_told(one, period, token)}</tr>" for one in several]
    return mark_safe("\n".join(lines))  # noqa: S308 - every value is escaped where it is put in


def _red(row: Row) -> str:
    rule = said(row.light.rule)
    return (
        f'<th scope="row">{said(row.target.indicator.name)}<small class="dim">{said(row.name)}</small></th>'
        f"<td>{shape(row.light, rule)}<small>{rule}</small></td>"
    )


def _told(one: tuple[Row, bool, bool], period: str, token: str) -> str:
    row, explains, urges = one
    told = getattr(row.report, "explanation", None)
    if told is not None:
        day = date_format(told.by_day, "MONTH_DAY_FORMAT")
        return f"<td>{said(told.reason)}<small>{said(told.remedy)}</small></td><td>{said(day)}</td><td></td>"
    does = []
    if explains and row.report is not None:
        url = address("monitor:explain", row.report.pk)
        does.append(f'<a class="btn small" href="{url}">{said(pgettext("verb", "说明"))}</a>')
    if urges:
        url = address("monitor:urge", row.target.pk, period)
        does.append(
            f'<form method="post" action="{url}">{token}<button class="btn small">{said(_("催办"))}</button></form>'
        )
    return f'<td class="dim">{said(_("还没有说明"))}</td><td></td><td>{" ".join(does)}</td>'
