"""What the office keeps about monitoring: milestones of a target, routines, bulletins, exceptions, parts, building, activities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.monitor.guards import may_file, may_see
from kaogong.monitor.models import (
    Activity,
    Bulletin,
    Construction,
    Exemption,
    Milestone,
    PartRule,
    Routine,
    Waiver,
)
from kaogong.monitor.queries import asked, in_period, live_share, spread
from kaogong.monitor.queries.routines import Asked
from kaogong.monitor.views.deeds import CYCLE_DEEDS, ROUTINE_DEEDS, TARGET_DEEDS
from kaogong.org.guards import may_see_register
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import Table, offers, only, thing_page
from kaogong.org.views.listing import Cell, Column, Words
from kaogong.org.views.listing import tabs as drawn
from kaogong.org.views.shelves import Row, Shelf
from kaogong.plan.models import Target
from kaogong.plan.queries import current, names_of
from kaogong.plan.views.pages import allowed, asker

TABS: tuple[tuple[str, Words], ...] = (
    ("monitor:reports", _("进展与亮灯")),
    ("monitor:routines", _("例行事项")),
    ("monitor:bulletins", _("监测通报")),
    ("monitor:exemptions", _("规则与补报")),
    ("monitor:part_rules", _("其中项")),
    ("monitor:constructions", _("建设规划")),
    ("monitor:activities", _("宣教活动")),
)


def tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """The pages of what is kept."""
    return drawn(request, TABS)


@require_safe
def milestones(request: HttpRequest, pk: int) -> HttpResponse:
    """The milestones of a target."""
    account = asker(request)
    target = get_object_or_404(Target.objects.select_related("indicator", "unit", "cycle"), pk=pk)
    allowed(may_see(account, target.unit_id))
    waived = Waiver.objects.filter(target=target).first()
    return thing_page(
        request,
        title=gettext("节点：%(name)s") % {"name": target.indicator},
        lead=names_of([target.unit_id], target.cycle.since).get(target.unit_id, target.unit.code),
        facts=[
            (_("目标值"), Cell("—" if target.value is None else f"{target.value:f} {target.indicator.unit}")),
            (_("完成时限"), Cell(str(target.due or "—"))),
            (_("过程免报"), Cell(waived.reason if waived else _("没有"))),
        ],
        tables=[_milestones(account, target)],
        offers=offers(TARGET_DEEDS if waived is None else only(TARGET_DEEDS, "set_milestones"), account, target),
        tabs=tabs(request),
    )


def _milestones(account: Account, target: Target) -> Table:
    rows = [
        [
            Cell(one.period),
            Cell(one.words or f"{one.value:f}"),
            Cell(str(one.reached_on), tag="green") if one.reached_on else Cell(""),
            Cell("", does=offers(TARGET_DEEDS, account, one)),
        ]
        for one in Milestone.objects.filter(target=target).select_related("target__unit").order_by("period")
    ]
    heads = (_("时期"), _("序时数或要求"), _("完成日期"), _("办理"))
    return Table(_("节点"), heads, rows, _("还没有节点。没有节点的目标按监测规则亮灯。"))


@require_safe
def routine(request: HttpRequest, pk: int) -> HttpResponse:
    """A routine: who has filed which period and who has not."""
    account = asker(request)
    allowed(may_see_register(account))
    one = get_object_or_404(Routine.objects.select_related("cycle"), pk=pk)
    begun = [each for each in asked(one) if each.period.first <= today()]
    chosen = request.GET.get("period", "")
    shown = in_period(one, chosen) if chosen in {str(each.period) for each in begun} else begun
    return thing_page(
        request,
        title=one.name,
        lead=one.get_every_display(),
        facts=[
            (_("须办内容"), Cell(gettext("、").join(one.parts) or "—")),
            (_("报送对象"), Cell(gettext("、").join(one.to) or "—")),
            (_("期末后第几日截止"), Cell(one.due_day)),
            (_("依据"), Cell(one.basis or "—")),
        ],
        tables=[_periods(one, begun), _filed(one, account, shown)],
        tabs=tabs(request),
    )


def _periods(one: Routine, begun: Sequence[Asked]) -> Table:
    """How far each period is filed; its name leads to who lacks."""
    several: dict[str, list[Asked]] = {}
    for each in begun:
        several.setdefault(str(each.period), []).append(each)
    rows = []
    for period, held in several.items():
        whole = sum(each.complete for each in held)
        short = whole < len(held)
        page = f"{reverse('monitor:routine', args=[one.pk])}?period={period}"
        rows.append([Cell(period, page), Cell(f"{whole} / {len(held)}", tag="yellow" if short else "green")])
    return Table(_("各期完成"), (_("时期"), _("已办")), rows, _("还没有到期的。"))


def _filed(one: Routine, account: Account, several: Sequence[Asked]) -> Table:
    units = names_of([each.assignee.unit_id for each in several if each.assignee.unit_id], one.cycle.since)
    rows = [
        [
            Cell(units.get(each.assignee.unit_id or 0, str(each.assignee))),
            Cell(str(each.period), _file_page(each, account)),
            Cell(str(each.due)),
            Cell(
                gettext("还缺 %(n)s 项") % {"n": len(each.missing)},
                tag="yellow",
                small=gettext("、").join(each.missing),
            )
            if each.missing
            else Cell(_("已办"), tag="green"),
        ]
        for each in several
    ]
    return Table(_("办理情况"), (_("承担者"), _("时期"), _("截止"), _("办理")), rows, _("还没有到期的。"))


def _file_page(each: Asked, account: Account) -> str:
    """Where a part is filed, for who may."""
    if may_file(account, each.assignee):
        return ""
    return reverse("monitor:file", args=[each.assignee.pk, str(each.period)])


@require_safe
def construction(request: HttpRequest, pk: int) -> HttpResponse:
    """A building plan with its sites."""
    account = asker(request)
    allowed(may_see_register(account))
    one = get_object_or_404(Construction.objects.select_related("cycle"), pk=pk)
    live, every, percent = live_share(one)
    return thing_page(
        request,
        title=one.title,
        lead=gettext("投用 %(live)s / %(every)s") % {"live": live, "every": every}
        + ("" if percent is None else gettext("，%(percent)s%%") % {"percent": percent}),
        facts=[
            (_("实施步骤"), Cell(one.steps)),
            (_("建设内容"), Cell(one.content)),
            (_("资金预算（万元）"), Cell(f"{one.budget:f}")),
        ],
        tables=[_sites(account, one)],
        tabs=tabs(request),
    )


def _sites(account: Account, one: Construction) -> Table:
    sites = list(one.sites.select_related("unit", "plan").order_by("phase", "unit__code"))
    names = names_of([each.unit_id for each in sites], one.cycle.since)
    rows = [
        [
            Cell(names.get(each.unit_id, "")),
            Cell(each.phase),
            Cell(str(each.live_on), tag="green")
            if each.live_on
            else Cell("", does=offers(ROUTINE_DEEDS, account, each)),
        ]
        for each in sites
    ]
    return Table(_("建设点"), (_("单位"), _("期次"), _("投用日期")), rows, _("还没有建设点。"))


def _routine(one: Routine, _row: Row) -> list[Cell]:
    return [
        Cell(one.name, reverse("monitor:routine", args=[one.pk])),
        Cell(one.get_every_display()),
        Cell(one.assignees.count()),
        Cell(gettext("、").join(one.parts)),
        Cell(one.basis),
    ]


def _bulletin(one: Bulletin, row: Row) -> list[Cell]:
    return [
        Cell(one.period),
        Cell(one.get_state_display(), tag="yellow" if one.state == "draft" else "green"),
        Cell(f"{one.published_at:%Y-%m-%d}" if one.published_at else ""),
        row.does(one),
    ]


def _exemption(one: Exemption, row: Row) -> list[Cell]:
    return [Cell(row.unit(one.unit_id)), Cell(one.period), Cell(str(one.until)), Cell(one.reason)]


def _part(one: PartRule, _row: Row) -> list[Cell]:
    return [Cell(one.indicator.name), Cell(one.name)]


def _construction(one: Construction, _row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("monitor:construction", args=[one.pk])),
        Cell(f"{one.budget:f}"),
        Cell(one.sites.count()),
    ]


def _activity(one: Activity, row: Row) -> list[Cell]:
    return [
        Cell(one.title, small=one.venue),
        Cell(row.unit(one.unit_id)),
        Cell(one.medium),
        Cell(one.link),
        Cell(str(one.held_on)),
    ]


def _reach(_account: Account) -> list[dict[str, Words]]:
    """The media and links the activities of the year reach, and which are left (DX-06)."""
    cycle = current()
    found = spread(cycle) if cycle is not None else None
    if found is None or found.media_share is None or found.links_share is None:
        return []
    words = gettext("载体覆盖 %(a)s%%，环节覆盖 %(b)s%%。") % {"a": found.media_share, "b": found.links_share}
    left = gettext("、").join((*found.media_left, *found.links_left))
    tone = "warn" if left else ""
    return [{"tone": tone, "words": words + (gettext("还没有：%(left)s。") % {"left": left} if left else "")}]


SHELVES = (
    Shelf(
        name="routines",
        at="routines/",
        title=_("例行事项"),
        lead=_("每隔一段时间要办的事：对账、例会、上报。到期列入承担者的待办。"),
        found=lambda _account: Routine.objects.filter(cycle=current()),
        columns=(
            Column(_("名称"), "name", ("name",)),
            Column(_("多久一次"), "every", ("every", "id")),
            Column(_("承担者"), number=True),
            Column(_("须办内容")),
            Column(_("依据")),
        ),
        row=_routine,
        may=may_see_register,
        words=("name", "basis"),
        deeds=only(ROUTINE_DEEDS, "set_routine"),
        why_empty=_("绩效办立例行事项后会出现在这里。"),
        tabs=tabs,
    ),
    Shelf(
        name="bulletins",
        at="bulletins/",
        title=_("监测通报"),
        lead=_("按当天的亮灯拟稿；红灯都有分析才能发布。"),
        found=lambda _account: Bulletin.objects.filter(cycle=current()).order_by("-period"),
        columns=(Column(_("时期"), "period", ("period",)), Column(_("状态")), Column(_("发布日期")), Column(_("办理"))),
        row=_bulletin,
        may=may_see_register,
        words=("period",),
        deeds=only(CYCLE_DEEDS, "draw_bulletin", "publish_bulletin"),
        tabs=tabs,
    ),
    Shelf(
        name="exemptions",
        at="late/",
        title=_("监测规则与补报"),
        lead=_("锁定的时期只有指名准许的单位可以补报。"),
        found=lambda _account: Exemption.objects.filter(cycle=current()).order_by("-id"),
        columns=(
            Column(_("单位")),
            Column(_("时期"), "period", ("period", "id")),
            Column(_("补报至"), "until", ("until", "id")),
            Column(_("理由")),
        ),
        row=_exemption,
        may=may_see_register,
        words=("unit__code", "period", "reason"),
        deeds=only(CYCLE_DEEDS, "set_rules", "allow_late", "lock_reports"),
        tabs=tabs,
    ),
    Shelf(
        name="part_rules",
        at="parts/",
        title=_("其中项"),
        lead=_("填报总数时一并填报的部分，不大于总数。"),
        found=lambda _account: PartRule.objects.filter(indicator__cycle=current()).select_related("indicator"),
        columns=(Column(_("指标")), Column(_("其中项"), "name", ("name", "id"))),
        row=_part,
        may=may_see_register,
        words=("name", "indicator__name"),
        deeds=only(CYCLE_DEEDS, "set_parts"),
        tabs=tabs,
    ),
    Shelf(
        name="constructions",
        at="constructions/",
        title=_("建设规划"),
        found=lambda _account: Construction.objects.filter(cycle=current()).order_by("title"),
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("资金预算（万元）"), number=True),
            Column(_("建设点"), number=True),
        ),
        row=_construction,
        may=may_see_register,
        words=("title",),
        deeds=only(ROUTINE_DEEDS, "draft_construction"),
        tabs=tabs,
    ),
    Shelf(
        name="activities",
        at="activities/",
        title=_("宣教活动"),
        found=lambda _account: Activity.objects.filter(cycle=current()),
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("单位")),
            Column(_("载体"), "medium", ("medium", "id")),
            Column(_("环节"), "link", ("link", "id")),
            Column(_("日期"), "held", ("held_on", "id")),
        ),
        row=_activity,
        may=may_see_register,
        words=("title", "medium", "link"),
        notices=_reach,
        deeds=only(ROUTINE_DEEDS, "record_activity"),
        tabs=tabs,
    ),
)
