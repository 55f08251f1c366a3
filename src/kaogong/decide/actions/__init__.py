"""What is done in this room, one function a verb."""

from kaogong.decide.actions.publications import disclose, publish
from kaogong.decide.actions.publicity import (
    answer_objection,
    approve_settlement,
    begin_publicity,
    close_publicity,
    object_to,
    return_settlement,
)
from kaogong.decide.actions.register import (
    add_to_batch,
    execute,
    name_people,
    number_documents,
    remind_executors,
    set_consequence,
    waive,
)
from kaogong.decide.actions.settlements import (
    approve_move,
    draw_settlement,
    drop_settlement,
    propose_move,
    refuse_move,
)
from kaogong.decide.actions.uses import (
    answer_item,
    nominate,
    record_use,
    remind_receivers,
    send_feedback,
    submit_feedback,
)

__all__ = [
    "add_to_batch",
    "answer_item",
    "answer_objection",
    "approve_move",
    "approve_settlement",
    "begin_publicity",
    "close_publicity",
    "disclose",
    "draw_settlement",
    "drop_settlement",
    "execute",
    "name_people",
    "nominate",
    "number_documents",
    "object_to",
    "propose_move",
    "publish",
    "record_use",
    "refuse_move",
    "remind_executors",
    "remind_receivers",
    "return_settlement",
    "send_feedback",
    "set_consequence",
    "submit_feedback",
    "waive",
]
