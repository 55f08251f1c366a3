"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

CYCLE: Final[Table] = {
    ("draft", "open_cycle"): "open",
    ("open", "close_cycle"): "closed",
}
CYCLE_NAMES: Final = {"draft": "筹备", "open": "进行中", "closed": "已结束"}

EDITION: Final[Table] = {
    ("draft", "pass"): "ready",
    ("draft", "fail"): "refused",
    ("ready", "adopt_edition"): "adopted",
    ("adopted", "adopt_edition"): "adopted",
}
EDITION_NAMES: Final = {"draft": "待检查", "refused": "未通过", "ready": "可采用", "adopted": "已采用"}

INDICATOR: Final[Table] = {
    ("draft", "endorse_indicator"): "settled",
    ("draft", "refuse_indicator"): "refused",
    ("draft", "withdraw_indicator"): "withdrawn",
    ("settled", "revise_indicator"): "draft",
    ("draft", "revise_indicator"): "draft",
}
INDICATOR_NAMES: Final = {"draft": "待会签", "settled": "已确定", "refused": "未同意", "withdrawn": "已撤销"}

TARGET: Final[Table] = {
    ("draft", "propose"): "proposed",
    ("draft", "counter"): "countered",
    ("proposed", "counter"): "countered",
    ("countered", "propose"): "proposed",
    ("proposed", "agree"): "agreed",
    ("countered", "agree"): "agreed",
    ("agreed", "propose"): "proposed",
    ("agreed", "counter"): "countered",
    ("agreed", "issue"): "issued",
    ("issued", "sign"): "signed",
    ("issued", "adjust"): "adjusted",
    ("signed", "adjust"): "adjusted",
    ("adjusted", "adjust"): "adjusted",
    ("adjusted", "sign"): "signed",
    ("issued", "appraise"): "appraised",
    ("signed", "appraise"): "appraised",
    ("adjusted", "appraise"): "appraised",
    ("draft", "withdraw"): "withdrawn",
    ("proposed", "withdraw"): "withdrawn",
    ("countered", "withdraw"): "withdrawn",
    ("agreed", "withdraw"): "withdrawn",
}
TARGET_NAMES: Final = {
    "draft": "草稿",
    "proposed": "待上级答复",
    "countered": "待下级答复",
    "agreed": "已商定",
    "issued": "已下达",
    "signed": "已签订",
    "adjusted": "已调整",
    "appraised": "已考核",
    "withdrawn": "已撤销",
}
OPEN: Final = ("draft", "proposed", "countered")
"""States in which a value is still being agreed."""
FIXED: Final = ("issued", "signed", "adjusted", "appraised")
"""States in which a value binds, and only an adjustment changes it."""

WORKPLAN: Final[Table] = {("draft", "issue_workplan"): "issued"}
WORKPLAN_NAMES: Final = {"draft": "拟定", "issued": "已下达"}

TASK: Final[Table] = {
    ("draft", "approve_task"): "approved",
    ("draft", "refuse_task"): "refused",
    ("draft", "issue_workplan"): "issued",
    ("approved", "issue_workplan"): "issued",
    ("approved", "acknowledge_task"): "acknowledged",
    ("issued", "acknowledge_task"): "acknowledged",
    ("approved", "finish_task"): "finished",
    ("issued", "finish_task"): "finished",
    ("acknowledged", "finish_task"): "finished",
}
TASK_NAMES: Final = {
    "draft": "拟定",
    "approved": "已批准",
    "refused": "未批准",
    "issued": "已下达",
    "acknowledged": "已签收",
    "finished": "已完成",
}

LETTER: Final[Table] = {
    ("draft", "sign_letter"): "half",
    ("half", "sign_letter"): "effective",
    ("draft", "replace_letter"): "replaced",
    ("half", "replace_letter"): "replaced",
    ("effective", "replace_letter"): "replaced",
}
LETTER_NAMES: Final = {"draft": "待签", "half": "一方已签", "effective": "已生效", "replaced": "已被新版替代"}

ADJUSTMENT: Final[Table] = {
    ("asked", "approve_adjustment"): "asked",
    ("asked", "finish_adjustment"): "effective",
    ("asked", "refuse_adjustment"): "refused",
    ("asked", "withdraw_adjustment"): "withdrawn",
}
ADJUSTMENT_NAMES: Final = {"asked": "审批中", "effective": "已生效", "refused": "未同意", "withdrawn": "已撤回"}
