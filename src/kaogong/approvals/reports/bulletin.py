"""What a monthly bulletin says, for every form it is written in. It says what was frozen, not what holds today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.approvals.models import Month
from kaogong.core.scheme.period import Period


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin in its parts."""

    title: str
    paragraphs: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sm3: str


@override(settings.LANGUAGE_CODE)
def bulletin_of(month: Month) -> Bulletin:
    """The parts of a bulletin; a document, so its language is not that of whoever reads the pages around it."""
    when, lines = Period.parse(month.period), month.content["bodies"]
    told = {"y": when.first.year, "m": when.first.month, "n": len(lines)}
    done = sum(int(one["figures"]["completed"] or 0) for one in lines)
    early = sum(int(one["figures"]["early"] or 0) for one in lines)
    cards = [one for line in lines for one in line["rests"] if one["kind"] in ("yellow", "red")]
    here = [one for one in cards if one["day"].startswith(month.period)]
    counts = {colour: sum(1 for one in here if one["kind"] == colour) for colour in ("yellow", "red")}
    return Bulletin(
        _("%(y)s年%(m)s月行政审批电子监察月报") % told,
        (
            _("%(y)s年%(m)s月，%(n)s个审批部门纳入电子监察。") % told,
            _("当月办结 %(done)s 件，其中提前办结 %(early)s 件。") % {"done": done, "early": early},
            _("经核实的黄牌 %(yellow)s 张、红牌 %(red)s 张。") % counts,
        ),
        (_("单位"), *_parts(lines), _("月度得分"), _("全年平均")),
        tuple(
            (
                one["name"],
                *(part["score"] or _("暂缺") for part in one["parts"][:4]),
                one["total"] or _("暂缺"),
                one["year"] or _("暂缺"),
            )
            for one in lines
        ),
        month.sm3,
    )


def _parts(lines: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in lines[0]["parts"][:4]] if lines else []
