"""`kaogong demo-city`: the demonstration city, its register as files or all of it in an empty database."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, Usage, option, verb
from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.register import Register
from kaogong.core.engine.intake.folder import replacing
from kaogong.core.problem import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound=Callable[..., Any])
ABOUT = Text(
    "生成示范城市：名册写成文件（units.csv、people.csv），或把整座城市装入空库。城市、单位和人都是虚构的。",
    "Make the demonstration city: its register as files (units.csv, people.csv), or all of it in an empty database. "
    "Its places, units and people are invented.",
)
MORE = Text(
    "同样的数目，每次生成的内容相同。--load 装入机构、人员、两个已结束的年度和今年的目标、进展、佐证；库里已有内容就拒绝。"
    "装哪个库由 KAOGONG_HOME、DATABASE_URL 决定，与 make run 相同，不加数目也就是它首次启动装入的城市。",
    "The same sizes give the same city every time. --load brings units, people, two years that are over, and the targets, "
    "reports and evidence of this one; a database with anything in it is refused. Which database it is, KAOGONG_HOME and "
    "DATABASE_URL say, as for make run; without sizes it is the city that loads at its first start.",
)
SIZES = {
    "units": (Text("市直单位数。", "Municipal units."), 90),
    "districts": (Text("区县数。", "Districts."), 12),
    "townships": (Text("乡镇数。", "Townships."), 140),
    "institutions": (Text("事业单位数。", "Public institutions."), 30),
    "leaders": (Text("领导干部数。", "Leaders."), 510),
    "staff": (Text("工作人员数。", "Staff."), 6000),
}
OUT = Text("名册写到这个文件夹。", "Write the register into this folder.")
LOAD = Text("装入空库（至少 50 个市直单位）。", "Load it into an empty database (50 municipal units at least).")


def _size(name: str) -> Callable[[F], F]:
    words, usual = SIZES[name]
    low = 1 if name in ("units", "districts") else 0
    return option(f"--{name}", words=words, type=click.IntRange(low, 20_000), default=usual, show_default=True)


@verb("demo-city", ABOUT, MORE)
@option("-o", "--out", words=OUT, type=click.Path(path_type=Path, file_okay=False))
@option("--load", words=LOAD, is_flag=True)
@_size("units")
@_size("districts")
@_size("townships")
@_size("institutions")
@_size("leaders")
@_size("staff")
def command(frame: Frame, out: Path | None, load: bool, **sizes: int) -> int:
    """Write the register, or load the city; whole or not at all."""
    if (out is None) is not load:
        raise Usage(Text("-o 和 --load 选一个。", "Give either -o or --load."))
    if out is None:
        return _load(frame, sizes)
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


def _load(frame: Frame, sizes: Mapping[str, int]) -> int:
    """The house loads it: this side knows no database."""
    given = [f"--{name}={size}" for name, size in sizes.items()]
    done = subprocess.run([sys.executable, "-m", "kaogong.web", "demo-city", *given], stdout=sys.stderr, check=False)
    if done.returncode:
        return exits.FOUND
    frame.show(Text("示范城市已装入。启动：make run", "The demonstration city is loaded. To start: make run"))
    frame.answer(loaded=True, **sizes)
    return exits.OK


def _write(path: Path, rows: Iterable[DataclassInstance]) -> int:
    listed = [asdict(one) for one in rows]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return len(listed)
