"""Complaints as they come: from the public page, by phone, letter, visit, from a contact point; and what the code opens."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.listen.guards.complaints import demand_here, may_enter, may_handle, may_report_problem, noted
from kaogong.listen.models import (
    Attachment,
    Complainant,
    Complaint,
    ContactPoint,
    Handling,
    Rating,
    ServicePromise,
)
from kaogong.listen.queries.complaints import code_hash, file_limits, mark_of, may_reopen, rated, turn_of
from kaogong.listen.queries.complaints_roles import ROOM
from kaogong.listen.states.complaints import CHANNELS, COMPLAINT, ENTERED, SATISFACTION
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import after_days, setting, today

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
EVENLY = LETTERS * 8
"""The letter of a byte, each as likely as any other; what bytes are above stands for none."""
CODE = 10
"""Letters of a code; it is read out and copied by hand, so none that look alike."""
LOCKED = dt.timedelta(minutes=15)
NUMBERS = 0x4B414F54
"""One number after another is given, also when two come at once."""


class Sending(NamedTuple):
    """One sending of the public page: what it is known by, and the code whoever sent it gets, the same however often it comes."""

    mark: str
    code: str


class Receipt(NamedTuple):
    """What the complainant is told once: the number, and the code only that person has."""

    complaint: Complaint
    code: str


def next_number(kind: Any, head: str) -> str:
    """The next number of the year of complaints or leads; others wait until this act is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    start = f"{head}-{today().year}-"
    last = kind.objects.filter(number__startswith=start).order_by("-number").values_list("number", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:05d}"


def few_enough(files: Sequence[tuple[Evidence, str]]) -> None:
    """Not more files, nor larger ones together, than the centre takes."""
    number, size = file_limits()
    if len(files) > number:
        raise Refused(_("附件最多 %(most)s 份。请合并或去掉几份。") % {"most": number}, "file")
    if sum(one.size for one, _name in files) > size << 20:
        raise Refused(_("附件合计最多 %(size)s MB。请压缩后再传。") % {"size": size}, "file")


def sending_of(token: str, content: str) -> Sending:
    """Of a page the house gave out and what was written on it; only who holds both comes to the same."""
    said = f"{token}:{content}"
    mark = salted_hmac("listen.once", said, algorithm="sha256").hexdigest()
    letters = salted_hmac("listen.once.code", said, algorithm="sha256").digest()
    return Sending(mark, "".join(EVENLY[one] for one in letters if one < len(EVENLY))[:CODE])


def received_before(sending: Sending) -> Receipt | None:
    """What was received of a sending already."""
    held = Complaint.objects.filter(once=sending.mark).first()
    same = held is not None and held.code == code_hash(held.number, sending.code)
    return Receipt(held, sending.code) if held is not None and same else None


def _kept(
    who: dict[str, str], files: Sequence[tuple[Evidence, str]], given: dict[str, Any], sending: Sending | None = None
) -> Receipt:
    """A complaint with what belongs to it: the identity sealed beside, files that may tell who it is."""
    day = today()
    code = sending.code if sending else "".join(secrets.choice(LETTERS) for _one in range(CODE))
    number = next_number(Complaint, "TS")
    if sending and Complaint.objects.filter(once=sending.mark).exists():
        raise Refused(_("这件投诉已经登记，没有重复登记。"))
    held = {name: words.strip() for name, words in who.items() if words and words.strip()}
    made = Complaint.objects.create(
        number=number, named=bool(held), received_on=day, code=code_hash(number, code), once=sending.mark if sending else None,
        accept_due=after_days(day, setting("listen.accept_days")), **given,
    )  # fmt: skip
    if held:
        Complainant.objects.create(complaint=made, mark=mark_of(held.get("phone", "")), **held)
    for evidence, name in files:
        Attachment.objects.create(complaint=made, evidence=evidence, name=name)
    return Receipt(made, code)


@action
def receive_complaint(
    *,
    by: Account | None,
    channel: str,
    about: str,
    title: str,
    words: str,
    who: dict[str, str] | None = None,
    unit: Unit | None = None,
    person: Person | None = None,
    topic: str = "other",
    happened_on: dt.date | None = None,
    promise: ServicePromise | None = None,
    files: Sequence[tuple[Evidence, str]] = (),
    sending: Sending | None = None,
) -> Receipt:
    """Somebody complains. `who`: name, phone, address of whoever gives them; without any the complaint is anonymous.

    `sending`: what a page of the public is known by when it comes again; it is received once.
    """
    demand_here(by, may_enter(by) if by else "", "receive_complaint", f"{ROOM}.complaint")
    if channel not in CHANNELS or (by is None and channel != "page") or (by is not None and channel not in ENTERED):
        raise Refused(_("没有这个渠道。请从列表里选。"), "channel")
    if not title.strip() or not words.strip():
        raise Refused(_("请写明投诉什么事：时间、地点、经过。"), "words")
    if not about.strip() and unit is None and promise is None:
        raise Refused(_("请写明投诉哪个单位或哪个人。"), "about")
    if happened_on is not None and happened_on > today():
        raise Refused(_("发生日期不能晚于今天。"), "happened_on")
    few_enough(files)
    if promise is not None:
        if promise.state != "published":
            raise Refused(_("这项承诺没有公布，不能据此投诉。"), "promise")
        unit, topic = promise.unit, "promise"
    given = {
        "channel": channel, "about": about.strip() or (promise.title if promise else ""), "title": title.strip(), "words": words.strip(),
        "unit": unit, "person": person, "topic": topic, "happened_on": happened_on, "promise": promise, "entered_by": by,
    }  # fmt: skip
    found = _kept(who or {}, files, given, sending)
    new = {"number": found.complaint.number, "channel": channel, "named": found.complaint.named}
    record(verb="receive_complaint", new=new, **noted(by, found.complaint))
    return found


@action
def report_problem(*, by: Account, contact: ContactPoint, title: str, words: str, unit: Unit, days: int = 0) -> Receipt:
    """The first liaison of a key enterprise reports its problem: it goes to the department at once, with a shorter limit."""
    demand_here(by, may_report_problem(by, contact), "report_problem", f"{ROOM}.contactpoint:{contact.pk}")
    if not title.strip() or not words.strip():
        raise Refused(_("请写明企业遇到的问题和要求。"), "words")
    fast = setting("listen.fast_days")
    if days > fast:
        raise Refused(_("绿色通道最多 %(n)s 个工作日。") % {"n": fast}, "days")
    given = {
        "channel": "contact", "about": contact.name, "title": title.strip(), "words": words.strip(), "unit": unit, "contact": contact,
        "entered_by": by, "kind": "efficiency", "topic": "enterprise", "state": "handling", "accepted_on": today(),
    }  # fmt: skip
    found = _kept({}, (), given)
    Handling.objects.create(
        complaint=found.complaint, unit=unit, words=f"{title.strip()}\n{words.strip()}", sent_on=today(), days=days or fast,
        due_on=after_days(today(), days or fast), fast=True, sent_by=by,
    )  # fmt: skip
    new = {"number": found.complaint.number, "contact": contact.name, "due_on": str(after_days(today(), days or fast))}
    record(verb="report_problem", new=new, **noted(by, found.complaint, unit.code))
    return found


@action
def note_wrong_code(*, by: Account | None, complaint: Complaint) -> Complaint:
    """A wrong code was typed. Too many close the complaint to codes for a while; from where is not kept."""
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    held.failures += 1
    if held.failures >= setting("listen.code_tries"):
        held.failures, held.locked_until = 0, timezone.now() + LOCKED
    held.save(update_fields=["failures", "locked_until"])
    record(verb="note_wrong_code", outcome="denied", **noted(by, held))
    return held


def _said(by: Account | None, complaint: Complaint, way: str, satisfaction: str, words: str) -> Rating:
    if satisfaction not in SATISFACTION:
        raise Refused(_("请选满意、基本满意或不满意。"), "satisfaction")
    if satisfaction == "dissatisfied" and not words.strip():
        raise Refused(_("请写明哪里不满意，重新办理时据此核查。"), "words")
    if rated(complaint) is not None:
        raise Refused(_("这次答复已经评价过，一次答复只评价一次。"))
    return Rating.objects.create(
        complaint=complaint, turn=turn_of(complaint), way=way, satisfaction=satisfaction, words=words.strip(),
        on=today(), by=by,
    )  # fmt: skip


def fresh(complaint: Complaint) -> Complaint:
    """The complaint as it is now, kept from others until this act is over."""
    return Complaint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=complaint.pk)


def led(held: Complaint, verb: str) -> str:
    """The state a verb leads to.

    Raises:
        Refused: it cannot be done in the state there is.
    """
    state = after(COMPLAINT, held.state, verb)
    if state is None:
        raise Refused(_("这件投诉现在是“%(state)s”，不能这样办。") % {"state": held.get_state_display()})
    return state


@action
def rate_complaint(*, by: None, complaint: Complaint, satisfaction: str, words: str = "") -> Rating:
    """The complainant, with the code, says whether the answer is satisfying."""
    held = fresh(complaint)
    led(held, "rate_complaint")
    made = _said(by, held, "own", satisfaction, words)
    record(verb="rate_complaint", new={"satisfaction": satisfaction, "turn": made.turn}, **noted(by, held))
    return made


@action
def visit_complaint(*, by: Account, complaint: Complaint, way: str, satisfaction: str, words: str = "") -> Rating:
    """The centre asks the complainant, who gave a name, what the answer is worth. Nobody asks the anonymous."""
    held = fresh(complaint)
    demand_here(by, may_handle(by, held), "visit_complaint", f"{ROOM}.complaint:{held.pk}")
    led(held, "visit_complaint")
    if not held.named:
        raise Refused(_("匿名投诉不回访，由投诉人凭查询码自愿评价。"))
    if way not in ("phone", "visit"):
        raise Refused(_("请选回访方式。"), "way")
    made = _said(by, held, way, satisfaction, words)
    record(verb="visit_complaint", new={"satisfaction": satisfaction, "way": way}, **noted(by, held))
    return made


@action
def reopen_complaint(*, by: Account | None, complaint: Complaint, reason: str) -> Complaint:
    """An answer that does not satisfy is gone into again, at the wish of the complainant."""
    held = fresh(complaint)
    demand_here(by, may_handle(by, held) if by else "", "reopen_complaint", f"{ROOM}.complaint:{held.pk}")
    state = led(held, "reopen_complaint")
    if not may_reopen(held):
        raise Refused(_("评价为不满意、未过重新办理期限且未超过次数的，才能重新办理。"))
    if not reason.strip():
        raise Refused(_("请写明为什么要重新办理。"), "reason")
    old = {"state": held.state, "verdict": held.verdict}
    held.state, held.reason, held.reopened = state, reason.strip(), held.reopened + 1
    held.verdict, held.closed_by, held.closed_on, held.reviewed_by = "", None, None, None
    held.save()
    record(verb="reopen_complaint", old=old, new={"state": state, "reopened": held.reopened}, **noted(by, held))
    return held
