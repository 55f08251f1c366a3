"""Filing results and entries; what is withdrawn stays. Rooms above file by `write_results`, `write_entries`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import owners, today
from kaogong.people.guards.archive import (
    demand_here,
    may_discard,
    may_file,
    may_see_person,
    may_withdraw_entry,
    powers_of,
)
from kaogong.people.models import ArchiveEntry, ArchiveYear, PersonResult
from kaogong.people.queries.archive import plain, results_of, sealed
from kaogong.people.queries.archive_sight import KEEP, ROOM, posts_of
from kaogong.people.states.archive import ENTRY


@dataclass(frozen=True, slots=True)
class Told:
    """A result somebody fixed. `score` none: none was given; that is not zero."""

    person: Person
    period: str
    score: Decimal | None = None
    grade: str = ""
    kind: str = "staff"
    unit: Unit | None = None
    reference: str = ""
    fixed_by: str = ""
    reason: str = ""


def period_of(text: str) -> Period:
    """The period a text names.

    Raises:
        Refused: it names none.
    """
    try:
        return Period.parse(text)
    except ValueError as error:
        words = _("“%(text)s”不是时期。请写成 2026、2026-H1、2026-Q3 或 2026-09。")
        raise Refused(words % {"text": text}, "period") from error


def keeper() -> Unit | None:
    """The unit that keeps personal archives, where the act was given to one."""
    return next((one.unit for one in owners(KEEP) if one.unit), None)


def write_results(
    *, account: Account | None, told: Sequence[Told], room: str, fixed_on: dt.date, correcting: bool = True
) -> list[PersonResult]:
    """Write results, inside the act of the room that fixed them; it records them.

    What a period already has is not touched: the new row names it, and what a closed year holds gets an entry more.

    Args:
        account: who acts.
        told: the results.
        room: which room fixed them.
        fixed_on: the day they were fixed.
        correcting: whether a result that is there already is corrected; otherwise that is refused.

    Raises:
        Refused: there is one already, or a correction without a reason.
    """
    named = [(one, period_of(one.period)) for one in told]
    now = {
        (one.person_id, one.kind, one.period): one
        for one in PersonResult.objects.filter(
            person__in=[one.person for one in told], period__in={str(when) for _one, when in named},
            corrected_by__isnull=True,
        )
    }  # fmt: skip
    days = {when.last for _one, when in named}
    posts = {day: posts_of([one.person.pk for one, when in named if when.last == day], day) for day in days}
    made = []
    for one, when in named:
        before = now.get((one.person.pk, one.kind, str(when)))
        if before is not None and (before.score, before.grade, before.reference) == (
            one.score,
            one.grade,
            one.reference,
        ):
            continue
        _correctable(one, before, correcting)
        post = posts[when.last].get(one.person.pk)
        made.append(
            PersonResult(
                person=one.person, unit=one.unit or (post.unit if post else None), kind=one.kind, every=when.every,
                period=str(when), score=one.score, grade=one.grade, room=room, reference=one.reference,
                fixed_on=fixed_on, fixed_by=one.fixed_by, corrects=before, reason=one.reason, by=account,
            )
        )  # fmt: skip
    PersonResult.objects.bulk_create(made, batch_size=1000)
    _entries_of_closed_years(account, made, fixed_on)
    return made


def _correctable(one: Told, before: PersonResult | None, correcting: bool) -> None:
    if before is None:
        return
    if not correcting:
        told = {"who": one.person, "period": before.period}
        raise Refused(_("%(who)s %(period)s 的结果已经归集。要改请登记更正。") % told, "period")
    if not one.reason.strip():
        raise Refused(_("更正结果请写明理由。"), "reason")


def _entries_of_closed_years(account: Account | None, made: Iterable[PersonResult], day: dt.date) -> None:
    """What changes after a year was closed adds an entry that names the one before; nothing is overwritten."""
    closed = set(ArchiveYear.objects.values_list("year", flat=True))
    late = {(one.person_id, Period.parse(one.period).year): one for one in made}
    for (_person, year), one in late.items():
        if year in closed:
            _file_year(account, one.person, year, day, one.reason or _("关闭后补归"))


def year_content(person: Person, year: int, results: Iterable[PersonResult]) -> dict[str, Any]:
    """What the archive keeps of a person and a year."""
    lines = [
        {
            "period": one.period, "kind": one.kind, "score": plain(one.score), "grade": one.grade,
            "reference": one.reference, "fixed_on": str(one.fixed_on), "fixed_by": one.fixed_by,
        }
        for one in results
    ]  # fmt: skip
    return {"person": person.code, "year": str(year), "results": lines}


def _file_year(account: Account | None, person: Person, year: int, day: dt.date, reason: str) -> ArchiveEntry:
    before = ArchiveEntry.objects.filter(
        person=person, kind="result", period=str(year), holder="central", corrected_by__isnull=True
    ).first()
    content = year_content(person, year, results_of(person, year=year))
    made = _entry(
        account, content, day=day, person=person, kind="result", period=str(year), state="locked", title=year_title(year),
        room=ROOM, corrects=before, reason=reason if before else "", keeper=keeper(),
    )  # fmt: skip
    made.save()
    return made


def year_title(year: int) -> str:
    """What the entry of a year is called."""
    return f"{year}年度考核结果"


def _entry(account: Account | None, content: Mapping[str, Any], *, day: dt.date, **given: Any) -> ArchiveEntry:
    return ArchiveEntry(content=dict(content), sm3=sealed(content), filed_on=day, by=account, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A thing to be filed. `twice`: a copy held by the unit beside the central one (QW-11)."""

    title: str
    content: Mapping[str, Any]
    kind: str
    room: str
    person: Person | None = None
    unit: Unit | None = None
    period: str = ""
    reference: str = ""
    twice: bool = False
    locked: bool = False


def write_entries(
    *, account: Account | None, told: Iterable[Filing], filed_on: dt.date | None = None
) -> list[ArchiveEntry]:
    """File things, inside the act of the room they come from; it records them.

    Raises:
        Refused: nobody is named they are about, or no unit to hold its copy.
    """
    central, day = keeper(), filed_on or today()
    made = []
    for one in told:
        if one.person is None and one.unit is None:
            raise Refused(_("请写明是谁的档案。"), "person")
        if one.twice and one.unit is None:
            raise Refused(_("单位保管的一份须写明单位。"), "unit")
        about = {
            "person": one.person, "unit": one.unit, "kind": one.kind, "title": one.title, "room": one.room,
            "reference": one.reference, "period": str(period_of(one.period)) if one.period else "",
            "state": "locked" if one.locked else "filed",
        }  # fmt: skip
        made.append(_entry(account, one.content, day=day, keeper=central, **about))
        if one.twice:
            made.append(_entry(account, one.content, day=day, keeper=one.unit, holder="unit", **about))
    return ArchiveEntry.objects.bulk_create(made, batch_size=1000)


@action
def file_result(
    *,
    by: Account | None,
    person: Person,
    period: str,
    score: Decimal | None = None,
    grade: str = "",
    kind: str = "staff",
    unit: Unit | None = None,
    room: str = ROOM,
    reference: str = "",
    fixed_on: dt.date | None = None,
    fixed_by: str = "",
    corrects: PersonResult | None = None,
    reason: str = "",
) -> PersonResult:
    """File the result of a person and a period. With `corrects` it takes the place of a former one, which stays."""
    where = f"org.person:{person.code}"
    demand_here(by, may_file(by) if by else "", "file_result", where)
    if score is None and not grade:
        raise Refused(_("请填得分或等次。"), "grade")
    if corrects is not None and hasattr(corrects, "corrected_by"):
        raise Refused(_("这条结果已经更正过，请更正最近的一条。"), "reason")
    one = Told(person, period, score, grade, kind, unit, reference, fixed_by, reason)
    made = write_results(
        account=by, told=[one], room=room, fixed_on=fixed_on or today(), correcting=corrects is not None
    )
    if not made:
        raise Refused(_("与现在的结果相同，没有改动。"), "grade")
    new = {"period": made[0].period, "kind": kind, "score": plain(score), "grade": grade, "reference": reference}
    old = {"score": plain(corrects.score), "grade": corrects.grade} if corrects else None
    record(by=by, room=ROOM, verb="file_result", subject=where, powers=powers_of(by), old=old, new=new, reason=reason)
    return made[0]


@action
def file_entry(
    *,
    by: Account | None,
    title: str,
    words: str = "",
    kind: str = "other",
    person: Person | None = None,
    unit: Unit | None = None,
    period: str = "",
    reference: str = "",
    materials: Sequence[tuple[Evidence, str]] = (),
    content: Mapping[str, Any] | None = None,
    room: str = ROOM,
    twice: bool = False,
) -> list[ArchiveEntry]:
    """File a thing about a person or a unit; twice: the unit holds a copy beside the central one."""
    where = f"org.person:{person.code}" if person else f"org.unit:{unit.code if unit else ''}"
    demand_here(by, may_file(by) if by else "", "file_entry", where, unit.code if unit else "")
    if not title.strip():
        raise Refused(_("请写题名。"), "title")
    said = dict(content or {})
    if words.strip():
        said["words"] = words.strip()
    if materials:
        said["materials"] = [{"name": name, "sm3": file.sm3} for file, name in materials]
    if not said:
        raise Refused(_("请写内容或附材料。"), "words")
    told = Filing(
        title=title.strip(), content=said, kind=kind, room=room, person=person, unit=unit, period=period,
        reference=reference, twice=twice,
    )  # fmt: skip
    made = write_entries(account=by, told=[told])
    new = {"title": made[0].title, "sm3": made[0].sm3, "copies": len(made)}
    code = unit.code if unit else ""
    record(by=by, room=ROOM, verb="file_entry", subject=where, unit=code, powers=powers_of(by), new=new)
    return made


@action
def withdraw_entry(*, by: Account | None, entry: ArchiveEntry, reason: str) -> ArchiveEntry:
    """An entry no longer holds; it stays visible as withdrawn, with every copy of it."""
    where = f"people.archiveentry:{entry.pk}"
    demand_here(by, may_withdraw_entry(by, entry) if by else "", "withdraw_entry", where)
    if not reason.strip():
        raise Refused(_("请写明撤销的理由和依据。"), "reason")
    _end(entry, "withdraw_entry", reason)
    record(
        by=by, room=ROOM, verb="withdraw_entry", subject=where, unit=entry.unit.code if entry.unit else "",
        powers=powers_of(by), new={"sm3": entry.sm3, "state": entry.state}, reason=reason,
    )  # fmt: skip
    return entry


@action
def discard_copy(*, by: Account | None, entry: ArchiveEntry, reason: str) -> ArchiveEntry:
    """A unit discards the copy it holds; the central one is not touched."""
    where = f"people.archiveentry:{entry.pk}"
    unit = entry.unit.code if entry.unit else ""
    demand_here(by, may_discard(by, entry) if by else "", "discard_copy", where, unit)
    if entry.holder != "unit":
        raise Refused(_("集中保管的档案不能销毁。"))
    if not reason.strip():
        raise Refused(_("请写明销毁的理由和依据。"), "reason")
    _end(entry, "discard_copy", reason)
    new = {"sm3": entry.sm3, "state": entry.state}
    record(
        by=by, room=ROOM, verb="discard_copy", subject=where, unit=unit, powers=powers_of(by), new=new, reason=reason
    )
    return entry


def _end(entry: ArchiveEntry, verb: str, reason: str) -> None:
    entry.refresh_from_db(from_queryset=ArchiveEntry.objects.select_for_update())
    state = after(ENTRY, entry.state, verb)
    if state is None:
        raise Refused(_("这个条目%(state)s，不能再办。") % {"state": entry.get_state_display()})
    entry.state, entry.ended_on, entry.reason = state, today(), reason.strip()
    entry.save(update_fields=["state", "ended_on", "reason"])


@action
def export_archive(*, by: Account, person: Person, view: str, form: str, sm3: str) -> None:
    """A view of an archive leaves the house as a file; who took it, and its hash, are recorded."""
    where = f"org.person:{person.code}"
    demand_here(by, may_see_person(by, person), "export_archive", where)
    new = {"view": view, "form": form, "sm3": sm3}
    record(by=by, room=ROOM, verb="export_archive", subject=where, powers=powers_of(by), new=new)
