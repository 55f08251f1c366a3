"""Leads of case investigation: what may follow what, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

LEAD: Final[Table] = {
    ("received", "check_lead"): "preliminary",
    ("received", "drop_lead"): "dropped",
    ("preliminary", "drop_lead"): "dropped",
    ("preliminary", "file_lead"): "filed",
    ("filed", "name_involved"): "filed",
    ("filed", "decide_involved"): "filed",
    ("filed", "close_lead"): "closed",
    ("closed", "sanction_lead"): "sanctioned",
}
LEAD_NAMES: Final = {
    "received": "已受理举报",
    "preliminary": "初核",
    "filed": "已立案",
    "closed": "已结案",
    "sanctioned": "已处分",
    "dropped": "已了结",
}
STAGES: Final = (
    ("received", "受理举报"),
    ("preliminary", "初核"),
    ("filed", "立案"),
    ("closed", "结案"),
    ("sanctioned", "处分"),
)
"""The stages that are counted, in order."""
OUTCOMES: Final = {
    "advice": "监察建议书",
    "discipline": "党纪政纪责任",
    "transfer": "移送司法机关",
    "none": "不予追究",
}
"""What is decided of somebody involved."""
DOCUMENTS: Final = {"advice": "监察建议书", "discipline": "处分决定书", "transfer": "移送书"}
MARKS: Final = {"advice": "监建", "discipline": "处分", "transfer": "移送"}
"""In the number of a document: 监建〔2026〕1号."""
