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
