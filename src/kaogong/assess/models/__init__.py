"""Tables of the room."""

from kaogong.assess.models.runs import Mark, Result, Run

__all__ = ["Mark", "Result", "Run"]
