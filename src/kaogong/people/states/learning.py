"""What may follow what in exams, articles, training and talks, as tables `{(state, verb): state}`, and what people call it."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

EXAM: Final[Table] = {
    ("draft", "enter_results"): "draft",
    ("draft", "release_exam"): "released",
}
EXAM_NAMES: Final = {"draft": "录入中", "released": "已公布"}
AUDIENCES: Final = {"discipline": "纪检监察干部", "staff": "机关干部"}
INTERVIEW_NAMES: Final = {"open": "待约谈", "done": "已约谈"}
EVALUATION_NAMES: Final = {"entered": "待确认", "confirmed": "已确认"}
PARTS: Final = {"exam": "考试", "attendance": "考勤", "evaluation": "考评"}
"""The three tests (QH-43)."""

ARTICLE: Final[Table] = {
    ("sent", "accept_article"): "accepted",
    ("sent", "decline_article"): "declined",
    ("accepted", "choose_article"): "chosen",
}
ARTICLE_NAMES: Final = {"sent": "已报送", "accepted": "已采用", "declined": "未采用", "chosen": "精品信息"}
COUNTED: Final = ("accepted", "chosen")
AWARDS: Final = {"writer": "优秀信息员", "article": "精品信息"}
AWARD_NAMES: Final = {"proposed": "拟评选", "confirmed": "已评定"}

COURSES: Final = {
    "topic": "专题培训",
    "case": "跟案实训",
    "superior": "上级培训班",
    "inquiry": "参与上级查办",
}
PLACEMENTS: Final = ("case", "inquiry")
"""Kinds that are learning on the job."""
ENTRY_NAMES: Final = {"entered": "待确认", "confirmed": "已确认"}

TALKS: Final = {"group": "集体廉政谈话", "single": "点对点约谈", "integrity": "廉政约谈"}
HEART: Final = {"head": "班长与成员", "member": "成员之间"}
LAPSES: Final = {"reminder": "提醒", "violation": "违规"}
