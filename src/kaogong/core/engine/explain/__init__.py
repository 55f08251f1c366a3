"""Explanations: every score derived down to clause, formula, inputs, who supplied them, evidence and its hash."""

from kaogong.core.engine.explain.explain import Explainer, explain
from kaogong.core.engine.explain.parts import Explanation, Part

__all__ = ["Explainer", "Explanation", "Part", "explain"]
