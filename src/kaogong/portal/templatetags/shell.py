"""Tags of every page: icons, drawn into the page so that they take its colours."""

from __future__ import annotations

import functools
import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

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
