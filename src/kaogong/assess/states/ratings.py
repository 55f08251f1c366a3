"""How far ratings are: who rates whom, a meeting and its codes; why somebody is not rated."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

PAIR_NAMES: Final = {"open": "未交", "handed": "已交"}

MEETING: Final[Table] = {
    ("draft", "open_meeting"): "open",
    ("open", "renew_codes"): "open",
    ("open", "close_meeting"): "closed",
}
MEETING_NAMES: Final = {"draft": "筹备", "open": "正在测评", "closed": "已结束"}
PASS_NAMES: Final = {"open": "未用", "spent": "已用", "counted": "已计票", "missed": "未用作废"}

WHERE: Final = {"seconded": "借调", "leave": "休假离岗", "special": "特殊岗位"}
SPARED: Final = {
    "joined": "新到岗，时间不足",
    "left": "已离职",
    "leave": "休假离岗",
    "special": "特殊岗位，另行考核",
    "away": "借出，由借调单位考核",
}
"""A person seconded is rated where he serves; his own unit's list says so."""

RATERS: Final = {
    "self": "本人",
    "peers": "同单位同事",
    "below": "下级",
    "chief": "所在单位正职",
    "leader": "分管领导",
    "office": "绩效办",
    "assessors": "指名的评议人",
    "codes": "测评会凭码",
}
"""Who makes up a group of raters."""

HEARING_NAMES: Final = {"asked": "已通知", "heard": "已听取", "declined": "本人放弃"}
HEARING: Final[Table] = {
    ("asked", "hear"): "heard",
    ("asked", "waive_hearing"): "declined",
}

DUTY: Final[Table] = {
    ("draft", "write_duty"): "draft",
    ("draft", "hand_in_duty"): "handed",
}
DUTY_NAMES: Final = {"draft": "草稿", "handed": "已提交"}
