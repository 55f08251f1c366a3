"""Pages of a personal archive, its files, and an entry."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kaogong.org.models import Person
from kaogong.org.queries import unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, allow, me
from kaogong.people.actions.archive import export_archive
from kaogong.people.guards.archive import may_see_entry, may_see_person
from kaogong.people.models import ArchiveEntry
from kaogong.people.queries.archive import copies_of, unaltered
from kaogong.people.queries.archive_sheet import VIEWS, sealed_sheet, sheet_of, views_for
from kaogong.people.queries.archive_sight import keeps
from kaogong.people.reports import archive_docx, archive_pdf
from kaogong.people.reports.archive_told import Sheet, told
from kaogong.people.views import archive_file_deeds as files
from kaogong.people.views.archive_rows import tag
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
    content, (_same, sm3) = sheet_of(person, view), sealed_sheet(person, view)
    sheet = told(content, sm3)
    shown = {
        "title": _("%(name)s的业绩档案") % {"name": person.name},
        "lead": " · ".join(filter(None, (content["unit"], content["post"], str(VIEWS[view])))),
        "notices": _told(content),
        "tables": _parts(sheet),
        "facts": [(_("工号"), Cell(person.code)), *_integrity(content), ("SM3", Cell(sheet.sm3[:20] + "…"))],
        "offers": offers(files.SHEET_DEEDS, account, person) if "promotion" in views else [],
        "views": _views(code, views, view),
        "view": view,
        "kinds": FORMS,
        "code": code,
        "tabs": room_tabs(request),
    }
    return render(request, "people/archive/person.html", shown)


def _told(content: dict[str, Any]) -> list[dict[str, str]]:
    """What stands in the way in red, what is to be seen in amber."""
    amber = (*content.get("flags", ()), *filter(None, [content.get("evidence")]))
    red = [{"tone": "bad", "words": one} for one in content.get("blockers", ())]
    return red + [{"tone": "warn", "words": one} for one in amber]


def _parts(sheet: Sheet) -> list[Table]:
    none = [Table(_("历次结果"), (), (), _("还没有结果和档案。结果公布后自动归入。"))]
    rows = [(part, [[Cell(one) for one in row] for row in part.rows]) for part in sheet.parts]
    return [Table(part.title, part.heads, cells, _("没有。")) for part, cells in rows] or none


def _views(code: str, views: list[str], view: str) -> list[dict[str, Any]]:
    """The views to choose from, where there is a choice."""
    here = reverse("people:archive", args=[code])
    several = [{"words": VIEWS[one], "url": f"{here}?view={one}", "current": one == view} for one in views]
    return several if len(views) > 1 else []


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
    content, sm3 = sealed_sheet(person, view)
    write, media = FORMS[kind]
    with override(settings.LANGUAGE_CODE):  # a document of the house, whoever takes it
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
    whose = held.person.name if held.person else unit_name(held.unit_id)
    return thing_page(
        request,
        title=held.title,
        lead=f"{whose} · {held.get_holder_display()}",
        notices=_entry_told(held),
        facts=_entry_facts(held),
        tables=_entry_tables(held),
        offers=offers(files.ARCHIVE_DEEDS, me(request), held),
        tabs=room_tabs(request),
    )


def _entry_told(held: ArchiveEntry) -> list[dict[str, str]]:
    notices = [] if unaltered(held) else [{"tone": "bad", "words": _("内容与摘要值不符。")}]
    if held.state in ("withdrawn", "discarded"):
        notices.append({"tone": "warn", "words": f"{held.get_state_display()} {held.ended_on}{_('：')}{held.reason}"})
    if hasattr(held, "corrected_by"):
        notices.append({"tone": "warn", "words": _("已有更正的条目，本条照旧保留。")})
    return notices


def _entry_facts(held: ArchiveEntry) -> list[tuple[str, Cell]]:
    linked = [(_("更正前"), held.corrects), (_("更正后"), getattr(held, "corrected_by", None))]
    return [
        (_("状态"), tag(held)),
        (_("类别"), Cell(held.get_kind_display())),
        (_("时期"), Cell(held.period or "—")),
        (_("归档日期"), Cell(str(held.filed_on))),
        (_("保管单位"), Cell(unit_name(held.keeper_id) or "—")),
        (_("依据"), Cell(held.reference or "—")),
        *((head, Cell(one.title, reverse("people:archive_entry", args=[one.pk]))) for head, one in linked if one),
        ("SM3", Cell(held.sm3)),
    ]


def _entry_tables(held: ArchiveEntry) -> list[Table]:
    copies = [
        [
            Cell(one.get_holder_display(), reverse("people:archive_entry", args=[one.pk])),
            Cell(unit_name(one.keeper_id)),
            tag(one),
        ]
        for one in copies_of(held)
    ]
    said = [[Cell(head), Cell(words)] for head, words in _lines(held.content)]
    return [
        Table(_("内容"), (_("项目"), _("内容")), said, _("没有。")),
        Table(_("另一份"), (_("保管"), _("单位"), _("状态")), copies, _("没有另一份。")),
    ]


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
        return _("，").join(f"{name} {str(one)[:16] if name == SAID['sm3'] else one}" for name, one in parts)
    return "—" if value in ("", None) else str(value)
