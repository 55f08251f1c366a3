"""A workbook of authoritative figures as it comes in: every fault by cell, nothing taken half."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from kaogong.audit.queries import Unfit, kind_of
from kaogong.core.scheme.numbers import number_of
from kaogong.core.scheme.period import Period
from kaogong.org.models import Unit
from kaogong.org.models.labels import in_every_language
from kaogong.org.queries import Fault
from kaogong.plan.models import Cycle, Indicator, Target
from kaogong.plan.queries.figures import exact, places_of

HEADS = INDICATOR, UNIT, PERIOD, VALUE = (
    gettext_noop("指标"),
    gettext_noop("单位编码"),
    gettext_noop("时期"),
    gettext_noop("数值"),
)
"""Read in any language."""
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the workbook."""

    row: int
    indicator: Indicator
    unit: Unit
    period: str
    value: Decimal


@dataclass(slots=True)
class FeedIntake:
    """What a workbook holds."""

    figures: list[Figure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_feed(path: Path, cycle: Cycle, authority: Unit) -> FeedIntake:
    """Read a workbook of figures for which one authority answers. Every fault is told, not the first alone.

    Raises:
        Unfit: it is no workbook that can be read, or has not the columns.
    """
    name, lines = _pushed(path) or _sheet(path)
    heads = [str(one).strip() for one in lines[0]] if lines else []
    places = {one: heads.index(called) for one in HEADS for called in in_every_language(one) & {*heads}}
    lacking = [_(one) for one in HEADS if one not in places]
    if lacking:
        raise Unfit(_("缺少这些列：%(heads)s。请用模板填写。") % {"heads": _("、").join(lacking)})
    if len(lines) > MOST_ROWS:
        raise Unfit(_("超过 %(most)s 行。请分次导入。") % {"most": MOST_ROWS})
    reader = _Reader(name, places, cycle, authority)
    for number, line in enumerate(lines[1:], 2):
        if any(str(one).strip() for one in line):
            reader.take(number, line)
    if not reader.found.figures and not reader.found.faults:
        raise Unfit(_("表格里没有数据行。请填写后再传。"))
    return reader.found


def _pushed(path: Path) -> tuple[str, list[list[Any]]] | None:
    """Figures another system pushed: sealed as lines under our own heads; None: it is something else."""
    with path.open("rb") as file:
        if file.readline() != (",".join(HEADS) + "\n").encode():
            return None
    with path.open(encoding="utf-8", newline="") as text:
        return _("推送"), list(csv.reader(text))


def _sheet(path: Path) -> tuple[str, list[list[Any]]]:
    kind = kind_of(path, path.stat().st_size)
    if kind.label != "xlsx":
        raise Unfit(_("这里只收 xlsx 表格，传来的是 %(label)s。请用模板填写。") % {"label": kind.label})
    try:
        book = CalamineWorkbook.from_path(path)
        return book.sheet_names[0], book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Unfit(_("表格打不开，可能已损坏。请重新导出后再传。")) from error


class _Reader:
    """Rows held against what there is."""

    def __init__(self, sheet: str, places: dict[str, int], cycle: Cycle, authority: Unit) -> None:
        self.sheet, self.places, self.cycle, self.authority = sheet, places, cycle, authority
        self.found = FeedIntake()
        self.indicators = {one.name: one for one in Indicator.objects.filter(cycle=cycle, state="settled")}
        self.units = {one.code: one for one in Unit.objects.all()}
        self.wanted = set(Target.objects.filter(cycle=cycle).values_list("indicator_id", "unit_id"))
        self.first: dict[tuple[int, int, str], int] = {}

    def take(self, number: int, line: Sequence[object]) -> None:
        """One row: its figure, or its faults."""
        told = len(self.found.faults)
        indicator = self._indicator(number, self._words(line, INDICATOR))
        unit = self._unit(number, self._words(line, UNIT), indicator)
        period = self._period(number, self._words(line, PERIOD))
        value = self._value(number, line[self.places[VALUE]], indicator)
        if len(self.found.faults) > told or indicator is None or unit is None or value is None:
            return
        key = (indicator.pk, unit.pk, period)
        if key in self.first:
            words = _("与第 %(row)s 行是同一项指标、单位和时期。请只留一行。")
            self._fault(number, INDICATOR, words % {"row": self.first[key]})
            return
        self.first[key] = number
        self.found.figures.append(Figure(number, indicator, unit, period, value))

    def _words(self, line: Sequence[object], head: str) -> str:
        given = line[self.places[head]]
        return f"{given:.0f}" if isinstance(given, float) and given.is_integer() else str(given).strip()

    def _fault(self, number: int, head: str, words: str) -> None:
        self.found.faults.append(Fault(self.sheet, number, f"{xl_col_to_name(self.places[head])}{number}", words))

    def _indicator(self, number: int, name: str) -> Indicator | None:
        found = self.indicators.get(name)
        if found is None:
            words = _("没有名为“%(name)s”的指标。请照指标全称填写。")
            self._fault(number, INDICATOR, words % {"name": name})
        elif found.authority_id != self.authority.pk:
            words = _("“%(name)s”的数据责任部门不是本部门，不收。请删去这一行。")
            self._fault(number, INDICATOR, words % {"name": name})
        return found

    def _unit(self, number: int, code: str, indicator: Indicator | None) -> Unit | None:
        found = self.units.get(code)
        if found is None:
            self._fault(number, UNIT, _("没有编码为“%(code)s”的单位。请核对。") % {"code": code})
        elif indicator is not None and (indicator.pk, found.pk) not in self.wanted:
            words = _("单位“%(code)s”没有“%(name)s”这项目标。请核对，或删去这一行。")
            self._fault(number, UNIT, words % {"code": code, "name": indicator.name})
        return found

    def _period(self, number: int, text: str) -> str:
        try:
            found = Period.parse(text)
        except ValueError:
            words = _("“%(text)s”不是时期。请写成 2026、2026-Q3 或 2026-09。")
            self._fault(number, PERIOD, words % {"text": text})
            return ""
        if not self.cycle.since <= found.last <= self.cycle.until:
            words = _("%(text)s 不在本考核周期内。请核对年份。")
            self._fault(number, PERIOD, words % {"text": text})
        return str(found)

    def _value(self, number: int, given: object, indicator: Indicator | None) -> Decimal | None:
        text = self._plain(given)
        if not text:
            self._fault(number, VALUE, _("数值是空的。没有的数请删去这一行，不要填 0。"))
            return None
        found = number_of(text)
        if found is None or "/" in text or "%" in text:
            words = _("写作“%(text)s”。这里只收数字，请改成数字，或删去这一行。")
            self._fault(number, VALUE, words % {"text": text})
            return None
        value = exact(found)
        if indicator is not None and places_of(value) > indicator.places:
            words = _("“%(text)s”有 %(n)s 位小数，“%(name)s”留 %(places)s 位。请改为 %(places)s 位。")
            told = {"text": text, "n": places_of(value), "name": indicator.name, "places": indicator.places}
            self._fault(number, VALUE, words % told)
        return value

    @staticmethod
    def _plain(given: object) -> str:
        return f"{given:.0f}" if isinstance(given, float) and given.is_integer() else str(given).strip()
