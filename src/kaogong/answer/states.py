"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

APPEAL: Final[Mapping[tuple[str, str], str]] = {
    ("lodged", "accept_appeal"): "accepted",
    ("lodged", "refuse_appeal"): "refused",
    ("lodged", "withdraw_appeal"): "withdrawn",
    ("accepted", "withdraw_appeal"): "withdrawn",
    ("accepted", "call_hearing"): "called",
    ("called", "call_hearing"): "called",
    ("called", "withdraw_appeal"): "withdrawn",
    ("called", "close_hearing"): "heard",
    ("heard", "rule_appeal"): "ruled",
    ("ruled", "file_appeal"): "filed",
}
APPEAL_NAMES: Final = {
    "lodged": "待受理",
    "refused": "不予受理",
    "accepted": "已受理，待听证",
    "called": "听证已定",
    "heard": "待裁定",
    "ruled": "已裁定",
    "filed": "已备案",
    "withdrawn": "已撤回",
}
OPEN: Final = ("lodged", "accepted", "called", "heard")
"""States in which what is appealed against is in dispute."""
UNHEARD: Final = ("accepted", "called")
"""States in which the hearing is still to be held."""
OUTCOMES: Final = {"upheld": "维持", "changed": "变更"}
PARTIES: Final = {"appellant": "被考核人", "assessor": "考核人"}
PARTS: Final = {"facts": "事实", "reasons": "理由", "grounds": "依据", "claims": "主张"}
"""What each party states at a hearing (QW-22)."""
SEATS: Final = {"chair": "主持人", "member": "听证人", "clerk": "记录人"}
ALTERATIONS: Final = {
    "kind": "种类",
    "severity": "程度",
    "finder": "查获方式",
    "quantity": "数量",
    "times": "次数",
    "day": "日期",
}
"""What of an event a ruling can alter."""
