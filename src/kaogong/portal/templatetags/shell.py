"""Tags of every page: icons, drawn into the page so that they take its colours; what is the same on every page, drawn once."""

from __future__ import annotations

import functools
import re
from typing import Any

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.monitor.queries import said_period
from kaogong.portal.queries.shell import parts

register = template.Library()
DRAWN = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
FRAME = re.compile(r'<path stroke="none"[^>]*/>')
"""The empty square every icon of the set begins with."""


class NoIcon(LookupError):
    """An icon of that name is not in the set, or the set was not fetched."""


@register.simple_tag
@functools.cache
def icon(name: str) -> SafeString:
    """An outline icon of Tabler, 16 px, beside words; readers of the screen do not hear it."""
    path = settings.NODE_MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    try:
        found = DRAWN.search(path.read_text("utf-8"))
    except FileNotFoundError:
        found = None
    if found is None:
        raise NoIcon(f"no icon {name!r} in {path.parent}: use another name, or fetch the icons with make setup")
    inner = " ".join(FRAME.sub("", found[1]).split())
    return mark_safe(  # noqa: S308 - the file belongs to a package the lock names
        f'<svg class="i" viewBox="0 0 24 24" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inner}</svg>'
    )


class Still(template.Node):
    """A part of a page that nothing but the language changes, drawn once for each."""

    def __init__(self, nodes: NodeList) -> None:
        self.nodes = nodes
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """The part; it is drawn in an empty context, so that nothing of whoever asks first can stay in it."""
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = self.nodes.render(context.new())
        return self.drawn[language]


@register.tag
def still(parser: Parser, token: Token) -> Still:  # noqa: ARG001 - as Django calls it
    """`{% still %}` … `{% endstill %}`: words, addresses and icons that are the same for everybody."""
    nodes = parser.parse(("endstill",))
    parser.delete_first_token()
    return Still(nodes)


HERE = "<!-- n -->"
"""Where the number of the current item goes."""


@functools.lru_cache(maxsize=1024)
def _nav(role: str, held: frozenset[str], current: str, language: str | None) -> tuple[SafeString, SafeString]:  # noqa: ARG001 - words are of a language
    """The navigation before and after the number of the current item; everything it depends on is given."""
    before, _here, after = render_to_string("parts/nav.html", {"nav": parts(role, held, current)}).partition(HERE)
    return mark_safe(before), mark_safe(after)  # noqa: S308 - two halves of what a template wrote


@register.simple_tag
def nav(shell: Any, count: object = "") -> SafeString:
    """The navigation. `count`: what waits on the current page."""
    before, after = _nav(shell.role, shell.held, shell.current, get_language())
    number = format_html('<span class="n">{}</span>', count) if count else ""
    return mark_safe(f"{before}{number}{after}")  # noqa: S308 - all three are safe


@register.filter
def period_said(text: str) -> str:
    """A period as people say it, with its year: 2026 年第 3 季度."""
    one = Period.parse(text)
    return _("%(year)s 年%(part)s") % {"year": one.year, "part": said_period(one)}
