"""What may follow what in a public evaluation, and what people call it."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

STAGES: Final = {"publicise": "宣传动员", "evaluate": "实施评议", "tally": "统计分析", "report": "结果运用"}
"""The four stages, in their order (YL-24 to YL-29)."""
PROJECT_NAMES: Final = {"draft": "筹备", **STAGES, "closed": "已结束"}
PROJECT: Final[Table] = {
    ("draft", "begin"): "publicise",
    ("publicise", "open_evaluation"): "evaluate",
    ("evaluate", "end_evaluation"): "tally",
    ("tally", "end_tally"): "report",
    ("report", "close_project"): "closed",
}

SHEET_NAMES: Final = {"draft": "拟稿", "issued": "已定稿", "replaced": "已被替代"}
KINDS: Final = {"satisfaction": "满意度", "scale": "评分", "choice": "单选", "matrix": "矩阵", "text": "文字"}
COUNTING: Final = ("satisfaction", "scale", "matrix")
"""Kinds whose answers are points."""
UNKNOWN: Final = "unknown"
"""The answer of somebody who does not know; it is in no denominator."""

CHANNELS: Final = {
    "code": "评议码",
    "paper": "现场问卷",
    "phone": "电话调查",
    "visit": "集中走访",
    "open": "开放链接",
}
"""How an answer came; those of the open link are apart and never count."""
WAYS: Final = {"letter": "信函", "qr": "二维码", "sms": "短信", "paper": "纸质测评表"}
TICKET_NAMES: Final = {"open": "未用", "spent": "已用", "counted": "已入箱"}

STEPS: Final = {"issue": "发放", "return": "回收", "count": "统计", "total": "汇总"}
"""The steps supervisors of the evaluation are present at (YL-30)."""

RESULT_NAMES: Final = {
    "computed": "待审批",
    "approving": "审批中",
    "approved": "已同意",
    "released": "已发布",
    "void": "已作废",
}
RESULT: Final[Table] = {
    ("computed", "approve_result"): "approving",
    ("approving", "approve_result"): "approving",
    ("approved", "release_result"): "released",
    ("computed", "void_result"): "void",
    ("approving", "void_result"): "void",
    ("approved", "void_result"): "void",
}

OPINION_NAMES: Final = {
    "unassigned": "待分办",
    "routed": "办理中",
    "answered": "已答复",
    "rectified": "已整改",
    "set_aside": "不转办",
}
OPINION: Final[Table] = {
    ("unassigned", "route_opinion"): "routed",
    ("routed", "route_opinion"): "routed",
    ("unassigned", "set_aside"): "set_aside",
    ("routed", "answer_opinion"): "answered",
    ("answered", "answer_opinion"): "answered",
    ("answered", "rectify_opinion"): "rectified",
}

ENTRY_NAMES: Final = {"first": "待复录", "differs": "两次不一致", "agreed": "已入箱"}
