"""Pages of one thing: a person's archive, an entry, a post, a scheme, a quarter, a line, an annual form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from kaogong.org.models import Person, Post
from kaogong.org.queries import today, unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, allow, me
from kaogong.people.actions.archive import export_archive
from kaogong.people.guards import archive_staff as may
from kaogong.people.guards.archive import keeps, may_see_entry, may_see_person
from kaogong.people.models import AnnualForm, ArchiveEntry, PostDuty, StaffLine, StaffRound, StaffScheme
from kaogong.people.queries.archive import copies_of, unaltered
from kaogong.people.queries.archive_duties import seen_duties, targets_of
from kaogong.people.queries.archive_sheet import VIEWS, sheet_of, sheet_seal, views_for
from kaogong.people.queries.archive_staff import absent_periods, annual_bar, lacks, months_of
from kaogong.people.reports import archive_docx, archive_pdf
from kaogong.people.reports.archive_told import told
from kaogong.people.states.archive_staff import STEPS
from kaogong.people.views import archive_file_deeds as files
from kaogong.people.views import archive_staff_deeds as staff
from kaogong.people.views.archive_rows import score, tag
from kaogong.people.views.tabs import room_tabs

FORMS = {
    "xlsx": (archive_docx.book, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (archive_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (archive_pdf.write, "application/pdf"),
}


def unit_name(number: int | None) -> str:
    """A unit by its name of today."""
    return unit_names([number]).get(number or 0, "")


@require_safe
def archive(request: HttpRequest, code: str) -> HttpResponse:
    """A personal archive over the years, in the views the reader may open."""
    person, account = get_object_or_404(Person, code=code), me(request)
    allow(may_see_person(account, person))
    views = views_for(account, person, keeping=keeps(account))
    allow("" if views else _("您的岗位看不到这份档案。"))
    asked = request.GET.get("view", "")
    view = asked if asked in views else views[0]
    content = sheet_of(person, view)
    sheet = told(content, sheet_seal(content))
    here = reverse("people:archive", args=[code])
    shown = {
        "title": _("%(name)s的业绩档案") % {"name": person.name},
        "lead": " · ".join(filter(None, (content["unit"], content["post"], str(VIEWS[view])))),
        "notices": [{"tone": "bad", "words": one} for one in content.get("blockers", ())]
        + [
            {"tone": "warn", "words": one}
            for one in (*content.get("flags", ()), *filter(None, [content.get("evidence")]))
        ],
        "tables": [
            Table(part.title, part.heads, [[Cell(one) for one in row] for row in sheet.parts[n].rows], _("没有。"))
            for n, part in enumerate(sheet.parts)
        ]
        or [Table(_("历次结果"), (), (), _("还没有结果和档案。结果公布后自动归入。"))],
        "facts": [(_("工号"), Cell(person.code)), *_integrity(content), ("SM3", Cell(sheet.sm3[:32] + "…"))],
        "offers": offers(files.SHEET_DEEDS, account, person) if "promotion" in views else [],
        "views": [{"words": VIEWS[one], "url": f"{here}?view={one}", "current": one == view} for one in views]
        if len(views) > 1
        else [],
        "view": view,
        "kinds": FORMS,
        "code": code,
        "tabs": room_tabs(request),
    }
    return render(request, "people/archive/person.html", shown)


def _integrity(content: dict[str, Any]) -> list[tuple[str, Cell]]:
    held = content.get("integrity")
    if held is None:
        return []
    return [
        (_("廉政档案"), Cell(_("有"), tag="green") if held["file"] else Cell(_("没有"), tag="amber")),
        (_("最近摘要"), Cell(held["summary"] or _("没有有效的摘要"))),
        (_("未了结"), Cell(_("；").join(held["blockers"]) or _("没有"))),
    ]


@require_safe
def archive_file(request: HttpRequest, code: str, view: str, kind: str) -> HttpResponse:
    """A view of an archive as a file; that it was taken is recorded with its hash."""
    person, account = get_object_or_404(Person, code=code), me(request)
    allow(may_see_person(account, person))
    if kind not in FORMS or view not in VIEWS:
        raise Http404
    allow("" if view in views_for(account, person, keeping=keeps(account)) else _("您的岗位看不到这种视图。"))
    content = sheet_of(person, view)
    sm3 = sheet_seal(content)
    write, media = FORMS[kind]
    made = write(told(content, sm3))
    export_archive(by=account, person=person, view=view, form=kind, sm3=sm3)
    answer = HttpResponse(made, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{view}.{kind}"'
    return answer


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry as it was sealed, with its copies and what corrects it."""
    held = get_object_or_404(ArchiveEntry.objects.select_related("person", "unit", "keeper", "corrects", "by"), pk=pk)
    allow(may_see_entry(me(request), held))
    later = getattr(held, "corrected_by", None)
    notices = [] if unaltered(held) else [{"tone": "bad", "words": _("内容与摘要值不符。")}]
    if held.state in ("withdrawn", "discarded"):
        notices.append({"tone": "warn", "words": f"{held.get_state_display()} {held.ended_on}：{held.reason}"})
    if later is not None:
        notices.append({"tone": "warn", "words": _("已有更正的条目，本条照旧保留。")})
    whose = held.person.name if held.person else unit_name(held.unit_id)
    linked = [(_("更正前"), held.corrects), (_("更正后"), later)]
    return thing_page(
        request,
        title=held.title,
        lead=f"{whose} · {held.get_holder_display()}",
        notices=notices,
        facts=[
            (_("状态"), tag(held)),
            (_("类别"), Cell(held.get_kind_display())),
            (_("时期"), Cell(held.period or "—")),
            (_("归档日期"), Cell(str(held.filed_on))),
            (_("保管单位"), Cell(unit_name(held.keeper_id) or "—")),
            (_("依据"), Cell(held.reference or "—")),
            *((head, Cell(one.title, reverse("people:archive_entry", args=[one.pk]))) for head, one in linked if one),
            ("SM3", Cell(held.sm3)),
        ],
        tables=[
            Table(
                _("内容"), (_("项目"), _("内容")), [[Cell(a), Cell(b)] for a, b in _lines(held.content)], _("没有。")
            ),
            Table(
                _("另一份"),
                (_("保管"), _("单位"), _("状态")),
                [
                    [
                        Cell(one.get_holder_display(), reverse("people:archive_entry", args=[one.pk])),
                        Cell(unit_name(one.keeper_id)),
                        tag(one),
                    ]
                    for one in copies_of(held)
                ],
                _("没有另一份。"),
            ),
        ],
        offers=offers(files.ARCHIVE_DEEDS, me(request), held),
        tabs=room_tabs(request),
    )


SAID = {
    "score": lazy("得分"), "grade": lazy("等次"), "period": lazy("时期"), "kind": lazy("考核"), "reference": lazy("依据"),
    "fixed_on": lazy("审定日期"), "fixed_by": lazy("审定机构"), "person": lazy("工号"), "year": lazy("年度"),
    "results": lazy("结果"), "words": lazy("内容"), "materials": lazy("材料"), "name": lazy("名称"), "rank": lazy("名次"),
    "item": lazy("项目"), "honour": lazy("荣誉"), "issuer": lazy("授予机关"), "number": lazy("文号"),
    "given_on": lazy("授予日期"), "to": lazy("授予"), "context": lazy("情形"), "day": lazy("日期"), "source": lazy("来源"),
    "place": lazy("地点"), "evidence": lazy("佐证"), "summary": lazy("个人总结"), "lines": lazy("月度和季度"),
    "standard": lazy("个人标准"), "evaluation": lazy("综合考评"), "team_score": lazy("班子得分"), "notes": lazy("访谈数"),
    "targets": lazy("个人目标"), "aim": lazy("目标值"), "result": lazy("完成值"), "done": lazy("完成"), "sm3": lazy("摘要值"),
}  # fmt: skip
"""What people call the words of a content."""


def _lines(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The content, a line each."""
    found = []
    for key, value in content.items():
        several = value if isinstance(value, list) else [value]
        found += [(str(SAID.get(key, key)), _flat(one)) for one in several] or [(str(SAID.get(key, key)), "—")]
    return found


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        parts = ((SAID.get(key, key), one) for key, one in value.items() if one not in ("", None))
        return "，".join(f"{name} {str(one)[:16] if name == SAID['sm3'] else one}" for name, one in parts)
    return "—" if value in ("", None) else str(value)


@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """A post with every version of its duties, and its targets of the year."""
    post = get_object_or_404(Post.objects.select_related("person", "unit"), pk=pk)
    account = me(request)
    own = post.person_id is not None and post.person_id == account.person_id
    allow("" if own or seen_duties(account).filter(pk=pk).exists() else _("您的岗位看不到这个岗位的职责。"))
    versions = PostDuty.objects.filter(post=post)
    year = today().year
    stated = ((_("职责"), post.duty), (_("责任"), post.accountability), (_("廉政要求"), post.integrity))
    return thing_page(
        request,
        title=post.title,
        lead=" · ".join(filter(None, (unit_name(post.unit_id), post.person.name if post.person else _("空缺")))),
        notices=[] if post.duty else [{"tone": "warn", "words": _("还没有书面职责，不能定目标。请先写职责。")}],
        facts=[(head, Cell(words or "—")) for head, words in stated],
        tables=[
            Table(
                _("%(year)s 年岗位目标") % {"year": year},
                (_("目标"), _("标准"), _("目标值"), _("所依职责"), _("办理")),
                [
                    [
                        Cell(one.name), Cell(one.standard), Cell(one.value), Cell(_("第 %(n)s 版") % {"n": one.duty.version}),
                        Cell("", does=offers(staff.DUTY_DEEDS, account, one)),
                    ]
                    for one in targets_of(post, year)
                ],
                _("还没有岗位目标。"),
            ),
            Table(
                _("职责沿革"),
                (_("版次"), _("自"), _("职责"), _("事由")),
                [[Cell(one.version), Cell(str(one.since)), Cell(one.duty), Cell(one.reason)] for one in versions],
                _("还没有写过。"),
            ),
        ],
        offers=offers(staff.DUTY_DEEDS, account, post),
        tabs=room_tabs(request),
    )  # fmt: skip


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
    keys = list(STEPS)
    now = keys.index(held.state) if held.state in keys else len(keys)
    shown = {
        "held": held,
        "title": _("%(unit)s %(quarter)s 考评") % {"unit": unit_name(held.unit_id), "quarter": held.quarter},
        "steps": [(words, number < now, number == now) for number, words in enumerate(STEPS.values())],
        "lines": [(one, not may.may_see_line(account, one), offers(staff.LINE_DEEDS, account, one)) for one in lines],
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
    there = {one.month: one for one in held.selfs.all()}
    months = [
        [
            Cell(one),
            Cell(there[one].words if one in there else _("还没有填")),
            score(there[one].score) if one in there else Cell(""),
        ]
        for one in months_of(held.round.quarter)
    ]
    checks = [[Cell(str(one.day)), Cell(one.words), Cell(one.points)] for one in held.checks.all()]
    back = Cell(held.round.quarter, reverse("people:staff_round", args=[held.round_id]))
    return thing_page(
        request,
        title=_("%(who)s %(quarter)s") % {"who": held.person, "quarter": held.round.quarter},
        lead=f"{unit_name(held.round.unit_id)} · {held.title}",
        notices=[],
        facts=[
            (_("季度考评"), back),
            (_("步骤"), tag(held.round)),
            (_("自评平均"), score(held.self_score)),
            (_("互评平均"), score(held.peer_score)),
            (_("领导评分"), score(held.leader_score)),
            (_("检查扣分"), Cell(held.deducted if held.deducted is not None else "—")),
            (_("季度得分"), score(held.score)),
            (_("等次"), Cell(held.grade or "—")),
            (_("领导点评"), Cell(held.leader_words or "—")),
        ],
        tables=[
            Table(_("每月自评"), (_("月份"), _("工作"), _("自评分")), months, ""),
            Table(_("平时检查"), (_("日期"), _("情况"), _("扣分")), checks, _("没有检查记录。")),
        ],
        offers=offers(staff.LINE_DEEDS, account, held),
        tabs=room_tabs(request),
    )


@require_safe
def annual_form(request: HttpRequest, pk: int) -> HttpResponse:
    """An annual form with the months and quarters it took over, locked."""
    held = get_object_or_404(AnnualForm.objects.select_related("person", "unit"), pk=pk)
    account = me(request)
    allow(may.may_see_annual(account, held))
    results = [one.result for one in held.lines.select_related("result", "result__corrected_by")]
    rows = [
        [
            Cell(one.period), Cell(one.get_every_display()), score(one.score), Cell(one.grade),
            Cell(_("已被更正"), tag="amber") if hasattr(one, "corrected_by") else Cell(_("锁定"), tag="slate"),
        ]
        for one in sorted(results, key=lambda one: (one.every, one.period))
    ]  # fmt: skip
    absent, bar = absent_periods(held), annual_bar(held.person, held.year)
    notices = [{"tone": "warn", "words": _("暂缺：%(what)s。") % {"what": _("、").join(absent)}}] if absent else []
    notices += [{"tone": "warn", "words": bar}] if bar and held.state != "filed" else []
    return thing_page(
        request,
        title=_("%(who)s %(year)s 年度考核表") % {"who": held.person, "year": held.year},
        lead=unit_name(held.unit_id),
        notices=notices,
        facts=[
            (_("状态"), tag(held)),
            (_("等次"), Cell(held.grade or "—")),
            (_("个人总结"), Cell(held.summary or "—")),
            (_("领导评鉴"), Cell(held.words or "—")),
        ],
        tables=[
            Table(_("月度和季度结果"), (_("时期"), _("周期"), _("得分"), _("等次"), _("状态")), rows, _("还没有结果。"))
        ],
        offers=offers(staff.ANNUAL_DEEDS, account, held),
        tabs=room_tabs(request),
    )
