"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

REPORT: Final[Table] = {
    ("draft", "write_report"): "draft",
    ("returned", "write_report"): "returned",
    ("draft", "submit_report"): "submitted",
    ("returned", "submit_report"): "submitted",
    ("submitted", "sign_report"): "signed",
    ("signed", "verify_report"): "verified",
    ("submitted", "return_report"): "returned",
    ("signed", "return_report"): "returned",
    ("verified", "lock_reports"): "locked",
}
"""Where the cycle asks for no signature, a submitted report is as good as a signed one (actions.reports)."""
REPORT_NAMES: Final = {
    "draft": "草稿",
    "submitted": "待负责人签批",
    "signed": "待核对",
    "returned": "已退回",
    "verified": "已核实",
    "locked": "已锁定",
}
EDITABLE: Final = ("draft", "returned")
"""States in which a report may be written on."""
SENT: Final = ("submitted", "signed", "verified", "locked")
"""States in which a report has been handed in."""
SURE: Final = ("verified", "locked")
"""States in which a figure counts for scoring."""

STANDINGS: Final = {"ongoing": "在办", "finished": "已办结", "unfinished": "未完成", "trouble": "出现问题"}
"""How the work itself stands, which decides what a report must say (QD-15)."""

LIGHTS: Final = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "none": "未报"}

FEED: Final[Table] = {
    ("submitted", "approve_feed"): "approved",
    ("submitted", "refuse_feed"): "refused",
    ("approved", "withdraw_feed"): "withdrawn",
}
FEED_NAMES: Final = {"submitted": "待责任部门审核", "approved": "已审核", "refused": "未通过", "withdrawn": "已撤销"}

BULLETIN: Final[Table] = {("draft", "publish_bulletin"): "published"}
BULLETIN_NAMES: Final = {"draft": "拟稿", "published": "已发布"}
