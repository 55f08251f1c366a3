"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

SETTLEMENT: Final[Table] = {
    ("draft", "begin_publicity"): "open",
    ("open", "return_settlement"): "draft",
    ("open", "close_publicity"): "closed",
    ("closed", "return_settlement"): "draft",
    ("closed", "approve_settlement"): "approved",
    ("approved", "publish"): "published",
    ("published", "correct"): "corrected",
    ("draft", "drop_settlement"): "dropped",
}
SETTLEMENT_NAMES: Final = {
    "draft": "拟定等次",
    "open": "公示中",
    "closed": "待审定",
    "approved": "待公布",
    "published": "已公布",
    "corrected": "已更正",
    "dropped": "已作废",
}
LIVE: Final = ("draft", "open", "closed", "approved")
"""States in which a settlement is being worked on."""
FINAL: Final = ("published", "corrected")
"""States in which its grades stand."""

MOVE: Final[Table] = {
    ("proposed", "approve_move"): "effective",
    ("proposed", "refuse_move"): "refused",
    ("proposed", "withdraw_move"): "withdrawn",
}
MOVE_NAMES: Final = {"proposed": "待复核", "effective": "已生效", "refused": "未通过", "withdrawn": "已撤回"}

OBJECTION: Final[Table] = {("open", "answer_objection"): "answered"}
OBJECTION_NAMES: Final = {"open": "待答复", "answered": "已答复"}

PUBLICATION: Final[Table] = {("published", "correct"): "corrected"}
PUBLICATION_NAMES: Final = {"published": "有效", "corrected": "已更正"}

CONSEQUENCE: Final[Table] = {
    ("unset", "set_consequence"): "due",
    ("due", "execute"): "done",
    ("due", "waive"): "waived",
    ("unset", "waive"): "waived",
    ("due", "correct"): "void",
    ("unset", "correct"): "void",
    ("done", "correct"): "revoked",
    ("waived", "correct"): "void",
}
CONSEQUENCE_NAMES: Final = {
    "unset": "奖惩表未配置",
    "due": "待执行",
    "done": "已执行",
    "waived": "不再执行",
    "void": "已随更正失效",
    "revoked": "已执行，须撤回",
}
KINDS_OF_USE: Final = {
    "accountability": "追究责任", "bar": "取消评先资格", "card": "亮牌", "case": "追究责任", "certificate": "证书",
    "check": "复核", "circular": "通报", "compensation": "补偿", "demotion": "降职", "exchange": "交流", "grade": "等次",
    "honour": "评先评优", "money": "经费", "not_configured": "待补齐", "notice": "告知", "pay": "薪酬", "post": "岗位",
    "priority": "优先提拔", "prize": "奖金", "promotion": "晋升", "quota": "名额", "rectification": "整改",
    "refusal": "不予认可", "removal": "免职", "review": "复核定等", "reward": "奖励", "talk": "约谈诫勉", "title": "称号",
    "use": "结果使用", "warning": "警告", "withhold": "扣发",
}  # fmt: skip
"""What the kinds are called that rulebooks give by a code; a kind in Chinese is called what it is."""
STANDING: Final = ("unset", "due", "done", "waived")
"""States in which a consequence counts."""

SHEET: Final[Table] = {
    ("sent", "answer_item"): "sent",
    ("sent", "submit_feedback"): "answered",
}
SHEET_NAMES: Final = {"sent": "未完成", "answered": "已答复"}

DELIVERY: Final[Table] = {("sent", "record_use"): "used"}
DELIVERY_NAMES: Final = {"sent": "待登记使用", "used": "已登记使用"}

NOMINATION_NAMES: Final = {"accepted": "已列入", "withdrawn": "已撤回"}

CASE: Final[Table] = {
    ("review", "take_up_case"): "open",
    ("open", "close_case"): "closed",
    ("review", "close_case"): "closed",
    ("open", "drop_case"): "dropped",
    ("review", "drop_case"): "dropped",
}
CASE_NAMES: Final = {"review": "复核中", "open": "办理中", "closed": "已办结", "dropped": "已撤销"}
RUNNING: Final = ("review", "open")
"""States in which a case of accountability is being worked on."""
CASE_KINDS: Final = {
    "fault": "行政过错",
    "conduct": "不作为、慢作为、乱作为",
    "satisfaction": "群众满意度低",
    "appointment": "用人失察失误",
    "oversight": "上级监督不力",
    "task": "重点任务未完成",
    "failing": "考核不合格",
}
MANNERS: Final = {"none": "不作为", "slow": "慢作为", "wild": "乱作为"}
"""How a unit fails its duty (QH-18)."""
LINKS: Final = {"recommend": "推荐责任", "examine": "考试责任", "inspect": "考察责任", "decide": "任用决策责任"}
"""The four links of an appointment (LB-09)."""
LINK_NAMES: Final = {"open": "未认定", "assigned": "已认定责任", "cleared": "已排除"}
LEVELS: Final = {"leading": "领导责任", "direct": "直接责任"}
MEASURE: Final[Table] = {
    ("proposed", "approve_measure"): "due",
    ("proposed", "refuse_measure"): "refused",
    ("due", "carry_out_measure"): "done",
}
MEASURE_NAMES: Final = {"proposed": "待批准", "due": "待落实", "done": "已落实", "refused": "未批准"}

POINT_NAMES: Final = {"open": "待审议", "answered": "已审议"}
POINT_KINDS: Final = {"zero": "零突破未实现", "contradiction": "实绩与等次不符"}
"""What a deciding body looks at line by line."""

REPORT: Final[Table] = {
    ("asked", "hand_in_report"): "handed",
    ("handed", "accept_report"): "accepted",
    ("handed", "return_report"): "asked",
}
REPORT_NAMES: Final = {"asked": "待报送", "handed": "待审", "accepted": "已通过"}
REPORT_KINDS: Final = {"self_review": "书面检查", "rectification": "整改报告"}

TALK: Final[Table] = {("planned", "hold_talk"): "held"}
TALK_NAMES: Final = {"planned": "待谈话", "held": "已谈话"}

ADVICE: Final[Table] = {("sent", "answer_advice"): "answered"}
ADVICE_NAMES: Final = {"sent": "待答复", "answered": "已答复"}

PAPER: Final[Table] = {("issued", "withdraw_paper"): "withdrawn"}
PAPER_NAMES: Final = {"issued": "有效", "withdrawn": "已撤回"}
PAPER_KINDS: Final = {"letter": "信函", "certificate": "证书"}
