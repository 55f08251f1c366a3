"""What may follow what in selection, moves and cases, as tables `{(state, verb): state}`, and what people call things."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

SELECTION: Final[Table] = {
    ("open", "take_step"): "open",
    ("open", "nominate"): "open",
    ("open", "appoint_candidate"): "appointed",
    ("open", "fail_selection"): "failed",
}
SELECTION_NAMES: Final = {"open": "进行中", "appointed": "已任用", "failed": "未选出"}
MODES: Final = {
    "open": "公开选拔",
    "level": "平级竞职",
    "hiring": "公开招聘",
    "compete": "竞争上岗",
    "rotation": "轮岗交流",
    "appoint": "组织任命",
}
"""How a post is filled (LB-01)."""
ROUTES: Final = {
    "last": "末位淘汰",
    "lost": "竞聘淘汰",
    "age": "年龄原因退出",
    "resign": "辞职制",
    "tenure": "任期制",
    "standby": "待岗制",
    "demote": "降职制",
}
"""How a leader leaves (LB-02)."""
ROUTE_SHORT: Final = {
    "last": "末位",
    "lost": "竞聘",
    "age": "年龄",
    "resign": "辞职",
    "tenure": "任期",
    "standby": "待岗",
    "demote": "降职",
}
EXIT: Final[Table] = {("proposed", "decide_exit"): "decided", ("proposed", "refuse_exit"): "refused"}
EXIT_NAMES: Final = {"proposed": "待决定", "decided": "已退出", "refused": "未同意"}
EXCHANGE: Final[Table] = {("planned", "finish_exchange"): "done", ("planned", "cancel_exchange"): "cancelled"}
EXCHANGE_NAMES: Final = {"planned": "已列计划", "done": "已交流", "cancelled": "已取消"}
EXCHANGES: Final = {
    "structural": "结构性",
    "avoidance": "回避性",
    "functional": "功能性",
    "developmental": "培养性",
}
DIRECTIONS: Final = {
    "levels": "上下级",
    "key": "关键岗位",
    "grassroots": "基层",
    "hard": "艰苦地区",
    "general": "综合部门",
}
CHANNELS: Final = {
    "people": "民主推荐",
    "organisation": "组织推荐",
    "open": "公开选拔",
    "grassroots": "基层推荐",
    "talent": "专业人才推荐",
}
"""Through which somebody comes into the reserve pool."""
LIST: Final[Table] = {("draft", "issue_move_list"): "issued"}
LIST_NAMES: Final = {"draft": "拟订", "issued": "已印发"}
OUTCOMES: Final = {"up": "上", "yield": "让", "down": "下"}
TYPES: Final = {
    "idle": "懒惰型",
    "mediocre": "平庸型",
    "selfish": "私利型",
    "bureaucratic": "官僚失真型",
}
"""Four types of leaders that must be adjusted (LB-05)."""
TYPE_WORDS: Final = {
    "idle": "不思进取、不愿干事",
    "mediocre": "没有思路、打不开局面",
    "selfish": "大局意识不强、贪图私利、群众反映强烈",
    "bureaucratic": "官僚主义、弄虚作假、脱离群众",
}
UNFIT: Final[Table] = {
    ("draft", "change_unfit_rule"): "draft",
    ("draft", "activate_unfit_rule"): "active",
    ("active", "end_unfit_rule"): "ended",
}
UNFIT_NAMES: Final = {"draft": "草拟", "active": "有效", "ended": "已停用"}
CASES: Final = {"unfit": "不胜任调整", "poor": "连续较差考察", "low": "单位连续末等"}
CASE: Final[Table] = {
    ("open", "walk_step"): "open",
    ("open", "add_evidence"): "open",
    ("open", "name_responsible"): "open",
    ("open", "find_fit"): "fit",
    ("open", "find_unfit"): "proposed",
    ("proposed", "close_case"): "closed",
    ("proposed", "refuse_case"): "fit",
    ("open", "void_case"): "void",
}
LOW: Final[Table] = {
    ("open", "close_case"): "closed",
    ("open", "name_responsible"): "open",
    ("open", "void_case"): "void",
}
"""A case about a unit has no finding of its own: the grades are the finding (LZ-36)."""
CASE_NAMES: Final = {
    "open": "办理中",
    "proposed": "已提建议",
    "closed": "已处理",
    "fit": "不作调整",
    "void": "已撤销",
}
LOW_OUTCOMES: Final = ("降职", "免职", "解聘")
POOR_OUTCOMES: Final = ("降职", "免职")
DIRECT: Final[Table] = {
    ("held", "grant_direct"): "applied",
    ("held", "refuse_direct"): "refused",
    ("applied", "revoke_direct"): "revoked",
    ("held", "revoke_direct"): "revoked",
}
DIRECT_NAMES: Final = {"applied": "已评定", "held": "待人工决定", "refused": "不评", "revoked": "已撤销"}
