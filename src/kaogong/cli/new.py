"""`kaogong new`: a small complete rulebook to begin with."""

from __future__ import annotations

import re
import shlex
import time
from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, Usage, argument, option, verb
from kaogong.core.engine.intake.folder import replacing
from kaogong.core.problem import Text

ABOUT = Text(
    "写出一本可以立刻检查、核对、计分的小规则书，含范例和示范数据。什么也不问。",
    "Write a small rulebook that can be checked and scored at once, with golden cases and example facts. Asks nothing.",
)
FOLDER = Text("要新建的文件夹", "the folder to make")
ID = Text("规则书的 id（默认取文件夹名）。", "The id of the rulebook (default: the folder's name).")
TITLE = Text("办法的名称。", "The title of the measure.")
YEAR = Text("从哪一年起施行（默认今年）。", "The year it takes effect (default: this one).")
STARTER = Path(__file__).parent / "starter"
OWN_ID = "my_rules"
OWN_YEAR = "2026"
OWN_TITLE = "{zh: 部门年度绩效考核办法, en: Yearly appraisal of departments}"
GOOD_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


@verb("new", ABOUT)
@argument("folder", FOLDER, type=click.Path(path_type=Path))
@option("--id", "name", words=ID, default="", metavar="ID")
@option("--title", words=TITLE, default="", metavar="TEXT")
@option("--year", words=YEAR, type=click.IntRange(1900, 2199), metavar="YEAR")
def command(frame: Frame, folder: Path, name: str, title: str, year: int | None) -> int:
    """Write the starter under a new name."""
    own = name or _id(folder)
    if not GOOD_ID.fullmatch(own):
        zh = f"id 只用小写字母、数字和下划线，以字母开头，不能是“{own}”"
        raise Usage(Text(zh, f"an id has small letters, digits and underscores, a letter first; not {own!r}"))
    starts = year or time.localtime().tm_year
    with replacing(folder) as work:
        for path in sorted(STARTER.rglob("*")):
            if path.suffix in {".yaml", ".csv", ".md"}:
                target = work / path.relative_to(STARTER)
                target.parent.mkdir(exist_ok=True)
                target.write_text(renamed(path.read_text("utf-8"), own, title, starts), "utf-8")
    frame.show(Text(f"新规则书：{folder}（id {own}）", f"new rulebook: {folder} (id {own})"), style="bold")
    named, facts = shlex.quote(str(folder)), shlex.quote(f"{folder}/facts")
    steps = (f"kaogong lint {named}", f"kaogong cases {named}", f"kaogong score {named} {facts} -o result")
    frame.show(Text("接着可以：", "next:"))
    for step in steps:
        frame.show(f"  {step}")
    frame.answer(folder=str(folder), id=own, next=list(steps))
    return exits.OK


def renamed(text: str, own: str, title: str, year: int) -> str:
    """A file of the starter with another id, title and year."""
    if title:
        quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
        text = text.replace(OWN_TITLE, quoted)
    text = text.replace("2025-12-01", f"{year - 1}-12-01")
    return text.replace(OWN_YEAR, str(year)).replace(OWN_ID, own)


def _id(folder: Path) -> str:
    """An id from the folder's name, where it can be one."""
    plain = re.sub(r"[^a-z0-9_]+", "_", folder.absolute().name.lower()).strip("_")
    return plain if GOOD_ID.fullmatch(plain) else OWN_ID
