"""Documents as they print: words set without spaces between Chinese and figures, tables with figures to the right."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kaogong.audit.reports.paper import closed_up, of_figures

register = template.Library()
register.filter("closed_up", closed_up)


@register.simple_tag
def paper_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> SafeString:
    """A table of a document; a column of figures has the class `n`, in its head too."""
    right = of_figures(rows)
    sides = [SafeString(' class="n"') if at in right else SafeString("") for at in range(len(heads))]
    head = format_html_join("", '<th scope="col"{}>{}</th>', zip(sides, map(closed_up, heads), strict=True))
    lines = ((format_html_join("", "<td{}>{}</td>", zip(sides, map(closed_up, row), strict=True)),) for row in rows)
    body = format_html_join("", "<tr>{}</tr>", lines)
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)
