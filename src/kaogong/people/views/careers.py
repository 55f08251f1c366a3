"""Selection, exits, exchanges, the reserve, exemplars and the list of who rises: lists, and the pages of what has parts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.org.queries import unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do, Listing, show
from kaogong.org.views.shelves import Row, Shelf
from kaogong.people.guards.careers import may_see_careers, may_see_exemplars
from kaogong.people.models.careers import (
    Exchange,
    Exemplar,
    Exit,
    GapItem,
    MoveLine,
    MoveList,
    ReserveMember,
    Selection,
)
from kaogong.people.queries.career_sight import LOOKING, has
from kaogong.people.queries.careers import Ranked, levels, overdue_exchanges, ranked, sorted_of
from kaogong.people.states.careers import OUTCOMES
from kaogong.people.views.careers_deeds import (
    EXCHANGE_DEEDS,
    EXEMPLAR_DEEDS,
    EXIT_DEEDS,
    LIST_DEEDS,
    RESERVE_DEEDS,
    SELECTION_DEEDS,
)
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker

MOVES = {"up": "green", "yield": "", "down": "red"}


def grades_words(grades: object) -> str:
    """Grades over the years in one line."""
    assert isinstance(grades, dict)
    return gettext("，").join(f"{year} {grade}" for year, grade in sorted(grades.items())) or gettext("暂缺")


def _selection(one: Selection, row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("people:selection", args=[one.pk]), small=one.number),
        Cell(row.unit(one.unit_id)),
        Cell(one.get_mode_display()),
        Cell(str(one.opened_on)),
        Cell(one.chosen.person.name if one.chosen else "—", small=str(one.appointed_on or "")),
        Cell(one.get_state_display(), tag={"open": "yellow", "appointed": "green"}.get(one.state, "slate")),
    ]


def _exit(one: Exit, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(row.unit(one.unit_id), small=one.post),
        Cell(one.status, small=gettext("%(n)s 岁") % {"n": one.age} if one.age else ""),
        Cell(gettext("保留") if one.kept else gettext("不保留"), tag="green" if one.kept else "slate"),
        Cell(str(one.on), small=one.reason),
        Cell(one.get_state_display(), tag={"proposed": "yellow", "decided": "green"}.get(one.state, "slate")),
        row.does(one),
    ]


def _exchange(one: Exchange, row: Row, late: frozenset[int] = frozenset()) -> list[Cell]:
    overdue = gettext("逾期") if one.pk in late else ""
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(row.unit(one.origin_id) or "—"),
        Cell(row.unit(one.unit_id), small=one.title),
        Cell(one.get_kind_display(), small=one.get_direction_display()),
        Cell(str(one.planned_on), small=overdue or (gettext("关键岗位") if one.key else "")),
        Cell(overdue or one.get_state_display(), tag="red" if overdue else "green" if one.state == "done" else "slate"),
        row.does(one),
    ]


def _exchange_row(one: Exchange, row: Row) -> list[Cell]:
    return _exchange(
        one, row, frozenset(each.pk for each in overdue_exchanges()) if one.state == "planned" else frozenset()
    )


def _reserve(one: ReserveMember, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(one.get_channel_display()),
        Cell(str(one.since), small=one.words),
        Cell(str(one.until) if one.until else gettext("在库"), small=one.left, tag="" if one.until else "green"),
        row.does(one),
    ]


def _exemplar(one: Exemplar, _row: Row) -> list[Cell]:
    return [
        Cell(one.name, reverse("people:exemplar", args=[one.pk]), small=one.person.name if one.person else ""),
        Cell(gettext("、").join(f"{name} {score}" for name, score in one.dimensions.items())),
        Cell(str(one.since)),
    ]


def _list(one: MoveList, _row: Row) -> list[Cell]:
    found = sorted_of(one)
    return [
        Cell(one.title, reverse("people:move_list", args=[one.pk]), small=f"{one.first}–{one.last}"),
        *(Cell(found[key]) for key in OUTCOMES),
        Cell(one.get_state_display(), tag="green" if one.state == "issued" else "slate"),
    ]


DO, STATE, WHO = (
    Column(_("办理")),
    Column(_("状态"), "state", ("state", "id")),
    Column(_("人员"), "person", ("person__code", "id")),
)
SHELVES = (
    Shelf(name="selections", at="careers/selections/", title=_("选任"), row=_selection, may=may_see_careers, tabs=room_tabs,
          found=lambda _account: Selection.objects.select_related("unit", "chosen__person"), deeds=SELECTION_DEEDS,
          lead=_("步骤按顺序走，推荐须签名，越过等次更好的人选须写理由。"), words=("title", "number", "unit__code"),
          columns=(Column(_("岗位"), "number", ("number",)), Column(_("单位"), "unit", ("unit__code", "id")),
                   Column(_("方式"), "mode", ("mode", "id")), Column(_("启动日期"), "opened", ("opened_on", "id")),
                   Column(_("人选")), STATE), why_empty=_("有岗位空缺时，在这里启动选任。"),
          more=lambda account: [Do(_("选任统计"), reverse("people:career_figures"))]),
    Shelf(name="exits", at="careers/exits/", title=pgettext_lazy("post", "退出"), row=_exit, may=may_see_careers, tabs=room_tabs,
          found=lambda _account: Exit.objects.select_related("person", "unit"), deeds=EXIT_DEEDS,
          lead=_("七种途径，没有途径的不能登记；年龄原因自愿退出的保留有关待遇。"), words=("person__name", "person__code", "reason"),
          columns=(WHO, Column(_("原单位、岗位")), Column(_("途径"), "route", ("route", "id")), Column(_("待遇")),
                   Column(_("日期"), "on", ("on", "id")), STATE, DO)),
    Shelf(name="exchanges", at="careers/exchanges/", title=_("交流"), row=_exchange_row, may=may_see_careers, tabs=room_tabs,
          found=lambda _account: Exchange.objects.select_related("person", "unit", "origin"), deeds=EXCHANGE_DEEDS,
          lead=_("由结构性、回避性转向功能性、培养性；关键岗位过了计划日期列为逾期。"), words=("person__name", "person__code"),
          columns=(WHO, Column(_("原单位")), Column(_("去向")), Column(_("类型"), "kind", ("kind", "id")),
                   Column(_("计划日期"), "planned", ("planned_on", "id")), STATE, DO)),
    Shelf(name="reserve", at="careers/reserve/", title=_("后备库"), row=_reserve, may=may_see_careers, tabs=room_tabs,
          found=lambda _account: ReserveMember.objects.select_related("person"), deeds=RESERVE_DEEDS,
          lead=_("后备人选从多个渠道来；只有一个渠道时统计里会标出。"), words=("person__name", "person__code"),
          columns=(WHO, Column(_("来源渠道"), "channel", ("channel", "id")), Column(_("自"), "since", ("since", "id")),
                   Column(_("状态")), DO)),
    Shelf(name="exemplars", at="careers/exemplars/", title=_("先进典型"), row=_exemplar, may=may_see_exemplars, tabs=room_tabs,
          found=lambda _account: Exemplar.objects.select_related("person"), deeds=EXEMPLAR_DEEDS,
          lead=_("与典型逐项对照，低于典型的方面列出差距、不足和改进。"), words=("name",),
          columns=(Column(_("典型"), "name", ("name",)), Column(_("各方面得分")), Column(_("自")))),
    Shelf(name="move_lists", at="careers/lists/", title=_("升让降名单"), row=_list, may=may_see_careers, tabs=room_tabs,
          found=lambda _account: MoveList.objects.all(), deeds=LIST_DEEDS, words=("title",),
          lead=_("能者上、平者让、庸者下；规则写明，实际去向与名单不一致的须有理由。"),
          columns=(Column(_("名单"), "last", ("last", "id")), *(Column(_(words), number=True) for words in OUTCOMES.values()), STATE)),
)  # fmt: skip


@require_safe
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """A selection: the steps, and the candidates in the order of their grades with their history."""
    account = asker(request)
    allowed(may_see_careers(account))
    one = get_object_or_404(Selection.objects.select_related("unit", "chosen__person"), pk=pk)
    candidates = [_candidate(each, one, account) for each in ranked(one)]
    steps = [
        [Cell(each.name), Cell(str(each.done_on or "—"), tag="green" if each.done_on else ""), Cell(each.words or "—")]
        for each in one.steps.all()
    ]
    tables = [
        Table(
            _("人选（按历年等次）"),
            (_("人选"), _("名次"), _("历年等次"), _("推荐人"), _("办理")),
            candidates,
            _("还没有推荐的人选。"),
        ),
        Table(_("步骤"), (_("步骤"), _("完成日期"), _("情况")), steps, _("没有步骤。")),
    ]
    facts = [
        (_("单位"), Cell(unit_names([one.unit_id]).get(one.unit_id, ""))), (_("层次"), Cell(levels()[one.level])),
        (_("方式"), Cell(one.get_mode_display())), (_("条件"), Cell(one.words or "—")),
        (_("任用人选"), Cell(one.chosen.person.name if one.chosen else "—", small=str(one.appointed_on or ""))),
        (_("任用文号"), Cell(one.document or "—")), (_("理由"), Cell(one.reason or "—")),
    ]  # fmt: skip
    return thing_page(request, title=one.title, lead=f"{one.number} · {one.get_state_display()}", facts=facts, tables=tables,
                      offers=offers(SELECTION_DEEDS, account, one), tabs=room_tabs(request))  # fmt: skip


def _candidate(one: Ranked, held: Selection, account: Account) -> list[Cell]:
    person, chosen = one.nomination.person, held.chosen_id == one.nomination.pk
    words = gettext("任用") if chosen else ""
    return [
        Cell(person.name, small=person.code),
        Cell(gettext("暂缺") if one.place is None else one.place),
        Cell(grades_words({str(year): grade for year, grade in one.grades.items()})),
        Cell(one.nomination.recommender.name, small=str(one.nomination.signed_on)),
        Cell(words, tag="green" if words else "", does=offers(SELECTION_DEEDS, account, one.nomination)),
    ]


@require_safe
def exemplar(request: HttpRequest, pk: int) -> HttpResponse:
    """An exemplar, and the gaps found against it: one's own, or everybody's for those above."""
    account = asker(request)
    allowed(may_see_exemplars(account))
    one = get_object_or_404(Exemplar.objects.select_related("person"), pk=pk)
    held = GapItem.objects.filter(exemplar=one).select_related("person", "exemplar")
    if not has(account, *LOOKING):
        held = held.filter(person=account.person_id)
    gaps = [
        [Cell(each.dimension, small=f"{each.person.name} · {each.on}"), Cell(said(each.own)), Cell(said(each.best)), Cell(said(each.gap)),
         Cell(each.shortfall or "—", small=each.improvement),
         Cell(str(each.done_on), tag="green") if each.done_on else Cell("", does=offers(EXEMPLAR_DEEDS, account, each))]
        for each in held[:200]
    ]  # fmt: skip
    scores = [[Cell(name), Cell(score)] for name, score in one.dimensions.items()]
    tables = [
        Table(
            _("差距"), (_("方面"), _("本人"), _("典型"), _("差距"), _("不足和改进"), _("办理")), gaps, _("还没有差距。")
        ),
        Table(_("典型得分"), (_("方面"), _("得分")), scores, _("没有。")),
    ]
    facts = [(_("事迹"), Cell(one.words)), (_("自"), Cell(str(one.since)))]
    return thing_page(request, title=one.name, lead=gettext("先进典型"), facts=facts, tables=tables,
                      offers=offers(EXEMPLAR_DEEDS, account, one), tabs=room_tabs(request))  # fmt: skip


@require_safe
def move_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A list: its rules, how many are where, and everybody with what was really done."""
    account = asker(request)
    allowed(may_see_careers(account))
    one = get_object_or_404(MoveList, pk=pk)
    held = one.lines.select_related("person", "held")
    outcome = request.GET.get("outcome", "")
    held = held.filter(outcome=outcome) if outcome in OUTCOMES else held
    columns = (
        Column(_("人员"), "person", ("person__code",)), Column(_("历年等次")),
        Column(_("名单结论"), "outcome", ("outcome", "person__code")), Column(_("实际去向")), DO,
    )  # fmt: skip
    listing = Listing(request, held, columns, lambda each: _mover(each, account))
    found = sorted_of(one)
    rules = gettext("上：%(a)s 至少 %(b)s 年且没有“下”的等次；下：%(c)s 至少 %(d)s 年；其余为让。") % {
        "a": gettext("、").join(one.up_grades), "b": one.up_years, "c": gettext("、").join(one.down_grades), "d": one.down_years,
    }  # fmt: skip
    lead = gettext("%(a)s 上，%(b)s 让，%(c)s 下。") % {"a": found["up"], "b": found["yield"], "c": found["down"]}
    several = ((key, gettext(words)) for key, words in OUTCOMES.items())
    filters = [Do(_("全部"), request.path), *(Do(words, f"{request.path}?outcome={key}") for key, words in several)]
    told = {
        "title": one.title, "lead": f"{lead}{rules}", "tabs": room_tabs(request),
        "actions": [*offers(LIST_DEEDS, account, one), *filters],
    }  # fmt: skip
    return show(request, listing, name="move-list", told=told)


def _mover(one: MoveLine, account: Account) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(grades_words(one.grades)),
        Cell(one.get_outcome_display(), tag=MOVES[one.outcome] or "slate", small=one.words),
        Cell(one.get_moved_display() or "—", small=one.reason or str(one.moved_on or "")),
        Cell("", does=offers(LIST_DEEDS, account, one)),
    ]
