"""What this room does by the clock."""

from kaogong.supervise.jobs import inspections, tasks

__all__ = ["inspections", "tasks"]
