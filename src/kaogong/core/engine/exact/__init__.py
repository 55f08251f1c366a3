"""The only arithmetic of the core: scaled integers in SQL, the same on fractions, and nothing else."""

from kaogong.core.engine.exact.fractions import Lookup, Value, evaluate, holds, rounded
from kaogong.core.engine.exact.integers import CARRIED, Quantity, column
from kaogong.core.engine.exact.lower import Lowerer

__all__ = ["CARRIED", "Lookup", "Lowerer", "Quantity", "Value", "column", "evaluate", "holds", "rounded"]
