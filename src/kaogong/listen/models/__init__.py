"""Rows of the room."""

from kaogong.listen.models.ballots import Answer, Batch, Entry, Guess, Slip, Ticket
from kaogong.listen.models.opinions import Feedback, FeedbackScore, Opinion
from kaogong.listen.models.projects import Helper, Operator, Project, ProjectStage, Subject
from kaogong.listen.models.samples import Group, Listed, Sampling, Stratum
from kaogong.listen.models.sheets import Question, Questionnaire
from kaogong.listen.models.tallies import Assent, FormCount, Result, Score, Step, Total, Witness

__all__ = [
    "Answer",
    "Assent",
    "Batch",
    "Entry",
    "Feedback",
    "FeedbackScore",
    "FormCount",
    "Group",
    "Guess",
    "Helper",
    "Listed",
    "Operator",
    "Opinion",
    "Project",
    "ProjectStage",
    "Question",
    "Questionnaire",
    "Result",
    "Sampling",
    "Score",
    "Slip",
    "Step",
    "Stratum",
    "Subject",
    "Ticket",
    "Total",
    "Witness",
]
