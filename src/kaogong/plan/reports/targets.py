"""Targets as a workbook."""

from __future__ import annotations

import io

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaogong.plan.models import Target
from kaogong.plan.queries import names_of
from kaogong.plan.states import TARGET_NAMES

SHOWN = (
    "indicator__name",
    "unit_id",
    "unit__code",
    "person__name",
    "period",
    "value",
    "indicator__unit",
    "points",
    "state",
    "version",
)


def workbook(targets: QuerySet[Target]) -> bytes:
    """One row a target. Everything is written as text, so that nothing is taken for a formula and no digit is lost."""
    some = list(targets.values_list(*SHOWN))
    names = names_of({unit for _name, unit, *_rest in some})
    states = {key: _(words) for key, words in TARGET_NAMES.items()}
    out = io.BytesIO()
    heads = (_("指标"), _("单位"), _("责任人"), _("时期"), _("目标值"), _("计量单位"), _("分值"), _("状态"), _("版次"))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("目标分解"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 30)
        for column, words in enumerate(heads):
            sheet.write_string(0, column, words)
        for row, (indicator, unit, code, person, period, value, counted, points, state, version) in enumerate(some, 1):
            cells = (
                indicator,
                names.get(unit, code),
                person or "",
                period,
                "" if value is None else f"{value:f}",
                counted,
                "" if points is None else f"{points:f}",
                states.get(state, state),
                str(version),
            )
            for column, words in enumerate(cells):
                sheet.write_string(row, column, words)
    return out.getvalue()
