"""What an installation has set."""

from __future__ import annotations

from typing import Any

from kaogong.audit.queries import kept
from kaogong.org.models.settings import DECLARED, Declared, Setting


def setting(key: str) -> Any:
    """The value an installation has set, else what the measure or its drafter says."""
    found = kept(
        ("setting", key), ("org",), lambda: Setting.objects.filter(key=key).values_list("value", flat=True).first()
    )
    return DECLARED[key].default if found is None else found


def settings_table() -> list[tuple[Declared, Any, bool]]:
    """Every declared setting, its value, and whether the installation has set it."""
    own = dict(Setting.objects.values_list("key", "value"))
    return [(one, own.get(key, one.default), key in own) for key, one in sorted(DECLARED.items())]
