"""Pages of a post, a scheme, a quarter, a line of it, an annual form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account, Post
from kaogong.org.queries import today
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, allow, me
from kaogong.people.guards import archive_staff as may
from kaogong.people.models import AnnualForm, PostDuty, StaffLine, StaffRound, StaffScheme
from kaogong.people.queries.archive_duties import seen_duties, targets_of
from kaogong.people.queries.archive_staff import absent_periods, annual_bar, lacks, months_of
from kaogong.people.states.archive_staff import STEPS
from kaogong.people.views import archive_staff_deeds as staff
from kaogong.people.views.archive_pages import unit_name
from kaogong.people.views.archive_rows import score, tag
from kaogong.people.views.tabs import room_tabs


@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """A post with every version of its duties, and its targets of the year."""
    post = get_object_or_404(Post.objects.select_related("person", "unit"), pk=pk)
    account = me(request)
    own = post.person_id is not None and post.person_id == account.person_id
    allow("" if own or seen_duties(account).filter(pk=pk).exists() else _("您的岗位看不到这个岗位的职责。"))
    stated = ((_("职责"), post.duty), (_("责任"), post.accountability), (_("廉政要求"), post.integrity))
    bare = [{"tone": "warn", "words": _("还没有书面职责，不能定目标。请先写职责。")}]
    return thing_page(
        request,
        title=post.title,
        lead=" · ".join(filter(None, (unit_name(post.unit_id), post.person.name if post.person else _("空缺")))),
        notices=[] if post.duty else bare,
        facts=[(head, Cell(words or "—")) for head, words in stated],
        tables=_duty_tables(account, post),
        offers=offers(staff.DUTY_DEEDS, account, post),
        tabs=room_tabs(request),
    )


def _duty_tables(account: Account, post: Post) -> list[Table]:
    year = today().year
    targets = [
        [
            Cell(one.name),
            Cell(one.standard),
            Cell(one.value),
            Cell(_("第 %(n)s 版") % {"n": one.duty.version}),
            Cell("", does=offers(staff.DUTY_DEEDS, account, one)),
        ]
        for one in targets_of(post, year)
    ]
    heads = (_("目标"), _("标准"), _("目标值"), _("所依职责"), _("办理"))
    versions = [
        [Cell(one.version), Cell(str(one.since)), Cell(one.duty), Cell(one.reason)]
        for one in PostDuty.objects.filter(post=post)
    ]
    return [
        Table(_("%(year)s 年岗位目标") % {"year": year}, heads, targets, _("还没有岗位目标。")),
        Table(_("职责沿革"), (_("版次"), _("自"), _("职责"), _("事由")), versions, _("还没有写过。")),
    ]


@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """A scheme with its weights and its quarters."""
    held = get_object_or_404(StaffScheme.objects.select_related("unit", "drafted_by", "adopted_by"), pk=pk)
    account = me(request)
    allow("" if seen_duties(account).filter(unit=held.unit).exists() else _("您的岗位看不到这个方案。"))
    names = {"self": _("每月自评"), "peers": _("群众互评"), "leader": _("领导评分")}
    rounds = [
        [Cell(one.quarter, reverse("people:staff_round", args=[one.pk])), tag(one)]
        for one in held.rounds.order_by("-quarter")
        if not may.may_see_round(account, one)
    ]
    return thing_page(
        request,
        title=held.title,
        lead=unit_name(held.unit_id),
        notices=[],
        facts=[
            (_("状态"), tag(held)),
            (_("自"), Cell(str(held.since))),
            (_("至（不含）"), Cell(str(held.until or "—"))),
            (_("依据和办法"), Cell(held.basis)),
            *((names[key], Cell(f"{share}%")) for key, share in held.weights.items() if key in names),
        ],
        tables=[Table(_("季度考评"), (_("季度"), _("步骤")), rounds, _("还没有启动过季度考评。"))],
        offers=offers(staff.SCHEME_DEEDS, account, held),
        tabs=room_tabs(request),
    )


@require_safe
def staff_round(request: HttpRequest, pk: int) -> HttpResponse:
    """A quarter: its step among the eight, everybody's line, approvals and objections."""
    held = get_object_or_404(StaffRound.objects.select_related("unit", "scheme"), pk=pk)
    account = me(request)
    allow(may.may_see_round(account, held))
    lines = [
        one
        for one in held.lines.select_related("person", "round").order_by("person__sort_key", "person__code")
        if not may.may_see_line(account, one)
        or (held.state in ("publicity", "payable", "paid") and one.grade == "优秀")
    ]
    shown_lines = [(one, not may.may_see_line(account, one), offers(staff.LINE_DEEDS, account, one)) for one in lines]
    keys = list(STEPS)
    now = keys.index(held.state) if held.state in keys else len(keys)
    shown = {
        "held": held,
        "title": _("%(unit)s %(quarter)s 考评") % {"unit": unit_name(held.unit_id), "quarter": held.quarter},
        "steps": [(words, number < now, number == now) for number, words in enumerate(STEPS.values())],
        "lines": shown_lines,
        "acts": any(does for *_more, does in shown_lines),
        "lacks": lacks(held) if not may.may_go_on(account, held) else [],
        "ballots": held.ballots.count(),
        "people": held.lines.count(),
        "approvals": held.approvals.select_related("by__person"),
        "objections": [(one, offers(staff.LINE_DEEDS, account, one)) for one in _objections(account, held)],
        "above": not may.may_publish_list(account) or not may.may_approve_list(account, held),
        "offers": offers(staff.ROUND_DEEDS, account, held),
        "tabs": room_tabs(request),
    }
    return render(request, "people/archive/round.html", shown)


def _objections(account: Any, held: StaffRound) -> list[Any]:
    """Objections as far as one answers them or made them."""
    found = held.objections.select_related("line__person", "round")
    return [one for one in found if not may.may_publish_list(account) or one.by_id == account.pk]


@require_safe
def staff_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody in a quarter: checks, months, comment, score."""
    held = get_object_or_404(StaffLine.objects.select_related("person", "round__unit", "round__scheme"), pk=pk)
    account = me(request)
    allow(may.may_see_line(account, held))
    return thing_page(
        request,
        title=_("%(who)s %(quarter)s") % {"who": held.person, "quarter": held.round.quarter},
        lead=f"{unit_name(held.round.unit_id)} · {held.title}",
        notices=[],
        facts=_line_facts(held),
        tables=_line_tables(held),
        offers=offers(staff.LINE_DEEDS, account, held),
        tabs=room_tabs(request),
    )


def _line_facts(held: StaffLine) -> list[tuple[str, Cell]]:
    return [
        (_("季度考评"), Cell(held.round.quarter, reverse("people:staff_round", args=[held.round_id]))),
        (_("步骤"), tag(held.round)),
        (_("自评平均"), score(held.self_score)),
        (_("互评平均"), score(held.peer_score)),
        (_("领导评分"), score(held.leader_score)),
        (_("检查扣分"), Cell(held.deducted if held.deducted is not None else "—")),
        (_("季度得分"), score(held.score)),
        (_("等次"), Cell(held.grade or "—")),
        (_("领导点评"), Cell(held.leader_words or "—")),
    ]


def _line_tables(held: StaffLine) -> list[Table]:
    there = {one.month: one for one in held.selfs.all()}
    months = [
        [Cell(one), Cell(there[one].words), score(there[one].score)]
        if one in there
        else [Cell(one), Cell(_("还没有填")), Cell("")]
        for one in months_of(held.round.quarter)
    ]
    checks = [[Cell(str(one.day)), Cell(one.words), Cell(one.points)] for one in held.checks.all()]
    return [
        Table(_("每月自评"), (_("月份"), _("工作"), _("自评分")), months, ""),
        Table(_("平时检查"), (_("日期"), _("情况"), _("扣分")), checks, _("没有检查记录。")),
    ]


@require_safe
def annual_form(request: HttpRequest, pk: int) -> HttpResponse:
    """An annual form with the months and quarters it took over, locked."""
    held = get_object_or_404(AnnualForm.objects.select_related("person", "unit"), pk=pk)
    account = me(request)
    allow(may.may_see_annual(account, held))
    heads = (_("时期"), _("周期"), _("得分"), _("等次"), _("状态"))
    return thing_page(
        request,
        title=_("%(who)s %(year)s 年度考核表") % {"who": held.person, "year": held.year},
        lead=unit_name(held.unit_id),
        notices=_annual_told(held),
        facts=[
            (_("状态"), tag(held)),
            (_("等次"), Cell(held.grade or "—")),
            (_("个人总结"), Cell(held.summary or "—")),
            (_("领导评鉴"), Cell(held.words or "—")),
        ],
        tables=[Table(_("月度和季度结果"), heads, _annual_rows(held), _("还没有结果。"))],
        offers=offers(staff.ANNUAL_DEEDS, account, held),
        tabs=room_tabs(request),
    )


def _annual_told(held: AnnualForm) -> list[dict[str, str]]:
    absent, bar = absent_periods(held), annual_bar(held.person, held.year)
    notices = [{"tone": "warn", "words": _("暂缺：%(what)s。") % {"what": _("、").join(absent)}}] if absent else []
    return notices + ([{"tone": "warn", "words": bar}] if bar and held.state != "filed" else [])


def _annual_rows(held: AnnualForm) -> list[list[Cell]]:
    found = [one.result for one in held.lines.select_related("result", "result__corrected_by")]
    locked, old = Cell(_("锁定"), tag="slate"), Cell(_("已被更正"), tag="amber")
    return [
        [
            Cell(one.period),
            Cell(one.get_every_display()),
            score(one.score),
            Cell(one.grade),
            old if hasattr(one, "corrected_by") else locked,
        ]
        for one in sorted(found, key=lambda one: (one.every, one.period))
    ]
