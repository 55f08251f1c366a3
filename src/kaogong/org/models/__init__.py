"""Tables of the room."""

from kaogong.org.models.accounts import Account
from kaogong.org.models.bodies import Body, Charge, Checklist, Draw, Duty, Point, Recusal, Seat, Supervisor, Tick
from kaogong.org.models.disputes import Dispute
from kaogong.org.models.matters import Approval, Assignment, Circular, Competence, Docket, Motion, Recipient
from kaogong.org.models.meetings import Meeting, Task
from kaogong.org.models.often import Often
from kaogong.org.models.oversight import Finding, Route, Sanction, Transaction, Watch
from kaogong.org.models.people import Person, Portfolio, Post
from kaogong.org.models.powers import Delegation, Grant
from kaogong.org.models.programmes import Covered, Guidance, Partner, Programme, StaffingRequest
from kaogong.org.models.settings import Setting
from kaogong.org.models.tokens import Replay, Room, Scope, Token
from kaogong.org.models.typed import Draft, Sending, View
from kaogong.org.models.units import Holiday, Unit, UnitVersion

__all__ = [
    "Account",
    "Approval",
    "Assignment",
    "Body",
    "Charge",
    "Checklist",
    "Circular",
    "Competence",
    "Covered",
    "Delegation",
    "Dispute",
    "Docket",
    "Draft",
    "Draw",
    "Duty",
    "Finding",
    "Grant",
    "Guidance",
    "Holiday",
    "Meeting",
    "Motion",
    "Often",
    "Partner",
    "Person",
    "Point",
    "Portfolio",
    "Post",
    "Programme",
    "Recipient",
    "Recusal",
    "Replay",
    "Room",
    "Route",
    "Sanction",
    "Scope",
    "Seat",
    "Sending",
    "Setting",
    "StaffingRequest",
    "Supervisor",
    "Task",
    "Tick",
    "Token",
    "Transaction",
    "Unit",
    "UnitVersion",
    "View",
    "Watch",
]
