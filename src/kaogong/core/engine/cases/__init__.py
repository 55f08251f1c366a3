"""Golden cases: examples an official can read, asked of the product and judged to the last digit."""

from kaogong.core.engine.cases.judge import Verdict, judge
from kaogong.core.engine.cases.read import GoldenCase, read_cases

__all__ = ["GoldenCase", "Verdict", "judge", "read_cases"]
