"""Being answerable: cases, talks, advice on personnel, conduct; the page of a case, the year in figures."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.decide.guards.accountability import may_keep_conduct, may_see_cases, may_see_talks
from kaogong.decide.models import (
    AccountabilityCase,
    AdmonitionTalk,
    CaseMeasure,
    ConductEntry,
    ConductRecord,
    PersonnelAdvice,
)
from kaogong.decide.queries.accountability import by_form, by_region, carried_share, overdue_cases, seen_cases
from kaogong.decide.queries.conduct import conduct_year, seen_conduct
from kaogong.decide.states import RUNNING
from kaogong.decide.views.deeds.answerable import CASE_DEEDS, CATALOGUE_DEEDS, CONDUCT_DEEDS
from kaogong.decide.views.deeds.followed import ADVICE_DEEDS, FROM_DEEDS, TALK_DEEDS
from kaogong.decide.views.tabs import case_tabs
from kaogong.org.models import Account
from kaogong.org.queries import today, unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do, signed
from kaogong.org.views.shelves import Row, Shelf
from kaogong.plan.views.pages import allowed, asker

COLOURS = {"open": "yellow", "review": "slate", "closed": "green", "proposed": "yellow", "due": "yellow", "done": "green",
           "refused": "", "dropped": "", "assigned": "slate", "cleared": "green"}  # fmt: skip


def state(one: Any, small: object = "") -> Cell:
    """The state of a thing, as a tag."""
    return Cell(one.get_state_display(), tag=COLOURS.get(one.state, ""), small=small)


def _late(one: AccountabilityCase) -> str:
    done, every, _share = carried_share(one)
    if one.state in RUNNING and one.outcome_due < today() and not done:
        return gettext("逾期未处理")
    return gettext("已落实 %(a)s/%(b)s") % {"a": done, "b": every} if every else ""


def _case(one: AccountabilityCase, row: Row) -> list[Cell]:
    what = one.get_manner_display() or " ".join(filter(None, (one.post, one.degree)))
    return [
        Cell(one.number, reverse("decide:case", args=[one.pk]), small=one.get_kind_display()),
        Cell(row.unit(one.unit_id), small=str(one.person or "")),
        Cell(one.words[:60], small=what),
        Cell(str(one.opened_on)),
        Cell(str(one.outcome_due), small=_late(one)),
        state(one),
    ]


def _talk(one: AdmonitionTalk, row: Row) -> list[Cell]:
    late = one.state == "planned" and one.due < today()
    return [
        Cell(str(one.person), small=row.unit(one.unit_id)),
        Cell(str(one.talker)),
        Cell(str(one.held_on or one.due), small=gettext("已逾期") if late else ""),
        Cell(one.words[:60] or "—"),
        Cell(one.get_state_display(), tag="green" if one.state == "held" else "yellow"),
        row.does(one),
    ]


def _advice(one: PersonnelAdvice, row: Row) -> list[Cell]:
    told = "" if one.taken is None else gettext("采纳") if one.taken else gettext("不采纳")
    late = one.state == "sent" and one.due < today()
    return [
        Cell(one.what, small=one.number),
        Cell(str(one.person), small=row.unit(one.unit_id)),
        Cell(str(one.body), small=one.receiver),
        Cell(str(one.due), small=gettext("已逾期") if late else ""),
        Cell(told or one.get_state_display(), tag="green" if one.taken else "yellow" if one.taken is None else ""),
        row.does(one),
    ]


def _conduct(one: ConductRecord, row: Row) -> list[Cell]:
    return [
        Cell(str(one.person), small=row.unit(one.unit_id)),
        Cell(one.entry.name, small=one.entry.code),
        Cell(one.entry.get_kind_display(), tag="green" if one.entry.kind == "reward" else "red"),
        Cell(one.words[:60]),
        Cell(str(one.on)),
        Cell(one.get_state_display(), small=one.outcome[:40]),
        row.does(one),
    ]


def _entry(one: ConductEntry, row: Row) -> list[Cell]:
    return [
        Cell(one.name, small=one.code),
        Cell(one.get_kind_display(), tag="green" if one.kind == "reward" else "red"),
        Cell(one.standard),
        Cell(one.form, small=one.clause),
        Cell(str(one.since), small=gettext("至 %(day)s") % {"day": one.until} if one.until else ""),
        row.does(one),
    ]


def every(model: Any, *with_: str) -> Any:
    """All rows of a kind; who may see them is for the guard."""

    def found(_account: Account) -> QuerySet[Any]:
        held: QuerySet[Any] = model.objects.select_related(*with_)
        return held

    return found


def _talks(account: Account) -> QuerySet[AdmonitionTalk]:
    """All talks; who holds some and sees no cases: their own."""
    held = AdmonitionTalk.objects.select_related("person", "talker")
    return held.filter(talker=account.person_id) if may_see_cases(account) else held


DO = Column(_("办理"))
SHELVES = (
    Shelf(name="cases", at="cases/", title=_("责任追究"), found=lambda _account: seen_cases(), row=_case,
          may=may_see_cases, words=("number", "words", "unit__versions__name", "person__name"), deeds=CASE_DEEDS, tabs=case_tabs,
          lead=_("行政过错按岗位和程度追究；立案、批准、办结由不同的人办理。"), why_empty=_("还没有立案。"),
          columns=(Column(_("编号"), "number", ("number",)), Column(_("单位与责任人"), "unit", ("unit__code", "id")),
                   Column(_("事实")), Column(_("立案日期"), "day", ("opened_on", "id")),
                   Column(_("处理期限"), "due", ("outcome_due", "id")), Column(_("状态"), "state", ("state", "id")))),
    Shelf(name="talks", at="talks/", title=_("诫勉谈话"), found=_talks, row=_talk,
          may=may_see_talks, words=("person__name", "words"), deeds=TALK_DEEDS, tabs=case_tabs,
          lead=_("谈话内容和本人表态都要记；谈话对象不能自己登记。"), why_empty=_("从结果运用或追究方式里安排谈话。"),
          columns=(Column(_("谈话对象"), "person", ("person__name", "id")), Column(_("谈话人")),
                   Column(_("日期"), "due", ("due", "id")), Column(_("内容")), Column(_("状态"), "state", ("state", "id")), DO)),
    Shelf(name="advices", at="advices/", title=_("干部处理建议"), found=every(PersonnelAdvice, "person", "body"), row=_advice,
          may=may_see_cases, words=("number", "person__name", "what"), deeds=ADVICE_DEEDS, tabs=case_tabs,
          lead=_("由决策机构向干部管理部门提出，答复登记在这里。"), why_empty=_("从结果运用或追究方式里提出建议。"),
          columns=(Column(_("建议"), "number", ("number",)), Column(_("人员"), "person", ("person__name", "id")),
                   Column(_("提出机构")), Column(_("答复期限"), "due", ("due", "id")), Column(_("答复")), DO)),
    Shelf(name="conduct", at="conduct/", title=_("奖惩记录"), found=lambda _account: seen_conduct(), row=_conduct,
          may=may_keep_conduct, words=("person__name", "entry__name", "entry__code"), deeds=CONDUCT_DEEDS, tabs=case_tabs,
          lead=_("每一条都引用目录，不能自拟情形；惩处在了结前计为未了结的违规。"), why_empty=_("还没有奖惩记录。"),
          columns=(Column(_("人员"), "person", ("person__name", "id")), Column(_("情形"), "entry", ("entry__code", "id")),
                   Column(_("类别")), Column(_("事实")), Column(_("日期"), "day", ("on", "id")),
                   Column(_("状态"), "state", ("state", "id")), DO)),
    Shelf(name="catalogue", at="conduct/catalogue/", title=_("奖惩目录"), found=every(ConductEntry), row=_entry,
          may=may_keep_conduct, words=("code", "name", "form"), deeds=CATALOGUE_DEEDS, tabs=case_tabs,
          lead=_("情形、认定标准、奖惩形式和依据都写明，登记时只能引用。"), why_empty=_("先把情形列入目录，再登记奖惩。"),
          columns=(Column(_("情形"), "code", ("code",)), Column(_("类别"), "kind", ("kind", "code")), Column(_("认定标准")),
                   Column(_("奖惩形式")), Column(_("起止"), "since", ("since", "code")), DO)),
)  # fmt: skip


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: facts, links, measures, what was said for the defence, the case above and below it."""
    account = asker(request)
    allowed(may_see_cases(account))
    one = get_object_or_404(seen_cases(), pk=pk)
    late = overdue_cases(today()).filter(pk=one.pk).exists()
    words = gettext("立案超过期限还没有处理。")
    return thing_page(
        request,
        title=f"{one.number} {one.get_kind_display()}",
        lead=f"{unit_names([one.unit_id]).get(one.unit_id, '')} · {one.get_state_display()}",
        facts=_facts(one),
        tables=_tables(account, one),
        notices=[{"tone": "bad", "words": words}] if late else [],
        offers=offers(CASE_DEEDS, account, one),
        tabs=case_tabs(request),
    )


def _facts(one: AccountabilityCase) -> list[tuple[Any, Cell]]:
    held = [
        (_("事实"), Cell(one.words)),
        (_("责任人"), Cell(str(one.person or "—"))),
        (_("情形"), Cell(one.get_manner_display() or " ".join(filter(None, (one.post, one.degree))) or "—")),
        (_("依据"), Cell(one.clause or "—")),
        (_("立案"), Cell(f"{one.opened_on} {signed(one.by)}".strip())),
        (_("处理期限"), Cell(str(one.outcome_due))),
        (_("陈述申辩"), Cell(f"{one.heard_on} {one.statement}" if one.heard_on else gettext("还没有听取"))),
    ]
    if one.score is not None:
        held.append((_("满意度"), Cell(f"{one.score:f}")))
    if one.oversight is not None:
        held.append((_("上级当年监督记录"), Cell(gettext("%(n)s 条") % {"n": one.oversight})))
    if one.finding:
        held.append((_("检查问题"), Cell(one.finding.number, reverse("supervise:finding", args=[one.finding_id]))))
    if one.task:
        held.append((_("督办任务"), Cell(str(one.task), reverse("supervise:task", args=[one.task_id]))))
    if one.proposal:
        held.append((_("考核结果"), Cell(str(one.proposal), reverse("decide:line", args=[one.proposal_id]))))
    if one.closed_on:
        held.append((_("结论"), Cell(f"{one.closed_on} {signed(one.closed_by)} {one.conclusion}")))
    return held


def _tables(account: Account, one: AccountabilityCase) -> list[Table]:
    measures = [_measure(account, each) for each in one.measures.select_related("person", "body", "case__unit")]
    found = [
        Table(_("追究方式"), (_("方式"), _("对象"), _("期限"), _("落实"), _("状态"), _("办理")), measures,
              _("还没有追究方式，不能办结。")),
    ]  # fmt: skip
    links = [
        [Cell(each.get_link_display()), state(each), Cell(str(each.person or "—"), small=each.get_level_display()),
         Cell(each.words or "—"), Cell("", does=offers(CASE_DEEDS, account, each))]
        for each in one.links.select_related("person", "case")
    ]  # fmt: skip
    if links:
        found.insert(0, Table(_("责任环节"), (_("环节"), _("认定"), _("责任人"), _("理由"), _("办理")), links, ""))
    linked = [*one.above.all(), *([one.arises_from] if one.arises_from else [])]
    names = unit_names([each.unit_id for each in linked])
    rows = [[Cell(each.number, reverse("decide:case", args=[each.pk])), Cell(names.get(each.unit_id, "")), state(each)]
            for each in linked]  # fmt: skip
    if rows:
        found.append(Table(_("关联案件"), (_("编号"), _("单位"), _("状态")), rows, ""))
    return found


def _measure(account: Account, one: CaseMeasure) -> list[Cell]:
    does = [*offers(CASE_DEEDS, account, one), *offers(FROM_DEEDS, account, one)]
    return [
        Cell(one.form, small=one.told),
        Cell(str(one.person or gettext("单位"))),
        Cell(str(one.due)),
        Cell(one.words[:80] or "—", small=str(one.done_on or "")),
        state(one, small=str(one.body or "")),
        Cell("", does=does),
    ]


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What was done by form and year, by region, and conduct by type; each adds up to its records."""
    allowed(may_see_cases(asker(request)))
    found, year = by_form(), today().year
    years = sorted(found, reverse=True)
    named = sorted({form for one in found.values() for form in one})
    rows = [[Cell(form), *(Cell(found[each][form]) for each in years), Cell(sum(found[each][form] for each in years))]
            for form in named]  # fmt: skip
    totals = [sum(found[each].values()) for each in years]
    if rows:
        rows.append([Cell(_("合计")), *(Cell(one) for one in totals), Cell(sum(totals))])
    regions = [[Cell(name), Cell(number)] for name, number in by_region(year).most_common()]
    conduct = [[Cell(name), Cell(dict(ConductEntry.KINDS)[kind]), Cell(number)]
               for kind, several in conduct_year(year).items() for name, number in several.most_common()]  # fmt: skip
    late = [[Cell(one.number, reverse("decide:case", args=[one.pk])), Cell(str(one.outcome_due))]
            for one in overdue_cases(today())[:50]]  # fmt: skip
    heads: tuple[str | Promise, ...] = (_("方式"), *(gettext("%(y)s 年") % {"y": one} for one in years), _("合计"))
    tables = [
        Table(_("按方式和年度"), heads, rows, _("还没有落实的追究。")),
        Table(gettext("%(y)s 年按地区和部门") % {"y": year}, (_("地区和部门"), _("件次")), regions, _("没有。")),
        Table(gettext("%(y)s 年奖惩按情形") % {"y": year}, (_("情形"), _("类别"), _("人次")), conduct, _("没有。")),
        Table(_("逾期未处理"), (_("编号"), _("处理期限")), late, _("没有逾期。")),
    ]
    return thing_page(
        request, title=gettext("问责统计"), lead=gettext("已落实 %(n)s 件次。") % {"n": sum(totals)}, tables=tables,
        tabs=case_tabs(request), offers=[Do(gettext("回责任追究"), reverse("decide:cases"))],
    )  # fmt: skip
