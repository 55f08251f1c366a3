"""What a deciding body has before it: scores, proposed grades, places, vetoes, departures, ties, years, objections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.decide.models import Proposal, Settlement
from kaogong.decide.queries.gates import gated
from kaogong.decide.queries.publications import departures
from kaogong.decide.queries.reviews import points_of
from kaogong.decide.queries.settlements import ceiling_of, filled
from kaogong.decide.queries.streaks import streak, years_of
from kaogong.decide.reports.circular import NUMERALS, day_words, edition_words
from kaogong.org.queries import setting, today
from kaogong.plan.queries.figures import cut, said


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack: some words and a table; one that says nothing is only named among what there is not."""

    title: str
    words: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def nothing(self) -> bool:
        """It has neither words nor rows."""
        return not self.words and not self.rows


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack for a meeting."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    run: str


@override(settings.LANGUAGE_CODE)
def pack_of(settlement: Settlement) -> Pack:
    """The pack of a settlement as it stands; a document, so its language is that of the installation."""
    lines = list(settlement.proposals.select_related("unit").order_by("pool", "rank", "subject"))
    run = settlement.run
    lead = (
        _("办法：《%(book)s》（%(edition)s）；")
        % {"book": run.edition.title, "edition": edition_words(run.edition.edition)},
        _("计分第 %(run)s 次；") % {"run": run.pk},
        _("生成日期 %(day)s。") % {"day": day_words(str(today()))},
    )
    special = [
        _departures(settlement), _closed(settlement, lines), _points(settlement), _ties(lines), _years(lines),
        _objections(settlement),
    ]  # fmt: skip
    absent = [one.title for one in special if one.nothing]
    made = [_overview(settlement, lines, absent), _places(settlement), *(one for one in special if not one.nothing)]
    numbered = [replace(one, title=f"{NUMERALS[at]}、{one.title}") for at, one in enumerate(made)]
    title = _("%(title)s审议材料") % {"title": settlement.title}
    return Pack(title, lead, tuple(map(_one_pool, [*numbered, _lines(lines)])), run.fingerprint)


def _one_pool(section: Section) -> Section:
    """A table without its first column where that names the same pool in every row; the overview has said it."""
    if section.heads[:1] != (_("范围"),) or len({row[0] for row in section.rows}) != 1:
        return section
    return replace(section, heads=section.heads[1:], rows=tuple(row[1:] for row in section.rows))


def _overview(settlement: Settlement, lines: list[Proposal], absent: list[str]) -> Section:
    found, computed = Counter(one.final for one in lines), Counter(one.computed for one in lines)
    rows = [(grade, str(computed[grade]), str(found[grade])) for grade in settlement.grades]
    if computed[""] or found[""]:
        rows.append((_("未定"), str(computed[""]), str(found[""])))
    pools = list(dict.fromkeys(one.pool_name for one in lines))
    told = {"n": len(lines), "m": sum(one.moved for one in lines), "pools": _("、").join(pools)}
    words = [_("%(pools)s共 %(n)s 个对象，其中调整 %(m)s 个。") % told]
    if absent:
        words.append(_("没有以下情形：%(several)s。") % {"several": _("、").join(absent)})
    return Section(_("总体情况"), tuple(words), (_("等次"), _("计算"), _("拟定")), tuple(rows))


def _places(settlement: Settlement) -> Section:
    rows = tuple(
        (one.pool_name, one.grade, "—" if one.places is None else str(one.places), str(one.taken),
         "—" if one.left is None else str(one.left), one.working)
        for one in filled(settlement)
    )  # fmt: skip
    words: tuple[str, ...] = ()
    if (top := ceiling_of(settlement)) is not None:
        told = {"grade": top.grade, "share": said(cut(top.share * 100, 2)), "n": top.places, "m": top.taken}
        words = (_("全体“%(grade)s”上限 %(share)s%%，%(n)s 个，已用 %(m)s 个。") % told,)
    heads = (_("范围"), _("等次"), _("名额"), _("已用"), _("余"), _("算法"))
    return Section(_("名额"), words if rows or words else (_("办法没有规定名额。"),), heads, rows)


def _departures(settlement: Settlement) -> Section:
    rows = tuple(
        (
            one["name"],
            f"{one['from'] or '—'} → {one['to']}",
            one["reason"],
            one["body"],
            "：".join(map(str, one["votes"])),
        )
        for one in departures(settlement)
    )
    heads = (_("对象"), _("调整"), _("理由"), _("决定机构"), _("赞成、反对、弃权"))
    return Section(_("与计算等次不同的"), (), heads, rows)


def _closed(settlement: Settlement, lines: list[Proposal]) -> Section:
    gates, top = gated(settlement), settlement.grades[0] if settlement.grades else ""
    rows = []
    for one in lines:
        rows += [(one.name, veto["name"], veto["effect"], veto["clause"]) for veto in one.vetoes]
        rows += [(one.name, why, _("不得评为%(grade)s") % {"grade": grade}, "") for grade, why in one.bars.items()]
        if one.pk in gates:
            rows.append((one.name, gates[one.pk], _("不得评为%(grade)s") % {"grade": top}, ""))
    heads = (_("对象"), _("事由"), _("后果"), _("依据"))
    return Section(_("一票否决和不得评为最高等次的"), (), heads, tuple(rows))


def _points(settlement: Settlement) -> Section:
    rows = tuple(
        (one.proposal.name, one.get_kind_display(), one.item, f"{said(one.value)}/{said(one.full)}",
         one.get_verdict_display() or one.get_state_display(), one.answer)
        for one in points_of(settlement)
    )  # fmt: skip
    heads = (_("对象"), _("起因"), _("指标"), _("得分"), _("审议"), _("理由"))
    return Section(_("须逐条审议的"), (), heads, rows)


def _ties(lines: Iterable[Proposal]) -> Section:
    rows = tuple((one.name, one.pool_name, str(one.rank or "—"), one.tie_words) for one in lines if one.tied)
    heads = (_("对象"), _("范围"), _("名次"), _("怎样定"))
    return Section(_("并列的"), (), heads, rows)


def _years(lines: Iterable[Proposal]) -> Section:
    """Those that are low for years in a row, with the heads of those years and units that were taken over."""
    good, rows = set(setting("review.good_grades")), []
    for one in lines:
        if not one.final or one.final in good:
            continue
        years = years_of(one)
        low = {each.grade for each in years if each.grade and each.grade not in good} | {one.final}
        several = streak(one, low, years)
        told = _("；").join(
            f"{each.year}年{each.grade}"
            + (f"（{each.unit}）" if each.taken_over else "")
            + (f" {each.head}" if each.head else "")
            for each in years
        )
        rows.append((one.name, one.final, _("%(n)s 年") % {"n": several}, told or _("没有往年结果")))
    heads = (_("对象"), _("拟定等次"), _("连续"), _("往年等次和主要领导"))
    return Section(_("连续偏低的"), (), heads, tuple(rows))


def _objections(settlement: Settlement) -> Section:
    rows = tuple(
        (one.receipt, one.proposal.name if one.proposal else "—", one.words,
         "" if one.upheld is None else _("采纳") if one.upheld else _("不采纳"), one.answer)
        for one in settlement.objections.select_related("proposal")
    )  # fmt: skip
    heads = (_("回执"), _("对象"), _("异议"), _("是否采纳"), _("答复"))
    return Section(_("公示异议"), (), heads, rows)


def _lines(lines: Iterable[Proposal]) -> Section:
    rows = tuple(
        (one.pool_name, str(one.rank or "—"), one.name, said(one.total) or _("暂缺"), said(one.last_total) or "—",
         one.last_grade or "—", one.computed or "—", one.final or "—")
        for one in lines
    )  # fmt: skip
    heads = (_("范围"), _("名次"), _("对象"), _("总分"), _("上年总分"), _("上年等次"), _("计算等次"), _("拟定等次"))
    return Section(_("附：得分、名次与拟定等次"), (), heads, rows)
