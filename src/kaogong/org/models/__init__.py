"""Tables of the room."""

from kaogong.org.models.accounts import Account
from kaogong.org.models.bodies import Body, Duty, Seat, Supervisor
from kaogong.org.models.people import Person, Portfolio, Post
from kaogong.org.models.powers import Delegation, Grant
from kaogong.org.models.units import Holiday, Unit, UnitVersion

__all__ = [
    "Account",
    "Body",
    "Delegation",
    "Duty",
    "Grant",
    "Holiday",
    "Person",
    "Portfolio",
    "Post",
    "Seat",
    "Supervisor",
    "Unit",
    "UnitVersion",
]
