"""Scoring methods, one a file. `METHODS` is the whole list: a method that is not here does not exist."""

from __future__ import annotations

from kaogong.core.methods import (
    bands,
    checklist,
    choice,
    fixed,
    formula,
    imported,
    linear,
    per_unit,
    ratio,
)
from kaogong.core.methods.base import Method

METHODS: dict[str, Method] = {
    "ratio": ratio.METHOD,
    "linear": linear.METHOD,
    "per_unit": per_unit.METHOD,
    "bands": bands.METHOD,
    "choice": choice.METHOD,
    "checklist": checklist.METHOD,
    "imported": imported.METHOD,
    "formula": formula.METHOD,
    "fixed": fixed.METHOD,
}
"""Every method by the name rulebooks use."""
