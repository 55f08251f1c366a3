"""Findings: entered, answered by the unit, confirmed by a second person; silence is put on record; withdrawn ones stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Unit
from kaogong.org.queries import setting, today
from kaogong.supervise.actions.findings_made import make_finding
from kaogong.supervise.actions.rectify_orders import open_rectification
from kaogong.supervise.guards.inspections import (
    ROOM,
    demand_here,
    may_answer,
    may_confirm,
    may_record,
    may_run,
    powers_of,
)
from kaogong.supervise.models import Finding
from kaogong.supervise.queries.findings import overdue
from kaogong.supervise.states.inspections import CATEGORIES, CHANNELS, FINDING, FINDING_NAMES


@action
def record_finding(
    *,
    by: Account | None,
    unit: Unit,
    channel: str,
    category: str,
    found_at: dt.datetime,
    words: str,
    evidence: Sequence[tuple[Evidence, str]] = (),
    **more: Any,
) -> Finding:
    """Enter what was found, with when, where and what shows it; the unit is told and has its say first.

    `more`: `person`, `place`, `window`, `item`, `topic`, `above`, `unit_points`, `person_points`, `grave`, `prominent`,
    `violation`, `inspection`.
    """
    demand_here(by, may_record(by, more.get("inspection"), unit), "record_finding", f"{ROOM}.finding", unit.code)
    if channel not in CHANNELS or category not in CATEGORIES:
        raise Refused(_("请选发现渠道和类别。"), "channel" if channel not in CHANNELS else "category")
    if not words.strip():
        raise Refused(_("请写明事实。"), "words")
    if timezone.localdate(found_at) > today():
        raise Refused(_("发现时间在今天之后。请核对。"), "found_at")
    if channel in ("video", "daily") and not (more.get("place") and more.get("window")):
        raise Refused(_("巡查发现的须写明地点和窗口。"), "place" if not more.get("place") else "window")
    if more.get("topic") and more["topic"] not in setting("supervise.topics"):
        raise Refused(_("没有这项专项治理。请从列表里选。"), "topic")
    points: list[Decimal | None] = [more.get("unit_points"), more.get("person_points")]
    if any(one is not None and one < 0 for one in points):
        raise Refused(_("扣分写正数，如 0.5。"), "unit_points")
    made = make_finding(
        by,
        unit=unit,
        channel=channel,
        category=category,
        found_at=found_at,
        words=words.strip(),
        proofs=evidence,
        **more,
    )
    if made.prominent:
        made.noticed_on = today()
        made.save(update_fields=["noticed_on"])
    where = f"{ROOM}.finding:{made.pk}"
    new = {
        "number": made.number, "channel": channel, "category": category, "proofs": [one.sm3 for one, _n in evidence],
        "repeat_of": made.repeat_of.number if made.repeat_of else "", "told": _told(made),
    }  # fmt: skip
    record(by=by, room=ROOM, verb="record_finding", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


def _told(made: Finding) -> list[str]:
    """Who is told at once: the unit, and of what is prominent the department above it."""
    return [made.unit.code, *([made.above.code] if made.prominent and made.above else [])]


@action
def feed_back(*, by: Account | None, finding: Finding, above: Unit | None = None) -> Finding:
    """Tell the unit, and the department above it, what was found (LB-29, LZ-26)."""
    held, where = _held(finding), f"{ROOM}.finding:{finding.pk}"
    demand_here(by, may_run(by), "feed_back", where, held.unit.code)
    if held.noticed_on is not None:
        raise Refused(_("已于 %(day)s 反馈。") % {"day": held.noticed_on})
    held.noticed_on, held.above = today(), above or held.above
    held.save(update_fields=["noticed_on", "above"])
    new = {"number": held.number, "told": [held.unit.code, *([held.above.code] if held.above else [])]}
    record(by=by, room=ROOM, verb="feed_back", subject=where, unit=held.unit.code, powers=powers_of(by), new=new)
    return held


@action
def answer_finding(*, by: Account | None, finding: Finding, answer: str) -> Finding:
    """The unit says what it has to say, before the finding counts."""
    held = _held(finding)
    demand_here(
        by, may_answer(by, held.unit_id) if by else "", "answer_finding", f"{ROOM}.finding:{held.pk}", held.unit.code
    )
    if not answer.strip():
        raise Refused(_("请写明情况：属实、有出入，或不属实及其理由。"), "answer")
    given = {"answer": answer.strip(), "answered_by": by, "answered_at": timezone.now()}
    return _moved(by, held, "answer_finding", answer, **given)


@action
def confirm_finding(*, by: Account | None, finding: Finding, order: bool = True, reason: str = "") -> Finding:
    """A second person confirms: it counts for the unit and the person, and must be put right (XM-51)."""
    held = _held(finding)
    demand_here(by, may_confirm(by, held) if by else "", "confirm_finding", f"{ROOM}.finding:{held.pk}", held.unit.code)
    if after(FINDING, held.state, "confirm_finding") is not None and order:
        open_rectification(held)
    given = {"confirmed_by": by, "confirmed_at": timezone.now(), "reason": reason.strip()}
    return _moved(by, held, "confirm_finding", reason, **given)


@action
def withdraw_finding(*, by: Account | None, finding: Finding, reason: str) -> Finding:
    """It does not hold. It takes nothing, and stays on record with the reason."""
    held = _held(finding)
    demand_here(by, may_run(by), "withdraw_finding", f"{ROOM}.finding:{held.pk}", held.unit.code)
    if not reason.strip():
        raise Refused(_("请写明撤销的理由。"), "reason")
    return _moved(by, held, "withdraw_finding", reason, reason=reason.strip())


def _held(finding: Finding) -> Finding:
    found = Finding.objects.select_for_update(of=("self",)).select_related("unit", "above", "entry")
    return found.get(pk=finding.pk)


def _moved(by: Account | None, held: Finding, verb: str, why: str, **more: Any) -> Finding:
    state = after(FINDING, held.state, verb)
    if state is None:
        can = _("、").join(_(name) for name in _from(verb))
        words = _("这个问题现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": held.get_state_display(), "can": can})
    old, held.state = {"state": held.state}, state
    for name, value in more.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *more])
    where, new = f"{ROOM}.finding:{held.pk}", {"state": state, "number": held.number}
    record(
        by=by,
        room=ROOM,
        verb=verb,
        subject=where,
        unit=held.unit.code,
        powers=powers_of(by),
        old=old,
        new=new,
        reason=why,
    )
    return held


def _from(verb: str) -> list[str]:
    return [FINDING_NAMES[state] for state, what in FINDING if what == verb]


@action
def watch_findings(*, by: Account | None, day: dt.date | None = None) -> dict[str, int]:
    """Every day: who said nothing in time is put on record as silent; rectification past its day goes up."""
    demand_here(by, may_run(by), "watch_findings", f"{ROOM}.finding")
    when = day or today()
    silent = list(Finding.objects.select_for_update().filter(state="recorded", answer_due__lt=when))
    for one in silent:
        one.state, one.silent_on = after(FINDING, one.state, "pass_silence") or one.state, when
    Finding.objects.bulk_update(silent, ["state", "silent_on"], batch_size=500)
    raised = list(overdue(when).filter(escalated_on__isnull=True))
    for held in raised:
        held.escalated_on = when
        held.save(update_fields=["escalated_on"])
    new = {
        "day": str(when), "silent": len(silent), "escalated": len(raised),
        "findings": [one.pk for one in silent], "raised": [held.finding_id for held in raised],
    }  # fmt: skip
    record(by=by, room=ROOM, verb="watch_findings", subject=f"{ROOM}.finding", powers=powers_of(by), new=new)
    return {"silent": len(silent), "escalated": len(raised)}
