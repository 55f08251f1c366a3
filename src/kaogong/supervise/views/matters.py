"""Matters of efficiency supervision and daily supervision: lists, and the pages of what has parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.org.queries import today, unit_names, units
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do
from kaogong.org.views.shelves import Row, Shelf
from kaogong.plan.views.pages import allowed, asker
from kaogong.supervise.guards.matters import may_see_own
from kaogong.supervise.guards.tasks import may_keep, may_see
from kaogong.supervise.models import (
    Alert,
    Drive,
    Hearing,
    HearingProblem,
    Interview,
    Matter,
    Request,
    Sign,
    SupervisionRule,
    Watched,
)
from kaogong.supervise.queries.matters import (
    codes_fit,
    drive_coverage,
    early_share,
    own_units,
    phases_lacking,
    report_late,
    reports_lacking,
    seen_matters,
    seen_watched,
)
from kaogong.supervise.states.tasks import LEVELS
from kaogong.supervise.views.matters_deeds import (
    ALERT_DEEDS,
    DRIVE_DEEDS,
    HEARING_DEEDS,
    INTERVIEW_DEEDS,
    MATTER_DEEDS,
    REQUEST_DEEDS,
    SIGN_DEEDS,
    WATCH_DEEDS,
)
from kaogong.supervise.views.tabs import task_tabs


def own(model: Any, field: str = "unit") -> Callable[[Account], QuerySet[Any]]:
    """Rows of one's own units; those above see all."""

    def found(account: Account) -> QuerySet[Any]:
        held = own_units(account)
        rows: QuerySet[Any] = model.objects.all()
        return rows if held is None else rows.filter(**{f"{field}__in": held})

    return found


def own_requests(account: Account) -> QuerySet[Request]:
    """Requests of one's units, and those one owns or was asked first."""
    held = own_units(account)
    mine = Q(owner=account.person_id) | Q(first=account.person_id) if account.person_id else Q()
    return Request.objects.all() if held is None else Request.objects.filter(Q(unit__in=held) | mine)


def own_alerts(account: Account) -> QuerySet[Alert]:
    """Warnings to one's units, to oneself, and to those below oneself."""
    held = own_units(account)
    mine = Q(person=account.person_id) | Q(superior=account.person_id) if account.person_id else Q()
    return Alert.objects.all() if held is None else Alert.objects.filter(Q(unit__in=held) | mine)


def _task(problem: HearingProblem, *, opens: bool) -> Cell:
    return Cell(str(problem.task), reverse("supervise:task", args=[problem.task_id]) if opens else "")


def _matter(one: Matter, row: Row) -> list[Cell]:
    share = early_share(one)
    return [
        Cell(one.name, reverse("supervise:matter", args=[one.pk]), small=one.number),
        Cell(row.unit(one.unit_id)),
        Cell(one.get_mode_display(), small=one.get_problem_display()),
        Cell(one.reason),
        Cell("—" if share is None else f"{share}%", tag="red" if share == 0 else ""),
        Cell(one.get_state_display(), tag="green" if one.state in ("closed", "archived") else "slate"),
    ]


def _rule(one: SupervisionRule, row: Row) -> list[Cell]:
    fit = codes_fit(one)
    told = gettext("、").join(f"{LEVELS[key]} {there}/{wanted}" for key, (there, wanted) in fit.items())
    return [Cell(one.title), Cell(told), Cell(str(one.issued_on or gettext("未印发"))), row.does(one)]


def _watched(one: Watched, row: Row) -> list[Cell]:
    number = one.attendances.count()
    late = one.kind == "issue" and report_late(one, today())
    bare = one.kind == "three_major" and one.closed_on is not None and not number
    mark = gettext("迟报") if late else gettext("未参与") if bare else ""
    return [
        Cell(one.words, small=one.get_kind_display()),
        Cell(row.unit(one.unit_id)),
        Cell(one.get_channel_display() if one.channel else "—"),
        Cell(str(one.happened_on), small=mark),
        Cell(number),
        Cell(str(one.corrected_on or one.closed_on or "—")),
        row.does(one),
    ]


def _request(one: Request, row: Row) -> list[Cell]:
    return [
        Cell(one.words, small=gettext("经手 %(n)s 次") % {"n": one.handovers.count()}),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.first)),
        Cell(str(one.owner), small=str(one.since)),
        Cell(one.get_state_display(), small=gettext("已报备") if one.filed_on else ""),
        row.does(one),
    ]


def _alert(one: Alert, row: Row) -> list[Cell]:
    late = gettext("%(day)s 报上级") % {"day": one.escalated_on} if one.escalated_on else ""
    real = gettext("风险已发生") if one.real_on else ""
    return [
        Cell(one.words, small=" ".join(filter(None, (late, real)))),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.person)),
        Cell(str(one.raised_on)),
        Cell(one.get_state_display(), tag="red" if one.escalated_on and one.state == "raised" else "slate"),
        row.does(one),
    ]


def _sign(one: Sign, row: Row) -> list[Cell]:
    return [
        Cell(one.words, small=one.kind),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.on)),
        Cell(one.get_level_display(), tag="red" if one.level == "prominent" else "yellow"),
        Cell(one.plan or "—"),
        Cell(str(one.corrected_on or "—")),
        row.does(one),
    ]


def _about(one: Interview) -> str:
    """What a talk is about: the task, or the result everybody may read once it is released."""
    if one.task_id:
        return reverse("supervise:task", args=[one.task_id])
    return reverse("listen:result", args=[one.review.project_id]) if one.review else ""


def _interview(one: Interview, row: Row) -> list[Cell]:
    told = gettext("得分 %(a)s，均值 %(b)s") % {"a": one.score, "b": one.mean} if one.score is not None else ""
    return [
        Cell(one.subject, _about(one), small=told),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.opened_on)),
        Cell(one.get_side_display() or "—", small=one.words[:60]),
        Cell(one.get_state_display(), tag="green" if one.state == "done" else "yellow"),
        row.does(one),
    ]


def _drive(one: Drive, row: Row) -> list[Cell]:
    there, every, share, _out = drive_coverage(one, _standing_units())
    return [
        Cell(one.title, reverse("supervise:drive", args=[one.pk])),
        Cell(str(one.since)),
        Cell(one.items.count()),
        Cell(f"{there}/{every}", small=f"{share}%"),
        row.does(one),
    ]


def _hearing(one: Hearing, row: Row) -> list[Cell]:
    every = one.units.count()
    return [
        Cell(one.title, reverse("supervise:hearing", args=[one.pk]), small=one.period),
        Cell(f"{one.reports.count()}/{every}"),
        Cell(one.problems.count()),
        Cell(str(one.held_on or gettext("进行中"))),
        row.does(one),
    ]


def _standing_units() -> set[int]:
    return set(units(today()).values_list("unit_id", flat=True))


UNIT, DO, STATE = (
    Column(_("单位"), "unit", ("unit__code", "id")),
    Column(_("办理")),
    Column(_("状态"), "state", ("state", "id")),
)
SHELVES = (
    Shelf(name="matters", at="matters/", title=_("效能监察"), found=seen_matters, row=_matter, may=may_see,
          lead=_("有选择地立项：围绕中心工作、热点问题和问题多的领域。结果不作单位全部得分。"), words=("name", "number", "reason"),
          columns=(Column(_("项目"), "number", ("number",)), UNIT, Column(_("方式"), "mode", ("mode", "id")),
                   Column(_("立项理由")), Column(_("事前事中占比"), number=True), STATE),
          deeds=MATTER_DEEDS, why_empty=_("提出项目、写明理由后列入年度计划。"), tabs=task_tabs,
          more=lambda account: [] if may_keep(account) else [Do(_("分类与预警"), reverse("supervise:figures")),
                                Do(_("效能监察规定"), reverse("supervise:supervision_rules"))]),
    Shelf(name="supervision_rules", at="matters/rules/", title=_("效能监察规定"), row=_rule, may=may_keep, words=("title",),
          found=lambda _account: SupervisionRule.objects.order_by("-id"), deeds=MATTER_DEEDS, tabs=task_tabs,
          lead=_("诫勉教育、效能告诫各列规定的情形数才能印发。"),
          columns=(Column(_("名称"), "title", ("title",)), Column(_("情形")), Column(_("印发日期")), DO)),
    Shelf(name="watched", at="watched/", title=_("监督事项"), found=seen_watched, row=_watched, may=may_see,
          lead=_("重大事项全程参与，重要问题及时报告，重点工作跟踪落实。"), words=("words", "unit__code"),
          columns=(Column(_("事项")), UNIT, Column(_("监督渠道"), "channel", ("channel", "id")),
                   Column(_("发生日期"), "day", ("happened_on", "id")), Column(_("台账"), number=True),
                   Column(_("整改或办结")), DO),
          deeds=WATCH_DEEDS, tabs=task_tabs),
    Shelf(name="requests", at="requests/", title=_("首问事项"), found=own_requests, row=_request, may=may_see_own,
          lead=_("谁先被问到谁负责，移交留痕；否定须报备后才能办结。"), words=("words", "unit__code"),
          columns=(Column(_("事项")), UNIT, Column(_("首问责任人")), Column(_("现责任人")), STATE, DO),
          deeds=REQUEST_DEEDS, tabs=task_tabs),
    Shelf(name="alerts", at="alerts/", title=_("督查预警"), found=own_alerts, row=_alert, may=may_see_own,
          lead=_("产生、确认、处置、关闭；逾期不确认报上级，风险发生即为应发现而未发现。"), words=("words", "unit__code"),
          columns=(Column(_("风险")), UNIT, Column(_("责任人")), Column(_("产生日期"), "day", ("raised_on", "id")), STATE, DO),
          deeds=ALERT_DEEDS, tabs=task_tabs),
    Shelf(name="signs", at="signs/", title=_("苗头问题"), found=own(Sign), row=_sign, may=may_see,
          lead=_("苗头问题提醒纠正、不扣分；一季内屡次出现即为突出问题，须有整改方案。"), words=("words", "kind", "unit__code"),
          columns=(Column(_("情况")), UNIT, Column(_("日期"), "day", ("on", "id")), Column(_("程度"), "level", ("level", "id")),
                   Column(_("整改方案")), Column(_("纠正日期")), DO),
          deeds=SIGN_DEEDS, tabs=task_tabs),
    Shelf(name="interviews", at="interviews/", title=_("约谈"), found=own(Interview), row=_interview, may=may_see,
          lead=_("弱项指标的责任单位和长期逾期的主办单位，由市领导或效能办约谈。"), words=("subject", "unit__code"),
          columns=(Column(_("事由")), UNIT, Column(_("提出日期"), "day", ("opened_on", "id")), Column(_("约谈方")), STATE, DO),
          deeds=INTERVIEW_DEEDS, tabs=task_tabs),
    Shelf(name="drives", at="drives/", title=_("专项督查"), row=_drive, may=may_keep, words=("title",), deeds=DRIVE_DEEDS,
          found=lambda _account: Drive.objects.order_by("-since", "-id"), tabs=task_tabs,
          lead=_("逐项有标准，逐一单位有台账。"),
          columns=(Column(_("名称"), "title", ("title",)), Column(_("起始日期")), Column(_("督查事项"), number=True),
                   Column(_("建账单位")), DO)),
    Shelf(name="hearings", at="hearings/", title=_("听取汇报"), row=_hearing, may=may_see, words=("title", "period"),
          found=lambda _account: Hearing.objects.order_by("-period"), deeds=HEARING_DEEDS, tabs=task_tabs,
          lead=_("每半年听取各单位汇报，问题逐个交办。"),
          columns=(Column(_("名称"), "period", ("period",)), Column(_("已汇报")), Column(_("问题"), number=True),
                   Column(_("日期")), DO)),
)  # fmt: skip


@require_safe
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """A matter: its milestones, what was done in which phase, breaches and what follows."""
    account = asker(request)
    held = seen_matters(account).select_related("unit", "opener")
    one = get_object_or_404(held, pk=pk)
    names = unit_names([one.unit_id, one.opener_id])
    lacking = phases_lacking(one) if one.key else []
    share = early_share(one)
    words = [gettext("重点工作还缺%(words)s的监察记录。") % {"words": gettext("、").join(lacking)}] if lacking else []
    words += [gettext("没有事前、事中的监察记录。")] if share == 0 else []
    mode = one.get_mode_display() + (gettext("（由%(was)s转来）") % {"was": one.get_was_display()} if one.was else "")
    facts = [
        (_("方式"), Cell(mode)), (_("问题类型"), Cell(one.get_problem_display())),
        (_("监察内容"), Cell(one.get_aspect_display())), (_("选题"), Cell(f"{one.get_chosen_display()} · {one.reason}")),
        (_("监督渠道"), Cell(one.get_channel_display())), (_("立项单位"), Cell(names.get(one.opener_id, ""))),
        (_("被监察单位"), Cell(names.get(one.unit_id, ""))),
        (_("事前事中占比"), Cell("—" if share is None else f"{share}%")), (_("结论"), Cell(one.conclusion or "—")),
    ]  # fmt: skip
    return thing_page(
        request, title=one.name, lead=f"{one.number} · {one.get_state_display()}", facts=facts, tables=_matter_tables(account, one),
        notices=[{"tone": "warn", "words": each} for each in words], offers=offers(MATTER_DEEDS, account, one), tabs=task_tabs(request),
    )  # fmt: skip


def _matter_tables(account: Account, one: Matter) -> list[Table]:
    points = [[Cell(each.name), Cell(str(each.due or "—")),
               Cell(str(each.done_on), tag="green") if each.done_on else Cell("", does=offers(MATTER_DEEDS, account, each))]
              for each in one.points.all()]  # fmt: skip
    records = [[Cell(str(each.on)), Cell(each.get_phase_display()), Cell(each.get_manner_display()), Cell(each.words)]
               for each in one.records.all()]  # fmt: skip
    breaches = [[Cell(each.words, small=str(each.person or "")), Cell(str(each.circumstance)), Cell(each.proposed, tag="red"),
                 Cell(each.docket.title) if each.docket else Cell("", does=offers(MATTER_DEEDS, account, each))]
                for each in one.breaches.select_related("circumstance", "docket", "person")]  # fmt: skip
    return [
        Table(_("督查活动"), (_("日期"), _("阶段"), _("督查方式"), _("情况")), records, _("还没有督查活动。")),
        Table(_("跟踪节点"), (_("节点"), _("时限"), _("完成")), points, _("没有节点。")),
        Table(_("违规情形"), (_("事实"), _("情形"), _("建议处理"), _("问责")), breaches, _("没有违规。")),
    ]


@require_safe
def drive(request: HttpRequest, pk: int) -> HttpResponse:
    """A drive: its standards, the ledgers of units, who has none yet."""
    account = asker(request)
    allowed(may_keep(account))
    one = get_object_or_404(Drive, pk=pk)
    there, every, share, out = drive_coverage(one, _standing_units())
    held = list(one.ledgers.prefetch_related("lines"))
    names = unit_names([*(each.unit_id for each in held), *out])
    items = [[Cell(each.name), Cell(each.standard or gettext("没有标准")), Cell("", does=offers(DRIVE_DEEDS, account, each))]
             for each in one.items.all()]  # fmt: skip
    ledgers = [[Cell(names.get(each.unit_id, "")), Cell(f"{sum(line.done_on is not None for line in each.lines.all())}/{len(items)}"),
                Cell("", does=offers(DRIVE_DEEDS, account, each))] for each in held[:200]]  # fmt: skip
    missing = [[Cell(names.get(each, ""))] for each in sorted(out)[:200]]
    tables = [
        Table(_("逐项标准"), (_("督查事项"), _("督查标准"), _("办理")), items, _("没有。")),
        Table(_("单位台账"), (_("单位"), _("办结"), _("办理")), ledgers, _("还没有建账。")),
        Table(_("没有台账的单位"), (_("单位"),), missing, _("每个单位都有台账。")),
    ]
    lead = gettext("建账 %(a)s / %(b)s，%(c)s%%") % {"a": there, "b": every, "c": share}
    facts = [(_("督查内容"), Cell(gettext("、").join(one.topics))), (_("起始日期"), Cell(str(one.since)))]
    return thing_page(request, title=one.title, lead=lead, facts=facts, tables=tables,
                      offers=offers(DRIVE_DEEDS, account, one), tabs=task_tabs(request))  # fmt: skip


@require_safe
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """A half-year session: who has reported, which problems came up and who solves them."""
    account = asker(request)
    allowed(may_see(account))
    one = get_object_or_404(Hearing, pk=pk)
    mine = own_units(account)
    held = [each for each in one.reports.all() if mine is None or each.unit_id in mine]
    out = [each.pk for each in reports_lacking(one)]
    names = unit_names([*(each.unit_id for each in held), *out])
    reports = [[Cell(names.get(each.unit_id, "")), Cell(str(each.on)), Cell(each.words)] for each in held]
    missing = [[Cell(names.get(each, ""))] for each in out]
    problems = [[Cell(each.words), _task(each, opens=mine is None) if each.task_id
                 else Cell("", does=offers(HEARING_DEEDS, account, each))]
                for each in one.problems.select_related("task")]  # fmt: skip
    tables = [
        Table(_("单位汇报"), (_("单位"), _("日期"), _("汇报")), reports, _("还没有汇报。")),
        Table(_("问题"), (_("问题"), _("交办")), problems, _("没有问题。")),
        Table(_("还没有汇报的单位"), (_("单位"),), missing, _("都已汇报。")),
    ]
    facts = [(_("总结成绩"), Cell(one.achievements or "—")), (_("交流经验"), Cell(one.exchange or "—"))]
    lead = gettext("%(period)s：已汇报 %(a)s / %(b)s") % {
        "period": one.period, "a": one.reports.count(), "b": one.units.count(),
    }  # fmt: skip
    return thing_page(request, title=one.title, lead=lead, facts=facts, tables=tables,
                      offers=offers(HEARING_DEEDS, account, one), tabs=task_tabs(request))  # fmt: skip
