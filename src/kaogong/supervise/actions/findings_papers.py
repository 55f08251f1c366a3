"""What is issued about findings: four documents with a day for the reply, circulars, talks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import setting, today
from kaogong.supervise.actions.inspections_numbers import next_number
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_answer, may_publish, may_run, powers_of
from kaogong.supervise.models import Circular, Finding, Paper, Talk
from kaogong.supervise.states.inspections import PAPERS

HEADS = {"rectify": "ZG", "discipline": "JJ", "supervision": "JC", "inquiry": "HX"}


@action
def issue_paper(
    *, by: Account | None, kind: str, unit: Unit, words: str, finding: Finding | None = None, days: int | None = None
) -> Paper:
    """Issue one of the four documents; the reply is due so many days after, the day of issue not counted (QH-16)."""
    demand_here(by, may_run(by), "issue_paper", f"{ROOM}.paper", unit.code)
    if kind not in PAPERS:
        raise Refused(_("请选整改通知书、纪律检查建议书、监察建议书或函询通知。"), "kind")
    if not words.strip():
        raise Refused(_("请写明正文。"), "words")
    if finding is not None and finding.unit_id != unit.pk:
        raise Refused(_("收文单位与问题的单位不一致。"), "unit")
    last = today() + dt.timedelta(days=setting("supervise.reply_days") if days is None else days)
    number = next_number(Paper, HEADS[kind])
    text = f"{number}\n{unit.code}\n{words.strip()}\n{last}"
    made = Paper.objects.create(
        kind=kind, number=number, unit=unit, finding=finding, words=words.strip(), issued_on=today(), reply_due=last,
        sm3=hashlib.new("sm3", text.encode()).hexdigest(), by=by,
    )  # fmt: skip
    if finding is not None and finding.noticed_on is None:
        Finding.objects.filter(pk=finding.pk).update(noticed_on=today())
    new = {"kind": kind, "number": number, "reply_due": str(last), "sm3": made.sm3}
    where = f"{ROOM}.paper:{made.pk}"
    record(by=by, room=ROOM, verb="issue_paper", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def reply_paper(*, by: Account | None, paper: Paper, reply: str) -> Paper:
    """The unit replies."""
    held = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    where = f"{ROOM}.paper:{held.pk}"
    demand_here(by, may_answer(by, held.unit_id) if by else "", "reply_paper", where, held.unit.code)
    if held.state != "issued":
        raise Refused(_("已经答复过。"))
    if not reply.strip():
        raise Refused(_("请写明答复。"), "reply")
    held.state, held.reply, held.replied_on, held.replied_by = "replied", reply.strip(), today(), by
    held.save(update_fields=["state", "reply", "replied_on", "replied_by"])
    new = {"number": held.number, "late": held.reply_due < today()}
    record(by=by, room=ROOM, verb="reply_paper", subject=where, unit=held.unit.code, powers=powers_of(by), new=new)
    return held


@action
def draft_circular(*, by: Account | None, title: str, words: str, findings: Sequence[Finding]) -> Circular:
    """Draft a circular about confirmed findings."""
    demand_here(by, may_run(by), "draft_circular", f"{ROOM}.circular")
    if not title.strip() or not words.strip():
        raise Refused(_("请写明标题和正文。"), "title" if not title.strip() else "words")
    if not findings or any(one.state != "confirmed" for one in findings):
        raise Refused(_("通报只列已查处的问题，至少一个。"), "findings")
    made = Circular.objects.create(number=next_number(Circular, "TB"), title=title.strip(), words=words.strip(), by=by)
    made.findings.set(findings)
    new = {"number": made.number, "findings": [one.number for one in findings]}
    where = f"{ROOM}.circular:{made.pk}"
    record(by=by, room=ROOM, verb="draft_circular", subject=where, powers=powers_of(by), new=new)
    return made


@action
def publish_circular(*, by: Account | None, circular: Circular) -> Circular:
    """Another person signs; every unit may read it from now on."""
    held = Circular.objects.select_for_update().get(pk=circular.pk)
    where = f"{ROOM}.circular:{held.pk}"
    demand_here(by, may_publish(by, held) if by else "", "publish_circular", where)
    if held.state != "draft":
        raise Refused(_("已经印发。"))
    held.state, held.published_on, held.published_by = "published", today(), by
    held.save(update_fields=["state", "published_on", "published_by"])
    held.findings.filter(noticed_on__isnull=True).update(noticed_on=today())
    record(by=by, room=ROOM, verb="publish_circular", subject=where, powers=powers_of(by), new={"number": held.number})
    return held


@action
def hold_talk(*, by: Account | None, finding: Finding, person: Person, held_on: dt.date, words: str) -> Talk:
    """Somebody answerable was talked to."""
    where, unit = f"{ROOM}.finding:{finding.pk}", finding.unit.code
    demand_here(by, may_run(by), "hold_talk", where, unit)
    if finding.state != "confirmed":
        raise Refused(_("查处后才能约谈。"))
    if held_on > today() or not words.strip():
        raise Refused(_("请写明约谈内容，日期不能在今天之后。"), "words")
    made = Talk.objects.create(finding=finding, person=person, held_on=held_on, words=words.strip(), by=by)
    new = {"person": person.code, "held_on": str(held_on)}
    record(by=by, room=ROOM, verb="hold_talk", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made
