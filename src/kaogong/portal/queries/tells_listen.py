"""Who is told of what the public said, and of appeals. A verb people are told of is one line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from kaogong.portal.queries import concerned, concerned_answer, concerned_listen
from kaogong.portal.queries.tell import UNIT, Tell

TELL: Mapping[tuple[str, str], Tell] = {
    ("listen", "route_opinion"): Tell(lazy("评议意见转来，请答复"), UNIT),
    ("listen", "compute_result"): Tell(lazy("评议结果已汇总，请审批"), whom=concerned.deciders),
    ("listen", "receive_complaint"): Tell(lazy("收到投诉，待受理"), whom=concerned_listen.complaint_handlers),
    ("listen", "transfer_complaint"): Tell(lazy("转来一件投诉，请按期答复"), UNIT, date="due_on"),
    ("listen", "report_problem"): Tell(lazy("企业联系点反映问题，请按期答复"), UNIT, date="due_on"),
    ("listen", "reply_complaint"): Tell(lazy("承办单位已答复投诉，待审核"), whom=concerned_listen.complaint_handlers),
    ("listen", "return_reply"): Tell(lazy("投诉答复被退回补查"), UNIT, date="due_on"),
    ("listen", "review_reply"): Tell(lazy("投诉答复已审核"), UNIT),
    ("listen", "return_review"): Tell(lazy("投诉结论被退回重审"), whom=concerned_listen.complaint_handlers),
    ("listen", "close_complaint"): Tell(lazy("投诉已办结"), UNIT),
    ("listen", "reopen_complaint"): Tell(lazy("投诉人不满意，要求重新办理"), whom=concerned_listen.complaint_handlers),
    ("listen", "ask_extension"): Tell(lazy("投诉申请延期，请审批"), whom=concerned_listen.complaint_handlers),
    ("listen", "settle_extension"): Tell(lazy("投诉延期申请已审批"), UNIT, date="due_on"),
    ("listen", "settle_compensation"): Tell(lazy("违诺赔偿已审批"), UNIT),
    ("listen", "chase_complaints"): Tell(
        lazy("投诉临近答复期限或已逾期，见工作台"), whom=concerned_listen.chased, page="portal:desk", date="day"
    ),
    ("answer", "lodge_appeal"): Tell(lazy("收到申诉，请受理"), whom=concerned_answer.team),
    ("answer", "accept_appeal"): Tell(lazy("申诉已受理"), whom=concerned_answer.of_appeal),
    ("answer", "refuse_appeal"): Tell(lazy("申诉不予受理，请看理由"), whom=concerned_answer.of_appeal),
    ("answer", "call_hearing"): Tell(lazy("听证时间已定"), whom=concerned_answer.of_appeal),
    ("answer", "close_hearing"): Tell(lazy("听证已结束，请裁定"), whom=concerned.deciders),
    ("answer", "rule_appeal"): Tell(lazy("申诉已裁定，请签收裁定书"), whom=concerned_answer.of_appeal),
    ("answer", "conclude_rerun"): Tell(
        lazy("申诉裁定后重新计分，本单位结果有变动"), whom=concerned_answer.moved_by_appeal
    ),
    ("answer", "watch_appeals"): Tell(
        lazy("有听证逾期未开"), whom=concerned_answer.late_hearings, page="answer:appeals"
    ),
}
