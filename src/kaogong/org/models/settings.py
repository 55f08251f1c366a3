"""What an installation may set: numbers and lists the measure leaves open, each declared with its origin and its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ORIGINS = {
    "source": _("原文规定"),
    "proposed": _("建议"),
    "assumed": pgettext_lazy("origin", "设定"),
    "inferred": _("推定"),
}
"""Where a default comes from: only `source` stands in a document."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting there is."""

    key: str
    label: str | Promise
    kind: str
    """`whole`, `text`, `yes`, `list` (of words) or `table` (words to whole numbers)."""
    default: Any
    origin: str
    clause: str = ""
    keys: Mapping[str, str | Promise] = field(default_factory=dict)
    """For a table: what its keys are called."""


DECLARED: dict[str, Declared] = {}


def declare(*several: Declared) -> None:
    """Make settings known; each room declares its own beside its models."""
    for one in several:
        assert one.origin in ORIGINS, one.key
        assert one.key not in DECLARED or DECLARED[one.key] == one, one.key
        DECLARED[one.key] = one


declare(
    Declared(
        "escalation.days",
        _("逾期后第几日告知"),
        "table",
        {"handler": 1, "middle": 1, "leader": 3, "chief": 7},
        "assumed",
        "XM-38",
        {"handler": _("经办人"), "middle": _("中层领导"), "leader": _("分管领导"), "chief": _("主要领导")},
    ),
    Declared("areas.titles", _("分工受限的岗位"), "list", ["纪委书记"], "source", "QH-36"),
    Declared("areas.max", _("受限岗位的分工项数上限"), "whole", 3, "source", "QH-36"),
    Declared("supervisors.wanted", _("效能监督员人数"), "whole", 100, "source", "XJ-09"),
    Declared("points.wanted", _("效能监测点个数"), "whole", 50, "source", "XJ-09"),
    Declared("meetings.months", _("例会、通报每几个月一次"), "whole", 3, "assumed", "LB-13"),
    Declared("posts.before_grants", _("岗位四项写全才能授权"), "yes", False, "inferred", "JQ-01"),
    Declared("targets.need_duty", _("岗位有书面职责才能定个人目标"), "yes", False, "inferred", "HB-01"),
    Declared("staffing.approved", _("核定编制总数"), "whole", 500, "proposed", "LZ-38"),
    Declared("transactions.days", _("交易后几个自然日内须有资金支付记录"), "whole", 90, "proposed", "XJ-27"),
    Declared(
        "offences.points",
        _("考核人违规扣分"),
        "table",
        {"concealment": 5, "retaliation": 10, "neglect": 20, "minor": 0},
        "source",
        "QW-17",
        {
            "concealment": _("隐瞒错误、弄虚作假"),
            "retaliation": _("无中生有、打击报复"),
            "neglect": _("不履行考核职责造成恶劣后果"),
            "minor": _("不履行考核职责，无恶劣后果"),
        },
    ),
)


class Setting(models.Model):
    """A setting of this installation that differs from its default."""

    key = models.CharField("设定", max_length=60, primary_key=True)
    value = models.JSONField("值")
    changed_at = models.DateTimeField("更改时间", auto_now=True)

    class Meta:
        verbose_name = "设定"
        verbose_name_plural = "设定"

    def __str__(self) -> str:
        return self.key
