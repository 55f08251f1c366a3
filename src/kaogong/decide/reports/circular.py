"""What a circular says, for every form it is written in. It says what was frozen, not what holds today."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.reports.paper import closed_up
from kaogong.decide.models import Publication
from kaogong.decide.queries.publications import content_of, counted

TAIL = re.compile(r"((年度)?(绩效)?(考核|考评)?(等次|结果)?(情况)?的(通报|通知|决定))?$")
"""How a title ends; these words stand on one line (GB/T 9704-2012, 7.3.1: no word is broken)."""
NUMERALS = "一二三四五六七八九十"
NAMED = 30
"""So many units of a grade are named in the text; more stand in the annex alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: `to` (addressees), `one` (一、), `two` (（一）) with its lead, or `text`."""

    kind: str
    lead: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular in its parts."""

    issuer: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    annex: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    signed: str
    day: str
    open_to: str
    copies: str
    code: str
    sm3: str


def day_words(day: str) -> str:
    """A day as documents write it: no leading zeros."""
    found = dt.date.fromisoformat(day)
    return _("%(y)s年%(m)s月%(d)s日") % {"y": found.year, "m": found.month, "d": found.day}


def parted(title: str) -> tuple[str, str]:
    """A title and its last words, which are not broken over two lines."""
    found = TAIL.search(title)
    at = found.start() if found else len(title)
    return title[:at], title[at:]


@override(settings.LANGUAGE_CODE)
def circular_of(publication: Publication) -> Circular:
    """The parts of a circular; a document, so its language is not that of whoever reads the pages around it."""
    held = content_of(publication)
    receivers = dict.fromkeys(publication.deliveries.values_list("receiver", flat=True))
    return Circular(
        held["issuer"],
        held["number"],
        closed_up(held["title"]),
        tuple(_blocks(held)),
        _("%(period)s年度得分、名次与等次") % {"period": held["period"]},
        (_("序号"), _("范围"), _("对象"), _("得分"), _("名次"), _("等次")),
        tuple(_rows(held)),
        held["issuer"],
        day_words(held["publish_on"]),
        _("（此件公开发布）") if publication.audience == "public" else _("（此件发至被考核单位）"),
        _("抄送：%(names)s。") % {"names": "，".join(receivers)} if receivers else "",
        publication.code,
        publication.sm3,
    )


def _rows(held: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            one["pool"],
            one["name"],
            one["score"] or _("暂缺"),
            str(one["rank"] or "—"),
            one["grade"] or _("未定"),
        )
        for number, one in enumerate(held["lines"], 1)
    ]


def edition_words(edition: str) -> str:
    """An edition as documents call it: 2026版 by its year, 第1版 by its number."""
    return (_("第%(n)s版") if edition.isdecimal() and len(edition) < 4 else _("%(n)s版")) % {"n": edition}


def _blocks(held: dict[str, Any]) -> list[Block]:
    book = held["rulebook"]
    given = {
        "book": book["title"],
        "edition": edition_words(book["edition"]),
        "since": day_words(held["publicity"][0]),
        "until": day_words(held["publicity"][1]),
        "approval": held["approval"],
        "period": held["period"],
    }
    words = _(
        "根据《%(book)s》（%(edition)s），经考核计分，%(since)s至%(until)s公示，并经审定（%(approval)s），"
        "现将%(period)s年度结果通报如下。"
    )
    found = [Block("to", _("各被考核单位：")), Block("text", "", words % given)]
    if held["corrects"]:
        found.append(
            Block(
                "text",
                "",
                _("本通报更正%(number)s，原通报留存备查。更正理由：%(why)s")
                % {"number": held["corrects"], "why": held["why"]},
            )
        )
    counts = [(grade, n) for grade, n in counted(held["lines"], held["grades"]) if n]
    whole = len(held["lines"])
    said = "，".join(_("%(grade)s%(n)s个") % {"grade": grade, "n": n} for grade, n in counts)
    found += [
        Block("one", _("一、总体情况")),
        Block("text", "", _("本次共评定%(n)s个，其中%(said)s。") % {"n": whole, "said": said}),
        Block("one", _("二、考评结果")),
    ]
    found += [_graded(place, grade, held) for place, (grade, _n) in enumerate(counts)]
    return [*found, *_asked()]


def _graded(place: int, grade: str, held: dict[str, Any]) -> Block:
    names = [one["name"] for one in held["lines"] if one["grade"] == grade]
    lead = _("（%(n)s）%(grade)s等次。") % {"n": NUMERALS[place], "grade": grade}
    listed = "、".join(names) if len(names) <= NAMED else _("名单见附件")
    return Block("two", lead, _("共%(n)s个：%(listed)s。") % {"n": len(names), "listed": listed})


def _asked() -> list[Block]:
    return [
        Block("one", _("三、有关要求")),
        Block("two", _("（一）抓好结果运用。"), _("有关部门按考核办法和期限执行奖惩，逐项登记执行情况。")),
        Block("two", _("（二）保障申诉权利。"), _("对结果有异议的，可按考核办法规定的期限提出申诉。")),
    ]
