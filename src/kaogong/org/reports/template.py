"""The workbook into which units and people are written, made from the table of its columns."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaogong.audit.reports.workbook import workbook
from kaogong.org.queries import COLUMNS


def template() -> bytes:
    """Two empty sheets, and one that says how each column is filled in."""
    heads = (_("工作表"), _("列"), _("是否必填"), _("怎样填"))
    sheets = [(_(name), [one.called for one in columns], ()) for name, columns in COLUMNS.items()]
    return workbook([*sheets, (_("填写说明"), heads, list(_told()))])


def _told() -> Iterator[tuple[str, str, str, str]]:
    for name, columns in COLUMNS.items():
        for one in columns:
            how = _("最多 %(most)s 字") % {"most": one.longest}
            if one.choices is not None:
                how = _("从中选一个：%(choices)s") % {"choices": _("、").join(one.offered)}
            elif one.date:
                how = _("写成 2026-01-31 这样的日期")
            yield _(name), one.called, _("必填") if one.needed else _("选填"), how
