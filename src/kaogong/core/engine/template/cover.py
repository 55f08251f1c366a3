"""The cover sheet: which rulebook, how to fill in, what is in which sheet."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from xlsxwriter.workbook import Workbook

from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Rulebook

WIDE = 100
"""Width of the column of words."""
LINE = 16
"""Height of a line."""
SHEET = Text("填表说明", "How to fill in")
HOW = (
    Text(
        "橙色表头的栏必须填，灰色的可以不填；每个表头的批注写着含义、单位、由谁提供、范围和没有数据时怎么算。",
        "Columns with an orange head must be filled in, grey ones may stay empty; the note at each head says what it means, "
        "its unit, who supplies it, its range, and what follows where there are no facts.",
    ),
    Text(
        "先填“考核对象”。别的表用对象编号指对象，从下拉列表中选。",
        "Begin with the sheet of subjects. The other sheets name subjects by their ids, from a drop-down.",
    ),
    Text(
        "没有数据就留空，不要填 0、“无”或“/”：没有数据与零不是一回事。",
        "Leave a cell empty where there is no fact; write no 0, “none” or “/”: no fact is not zero.",
    ),
    Text(
        "数字照实填，小数位不超过批注写的位数；不要合并单元格，不要改动工作表名和表头，第一行（隐藏）是机器用的编号。",
        "Write numbers as they are, with no more decimal places than the note says. Do not merge cells and do not change the "
        "names of sheets and heads; the first row (hidden) is for the program.",
    ),
    Text(
        "时期写作 2026、2026-H1、2026-Q1、2026-09；日期写作 2026-09-20。",
        "Periods are written 2026, 2026-H1, 2026-Q1, 2026-09; dates 2026-09-20.",
    ),
    Text(
        "同一个数据有几个提供单位时，各填一行，写明提供单位；同一个数据不能填两次。",
        "Where several bodies supply facts, each has rows of its own and names itself; no fact may be given twice.",
    ),
    Text(
        "填好后运行 kaogong score 读入；不能接受的格子会按工作表和地址逐一列出。",
        "When it is filled in, kaogong score reads it; cells it cannot accept are listed by sheet and address.",
    ),
)
ABOUT = {
    "subjects": Text("被考核的单位或个人，每个一行", "the units or persons appraised, one a row"),
    "events": Text("台账：每件事一行", "ledgers: one event a row"),
    "ratings": Text("测评：每张票一行", "ratings: one ballot a row"),
    "links": Text("对象之间的关联，每条一行", "links between subjects, one a row"),
    "history": Text("往年的得分、位次、等次", "scores, places and grades of earlier years"),
    "calendar": Text("与周末不同的工作日和休息日", "working days and days off that differ from the week"),
}


def write_cover(book: Workbook, rulebook: Rulebook, tables: Sequence[Table], lang: Lang) -> None:
    """Write the cover sheet."""
    sheet = book.add_worksheet(SHEET.say(lang))
    face = {"font_name": "宋体" if lang == "zh" else "Arial"}
    title = book.add_format({**face, "bold": True, "font_size": 16, "valign": "vcenter"})
    strong = book.add_format({**face, "bold": True, "valign": "top"})
    plain = book.add_format({**face, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, WIDE)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 28)
    heading = Text(f"{rulebook.title.zh}：数据填报", f"{rulebook.title.en}: facts")
    sheet.write_string(0, 0, heading.say(lang), title)
    for number, (head, said) in enumerate(_rows(rulebook, tables, lang), 2):
        sheet.set_row(number, LINE * max(1, len(range(0, _wide(said), WIDE - 2))))
        sheet.write_string(number, 0, head, strong)
        sheet.write_string(number, 1, said, plain)


def _rows(rulebook: Rulebook, tables: Sequence[Table], lang: Lang) -> list[tuple[str, str]]:
    """What the cover says, line by line."""
    start = rulebook.effective_from.isoformat() if rulebook.effective_from else "—"
    until = rulebook.effective_to.isoformat() if rulebook.effective_to else Text("现行", "now").say(lang)
    edition = Text(f"{rulebook.id}，版本 {rulebook.edition}", f"{rulebook.id}, edition {rulebook.edition}")
    lines = [
        (Text("考核办法", "Rulebook"), edition.say(lang)),
        (Text("制定机关", "Issuer"), rulebook.issuer.say(lang) if rulebook.issuer else ""),
        (Text("发文字号", "Document"), rulebook.document),
        (Text("施行日期", "In force"), Text(f"{start} 至 {until}", f"{start} to {until}").say(lang)),
    ]
    rows = [(head.say(lang), said) for head, said in lines if said]
    how = Text("怎么填", "How to fill in").say(lang)
    rows += [(how if not number else "", f"{number + 1}. {said.say(lang)}") for number, said in enumerate(HOW)]
    return rows + [(table.title.say(lang), _about(table, lang)) for table in tables]


def _about(table: Table, lang: Lang) -> str:
    """One line about a sheet."""
    if table.id in ABOUT:
        return ABOUT[table.id].say(lang)
    facts = ("、" if lang == "zh" else ", ").join(table.columns[key].title.say(lang) for key in table.facts)
    return Text(f"每个对象每期一行：{facts}", f"one subject and period a row: {facts}").say(lang)


def _wide(words: str) -> int:
    """How wide words are, in widths of a digit."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in words)
