"""Tables of the room."""

from kaogong.decide.models import settings as settings
from kaogong.decide.models.publications import Delivery, Disclosure, Publication
from kaogong.decide.models.register import Consequence, FeedbackItem, FeedbackSheet, Nomination
from kaogong.decide.models.settlements import Move, Objection, Proposal, Quota, Settlement

__all__ = [
    "Consequence",
    "Delivery",
    "Disclosure",
    "FeedbackItem",
    "FeedbackSheet",
    "Move",
    "Nomination",
    "Objection",
    "Proposal",
    "Publication",
    "Quota",
    "Settlement",
]
