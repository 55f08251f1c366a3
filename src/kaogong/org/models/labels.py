"""What people call the values of a column, in the language of whoever looks. What is stored are the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, override

from kaogong.core.problem import Text


def labels(names: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Choices of a field from the names of its states: rooms keep these as plain words, apart from Django (states.py)."""
    return [(key, gettext_lazy(words)) for key, words in names.items()]


def in_every_language(words: str | Promise) -> set[str]:
    """How something is called in each language: a workbook that comes in may have its heads in any of them."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(words) if isinstance(words, Promise) else gettext(words))
    return found


def spoken(words: Text) -> str:
    """What the core says in two languages, in that of whoever looks."""
    return words.say("en" if get_language() == "en" else "zh")
