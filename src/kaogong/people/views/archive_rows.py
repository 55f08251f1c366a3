"""Rows of the lists of archives and appraisals."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Post
from kaogong.org.views.listing import Cell, Do
from kaogong.org.views.shelves import Row
from kaogong.people.guards import archive_files as may_files
from kaogong.people.guards.archive import may_see_person
from kaogong.people.models import (
    AnnualForm,
    ArchiveEntry,
    Honour,
    IntegrityFile,
    LeaderAppraisal,
    LifeMeeting,
    Newcomer,
    PersonalReport,
    PersonResult,
    Pledge,
    PromotionSheet,
    Situation,
    StaffRound,
    StaffScheme,
)
from kaogong.people.queries.archive import plain
from kaogong.people.states.archive_files import ITEMS

TAGS = {
    "paid": "green", "payable": "green", "active": "green", "given": "green", "verified": "green", "final": "green",
    "filed": "slate", "locked": "green", "withdrawn": "red", "discarded": "red", "draft": "amber", "recorded": "amber",
    "publicity": "yellow", "ended": "", "reported": "green", "open": "amber",
}  # fmt: skip


def tag(one: Any) -> Cell:
    """The state of a thing, in its colour."""
    return Cell(one.get_state_display(), tag=TAGS.get(one.state, "slate"))


def person_cell(one: Any, beside: Row) -> Cell:
    """A person, leading to the archive where the reader may open it."""
    person = getattr(one, "person", one)
    if person is None:
        return Cell("")
    url = "" if may_see_person(beside.account, person) else reverse("people:archive", args=[person.code])
    return Cell(person.name, url, person.code)


def score(value: Any) -> Cell:
    """A score as it was fixed; none was given says so."""
    return Cell(plain(value) if value is not None else gettext("没有得分"))


def archive_row(one: Any, beside: Row) -> list[Cell]:
    """A person with an archive."""
    url = "" if may_see_person(beside.account, one) else reverse("people:archive", args=[one.code])
    return [Cell(one.name, url), Cell(one.code), Cell(one.unit_name or ""), Cell(one.title or "")]


def duty_row(one: Post, beside: Row) -> list[Cell]:
    """A post with its duty."""
    bare = not one.duty.strip() and getattr(one, "version", None) is None
    version = getattr(one, "version", None)
    return [
        Cell(one.title, reverse("people:duty", args=[one.pk])),
        Cell(one.person.name if one.person else gettext("空缺")),
        Cell(beside.unit(one.unit_id)),
        Cell(gettext("没有书面职责"), tag="red") if bare else Cell(one.duty[:40]),
        Cell(gettext("第 %(n)s 版") % {"n": version or 1} if not bare else ""),
        beside.does(one),
    ]


def result_row(one: PersonResult, beside: Row) -> list[Cell]:
    """A result."""
    corrected = hasattr(one, "corrected_by")
    return [
        person_cell(one, beside),
        Cell(one.period),
        Cell(one.get_kind_display()),
        score(one.score),
        Cell(one.grade),
        Cell(one.reference, small=one.fixed_by),
        Cell(gettext("已被更正"), tag="amber") if corrected else Cell(gettext("有效"), tag="green"),
        beside.does(one),
    ]


def entry_row(one: ArchiveEntry, beside: Row) -> list[Cell]:
    """An entry."""
    person = one.person
    about = Cell(person.name, small=person.code) if person else Cell(beside.unit(one.unit_id))
    return [
        Cell(one.title, reverse("people:archive_entry", args=[one.pk])),
        about,
        Cell(one.get_kind_display()),
        Cell(one.period),
        Cell(one.get_holder_display()),
        Cell(str(one.filed_on)),
        tag(one),
    ]


def round_row(one: StaffRound, beside: Row) -> list[Cell]:
    """A quarter of a unit."""
    return [
        Cell(beside.unit(one.unit_id), reverse("people:staff_round", args=[one.pk])),
        Cell(one.quarter),
        tag(one),
        Cell(str(one.publicity_until or "")),
        Cell(gettext("有提示"), tag="red") if one.warnings else Cell(""),
    ]


def scheme_row(one: StaffScheme, beside: Row) -> list[Cell]:
    """A scheme."""
    return [
        Cell(one.title, reverse("people:scheme", args=[one.pk])),
        Cell(beside.unit(one.unit_id)),
        Cell(str(one.since)),
        tag(one),
        beside.does(one),
    ]


def annual_row(one: AnnualForm, beside: Row) -> list[Cell]:
    """An annual form."""
    return [
        Cell(one.person.name, reverse("people:annual_form", args=[one.pk]), one.person.code),
        Cell(beside.unit(one.unit_id)),
        Cell(str(one.year)),
        Cell(one.grade),
        tag(one),
    ]


def honour_row(one: Honour, beside: Row) -> list[Cell]:
    """An honour."""
    about = person_cell(one, beside) if one.person else Cell(beside.unit(one.unit_id))
    return [
        Cell(one.title, small=one.number),
        about,
        Cell(one.get_level_display()),
        Cell(one.issuer),
        Cell(str(one.given_on)),
        Cell(one.get_state_display(), tag=TAGS[one.state], small=one.reason),
        beside.does(one),
    ]


def situation_row(one: Situation, beside: Row) -> list[Cell]:
    """Conduct in a situation."""
    return [
        person_cell(one, beside),
        Cell(one.get_context_display()),
        Cell(str(one.day)),
        Cell(one.words[:60], small=one.source),
        tag(one),
        beside.does(one),
    ]


def newcomer_row(one: Newcomer, beside: Row) -> list[Cell]:
    """A newly appointed official."""
    done = getattr(one, "done", 0)
    whole = done == len(ITEMS)
    return [
        Cell(one.person.name, reverse("people:newcomer", args=[one.pk]), one.person.code),
        Cell(one.get_event_display()),
        Cell(str(one.on)),
        Cell(one.batch),
        Cell(gettext("齐全") if whole else gettext("不齐，%(n)s/4") % {"n": done}, tag="green" if whole else "red"),
        beside.does(one),
    ]


def file_row(one: IntegrityFile, beside: Row) -> list[Cell]:
    """An integrity file; it opens for discipline alone."""
    watches = not may_files.may_keep_integrity(beside.account)
    url = reverse("people:integrity_file", args=[one.pk]) if watches else ""
    last = one.summaries.first()
    open_ = one.records.filter(kind="violation", state="open").count()
    return [
        Cell(one.person.name, url, one.person.code),
        Cell(str(one.opened_on)),
        Cell(str(last.day) if last else gettext("没有摘要")),
        Cell(gettext("%(n)s 个未了结") % {"n": open_}, tag="red") if open_ else Cell(gettext("没有"), tag="green"),
        beside.does(one),
    ]


def pledge_row(one: Pledge, beside: Row) -> list[Cell]:
    """A pledge."""
    who = Cell(one.person.name, small=one.person.code) if one.person else Cell(one.organisation)
    return [Cell(one.title), who, Cell(beside.unit(one.unit_id)), Cell(str(one.year)), Cell(str(one.signed_on))]


def report_row(one: PersonalReport, beside: Row) -> list[Cell]:
    """A report; it opens for whoever may read it."""
    reads = not may_files.may_read_report(beside.account, one)
    return [
        Cell(one.person.name, small=one.person.code),
        Cell(one.get_kind_display()),
        Cell(str(one.year)),
        Cell(str(one.filed_on)),
        Cell("", does=[Do(_("查看内容"), reverse("people:report", args=[one.pk]))])
        if reads
        else Cell(gettext("内容受限")),
    ]


def leader_row(one: LeaderAppraisal, beside: Row) -> list[Cell]:
    """A leader's appraisal."""
    return [
        Cell(one.person.name, reverse("people:leader", args=[one.pk]), one.person.code),
        Cell(beside.unit(one.unit_id)),
        Cell(str(one.year)),
        Cell(getattr(one, "several", 0)),
        Cell(getattr(one, "told", 0)),
        score(one.score),
        Cell(one.grade),
        tag(one),
    ]


def sheet_row(one: PromotionSheet, _beside: Row) -> list[Cell]:
    """A promotion sheet."""
    blocked = Cell(gettext("；").join(one.blockers), tag="red") if one.blockers else Cell(gettext("没有"), tag="green")
    return [
        Cell(one.person.name, reverse("people:sheet", args=[one.pk]), one.person.code),
        Cell(one.get_use_display()),
        Cell(str(one.day)),
        blocked,
        Cell(gettext("；").join(one.flags)),
    ]


def meeting_row(one: LifeMeeting, beside: Row) -> list[Cell]:
    """A life meeting."""
    regular = (
        Cell("")
        if one.regular is None
        else Cell(gettext("规范") if one.regular else gettext("不规范"), tag="green" if one.regular else "red")
    )
    return [
        Cell(one.title, reverse("people:life_meeting", args=[one.pk])),
        Cell(beside.unit(one.unit_id)),
        Cell(str(one.held_on or one.planned_on)),
        Cell(getattr(one, "raised", 0)),
        tag(one),
        regular,
    ]
