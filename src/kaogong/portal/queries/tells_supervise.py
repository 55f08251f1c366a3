"""Who is told of what in supervision. A verb people are told of is one line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from kaogong.portal.queries import concerned
from kaogong.portal.queries.tell import UNIT, Tell

TELL: Mapping[tuple[str, str], Tell] = {
    ("approvals", "issue_cards"): Tell(
        lazy("收到黄牌或红牌，待核实，可提出异议"), whom=concerned.carded, page="portal:desk"
    ),
    ("approvals", "verify_card"): Tell(lazy("黄红牌已核实"), UNIT),
    ("approvals", "contest_card"): Tell(lazy("黄红牌有异议，请裁定"), whom=concerned.supervising),
    ("approvals", "uphold_card"): Tell(lazy("异议未成立，黄红牌维持"), UNIT),
    ("approvals", "withdraw_card"): Tell(lazy("黄红牌已撤销"), UNIT),
    ("approvals", "urge_card"): Tell(lazy("电子监察催办"), UNIT),
    ("approvals", "confirm_finding"): Tell(lazy("监察记录已确认"), UNIT),
    ("supervise", "issue_table"): Tell(
        lazy("任务分解表已下达，请看本单位的督办任务"), whom=concerned.of_table, page="supervise:tasks"
    ),
    ("supervise", "issue_task"): Tell(lazy("督办任务已下达"), whom=concerned.on_task),
    ("supervise", "change_task"): Tell(lazy("督办任务有调整"), whom=concerned.on_task),
    ("supervise", "remind_tasks"): Tell(
        lazy("有督办任务临近时限或已逾期，见工作台"), whom=concerned.reminded_of_tasks, page="supervise:tasks"
    ),
    ("supervise", "urge_task"): Tell(lazy("督办催办"), whom=concerned.on_task),
    ("supervise", "ask_extension"): Tell(lazy("督办任务申请延期，请审批"), whom=concerned.above_tasks),
    ("supervise", "decide_extension"): Tell(lazy("延期申请已审批"), whom=concerned.on_task),
    ("supervise", "ask_closing"): Tell(lazy("督办任务申请销号，请核验"), whom=concerned.above_tasks),
    ("supervise", "close_task"): Tell(lazy("督办任务已销号"), whom=concerned.on_task),
    ("supervise", "return_closing"): Tell(lazy("销号未通过，请按意见重办"), whom=concerned.on_task),
    ("supervise", "drop_task"): Tell(lazy("督办任务已终止"), whom=concerned.on_task),
    ("supervise", "raise_alert"): Tell(
        lazy("收到督查预警，请按时确认、处置"), whom=concerned.warned, page="supervise:alerts"
    ),
    ("supervise", "escalate_alerts"): Tell(
        lazy("下级有预警逾期没有确认"), whom=concerned.superiors, page="supervise:alerts"
    ),
    ("supervise", "note_sign"): Tell(lazy("苗头问题提醒，请及时纠正"), UNIT, page="supervise:signs"),
    ("supervise", "call_interviews"): Tell(
        lazy("本单位有弱项指标，将被约谈"), whom=concerned.talked_to, page="supervise:interviews"
    ),
    ("supervise", "call_by_review"): Tell(
        lazy("本单位评议得分属弱项，将被约谈"), whom=concerned.talked_to, page="supervise:interviews"
    ),
    ("supervise", "open_matter"): Tell(lazy("效能监察项目已立项"), UNIT),
    ("supervise", "close_matter"): Tell(lazy("效能监察项目已结项"), UNIT),
    ("supervise", "enter_visit"): Tell(
        lazy("现场检查发现问题，请说明"), whom=concerned.inspected, page="supervise:findings"
    ),
    ("supervise", "record_finding"): Tell(lazy("检查发现问题，请说明"), whom=concerned.told_of),
    ("supervise", "feed_back"): Tell(lazy("检查问题反馈，请说明并整改"), whom=concerned.told_of),
    ("supervise", "confirm_finding"): Tell(lazy("检查问题已确认，请报整改方案"), UNIT),
    ("supervise", "withdraw_finding"): Tell(lazy("检查问题已撤销"), UNIT),
    ("supervise", "order_rectification"): Tell(lazy("责令整改，请报整改方案"), UNIT),
    ("supervise", "answer_finding"): Tell(lazy("被查单位已说明，请确认"), whom=concerned.inspecting),
    ("supervise", "submit_plan"): Tell(lazy("整改方案待审"), whom=concerned.inspecting),
    ("supervise", "approve_plan"): Tell(lazy("整改方案已同意"), UNIT),
    ("supervise", "return_plan"): Tell(lazy("整改方案被退回"), UNIT),
    ("supervise", "hand_in"): Tell(lazy("整改报结，请复核"), whom=concerned.inspecting),
    ("supervise", "return_rectification"): Tell(lazy("整改被退回"), UNIT),
    ("supervise", "close_rectification"): Tell(lazy("整改已销号"), UNIT),
    ("supervise", "watch_findings"): Tell(
        lazy("检查问题逾期未说明，或整改逾期"), whom=concerned.overdue_findings, page="supervise:findings"
    ),
    ("supervise", "issue_paper"): Tell(lazy("收到督查文书，请答复"), UNIT),
    ("supervise", "reply_paper"): Tell(lazy("督查文书已答复"), whom=concerned.inspecting),
    ("supervise", "publish_circular"): Tell(lazy("检查通报已印发"), whom=concerned.circulated),
    ("supervise", "break_down"): Tell(
        lazy("公众意见已分解，请逐条答复"), whom=concerned.opinion_units, page="supervise:opinions"
    ),
    ("supervise", "rate_style"): Tell(lazy("作风评定已登记"), UNIT, page="supervise:findings"),
    ("supervise", "confirm_entry"): Tell(lazy("台账有一条记录，可在期限内异议"), whom=concerned.in_ledger),
    ("supervise", "contest_entry"): Tell(lazy("台账记录有异议，请裁定"), whom=concerned.settling_entry),
    ("supervise", "uphold_entry"): Tell(lazy("异议未成立，台账记录维持"), whom=concerned.in_ledger),
    ("supervise", "withdraw_entry"): Tell(lazy("台账记录已撤销"), whom=concerned.in_ledger),
    ("supervise", "correct_entry"): Tell(lazy("台账记录已更正"), whom=concerned.in_ledger),
    ("supervise", "approve_review"): Tell(lazy("台账小结已审定"), whom=concerned.drafter_of_review),
    ("supervise", "release_bonus"): Tell(lazy("季度绩效奖准予发放"), whom=concerned.of_bonus),
    ("supervise", "withhold_bonus"): Tell(lazy("季度绩效奖不予发放"), whom=concerned.of_bonus),
}
