"""Watching those who appraise: findings, sessions followed, sanctions, transactions; draws, points, standards, recusals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.guards import (
    may_see_finding,
    may_see_oversight,
    may_see_register,
)
from kaogong.org.models import Checklist, Finding, Watch
from kaogong.org.queries import seen, ticked, unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.deeds.oversight import DEEDS
from kaogong.org.views.deeds.people import SUPERVISOR_DEEDS
from kaogong.org.views.listing import Cell, allow, me, watch_tabs

TONES = {"recorded": "yellow", "confirmed": "red", "transferred": "slate", "disposed": "green"}


@require_safe
def watch_page(request: HttpRequest, number: int) -> HttpResponse:
    """One session followed: every sheet with every act on it, and what was found."""
    allow(may_see_oversight(me(request)))
    one = get_object_or_404(Watch, pk=number)
    return thing_page(
        request,
        title=one.title,
        lead=gettext("%(mode)s，%(state)s") % {"mode": one.get_mode_display(), "state": one.get_state_display()},
        facts=[
            (_("单位"), Cell(unit_names([one.unit_id]).get(one.unit_id, ""))),
            (_("开始日期"), Cell(str(one.opened_on))),
            (_("结束日期"), Cell(str(one.closed_on or "—"))),
            (_("跟踪的考核表"), Cell(len(one.subjects))),
        ],
        tables=_followed(one),
        offers=offers(DEEDS, me(request), one),
        tabs=watch_tabs(request),
    )


def _followed(one: Watch) -> list[Table]:
    acts = [
        [Cell(subject), Cell(event.verb), Cell(event.actor or "—"), Cell(f"{event.at:%Y-%m-%d %H:%M}")]
        for subject, events in seen(one).items()
        for event in events
    ]
    written = [
        [
            Cell(each.words, reverse("org:finding", args=[each.pk])),
            Cell(each.get_state_display(), tag=TONES[each.state]),
        ]
        for each in one.findings.order_by("id")
    ]
    heads = (_("考核表"), _("行为"), _("操作人"), _("时间"))
    return [
        Table(_("监督意见"), (_("意见"), _("状态")), written, _("还没有书面意见。写下至少一条，才能结束。")),
        Table(_("考核表上的操作"), heads, acts, _("还没有人在这些考核表上操作。")),
    ]


@require_safe
def finding_page(request: HttpRequest, number: int) -> HttpResponse:
    """One finding: on whom, where it lies, how it was disposed of."""
    one = get_object_or_404(Finding.objects.select_related("person", "watch"), pk=number)
    allow(may_see_finding(me(request), one))
    names = unit_names([each for each in (one.unit_id, one.finder_id, one.owner_id) if each])
    points = "—" if one.points is None else f"{one.points:f}"
    return thing_page(
        request,
        title=_("监督发现"),
        lead=one.get_state_display(),
        facts=[
            (_("发现"), Cell(one.words)),
            (_("事项"), Cell(one.matter or "—")),
            (_("发现日期"), Cell(str(one.found_on))),
            (_("涉及单位"), Cell(names.get(one.unit_id or 0, "—"))),
            (_("考核人"), Cell(one.person.name if one.person else "—")),
            (_("违规"), Cell(one.get_offence_display() or "—")),
            (_("扣分"), Cell(points)),
            (_("发现单位"), Cell(names.get(one.finder_id or 0, "—"))),
            (_("处理单位"), Cell(names.get(one.owner_id or 0, "—"))),
            (_("处理结果"), Cell(one.disposal or "—")),
        ],
        offers=offers(DEEDS, me(request), one),
        tabs=watch_tabs(request),
    )


@require_safe
def checklist_page(request: HttpRequest, number: int) -> HttpResponse:
    """One list of standards: which unit meets it, and what the others still lack (QH-40)."""
    allow(may_see_register(me(request)))
    one = get_object_or_404(Checklist, pk=number)
    found = ticked(one)
    names = unit_names(found)
    comma = gettext("、")
    rows = [
        [
            Cell(names.get(unit, "")),
            Cell(_("未达标"), tag="red") if missing else Cell(_("达标"), tag="green"),
            Cell(f"{len(has)} / {len(one.items)}"),
            Cell(comma.join(missing) or "—"),
        ]
        for unit, (has, missing) in found.items()
    ]
    return thing_page(
        request,
        title=one.name,
        lead=gettext("共 %(number)s 项。") % {"number": len(one.items)},
        facts=[(number, Cell(item)) for number, item in enumerate(one.items, 1)],
        tables=[
            Table(
                _("各单位达标情况"), (_("单位"), _("结论"), _("已有项"), _("还缺")), rows, _("还没有单位登记达标项。")
            )
        ],
        offers=offers(SUPERVISOR_DEEDS, me(request), one),
        tabs=watch_tabs(request),
    )
