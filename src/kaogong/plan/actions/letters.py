"""Responsibility letters: drawing up, signing by both parties, a new version when targets change."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.plan.actions.cycles import moved, powers_of, subject
from kaogong.plan.guards import ROOM, demand_here, may_draw_letter, may_sign
from kaogong.plan.models import Cycle, Letter, Signature, Target, Waiver
from kaogong.plan.queries.letters import content_of, newest, sealed, stale
from kaogong.plan.states import LETTER, LETTER_NAMES


@action
def draw_letter(*, by: Account | None, cycle: Cycle, unit: Unit, upper: Unit, kind: str) -> Letter:
    """The letter of a unit, with its targets as they stand; an earlier version is replaced."""
    demand_here(by, may_draw_letter(by) if by else "", "draw_letter", f"org.unit:{unit.code}", unit.code)
    before = newest(cycle, kind).get(unit.pk)
    if before is not None and before.state != "replaced" and not stale(before):
        raise Refused(_("责任书第 %(n)d 版仍是现在的目标，不用重拟。") % {"n": before.version})
    made = write_letter(cycle, unit, upper, kind)
    new = {"kind": kind, "version": made.version, "sm3": made.sm3, "missing": made.content["missing"]}
    record(by=by, room=ROOM, verb="draw_letter", subject=subject(made), unit=unit.code, powers=powers_of(by), new=new)
    return made


def write_letter(cycle: Cycle, unit: Unit, upper: Unit, kind: str) -> Letter:
    """A new version of a letter; part of an act, which records it.

    Raises:
        Refused: there is nothing to promise.
    """
    content = content_of(cycle, unit, upper, kind)
    if not content["targets"]:
        raise Refused(_("这个单位还没有下达的目标，责任书无从写起。"))
    held = Letter.objects.filter(cycle=cycle, unit=unit, kind=kind)
    for one in held.exclude(state="replaced"):
        one.state = moved(LETTER, one.state, "replace_letter", LETTER_NAMES)
        one.save(update_fields=["state"])
    last = held.aggregate(last=Max("version"))["last"] or 0
    return Letter.objects.create(
        cycle=cycle, unit=unit, upper=upper, kind=kind, version=last + 1, content=content, sm3=sealed(content)
    )


@action
def sign_letter(*, by: Account, letter: Letter, party: str) -> Letter:
    """A party signs. With both signatures the letter is effective, and its targets are signed."""
    unit = letter.unit
    demand_here(by, may_sign(by, letter, party), "sign_letter", subject(letter), unit.code)
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.signatures.filter(party=party).exists():
        raise Refused(_("这一方已经签署。"), "party")
    state = moved(LETTER, held.state, "sign_letter", LETTER_NAMES)
    if sealed(held.content) != held.sm3:
        raise Refused(_("责任书内容与登记的杂凑值不符，不能签署。请告诉绩效办。"))
    if stale(held):
        raise Refused(_("拟稿后目标已有改动。请重拟一版再签。"))
    Signature.objects.create(letter=held, party=party, by=by, sm3=held.sm3)
    old = {"state": held.state}
    held.state = letter.state = state
    held.save(update_fields=["state"])
    if state == "effective":
        named = [row["id"] for row in held.content["targets"]]
        Target.objects.filter(pk__in=named, state__in=("issued", "adjusted")).update(state="signed")
    new = {"state": state, "party": party, "sm3": held.sm3}
    record(
        by=by,
        room=ROOM,
        verb="sign_letter",
        subject=subject(held),
        unit=unit.code,
        powers=powers_of(by),
        old=old,
        new=new,
    )
    return held


@action
def waive_family(*, by: Account | None, cycle: Cycle, unit: Unit, family: str, reason: str) -> Waiver:
    """A unit's letter may leave a family of targets out, for a reason (YL-05)."""
    demand_here(by, may_draw_letter(by) if by else "", "waive_family", f"org.unit:{unit.code}", unit.code)
    if family not in cycle.families:
        words = _("本周期没有“%(name)s”这一门类。可选：%(known)s。")
        raise Refused(words % {"name": family, "known": _("、").join(cycle.families)}, "family")
    if not reason:
        raise Refused(_("请写明为什么可以不列。"), "reason")
    made, _fresh = Waiver.objects.update_or_create(cycle=cycle, unit=unit, family=family, defaults={"reason": reason})
    new = {"family": family}
    code = unit.code
    record(
        by=by,
        room=ROOM,
        verb="waive_family",
        subject=subject(made),
        unit=code,
        powers=powers_of(by),
        new=new,
        reason=reason,
    )
    return made
