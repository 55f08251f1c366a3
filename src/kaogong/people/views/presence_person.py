"""The attendance of one person, for those who keep the records: the months of the year, and the clicks of the last days."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account, Person, Post
from kaogong.org.queries import at, today
from kaogong.org.views.deeds import Table, thing_page
from kaogong.org.views.listing import Cell
from kaogong.people.guards.presence import may_see_records
from kaogong.people.queries.attendance_sheets import MARKED, Row, year_of
from kaogong.people.queries.bureaus import bureau_of, seen_bureaus
from kaogong.people.queries.presence import seen_records
from kaogong.people.states.presence import MARKS, SOURCES
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.views.pages import allowed, asker

DAYS = 31
HEADS = (
    _("月份"),
    _("应出勤"),
    _("完整"),
    *(gettext_lazy(MARKS[one]) for one in MARKED),
    _("请假"),
    _("出差"),
    _("扣分"),
)


@require_safe
def person(request: HttpRequest, code: str) -> HttpResponse:
    """The months and the last clicks of somebody (个人考勤结果)."""
    account = asker(request)
    allowed(may_see_records(account))
    one = get_object_or_404(Person, code=code)
    post = Post.objects.filter(at(today()), person=one).order_by("-main", "id").first()
    unit, seen = bureau_of(post.unit_id) if post else 0, seen_bureaus(account)
    allowed("" if seen is None or unit in seen else gettext("这个人不在您管理的单位。"))
    months = [_cells(month, row) for month, row in reversed(year_of(one.pk, unit, today().year))]
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(f"attendance-{one.code}", HEADS, months, request.GET["export"])
    tables = [
        Table(_("本年各月"), HEADS, [[Cell(each) for each in row] for row in months], _("还没有考勤。")),
        Table(_("近来打卡"), (_("日期"), _("上班"), _("下班"), _("来源")), _clicks(account, one), _("近来没有打卡。")),
    ]
    facts = [
        (_("工号"), Cell(one.code)), (_("岗位"), Cell(post.title if post else "—")),
        (_("导出"), Cell("xlsx", f"{request.path}?export=xlsx")),
    ]  # fmt: skip
    return thing_page(
        request,
        title=one.name,
        lead=gettext("个人考勤结果，计到昨天为止。"),
        facts=facts,
        tables=tables,
        tabs=room_tabs(request),
    )


def _clicks(account: Account, one: Person) -> list[list[Cell]]:
    held = seen_records(account).filter(person=one, day__gt=today() - dt.timedelta(days=DAYS))
    return [
        [Cell(str(each.day)), Cell(_time(each.arrived), small=_late(each.late)), Cell(_time(each.left), small=_early(each.early)),
         Cell(gettext(SOURCES[each.source]))]
        for each in held
    ]  # fmt: skip


def _cells(month: str, row: Row) -> list[object]:
    marks = [len(row.days[one]) for one in MARKED]
    return [month, row.workdays, row.complete, *marks, row.leave_days, row.trip, row.points]


def _time(at_: dt.time | None) -> str:
    return f"{at_:%H:%M}" if at_ else "—"


def _late(minutes: int | None) -> str:
    return gettext("迟到 %(n)s 分钟") % {"n": minutes} if minutes else ""


def _early(minutes: int | None) -> str:
    return gettext("早退 %(n)s 分钟") % {"n": minutes} if minutes else ""
