"""What the centre and the unit do with a complaint, from acceptance to closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.core.scheme.period import Period
from kaogong.listen.actions.complaints_intake import few_enough, fresh, led
from kaogong.listen.guards.complaints import demand_here, may_close, may_handle, may_reply, noted
from kaogong.listen.models import Attachment, Complaint, Concern, Handling
from kaogong.listen.queries.complaints import main_of, names_complainant
from kaogong.listen.queries.complaints_roles import ROOM
from kaogong.listen.states.complaints import KINDS, TOPICS, UPHELD, VERDICTS
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import after_days, setting, today

LONGEST = 60
"""Working days a unit may be given at most."""


def reasoned(words: str, field: str, why: str) -> str:
    """Words that have to be there.

    Raises:
        Refused: they are not.
    """
    if not words.strip():
        raise Refused(why, field)
    return words.strip()


def _taken(by: Account | None, complaint: Complaint, verb: str) -> tuple[Complaint, str]:
    """The complaint for a handler it does not concern, and the state it goes to."""
    held = fresh(complaint)
    demand_here(by, may_handle(by, held) if by else "", verb, f"{ROOM}.complaint:{held.pk}")
    return held, led(held, verb)


def _moved(held: Complaint, state: str, **more: Any) -> Complaint:
    held.state = state
    for name, value in more.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *more])
    return held


@action
def accept_complaint(
    *,
    by: Account | None,
    complaint: Complaint,
    kind: str,
    topic: str,
    unit: Unit | None = None,
    person: Person | None = None,
) -> Complaint:
    """The centre takes it up, and says of which kind it is and whom it concerns."""
    held, state = _taken(by, complaint, "accept_complaint")
    _sorted(by, held, kind, topic, unit, person)
    _moved(held, state, accepted_by=by, accepted_on=today())
    record(verb="accept_complaint", new={"state": state, "kind": kind, "topic": topic}, **noted(by, held))
    return held


@action
def classify_complaint(
    *,
    by: Account | None,
    complaint: Complaint,
    kind: str,
    topic: str,
    unit: Unit | None = None,
    person: Person | None = None,
) -> Complaint:
    """It is of another kind than was thought."""
    held, _state = _taken(by, complaint, "classify_complaint")
    old = {"kind": held.kind, "topic": held.topic}
    _sorted(by, held, kind, topic, unit, person)
    record(verb="classify_complaint", old=old, new={"kind": kind, "topic": topic}, **noted(by, held))
    return held


def _sorted(
    by: Account | None, held: Complaint, kind: str, topic: str, unit: Unit | None, person: Person | None
) -> None:
    if kind not in KINDS:
        raise Refused(_("请选类别：效能投诉、涉法涉诉或咨询类。"), "kind")
    if topic not in TOPICS:
        raise Refused(_("请选事由。"), "topic")
    held.unit, held.person = unit or held.unit, person or held.person
    if kind == "efficiency" and held.unit is None:
        raise Refused(_("效能投诉要写明被投诉单位。"), "unit")
    held.kind, held.topic = kind, topic
    held.save(update_fields=["kind", "topic", "unit", "person"])
    demand_here(by, may_handle(by, held) if by else "", "accept_complaint", f"{ROOM}.complaint:{held.pk}")


@action
def refuse_complaint(*, by: Account | None, complaint: Complaint, reason: str) -> Complaint:
    """The centre does not take it up, and tells the complainant why."""
    held, state = _taken(by, complaint, "refuse_complaint")
    words = reasoned(reason, "reason", _("请写明不予受理的理由，投诉人凭查询码能看到。"))
    _moved(held, state, reason=words, accepted_by=by, closed_on=today())
    record(verb="refuse_complaint", new={"state": state}, **noted(by, held))
    return held


@action
def join_complaint(*, by: Account | None, complaint: Complaint, into: Complaint) -> Complaint:
    """It is the same matter as another one: it follows that, and counts no second time."""
    held, state = _taken(by, complaint, "join_complaint")
    main = main_of(Complaint.objects.get(pk=into.pk))
    if main.pk == held.pk:
        raise Refused(_("一件投诉不能并入自己。"), "into")
    if main.state == "refused":
        raise Refused(_("%(number)s 不予受理，不能并入。") % {"number": main.number}, "into")
    demand_here(by, may_handle(by, main) if by else "", "join_complaint", f"{ROOM}.complaint:{held.pk}")
    _moved(held, state, joined_to=main)
    record(verb="join_complaint", new={"state": state, "into": main.number}, **noted(by, held))
    return held


@action
def answer_complaint(*, by: Account | None, complaint: Complaint, answer: str) -> Complaint:
    """Who only asks is answered by the centre itself."""
    held, state = _taken(by, complaint, "answer_complaint")
    if held.kind != "advice":
        raise Refused(_("只有咨询类由投诉中心直接解答。效能投诉须转承办单位，涉法涉诉须移交。"))
    words = reasoned(answer, "answer", _("请写明解答内容。"))
    _moved(held, state, answer=words, answered_on=today(), closed_by=by, closed_on=today())
    record(verb="answer_complaint", new={"state": state}, **noted(by, held))
    return held


@action
def refer_complaint(*, by: Account | None, complaint: Complaint, to: str, answer: str) -> Complaint:
    """What belongs before a court or the letters office is handed over, and the complainant is told where to."""
    held, state = _taken(by, complaint, "refer_complaint")
    if held.kind != "legal":
        raise Refused(_("只有涉法涉诉的移交其他机关。"))
    body = reasoned(to, "to", _("请写明移交哪个机关。"))
    words = reasoned(answer, "answer", _("请写明告知投诉人的话。"))
    _moved(held, state, referred_to=body, answer=words, answered_on=today(), closed_by=by, closed_on=today())
    record(verb="refer_complaint", new={"state": state, "to": body}, **noted(by, held))
    return held


@action
def transfer_complaint(
    *, by: Account | None, complaint: Complaint, unit: Unit, words: str, days: int = 0, released: Sequence[int] = ()
) -> Handling:
    """Send it to the unit that has to answer, in words that do not tell who complained, with a limit in working days."""
    held, state = _taken(by, complaint, "transfer_complaint")
    if held.kind != "efficiency":
        raise Refused(_("只有效能投诉转承办单位查处。"))
    text = reasoned(words, "words", _("请写明转办内容。承办单位只看这一段，看不到投诉原文。"))
    _names_nobody(held, text, "words")
    limit = days or setting("listen.answer_days")
    if not 0 < limit <= LONGEST:
        raise Refused(_("期限请写 1 到 %(n)s 个工作日。") % {"n": LONGEST}, "days")
    held.attachments.filter(pk__in=released).update(identifying=False)
    made = Handling.objects.create(
        complaint=held,
        unit=unit,
        words=text,
        sent_on=today(),
        days=limit,
        due_on=after_days(today(), limit),
        sent_by=by,
    )
    _moved(held, state)
    new = {"number": held.number, "due_on": str(made.due_on), "days": limit}
    record(verb="transfer_complaint", new=new, **noted(by, held, unit.code))
    return made


def _names_nobody(held: Complaint, text: str, field: str) -> None:
    """What a unit reads must not say who complained."""
    if names_complainant(held, text):
        raise Refused(_("这段话承办单位看得到，里面有投诉人的姓名、电话或地址。请删去。"), field)


def current(held: Complaint) -> Handling:
    """The round that runs."""
    return Handling.objects.select_for_update(of=("self",)).select_related("unit").get(complaint=held, ended=False)


@action
def reply_complaint(
    *,
    by: Account | None,
    complaint: Complaint,
    reply: str,
    measures: str = "",
    files: Sequence[tuple[Evidence, str]] = (),
) -> Handling:
    """The unit says what it found and did."""
    held = fresh(complaint)
    demand_here(by, may_reply(by, held) if by else "", "reply_complaint", f"{ROOM}.complaint:{held.pk}")
    state = led(held, "reply_complaint")
    now = current(held)
    now.reply, now.measures = reasoned(reply, "reply", _("请写明查了什么、事实如何、怎样处理。")), measures.strip()
    now.replied_by, now.replied_on = by, today()
    now.save(update_fields=["reply", "measures", "replied_by", "replied_on"])
    few_enough(files)
    for evidence, name in files:
        Attachment.objects.create(complaint=held, evidence=evidence, name=name, identifying=False, by_unit=now.unit)
    now.extensions.filter(state="asked").update(state="refused", settled_on=today())
    _moved(held, state)
    new = {"number": held.number, "in_time": now.replied_on <= now.due_on}
    record(verb="reply_complaint", new=new, **noted(by, held, now.unit.code))
    return now


@action
def return_reply(*, by: Account | None, complaint: Complaint, reason: str, days: int = 0) -> Handling:
    """The answer does not do; the unit looks again. The limit stays unless more days are given."""
    held, state = _taken(by, complaint, "return_reply")
    now = current(held)
    now.returned = reasoned(reason, "reason", _("请写明答复缺什么、要补查什么。"))
    if not 0 <= days <= LONGEST:
        raise Refused(_("期限请写 1 到 %(n)s 个工作日。") % {"n": LONGEST}, "days")
    _names_nobody(held, now.returned, "reason")
    if days:
        now.due_on = after_days(today(), days)
    now.replied_on = None
    now.save(update_fields=["returned", "due_on", "replied_on"])
    _moved(held, state)
    new = {"number": held.number, "due_on": str(now.due_on), "words": now.returned}
    record(verb="return_reply", new=new, **noted(by, held, now.unit.code))
    return now


@action
def review_reply(*, by: Account | None, complaint: Complaint, verdict: str, answer: str) -> Complaint:
    """The centre gives its verdict, and the complainant can read the answer. It counts once somebody else has closed it."""
    held, state = _taken(by, complaint, "review_reply")
    if verdict not in VERDICTS:
        raise Refused(_("请选核查结论：属实、部分属实或不属实。"), "verdict")
    words = reasoned(answer, "answer", _("请写明给投诉人的答复。"))
    _names_nobody(held, words, "answer")
    now = current(held)
    now.ended = True
    now.save(update_fields=["ended"])
    _moved(held, state, verdict=verdict, answer=words, answered_on=today(), reviewed_by=by)
    new = {"number": held.number, "verdict": verdict}
    record(verb="review_reply", new=new, **noted(by, held, now.unit.code))
    return held


@action
def return_review(*, by: Account | None, complaint: Complaint, reason: str) -> Complaint:
    """Who was to close it does not agree with the verdict; it is reviewed again."""
    held = fresh(complaint)
    demand_here(by, may_close(by, held) if by else "", "return_review", f"{ROOM}.complaint:{held.pk}")
    state = led(held, "return_review")
    words = reasoned(reason, "reason", _("请写明结论哪里不妥。"))
    last = held.handlings.order_by("-id").first()
    assert last is not None
    last.ended = False
    last.save(update_fields=["ended"])
    old = {"verdict": held.verdict}
    _moved(held, state, verdict="", answer="", answered_on=None, reviewed_by=None)
    record(verb="return_review", old=old, new={"state": state}, reason=words, **noted(by, held))
    return held


@action
def close_complaint(*, by: Account | None, complaint: Complaint) -> Complaint:
    """A second handler confirms the verdict: now it counts. So many of one unit in a quarter are looked into."""
    held = fresh(complaint)
    demand_here(by, may_close(by, held) if by else "", "close_complaint", f"{ROOM}.complaint:{held.pk}")
    state = led(held, "close_complaint")
    _moved(held, state, closed_by=by, closed_on=today())
    concern = _concerned(held, today()) if held.verdict in UPHELD and held.unit is not None else None
    new = {"number": held.number, "verdict": held.verdict, "concern": concern.period if concern else ""}
    record(verb="close_complaint", new=new, **noted(by, held, held.unit.code if held.unit else ""))
    return held


def _concerned(held: Complaint, day: dt.date) -> Concern | None:
    """Open what is to be looked into once there are enough of a unit in a quarter; later ones are added to it."""
    quarter = next(one for n in range(1, 5) if (one := Period.parse(f"{day.year}-Q{n}")).last >= day)
    several = Complaint.objects.filter(
        unit=held.unit, state="closed", verdict__in=UPHELD, closed_on__range=(quarter.first, day)
    )
    if several.count() < setting("listen.concern_from"):
        return None
    given = {"opened_on": day}
    made, _fresh = Concern.objects.get_or_create(unit=held.unit, period=str(quarter), defaults=given)
    made.complaints.add(*several)
    return made
