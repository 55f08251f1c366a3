"""Targets as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from kaogong.plan.models import Target
from kaogong.plan.queries import names_of


def workbook(targets: Iterable[Target]) -> bytes:
    """One row a target. Everything is written as text, so that nothing is taken for a formula and no digit is lost."""
    some = list(targets)
    names = names_of({one.unit_id for one in some})
    out = io.BytesIO()
    heads = (_("指标"), _("单位"), _("责任人"), _("时期"), _("目标值"), _("计量单位"), _("分值"), _("状态"), _("版次"))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("目标分解"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 30)
        for column, words in enumerate(heads):
            sheet.write_string(0, column, words)
        for row, one in enumerate(some, 1):
            cells = (
                one.indicator.name,
                names.get(one.unit_id, one.unit.code),
                one.person.name if one.person else "",
                one.period,
                "" if one.value is None else f"{one.value:f}",
                one.indicator.unit,
                "" if one.points is None else f"{one.points:f}",
                one.get_state_display(),
                str(one.version),
            )
            for column, words in enumerate(cells):
                sheet.write_string(row, column, words)
    return out.getvalue()
