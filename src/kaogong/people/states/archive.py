"""What may follow what in archives, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

ENTRY: Final[Table] = {
    ("filed", "lock_entry"): "locked",
    ("filed", "withdraw_entry"): "withdrawn",
    ("locked", "withdraw_entry"): "withdrawn",
    ("filed", "discard_copy"): "discarded",
    ("locked", "discard_copy"): "discarded",
}
ENTRY_NAMES: Final = {"filed": "已归档", "locked": "已锁定", "withdrawn": "已撤销", "discarded": "已销毁"}
