"""The rulebook of the demonstration city, and what its classes are called."""

from __future__ import annotations

from pathlib import Path

from kaogong.core.engine.city.register import CLASSES

BOOK = Path(__file__).resolve().parents[2] / "rulebooks" / "demo_city"
NAMES = CLASSES | {"district": "县（市）区", "township": "乡镇（街道）", "institution": "事业单位"}


def class_name(key: str) -> str:
    """What people call a class of units; a unit that is not appraised has none."""
    return NAMES[key] if key else ""
