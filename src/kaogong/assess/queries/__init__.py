"""Reading what was assessed."""

from kaogong.assess.queries.desk import waiting_for

__all__ = ["waiting_for"]
