"""Which powers look at evaluations."""

from kaogong.org.models.powers import Power

ROOM = "listen"
ABOVE = (Power.OFFICE, Power.DISCIPLINE, Power.DECISION, Power.COMMITTEE, Power.LEADER)
INSIDE = (Power.LIAISON, Power.HEAD)
