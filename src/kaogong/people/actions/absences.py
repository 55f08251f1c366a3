"""Leave and trips, who stands in, and the monthly circulation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core.chain import canonical, digest
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Delegation, Grant, Person, Post, Unit
from kaogong.org.queries import at, setting, today
from kaogong.people.actions.presence import kept_for, worked_in
from kaogong.people.guards.presence import (
    demand_here,
    may_change_absence,
    may_click,
    may_decide_absence,
    may_issue,
    may_keep,
    powers_of,
)
from kaogong.people.models import Absence, AttendanceSheet, Substitute
from kaogong.people.queries.attendance_sheets import content_of, summed
from kaogong.people.queries.bureaus import ROOM, bureau_of, keeps
from kaogong.people.states.presence import ABSENCE, KINDS, SHEET


def _recorded(by: Account | None, verb: str, thing: Any, unit: str, **told: Any) -> None:
    where = f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), **told)


@action
def ask_absence(
    *,
    by: Account | None,
    person: Person,
    kind: str,
    first: dt.date,
    last: dt.date,
    words: str,
    place: str = "",
    substitute: Person | None = None,
) -> Absence:
    """Ask for leave, or announce a trip. Without a substitute it can be asked for, and warns (queries.presence.warnings)."""
    unit = worked_in(person, max(first, today()), "first")
    why = "" if by is None or keeps(by, unit.pk) else may_click(by) or _only_own(by, person)
    demand_here(by, why, "ask_absence", f"org.person:{person.code}", unit.code)
    if kind not in KINDS:
        raise Refused(_("请选类别。"), "kind")
    if last < first:
        raise Refused(_("末日不能早于首日。"), "last")
    if not words.strip():
        raise Refused(_("请写明事由。"), "words")
    if kind == "trip" and not place.strip():
        raise Refused(_("出差请写明去向。"), "place")
    _stands_in(person, substitute)
    kept_for(person.pk)
    clash = Absence.objects.filter(
        person=person, state__in=("asked", "agreed"), first__lte=last, last__gte=first
    ).exclude(returned_on__lte=first)
    if there := clash.first():
        told = {"kind": there.get_kind_display(), "first": there.first, "last": there.last}
        raise Refused(_("与已登记的%(kind)s（%(first)s 至 %(last)s）重叠。") % told, "first")
    made = Absence.objects.create(
        person=person, unit=unit, kind=kind, first=first, last=last, words=words.strip(), place=place.strip(),
        substitute=substitute, on=today(), by=by,
    )  # fmt: skip
    new = {"kind": kind, "first": str(first), "last": str(last), "substitute": substitute.code if substitute else ""}
    _recorded(by, "ask_absence", made, unit.code, new=new)
    return made


def _only_own(by: Account, person: Person) -> str:
    return "" if by.person_id == person.pk else _("请假由本人申请，或由考勤管理人代报。")


def _stands_in(person: Person, substitute: Person | None) -> None:
    """Whoever stands in is another one, in service, with a post."""
    if substitute is None:
        return
    if substitute.pk == person.pk:
        raise Refused(_("替代人须是另一位同事。"), "substitute")
    if not Post.objects.filter(at(today()), person=substitute).exists():
        raise Refused(_("%(name)s现在没有岗位，不能替代。") % {"name": substitute.name}, "substitute")


def _held(by: Account | None, absence: Absence, verb: str, why: Any) -> Absence:
    """The absence as it is now, if the verb fits and the guard has nothing against it."""
    found = Absence.objects.select_for_update(of=("self",)).select_related("person", "unit", "substitute")
    held: Absence = found.get(pk=absence.pk)
    demand_here(by, why(by, held) if by else "", verb, f"{ROOM}.absence:{held.pk}", held.unit.code)
    if after(ABSENCE, held.state, verb) is None:
        raise Refused(_("这项请假%(state)s，不能再办。") % {"state": held.get_state_display()})
    return held


@action
def agree_absence(*, by: Account | None, absence: Absence, reply: str = "") -> Absence:
    """Agree; for those days the substitute holds the powers of the same post, and the tasks come to that desk."""
    held = _held(by, absence, "agree_absence", may_decide_absence)
    held.state, held.decided_by, held.decided_on, held.reply = "agreed", by, today(), reply.strip()
    held.save()
    given = _delegated(held)
    new = {"state": "agreed", "powers": given, "substitute": held.substitute.code if held.substitute else ""}
    _recorded(by, "agree_absence", held, held.unit.code, new=new, reason=held.reply)
    return held


def _delegated(held: Absence) -> list[str]:
    """The powers of the post that go along (setting substitutes.powers), from the first day to the last."""
    if held.substitute is None or held.last < today():
        return []
    allowed = setting("substitutes.powers")
    own = Grant.objects.filter(at(today()), account__person=held.person, power__in=allowed)
    powers = sorted(set(own.values_list("power", flat=True)))
    for power in powers:
        held.delegations.add(
            Delegation.objects.create(
                giver=held.person, taker=held.substitute, power=power, since=max(held.first, today()),
                until=held.last + dt.timedelta(days=1), reason=f"{held.get_kind_display()} {held.first}–{held.last}",
            )
        )  # fmt: skip
    return powers


def _cut(held: Absence, day: dt.date) -> None:
    """The delegations of an absence end on a day; those that never began are taken away."""
    for one in held.delegations.all():
        if one.since >= day:
            held.delegations.remove(one)
            one.delete()
        elif one.until > day:
            Delegation.objects.filter(pk=one.pk).update(until=day)


@action
def refuse_absence(*, by: Account | None, absence: Absence, reply: str) -> Absence:
    """Do not agree, and say why."""
    held = _held(by, absence, "refuse_absence", may_decide_absence)
    if not reply.strip():
        raise Refused(_("请写明不同意的理由。"), "reply")
    held.state, held.decided_by, held.decided_on, held.reply = "refused", by, today(), reply.strip()
    held.save()
    _recorded(by, "refuse_absence", held, held.unit.code, new={"state": "refused"}, reason=held.reply)
    return held


@action
def name_stand_in(*, by: Account | None, absence: Absence, substitute: Person) -> Absence:
    """Say who stands in, or that it is another one from today on."""
    held = _held(by, absence, "withdraw_absence", may_change_absence)
    _stands_in(held.person, substitute)
    if held.last < today():
        raise Refused(_("假期已过，不用再定替代人。"), "substitute")
    old = {"substitute": held.substitute.code if held.substitute else ""}
    _cut(held, today())
    held.substitute = substitute
    held.save(update_fields=["substitute"])
    given = _delegated(held) if held.state == "agreed" else []
    new = {"substitute": substitute.code, "powers": given}
    _recorded(by, "name_stand_in", held, held.unit.code, old=old, new=new)
    return held


@action
def withdraw_absence(*, by: Account | None, absence: Absence, reason: str) -> Absence:
    """Take leave back before it begins."""
    held = _held(by, absence, "withdraw_absence", may_change_absence)
    if held.state == "agreed" and held.first <= today():
        raise Refused(_("假期已开始，请办理销假。"), "reason")
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    _cut(held, today())
    held.state = "withdrawn"
    held.save(update_fields=["state"])
    _recorded(by, "withdraw_absence", held, held.unit.code, new={"state": "withdrawn"}, reason=reason.strip())
    return held


@action
def end_absence(*, by: Account | None, absence: Absence, on: dt.date) -> Absence:
    """Come back before the last day: from this day on one is here again, and the substitute's powers end."""
    held = _held(by, absence, "end_absence", may_change_absence)
    if held.returned_on is not None:
        raise Refused(_("已于 %(day)s 销假。") % {"day": held.returned_on}, "on")
    if not held.first <= on <= held.last:
        raise Refused(_("销假日期须在 %(first)s 至 %(last)s 之间。") % {"first": held.first, "last": held.last}, "on")
    if on > today():
        raise Refused(_("销假从返回当天起办理。"), "on")
    held.returned_on = on
    held.save(update_fields=["returned_on"])
    _cut(held, today())
    _recorded(by, "end_absence", held, held.unit.code, new={"returned_on": str(on)})
    return held


# --- substitutes ----------------------------------------------------------------------------------------------------


@action
def name_substitute(*, by: Account | None, post: Post, person: Person, since: dt.date) -> Substitute:
    """Register who stands in for the holder of a post."""
    unit = Unit.objects.get(pk=bureau_of(post.unit_id))
    demand_here(by, may_keep(by, unit.pk) if by else "", "name_substitute", f"org.post:{post.pk}", unit.code)
    if post.person_id is None:
        raise Refused(_("这个岗位现在空缺，请先配人。"), "post")
    if person.pk == post.person_id:
        raise Refused(_("替代人须是另一位同事。"), "person")
    if not Post.objects.filter(at(today()), person=person, unit__in=[post.unit_id, unit.pk]).exists():
        raise Refused(_("替代人须是同一单位的在岗人员。"), "person")
    if Substitute.objects.filter(post=post, person=person, until__isnull=True).exists():
        raise Refused(_("%(name)s已是这个岗位的替代人。") % {"name": person.name}, "person")
    made = Substitute.objects.create(post=post, person=person, since=since, by=by)
    _recorded(by, "name_substitute", made, unit.code, new={"person": person.code, "since": str(since)})
    return made


@action
def end_substitute(*, by: Account | None, substitute: Substitute, until: dt.date) -> Substitute:
    """From a day on somebody no longer stands in."""
    held = Substitute.objects.select_related("post").get(pk=substitute.pk)
    unit = Unit.objects.get(pk=bureau_of(held.post.unit_id))
    where = f"{ROOM}.substitute:{held.pk}"
    demand_here(by, may_keep(by, unit.pk) if by else "", "end_substitute", where, unit.code)
    if held.until is not None:
        raise Refused(_("已于 %(day)s 终止。") % {"day": held.until}, "until")
    if until <= held.since:
        raise Refused(_("终止日期须晚于起始日期。"), "until")
    held.until = until
    held.save(update_fields=["until"])
    _recorded(by, "end_substitute", held, unit.code, new={"until": str(until)})
    return held


# --- the circulation ------------------------------------------------------------------------------------------------


@action
def draft_sheet(*, by: Account | None, unit: Unit, month: str) -> AttendanceSheet:
    """Sum up a month of a bureau that is over; drafted again it is counted again, issued ones stay."""
    demand_here(by, may_keep(by, unit.pk) if by else "", "draft_sheet", f"{ROOM}.sheet:{unit.code}", unit.code)
    try:
        when = Period.parse(month)
    except ValueError:
        when = Period("year", 0)
    if when.every != "month":
        raise Refused(_("月份请写成 2026-05。"), "month")
    if when.last >= today():
        raise Refused(_("%(month)s 还没有过完，下月再拟通报。") % {"month": when}, "month")
    if unit.pk != bureau_of(unit.pk):
        raise Refused(_("通报按单位作，不按内设机构作。"), "unit")
    content = content_of(unit, str(when))
    if not content["rows"]:
        raise Refused(_("这个月单位没有在岗人员。"), "unit")
    held = AttendanceSheet.objects.filter(unit=unit, month=str(when)).order_by("-edition").first()
    if held is None or held.state == "issued":
        held = AttendanceSheet(unit=unit, month=str(when), edition=held.edition + 1 if held else 1)
    held.content, held.sm3, held.on, held.by = content, digest(canonical(content)), today(), by
    held.save()
    new = {"month": str(when), "edition": held.edition, "sm3": held.sm3} | summed(content)
    _recorded(by, "draft_sheet", held, unit.code, new=new)
    return held


@action
def issue_sheet(*, by: Account | None, sheet: AttendanceSheet) -> AttendanceSheet:
    """Circulate it to the bureau; from now on it counts, and never changes."""
    held = AttendanceSheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)
    where = f"{ROOM}.attendancesheet:{held.pk}"
    demand_here(by, may_issue(by, held) if by else "", "issue_sheet", where, held.unit.code)
    if after(SHEET, held.state, "issue_sheet") is None:
        raise Refused(_("这份通报已经签发。"))
    held.state, held.issued_by, held.issued_on = "issued", by, today()
    held.save()
    _recorded(by, "issue_sheet", held, held.unit.code, new={"month": held.month, "sm3": held.sm3})
    return held
