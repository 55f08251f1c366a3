"""Entries made on the spot: sealed with place, time and pictures, taken once however often they are sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.supervise.actions.findings_made import make_finding
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_enter, powers_of
from kaogong.supervise.models import CheckItem, Finding, Visit, VisitEntry, VisitPhoto
from kaogong.supervise.states.inspections import DEFECTS, METHODS, VISIT

CHANNEL = {
    "open": "open",
    "covert": "covert",
    "patrol": "online",
    "files": "files",
    "routine": "daily",
    "presence": "daily",
}
"""The channel of what an inspection of a kind finds; else it is verification on the spot."""
CLAIMS = ("project", "item", "indicator")
"""What is held against what was reported."""


def seal_of(told: Mapping[str, Any], photos: Sequence[str]) -> str:
    """The SM3 of an entry with its pictures."""
    text = json.dumps({**told, "photos": list(photos)}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new("sm3", text.encode()).hexdigest()


def told_by(one: VisitEntry) -> dict[str, Any]:
    """What the seal of an entry covers."""
    figures = {name: None if getattr(one, name) is None else f"{getattr(one, name):f}" for name in ("value", "score")}
    words = {
        name: getattr(one, name)
        for name in ("key", "method", "place", "window", "spot", "words", "phone", "answer", "conclusion", "defects")
    }
    return {"visit": one.visit_id, "at": one.at.astimezone(dt.UTC).isoformat(), **figures, **words}


def unaltered(one: VisitEntry) -> bool:
    """Whether an entry says what it said when it was made."""
    return seal_of(told_by(one), [photo.evidence_id for photo in one.photos.order_by("pk")]) == one.sm3


@action
def enter_visit(
    *,
    by: Account | None,
    visit: Visit,
    key: str,
    method: str,
    at: dt.datetime,
    place: str,
    words: str,
    photos: Sequence[tuple[Evidence, str]] = (),
    faults: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> VisitEntry:
    """Somebody was there, and says what there was to see.

    Args:
        by: who was there.
        visit: what was looked at.
        key: the number of the form; the same one again is the same entry.
        method: how.
        at: when.
        place: where.
        words: what was seen.
        photos: sealed pictures and their names.
        faults: items that were not in order: `item`, and `person`, `words`.
        more: `window`, `spot`, `value`, `score`, `phone`, `answer`, `conclusion`, `defects`, `offline`.
    """
    visit = Visit.objects.select_for_update(of=("self",)).select_related("inspection", "unit").get(pk=visit.pk)
    where = f"{ROOM}.visit:{visit.pk}"
    demand_here(by, may_enter(by, visit) if by else "", "enter_visit", where, visit.unit.code)
    there = VisitEntry.objects.filter(key=key).first()
    if there is not None:
        return _again(there, visit)
    _fit(visit, method, at, place, words, photos, more)
    one = VisitEntry(
        visit=visit, key=key, method=method, at=at, place=place.strip(), words=words.strip(), by=by, **more
    )
    one.sm3 = seal_of(told_by(one), [evidence.sm3 for evidence, _name in photos])
    one.save()
    VisitPhoto.objects.bulk_create(VisitPhoto(entry=one, evidence=held, name=name) for held, name in photos)
    visit.state = after(VISIT, visit.state, "enter_visit") or visit.state
    visit.save(update_fields=["state"])
    found = _faults(by, one, faults) + _claims(by, one)
    new = {
        "sm3": one.sm3, "method": method, "at": at.isoformat(), "place": one.place, "offline": one.offline,
        "photos": [held.sm3 for held, _name in photos], "findings": [finding.number for finding in found],
    }  # fmt: skip
    record(by=by, room=ROOM, verb="enter_visit", subject=where, unit=visit.unit.code, powers=powers_of(by), new=new)
    return one


def _again(there: VisitEntry, visit: Visit) -> VisitEntry:
    """A form sent twice is one entry."""
    if there.visit_id != visit.pk:
        raise Refused(_("提交编号已用于另一个对象。请重新打开页面再填。"), "key")
    return there


def _fit(
    visit: Visit, method: str, at: dt.datetime, place: str, words: str, photos: Sequence[Any], more: Mapping[str, Any]
) -> None:
    if visit.inspection.state != "running" or after(VISIT, visit.state, "enter_visit") is None:
        raise Refused(_("检查不在进行中，不能填现场记录。"))
    if method not in METHODS:
        raise Refused(_("请选检查方式。"), "method")
    if not place.strip() or not words.strip():
        raise Refused(_("请写明地点和所见。"), "words" if place.strip() else "place")
    if timezone.localdate(at) > today():
        raise Refused(_("检查时间在今天之后。请核对。"), "at")
    if method == "phone" and not (more.get("phone") and more.get("answer")):
        raise Refused(_("电话咨询须写明号码和答复内容。"), "phone" if not more.get("phone") else "answer")
    if photos and visit.secret:
        raise Refused(_("涉密指标不收附件，只记核实结果。"), "photos")
    if set(more.get("defects", ())) - set(DEFECTS):
        raise Refused(_("请从列表里选案卷问题。"), "defects")
    if visit.scored and more.get("score") is None:
        raise Refused(_("这一项须现场打分。"), "score")


def _faults(by: Account | None, one: VisitEntry, faults: Sequence[Mapping[str, Any]]) -> list[Finding]:
    made = []
    for fault in faults:
        item: CheckItem = fault["item"]
        given = {
            "item": item, "category": item.category, "unit_points": item.unit_points, "grave": item.grave,
            "person_points": item.person_points if fault.get("person") else None, "person": fault.get("person"),
            "words": fault.get("words") or _("%(item)s：%(words)s") % {"item": item.name, "words": one.words},
        }  # fmt: skip
        made.append(_from(by, one, **given))
    for defect in one.defects:
        words = _("案卷“%(file)s”%(defect)s。") % {"file": one.visit.name, "defect": _(DEFECTS[defect])}
        made.append(_from(by, one, category="procedure", words=words, violation=True))
    return made


def _claims(by: Account | None, one: VisitEntry) -> list[Finding]:
    """What was found is less than what was reported (YL-10, XJ-12)."""
    visit = one.visit
    if visit.subject not in CLAIMS or visit.reported is None or one.value is None or one.value >= visit.reported:
        return []
    words = _("“%(name)s”上报 %(reported)s，现场核实 %(value)s，相差 %(gap)s。")
    told = {
        "name": visit.name, "reported": f"{visit.reported:f}", "value": f"{one.value:f}",
        "gap": f"{visit.reported - one.value:f}",
    }  # fmt: skip
    item = CheckItem.objects.filter(category="mismatch", until__isnull=True).first()
    points = item.unit_points if item else None
    return [_from(by, one, category="mismatch", item=item, unit_points=points, words=words % told)]


def _from(by: Account | None, one: VisitEntry, **given: Any) -> Finding:
    visit = one.visit
    proofs = [(photo.evidence, photo.name) for photo in one.photos.select_related("evidence")]
    return make_finding(
        by, unit=visit.unit, channel=CHANNEL.get(visit.inspection.kind, "site"), found_at=one.at, place=one.place,
        window=one.window, entry=one, visit=visit, inspection=visit.inspection, proofs=proofs, **given,
    )  # fmt: skip
