"""Rows of the room."""

from kaogong.listen.models.ballots import Answer, Batch, Entry, Guess, Slip, Ticket
from kaogong.listen.models.complaints import (
    Attachment,
    Chase,
    Complainant,
    Complaint,
    Extension,
    Handler,
    Handling,
    Rating,
)
from kaogong.listen.models.leads import CasePaper, CaseTeam, Compensation, Concern, Involved, Lead
from kaogong.listen.models.opinions import Feedback, FeedbackScore, Opinion
from kaogong.listen.models.projects import Helper, Operator, Project, ProjectStage, Subject
from kaogong.listen.models.promises import ContactPoint, ServicePromise
from kaogong.listen.models.samples import Group, Listed, Sampling, Stratum
from kaogong.listen.models.sheets import Question, Questionnaire
from kaogong.listen.models.tallies import Assent, FormCount, Result, Score, Step, Total, Witness

__all__ = [
    "Answer",
    "Assent",
    "Attachment",
    "Batch",
    "CasePaper",
    "CaseTeam",
    "Chase",
    "Compensation",
    "Complainant",
    "Complaint",
    "Concern",
    "ContactPoint",
    "Entry",
    "Extension",
    "Feedback",
    "FeedbackScore",
    "FormCount",
    "Group",
    "Guess",
    "Handler",
    "Handling",
    "Helper",
    "Involved",
    "Lead",
    "Listed",
    "Operator",
    "Opinion",
    "Project",
    "ProjectStage",
    "Question",
    "Questionnaire",
    "Rating",
    "Result",
    "Sampling",
    "Score",
    "ServicePromise",
    "Slip",
    "Step",
    "Stratum",
    "Subject",
    "Ticket",
    "Total",
    "Witness",
]
