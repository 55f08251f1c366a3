"""Chance without chance: numbers that look drawn but are hashes of what they are for.

The same seed and key give the same number on any machine, in any order, with any other numbers drawn or not.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")
BITS = 32
SPAN = 1 << BITS


@dataclass(frozen=True, slots=True)
class Chance:
    """A source of numbers. `key`: what the number is for, most general first."""

    seed: str

    def octets(self, size: int, *key: object) -> bytes:
        """So many bytes, at most 64."""
        return self._drawn(key, size)

    def _drawn(self, key: tuple[object, ...], size: int) -> bytes:
        return hashlib.blake2b(repr((self.seed, *key)).encode(), digest_size=size).digest()

    def part(self, *key: object) -> Fraction:
        """A number from 0 up to 1, evenly."""
        return Fraction(int.from_bytes(self._drawn(key, 4), "big"), SPAN)

    def around(self, *key: object) -> Fraction:
        """A number from −1 to 1 in thousandths, mostly near 0 (the mean of four even ones)."""
        drawn = sum(struct.unpack(">4I", self._drawn(key, 16)))
        return Fraction((drawn * 1000 >> BITS + 1) - 1000, 1000)

    def whole(self, low: int, high: int, *key: object) -> int:
        """A whole number from `low` to `high`, both included, evenly."""
        return low + (int.from_bytes(self._drawn(key, 4), "big") * (high - low + 1) >> BITS)

    def pick(self, options: Sequence[T], *key: object) -> T:
        """One of the options."""
        return options[self.whole(0, len(options) - 1, *key)]

    def hits(self, odds: Fraction, *key: object) -> bool:
        """Whether something with these odds happens."""
        return self.part(*key) < odds
