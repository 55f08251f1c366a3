"""What a complaint about facts consists of."""

from __future__ import annotations

from dataclasses import dataclass

from kaogong.core.problem import Severity, Text


@dataclass(frozen=True, slots=True)
class Message:
    """Three sentences with `{words}` to fill in."""

    what: Text
    why: Text
    fix: Text
    severity: Severity = "error"


def message(what: tuple[str, str], why: tuple[str, str], fix: tuple[str, str], severity: Severity = "error") -> Message:
    """A message from three pairs of Chinese and English."""
    return Message(Text(*what), Text(*why), Text(*fix), severity)
