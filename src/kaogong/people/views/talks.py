"""Talks: the register of integrity talks, heads without one, leading teams and what is missing there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.audit.reports.workbook import sent
from kaogong.org.queries import setting, shorts, today
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column
from kaogong.org.views.shelves import Row, Shelf
from kaogong.people.guards.learning import may_see_heart, may_see_talk, may_see_talks, may_talk
from kaogong.people.models import HeartTalk, IntegrityTalk
from kaogong.people.queries.bureaus import own_bureau, seen_bureaus
from kaogong.people.queries.talks import (
    heads,
    heads_without_talk,
    seen_heart,
    seen_lapses,
    seen_talks,
    talked_with,
    teams,
)
from kaogong.people.views.learning_deeds import HEART_DEEDS, TALK_DEEDS
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.views.pages import allowed, asker


def _talk(one: IntegrityTalk, _row: Row) -> list[Cell]:
    people = list(one.people.all())
    more = gettext("等 %(n)s 人") % {"n": len(people)} if len(people) > 3 else ""
    state = Cell(gettext("缺后续事项"), tag="yellow")
    if one.complete:
        state = Cell(gettext("后续已办结"), tag="green") if one.followed_on else Cell(gettext("后续在办"), tag="slate")
    return [
        Cell(one.reason, reverse("people:talk", args=[one.pk]), small=one.get_kind_display()),
        Cell(str(one.on)),
        Cell(str(one.talker)),
        Cell(gettext("、").join(each.name for each in people[:3]), small=more),
        state,
    ]


def _heart(one: HeartTalk, row: Row) -> list[Cell]:
    return [
        Cell(f"{one.one} – {one.other}", small=one.words[:40]),
        Cell(row.unit(one.unit_id)),
        Cell(one.get_kind_display()),
        Cell(str(one.on)),
    ]


SHELVES = (
    Shelf(name="talks", at="talks/", title=_("廉政谈话"), found=seen_talks, row=_talk, may=may_see_talks, words=("reason",),
          lead=_("写明日期、事由、谈话人和对象、后续事项；没有后续事项的为未完成。谈话要点加密存放。"),
          columns=(Column(_("事由")), Column(_("日期"), "on", ("on", "id")), Column(_("谈话人")), Column(_("谈话对象")), Column(_("后续"))),
          deeds=TALK_DEEDS, tabs=room_tabs, why_empty=_("廉政谈话、约谈登记后列在这里。")),
    Shelf(name="heart_talks", at="talks/heart/", title=_("谈心谈话"), found=seen_heart, row=_heart, may=may_see_heart,
          lead=_("班长与每名成员一年至少谈心一次，成员之间也要谈。"), words=("one__name", "other__name", "unit__code"),
          columns=(Column(_("双方")), Column(_("单位"), "unit", ("unit__code", "id")), Column(_("类别"), "kind", ("kind", "id")),
                   Column(_("日期"), "on", ("on", "id"))), deeds=HEART_DEEDS, tabs=room_tabs,
          why_empty=_("谈过后由谈话的一方登记，列在这里。")),
)  # fmt: skip


@require_safe
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk; what was said is for those who took part and for discipline."""
    account = asker(request)
    one = get_object_or_404(IntegrityTalk.objects.select_related("talker", "by"), pk=pk)
    allowed(may_see_talk(account, one))
    facts = [
        (_("类别"), Cell(one.get_kind_display())), (_("日期"), Cell(str(one.on))), (_("谈话人"), Cell(str(one.talker))),
        (_("谈话对象"), Cell(gettext("、").join(each.name for each in one.people.all()))), (_("谈话要点"), Cell(one.words or "—")),
        (_("后续事项"), Cell(one.follow_up or gettext("未写，谈话未完成"))), (_("后续期限"), Cell(str(one.follow_due or "—"))),
        (_("后续办结日期"), Cell(str(one.followed_on or "—"))), (_("登记"), Cell(str(one.by or "—"))),
    ]  # fmt: skip
    words = gettext("没有后续事项，这次谈话未完成。请补写；没有的写明“无”。")
    return thing_page(
        request, title=one.reason, lead=f"{one.on} {one.get_kind_display()}", facts=(),
        tables=[Table(_("谈话"), (_("项目"), _("内容")), [[Cell(head), cell] for head, cell in facts], "")],
        notices=[] if one.complete else [{"tone": "warn", "words": words}], offers=offers(TALK_DEEDS, account, one),
        tabs=room_tabs(request),
    )  # fmt: skip


@require_safe
def heads_page(request: HttpRequest) -> HttpResponse:
    """Every chief officer with how many talks this year; those without one in front."""
    allowed(may_talk(asker(request)))
    year, names = today().year, shorts()
    counts = talked_with(year)
    held = sorted(heads(), key=lambda one: (counts[one.person_id or 0], one.unit.code))
    told = [_("人员"), _("岗位"), _("单位"), _("本年谈话")]
    rows = [(str(one.person), one.title, names.get(one.unit_id, ""), counts[one.person_id or 0]) for one in held]
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(f"heads-{year}", told, rows, request.GET["export"])
    missing = len(heads_without_talk(year))
    lines = [
        [Cell(name), Cell(title), Cell(unit), Cell(number, tag="" if number else "red")]
        for name, title, unit, number in rows
    ]
    facts = [
        (_("主要领导"), Cell(len(rows))),
        (_("本年未谈"), Cell(missing)),
        (_("导出"), Cell("xlsx", f"{request.path}?export=xlsx")),
    ]
    return thing_page(
        request, title=gettext("主要领导谈话覆盖"), facts=facts, tabs=room_tabs(request),
        lead=gettext("%(year)s 年：%(n)s 名主要领导，还有 %(missing)s 名没有谈话。") % {"year": year, "n": len(rows), "missing": missing},
        tables=[Table(_("主要领导"), told, lines, _("没有主要领导。"))],
    )  # fmt: skip


@require_safe
def team_page(request: HttpRequest) -> HttpResponse:
    """Leading teams: how often the head has talked with each member; reminders and violations."""
    account = asker(request)
    allowed(may_see_heart(account))
    seen, names, year = seen_bureaus(account), shorts(), today().year
    mine = own_bureau(account)
    wanted = seen if seen is None else seen | ({mine} if mine is not None else set())
    held = teams(wanted, year)
    lines = [[Cell(names.get(one.unit, ""), small=str(one.head)), Cell(len(one.members)),
              Cell(gettext("、").join(each.name for each in one.open) or gettext("都已谈"), tag="" if one.open else "green"),
              Cell(gettext("、").join(each.name for each in one.silent) or "—")] for one in held]  # fmt: skip
    lapses = [[Cell(one.member.name, small=names.get(one.unit_id, "")), Cell(str(one.head)), Cell(str(one.on)),
               Cell(one.get_stage_display(), tag="red" if one.stage == "violation" else "yellow")]
              for one in seen_lapses(account)[:100]]  # fmt: skip
    tables = [
        Table(
            _("班子"), (_("单位"), _("成员"), _("班长还没谈的"), _("没有与其他成员谈的")), lines, _("没有可看的班子。")
        ),
        Table(_("提醒与违规"), (_("成员"), _("班长"), _("日期"), _("阶段")), lapses, _("没有。")),
    ]
    told = {"year": year, "n": setting("talks.each_year"), "month": setting("talks.remind_month")}
    return thing_page(
        request, title=gettext("班子谈心"), tables=tables, offers=offers(HEART_DEEDS, account), tabs=room_tabs(request),
        lead=gettext("%(year)s 年，班长与每名成员至少 %(n)s 次；%(month)s 月起提醒，年底未谈为违规。") % told,
    )  # fmt: skip
