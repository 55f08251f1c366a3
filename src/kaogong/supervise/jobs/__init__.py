"""What this room does by the clock."""

from kaogong.supervise.jobs import inspections

__all__ = ["inspections"]
