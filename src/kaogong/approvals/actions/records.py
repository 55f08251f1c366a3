"""What people find: patrols, and findings with the channel and the proof; what comparing finds, for people to confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.approvals.guards import ROOM, demand_here, may_confirm, may_find, may_verify, powers_of
from kaogong.approvals.models import Body, Case, Change, Finding, Item, Patrol, Proof
from kaogong.approvals.queries.compare import bypasses, omitted
from kaogong.approvals.states import FINDING
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.queries import today


@action
def patrol(
    *,
    by: Account | None,
    body: Body,
    kind: str,
    at: dt.datetime,
    place: str,
    words: str,
    window: str = "",
    evidence: Evidence | None = None,
) -> Patrol:
    """Somebody looked, by video or on the spot."""
    unit = body.unit.code
    demand_here(by, may_find(by) if by else "", "patrol", f"{ROOM}.body:{body.pk}", unit)
    if kind not in dict(Patrol.KINDS):
        raise Refused(_("请选视频巡查或现场巡查。"), "kind")
    if not words.strip() or not place.strip():
        raise Refused(_("请写明地点和所见。"), "words")
    if timezone.localdate(at) > today():
        raise Refused(_("巡查时间在今天之后。请核对。"), "at")
    made = Patrol.objects.create(
        body=body, kind=kind, at=at, place=place, window=window, words=words, evidence=evidence, by=by
    )
    new = {"kind": kind, "at": at.isoformat(), "place": place, "window": window, "words": words}
    where = f"{ROOM}.patrol:{made.pk}"
    record(by=by, room=ROOM, verb="patrol", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made


@action
def add_finding(
    *,
    by: Account | None,
    body: Body,
    kind: str,
    channel: str,
    happened_on: dt.date,
    words: str,
    evidence: Sequence[tuple[Evidence, str]] = (),
    **more: Any,
) -> Finding:
    """Enter a breach, with the channel it was found by and what shows it (WH-10).

    `evidence`: sealed files and what they are called; `more`: `aspect`, `item`, `case`, `patrol`.
    """
    unit = body.unit.code
    demand_here(by, may_find(by) if by else "", "add_finding", f"{ROOM}.body:{body.pk}", unit)
    if channel not in dict(Finding.CHANNELS):
        raise Refused(
            _("请写明监察途径：%(known)s。") % {"known": _("、").join(str(one) for _k, one in Finding.CHANNELS)},
            "channel",
        )
    if not evidence:
        raise Refused(_("没有证据材料，不能登记扣分。请至少附一份。"), "evidence")
    if kind not in dict(Finding.KINDS):
        raise Refused(_("请选违反的种类。"), "kind")
    if kind == "process" and more.get("aspect") not in dict(Finding.ASPECTS):
        raise Refused(_("流程规范须写明违反的方面：依据、步骤、条件、数量或方式。"), "aspect")
    if not words.strip():
        raise Refused(_("请写明事实。"), "words")
    if happened_on > today():
        raise Refused(_("日期在今天之后。请核对。"), "happened_on")
    made = Finding.objects.create(
        body=body, kind=kind, channel=channel, happened_on=happened_on, words=words, by=by, **more
    )
    Proof.objects.bulk_create(Proof(finding=made, evidence=one, name=name) for one, name in evidence)
    new = {
        "kind": kind,
        "channel": channel,
        "happened_on": str(happened_on),
        "proofs": [one.sm3 for one, _n in evidence],
    }
    where = f"{ROOM}.finding:{made.pk}"
    record(by=by, room=ROOM, verb="add_finding", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made


@action
def confirm_finding(*, by: Account | None, finding: Finding) -> Finding:
    """A finding counts, by the word of a second person."""
    code = finding.body.unit.code
    demand_here(by, may_confirm(by, finding) if by else "", "confirm_finding", f"{ROOM}.finding:{finding.pk}", code)
    finding.confirmed_by, finding.confirmed_at = by, timezone.now()
    return _moved(by, finding, "confirm_finding", "")


@action
def withdraw_finding(*, by: Account | None, finding: Finding, reason: str) -> Finding:
    """A finding does not hold; it stays on record."""
    code = finding.body.unit.code
    demand_here(by, may_verify(by) if by else "", "withdraw_finding", f"{ROOM}.finding:{finding.pk}", code)
    if not reason.strip():
        raise Refused(_("请写明撤销的理由。"), "reason")
    finding.reason = reason.strip()
    return _moved(by, finding, "withdraw_finding", reason)


def _moved(by: Account | None, finding: Finding, verb: str, reason: str) -> Finding:
    state = after(FINDING, finding.state, verb)
    if state is None:
        raise Refused(_("这条记录现在是“%(state)s”，不能这样办。") % {"state": finding.get_state_display()})
    old, finding.state = {"state": finding.state}, state
    finding.save(update_fields=["state", "reason", "confirmed_by", "confirmed_at"])
    where, unit = f"{ROOM}.finding:{finding.pk}", finding.body.unit.code
    new = {"state": state}
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), old=old, new=new, reason=reason)
    return finding


@action
def compare(*, by: Account | None, first: dt.date, last: dt.date) -> dict[str, int]:
    """Hold the inventory against traffic, decided cases against approval records, changes against their reports.

    What is found is put before people, each once; nothing of it counts before it is confirmed.
    """
    demand_here(by, may_verify(by) if by else "", "compare", f"{ROOM}.finding")
    found: list[Finding] = []
    for item in omitted(first, last):
        words = _("清单内事项“%(name)s”%(first)s至%(last)s没有网上办件，待核实是否漏报。")
        told = words % {"name": item.name, "first": first, "last": last}
        found.append(_proposed("evasion", item.item.body, last, told, f"{item.item.code} {first}", item=item.item))
    for case in bypasses(first, last).select_related("body__unit", "item"):
        assert case.body is not None
        words = _("办件“%(number)s”须报批，办结而没有报批记录。") % {"number": case.number}
        day = timezone.localdate(case.ended_at)
        found.append(_proposed("bypass", case.body, day, words, case.number, item=case.item, case=case))
    for change in Change.objects.filter(due_on__range=(first, last), due_on__lt=today()).select_related("body"):
        if not change.in_time:
            words = _("“%(words)s”没有在 %(due)s 前向审批中心和监察机关报告。") % {
                "words": change.words,
                "due": change.due_on,
            }
            found.append(_proposed("unreported_change", change.body, change.due_on, words, f"change {change.pk}"))
    there = set(Finding.objects.exclude(key="").values_list("kind", "key"))
    fresh = [one for one in found if (one.kind, one.key) not in there]
    Finding.objects.bulk_create(fresh)
    new = {"first": str(first), "last": str(last), "found": len(fresh)}
    record(by=by, room=ROOM, verb="compare", subject=f"{ROOM}.finding", powers=powers_of(by), new=new)
    return {kind: sum(1 for one in fresh if one.kind == kind) for kind in ("evasion", "bypass", "unreported_change")}


def _proposed(
    kind: str, body: Body, day: dt.date, words: str, key: str, item: Item | None = None, case: Case | None = None
) -> Finding:
    return Finding(
        body=body, kind=kind, channel="data", happened_on=day, words=words, key=key[:80], item=item, case=case
    )
