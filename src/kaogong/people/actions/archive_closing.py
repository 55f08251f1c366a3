"""Closing a period of a unit, in two copies, and a year of everybody: what is closed is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.people.actions.archive import Filing, keeper, period_of, write_entries, year_content, year_title
from kaogong.people.guards.archive import demand_here, may_close, may_file_unit, powers_of
from kaogong.people.models import ArchiveEntry, ArchiveYear, PersonResult
from kaogong.people.queries.archive import plain, sealed
from kaogong.people.queries.archive_sight import ROOM


@action
def close_unit_period(
    *,
    by: Account | None,
    unit: Unit,
    period: str,
    results: Sequence[Mapping[str, str]] = (),
    materials: Sequence[tuple[Evidence, str]] = (),
) -> list[ArchiveEntry]:
    """Archive a period of a unit twice: results and materials, one copy central, one held by the unit (QW-11)."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_file_unit(by, unit) if by else "", "close_unit_period", where, unit.code)
    when = period_of(period)
    if when.last >= today():
        raise Refused(_("%(period)s 还没有结束，不能归档。") % {"period": when}, "period")
    if ArchiveEntry.objects.filter(unit=unit, person=None, kind="result", period=str(when)).exists():
        raise Refused(_("%(period)s 已经归档。") % {"period": when}, "period")
    people = PersonResult.objects.filter(unit=unit, period=str(when), corrected_by__isnull=True)
    lines = [
        {"person": code, "score": plain(score), "grade": grade}
        for code, score, grade in people.order_by("person__code").values_list("person__code", "score", "grade")
    ]
    said = {"考核结果": [dict(one) for one in results] + lines, "有关资料": [
        {"name": name, "sm3": file.sm3} for file, name in materials
    ]}  # fmt: skip
    if not said["考核结果"]:
        raise Refused(_("这一期还没有结果。请先写入单位的结果，或审定人员结果。"), "results")
    told = Filing(
        title=f"{when}考核结果和有关资料", content=said, kind="result", room=ROOM, unit=unit, period=str(when),
        twice=True, locked=True,
    )  # fmt: skip
    made = write_entries(account=by, told=[told])
    new = {"period": str(when), "sm3": made[0].sm3, "copies": len(made)}
    record(by=by, room=ROOM, verb="close_unit_period", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def close_year(*, by: Account | None, year: int) -> ArchiveYear:
    """Close a year: everybody who has a result gets one entry; all entries of the year are locked (QD-22)."""
    where = f"people.archiveyear:{year}"
    demand_here(by, may_close(by) if by else "", "close_year", where)
    if year >= today().year:
        raise Refused(_("%(year)s 年还没有结束，不能关闭。") % {"year": year}, "year")
    if ArchiveYear.objects.filter(year=year).exists():
        raise Refused(_("%(year)s 年已经关闭。以后的更正另立条目。") % {"year": year}, "year")
    made = _years_entries(by, year)
    if not made:
        raise Refused(_("%(year)s 年还没有人员结果。请先审定公布。") % {"year": year}, "year")
    held = ArchiveEntry.objects.filter(period__startswith=str(year), state="filed")
    locked = held.update(state="locked") + len(made)
    closed = ArchiveYear.objects.create(year=year, keeper=keeper(), closed_on=today(), entries=locked, by=by)
    new = {"year": year, "people": len(made), "locked": locked}
    record(by=by, room=ROOM, verb="close_year", subject=where, powers=powers_of(by), new=new)
    return closed


def _years_entries(by: Account | None, year: int) -> list[ArchiveEntry]:
    """One entry for everybody with a result of a year."""
    found = PersonResult.objects.filter(period__startswith=str(year), corrected_by__isnull=True)
    several: dict[int, list[PersonResult]] = {}
    for one in found.select_related("person").order_by("person", "period", "kind"):
        several.setdefault(one.person_id, []).append(one)
    unit, day = keeper(), today()
    made = []
    for results in several.values():
        person = results[0].person
        content = year_content(person, year, results)
        made.append(
            ArchiveEntry(
                person=person, kind="result", period=str(year), title=year_title(year), content=content,
                sm3=sealed(content), room=ROOM, filed_on=day, keeper=unit, state="locked", by=by,
            )
        )  # fmt: skip
    return ArchiveEntry.objects.bulk_create(made, batch_size=1000)
