"""What may follow what in honours, integrity files and reports, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table, after

__all__ = [
    "CONTEXTS",
    "HONOUR",
    "HONOUR_NAMES",
    "ITEMS",
    "RECORD",
    "RECORD_NAMES",
    "SITUATION",
    "SITUATION_NAMES",
    "USES",
    "after",
]
HONOUR: Final[Table] = {("given", "withdraw_honour"): "withdrawn"}
HONOUR_NAMES: Final = {"given": "有效", "withdrawn": "已撤销"}
RECORD: Final[Table] = {("open", "close_record"): "closed"}
RECORD_NAMES: Final = {"open": "未了结", "closed": "已了结"}
SITUATION: Final[Table] = {
    ("recorded", "verify_situation"): "verified",
    ("recorded", "withdraw_situation"): "withdrawn",
    ("verified", "withdraw_situation"): "withdrawn",
}
SITUATION_NAMES: Final = {"recorded": "待核实", "verified": "已核实", "withdrawn": "已撤销"}
CONTEXTS: Final = {
    "critical": "关键时刻",
    "emergency": "突发事件",
    "grassroots": "基层一线",
    "revenue": "税收主战场",
    "reform": "改革改制",
    "stability": "维护稳定",
    "investment": "招商引资",
}
"""Where conduct is recorded as evidence (LB-04)."""
ITEMS: Final = {"talk": "廉政谈话", "test": "知识测试", "pledge": "廉政承诺书", "file": "廉政档案"}
"""What a newly promoted or moved official needs (QH-05)."""
USES: Final = {"review": "考察提拔", "appoint": "任用", "remove": "罢免"}
"""Where the integrity archive is a gate (LB-24)."""
