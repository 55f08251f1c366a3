"""What may follow what in leaders' appraisals and life meetings, and what people call the states."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table, after

__all__ = [
    "APPRAISAL",
    "APPRAISAL_NAMES",
    "BEFORE",
    "MEETING",
    "MEETING_NAMES",
    "PROBLEM_NAMES",
    "after",
]
APPRAISAL: Final[Table] = {("open", "evaluate_leader"): "open", ("open", "finalise_leader"): "final"}
APPRAISAL_NAMES: Final = {"open": "考评中", "final": "已定稿"}
MEETING: Final[Table] = {
    ("prepared", "open_life_meeting"): "held",
    ("held", "circulate_life_meeting"): "circulated",
    ("circulated", "report_back"): "reported",
}
MEETING_NAMES: Final = {"prepared": "会前准备", "held": "已召开", "circulated": "已通报", "reported": "已反馈"}
BEFORE: Final = {
    "study": "学习",
    "opinions": "征求意见",
    "problems": "找准问题",
    "talks": "沟通",
    "analysis": "自我剖析",
}
"""What is done before a democratic life meeting (LB-19)."""
PROBLEM_NAMES: Final = {"": "没有说明", "doing": "正在整改", "done": "已整改", "long": "长期坚持"}
