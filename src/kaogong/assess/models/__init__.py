"""Tables of the room."""

from kaogong.assess.models.backtests import BackTest, Mover
from kaogong.assess.models.corrections import FactCorrection
from kaogong.assess.models.rounds import Asked, Entrant, Item, Round, Source, Step, Weight
from kaogong.assess.models.runs import Mark, Result, Run
from kaogong.assess.models.selfreports import Bundle, Proof, SelfMark, SelfReport, SelfVersion
from kaogong.assess.models.sheets import Assessor, Outcome, Review, ScoreSheet, SheetMark, Vote

__all__ = [
    "Asked",
    "Assessor",
    "BackTest",
    "Bundle",
    "Entrant",
    "FactCorrection",
    "Item",
    "Mark",
    "Mover",
    "Outcome",
    "Proof",
    "Result",
    "Review",
    "Round",
    "Run",
    "ScoreSheet",
    "SelfMark",
    "SelfReport",
    "SelfVersion",
    "SheetMark",
    "Source",
    "Step",
    "Vote",
    "Weight",
]
