"""What is done in this room, one function a verb."""

from kaogong.assess.actions.runs import (
    ask_run,
    cancel_run,
    fail_run,
    finish_run,
    perform_run,
    rerun,
    retry_run,
    start_run,
    verify_run,
)

__all__ = [
    "ask_run",
    "cancel_run",
    "fail_run",
    "finish_run",
    "perform_run",
    "rerun",
    "retry_run",
    "start_run",
    "verify_run",
]
