"""Drawing from Hypothesis in plain words, and the vocabulary of generated rulebooks."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Thing = TypeVar("Thing")

NUMBERS = ("0", "1", "2", "3", "5", "10", "100", "0.5", "2.5", "0.01", "1/3", "30%", "7", "12.345")
SIGNED = (*NUMBERS, "-1", "-2.5", "-1/3", "-10")
POSITIVE = NUMBERS[1:]
FULLS = (10, 20, 100, 5, "0.5", 15)
MODES = ("half_up", "half_even", "down", "up")


class Pick:
    """Choices of one example."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw

    def one(self, among: Sequence[Thing]) -> Thing:
        """One of them; the first is the simplest."""
        return self.draw(st.sampled_from(among))

    def chance(self, of: int = 2) -> bool:
        """True once in so many times."""
        return self.draw(st.integers(0, of - 1)) == of - 1

    def whole(self, low: int, high: int) -> int:
        """An integer between two bounds."""
        return self.draw(st.integers(low, high))

    def some(self, among: Sequence[Thing], least: int = 0, most: int | None = None) -> list[Thing]:
        """Several different ones, in their order."""
        most = len(among) if most is None else min(most, len(among))
        chosen = self.draw(st.lists(st.sampled_from(range(len(among))), min_size=least, max_size=most, unique=True))
        return [among[index] for index in sorted(chosen)]

    def number(self) -> str:
        """A number that is not negative."""
        return self.one(NUMBERS)

    def signed(self) -> str:
        """Any number."""
        return self.one(SIGNED)

    def positive(self) -> str:
        """A number above zero."""
        return self.one(POSITIVE)

    def rising(self, count: int) -> list[str]:
        """Different numbers, the least first."""
        line = ("-10", "-1", "0", "1/3", "0.5", "1", "2.5", "3", "7", "10", "12.345", "100", "1000000")
        return self.some(line, count, count)

    def rounding(self) -> dict[str, Any]:
        """Places and mode."""
        return {"places": self.whole(0, 3), "mode": self.one(MODES)}

    def text(self, pieces: Sequence[str]) -> str:
        """One of some texts."""
        return self.one(pieces)
