"""The monthly circulation of attendance as an editable document. It says what was frozen, not what holds today."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.reports.paper import Paper
from kaogong.core.scheme.period import Period
from kaogong.org.queries import unit_names
from kaogong.people.models import AttendanceSheet
from kaogong.people.queries.attendance_sheets import summed


@override(settings.LANGUAGE_CODE)
def write(sheet: AttendanceSheet) -> bytes:
    """The document."""
    when = Period.parse(sheet.month).first
    name = unit_names([sheet.unit_id], when).get(sheet.unit_id, sheet.unit.code)
    made = Paper(_("%(name)s%(y)s年%(m)s月考勤通报") % {"name": name, "y": when.year, "m": when.month})
    told = summed(sheet.content)
    made.text([
        _("本月应出勤 %(people)s 人。迟到 %(late)s 人次，早退 %(early)s 人次，缺勤 %(absent)s 人次，缺一次打卡 %(incomplete)s 人次；"
          "请假 %(leave)s 人天，出差 %(trip)s 人天。") % told,
        _("按考勤管理办法，共性指标合计扣 %(points)s 分，明细如下。没有扣分的不列。") % told,
    ])  # fmt: skip
    heads = [_("姓名"), _("迟到"), _("早退"), _("缺卡"), _("缺勤"), _("请假"), _("扣分")]
    made.table(heads, [_row(one) for one in sheet.content["rows"] if one["points"] or one["leave"]])
    return made.sealed(sheet.sm3 if sheet.state == "issued" else "")


def _row(one: dict[str, object]) -> list[str]:
    numbers = [len(one[key]) for key in ("late", "early", "incomplete", "absent")]  # type: ignore[arg-type]
    leave: dict[str, int] = one["leave"]  # type: ignore[assignment]
    return [str(one["name"]), *map(str, numbers), str(sum(leave.values())), str(one["points"])]
