"""The draw: the hash of a seed is published with the list, then another person opens it, once and for all."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import setting
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_draw, may_run, powers_of
from kaogong.supervise.models import Inspection, Inspector, Lot, Visit
from kaogong.supervise.queries.draw import chosen, frame_of_team, frame_of_units, in_order, sha256, sm3, written


@action
def commit_visits(
    *,
    by: Account | None,
    inspection: Inspection,
    candidates: Sequence[tuple[Unit, str]],
    number: int | None = None,
    subject: str = "unit",
) -> Lot:
    """Publish the list of what may be drawn, with the hash of a seed nobody knows; without a number, the share set."""
    _demand(by, inspection, "commit_visits")
    frame = frame_of_units(candidates)
    whole = number if number is not None else -(-len(frame) * Fraction(setting("supervise.spot_rate")) // 100)
    return _committed(by, inspection, "visits", frame, {}, int(whole), subject, "commit_visits")


@action
def commit_team(
    *, by: Account | None, inspection: Inspection, number: int, pools: Sequence[str] = ("A", "B", "C")
) -> Lot:
    """Publish the list of supervisors who may be drawn; those with a conflict are left out, and why is kept (YL-36)."""
    _demand(by, inspection, "commit_team")
    if not inspection.visits.exists():
        raise Refused(_("还没有检查对象，无法判断谁须回避。请先列出或抽取检查对象。"))
    frame, excluded = frame_of_team(inspection, pools)
    return _committed(by, inspection, "team", frame, excluded, number, "unit", "commit_team")


def _demand(by: Account | None, held: Inspection, verb: str) -> None:
    demand_here(by, may_run(by), verb, f"{ROOM}.inspection:{held.pk}")
    if held.state not in ("draft", "scheduled"):
        raise Refused(_("检查已经开始，不能再抽取。"))


def _committed(
    by: Account | None,
    held: Inspection,
    what: str,
    frame: Any,
    excluded: dict[str, str],
    number: int,
    subject: str,
    verb: str,
) -> Lot:
    Inspection.objects.select_for_update().get(pk=held.pk)
    if held.lots.filter(what=what).exists():
        raise Refused(_("这次检查已经公布过抽签摘要，不能重来。"))
    if number < 1 or number > len(frame):
        words = _("名单上有 %(there)s 个，另有 %(out)s 个须回避，不能抽 %(number)s 个。请改抽取数。")
        raise Refused(words % {"there": len(frame), "out": len(excluded), "number": number}, "number")
    seed = secrets.token_hex(32)
    made = Lot.objects.create(
        inspection=held, what=what, subject=subject, wanted=number, frame=frame, excluded=excluded,
        frame_sm3=sm3(written(frame)), secret=seed, seed_sm3=sm3(seed), seed_sha256=sha256(seed), committed_by=by,
    )  # fmt: skip
    new = {
        "what": what, "seed_sm3": made.seed_sm3, "seed_sha256": made.seed_sha256, "frame_sm3": made.frame_sm3,
        "frame": len(frame), "excluded": len(excluded), "wanted": number,
    }  # fmt: skip
    record(by=by, room=ROOM, verb=verb, subject=f"{ROOM}.lot:{made.pk}", powers=powers_of(by), new=new)
    return made


@action
def draw_lot(*, by: Account | None, lot: Lot, beacon: str) -> Lot:
    """Open the seed and draw. `beacon`: a number said in public at the draw, so that nobody knew the result before."""
    held = Lot.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=lot.pk)
    where = f"{ROOM}.lot:{held.pk}"
    demand_here(by, may_draw(by, held), "draw_lot", where)
    if held.drawn_at is not None:
        raise Refused(_("已于 %(at)s 抽取，只抽一次。") % {"at": f"{timezone.localtime(held.drawn_at):%Y-%m-%d %H:%M}"})
    if not beacon.strip():
        raise Refused(_("请写当场公开的数字，如当日公开开出的号码。"), "beacon")
    if sm3(held.secret) != held.seed_sm3 or sm3(written(held.frame)) != held.frame_sm3:
        raise Refused(_("种子或名单与公布的摘要不符，不能抽取。"))
    held.seed, held.beacon = held.secret, beacon.strip()
    held.drawn = in_order((one["key"] for one in held.frame), held.seed, held.beacon)[: held.wanted]
    held.drawn_at, held.drawn_by = timezone.now(), by
    held.save(update_fields=["seed", "beacon", "drawn", "drawn_at", "drawn_by"])
    _put_in(held, held.drawn)
    new = {"seed": held.seed, "beacon": held.beacon, "drawn": held.drawn}
    record(by=by, room=ROOM, verb="draw_lot", subject=where, powers=powers_of(by), new=new)
    return held


@action
def swap_drawn(*, by: Account | None, lot: Lot, out: str, into: str, reason: str) -> Lot:
    """Somebody or something drawn cannot be taken; the reason stays beside it (LZ-17)."""
    held = Lot.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=lot.pk)
    where = f"{ROOM}.lot:{held.pk}"
    demand_here(by, may_run(by), "swap_drawn", where)
    if not reason.strip():
        raise Refused(_("人工调整抽签结果须写明理由。"), "reason")
    there = chosen(held)
    if held.drawn_at is None or out not in there:
        raise Refused(_("“%(out)s”不在抽中的名单里。") % {"out": out}, "out")
    if into in there or into not in {one["key"] for one in held.frame}:
        raise Refused(_("“%(into)s”不在公布的名单里，或已经抽中。") % {"into": into}, "into")
    if held.inspection.state not in ("draft", "scheduled"):
        raise Refused(_("检查已经开始，不能再调整。"))
    first = next((one["out"] for one in held.swaps if one["into"] == out), out)
    told = {"out": first, "into": into, "reason": reason.strip(), "by": by.get_username() if by else ""}
    held.swaps = [*(one for one in held.swaps if one["into"] != out), told]
    held.save(update_fields=["swaps"])
    _take_out(held, out)
    _put_in(held, [into])
    new = {"out": out, "into": into}
    record(by=by, room=ROOM, verb="swap_drawn", subject=where, powers=powers_of(by), new=new, reason=reason)
    return held


def _put_in(lot: Lot, keys: Sequence[str]) -> None:
    """What was drawn becomes what is looked at, or who looks."""
    rows = {one["key"]: one for one in lot.frame}
    if lot.what == "team":
        people = {one.code: one for one in Person.objects.filter(code__in=keys)}
        for key in keys:
            Inspector.objects.get_or_create(inspection=lot.inspection, person=people[key], defaults={"drawn": True})
        return
    units = {one.code: one for one in Unit.objects.filter(code__in={rows[key]["unit"] for key in keys})}
    for key in keys:
        given = {"unit": units[rows[key]["unit"]], "subject": lot.subject, "name": rows[key]["name"]}
        Visit.objects.get_or_create(inspection=lot.inspection, **given)


def _take_out(lot: Lot, key: str) -> None:
    if lot.what == "team":
        lot.inspection.team.filter(person__code=key, drawn=True).delete()
        return
    row = next(one for one in lot.frame if one["key"] == key)
    found = lot.inspection.visits.filter(unit__code=row["unit"], name=row["name"], subject=lot.subject)
    found.update(state="skipped", reason=_("抽签后人工调整"))
