"""What is done in the room."""

from kaogong.answer.actions.altering import Alteration
from kaogong.answer.actions.effects import Put, Righting, Strike
from kaogong.answer.actions.hearing import call_hearing, close_hearing, sign_minutes, state_case, write_minutes
from kaogong.answer.actions.lodging import (
    accept_appeal,
    lodge_appeal,
    refuse_appeal,
    watch_appeals,
    withdraw_appeal,
)
from kaogong.answer.actions.ruling import conclude_rerun, file_appeal, receive_notice, rule_appeal

__all__ = [
    "Alteration",
    "Put",
    "Righting",
    "Strike",
    "accept_appeal",
    "call_hearing",
    "close_hearing",
    "conclude_rerun",
    "file_appeal",
    "lodge_appeal",
    "receive_notice",
    "refuse_appeal",
    "rule_appeal",
    "sign_minutes",
    "state_case",
    "watch_appeals",
    "withdraw_appeal",
    "write_minutes",
]
