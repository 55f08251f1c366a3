"""Parts of a page written in one pass where a template would take too long. Every value is escaped where it is put in."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime


def said(value: object) -> str:
    """A value as a template would show it, escaped; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and is_aware(value):
        value = localtime(value)
    return conditional_escape(value if isinstance(value, str) else str(localize(value)))


def options(several: Iterable[tuple[object, object]], chosen: object = None) -> SafeString:
    """The options of a choice: value and words, and which one is chosen."""
    return mark_safe(  # noqa: S308 - both are escaped
        "".join(
            f'<option value="{said(key)}"{" selected" if key == chosen else ""}>{said(words)}</option>'
            for key, words in several
        )
    )


def choose(written: str, chosen: str) -> SafeString:
    """Options written before, with one of them chosen; a value that is none of them chooses nothing."""
    head = f'<option value="{said(chosen)}"'
    return mark_safe(written.replace(head, f"{head} selected", 1) if chosen else written)  # noqa: S308 - as it was


SAFE: Final = "/~:@!$&'()*+,;="
"""What `reverse` leaves as it is in an address."""
MARK: Final = "4711"
"""Stands for the thing in the address of its page."""


@functools.lru_cache(maxsize=512)
def _around(prefix: str, name: str, rest: tuple[str, ...]) -> tuple[str, str]:  # noqa: ARG001 - the address depends on it
    head, _mark, tail = reverse(name, args=[MARK, *rest]).partition(MARK)
    return head, tail


def address(name: str, key: object, *rest: str) -> str:
    """The address of the page of a thing, as `reverse` gives it; the way there is looked up once for all things."""
    head, tail = _around(get_script_prefix(), name, rest)
    return f"{head}{quote(str(key), safe=SAFE)}{tail}"


STAND_IN: Final = "token-of-this-page"
"""Stands in what is kept where a form carries its token; everybody's own is put in its place."""


def own(written: str, token: object) -> SafeString:
    """What was written for whoever looks, with the token of this one."""
    return mark_safe(written.replace(STAND_IN, said(token)) if STAND_IN in written else written)  # noqa: S308 - a template wrote it
