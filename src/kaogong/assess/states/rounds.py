"""How far a round is, its steps, the self-reports and the sheets in it."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

ROUND: Final[Table] = {
    ("draft", "open_round"): "open",
    ("open", "close_round"): "closed",
}
ROUND_NAMES: Final = {"draft": "筹备", "open": "进行中", "closed": "已办结"}

STEP: Final[Table] = {
    ("waiting", "open_step"): "open",
    ("open", "close_step"): "closed",
}
STEP_NAMES: Final = {"waiting": "未开始", "open": "进行中", "closed": "已完成"}

SELF: Final[Table] = {
    ("draft", "write_self"): "draft",
    ("returned", "write_self"): "returned",
    ("draft", "submit_self"): "submitted",
    ("returned", "submit_self"): "submitted",
    ("submitted", "sign_self"): "signed",
    ("submitted", "return_self"): "returned",
    ("signed", "return_self"): "returned",
    ("signed", "finish_review"): "reviewed",
}
"""Where a round asks for no signature, a submitted self-report is as good as a signed one (actions.selfreports)."""
SELF_NAMES: Final = {
    "draft": "草稿",
    "submitted": "待负责人签批",
    "signed": "待复核",
    "returned": "已退回",
    "reviewed": "已复核",
}
EDITABLE: Final = ("draft", "returned")
"""States in which a self-report may be changed."""
HANDED: Final = ("submitted", "signed", "reviewed")
"""States in which a self-report has been handed in."""
STANDING: Final = ("signed", "reviewed")
"""States in which a self-report stands: its head has signed it."""

SHEET: Final[Table] = {
    ("draft", "score"): "draft",
    ("draft", "submit_sheet"): "submitted",
    ("submitted", "return_sheet"): "draft",
}
SHEET_NAMES: Final = {"draft": "草稿", "submitted": "已提交"}

WHOM: Final = {
    "units": "这一类的单位",
    "chiefs": "这些单位的主要领导",
    "leaders": "这些单位的领导班子成员",
    "staff": "这些单位的中层和工作人员",
    "special": "特殊岗位人员",
    "people": "指名的人员",
}
"""Who may be assessed in a round."""
KINDS: Final = {"month": "月度", "quarter": "季度", "half": "半年", "year": "年度", "special": "专项"}
SOURCES: Final = {
    "self": "自评",
    "review": "复核",
    "sheet": "评分",
    "vote": "测评计票",
    "rate": "测评",
    "import": "外部结果",
}
WHO: Final = {
    "office": "绩效办",
    "leader": "分管领导",
    "head": "班子正职评其他成员",
    "superior": "上级评下级",
    "assessors": "评分组成员",
}
