"""Integrity files, newly appointed officials, personal reports, and the promotion sheet they are a gate to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.queries import setting, today
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_files import (
    may_file_report,
    may_issue_sheet,
    may_keep_integrity,
    may_keep_newcomers,
    may_read_report,
)
from kaogong.people.models import (
    IntegrityFile,
    IntegrityRecord,
    IntegritySummary,
    Newcomer,
    NewcomerItem,
    PersonalReport,
    PromotionSheet,
)
from kaogong.people.queries.archive import sealed
from kaogong.people.queries.archive_files import blockers_of, flags_of, promotion_content, summary_of
from kaogong.people.queries.archive_sight import ROOM
from kaogong.people.states.archive_files import ITEMS, RECORD, USES


def _file(by: Account | None, person: Person) -> IntegrityFile:
    """The file of a person, opened where there is none yet."""
    return IntegrityFile.objects.get_or_create(person=person, defaults={"opened_on": today(), "by": by})[0]


@action
def open_integrity(*, by: Account | None, person: Person) -> IntegrityFile:
    """Open an integrity file for somebody (LB-24)."""
    where = f"org.person:{person.code}"
    demand_here(by, may_keep_integrity(by) if by else "", "open_integrity", where)
    if IntegrityFile.objects.filter(person=person).exists():
        raise Refused(_("%(who)s 已有廉政档案。") % {"who": person}, "person")
    made = _file(by, person)
    record(
        by=by, room=ROOM, verb="open_integrity", subject=where, powers=powers_of(by), new={"on": str(made.opened_on)}
    )
    return made


@action
def add_integrity_record(*, by: Account | None, person: Person, kind: str, day: dt.date, words: str) -> IntegrityRecord:
    """A violation, an inquiry, a talk or a lead enters somebody's file; its words are sealed."""
    where = f"org.person:{person.code}"
    demand_here(by, may_keep_integrity(by) if by else "", "add_integrity_record", where)
    if by is not None and by.person_id == person.pk:
        raise Refused(_("不能办理自己的廉政档案，请回避。"), "person")
    if day > today():
        raise Refused(_("日期不能晚于今天。"), "day")
    if not words.strip():
        raise Refused(_("请写内容。"), "words")
    made = IntegrityRecord.objects.create(file=_file(by, person), kind=kind, day=day, words=words.strip(), by=by)
    new = {"kind": kind, "day": str(day)}
    record(
        by=by, room=ROOM, verb="add_integrity_record", subject=where, powers=powers_of(by), new=new,
        private={"words": words},
    )  # fmt: skip
    return made


@action
def close_record(*, by: Account | None, held: IntegrityRecord, conclusion: str) -> IntegrityRecord:
    """A record of a file is closed with its conclusion; it no longer blocks."""
    where = f"people.integrityrecord:{held.pk}"
    demand_here(by, may_keep_integrity(by) if by else "", "close_record", where)
    state = after(RECORD, held.state, "close_record")
    if state is None:
        raise Refused(_("这条记录已经了结。"))
    if not conclusion.strip():
        raise Refused(_("请写结论。"), "conclusion")
    held.state, held.conclusion, held.closed_on = state, conclusion.strip(), today()
    held.save(update_fields=["state", "conclusion", "closed_on"])
    record(
        by=by, room=ROOM, verb="close_record", subject=where, powers=powers_of(by), new={"state": state},
        private={"conclusion": conclusion},
    )  # fmt: skip
    return held


@action
def summarise_integrity(*, by: Account | None, person: Person, words: str) -> IntegritySummary:
    """Discipline says in a dated summary what a file holds; open violations are counted, not written by hand."""
    where = f"org.person:{person.code}"
    demand_here(by, may_keep_integrity(by) if by else "", "summarise_integrity", where)
    if by is not None and by.person_id == person.pk:
        raise Refused(_("不能出具自己的摘要，请回避。"), "words")
    if not words.strip():
        raise Refused(_("请写摘要。"), "words")
    file = _file(by, person)
    number = file.records.filter(kind="violation", state="open").count()
    made = IntegritySummary.objects.create(file=file, day=today(), open_violations=number, words=words.strip(), by=by)
    new = {"day": str(made.day), "open": number}
    record(
        by=by, room=ROOM, verb="summarise_integrity", subject=where, powers=powers_of(by), new=new,
        private={"words": words},
    )  # fmt: skip
    return made


@action
def read_integrity(*, by: Account, file: IntegrityFile) -> IntegrityFile:
    """Open somebody's file to read what is sealed in it; that it was read is recorded."""
    where = f"people.integrityfile:{file.pk}"
    demand(may_keep_integrity(by), room=ROOM, verb="read_integrity", subject=where)
    record(by=by, room=ROOM, verb="read_integrity", subject=where, powers=powers_of(by))
    return file


@action
def register_newcomers(
    *, by: Account | None, people: Sequence[Person], on: dt.date, event: str = "promoted", batch: str = ""
) -> list[Newcomer]:
    """Officials newly promoted or moved: four things are to be done with each (QH-05)."""
    where = f"people.newcomer:{on}"
    demand_here(by, may_keep_newcomers(by) if by else "", "register_newcomers", where)
    there = Newcomer.objects.filter(person__in=people, on=on).select_related("person").first()
    if there is not None:
        raise Refused(_("%(who)s %(on)s 的任职已经登记。") % {"who": there.person, "on": on}, "people")
    due = on + dt.timedelta(days=setting("newcomers.days"))
    made = Newcomer.objects.bulk_create(
        Newcomer(person=one, event=event, on=on, batch=batch.strip(), due=due, by=by) for one in people
    )
    new = {"people": [one.code for one in people], "on": str(on), "event": event, "batch": batch}
    record(by=by, room=ROOM, verb="register_newcomers", subject=where, powers=powers_of(by), new=new)
    return made


@action
def do_newcomer_item(
    *, by: Account | None, newcomer: Newcomer, item: str, on: dt.date, words: str = "", evidence: Evidence | None = None
) -> NewcomerItem:
    """One of the four is done; with the file, the integrity file is opened."""
    where = f"people.newcomer:{newcomer.pk}"
    demand_here(by, may_keep_newcomers(by) if by else "", "do_newcomer_item", where)
    if item not in ITEMS:
        raise Refused(_("请选事项。"), "item")
    if on < newcomer.on or on > today():
        raise Refused(_("办理日期应在任职之后、不晚于今天。"), "on")
    if newcomer.items.filter(item=item).exists():
        raise Refused(_("“%(item)s”已经办理。") % {"item": ITEMS[item]}, "item")
    made = NewcomerItem.objects.create(
        newcomer=newcomer, item=item, on=on, words=words.strip(), evidence=evidence, by=by
    )
    if item == "file":
        _file(by, newcomer.person)
    new = {"item": item, "on": str(on), "evidence": evidence.sm3 if evidence else ""}
    record(by=by, room=ROOM, verb="do_newcomer_item", subject=where, powers=powers_of(by), new=new)
    return made


@action
def file_report(
    *,
    by: Account | None,
    person: Person,
    kind: str,
    words: str,
    year: int | None = None,
    covers: Sequence[str] = (),
    happened_on: dt.date | None = None,
    filed_on: dt.date | None = None,
) -> PersonalReport:
    """Report a personal matter or declare a year's income. What it says is sealed at once (QH-09, LB-27)."""
    where = f"org.person:{person.code}"
    demand_here(by, may_file_report(by, person) if by else "", "file_report", where)
    day = filed_on or today()
    if day > today():
        raise Refused(_("报告日期不能晚于今天。"), "filed_on")
    if kind == "matter" and (happened_on is None or happened_on > day):
        raise Refused(_("请填事项的发生日期，不晚于报告日期。"), "happened_on")
    if not words.strip():
        raise Refused(_("请写报告内容。"), "words")
    when = (year or day.year) if kind in PersonalReport.YEARLY else (happened_on or day).year
    if kind in PersonalReport.YEARLY:
        if when >= day.year:
            raise Refused(_("年度报告报的是已经过去的年度。"), "year")
        if PersonalReport.objects.filter(person=person, kind=kind, year=when).exists():
            raise Refused(_("%(year)s 年度已经报过。补充请用重大事项报告。") % {"year": when}, "year")
        if set(covers) != {key for key, _name in PersonalReport.COVERS}:
            raise Refused(_("年度报告须包括本人、家属和各项经济收入。没有的写“无”。"), "covers")
    made = PersonalReport.objects.create(
        person=person, kind=kind, year=when, covers=list(covers), happened_on=happened_on, filed_on=day,
        words=words.strip(), by=by,
    )  # fmt: skip
    new = {"kind": kind, "year": when, "on": str(day)}
    record(by=by, room=ROOM, verb="file_report", subject=where, powers=powers_of(by), new=new)
    return made


@action
def read_report(*, by: Account, report: PersonalReport) -> str:
    """What a report says, for the person and the authorised role; that it was read, or tried, is recorded."""
    where = f"people.personalreport:{report.pk}"
    demand(may_read_report(by, report), room=ROOM, verb="read_report", subject=where)
    record(by=by, room=ROOM, verb="read_report", subject=where, powers=powers_of(by))
    return report.words


@action
def issue_sheet(*, by: Account | None, person: Person, use: str) -> PromotionSheet:
    """Issue the promotion sheet of somebody; without a recent integrity summary it is refused (LB-24)."""
    where = f"org.person:{person.code}"
    demand_here(by, may_issue_sheet(by, person) if by else "", "issue_sheet", where)
    if use not in USES:
        raise Refused(_("请选用途。"), "use")
    summary = summary_of(person)
    if summary is None:
        words = _("没有 %(n)s 个月以内的廉政档案摘要，不能出具。请先由纪检监察机关出具摘要。")
        raise Refused(words % {"n": setting("integrity.summary_months")})
    with override(settings.LANGUAGE_CODE):  # what is sealed speaks the language of the house, whoever issues it
        content = promotion_content(person) | {"use": str(USES[use]), "summary": str(summary.day)}
        blockers, flags = blockers_of(person), flags_of(person)
    whole = content | {"blockers": blockers, "flags": flags}
    made = PromotionSheet.objects.create(
        person=person, use=use, day=today(), summary=summary, content=content, blockers=blockers, flags=flags,
        sm3=sealed(whole), by=by,
    )  # fmt: skip
    new = {"use": use, "sm3": made.sm3, "blockers": len(blockers), "flags": len(flags)}
    record(by=by, room=ROOM, verb="issue_sheet", subject=where, powers=powers_of(by), new=new)
    return made
