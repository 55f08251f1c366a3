"""Tables of the room."""

from kaogong.assess.models.backtests import BackTest, Mover
from kaogong.assess.models.corrections import FactCorrection
from kaogong.assess.models.duties import DutyReport, Hearing
from kaogong.assess.models.ratings import Bench, Drop, Kin, Meeting, Pair, Pass, Posting, Spared, Tally
from kaogong.assess.models.rounds import Asked, Entrant, Item, Round, Source, Step, Weight
from kaogong.assess.models.runs import Mark, Result, Run
from kaogong.assess.models.selfreports import Bundle, Proof, SelfMark, SelfReport, SelfVersion
from kaogong.assess.models.sheets import Assessor, Outcome, Review, ScoreSheet, SheetMark, Vote

__all__ = [
    "Asked",
    "Assessor",
    "BackTest",
    "Bench",
    "Bundle",
    "Drop",
    "DutyReport",
    "Entrant",
    "FactCorrection",
    "Hearing",
    "Item",
    "Kin",
    "Mark",
    "Meeting",
    "Mover",
    "Outcome",
    "Pair",
    "Pass",
    "Posting",
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
    "Spared",
    "Step",
    "Tally",
    "Vote",
    "Weight",
]
