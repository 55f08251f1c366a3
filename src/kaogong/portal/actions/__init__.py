"""What is done in this room, one function a verb."""

from kaogong.portal.actions.doors import (
    change_password,
    confirm_second_key,
    cut_second_key,
    note_failure,
    note_misread,
    open_door,
    sign_in,
    sign_out,
    use_second_key,
    withdraw_second_key,
)
from kaogong.portal.actions.forwards import forward_line, return_line, take_back
from kaogong.portal.actions.notices import choose_mailing, mark_read, post, tell
from kaogong.portal.actions.sessions import end_idle, end_session, end_sessions, keep_language, note_session, outlast
from kaogong.portal.actions.subscription import cancel_deadlines, subscribe_deadlines

__all__ = [
    "cancel_deadlines",
    "change_password",
    "choose_mailing",
    "confirm_second_key",
    "cut_second_key",
    "end_idle",
    "end_session",
    "end_sessions",
    "forward_line",
    "keep_language",
    "mark_read",
    "note_failure",
    "note_misread",
    "note_session",
    "open_door",
    "outlast",
    "post",
    "return_line",
    "sign_in",
    "sign_out",
    "subscribe_deadlines",
    "take_back",
    "tell",
    "use_second_key",
    "withdraw_second_key",
]
