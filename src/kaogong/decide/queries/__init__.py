"""Reading what is decided."""

from kaogong.decide.queries.desk import waiting_for

__all__ = ["waiting_for"]
