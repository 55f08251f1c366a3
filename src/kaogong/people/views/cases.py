"""Cases, rule sets, direct grades of heads, and the figures of how people are used."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.org.queries import today, unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do
from kaogong.org.views.shelves import Row, Shelf
from kaogong.people.guards.careers import may_see_careers
from kaogong.people.models.careers_cases import CareerCase, DirectGrade, UnfitRule
from kaogong.people.queries.careers import (
    Trend,
    accountable,
    exchange_shift,
    exchanged,
    filled,
    levels,
    open_share,
    overdue_exchanges,
    reserve,
)
from kaogong.people.queries.careers_cases import parts_lacking
from kaogong.people.states.careers import CHANNELS, EXCHANGES, MODES, TYPE_WORDS
from kaogong.people.views.cases_deeds import CASE_DEEDS, RULE_DEEDS, UNIT_DEEDS
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker

STATES = {
    "open": "yellow",
    "proposed": "yellow",
    "closed": "green",
    "active": "green",
    "held": "yellow",
    "applied": "green",
}


def _case(one: CareerCase, row: Row) -> list[Cell]:
    who = one.person.name if one.person else row.unit(one.unit_id)
    return [
        Cell(who, reverse("people:case", args=[one.pk]), small=one.number),
        Cell(one.get_kind_display(), small=one.get_type_display()),
        Cell(one.words, small=gettext("与目标完成情况矛盾") if one.contradicted else ""),
        Cell(row.unit(one.authority_id) or gettext("决策机构")),
        Cell(str(one.opened_on), small=one.measure),
        Cell(one.get_state_display(), tag=STATES.get(one.state, "slate")),
    ]


def _rule(one: UnfitRule, row: Row) -> list[Cell]:
    missing = parts_lacking(one)
    return [
        Cell(str(one), reverse("people:unfit_rule", args=[one.pk])),
        Cell(f"{4 - len(missing)}/4", small=gettext("、").join(missing)),
        Cell(str(one.since or "—"), small=str(one.until or "")),
        Cell(one.get_state_display(), tag=STATES.get(one.state, "slate")),
        row.does(one),
    ]


def _direct(one: DirectGrade, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(row.unit(one.base.unit_id), small=f"{one.base.year} {one.base.grade}"),
        Cell(f"{one.before or '—'} → {one.grade}", small=one.source),
        Cell(one.get_state_display(), tag=STATES.get(one.state, "slate"), small=one.reason),
        row.does(one),
    ]


def _directs(_account: Account) -> QuerySet[DirectGrade]:
    return DirectGrade.objects.select_related("person", "base")


SHELVES = (
    Shelf(name="cases", at="careers/cases/", title=_("调整案件"), row=_case, may=may_see_careers, tabs=room_tabs,
          found=lambda _account: CareerCase.objects.select_related("person", "unit"), deeds=CASE_DEEDS,
          words=("number", "person__name", "person__code", "unit__code"),
          lead=_("不胜任调整、连续较差考察、单位连续末等；由干部管理机关决定，立案人不办结。"),
          columns=(Column(_("对象"), "number", ("number",)), Column(_("种类"), "kind", ("kind", "id")), Column(_("情况")),
                   Column(_("管理机关")), Column(_("立案日期"), "opened", ("opened_on", "id")),
                   Column(_("状态"), "state", ("state", "id"))), why_empty=_("有立案时会出现在这里。"),
          more=lambda account: [Do(_("认定办法"), reverse("people:unfit_rules"))]),
    Shelf(name="unfit_rules", at="careers/unfit-rules/", title=_("不胜任认定办法"), row=_rule, may=may_see_careers,
          found=lambda _account: UnfitRule.objects.all(), deeds=RULE_DEEDS, words=("title",), tabs=room_tabs,
          lead=_("定性标准、定量标准、认定程序、调整措施写全才能启用。"),
          columns=(Column(_("办法"), "title", ("title", "-version")), Column(_("已写部分")), Column(_("自")),
                   Column(_("状态"), "state", ("state", "id")), Column(_("办理")))),
    Shelf(name="direct_grades", at="careers/direct/", title=_("负责人直接评优"), row=_direct, may=may_see_careers,
          found=_directs, deeds=UNIT_DEEDS, words=("person__name", "person__code", "base__unit__code"), tabs=room_tabs,
          lead=_("单位评为最高等次的，主要负责人当年直接评优；受处分的由人工决定。"),
          columns=(Column(_("负责人"), "person", ("person__code", "id")), Column(_("单位")), Column(_("等次")),
                   Column(_("状态"), "state", ("state", "id")), Column(_("办理")))),
)  # fmt: skip


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: evidence, the steps of the procedure by the version it cites, who answers and what followed."""
    account = asker(request)
    allowed(may_see_careers(account))
    one = get_object_or_404(CareerCase.objects.select_related("person", "unit", "rule"), pk=pk)
    names = unit_names([one.unit_id, one.authority_id])
    facts = [
        (_("种类"), Cell(one.get_kind_display())),
        (_("对象"), Cell(one.person.name if one.person else names.get(one.unit_id or 0, ""), small=one.person.code if one.person else "")),
        (_("单位"), Cell(names.get(one.unit_id or 0, "—"))),
        (_("干部管理机关"), Cell(names.get(one.authority_id or 0, gettext("决策机构")))),
        (_("类型"), Cell(one.get_type_display() or "—", small=gettext(TYPE_WORDS[one.type]) if one.type else "")),
        (_("依据的办法"), Cell(str(one.rule) if one.rule else "—", reverse("people:unfit_rule", args=[one.rule_id]) if one.rule_id else "")),
        (_("情况"), Cell(one.words, small=one.cause)), (_("考察结论"), Cell(one.finding or "—", small=str(one.found_on or ""))),
        (_("建议或处理"), Cell(one.measure or "—", small=str(one.closed_on or ""))),
        (_("理由"), Cell(one.exemption or "—", small=one.signer)),
    ]  # fmt: skip
    words = gettext("目标连续完成，与“平庸”矛盾。认定须说明理由。")
    return thing_page(
        request, title=one.number, lead=f"{one.get_kind_display()} · {one.get_state_display()}", facts=facts,
        tables=_tables(one), offers=offers(CASE_DEEDS, account, one), tabs=room_tabs(request),
        notices=[{"tone": "warn", "words": words}] if one.contradicted else [],
    )  # fmt: skip


def _tables(one: CareerCase) -> list[Table]:
    if one.kind == "low":
        people = [[Cell(each.person.name, small=each.person.code), Cell(each.get_role_display()), Cell(each.outcome or "—")]
                  for each in one.people.select_related("person")]  # fmt: skip
        return [Table(_("责任人员"), (_("人员"), _("身份"), _("处理")), people, _("还没有列责任人员。"))]
    evidence = [
        [Cell(each.words, small=str(each.on)), Cell(each.source), Cell(f"{each.year} {said(each.met)}%" if each.year else "—"),
         Cell(f"SM3 {each.file_id[:12]}…" if each.file_id else "—")]
        for each in one.evidence.all()
    ]  # fmt: skip
    steps = [[Cell(each.name), Cell(str(each.done_on or "—"), tag="green" if each.done_on else ""), Cell(each.words or "—")]
             for each in one.steps.all()]  # fmt: skip
    found = [Table(_("证据"), (_("事实"), _("来源"), _("目标完成"), _("佐证")), evidence, _("还没有证据。"))]
    return (
        [*found, Table(_("认定程序"), (_("步骤"), _("完成日期"), _("情况")), steps, _("没有步骤。"))]
        if one.rule_id
        else found
    )


@require_safe
def unfit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule set with its four parts and the criteria by type and level of post."""
    account = asker(request)
    allowed(may_see_careers(account))
    one = get_object_or_404(UnfitRule, pk=pk)
    names = levels()
    criteria = [
        [Cell(each.get_type_display()), Cell(names[each.level]), Cell(each.words)] for each in one.criteria.all()
    ]
    cases = [[Cell(each.number, reverse("people:case", args=[each.pk])), Cell(each.get_state_display())]
             for each in CareerCase.objects.filter(Q(rule=one))[:50]]  # fmt: skip
    tables = [
        Table(_("分岗位的具体标准"), (_("类型"), _("岗位层次"), _("标准")), criteria, _("没有分岗位的标准。")),
        Table(_("引用的案件"), (_("案号"), _("状态")), cases, _("没有案件引用。")),
    ]
    facts = [
        (_("定性标准"), Cell(one.qualitative or "—")), (_("定量标准"), Cell(one.quantitative or "—")),
        (_("认定程序"), Cell(" → ".join(one.procedure) or "—")), (_("调整措施"), Cell(gettext("、").join(one.measures) or "—")),
        (_("不胜任原因"), Cell(gettext("、").join(one.causes) or "—")),
    ]  # fmt: skip
    missing = parts_lacking(one) if one.state == "draft" else []
    words = gettext("还缺：%(parts)s。四部分写全才能启用。") % {"parts": gettext("、").join(missing)}
    return thing_page(
        request, title=str(one), lead=one.get_state_display(), facts=facts, tables=tables,
        offers=offers(RULE_DEEDS, account, one), notices=[{"tone": "warn", "words": words}] if missing else [],
        tabs=room_tabs(request),
    )  # fmt: skip


def trend_words(one: Trend) -> Cell:
    """A share against the year before."""
    if one.percent is None:
        return Cell(gettext("暂缺"))
    told = gettext("上年暂缺") if one.last is None else gettext("上年 %(n)s%%") % {"n": one.last}
    tag = "" if one.met is None else "green" if one.met else "red"
    words = {None: "", True: gettext("上升"), False: gettext("没有上升")}[one.met]
    return Cell(f"{one.percent}% {words}".strip(), small=f"{one.part}/{one.whole} · {told}", tag=tag)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How posts were filled, how exchange shifts, who is overdue, who must answer for a recommendation, the reserve."""
    allowed(may_see_careers(asker(request)))
    asked = request.GET.get("year", "")
    year = min(max(int(asked), 2000), 2100) if asked.isdecimal() and len(asked) < 5 else today().year
    modes, kinds, pool = filled(year), exchanged(year), reserve()
    late = overdue_exchanges()
    names = unit_names([one.origin_id for one in late])
    tables = [
        Table(_("任用方式"), (_("方式"), _("人数")), [[Cell(gettext(name)), Cell(modes[key])] for key, name in MODES.items()], _("没有。")),
        Table(_("交流类型"), (_("类型"), _("人数")), [[Cell(gettext(name)), Cell(kinds[key])] for key, name in EXCHANGES.items()], _("没有。")),
        Table(_("关键岗位逾期未交流"), (_("人员"), _("单位"), _("计划日期")),
              [[Cell(one.person.name, small=one.person.code), Cell(names.get(one.origin_id or 0, "—")), Cell(str(one.planned_on), tag="red")]
               for one in late], _("没有逾期。")),
        Table(_("推荐责任"), (_("推荐人"), _("任用人选"), _("评定")),
              [[Cell(one.nomination.recommender.name, small=one.nomination.recommender.code),
                Cell(one.nomination.person.name, small=f"{one.nomination.selection.title} {one.nomination.selection.appointed_on}"),
                Cell(one.result.grade, tag="red", small=str(one.result.fixed_on))] for one in accountable()], _("没有须负责的推荐。")),
        Table(_("后备来源"), (_("渠道"), _("人数")), [[Cell(gettext(name)), Cell(pool.channels[key])] for key, name in CHANNELS.items()],
              _("没有。")),
    ]  # fmt: skip
    facts = [
        (_("公开选拔、竞争上岗占比"), trend_words(open_share(year))),
        (_("功能性、培养性交流占比"), trend_words(exchange_shift(year))),
        (_("后备人选"), Cell(pool.number, small=gettext("来源单一：只有一个渠道") if pool.single else "")),
    ]
    before = [Do(gettext("%(year)s 年") % {"year": one}, f"{request.path}?year={one}") for one in (year - 1, year + 1)]
    return thing_page(request, title=gettext("用人统计"), lead=gettext("%(year)s 年") % {"year": year}, facts=facts,
                      tables=tables, offers=before, tabs=room_tabs(request))  # fmt: skip
