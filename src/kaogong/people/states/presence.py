"""What may follow what in attendance, leave and circulations, as tables `{(state, verb): state}`, and what people call it."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

ABSENCE: Final[Table] = {
    ("asked", "agree_absence"): "agreed",
    ("asked", "refuse_absence"): "refused",
    ("asked", "withdraw_absence"): "withdrawn",
    ("agreed", "withdraw_absence"): "withdrawn",
    ("agreed", "end_absence"): "agreed",
}
ABSENCE_NAMES: Final = {"asked": "待审批", "agreed": "已批准", "refused": "未批准", "withdrawn": "已撤回"}
TRIP: Final = "trip"
KINDS: Final = {
    "personal": "事假",
    "sick": "病假",
    "annual": "年休假",
    "marriage": "婚假",
    "maternity": "产假",
    "bereavement": "丧假",
    "home": "探亲假",
    TRIP: "出差",
}
"""Kinds of absence; all but trips are leave."""
CORRECTION: Final[Table] = {("asked", "agree_correction"): "agreed", ("asked", "refuse_correction"): "refused"}
CORRECTION_NAMES: Final = {"asked": "待审核", "agreed": "已更正", "refused": "未同意"}
SHEET: Final[Table] = {("draft", "draft_sheet"): "draft", ("draft", "issue_sheet"): "issued"}
SHEET_NAMES: Final = {"draft": "拟稿", "issued": "已通报"}
CLICKS: Final = {"arrive": "上班", "leave": "下班"}
"""The two clicks of a day."""
SOURCES: Final = {"page": "网页打卡", "machine": "考勤机", "correction": "更正"}
WHERE: Final = {
    "in": "在岗",
    "out": "外出",
    "trip": "出差",
    "leave": "请假",
    "gone": "已下班",
    "none": "未打卡",
}
"""Where somebody is, as the board says it."""
MARKS: Final = {"late": "迟到", "early": "早退", "absent": "缺勤", "incomplete": "缺一次打卡"}
"""What costs marks, each by the setting attendance.points."""
DAYS: Final = {
    "complete": "完整",
    "incomplete": "缺一次打卡",
    "absent": "缺勤",
    "leave": "请假",
    "trip": "出差",
    "rest": "休息",
    "open": "未结束",
}
"""What a day of somebody was."""
