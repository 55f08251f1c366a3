"""The results workbook: a summary, one sheet a frame, what is missing, what follows. Ready to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.output.marks import HEAD, TOTAL, Marks
from kaogong.core.engine.output.paper import Paper
from kaogong.core.engine.output.published import Frame, decimal
from kaogong.core.engine.output.summary import Line
from kaogong.core.engine.run import Watch, unwatched
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Rulebook

MOST_ROWS = 1_048_000
"""Rows a sheet of a workbook can hold."""
SUMMARY = Text("汇总", "Summary")
MISSING = Text("未得分", "Missing")
FOLLOWS = Text("后果与奖励", "Consequences")
REWARD = Text("奖金", "Reward")
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
WIDTHS = (30, 10, 9, 9, 9, 10, 10, 10, 26, 44)
LACKING = Text(
    "“暂缺”是还没有数据：不计零分，也不计满分。“—”是不适用。得分显示至多四位小数，单元格里至多六位；精确的值用 kaogong explain。",
    "“missing”: there are no facts yet, which is neither zero nor full marks. “—”: does not apply. Up to four decimal places "
    "are shown and six are in the cell; kaogong explain has the exact value.",
)


def write_workbook(
    bundle: Bundle,
    frames: Sequence[Frame],
    lines: Sequence[Line],
    path: Path,
    lang: Lang,
    *,
    watch: Watch = unwatched,
) -> None:
    """Write the workbook.

    Args:
        bundle: the result.
        frames: its frames; those with more rows than a sheet holds are only named in the summary.
        lines: its summary.
        path: the file to write.
        lang: language of headings; names are in the language of the rulebook where it has only one.
        watch: told each frame as it is begun.
    """
    fitting = [one for one in frames if bundle.frames[one.key]["rows"] <= MOST_ROWS]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        writer = _Writer(book, bundle, lang)
        writer.summary(lines, [one for one in frames if one not in fitting])
        for number, frame in enumerate(fitting):
            watch(number, len(fitting), frame.title)
            Marks(writer.paper, frame).write()
        writer.missing(fitting)
        writer.follows(fitting)


class _Writer:
    """Writes the sheets of one workbook that are about all frames."""

    def __init__(self, book: Any, bundle: Bundle, lang: Lang) -> None:
        self.bundle = bundle
        self.rulebook: Rulebook = bundle.rulebook()
        self.lang: Lang = lang
        title = self.rulebook.title.say(lang)
        self.paper = Paper(book, lang, title, bundle.fingerprint[:16])
        self.followed = {one.id: self._followed(one.yields, one.id) for one in self.rulebook.consequences}
        book.set_properties({"title": title, "subject": bundle.fingerprint})

    def summary(self, lines: Sequence[Line], left_out: Sequence[Frame]) -> None:
        """Which rulebook, which facts, and what came out."""
        styles = self.paper.styles
        sheet = self.paper.sheet(SUMMARY.say(self.lang), WIDTHS)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, self.rulebook.title.say(self.lang), styles.title)
        top = 1
        for head, words, style in self._about():
            if words:
                sheet.write_string(top, 0, head.say(self.lang), styles.label)
                sheet.write_string(top, 1, words, style)
                top += 1
        heads = [one.say(self.lang) for one in COLUMNS]
        after = self.paper.table(sheet, top + 1, heads, [self._line(one) for one in lines], WIDTHS)
        notes = [
            Text(
                f"{frame.title.zh}：行数超过工作表的上限，见 CSV 或 Parquet",
                f"{frame.title.en}: more rows than a sheet holds; see CSV or Parquet",
            )
            for frame in left_out
        ]
        for number, note in enumerate([*notes, LACKING], after + 1):
            sheet.write_string(number, 0, note.say(self.lang), styles.label)

    def _about(self) -> list[tuple[Text, str, Any]]:
        """Lines over the summary: what each is, its words, their face."""
        book, said, styles = self.rulebook, self.bundle.manifest, self.paper.styles
        plain, mono = styles.plain, styles.mono
        trial = said["trial"]
        return [
            (Text("制定机关", "Issuer"), book.issuer.say(self.lang) if book.issuer else "", plain),
            (Text("发文字号", "Document"), book.document, plain),
            (Text("规则书和版本", "Rulebook and edition"), f"{book.id} {book.edition}", plain),
            (Text("时期", "Period"), trial["period"] or Text("全部", "all").say(self.lang), plain),
            *((Text("改用的理解", "Reading"), f"{k} = {v}", plain) for k, v in trial["readings"].items()),
            *((Text("改用的取值", "Setting"), f"{k} = {v}", plain) for k, v in trial["settings"].items()),
            (Text("程序", "Engine"), f"kaogong {said['engine']}", plain),
            (Text("指纹", "Fingerprint"), self.bundle.fingerprint, mono),
            (Text("数据摘要", "Facts"), said["facts"]["digest"], mono),
        ]

    def _line(self, line: Line) -> list[Any]:
        grades = [f"{name} {count}" for name, count in line.grades.items()]
        struck = [f"{self.followed[name]} {count}" for name, count in line.consequences.items()]
        head = [line.title.say(self.lang), line.period, line.subjects, line.scored, line.missing]
        stop = "、" if self.lang == "zh" else ", "
        return [*head, line.best, line.mean, line.worst, stop.join(grades) or None, stop.join(struck) or None]

    def missing(self, frames: Iterable[Frame]) -> None:
        """Who has no score, and for want of what."""
        widths = (26, 26, 14, 18, 10, 66)
        heads = [Text("考核表", "Sheet"), *HEAD[1:], Text("没有得分的项目", "Items without a score")]
        self._listed(MISSING, heads, self._missing(frames), widths, Text("全部得分", "Everything has a score"))

    def _listed(
        self, title: Text, heads: Sequence[Text], rows: Iterable[list[Any]], widths: Sequence[int], none: Text
    ) -> None:
        """A sheet that is one list."""
        sheet = self.paper.sheet(title.say(self.lang), widths)
        count = self.paper.table(sheet, 0, [one.say(self.lang) for one in heads], rows, widths)
        if count == 1:
            sheet.write_string(1, 0, none.say(self.lang), self.paper.styles.word)
        else:
            sheet.autofilter(0, 0, count - 1, len(widths) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

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
        heads = [
            Text("考核表", "Sheet"),
            *HEAD[1:],
            Text("后果", "What follows"),
            Text("金额（元）", "Money (yuan)"),
        ]
        self._listed(FOLLOWS, heads, self._follows(frames), (26, 26, 14, 18, 10, 52, 14), Text("无", "None"))

    def _followed(self, yields: Any, name: str) -> str:
        words = yields.get("text") or yields.get("kind") or name
        return words.say(self.lang) if isinstance(words, Text) else str(words)

    def _follows(self, frames: Iterable[Frame]) -> Iterator[list[Any]]:
        money: dict[tuple[str, str], list[Any]] = {}
        for one in self.bundle.rewards():
            money.setdefault((one["subject"], str(one["period"])), []).append(one)
        for frame in frames:
            numbers = {str(period): str(period.number) for period in frame.done.periods}
            for row in frame.rows():
                who = self._who(frame, row)
                for struck in row["consequences"]:
                    amount = row["money"].get(struck)
                    yield [*who, self.followed[struck], None if amount is None else decimal(amount)]
                if frame.totalled:
                    for one in money.get((row["subject"], numbers[row["period"]]), ()):
                        yield [*who, f"{REWARD.say(self.lang)} {one['reward']}", decimal(one["amount"])]
