"""Complaints: what may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

CHANNELS: Final = {
    "page": "网页",
    "phone": "电话",
    "letter": "来信",
    "counter": "来访",
    "contact": "企业联系点",
    "media": "舆论",
}
"""How a complaint came."""
ENTERED: Final = ("phone", "letter", "counter", "media")
"""Those entered by the centre."""
KINDS: Final = {"efficiency": "效能投诉", "legal": "涉法涉诉", "advice": "咨询类"}
TOPICS: Final = {
    "approval": "行政审批",
    "attitude": "服务态度",
    "delay": "推诿拖延",
    "fees": "违规收费",
    "disclosure": "政务公开",
    "promise": "违反承诺",
    "discipline": "工作纪律",
    "enterprise": "涉企问题",
    "other": "其他",
}
COMPLAINT: Final[Table] = {
    ("received", "accept_complaint"): "accepted",
    ("received", "refuse_complaint"): "refused",
    ("received", "join_complaint"): "joined",
    ("accepted", "join_complaint"): "joined",
    ("accepted", "classify_complaint"): "accepted",
    ("accepted", "answer_complaint"): "answered",
    ("accepted", "refer_complaint"): "referred",
    ("accepted", "transfer_complaint"): "handling",
    ("reopened", "transfer_complaint"): "handling",
    ("handling", "reply_complaint"): "replied",
    ("replied", "return_reply"): "handling",
    ("replied", "review_reply"): "reviewed",
    ("reviewed", "visit_complaint"): "reviewed",
    ("reviewed", "rate_complaint"): "reviewed",
    ("closed", "rate_complaint"): "closed",
    ("reviewed", "return_review"): "replied",
    ("reviewed", "close_complaint"): "closed",
    ("reviewed", "reopen_complaint"): "reopened",
    ("closed", "reopen_complaint"): "reopened",
}
COMPLAINT_NAMES: Final = {
    "received": "待受理",
    "refused": "不予受理",
    "joined": "已并案",
    "accepted": "已受理",
    "answered": "已解答",
    "referred": "已移交",
    "handling": "办理中",
    "replied": "待审核",
    "reviewed": "待办结",
    "reopened": "重新办理",
    "closed": "已办结",
}
OPEN: Final = ("received", "accepted", "handling", "replied", "reviewed", "reopened")
TOLD: Final = {
    "received": "已收到，等待受理。",
    "accepted": "已受理，正在安排办理。",
    "handling": "已转承办单位办理。",
    "replied": "承办单位已报结果，投诉中心正在审核。",
    "reopened": "您要求重新办理，投诉中心正在安排。",
}
"""What the complainant reads while there is no answer yet."""
VERDICTS: Final = {"upheld": "属实", "partly": "部分属实", "unfounded": "不属实"}
UPHELD: Final = ("upheld", "partly")
SATISFACTION: Final = {"satisfied": "满意", "basic": "基本满意", "dissatisfied": "不满意"}
WAYS: Final = {"own": "凭查询码评价", "phone": "电话回访", "visit": "上门回访"}
EXTENSION: Final[Table] = {("asked", "approve_extension"): "approved", ("asked", "refuse_extension"): "refused"}
EXTENSION_NAMES: Final = {"asked": "待批", "approved": "已同意", "refused": "未同意"}
CHASES: Final = {"near": "临近期限", "late": "已逾期", "leader": "报分管领导", "centre": "报投诉中心"}
"""The steps of urging, one after another."""

PROMISE: Final[Table] = {("draft", "publish_promise"): "published", ("published", "end_promise"): "ended"}
PROMISE_NAMES: Final = {"draft": "待公布", "published": "已公布", "ended": "已停止"}
COMPENSATION: Final[Table] = {
    ("proposed", "approve_compensation"): "approved",
    ("proposed", "refuse_compensation"): "refused",
    ("approved", "pay_compensation"): "paid",
}
COMPENSATION_NAMES: Final = {"proposed": "待审批", "approved": "待兑现", "refused": "未同意", "paid": "已兑现"}
FORMS: Final = {"apology": "赔礼道歉", "redo": "重新办理", "refund": "退还费用", "payment": "支付赔偿金"}
CONCERN: Final[Table] = {("open", "close_concern"): "closed"}
CONCERN_NAMES: Final = {"open": "督查中", "closed": "已了结"}
