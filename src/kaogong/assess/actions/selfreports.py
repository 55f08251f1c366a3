"""Self-reports: written, evidenced, handed in, signed, returned; released to leaders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.actions.counting import hold
from kaogong.assess.actions.rounds import moved, named, powers_of, said, subject
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.rounds import (
    may_keep_rounds,
    may_read_bundle,
    may_return_self,
    may_sign_self,
    may_write_self,
)
from kaogong.assess.models import Bundle, Entrant, Item, Proof, Round, SelfMark, SelfReport, SelfVersion
from kaogong.assess.queries.rounds import content_of, lacking_documents, late_days, self_items
from kaogong.assess.states.rounds import EDITABLE, SELF, SELF_NAMES, STANDING
from kaogong.audit.actions import Refused, action, alone, record
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Portfolio
from kaogong.org.queries import at, today
from kaogong.plan.queries.letters import sealed


def _told(by: Account | None, verb: str, report: SelfReport, **more: Any) -> None:
    code, powers = report.entrant.unit.code, powers_of(by)
    record(by=by, room=ROOM, verb=verb, subject=subject(report), unit=code, powers=powers, **more)


def _open(one: Round) -> None:
    """Go on only while the round is open; until the act is over nobody closes it."""
    hold(one, alone=False)
    one.refresh_from_db(fields=["state"])
    if one.state != "open":
        raise Refused(_("这一轮还没有启动或已经办结，不能填报自评。"))


@action
def write_self(
    *,
    by: Account | None,
    entrant: Entrant,
    words: str = "",
    marks: Mapping[int, Mapping[str, Any]] | None = None,
    seen: int | None = None,
) -> SelfReport:
    """Write a draft, or change one. Whatever was typed is kept; it is checked when it is handed in.

    Args:
        by: the account that acts.
        entrant: of whom.
        words: on the whole.
        marks: by item: words, value and score.
        seen: how often it had been changed when the writer began; None: not asked.

    Raises:
        Refused: somebody else has changed it meanwhile.
    """
    where = subject(entrant)
    demand_here(by, may_write_self(by, entrant) if by else "", "write_self", where, entrant.unit.code)
    _open(entrant.round)
    alone(entrant)
    made = SelfReport.objects.filter(entrant=entrant).first() or SelfReport(entrant=entrant)
    made.state = moved(SELF, made.state, "write_self", SELF_NAMES)
    if seen is not None and seen != made.edition:
        told = {"who": made.written_by or _("系统"), "at": timezone.localtime(made.changed_at).strftime("%H:%M")}
        raise Refused(
            _("%(who)s 在 %(at)s 改过这份自评，您的改动还没有保存。请先看对方的改动：重新打开本页，再填您的。") % told
        )
    made.words, made.written_by, made.edition = words, by, made.edition + 1
    made.save()
    items = {item.pk for item, _fact in self_items(entrant.round)}
    for item, given in (marks or {}).items():
        if item in items:
            SelfMark.objects.update_or_create(report=made, item_id=item, defaults=dict(given))
    new = {"words": words, "items": len(marks or {}), "state": made.state}
    _told(by, "write_self", made, new=new)
    return made


@action
def show_proof(
    *,
    by: Account | None,
    report: SelfReport,
    evidence: Sequence[tuple[Evidence, str]],
    item: Item | None = None,
    document: str = "",
) -> list[Proof]:
    """Show sealed files for an item, or as a document of the report."""
    entrant = report.entrant
    demand_here(by, may_write_self(by, entrant) if by else "", "show_proof", subject(report), entrant.unit.code)
    alone(report)
    if report.state not in EDITABLE:
        raise Refused(_("自评已提交，不能再加佐证。需要补证的，请绩效办退回。"), "evidence")
    made = []
    for one, name in evidence:
        fields = {"name": name, "withdrawn": False}
        key: dict[str, Any] = {"report": report, "item": item, "document": document, "evidence": one}
        made.append(Proof.objects.update_or_create(**key, defaults=fields)[0])
    new = {"item": item.code if item else "", "document": document}
    _told(by, "show_proof", report, new=new | {"evidence": [{"sm3": one.pk, "name": name} for one, name in evidence]})
    return made


@action
def withdraw_proof(*, by: Account | None, proof: Proof) -> Proof:
    """A file is no longer shown; that it was stays on record."""
    report = proof.report
    demand_here(by, may_write_self(by, report.entrant) if by else "", "withdraw_proof", subject(report))
    alone(report)
    if report.state not in EDITABLE:
        raise Refused(_("自评已提交，不能撤回佐证。需要更换的，请绩效办退回。"), "evidence")
    proof.withdrawn = True
    proof.save(update_fields=["withdrawn"])
    _told(by, "withdraw_proof", report, old={"sm3": proof.evidence_id, "name": proof.name})
    return proof


@action
def submit_self(*, by: Account | None, report: SelfReport) -> SelfReport:
    """Hand a self-report in; late, it is taken in and listed as overdue.

    Raises:
        Refused: something is not filled in, beyond its full marks, or a document is not there.
    """
    entrant, one = report.entrant, report.entrant.round
    demand_here(by, may_write_self(by, entrant) if by else "", "submit_self", subject(report), entrant.unit.code)
    _open(one)
    alone(report)
    state = moved(SELF, report.state, "submit_self", SELF_NAMES)
    _complete(report)
    if not report.version:
        report.late = late_days(one, today())
    report.state = state if one.signed and entrant.person_id is None else "signed"
    report.version, report.submitted_at, report.told = report.version + 1, timezone.now(), ""
    report.signed_by, report.signed_at = None, None if report.state == "submitted" else report.submitted_at
    report.save()
    content = content_of(report)
    made = SelfVersion.objects.create(report=report, number=report.version, content=content, sm3=sealed(content), by=by)
    new = {"state": report.state, "version": report.version, "late": report.late, "sm3": made.sm3}
    _told(by, "submit_self", report, new=new)
    return report


def _complete(report: SelfReport) -> None:
    """Refuse what is not filled in, at its field."""
    absent = lacking_documents(report)
    if absent:
        told: dict[str, Any] = {"names": _("、").join(absent), "period": report.entrant.round.period}
        raise Refused(_("%(period)s 须一并报送：%(names)s。请上传后再提交。") % told, "document")
    marks = {one.item_id: one for one in report.marks.all()}
    lacking = []
    for item, fact in self_items(report.entrant.round):
        mark = marks.get(item.pk)
        if mark is None or not mark.words.strip() or (not fact and item.full is not None and mark.score is None):
            lacking.append(item)
        elif why := beyond(item, mark.score):
            raise Refused(why, f"score_{item.pk}")
    if lacking:
        told = {"n": len(lacking), "names": named(lacking)}
        raise Refused(_("还有 %(n)s 项没有填完：%(names)s。须写完成情况和自评分。") % told, f"words_{lacking[0].pk}")


def beyond(item: Item, score: Decimal | None) -> str:
    """Why a mark cannot stand on an item: beyond full marks, below zero, off its steps, or above zero where only deducted."""
    told = {"name": item.name, "score": said(score), "full": said(item.full), "step": said(item.step)}
    if score is None:
        return ""
    if item.mode == "pass":
        return _("“%(name)s”填实际值，不能是负数。") % told if score < 0 else ""
    if item.mode == "deduct":
        return _("“%(name)s”只扣分，不加分。请填 0 或负数。") % told if score > 0 else ""
    if score < 0:
        return _("“%(name)s”不能低于 0 分。") % told
    if item.full is not None and score > item.full:
        return _("“%(name)s”满分 %(full)s，填的是 %(score)s。请改到满分以内。") % told
    if item.step and Fraction(Fraction(score), Fraction(item.step)).denominator != 1:
        return _("“%(name)s”每档 %(step)s 分，%(score)s 不在档上。") % told
    return ""


@action
def sign_self(*, by: Account | None, report: SelfReport) -> SelfReport:
    """The head of the unit signs."""
    demand_here(by, may_sign_self(by, report) if by else "", "sign_self", subject(report), report.entrant.unit.code)
    alone(report)
    old = {"state": report.state}
    report.state = moved(SELF, report.state, "sign_self", SELF_NAMES)
    report.signed_by, report.signed_at = by, timezone.now()
    report.save(update_fields=["state", "signed_by", "signed_at"])
    _told(by, "sign_self", report, old=old, new={"state": report.state, "version": report.version})
    return report


@action
def return_self(*, by: Account | None, report: SelfReport, reason: str) -> SelfReport:
    """A self-report goes back, with what has to be changed. What was handed in stays as a version."""
    demand_here(by, may_return_self(by, report) if by else "", "return_self", subject(report), report.entrant.unit.code)
    alone(report)
    if not reason.strip():
        raise Refused(_("请写明退回的原因和要改的地方。"), "reason")
    old = {"state": report.state}
    report.state, report.told = moved(SELF, report.state, "return_self", SELF_NAMES), reason
    report.save(update_fields=["state", "told"])
    _told(by, "return_self", report, old=old, new={"state": report.state}, reason=reason)
    return report


@action
def release_bundles(*, by: Account | None, one: Round) -> list[Bundle]:
    """Send every leader the self-reports of the own units as one bundle; what was sent before is not sent again (XM-19)."""
    demand_here(by, may_keep_rounds(by) if by else "", "release_bundles", subject(one))
    alone(one)
    held = SelfReport.objects.filter(entrant__round=one, state__in=STANDING, bundles__isnull=True)
    by_unit: dict[int, list[SelfReport]] = {}
    for report in held.select_related("entrant").order_by("entrant__name"):
        by_unit.setdefault(report.entrant.unit_id, []).append(report)
    leaders: dict[int, list[SelfReport]] = {}
    answer = Portfolio.objects.filter(at(today()), unit__in=by_unit, kind="manages").order_by("leader")
    for leader, unit in answer.values_list("leader_id", "unit_id"):
        leaders.setdefault(leader, []).extend(by_unit[unit])
    if not leaders:
        raise Refused(_("没有可报送的自评：或者还没有签批，或者单位没有分管领导。"))
    made = []
    for leader, reports in leaders.items():
        bundle = Bundle.objects.create(round=one, leader_id=leader, by=by)
        bundle.reports.set(reports)
        made.append(bundle)
    new = {"bundles": [{"leader": each.leader.code, "reports": each.reports.count()} for each in made]}
    record(by=by, room=ROOM, verb="release_bundles", subject=subject(one), powers=powers_of(by), new=new)
    return made


@action
def read_bundle(*, by: Account | None, bundle: Bundle) -> Bundle:
    """A leader has seen a bundle."""
    demand_here(by, may_read_bundle(by, bundle) if by else "", "read_bundle", subject(bundle))
    alone(bundle)
    if bundle.read_at is not None:
        raise Refused(_("这份清单已经阅示。"))
    bundle.read_at = timezone.now()
    bundle.save(update_fields=["read_at"])
    record(by=by, room=ROOM, verb="read_bundle", subject=subject(bundle), powers=powers_of(by))
    return bundle
