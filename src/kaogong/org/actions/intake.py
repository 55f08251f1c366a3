"""Units and people come in by the thousand: all of a workbook, or nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.queries import Unfit
from kaogong.org.actions.units import ROOM, initials, sort_key
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Person, Post, Unit, UnitVersion
from kaogong.org.queries import Intake, read_intake

PIECE = 2_000


@action
def take_in(*, by: Account | None, path: Path, name: str = "") -> Intake:
    """Take in a workbook of units and people. One event for the whole, with counts and the hash of the file.

    Args:
        by: the account that acts.
        path: the workbook.
        name: what it was called.

    Raises:
        Refused: anything in it is wrong; every fault is told, and nothing is written.
    """
    powers = demand_keeper(by, "take_in", "org.intake")
    try:
        found = read_intake(path)
    except Unfit as unfit:
        raise Refused(str(unfit), "file") from unfit
    if found.faults:
        words = _("有 %(number)s 处错误，一行也没有导入。")
        told = [words % {"number": len(found.faults)}, *map(str, found.faults)]
        raise Refused("\n".join(told), "file")
    _units(found.units)
    _people(found.people)
    new = {"units": len(found.units), "people": len(found.people), "sm3": found.sm3, "name": name}
    record(by=by, powers=powers, room=ROOM, verb="take_in", subject="org.intake", new=new)
    return found


def _units(rows: list[dict[str, Any]]) -> None:
    made = {one["code"]: Unit(code=one["code"], founded=one["since"]) for one in rows}
    Unit.objects.bulk_create(made.values(), PIECE)
    wanted = {one.get("parent", "") for one in rows} - set(made)
    there = made | {one.code: one for one in Unit.objects.filter(code__in=wanted)}
    UnitVersion.objects.bulk_create(
        (
            UnitVersion(
                unit=made[one["code"]],
                since=one["since"],
                name=one["name"],
                short=one.get("short") or one["name"][:40],
                sort_key=sort_key(one["name"]),
                initials=initials(one["name"]),
                parent=there.get(one.get("parent", "")),
                level=one["level"],
                track=one["track"],
                appraisal_class=one.get("appraisal_class", ""),
                place=number,
            )
            for number, one in enumerate(rows)
        ),
        PIECE,
    )


def _people(rows: list[dict[str, Any]]) -> None:
    made = [
        Person(
            code=one["code"],
            name=one["name"],
            sort_key=sort_key(one["name"]),
            initials=initials(one["name"]),
            phone=one.get("phone", ""),
            email=one.get("email", ""),
            joined=one["since"],
        )
        for one in rows
    ]
    Person.objects.bulk_create(made, PIECE)
    units = dict(Unit.objects.filter(code__in={one["unit"] for one in rows}).values_list("code", "id"))
    Post.objects.bulk_create(
        (
            Post(
                person=person,
                unit_id=units[one["unit"]],
                title=one["title"],
                grade=one["grade"],
                since=one["since"],
                duty=one.get("duty", ""),
                accountability=one.get("accountability", ""),
                integrity=one.get("integrity", ""),
            )
            for person, one in zip(made, rows, strict=True)
        ),
        PIECE,
    )
