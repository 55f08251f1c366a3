"""What may follow what in daily ledgers, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

ENTRY: Final[Table] = {
    ("entered", "confirm_entry"): "confirmed",
    ("entered", "withdraw_entry"): "withdrawn",
    ("entered", "correct_entry"): "corrected",
    ("confirmed", "contest_entry"): "contested",
    ("confirmed", "correct_entry"): "corrected",
    ("confirmed", "withdraw_entry"): "withdrawn",
    ("contested", "uphold_entry"): "confirmed",
    ("contested", "withdraw_entry"): "withdrawn",
}
ENTRY_NAMES: Final = {
    "entered": "待确认",
    "confirmed": "已确认",
    "contested": "有异议",
    "corrected": "已更正",
    "withdrawn": "已撤销",
}
REVIEW: Final[Table] = {
    ("draft", "draft_review"): "draft",
    ("draft", "approve_review"): "approved",
}
REVIEW_NAMES: Final = {"draft": "拟稿", "approved": "已审定"}
LEDGER: Final[Table] = {("draft", "open_ledger"): "open", ("open", "close_ledger"): "closed"}
LEDGER_NAMES: Final = {"draft": "拟定", "open": "在记", "closed": "已停记"}
BONUS: Final[Table] = {
    ("proposed", "release_bonus"): "released",
    ("proposed", "withhold_bonus"): "withheld",
}
BONUS_NAMES: Final = {"proposed": "待决定", "released": "准予发放", "withheld": "不予发放"}
