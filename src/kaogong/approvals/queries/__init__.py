"""Reading what is supervised."""

from kaogong.approvals.queries.desk import waiting_for

__all__ = ["waiting_for"]
