"""The results workbook: a summary, one sheet a frame, what is missing, what follows. Ready to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.output.published import Frame, decimal
from kaogong.core.engine.output.styles import Styles
from kaogong.core.engine.output.summary import Line
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Item, Rulebook

MOST_ROWS = 1_048_000
"""Rows a sheet of a workbook can hold."""
SUMMARY = Text("汇总", "Summary")
MISSING = Text("未得分", "Missing")
FOLLOWS = Text("后果与奖励", "Consequences")
EVERY = {
    "month": Text("月", "month"),
    "quarter": Text("季", "quarter"),
    "half": Text("半年", "half-year"),
    "year": Text("年", "year"),
}
HEAD = (
    Text("名次", "Place"),
    Text("对象", "Subject"),
    Text("编号", "Id"),
    Text("类别", "Class"),
    Text("时期", "Period"),
)
COLUMNS = (
    Text("考核表", "Sheet"),
    Text("时期", "Period"),
    Text("对象数", "Subjects"),
    Text("得分数", "Scored"),
    Text("未得分", "Missing"),
    Text("最高", "Best"),
    Text("平均", "Mean"),
    Text("最低", "Worst"),
    Text("等次", "Grades"),
    Text("后果", "Consequences"),
)
TOTAL = Text("总分", "Total")
GRADE = Text("等次", "Grade")
FULL = Text("满分", "Full marks")


def write_workbook(bundle: Bundle, frames: Sequence[Frame], lines: Sequence[Line], path: Path, lang: Lang) -> None:
    """Write the workbook.

    Args:
        bundle: the result.
        frames: its frames; those with more rows than a sheet holds are only named in the summary.
        lines: its summary.
        path: the file to write.
        lang: language of headings; names are in the language of the rulebook where it has only one.
    """
    fitting = [one for one in frames if bundle.frames[one.key]["rows"] <= MOST_ROWS]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        writer = _Writer(book, bundle, lang)
        writer.summary(lines, [one for one in frames if one not in fitting])
        for frame in fitting:
            writer.frame(frame)
        writer.missing(fitting)
        writer.follows(fitting)


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, bundle: Bundle, lang: Lang) -> None:
        self.book = book
        self.bundle = bundle
        self.rulebook: Rulebook = bundle.rulebook()
        self.lang: Lang = lang
        self.styles = Styles(book)
        self.used: set[str] = set()
        book.set_properties({"title": self.rulebook.title.say(lang), "subject": bundle.fingerprint})

    def sheet(self, title: str, *, landscape: bool = False) -> Worksheet:
        """A new sheet, set up for printing on A4."""
        name = base = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "-"
        number = 1
        while name.lower() in self.used:
            number += 1
            name = f"{base}{number}"
        self.used.add(name.lower())
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins("0.5", "0.5", "0.7", "0.7")
        sheet.set_header(f"&L{self.rulebook.title.say(self.lang).replace('&', '&&')}&R&A")
        sheet.set_footer(f"&L{self.bundle.fingerprint[:16]}&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def table(self, sheet: Worksheet, top: int, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """A plain table with its headings; gives the row after it. Wide words stretch their column."""
        for at, head in enumerate(heads):
            sheet.write_string(top, at, head, self.styles.head)
        after = top + 1
        for row in rows:
            for at, value in enumerate(row):
                self.cell(sheet, after, at, value)
            after += 1
        return after

    def cell(self, sheet: Worksheet, row: int, at: int, value: Any, places: int = 2) -> None:
        """One cell: exact decimals as numbers, words as words, nothing as a dash."""
        if value is None:
            sheet.write_string(row, at, "—", self.styles.missing)
        elif isinstance(value, str):
            sheet.write_string(row, at, value, self.styles.word)
        else:
            sheet.write_number(row, at, value, self.styles.number(value, places))

    # --- sheets ---------------------------------------------------------------------------------------

    def summary(self, lines: Sequence[Line], left_out: Sequence[Frame]) -> None:
        """Which rulebook, which facts, and what came out."""
        sheet = self.sheet(SUMMARY.say(self.lang))
        book, said = self.rulebook, self.bundle.manifest
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 7, 12)
        sheet.set_column(8, 9, 36)
        sheet.merge_range(0, 0, 0, 9, book.title.say(self.lang), self.styles.title)
        about = [
            (Text("版本", "Edition"), f"{book.id} {book.edition}"),
            (Text("制定机关", "Issuer"), book.issuer.say(self.lang) if book.issuer else ""),
            (Text("时期", "Period"), said["trial"]["period"] or Text("全部", "all").say(self.lang)),
            (Text("程序", "Engine"), f"kaogong {said['engine']}"),
            (Text("指纹", "Fingerprint"), self.bundle.fingerprint),
            (Text("数据摘要", "Facts"), said["facts"]["digest"]),
        ]
        about += [(Text("改用的理解", "Reading"), f"{k} = {v}") for k, v in said["trial"]["readings"].items()]
        about += [(Text("改用的取值", "Setting"), f"{k} = {v}") for k, v in said["trial"]["settings"].items()]
        top = 1
        for head, words in about:
            if words:
                sheet.write_string(top, 0, head.say(self.lang), self.styles.label)
                sheet.write_string(top, 1, words, self.styles.mono)
                top += 1
        heads = [one.say(self.lang) for one in COLUMNS]
        after = self.table(sheet, top + 1, heads, (self._line(one) for one in lines))
        for number, frame in enumerate(left_out):
            words = Text(
                f"{frame.title.zh}：行数超过工作表的上限，见 CSV 或 Parquet",
                f"{frame.title.en}: more rows than a sheet holds; see CSV or Parquet",
            )
            sheet.write_string(after + number, 0, words.say(self.lang), self.styles.label)

    def _line(self, line: Line) -> list[Any]:
        counts = [f"{name} {count}" for name, count in line.grades.items()]
        struck = [f"{name} {count}" for name, count in line.consequences.items()]
        head = [line.title.say(self.lang), line.period, line.subjects, line.scored, line.missing]
        return [*head, line.best, line.mean, line.worst, "、".join(counts), "、".join(struck)]

    def frame(self, frame: Frame) -> None:
        """All marks of a sheet: headings with full marks above, one row a subject and period."""
        title = frame.title.say(self.lang)
        unit = EVERY[frame.key[1]].say(self.lang)
        sheet = self.sheet(title if frame.totalled else f"{title} {unit}", landscape=True)
        keys = [*(["total"] if frame.totalled else []), *(one for one in frame.results if one != "rank")]
        heads = [*(one.say(self.lang) for one in HEAD), *(self._head(key) for key in keys)]
        first = len(heads)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, f"{title}（{unit}）" if self.lang == "zh" else f"{title} ({unit})", self.styles.title)
        sheet.set_row(1, 46)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, first - 1, 10)
        sheet.set_column(first, first + len(frame.items), 11)
        for at, head in enumerate([*heads, *(one.name.say(self.lang) for one in frame.items)]):
            strong = at >= first and bool(frame.items[at - first].items)
            sheet.write_string(1, at, head, self.styles.heading if strong else self.styles.head)
        for at in range(first + len(frame.items)):
            self._full(sheet, at, frame.items[at - first] if at >= first else None)
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(1, 2)
        last = self._rows(sheet, frame, keys)
        sheet.autofilter(2, 0, max(last, 3), first + len(frame.items) - 1)
        sheet.print_area(0, 0, max(last, 3), first + len(frame.items) - 1)

    def _head(self, key: str) -> str:
        if key == "total":
            return TOTAL.say(self.lang)
        kind, _, scheme = key.partition(".")
        return f"{(HEAD[0] if kind == 'rank' else GRADE).say(self.lang)} {scheme}".strip()

    def _full(self, sheet: Worksheet, at: int, item: Item | None) -> None:
        if at == 1:
            sheet.write_string(2, at, FULL.say(self.lang), self.styles.full)
        elif item is not None and item.full is not None:
            sheet.write_string(2, at, f"{decimal(item.full):f}", self.styles.full)
        elif item is not None and item.weight is not None:
            sheet.write_string(2, at, f"{decimal(item.weight * 100):f}%", self.styles.full)
        else:
            sheet.write_blank(2, at, None, self.styles.full)

    def _rows(self, sheet: Worksheet, frame: Frame, keys: Sequence[str]) -> int:
        """The rows by period and place; gives the number of the last."""
        place = "rank" if "rank" in frame.results else ""
        rows = sorted(frame.rows(), key=lambda row: _order(row, place))
        number = 2
        for number, row in enumerate(rows, 3):
            of_class = frame.class_name(row["class"]).say(self.lang)
            known = [row.get("rank"), row["name"] or row["subject"], row["subject"], of_class, row["period"]]
            values = [*known, *(row[key] for key in keys), *(row[item.id] for item in frame.items)]
            for at, value in enumerate(values):
                marks = decimal(value) if isinstance(value, Fraction) else value
                self.cell(sheet, number, at, marks)
        return number

    def missing(self, frames: Iterable[Frame]) -> None:
        """Who has no score, and for want of what."""
        sheet = self.sheet(MISSING.say(self.lang))
        sheet.set_column(0, 4, 20)
        sheet.set_column(5, 5, 60)
        heads = [Text("考核表", "Sheet"), *HEAD[1:], Text("没有得分的项目", "Items without a score")]
        count = self.table(sheet, 0, [one.say(self.lang) for one in heads], self._missing(frames))
        if count == 1:
            sheet.write_string(1, 0, Text("全部得分", "Everything has a score").say(self.lang), self.styles.word)
        sheet.freeze_panes(1, 0)

    def _missing(self, frames: Iterable[Frame]) -> Iterator[list[Any]]:
        for frame in frames:
            names = {item.id: item.name.say(self.lang) for item in frame.items}
            names |= {"total": TOTAL.say(self.lang), frame.key[0]: TOTAL.say(self.lang)}
            for row in frame.rows():
                if row["missing"]:
                    listed = "、".join(dict.fromkeys(names.get(one, one) for one in row["missing"]))
                    yield [*self._who(frame, row), listed]

    def _who(self, frame: Frame, row: dict[str, Any]) -> list[Any]:
        of_class = frame.class_name(row["class"]).say(self.lang)
        who = [row["name"] or row["subject"], row["subject"], of_class, row["period"]]
        return [frame.title.say(self.lang), *who]

    def follows(self, frames: Iterable[Frame]) -> None:
        """What follows from the results, and money."""
        if not (self.rulebook.consequences or self.rulebook.rewards):
            return
        sheet = self.sheet(FOLLOWS.say(self.lang))
        sheet.set_column(0, 4, 20)
        sheet.set_column(5, 5, 44)
        sheet.set_column(6, 6, 14)
        heads = [
            Text("考核表", "Sheet"),
            *HEAD[1:],
            Text("后果", "What follows"),
            Text("金额（元）", "Money (yuan)"),
        ]
        count = self.table(sheet, 0, [one.say(self.lang) for one in heads], self._follows(frames))
        if count == 1:
            sheet.write_string(1, 0, Text("无", "None").say(self.lang), self.styles.word)
        sheet.freeze_panes(1, 0)

    def _follows(self, frames: Iterable[Frame]) -> Iterator[list[Any]]:
        said = {one.id: one.yields.get("text") for one in self.rulebook.consequences}
        texts = {
            name: words.say(self.lang) if isinstance(words, Text) else str(words or name)
            for name, words in said.items()
        }
        money: dict[tuple[str, str], list[Any]] = {}
        for one in self.bundle.rewards():
            money.setdefault((one["subject"], str(one["period"])), []).append(one)
        for frame in frames:
            numbers = {str(period): str(period.number) for period in frame.done.periods}
            for row in frame.rows():
                who = self._who(frame, row)
                for struck in row["consequences"]:
                    amount = row["money"].get(struck)
                    yield [*who, texts[struck], "" if amount is None else decimal(amount)]
                if frame.totalled:
                    for one in money.get((row["subject"], numbers[row["period"]]), ()):
                        yield [*who, one["reward"], decimal(one["amount"])]


def _order(row: dict[str, Any], place: str) -> tuple[Any, ...]:
    """By period, class and place; without a place last."""
    rank = row.get(place) if place else None
    return (row["period"], row["class"] or "", rank is None, rank or 0, row["subject"])
