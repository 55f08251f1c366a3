"""Tables of the room."""

from kaogong.plan.models.adjustments import Adjustment, Approval, Change
from kaogong.plan.models.cycles import Cancellation, ChainStep, Cycle, Stage
from kaogong.plan.models.editions import Adoption, Edition
from kaogong.plan.models.exact import Exact
from kaogong.plan.models.indicators import Contest, Indicator, Mandate, Measure, Reference, Standing
from kaogong.plan.models.letters import Letter, Signature, Waiver
from kaogong.plan.models.targets import Claim, Round, Target
from kaogong.plan.models.tasks import Coverage, Task, TaskUnit, WorkPlan

__all__ = [
    "Adjustment",
    "Adoption",
    "Approval",
    "Cancellation",
    "ChainStep",
    "Change",
    "Claim",
    "Contest",
    "Coverage",
    "Cycle",
    "Edition",
    "Exact",
    "Indicator",
    "Letter",
    "Mandate",
    "Measure",
    "Reference",
    "Round",
    "Signature",
    "Stage",
    "Standing",
    "Target",
    "Task",
    "TaskUnit",
    "Waiver",
    "WorkPlan",
]
