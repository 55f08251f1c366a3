"""What is done in this room, one function a verb."""

from kaogong.org.actions.access import (
    change_role,
    close_account,
    delegate,
    grant,
    open_account,
    revoke,
)
from kaogong.org.actions.bodies import form_body, name_duty, register_supervisor, seat, set_duty_lead
from kaogong.org.actions.people import appoint, assign_portfolio, end_post, register_person
from kaogong.org.actions.units import Refused, close_unit, found_unit, revise_unit, set_holiday

__all__ = [
    "Refused",
    "appoint",
    "assign_portfolio",
    "change_role",
    "close_account",
    "close_unit",
    "delegate",
    "end_post",
    "form_body",
    "found_unit",
    "grant",
    "name_duty",
    "open_account",
    "register_person",
    "register_supervisor",
    "revise_unit",
    "revoke",
    "seat",
    "set_duty_lead",
    "set_holiday",
]
