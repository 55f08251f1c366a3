"""The payment sheet of a run as a workbook: who is paid, who is not or later, and the sums with their check."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kaogong.audit.reports.workbook import XLSX, workbook
from kaogong.org.queries import unit_names
from kaogong.people.models.pay import PayLine, PayRun
from kaogong.people.queries.pay import totals, weights_of, working
from kaogong.people.states.pay import DUE

NOT_PAID = ("deferred", "withheld", "removed", "excluded", "open")


def _rows(run: PayRun, states: tuple[str, ...], names: dict[int, str]) -> Iterator[list[object]]:
    held = run.lines.filter(state__in=states).select_related("person", "klass", "run__rule").order_by("person__code")
    weights = weights_of(run)
    for place, one in enumerate(held, 1):
        yield [place, *_line(one, names, weights)]


def _line(one: PayLine, names: dict[int, str], weights: Fraction) -> list[object]:
    return [
        one.person.code, one.person.name, names.get(one.unit_id or 0, ""), one.klass.name if one.klass else "",
        working(one, weights), "" if one.amount is None else f"{one.amount}", one.get_state_display(), one.reason,
    ]  # fmt: skip


def _sums(run: PayRun) -> Iterator[list[object]]:
    found = totals(run)
    for words, amount in (
        (_("应发"), found.paid), (_("暂缓发放"), found.deferred), (_("不予发放"), found.withheld),
        (_("审核核减"), found.cut), (_("留在总额的余数"), found.rest), (_("合计"), found.sum),
    ):  # fmt: skip
        yield [words, f"{amount}"]
    if run.pool is not None:
        yield [_("总额"), f"{run.pool}"]
        yield [_("总额减合计"), f"{found.gap}"]
    yield [_("发放办法"), run.rule.title]
    yield [_("发放形式"), run.rule.form]
    yield [_("余数归属"), str(run.rule.get_remainder_display())]
    yield [_("状态"), str(run.get_state_display())]
    yield ["SM3", run.sm3]


def book(run: PayRun) -> bytes:
    """Three sheets: to be paid, not paid or later, sums."""
    units = {one for one in run.lines.values_list("unit_id", flat=True) if one}
    names = unit_names(units)
    heads = [_("序号"), _("工号"), _("姓名"), _("单位"), _("类别"), _("算法"), _("金额（元）"), _("状态"), _("理由")]
    return workbook([
        (_("发放表"), heads, _rows(run, DUE, names)),
        (_("不发、暂缓和核减"), heads, _rows(run, NOT_PAID, names)),
        (_("合计"), [_("项目"), _("金额（元）")], _sums(run)),
    ])  # fmt: skip


def sheet(run: PayRun) -> HttpResponse:
    """The workbook, to be kept."""
    found = HttpResponse(book(run), content_type=XLSX)
    found["Content-Disposition"] = f'attachment; filename="{run.number}.xlsx"'
    return found
