"""Assessors watched, findings confirmed, transferred and disposed of; sanctions carried out; transactions recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.audit.models import Evidence
from kaogong.org import states
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import demand_keeper, may_dispose, may_watch
from kaogong.org.models import (
    Account,
    Circular,
    Docket,
    Finding,
    Person,
    Recipient,
    Route,
    Sanction,
    Transaction,
    Unit,
    Watch,
)
from kaogong.org.queries import setting, standing


def _watcher(by: Account | None, verb: str, subject: str) -> list[str]:
    if by is not None:
        demand(may_watch(by), room=ROOM, verb=verb, subject=subject)
    return ["watch"] if by else []


@action
def open_watch(
    *, by: Account | None, mode: str, title: str, unit: Unit, subjects: Sequence[str], day: dt.date
) -> Watch:
    """Follow one whole appraisal session, sheet by sheet; the sheets are seen with every act on them, and not touched."""
    subject = f"org.unit:{unit.code}"
    powers = _watcher(by, "open_watch", subject)
    if mode == "follow" and not subjects:
        raise Refused(_("请列出要跟踪的考核表。"), "subjects")
    made = Watch.objects.create(mode=mode, title=title, unit=unit, subjects=list(subjects), opened_on=day)
    new = {"mode": mode, "sheets": len(subjects)}
    record(by=by, powers=powers, room=ROOM, verb="open_watch", subject=f"org.watch:{made.pk}", unit=unit.code, new=new)
    return made


@action
def close_watch(*, by: Account | None, watch: Watch, day: dt.date) -> Watch:
    """The session is over; what was seen stands in at least one written finding (QW-16)."""
    subject = f"org.watch:{watch.pk}"
    powers = _watcher(by, "close_watch", subject)
    if (watch.state, "close") not in states.WATCH:
        raise Refused(_("这次监督已经结束。"))
    if not watch.findings.exists():
        raise Refused(_("还没有书面意见。写下至少一条，才能结束。"), "findings")
    watch.state, watch.closed_on = states.WATCH[watch.state, "close"], day
    watch.save(update_fields=["state", "closed_on"])
    new = {"findings": watch.findings.count()}
    record(by=by, powers=powers, room=ROOM, verb="close_watch", subject=subject, unit=watch.unit.code, new=new)
    return watch


@action
def record_finding(
    *,
    by: Account | None,
    words: str,
    day: dt.date,
    matter: str = "",
    unit: Unit | None = None,
    person: Person | None = None,
    offence: str = "",
    watch: Watch | None = None,
    finder: Unit | None = None,
) -> Finding:
    """Write down what was found, by the supervision team, or by the unit (`finder`) whose person found it."""
    subject = f"org.unit:{unit.code}" if unit else f"org.person:{person.code}" if person else "org.finding"
    own = by is not None and finder is not None and finder.pk in standing(by)[1]
    powers = [] if own else _watcher(by, "record_finding", subject)
    if not words.strip():
        raise Refused(_("请写明发现了什么。"), "words")
    if offence and person is None:
        raise Refused(_("请写明是哪一位考核人。"), "person")
    made = Finding.objects.create(
        words=words,
        found_on=day,
        matter=matter,
        unit=unit,
        person=person,
        offence=offence,
        watch=watch,
        finder=finder,
        owner=finder,
    )
    new = {"matter": matter, "offence": offence, "person": person.code if person else ""}
    code = unit.code if unit else ""
    record(by=by, powers=powers, room=ROOM, verb="record_finding", subject=f"org.finding:{made.pk}", unit=code, new=new)
    return made


@action
def confirm_finding(*, by: Account | None, finding: Finding, day: dt.date) -> Finding:
    """A finding holds. An assessor's offence costs the points of the table; a circular or a case follows (QW-17 to 19)."""
    subject = f"org.finding:{finding.pk}"
    powers = _watcher(by, "confirm_finding", subject)
    _follow(finding, "confirm")
    if finding.offence:
        finding.points = Decimal(setting("offences.points").get(finding.offence, 0))
    finding.save(update_fields=["state", "points"])
    follows = _consequence(finding, day)
    new = {"offence": finding.offence, "points": str(finding.points or 0), "follows": follows}
    record(by=by, powers=powers, room=ROOM, verb="confirm_finding", subject=subject, new=new)
    return finding


def _consequence(finding: Finding, day: dt.date) -> str:
    """What a confirmed offence brings with it, as a record; its key, or nothing."""
    source = f"org.finding:{finding.pk}"
    if finding.offence == "retaliation":
        title = "关于打击报复问题的通报批评"
        made = Circular.objects.create(
            kind="criticism", title=title, words=finding.words, source=source, about=finding.person, sent_on=day
        )
        Recipient.objects.create(circular=made, person=finding.person)
        return f"org.circular:{made.pk}"
    if finding.offence == "neglect":
        title = "不履行考核职责的责任追究"
        opened = Docket.objects.create(
            kind="accountability", title=title, person=finding.person, source=source, opened_on=day
        )
        return f"org.docket:{opened.pk}"
    return ""


@action
def set_route(*, by: Account | None, matter: str, unit: Unit) -> Route:
    """A unit is competent for findings of a matter (SD-20)."""
    powers = demand_keeper(by, "set_route", f"org.route:{matter}")
    made, _fresh = Route.objects.update_or_create(matter=matter, defaults={"unit": unit})
    record(by=by, powers=powers, room=ROOM, verb="set_route", subject=f"org.route:{matter}", new={"unit": unit.code})
    return made


@action
def transfer_findings(*, by: Account, findings: Sequence[Finding]) -> list[Finding]:
    """Findings of matters for which another unit is competent go there; the others stay. Gives those that went."""
    subject = "org.finding"
    for one in findings:
        demand(may_dispose(by, one), room=ROOM, verb="transfer_findings", subject=f"org.finding:{one.pk}")
    routes = {one.matter: one.unit for one in Route.objects.select_related("unit")}
    gone = []
    for one in findings:
        to = routes.get(one.matter)
        if to is not None and to.pk != one.owner_id:
            _follow(one, "transfer")
            one.owner = to
            one.save(update_fields=["state", "owner"])
            gone.append(one)
    if not gone:
        raise Refused(_("没有须移送的事项。"))
    new = {"transferred": [f"{one.pk}: {one.owner.code}" for one in gone if one.owner]}
    record(by=by, room=ROOM, verb="transfer_findings", subject=subject, new=new)
    return gone


@action
def dispose_finding(*, by: Account, finding: Finding, disposal: str) -> Finding:
    """The unit a finding lies with disposes of it."""
    subject = f"org.finding:{finding.pk}"
    demand(may_dispose(by, finding), room=ROOM, verb="dispose_finding", subject=subject)
    if not disposal.strip():
        raise Refused(_("请写明怎样处理。"), "disposal")
    _follow(finding, "dispose")
    finding.disposal = disposal
    finding.save(update_fields=["state", "disposal"])
    record(by=by, room=ROOM, verb="dispose_finding", subject=subject, reason=disposal)
    return finding


def _follow(finding: Finding, verb: str) -> None:
    if (finding.state, verb) not in states.FINDING:
        raise Refused(_("这一条%(state)s，不能这样办。") % {"state": finding.get_state_display()})
    finding.state = states.FINDING[finding.state, verb]


# --- sanctions and transactions -------------------------------------------------------------------------------------


@action
def record_sanction(
    *, by: Account | None, person: Person, measure: str, decided: dt.date, months: int | None = None
) -> Sanction:
    """A decision that a person is sanctioned; it stays outstanding until evidence shows it was carried out (QH-13)."""
    subject = f"org.person:{person.code}"
    powers = _watcher(by, "record_sanction", subject)
    made = Sanction.objects.create(person=person, measure=measure, decided_on=decided, months=months)
    new = {"measure": measure, "months": months, "decided": str(decided)}
    record(by=by, powers=powers, room=ROOM, verb="record_sanction", subject=subject, new=new)
    return made


@action
def execute_sanction(*, by: Account | None, sanction: Sanction, since: dt.date, evidence: Evidence) -> Sanction:
    """A sanction is carried out from a day on, with the evidence."""
    subject = f"org.person:{sanction.person.code}"
    powers = _watcher(by, "execute_sanction", subject)
    if sanction.evidence is not None:
        raise Refused(_("这项处分已有执行凭证。"))
    if since < sanction.decided_on:
        raise Refused(_("执行日期不能早于决定日期 %(was)s。") % {"was": sanction.decided_on}, "since")
    sanction.since, sanction.evidence = since, evidence
    sanction.save(update_fields=["since", "evidence"])
    new = {"since": str(since), "sm3": evidence.sm3}
    record(by=by, powers=powers, room=ROOM, verb="execute_sanction", subject=subject, new=new)
    return sanction


@action
def end_sanction(*, by: Account | None, sanction: Sanction, until: dt.date) -> Sanction:
    """A sanction ends on a day; one that ends before its months are over is listed as an exception."""
    subject = f"org.person:{sanction.person.code}"
    powers = _watcher(by, "end_sanction", subject)
    if sanction.since is None or until <= sanction.since or sanction.until is not None:
        raise Refused(_("处分还没有执行、已经结束，或结束日期不晚于执行日期。"), "until")
    sanction.until = until
    sanction.save(update_fields=["until"])
    record(by=by, powers=powers, room=ROOM, verb="end_sanction", subject=subject, new={"until": str(until)})
    return sanction


@action
def record_transaction(
    *, by: Account | None, kind: str, key: str, unit: Unit, day: dt.date, amount: Decimal
) -> Transaction:
    """An award of a public tender, or a payment of public funds for it (XJ-27)."""
    powers = demand_keeper(by, "record_transaction", f"org.unit:{unit.code}")
    if amount <= 0:
        raise Refused(_("金额须大于零。"), "amount")
    made = Transaction.objects.create(kind=kind, key=key, unit=unit, day=day, amount=amount)
    new = {"kind": kind, "day": str(day), "amount": str(amount)}
    subject = f"org.transaction:{key}"
    record(by=by, powers=powers, room=ROOM, verb="record_transaction", subject=subject, unit=unit.code, new=new)
    return made
