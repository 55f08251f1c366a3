"""What is held against ledgers: vehicles, people taken in, deductions, and bonuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, today
from kaogong.supervise.actions.ledger_entries import written
from kaogong.supervise.guards.ledgers import (
    ROOM,
    confirms,
    demand_here,
    may_decide_bonus,
    may_enter,
    may_propose_bonus,
    may_vehicles,
    powers_of,
)
from kaogong.supervise.models import BonusProposal, Deduction, Ledger, LedgerEntry, Vehicle, VehicleCheck
from kaogong.supervise.queries.ledger_templates import UNPLANNED
from kaogong.supervise.queries.ledgers import breaches, deductions, unplanned
from kaogong.supervise.states.ledgers import BONUS

OUT_WITHOUT_SLIP = "无派车单外出"


@action
def register_vehicle(
    *, by: Account | None, plate: str, unit: Unit, use: str = "", since: dt.date | None = None
) -> Vehicle:
    """A vehicle of a unit; mark and file follow."""
    demand_here(by, may_vehicles(by, unit) if by else "", "register_vehicle", f"{ROOM}.vehicle:{plate}", unit.code)
    if Vehicle.objects.filter(plate=plate).exists():
        raise Refused(_("车牌号“%(plate)s”已登记。") % {"plate": plate}, "plate")
    made = Vehicle.objects.create(plate=plate, unit=unit, use=use, since=since or today())
    where, new = f"{ROOM}.vehicle:{made.pk}", {"plate": plate, "use": use}
    record(by=by, room=ROOM, verb="register_vehicle", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def file_vehicle(
    *, by: Account | None, vehicle: Vehicle, marked_on: dt.date | None = None, file: Evidence | None = None
) -> Vehicle:
    """The vehicle carries its mark, or its electronic file is there."""
    where, unit = f"{ROOM}.vehicle:{vehicle.pk}", vehicle.unit.code
    demand_here(by, may_vehicles(by, vehicle.unit) if by else "", "file_vehicle", where, unit)
    if marked_on is None and file is None:
        raise Refused(_("请写标识日期，或上传电子档案。"), "marked_on")
    vehicle.marked_on, vehicle.file = marked_on or vehicle.marked_on, file or vehicle.file
    vehicle.save(update_fields=["marked_on", "file"])
    new = {"marked_on": str(vehicle.marked_on or ""), "file": vehicle.file.sm3 if vehicle.file else ""}
    record(by=by, room=ROOM, verb="file_vehicle", subject=where, unit=unit, powers=powers_of(by), new=new)
    return vehicle


@action
def check_vehicle(
    *,
    by: Account | None,
    ledger: Ledger,
    vehicle: Vehicle,
    day: dt.date,
    peak: str,
    out: bool,
    slip: str = "",
    place: str = "",
) -> VehicleCheck:
    """A spot check of a holiday. Out without a dispatch slip makes an entry, to be confirmed by another (QH-17)."""
    where, unit = f"{ROOM}.vehicle:{vehicle.pk}", vehicle.unit
    demand_here(by, may_enter(by, ledger) if by else "", "check_vehicle", where, unit.code)
    if VehicleCheck.objects.filter(vehicle=vehicle, day=day).exists():
        raise Refused(_("%(plate)s 这一天已经抽查过。") % {"plate": vehicle.plate}, "day")
    entry = None
    if out and not slip.strip():
        item = ledger.items.filter(name=OUT_WITHOUT_SLIP).first()
        if item is None:
            raise Refused(_("台账没有“%(name)s”这一项。") % {"name": OUT_WITHOUT_SLIP})
        told = {"plate": vehicle.plate, "peak": peak, "place": place or _("地点不详")}
        words = _("%(peak)s期间 %(plate)s 在外（%(place)s），没有派车单。") % told
        given = _found(day, _("节假日抽查"), words, f"{vehicle.plate} {day}")
        entry = written(by, ledger, item, unit, None, given)
    made = VehicleCheck.objects.create(
        vehicle=vehicle, day=day, peak=peak, out=out, slip=slip.strip(), place=place, entry=entry, by=by
    )
    new = {"day": str(day), "out": out, "slip": made.slip, "entry": entry.number if entry else None}
    record(by=by, room=ROOM, verb="check_vehicle", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


def _found(day: dt.date, source: str, words: str, key: str) -> dict[str, Any]:
    return {"happened_on": day, "source": source, "words": words, "key": key, "evidence": None, "details": {}}


@action
def compare_hiring(*, by: Account | None, ledger: Ledger, year: int) -> list[LedgerEntry]:
    """Hold people taken in against the posts allotted: whoever came without a plan makes one entry each (LZ-06)."""
    where = f"{ROOM}.ledger:{ledger.pk}"
    demand_here(by, may_enter(by, ledger) if by else "", "compare_hiring", where)
    item = ledger.items.filter(name=UNPLANNED).first()
    if item is None:
        raise Refused(_("这本台账没有“%(name)s”这一项。") % {"name": UNPLANNED})
    live = LedgerEntry.objects.filter(ledger=ledger, item=item).exclude(state="corrected")
    known = set(live.values_list("key", flat=True))
    made = []
    for unit, person in unplanned(year):
        key = f"{year} {person.code}"
        if key not in known:
            words = _("%(unit)s %(day)s 进人 1 名（%(code)s），没有核准的用编进人计划。") % {
                "unit": unit.code, "day": person.joined, "code": person.code}  # fmt: skip
            given = _found(person.joined or today(), _("系统比对"), words, key)
            made.append(written(by, ledger, item, unit, None, given))
    new = {"year": year, "entries": len(made)}
    record(by=by, room=ROOM, verb="compare_hiring", subject=where, powers=powers_of(by), new=new)
    return made


@action
def settle_deduction(*, by: Account | None, ledger: Ledger, unit: Unit, year: int, marks: Decimal) -> Deduction:
    """Say what a unit loses in a year by a ledger. What no entry bears is refused (LZ-07)."""
    where = f"{ROOM}.ledger:{ledger.pk}"
    why = "" if by is None or confirms(by, ledger) else _("扣分单由台账的确认人核定。")
    demand_here(by, why, "settle_deduction", where, unit.code)
    entries = deductions(ledger, unit, year)
    borne = sum((one.marks or Decimal() for one in entries), Decimal())
    if marks != borne:
        words = _("台账中已确认、无异议的记录 %(n)s 条，合计扣 %(borne)s 分，与拟扣的 %(marks)s 分不符。请先记台账。")
        raise Refused(words % {"n": len(entries), "borne": f"{borne:f}", "marks": f"{marks:f}"}, "marks")
    made, __ = Deduction.objects.update_or_create(
        ledger=ledger, unit=unit, year=year, defaults={"marks": marks, "by": by}
    )
    made.entries.set(entries)
    new = {"year": year, "marks": f"{marks:f}", "entries": [one.number for one in entries]}
    record(by=by, room=ROOM, verb="settle_deduction", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def propose_bonuses(*, by: Account | None, unit: Unit, quarter: str) -> list[BonusProposal]:
    """Propose the bonus of a quarter for everybody of a unit, each with what stands in the ledger (XM-11)."""
    where = f"{ROOM}.bonusproposal:{quarter}"
    demand_here(by, may_propose_bonus(by) if by else "", "propose_bonuses", where, unit.code)
    try:
        period = Period.parse(quarter)
    except ValueError as error:
        raise Refused(_("“%(text)s”不是季度。请写成 2026-Q2。") % {"text": quarter}, "quarter") from error
    if len(period.months) != 3:
        raise Refused(_("“%(text)s”不是季度。请写成 2026-Q2。") % {"text": quarter}, "quarter")
    people = Person.objects.filter(
        pk__in=Post.objects.filter(at(period.last), unit=unit, main=True).values("person"), left__isnull=True
    )
    made = []
    for person in people.order_by("code"):
        one, fresh = BonusProposal.objects.get_or_create(
            person=person, quarter=quarter, defaults={"unit": unit, "by": by}
        )
        if fresh or one.state == "proposed":
            one.entries.set(breaches(person, quarter))
            made.append(one)
    held = sum(1 for one in made if one.entries.exists())
    new = {"quarter": quarter, "people": len(made), "with_breaches": held}
    record(by=by, room=ROOM, verb="propose_bonuses", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def release_bonus(*, by: Account | None, proposal: BonusProposal, reason: str = "") -> BonusProposal:
    """The bonus is paid. With breaches in the ledger that is a decision, and says why; without it needs none."""
    return _decided(by, proposal, "release_bonus", reason)


@action
def withhold_bonus(*, by: Account | None, proposal: BonusProposal, reason: str) -> BonusProposal:
    """The bonus is not paid, and why."""
    return _decided(by, proposal, "withhold_bonus", reason)


def _decided(by: Account | None, proposal: BonusProposal, verb: str, reason: str) -> BonusProposal:
    held = BonusProposal.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=proposal.pk)
    where = f"{ROOM}.bonusproposal:{held.pk}"
    standing = breaches(held.person, held.quarter)
    if verb == "release_bonus" and not standing:
        why = may_propose_bonus(by) and may_decide_bonus(by, held) if by else ""
    else:
        why = may_decide_bonus(by, held) if by else ""
    demand_here(by, why, verb, where, held.unit.code)
    state = after(BONUS, held.state, verb)
    if state is None:
        raise Refused(_("这项绩效奖已经决定：%(state)s。") % {"state": held.get_state_display()})
    if (standing or verb == "withhold_bonus") and not reason.strip():
        words = _("本季度台账中有 %(n)s 条记录，须作出决定并写明理由。") % {"n": len(standing)}
        raise Refused(words if standing else _("请写明理由。"), "reason")
    held.entries.set(standing)
    old, held.state, held.reason = {"state": held.state}, state, reason.strip()
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    new = {"state": state, "quarter": held.quarter, "entries": [one.number for one in standing]}
    record(
        by=by, room=ROOM, verb=verb, subject=where, unit=held.unit.code, powers=powers_of(by), old=old, new=new,
        reason=reason,
    )  # fmt: skip
    return held
