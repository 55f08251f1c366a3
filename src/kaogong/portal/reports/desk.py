"""The desk as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from kaogong.portal.queries.desk import Section


def workbook(sections: Iterable[Section]) -> bytes:
    """One row a piece of work. Everything is written as text, so that nothing is taken for a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("等我办理"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 2, 44)
        heads = (_("阶段"), _("事项"), _("说明"), _("期限"), _("还剩"))
        for column, words in enumerate(heads):
            sheet.write_string(0, column, words)
        row = 0
        for section in sections:
            for line in section.lines:
                row += 1
                one = line.waiting
                due = f"{line.day} {line.hour}".strip() if line.day else ""
                for column, words in enumerate((str(section.words), one.title, one.about, due, line.words)):
                    sheet.write_string(row, column, words)
    return out.getvalue()
