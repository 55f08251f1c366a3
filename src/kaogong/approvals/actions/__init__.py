"""What can be done in e-supervision."""

from kaogong.approvals.actions.cards import (
    add_rule,
    close_urging,
    contest_card,
    end_rule,
    escalate,
    issue_cards,
    uphold_card,
    urge_card,
    verify_card,
    withdraw_card,
)
from kaogong.approvals.actions.days import count_days, days_moved
from kaogong.approvals.actions.flow import ask_approval, decide_case, submit_case, take_step, version_today
from kaogong.approvals.actions.intake import add_source, collect, ready, take, take_file
from kaogong.approvals.actions.items import (
    complete_change,
    confirm_item,
    register_body,
    report_change,
    set_authority,
    set_benchmark,
    set_item,
)
from kaogong.approvals.actions.months import approve_month, connect, draft_month, publish_month
from kaogong.approvals.actions.records import add_finding, compare, confirm_finding, patrol, withdraw_finding

__all__ = [
    "add_finding",
    "add_rule",
    "add_source",
    "approve_month",
    "ask_approval",
    "close_urging",
    "collect",
    "compare",
    "complete_change",
    "confirm_finding",
    "confirm_item",
    "connect",
    "contest_card",
    "count_days",
    "days_moved",
    "decide_case",
    "draft_month",
    "end_rule",
    "escalate",
    "issue_cards",
    "patrol",
    "publish_month",
    "ready",
    "register_body",
    "report_change",
    "set_authority",
    "set_benchmark",
    "set_item",
    "submit_case",
    "take",
    "take_file",
    "take_step",
    "uphold_card",
    "urge_card",
    "verify_card",
    "version_today",
    "withdraw_card",
    "withdraw_finding",
]
