"""The procedure of an appraisal as declared: rounds, readiness, deadlines, changes between editions.

Pure questions and answers: what exists, who asks and what day it is are given by the caller.
"""

from kaogong.core.scheme.procedure.changes import (
    Cascade,
    Proposal,
    adjustment,
    cascade,
    change_note_gaps,
    proposal,
    unanswered,
)
from kaogong.core.scheme.procedure.opening import Block, Opening, may_open
from kaogong.core.scheme.procedure.rounds import (
    Round,
    deadline,
    governing,
    mode_label,
    mode_of,
    modes_in,
    participation,
    plan_accepts,
    rounds,
    unused_results,
)

__all__ = [
    "Block",
    "Cascade",
    "Opening",
    "Proposal",
    "Round",
    "adjustment",
    "cascade",
    "change_note_gaps",
    "deadline",
    "governing",
    "may_open",
    "mode_label",
    "mode_of",
    "modes_in",
    "participation",
    "plan_accepts",
    "proposal",
    "rounds",
    "unanswered",
    "unused_results",
]
