"""The cover sheet: which rulebook, how to fill in, what is in which sheet."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from kaogong.core.engine.intake.tables import Table
from kaogong.core.scheme.model import Rulebook

SHEET = "填表说明"
HOW = (
    "橙色表头的栏必须填，蓝色的可以不填；每个表头的批注写着含义、单位、由谁提供、范围和没有数据时怎么算。",
    "先填“考核对象”。别的表用对象编号指对象，从下拉列表中选。",
    "没有数据就留空，不要填 0、“无”或“/”：没有数据与零不是一回事。",
    "数字照实填，小数位不超过批注写的位数；不要合并单元格，不要改动工作表名和表头，第一行（隐藏）是机器用的编号。",
    "时期写作 2026、2026-H1、2026-Q1、2026-09；日期写作 2026-09-20。",
    "同一个数据有几个提供单位时，各填一行，写明提供单位；同一个数据不能填两次。",
    "填好后运行 kaogong score 读入；不能接受的格子会按工作表和地址逐一列出。",
)


def write_cover(book: Workbook, rulebook: Rulebook, tables: Sequence[Table]) -> None:
    """Write the cover sheet."""
    sheet = book.add_worksheet(SHEET)
    title = book.add_format({"font_name": "宋体", "bold": True, "font_size": 18})
    strong = book.add_format({"font_name": "宋体", "bold": True, "valign": "top"})
    plain = book.add_format({"font_name": "宋体", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16, strong)
    sheet.set_column(1, 1, 96, plain)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{rulebook.title.zh}：数据填报", title)
    start = rulebook.effective_from.isoformat() if rulebook.effective_from else "—"
    until = rulebook.effective_to.isoformat() if rulebook.effective_to else "现行"
    lines = [
        ("考核办法", f"{rulebook.id}，版本 {rulebook.edition}"),
        ("制定机关", rulebook.issuer.zh if rulebook.issuer else ""),
        ("发文字号", rulebook.document),
        ("施行日期", f"{start} 至 {until}"),
    ]
    rows = [line for line in lines if line[1]]
    rows += [("怎么填" if not number else "", f"{number + 1}. {said}") for number, said in enumerate(HOW)]
    rows += [(table.title.zh, _about(table)) for table in tables]
    for number, (head, said) in enumerate(rows, 2):
        sheet.write_string(number, 0, head, strong)
        sheet.write_string(number, 1, said, plain)


def _about(table: Table) -> str:
    """One line about a sheet."""
    said = {
        "subjects": "被考核的单位或个人，每个一行",
        "events": "台账：每件事一行",
        "ratings": "测评：每张票一行",
        "links": "对象之间的关联，每条一行",
        "history": "往年的得分、位次、等次",
        "calendar": "与周末不同的工作日和休息日",
    }
    facts = "、".join(table.columns[key].title.zh for key in table.facts)
    return said.get(table.id, f"每个对象每期一行：{facts}")
