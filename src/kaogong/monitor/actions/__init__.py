"""What is done in this room, one function a verb."""

from kaogong.monitor.actions.feeds import approve_feed, refuse_feed, supply, withdraw_feed
from kaogong.monitor.actions.reports import (
    attach,
    explain,
    lock_reports,
    return_report,
    sign_report,
    submit_report,
    verify_report,
    withdraw_attachment,
    write_report,
)
from kaogong.monitor.actions.routines import (
    draft_construction,
    draw_bulletin,
    file,
    go_live,
    publish_bulletin,
    record_activity,
    set_routine,
)
from kaogong.monitor.actions.rules import (
    allow_late,
    reach_milestone,
    set_milestones,
    set_parts,
    set_rules,
    waive_record,
)
from kaogong.monitor.actions.urges import remind, urge

__all__ = [
    "allow_late",
    "approve_feed",
    "attach",
    "draft_construction",
    "draw_bulletin",
    "explain",
    "file",
    "go_live",
    "lock_reports",
    "publish_bulletin",
    "reach_milestone",
    "record_activity",
    "refuse_feed",
    "remind",
    "return_report",
    "set_milestones",
    "set_parts",
    "set_routine",
    "set_rules",
    "sign_report",
    "submit_report",
    "supply",
    "urge",
    "verify_report",
    "waive_record",
    "withdraw_attachment",
    "withdraw_feed",
    "write_report",
]
