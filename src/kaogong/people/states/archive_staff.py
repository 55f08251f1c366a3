"""The eight steps of staff appraisal (XM-07), as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table, after

__all__ = [
    "ANNUAL",
    "ANNUAL_NAMES",
    "NEXT",
    "OBJECTION_NAMES",
    "ROUND",
    "ROUND_NAMES",
    "SCHEME",
    "SCHEME_NAMES",
    "STEPS",
    "after",
]
ROUND: Final[Table] = {
    ("checks", "begin_selfs"): "selfs",
    ("selfs", "begin_peers"): "peers",
    ("peers", "begin_comments"): "comments",
    ("comments", "hand_in"): "review",
    ("review", "put_up"): "approval",
    ("review", "send_back"): "comments",
    ("approval", "send_back"): "review",
    ("approval", "announce_excellent"): "publicity",
    ("publicity", "close_staff_publicity"): "payable",
    ("payable", "record_staff_payment"): "paid",
}
STEPS: Final = {
    "checks": "平时效能检查",
    "selfs": "每月个人自评",
    "peers": "每季群众互评",
    "comments": "领导点评",
    "review": "局效能办审核",
    "approval": "效能和行风建设领导小组审定",
    "publicity": "优秀人员公示",
    "payable": "发放奖励金",
}
"""The states that are steps, in their order."""
ROUND_NAMES: Final = {**STEPS, "paid": "奖励金已发"}
NEXT: Final = {
    "checks": "begin_selfs",
    "selfs": "begin_peers",
    "peers": "begin_comments",
    "comments": "hand_in",
    "review": "put_up",
}
"""How a round goes on by itself, state by state."""
SCHEME: Final[Table] = {("draft", "adopt_scheme"): "active", ("active", "end_scheme"): "ended"}
SCHEME_NAMES: Final = {"draft": "拟稿", "active": "施行", "ended": "已停用"}
OBJECTION_NAMES: Final = {"open": "待答复", "upheld": "采纳", "dismissed": "不采纳"}
ANNUAL: Final[Table] = {
    ("open", "write_annual"): "written",
    ("written", "write_annual"): "written",
    ("written", "grade_annual"): "graded",
    ("graded", "grade_annual"): "graded",
    ("graded", "confirm_annual"): "filed",
}
ANNUAL_NAMES: Final = {"open": "待本人总结", "written": "待领导评鉴", "graded": "待审定", "filed": "已归档"}
