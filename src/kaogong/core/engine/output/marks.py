"""The sheet of marks: one row a subject and period, one column an item, full marks above."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from kaogong.core.engine.output.paper import LINE, Paper, lines, places, wide
from kaogong.core.engine.output.published import Frame, decimal
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item

HEAD = (
    Text("名次", "Place"),
    Text("对象", "Subject"),
    Text("编号", "Id"),
    Text("类别", "Class"),
    Text("时期", "Period"),
)
EVERY = {
    "month": Text("月", "month"),
    "quarter": Text("季", "quarter"),
    "half": Text("半年", "half-year"),
    "year": Text("年", "year"),
}
TOTAL = Text("总分", "Total")
GRADE = Text("等次", "Grade")
FULL = Text("满分或权重", "Full marks or weight")
NARROW, BROAD = (7, 12, 8, 8, 9), (7, 34, 20, 22, 10)
"""Least and greatest width of place, subject, id, class and period."""
MARK = 11
"""Width of a column of marks."""
TALL = 6
"""Lines of a heading at most."""


class Marks:
    """One frame, ready to be written."""

    def __init__(self, paper: Paper, frame: Frame) -> None:
        self.paper = paper
        self.frame = frame
        results = [one for one in frame.results if one != "rank"]
        self.keys = [*(["total"] if frame.totalled else []), *results]
        self.rows = sorted(frame.rows(), key=self._order)
        self.cells = [self._cells(row) for row in self.rows]
        self.heads = [one.say(paper.lang) for one in HEAD] + [self._head(key) for key in self.keys]
        self.first = len(self.heads)
        self.heads += [one.name.say(paper.lang) for one in frame.items]

    def write(self) -> None:
        """Write the sheet."""
        frame, paper = self.frame, self.paper
        title, every = frame.title.say(paper.lang), EVERY[frame.key[1]].say(paper.lang)
        widths = self._widths()
        sheet = paper.sheet(title if frame.totalled else f"{title} {every}", widths)
        sheet.set_row(0, 26)
        sheet.write_string(
            0, 0, f"{title}（{every}）" if paper.lang == "zh" else f"{title} ({every})", paper.styles.title
        )
        high = max(lines(head, width + 2) for head, width in zip(self.heads, widths, strict=True))
        sheet.set_row(1, LINE * min(TALL, high) + 6)
        for at, head in enumerate(self.heads):
            strong = at >= self.first and bool(frame.items[at - self.first].items)
            sheet.write_string(1, at, head, paper.styles.heading if strong else paper.styles.head)
        sheet.set_row(2, LINE + 4)
        for at in range(len(self.heads)):
            self._full(sheet, at)
        self._rows(sheet)
        last, right = max(2 + len(self.rows), 3), len(self.heads) - 1
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(1, 2)
        sheet.repeat_columns(0, 1)
        sheet.autofilter(2, 0, last, right)
        sheet.print_area(0, 0, last, right)

    def _order(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """By period, class and place; without a place last."""
        rank = row.get("rank") if "rank" in self.frame.results else None
        return (row["period"], row["class"] or "", rank is None, rank or 0, row["subject"])

    def _cells(self, row: dict[str, Any]) -> list[Any]:
        """The values of a row."""
        of_class = self.frame.class_name(row["class"]).say(self.paper.lang)
        known = [row.get("rank"), row["name"] or row["subject"], row["subject"], of_class, row["period"]]
        values = [*known, *(row[key] for key in self.keys), *(row[item.id] for item in self.frame.items)]
        return [decimal(value) if isinstance(value, Fraction) else value for value in values]

    def _head(self, key: str) -> str:
        """Total, place or grade; of a further table with what it goes by."""
        lang = self.paper.lang
        if key == "total":
            return TOTAL.say(lang)
        kind, _, scheme = key.partition(".")
        word = (HEAD[0] if kind == "rank" else GRADE).say(lang)
        return f"{word} {self._by(scheme).say(lang)}" if scheme else word

    def _by(self, scheme: str) -> Text:
        """What a table of places goes by first, where that is an item or a fact; else its id."""
        book = self.frame.rulebook
        order = next((one.order[0].text for one in book.ranks if one.id == scheme and one.order), "")
        known = {item.id: item.name for item in self.frame.items} | {one.id: one.name for one in book.facts.values()}
        return known.get(order, Text.same(scheme))

    def _widths(self) -> list[int]:
        found = []
        for at, (least, most) in enumerate(zip(NARROW, BROAD, strict=True)):
            longest = max((wide(row[at]) for row in self.cells if isinstance(row[at], str)), default=0)
            found.append(min(most, max(least, longest + 4)))
        return found + [MARK] * (len(self.heads) - len(found))

    def _full(self, sheet: Worksheet, at: int) -> None:
        """Full marks or weight over a column."""
        item = self.frame.items[at - self.first] if at >= self.first else None
        sheet.write_string(2, at, FULL.say(self.paper.lang) if at == 1 else worth(item), self.paper.styles.full)

    def _rows(self, sheet: Worksheet) -> None:
        shown = [places(column) for column in zip(*self.cells, strict=True)]
        for number, (row, values) in enumerate(zip(self.rows, self.cells, strict=True), 3):
            lacking = self._lacking(row)
            for at, value in enumerate(values):
                self.paper.cell(sheet, number, at, value, shown[at], lacking=at in lacking)

    def _lacking(self, row: dict[str, Any]) -> Sequence[int]:
        """The columns in which a row lacks what it should have: items without a score, and what is made of them."""
        missing = set(row["missing"])
        if not missing:
            return ()
        items = enumerate(self.frame.items, self.first)
        found = [at for at, item in items if item.items or item.id in missing]
        return [*found, *([len(HEAD)] if self.frame.totalled else [])]


def worth(item: Item | None) -> str:
    """Full marks or weight of an item."""
    if item is not None and item.full is not None:
        return f"{decimal(item.full):f}"
    if item is not None and item.weight is not None:
        return f"{decimal(item.weight * 100):f}%"
    return ""
