"""A city that does not exist: subjects, facts, ledgers and ballots for a rulebook, the same on every machine.

Everything is drawn from the rulebook's own declarations (`hints`), a cast of invented units and people
(`cast`) and hashes of names (`chance`). Nothing here is used in scoring.
"""

from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.plays import PLAYS, YEAR, Play
from kaogong.core.engine.city.stage import city_facts

__all__ = ["PLAYS", "YEAR", "City", "Play", "city_facts"]
