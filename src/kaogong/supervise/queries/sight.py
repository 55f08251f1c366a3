"""Which powers see and do what in the room; named once, for guards and lists alike."""

from __future__ import annotations

from kaogong.org.models.powers import Power

ROOM = "supervise"
ABOVE = (Power.OFFICE, Power.DISCIPLINE)
"""Those who supervise: the supervision or performance office, and discipline."""
LOOKING = (*ABOVE, Power.DECISION, Power.COMMITTEE)
"""Those who see everything."""
INSIDE = (Power.LIAISON, Power.HEAD, Power.STAFF, Power.LEADER, Power.AUTHORITY)
"""Those of a unit, who see its own."""
