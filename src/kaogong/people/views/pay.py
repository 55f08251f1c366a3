"""Pay: runs, rules, what holds it back, who was removed, and one's own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.org.queries import unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do, Listing, show, signed
from kaogong.org.views.shelves import Row, Shelf
from kaogong.people.guards.pay import may_see_own_pay, may_see_pay, may_see_run, may_see_runs
from kaogong.people.models.pay import PayCircumstance, PayHold, PayLine, PayRemoval, PayRule, PayRun
from kaogong.people.queries.pay import (
    NOTHING,
    Totals,
    grade_names,
    lacking,
    money,
    own_lines,
    seen_runs,
    totals,
    unaltered,
    weights_of,
    working,
)
from kaogong.people.reports.pay_sheet import sheet
from kaogong.people.states.pay import DUE, LINE_NAMES
from kaogong.people.views.pay_deeds import HOLD_DEEDS, RULE_DEEDS, RUN_DEEDS
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker

TAGS = {
    "payable": "", "paid": "green", "released": "green", "deferred": "yellow", "withheld": "red", "removed": "red",
    "excluded": "slate", "open": "yellow", "draft": "slate", "submitted": "yellow", "audited": "yellow",
    "approved": "green", "dropped": "slate", "ended": "slate", "cleared": "green", "upheld": "red",
}  # fmt: skip


def _runs(one: PayRun, row: Row) -> list[Cell]:
    found = totals(one)
    return [
        Cell(one.title, reverse("people:payment", args=[one.pk]), small=one.number),
        Cell(row.unit(one.unit_id) or gettext("全部单位")),
        Cell(one.period),
        Cell(found.heads.get("paid", 0) + found.heads.get("payable", 0) + found.heads.get("released", 0)),
        Cell(money(found.paid)),
        Cell(one.get_state_display(), tag=TAGS[one.state]),
    ]


def _rules(one: PayRule, _row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("people:pay_rule", args=[one.pk]), small=one.get_kind_display()),
        Cell(one.get_basis_display(), small=one.get_remainder_display()),
        Cell(str(one.since), small=str(one.until or "")),
        Cell(one.get_state_display(), tag=TAGS[one.state]),
    ]


def _holds(one: PayHold, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(one.circumstance.name, small=one.circumstance.get_effect_display()),
        Cell(str(one.since)),
        Cell(one.words, small=one.outcome),
        Cell(one.get_state_display(), tag=TAGS.get(one.state, "yellow"), small=str(one.closed_on or "")),
        row.does(one),
    ]


def _removals(one: PayRemoval, row: Row) -> list[Cell]:
    told = gettext("%(day)s 移出：%(why)s") % {"day": one.lifted_on, "why": one.lifted_why} if one.lifted_on else ""
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(one.line.run.title, reverse("people:payment", args=[one.line.run_id])),
        Cell(money(one.cut)),
        Cell(one.reason, small=told),
        Cell(str(one.on)),
        row.does(one),
    ]


SHELVES = (
    Shelf(name="pay_runs", at="pay/runs/", title=_("发放批次"), found=seen_runs, row=_runs, may=may_see_runs,
          lead=_("拟发、审核、批准、发放由不同的人办；各部分合计等于总额，精确到分。"),
          words=("title", "number", "period", "unit__code"), tabs=room_tabs, deeds=RUN_DEEDS,
          columns=(Column(_("批次"), "number", ("number",)), Column(_("单位"), "unit", ("unit__code", "id")),
                   Column(_("时期"), "period", ("period", "id")), Column(_("人数"), number=True),
                   Column(_("应发（元）"), number=True), Column(_("状态"), "state", ("state", "id"))),
          why_empty=_("有了批准的发放办法，就可以拟发一批。")),
    Shelf(name="pay_rules", at="pay/rules/", title=_("发放办法"), row=_rules, may=may_see_pay, words=("title",),
          found=lambda _account: PayRule.objects.all(), deeds=RULE_DEEDS, tabs=room_tabs,
          lead=_("对象、标准、形式、程序写全并经批准，才能发放。"),
          columns=(Column(_("名称"), "title", ("title",)), Column(_("计算方式")), Column(_("自"), "since", ("since", "id")),
                   Column(_("状态"), "state", ("state", "id"))),
          why_empty=_("先拟一份发放办法，送决策机构批准。")),
    Shelf(name="pay_holds", at="pay/holds/", title=_("不发和暂缓"), row=_holds, may=may_see_pay, tabs=room_tabs,
          found=lambda _account: PayHold.objects.select_related("person", "circumstance"), deeds=HOLD_DEEDS,
          words=("person__name", "person__code", "circumstance__name"), lead=_("情形由本单位设定；解除后暂缓的照数补发。"),
          columns=(Column(_("人员"), "person", ("person__code", "id")), Column(_("情形")),
                   Column(_("自"), "since", ("since", "id")), Column(_("事由")), Column(_("状态"), "state", ("state", "id")),
                   Column(_("办理"))),
          more=lambda account: [Do(_("看情形"), reverse("people:pay_circumstances"))]),
    Shelf(name="pay_circumstances", at="pay/circumstances/", title=_("情形"), may=may_see_pay, words=("name",),
          found=lambda _account: PayCircumstance.objects.all(), tabs=room_tabs, lead=_("哪些情形不发，哪些暂缓。"),
          row=lambda one, _row: [Cell(one.name), Cell(one.get_effect_display(), tag=TAGS["withheld" if one.effect == "withhold" else "deferred"]),
                                 Cell(_("处分执行期内自动适用") if one.sanctions else _("逐人登记")), Cell(one.basis or "—"),
                                 Cell(str(one.since))],
          columns=(Column(_("情形"), "name", ("name",)), Column(_("后果"), "effect", ("effect", "id")), Column(_("适用")),
                   Column(_("依据")), Column(_("自")))),
    Shelf(name="pay_removals", at="pay/removals/", title=_("核减名单"), row=_removals, may=may_see_pay, tabs=room_tabs,
          found=lambda _account: PayRemoval.objects.select_related("person", "line__run"), deeds=RUN_DEEDS,
          words=("person__name", "person__code", "reason"), lead=_("审核核减的人和金额；移出名单前不能发放。"),
          columns=(Column(_("人员"), "person", ("person__code", "id")), Column(_("批次")),
                   Column(_("核减（元）"), "cut", ("cut", "id"), number=True), Column(_("理由")),
                   Column(_("日期"), "day", ("on", "id")), Column(_("办理"))),
          why_empty=_("审核时核减的人会出现在这里。")),
)  # fmt: skip
LINES = (
    Column(_("人员"), "person", ("person__code",)),
    Column(_("类别")),
    Column(_("算法")),
    Column(_("金额（元）"), "amount", ("amount", "person__code"), number=True),
    Column(_("状态"), "state", ("state", "person__code")),
    Column(_("办理")),
)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """A run: what it comes to, with the check that the parts are the pool, and everybody in it."""
    account = asker(request)
    one = get_object_or_404(PayRun.objects.select_related("rule", "unit"), pk=pk)
    allowed(may_see_run(account, one))
    names = unit_names([one.unit_id] if one.unit_id else [])
    found = totals(one)
    facts = _facts(one, names, reads_rule=not may_see_pay(account))
    table = Table(_("合计核对"), (_("部分"), _("人数"), _("金额（元）")), _parts(one, found), _("没有人。"))
    more = [
        Do(_("看明细"), reverse("people:pay_lines", args=[one.pk])),
        Do(_("下载发放表"), reverse("people:pay_sheet", args=[one.pk])),
    ]
    return thing_page(
        request, title=one.title, lead=f"{one.number} · {one.get_state_display()}", facts=facts, tables=[table],
        offers=[*more, *offers(RUN_DEEDS, account, one)], notices=_notices(one, found), tabs=room_tabs(request),
    )  # fmt: skip


def _parts(one: PayRun, found: Totals) -> list[list[Cell]]:
    """The parts of the sum, their total, and whether that is the pool."""
    heads = found.heads
    due = sum(heads.get(key, 0) for key in DUE)
    rows = [
        [Cell(_("应发")), Cell(due), Cell(money(found.paid), small=_told(one, "released"))],
        [Cell(_("暂缓发放")), Cell(heads.get("deferred", 0)), Cell(money(found.deferred))],
        [Cell(_("不予发放")), Cell(heads.get("withheld", 0)), Cell(money(found.withheld))],
        [Cell(_("审核核减")), Cell(heads.get("removed", 0)), Cell(money(found.cut))],
        [Cell(_("留在总额的余数")), Cell("—"), Cell(money(found.rest))],
        [Cell(_("不在范围")), Cell(heads.get("excluded", 0)), Cell(money(NOTHING))],
        [Cell(_("合计")), Cell(sum(heads.values())), Cell(money(found.sum))],
    ]  # fmt: skip
    if one.pool is None:
        return rows
    check = gettext("相符") if not found.gap else gettext("结余 %(gap)s 元") % {"gap": money(found.gap)}
    return [*rows, [Cell(_("总额")), Cell(check, tag="" if found.gap else "green"),
                    Cell(money(one.pool), small=one.carried)]]  # fmt: skip


def _told(one: PayRun, state: str) -> str:
    """How much of it was released later."""
    sums = [amount for amount in one.lines.filter(state=state).values_list("amount", flat=True) if amount]
    return gettext("其中补发 %(sum)s") % {"sum": money(sum(sums, NOTHING))} if sums else ""


def _facts(one: PayRun, names: dict[int, str], *, reads_rule: bool) -> list[tuple[Any, Cell]]:
    return [
        (_("单位"), Cell(names.get(one.unit_id or 0, gettext("全部单位")))),
        (_("发放办法"), Cell(one.rule.title, reverse("people:pay_rule", args=[one.rule_id]) if reads_rule else "")),
        (_("余数归属"), Cell(one.rule.get_remainder_display())),
        (_("发放形式"), Cell(one.rule.form or "—")),
        (_("拟发"), Cell(signed(one.drawn_by) or "—", small=one.drawn_on)),
        (_("审核"), Cell(signed(one.audited_by) or "—", small=one.audited_on or "")),
        (_("批准"), Cell(signed(one.approved_by) or "—", small=one.approved_on or "")),
        (_("发放"), Cell(signed(one.paid_by) or "—", small=one.paid_on or "")),
        (_("意见"), Cell(one.reason or "—")),
        (_("批准内容"), Cell(f"SM3 {one.sm3[:16]}…" if one.sm3 else "—")),
    ]  # fmt: skip


def _notices(one: PayRun, sums: Totals) -> list[dict[str, str]]:
    found = []
    if not unaltered(one):
        found.append({"tone": "bad", "words": gettext("明细与批准时不一致，不能发放。请退回重拟。")})
    if number := sums.heads.get("open", 0):
        found.append({"tone": "warn", "words": gettext("有 %(n)s 人暂缺考核等次，补齐后才能送审。") % {"n": number}})
    return found


@require_safe
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody in a run: how the amount came about, and why nothing or later."""
    account = asker(request)
    one = get_object_or_404(PayRun.objects.select_related("rule", "unit"), pk=pk)
    allowed(may_see_run(account, one))
    found = one.lines.select_related("person", "klass", "run__rule")
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = found.filter(state=state) if state in LINE_NAMES else found
    found = found.filter(person__name__startswith=words) | found.filter(person__code=words) if words else found
    weights = weights_of(one)
    listing = Listing(request, found.order_by("person__code"), LINES, lambda each: _line(each, account, weights))
    told = {
        "title": one.title, "lead": gettext("共 %(n)s 人。") % {"n": listing.page.paginator.count},
        "tabs": room_tabs(request), "actions": [Do(_("返回批次"), reverse("people:payment", args=[one.pk]))],
    }  # fmt: skip
    return show(request, listing, name=one.number, told=told)


def _line(one: PayLine, account: Account, weights: Fraction) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(one.klass.name if one.klass else "—", small=one.post),
        Cell(working(one, weights) or "—", small=one.note),
        Cell(money(one.amount)),
        Cell(one.get_state_display(), tag=TAGS[one.state], small=one.reason),
        Cell("", does=offers(RUN_DEEDS, account, one)),
    ]


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The payment sheet as a workbook."""
    one = get_object_or_404(PayRun.objects.select_related("rule", "unit"), pk=pk)
    allowed(may_see_run(asker(request), one))
    return sheet(one)


@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule with its four parts, its classes and what it still lacks."""
    account = asker(request)
    allowed(may_see_pay(account))
    one = get_object_or_404(PayRule, pk=pk)
    names = grade_names()
    classes = [
        [Cell(each.name), Cell(gettext("、").join(names[key] for key in each.grades)),
         Cell(money(each.standard)), Cell(said(each.coefficient))]
        for each in one.classes.all()
    ]  # fmt: skip
    grades = [[Cell(grade), Cell(value)] for grade, value in one.grades.items()]
    tables = [Table(_("发放对象类别"), (_("类别"), _("岗位层次"), _("标准（元）"), _("系数")), classes, _("没有。"))]
    if grades:
        tables.append(Table(_("等次系数"), (_("等次"), _("系数")), grades, _("没有。")))
    facts = [
        (_("发放对象"), Cell(one.recipients or "—")), (_("发放标准"), Cell(one.standard or "—")),
        (_("发放形式"), Cell(one.form or "—")), (_("发放程序"), Cell(one.procedure or "—")),
        (_("计算方式"), Cell(one.get_basis_display())), (_("余数归属"), Cell(one.get_remainder_display())),
        (_("不予发放的"), Cell(_("分给其他人") if one.shared else _("留在总额"))),
    ]  # fmt: skip
    missing = lacking(one) if one.state == "draft" else []
    words = gettext("还缺：%(words)s。写全后再批准。") % {"words": gettext("、").join(missing)}
    return thing_page(
        request, title=one.title, lead=f"{one.get_kind_display()} · {one.get_state_display()}", facts=facts, tables=tables,
        offers=offers(RULE_DEEDS, account, one), notices=[{"tone": "warn", "words": words}] if missing else [],
        tabs=room_tabs(request),
    )  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What oneself was paid, how it came about, and what is held back and why."""
    account = asker(request)
    allowed(may_see_own_pay(account))
    held = list(own_lines(account)[:200])
    weights = {one.run_id: weights_of(one.run) for one in held if one.run.pool is not None}
    rows = [_own(one, weights.get(one.run_id)) for one in held]
    table = Table(
        _("我的绩效工资"),
        (_("项目"), _("算法"), _("金额（元）"), _("状态"), _("发放日期")),
        rows,
        _("还没有发放记录。"),
    )
    lead = gettext("这里是您本人的发放记录和算法。对金额有疑问，请向本单位联络员提出。")
    return thing_page(request, title=gettext("我的绩效工资"), lead=lead, tables=[table], tabs=room_tabs(request))


def _own(one: PayLine, weights: Fraction | None) -> list[Cell]:
    return [
        Cell(one.run.title, small=one.run.period),
        Cell(working(one, weights) or "—", small=one.note),
        Cell(money(one.amount)),
        Cell(one.get_state_display(), tag=TAGS[one.state], small=one.reason),
        Cell(str(one.released_on or one.run.paid_on or "—")),
    ]
