"""The lists of watching those who appraise."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.guards import may_keep_register, may_see_oversight, may_see_register
from kaogong.org.models import Account, Checklist, Draw, Finding, Point, Recusal, Route, Sanction, Transaction, Watch
from kaogong.org.queries import cut_short, draws, findings_seen, outstanding_sanctions, recusals, setting, unmatched
from kaogong.org.views.deeds import only
from kaogong.org.views.deeds.oversight import DEEDS
from kaogong.org.views.deeds.people import SUPERVISOR_DEEDS
from kaogong.org.views.listing import Cell, Column, Words, watch_tabs
from kaogong.org.views.oversight import TONES
from kaogong.org.views.shelves import Row, Shelf


def _finding(one: Finding, row: Row) -> list[Cell]:
    return [
        Cell(one.words[:60], reverse("org:finding", args=[one.pk])),
        Cell(one.matter),
        Cell(one.person.name if one.person else row.unit(one.unit_id)),
        Cell(row.unit(one.owner_id)),
        Cell(str(one.found_on)),
        Cell(one.get_state_display(), tag=TONES[one.state]),
    ]


def _watch(one: Watch, row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("org:watch", args=[one.pk])),
        Cell(one.get_mode_display()),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.opened_on)),
        Cell(one.get_state_display(), tag="green" if one.state == "closed" else "slate"),
    ]


def _sanction(one: Sanction, row: Row) -> list[Cell]:
    state = Cell(_("未执行"), tag="red") if one.evidence_id is None else Cell(_("已执行"), tag="green")
    if cut_short(one):
        state = Cell(_("提前结束"), tag="red")
    return [
        Cell(one.person.name, reverse("org:person", args=[one.person.code])),
        Cell(one.measure),
        Cell(str(one.decided_on)),
        Cell("" if one.months is None else one.months),
        Cell(_("%(since)s – %(until)s") % {"since": one.since, "until": one.until or ""} if one.since else ""),
        state,
        row.does(one),
    ]


def _transaction(one: Transaction, row: Row) -> list[Cell]:
    return [
        Cell(one.key),
        Cell(one.get_kind_display()),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.day)),
        Cell(f"{one.amount:,f}"),
    ]


def _unmatched(_account: Account) -> list[dict[str, Words]]:
    """The awards that have gone without a payment for longer than the days set, by their keys (XJ-27)."""
    late = unmatched()
    if not late:
        return []
    told = {"number": len(late), "days": setting("transactions.days"), "keys": gettext("、").join(x.key for x in late)}
    words = gettext("%(number)s 笔中标满 %(days)s 天没有资金支付记录：%(keys)s。") % told
    return [{"tone": "warn", "words": words}]


def _outstanding(_account: Account) -> list[dict[str, Words]]:
    """How many decisions nothing shows to have been carried out (QH-13)."""
    number = outstanding_sanctions().count()
    if not number:
        return []
    return [{"tone": "warn", "words": gettext("%(number)s 件处分决定没有执行凭证。") % {"number": number}}]


def _route(one: Route, row: Row) -> list[Cell]:
    return [Cell(one.matter), Cell(row.unit(one.unit_id))]


def _draw(one: Draw, row: Row) -> list[Cell]:
    people = gettext("、").join(each.person.name for each in one.drawn.all())
    return [
        Cell(row.unit(one.unit_id)),
        Cell(str(one.drawn_on)),
        Cell(people),
        Cell(len(one.candidates)),
        Cell(len(one.excluded)),
        Cell(one.seed),
    ]


def _point(one: Point, row: Row) -> list[Cell]:
    return [Cell(one.name), Cell(one.kind), Cell(row.unit(one.unit_id)), Cell(str(one.since))]


def _checklist(one: Checklist, row: Row) -> list[Cell]:
    return [Cell(one.name, reverse("org:checklist", args=[one.pk])), Cell(gettext("、").join(one.items)), row.does(one)]


def _recusal(one: Recusal, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, reverse("org:person", args=[one.person.code])),
        Cell(row.unit(one.unit_id)),
        Cell(one.reason),
        Cell(str(one.since)),
        Cell(str(one.until or "—")),
    ]


ALL = (*DEEDS, *SUPERVISOR_DEEDS)

SHELVES = (
    Shelf(
        name="findings",
        at="findings/",
        title=_("监督发现"),
        lead=_("发现的问题、涉及的人和单位、由谁处理。"),
        found=findings_seen,
        columns=(
            Column(_("发现")),
            Column(_("事项"), "matter", ("matter", "id")),
            Column(_("涉及")),
            Column(_("处理单位")),
            Column(_("发现日期"), "found", ("found_on", "id")),
            Column(_("状态"), "state", ("state", "id")),
        ),
        row=_finding,
        may=may_see_register,
        words=("words", "matter", "person__name"),
        deeds=only(ALL, "record_finding", "transfer_findings"),
        why_empty=_("监督小组或单位记录后会出现在这里。"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="watches",
        at="watches/",
        title=_("跟踪监督"),
        lead=_("监督小组跟踪整场考核，只看不改。"),
        found=lambda account: Watch.objects.order_by("-opened_on", "-id"),
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("方式")),
            Column(_("单位")),
            Column(_("开始日期"), "opened", ("opened_on", "id")),
            Column(_("状态")),
        ),
        row=_watch,
        may=may_see_oversight,
        words=("title",),
        deeds=only(ALL, "open_watch"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="routes",
        at="routes/",
        title=_("监管分工"),
        lead=_("哪类事项的发现由哪个单位处理；移送按此办理。"),
        found=lambda account: Route.objects.order_by("matter"),
        columns=(Column(_("事项"), "matter", ("matter",)), Column(_("主管单位"))),
        row=_route,
        may=may_see_register,
        words=("matter",),
        deeds=only(ALL, "set_route"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="sanctions",
        at="sanctions/",
        title=_("处分执行"),
        lead=_("有执行凭证才算执行。"),
        found=lambda account: Sanction.objects.select_related("person").order_by("-decided_on", "id"),
        columns=(
            Column(_("人员")),
            Column(_("处分")),
            Column(_("决定日期"), "decided", ("decided_on", "id")),
            Column(_("期限（月）"), number=True),
            Column(_("执行期")),
            Column(_("执行")),
            Column(_("办理")),
        ),
        row=_sanction,
        notices=_outstanding,
        may=may_see_oversight,
        words=("person__name", "measure"),
        deeds=only(ALL, "record_sanction", "execute_sanction", "end_sanction"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="transactions",
        at="transactions/",
        title=_("交易与支付"),
        lead=_("中标成交后须有资金支付记录；到期没有的列为缺口。"),
        found=lambda account: Transaction.objects.order_by("-day", "-id"),
        columns=(
            Column(_("项目编号"), "key", ("key", "id")),
            Column(_("类别")),
            Column(_("单位")),
            Column(_("日期"), "day", ("day", "id")),
            Column(_("金额（元）"), "amount", ("amount", "id"), number=True),
        ),
        row=_transaction,
        notices=_unmatched,
        may=may_keep_register,
        words=("key", "unit__code"),
        deeds=only(ALL, "record_transaction"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="draws",
        at="draws/",
        title=_("抽取监督员"),
        lead=_("用记下的种子和候选，任何人都能重抽核对。在被检查单位的页上抽取。"),
        found=lambda account: draws().prefetch_related("drawn__person"),
        columns=(
            Column(_("被检查单位")),
            Column(_("日期"), "drawn", ("drawn_on", "id")),
            Column(_("抽中")),
            Column(_("候选"), number=True),
            Column(_("回避"), number=True),
            Column(_("随机种子")),
        ),
        row=_draw,
        may=may_see_register,
        words=("unit__code", "seed"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="points",
        at="points/",
        title=_("监测点"),
        found=lambda account: Point.objects.order_by("kind", "name"),
        columns=(
            Column(_("名称"), "name", ("name",)),
            Column(_("类别"), "kind", ("kind", "name")),
            Column(_("单位")),
            Column(_("自"), "since", ("since", "id")),
        ),
        row=_point,
        may=may_see_register,
        words=("name", "kind"),
        deeds=only(ALL, "set_up_point"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="checklists",
        at="checklists/",
        title=_("标准清单"),
        found=lambda account: Checklist.objects.order_by("name"),
        columns=(Column(_("名称"), "name", ("name",)), Column(_("项目")), Column(_("办理"))),
        row=_checklist,
        may=may_see_register,
        words=("name",),
        deeds=only(ALL, "draw_up_checklist", "tick"),
        tabs=watch_tabs,
    ),
    Shelf(
        name="recusals",
        at="recusals/",
        title=_("回避"),
        lead=_("回避的人不参加涉及那个单位的评分、审定和检查。在人员页登记。"),
        found=recusals,
        columns=(
            Column(_("人员")),
            Column(_("单位")),
            Column(_("事由")),
            Column(_("自"), "since", ("since", "id")),
            Column(_("至（不含）")),
        ),
        row=_recusal,
        may=may_see_register,
        words=("person__name", "unit__code", "reason"),
        tabs=watch_tabs,
    ),
)
