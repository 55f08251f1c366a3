"""Scoring methods, one a file. `METHODS` is the whole list: a method that is not here does not exist."""

from __future__ import annotations

from kaogong.core.methods import (
    bands,
    bundle,
    checklist,
    choice,
    events,
    fixed,
    formula,
    imported,
    improve,
    linear,
    linked,
    manual,
    normalise,
    per_unit,
    rank,
    rating,
    ratio,
    survey,
    tiers,
    timely,
)
from kaogong.core.methods.base import Method

METHODS: dict[str, Method] = {
    "ratio": ratio.METHOD,
    "linear": linear.METHOD,
    "per_unit": per_unit.METHOD,
    "bands": bands.METHOD,
    "tiers": tiers.METHOD,
    "events": events.METHOD,
    "bundle": bundle.METHOD,
    "rank": rank.METHOD,
    "normalise": normalise.METHOD,
    "improve": improve.METHOD,
    "rating": rating.METHOD,
    "survey": survey.METHOD,
    "timely": timely.METHOD,
    "choice": choice.METHOD,
    "checklist": checklist.METHOD,
    "imported": imported.METHOD,
    "linked": linked.METHOD,
    "manual": manual.METHOD,
    "formula": formula.METHOD,
    "fixed": fixed.METHOD,
}
"""Every method by the name rulebooks use."""
