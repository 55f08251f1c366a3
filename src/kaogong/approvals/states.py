"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

CASE_NAMES: Final = {
    "waiting": "待受理信息",
    "running": "在办",
    "suspended": "中止",
    "done": "已办结",
    "dropped": "已撤回",
}
"""The state of a case is computed from its events alone."""
OPEN: Final = ("running", "suspended")
OUTCOMES: Final = {"early": "提前办结", "on_time": "按期办结", "late": "超期办结"}
CHANNELS: Final = {"online": "网上", "window": "窗口", "offline": "网外"}
VERBS: Final = {
    "accept": "受理",
    "step": "环节办结",
    "suspend": "中止计时",
    "resume": "恢复计时",
    "handler": "更换办理人",
    "fee": "收费",
    "approve": "报批",
    "decide": "办结",
    "drop": "申请人撤回",
    "void": "作废",
}
"""What may happen to a case."""
PAUSES: Final = {
    "supplement": "补正",
    "hearing": "听证",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert": "专家评审",
    "auction": "招标拍卖",
    "publicity": "公示",
    "other": "其他法定情形",
}
"""Why the clock of a case stands still."""

CARD: Final[Table] = {
    ("proposed", "verify_card"): "verified",
    ("proposed", "withdraw_card"): "withdrawn",
    ("proposed", "contest_card"): "contested",
    ("verified", "contest_card"): "contested",
    ("contested", "uphold_card"): "verified",
    ("contested", "withdraw_card"): "withdrawn",
    ("verified", "withdraw_card"): "withdrawn",
}
CARD_NAMES: Final = {"proposed": "待核实", "verified": "已核实", "contested": "异议中", "withdrawn": "已撤销"}
COLOURS: Final = {"yellow": "黄牌", "red": "红牌"}
URGING: Final[Table] = {("open", "correct_matter"): "corrected", ("open", "fail_matter"): "uncorrected"}
URGING_NAMES: Final = {"open": "待改正", "corrected": "已改正", "uncorrected": "未改正"}

FINDING: Final[Table] = {
    ("proposed", "confirm_finding"): "confirmed",
    ("proposed", "withdraw_finding"): "withdrawn",
    ("confirmed", "withdraw_finding"): "withdrawn",
}
FINDING_NAMES: Final = {"proposed": "待确认", "confirmed": "已确认", "withdrawn": "已撤销"}

MONTH: Final[Table] = {
    ("draft", "draft_month"): "draft",
    ("draft", "approve_month"): "approved",
    ("approved", "publish_month"): "published",
}
MONTH_NAMES: Final = {"draft": "拟稿", "approved": "已审定", "published": "已公布"}
