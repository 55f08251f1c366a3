"""What an archive sheet says, for every form it is written in. Numbers stand as they were fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a sheet."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An archive sheet in its parts."""

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    sm3: str


def told(content: Mapping[str, Any], sm3: str) -> Sheet:
    """A sheet, in the language that is being spoken."""
    names = {"name": content["name"], "view": content["view"]}
    lead = [
        " ".join(filter(None, (content["unit"], content["post"], content["person"]))),
        _("截至 %(day)s。") % {"day": content["day"]},
    ]
    lead += [_("障碍：%(words)s。") % {"words": one} for one in content.get("blockers", ())]
    lead += [_("提示：%(words)s。") % {"words": one} for one in content.get("flags", ())]
    if content.get("evidence"):
        lead.append(content["evidence"])
    parts = (
        _part(_("历次结果"), content["results"], ("period", "kind", "score", "grade", "reference")),
        _part(_("表彰奖励"), content["honours"], ("title", "issuer", "on", "state")),
        _part(_("情形记录"), content["situations"], ("day", "context", "words", "source")),
        _part(_("档案条目"), content.get("entries", ()), ("on", "kind", "title", "state", "sm3")),
        _part(_("报告申报"), content.get("reports", ()), ("year", "kind", "on")),
    )
    return Sheet(_("%(name)s业绩档案（%(view)s）") % names, tuple(lead), tuple(one for one in parts if one.rows), sm3)


def _part(title: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Part:
    """A table; a view that does not tell something has no column for it."""
    keys = [key for key in columns if any(key in row for row in rows)]
    heads = {
        "period": _("时期"), "kind": _("类别"), "score": _("得分"), "grade": _("等次"), "reference": _("依据"),
        "title": _("名称"), "issuer": _("授予机关"), "on": _("日期"), "state": _("状态"), "day": _("日期"),
        "context": _("情形"), "words": _("表现"), "source": _("来源"), "sm3": "SM3", "year": _("年度"),
    }  # fmt: skip
    return Part(
        title,
        tuple(str(heads[key]) for key in keys),
        tuple(tuple(_cell(key, row.get(key)) for key in keys) for row in rows),
    )


def _cell(key: str, value: Any) -> str:
    if value is None:
        return _("没有得分") if key == "score" else "—"
    return f"{value}"[:16] if key == "sm3" else str(value)
