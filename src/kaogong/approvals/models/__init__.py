"""Tables of the room."""

from kaogong.approvals.models.cards import Card, CardRule, Urging
from kaogong.approvals.models.cases import Case, CaseEvent, Intake, Source, Standing, WorkDay
from kaogong.approvals.models.items import Authority, Benchmark, Body, Confirmation, Item, ItemVersion, Step
from kaogong.approvals.models.months import Month, Subsystem
from kaogong.approvals.models.records import Change, Finding, Patrol, Proof

__all__ = [
    "Authority",
    "Benchmark",
    "Body",
    "Card",
    "CardRule",
    "Case",
    "CaseEvent",
    "Change",
    "Confirmation",
    "Finding",
    "Intake",
    "Item",
    "ItemVersion",
    "Month",
    "Patrol",
    "Proof",
    "Source",
    "Standing",
    "Step",
    "Subsystem",
    "Urging",
    "WorkDay",
]
