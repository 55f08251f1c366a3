"""What may follow what of tasks and matters, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

TASK: Final[Table] = {
    ("draft", "issue_task"): "open",
    ("open", "ask_closing"): "reported",
    ("reported", "close_task"): "done",
    ("reported", "return_closing"): "open",
    ("draft", "drop_task"): "dropped",
    ("open", "drop_task"): "dropped",
}
TASK_NAMES: Final = {"draft": "拟立项", "open": "在办", "reported": "待核销", "done": "已销号", "dropped": "已终止"}
LIVE: Final = ("open", "reported")
"""A task somebody works on."""
VERDICT_NAMES: Final = {"asked": "待审", "agreed": "已同意", "refused": "未同意"}
"""Of an extension and of a request to close."""

SOURCE_KINDS: Final = {
    "party": "市委部署",
    "government": "市政府部署",
    "discipline": "市纪委部署",
    "plan": "局工作计划",
    "motion": "人大代表议案",
    "suggestion": "人大建议",
    "proposal": "政协委员提案",
    "meeting": "会议议定",
    "instruction": "领导批示",
    "target": "目标预警",
    "hearing": "听取汇报",
}
SOURCE_NAMES: Final = {"open": "交办中", "closed": "已交办完"}
TABLE_NAMES: Final = {"draft": "编制中", "issued": "已下达"}
CHECKS: Final = {"month": "月检查", "quarter": "季调度", "half": "半年督查", "random": "随机抽查"}
STEPS: Final = {
    "before": "到期提醒",
    "handler": "催办承办人",
    "leader": "催办责任领导",
    "chief": "报分管领导",
    "interview": "约谈",
    "hand": "人工催办",
}
"""Steps of urging; the last is by hand."""

MATTER: Final[Table] = {
    ("draft", "open_matter"): "open",
    ("open", "upgrade_matter"): "open",
    ("open", "close_matter"): "closed",
    ("closed", "archive_matter"): "archived",
}
MATTER_NAMES: Final = {"draft": "待立项", "open": "督查中", "closed": "已结项", "archived": "已归档"}
MODES: Final = {"project": "立项检查", "case": "立案调查", "complaint": "受理投诉"}
PROBLEMS: Final = {
    "approval": "行政审批不规范",
    "enforcement": "行政执法滥用权力",
    "inaction": "行政不作为",
    "style": "工作作风突出问题",
}
ASPECTS: Final = {"efficiency": "效率", "result": "效果", "benefit": "效益", "quality": "质量"}
CHOSEN: Final = {"centre": "中心工作", "hot": "热点问题", "weak": "问题多的领域和环节"}
PHASES: Final = {"before": "事前", "during": "事中", "after": "事后"}
MANNERS: Final = {"push": "推动式", "study": "调研式", "visit": "明查暗访式"}
LEVELS: Final = {"admonition": "诫勉教育", "warning": "效能告诫"}

REQUEST: Final[Table] = {
    ("open", "hand_over"): "open",
    ("open", "answer_request"): "answered",
    ("open", "refuse_request"): "refused",
    ("refused", "file_refusal"): "refused",
    ("answered", "close_request"): "closed",
    ("refused", "close_request"): "closed",
}
REQUEST_NAMES: Final = {"open": "办理中", "answered": "已答复", "refused": "已否定", "closed": "已办结"}
WARNING: Final[Table] = {
    ("raised", "acknowledge_warning"): "acknowledged",
    ("acknowledged", "handle_warning"): "handled",
    ("handled", "close_warning"): "closed",
}
WARNING_NAMES: Final = {"raised": "产生", "acknowledged": "确认", "handled": "处置", "closed": "关闭"}
SIGN_NAMES: Final = {"budding": "苗头性问题", "prominent": "突出问题"}
INTERVIEW_NAMES: Final = {"open": "待约谈", "done": "已约谈"}
WATCHED: Final = {
    "three_major": "三重一大",
    "project": "重点项目",
    "issue": "发现问题",
    "risk_point": "廉政风险点",
    "key_point": "关键环节",
    "lead": "问题线索",
}
WAYS: Final = {"joint": "联席会", "patrol": "派驻巡查", "duty": "责任报告", "dispatch": "派驻参与"}
CHANNELS: Final = {"superior": "上级监督", "specialised": "专门监督", "internal": "内部监督", "social": "社会监督"}
