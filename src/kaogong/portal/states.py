"""How far something that was forwarded is."""

from __future__ import annotations

from typing import Final

FORWARD: Final = {
    ("sent", "return_line"): "returned",
    ("sent", "take_back"): "taken",
}
FORWARD_NAMES: Final = {"sent": "已转办", "returned": "已退回", "taken": "已收回"}
