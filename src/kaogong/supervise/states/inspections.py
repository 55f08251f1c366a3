"""What may follow what of inspections, findings and rectification, as tables `{(state, verb): state}`, with their names."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

KINDS: Final = {
    "open": "明察",
    "covert": "暗访",
    "indicator": "指标现场核验",
    "livelihood": "民生工程核验",
    "concentrated": "季度集中监察",
    "patrol": "网上巡查",
    "files": "案卷抽查",
    "registry": "登记现场核查",
    "oversight": "登记监督检查",
    "spot": "随机抽查",
    "routine": "日常检查",
    "presence": "在岗与公示检查",
}
"""Kinds of inspections."""
INSPECTION: Final[Table] = {
    ("draft", "schedule_inspection"): "scheduled",
    ("scheduled", "begin_inspection"): "running",
    ("running", "close_inspection"): "closed",
    ("draft", "drop_inspection"): "dropped",
    ("scheduled", "drop_inspection"): "dropped",
}
INSPECTION_NAMES: Final = {
    "draft": "拟订",
    "scheduled": "已排定",
    "running": "检查中",
    "closed": "已结束",
    "dropped": "已取消",
}
ROUNDS: Final = {"whole": "普遍检查", "key": "重点抽查"}
METHODS: Final = {
    "poll": "民主测评",
    "talk": "个别谈话",
    "papers": "查阅资料",
    "hearing": "看汇报",
    "site": "实地核验",
    "covert": "暗访",
    "random": "随机抽查",
    "phone": "电话咨询",
    "video": "视频巡查",
    "online": "网上评阅",
}
"""How something was checked."""
FIELD: Final = ("site", "covert", "random")
"""Methods for which somebody goes there."""
SUBJECTS: Final = {
    "unit": "单位",
    "window": "服务窗口",
    "indicator": "指标",
    "project": "项目",
    "file": "案卷",
    "application": "登记申请",
    "item": "核验事项",
}
"""What is looked at."""
VISIT: Final[Table] = {
    ("waiting", "enter_visit"): "done",
    ("done", "enter_visit"): "done",
    ("waiting", "skip_visit"): "skipped",
}
VISIT_NAMES: Final = {"waiting": "待检查", "done": "已检查", "skipped": "未检查"}
TRIGGERS: Final = {"found": "设立登记", "change": "变更登记", "cancel": "注销登记", "annual": "年检"}
DEFECTS: Final = {
    "procedure": "重事实轻程序",
    "citation": "引用法条不准确",
    "documents": "文书不规范",
    "arbitrary": "处罚随意性大",
    "shortfall": "执法不到位",
}
"""Defects of case files (JQ-18)."""

CHANNELS: Final = {
    "open": "明察",
    "covert": "暗访",
    "daily": "日常检查",
    "video": "视频巡查",
    "online": "网上巡查",
    "site": "现场核验",
    "files": "案卷抽查",
    "comparison": "数据比对",
    "rating": "作风评定",
    "opinion": "公众意见",
    "letter": "来信来访",
}
"""How something was found."""
CATEGORIES: Final = {
    "presence": "人员不在岗",
    "attendance": "违反考勤",
    "notice": "服务公示不符",
    "rule": "违反效能制度",
    "conduct": "机关作风",
    "mismatch": "上报与核实不符",
    "progress": "任务进度",
    "procedure": "执法程序",
    "service": "服务质量",
    "money": "收费与资金",
    "other": "其他效能问题",
}
"""Categories of findings."""
FINDING: Final[Table] = {
    ("recorded", "answer_finding"): "answered",
    ("recorded", "pass_silence"): "silent",
    ("silent", "answer_finding"): "answered",
    ("answered", "confirm_finding"): "confirmed",
    ("silent", "confirm_finding"): "confirmed",
    ("recorded", "withdraw_finding"): "withdrawn",
    ("answered", "withdraw_finding"): "withdrawn",
    ("silent", "withdraw_finding"): "withdrawn",
    ("confirmed", "withdraw_finding"): "withdrawn",
}
FINDING_NAMES: Final = {
    "recorded": "待被查单位说明",
    "answered": "已说明，待确认",
    "silent": "逾期未说明，待确认",
    "confirmed": "已查处",
    "withdrawn": "已撤销",
}

RECTIFICATION: Final[Table] = {
    ("ordered", "submit_plan"): "planned",
    ("planned", "approve_plan"): "running",
    ("planned", "return_plan"): "ordered",
    ("running", "hand_in"): "handed",
    ("handed", "close_rectification"): "closed",
    ("handed", "return_rectification"): "running",
}
RECTIFICATION_NAMES: Final = {
    "ordered": "待报整改方案",
    "planned": "方案待审",
    "running": "整改中",
    "handed": "待复核",
    "closed": "已销号",
}
PAPERS: Final = {
    "rectify": "整改通知书",
    "discipline": "纪律检查建议书",
    "supervision": "监察建议书",
    "inquiry": "函询通知",
}
"""The documents an inspection may issue (QH-16)."""
PAPER_NAMES: Final = {"issued": "待答复", "replied": "已答复"}
CIRCULAR_NAMES: Final = {"draft": "拟稿", "published": "已印发"}
OPINION_NAMES: Final = {"sent": "待答复", "replied": "已答复"}
