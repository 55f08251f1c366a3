"""What is done in this room, one function a verb."""

from kaogong.decide.actions.accountability import (
    call_failed_tasks,
    call_failing,
    call_satisfaction,
    call_superior,
    open_case,
)
from kaogong.decide.actions.cases import (
    add_measure,
    approve_measure,
    carry_out_measure,
    close_case,
    drop_case,
    hear_case,
    settle_link,
    take_up_case,
)
from kaogong.decide.actions.conduct import add_conduct_entry, close_conduct, end_conduct_entry, record_conduct
from kaogong.decide.actions.followed import (
    advise_personnel,
    answer_advice,
    ask_report,
    check_report,
    hand_in_report,
    hold_talk,
    plan_talk,
)
from kaogong.decide.actions.honours import nominate
from kaogong.decide.actions.papers import issue_paper, withdraw_paper
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
    close_uses,
    execute,
    name_people,
    number_documents,
    remind_executors,
    set_consequence,
    waive,
)
from kaogong.decide.actions.reviews import add_help, answer_point
from kaogong.decide.actions.settlements import (
    approve_move,
    draw_settlement,
    drop_settlement,
    propose_move,
    refuse_move,
)
from kaogong.decide.actions.uses import (
    answer_item,
    record_use,
    remind_receivers,
    send_feedback,
    submit_feedback,
)

__all__ = [
    "add_conduct_entry", "add_help", "add_measure", "add_to_batch", "advise_personnel", "answer_advice", "answer_item",
    "answer_objection", "answer_point", "approve_measure", "approve_move", "approve_settlement", "ask_report",
    "begin_publicity", "call_failed_tasks", "call_failing", "call_satisfaction", "call_superior", "carry_out_measure",
    "check_report", "close_case", "close_conduct", "close_publicity", "close_uses", "disclose", "draw_settlement",
    "drop_case", "drop_settlement", "end_conduct_entry", "execute", "hand_in_report", "hear_case", "hold_talk",
    "issue_paper", "name_people", "nominate", "number_documents", "object_to", "open_case", "plan_talk", "propose_move",
    "publish", "record_conduct", "record_use", "refuse_move", "remind_executors", "remind_receivers",
    "return_settlement", "send_feedback", "set_consequence", "settle_link", "submit_feedback", "take_up_case", "waive",
    "withdraw_paper",
]  # fmt: skip
