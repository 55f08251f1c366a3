"""What may follow what in pay, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

RULE: Final[Table] = {
    ("draft", "change_pay_rule"): "draft",
    ("draft", "approve_pay_rule"): "approved",
    ("approved", "end_pay_rule"): "ended",
}
RULE_NAMES: Final = {"draft": "草拟", "approved": "已批准", "ended": "已停用"}
RUN: Final[Table] = {
    ("draft", "recount_run"): "draft",
    ("draft", "change_payee"): "draft",
    ("draft", "submit_run"): "submitted",
    ("draft", "drop_run"): "dropped",
    ("submitted", "remove_payees"): "submitted",
    ("submitted", "audit_run"): "audited",
    ("submitted", "return_run"): "draft",
    ("audited", "return_run"): "draft",
    ("approved", "return_run"): "draft",
    ("audited", "approve_run"): "approved",
    ("approved", "pay_run"): "paid",
}
RUN_NAMES: Final = {
    "draft": "拟发",
    "submitted": "待审核",
    "audited": "已审核",
    "approved": "已批准",
    "paid": "已发放",
    "dropped": "已作废",
}
LINE_NAMES: Final = {
    "payable": "应发",
    "open": "待定",
    "excluded": "不在范围",
    "withheld": "不予发放",
    "deferred": "暂缓发放",
    "removed": "审核核减",
    "paid": "已发放",
    "released": "已补发",
}
"""Of one person in a run. `open`: something is missing, so there is no amount yet."""
DUE: Final = ("payable", "paid", "released")
"""Lines whose amount is or will be paid."""
EFFECTS: Final = {"withhold": "不予发放", "defer": "暂缓发放"}
HOLD: Final[Table] = {("open", "clear_hold"): "cleared", ("open", "uphold_hold"): "upheld"}
HOLD_NAMES: Final = {"open": "执行中", "cleared": "已解除", "upheld": "已查实"}
BASES: Final = {"standard": "按标准发放", "pool": "总额按系数分配"}
REMAINDERS: Final = {"largest": "余数最大的先得一分", "last": "余数归名单最后一人", "keep": "余数留在总额里"}
"""Where the cents go that a division leaves over."""
KINDS: Final = {"bonus": "奖励金", "performance": "绩效工资"}
