"""`kaogong demo-city`: the register of the demonstration city as files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, option, verb
from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.register import Register
from kaogong.core.engine.intake.folder import replacing
from kaogong.core.problem import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound=Callable[..., Any])
ABOUT = Text(
    "生成示范城市的机构和人员名册（units.csv、people.csv）。城市、单位和人都是虚构的。",
    "Write the register of the demonstration city (units.csv, people.csv). Its places, units and people are invented.",
)
MORE = Text(
    "同样的数目，每次生成的内容相同。网页端启动时装入的就是这份名册。",
    "The same sizes give the same register every time. It is the one the house loads at its first start.",
)
SIZES = {
    "units": (Text("市直单位数。", "Municipal units."), 90),
    "districts": (Text("区县数。", "Districts."), 12),
    "townships": (Text("乡镇数。", "Townships."), 140),
    "institutions": (Text("事业单位数。", "Public institutions."), 30),
    "leaders": (Text("领导干部数。", "Leaders."), 510),
    "staff": (Text("工作人员数。", "Staff."), 6000),
}
OUT = Text("写到这个文件夹。", "Write into this folder.")


def _size(name: str) -> Callable[[F], F]:
    words, usual = SIZES[name]
    low = 1 if name in ("units", "districts") else 0
    return option(f"--{name}", words=words, type=click.IntRange(low, 20_000), default=usual, show_default=True)


@verb("demo-city", ABOUT, MORE)
@option("-o", "--out", words=OUT, type=click.Path(path_type=Path, file_okay=False), required=True)
@_size("units")
@_size("districts")
@_size("townships")
@_size("institutions")
@_size("leaders")
@_size("staff")
def command(frame: Frame, out: Path, **sizes: int) -> int:
    """Write the register, whole or not at all."""
    city = City(units=sizes["units"], districts=sizes["districts"], townships=sizes["townships"])
    register = Register(city, sizes["institutions"], sizes["leaders"], sizes["staff"])
    with replacing(out) as work:
        counts = {
            "units": _write(work / "units.csv", register.houses()),
            "people": _write(work / "people.csv", register.workers()),
        }
    frame.show(
        Text(
            f"{counts['units']} 个单位、{counts['people']} 人：{out}",
            f"{counts['units']} units and {counts['people']} people: {out}",
        )
    )
    frame.answer(out=str(out), **counts)
    return exits.OK


def _write(path: Path, rows: Iterable[DataclassInstance]) -> int:
    listed = [asdict(one) for one in rows]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return len(listed)
