"""Tables of the room."""

from kaogong.decide.models import settings as settings
from kaogong.decide.models import settings_answerable as settings_answerable
from kaogong.decide.models.accountability import AccountabilityCase, CaseLink, CaseMeasure
from kaogong.decide.models.conduct import ConductEntry, ConductRecord
from kaogong.decide.models.papers import AdmonitionTalk, Paper, PersonnelAdvice, Report
from kaogong.decide.models.publications import Delivery, Disclosure, Publication
from kaogong.decide.models.register import Consequence, FeedbackItem, FeedbackSheet, Nomination
from kaogong.decide.models.reviews import FeedbackHelp, ReviewPoint
from kaogong.decide.models.settlements import Move, Objection, Proposal, Quota, Settlement

__all__ = [
    "AccountabilityCase",
    "AdmonitionTalk",
    "CaseLink",
    "CaseMeasure",
    "ConductEntry",
    "ConductRecord",
    "Consequence",
    "Delivery",
    "Disclosure",
    "FeedbackHelp",
    "FeedbackItem",
    "FeedbackSheet",
    "Move",
    "Nomination",
    "Objection",
    "Paper",
    "PersonnelAdvice",
    "Proposal",
    "Publication",
    "Quota",
    "Report",
    "ReviewPoint",
    "Settlement",
]
