"""The inventory: bodies, items and what they are as of a day, who agreed to it, and changes reported in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.approvals.guards import ROOM, demand_here, may_keep, may_report_change, powers_of
from kaogong.approvals.models import Authority, Benchmark, Body, Change, Confirmation, Item, ItemVersion, Step
from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.org.queries import after_days, setting, today

FIELDS = (
    "name", "basis", "conditions", "statutory_days", "promised_days", "fee", "fee_basis", "office", "post", "major",
    "deciders", "needs_approval",
)  # fmt: skip


def plain(value: Any) -> Any:
    """A value as it enters an event."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)


@action
def register_body(
    *,
    by: Account | None,
    unit: Unit,
    kind: str,
    level: str = "city",
    basis: str = "",
    delegators: Sequence[Unit] = (),
    since: dt.date | None = None,
) -> Body:
    """A unit approves: by statute, by delegation of named bodies, or by authorisation (WH-02)."""
    demand_here(by, may_keep(by) if by else "", "register_body", f"org.unit:{unit.code}", unit.code)
    if kind not in dict(Body.KINDS):
        words = _("审批权来源须是：%(kinds)s。三者都不是的，不能登记为审批部门。")
        raise Refused(words % {"kinds": _("、").join(str(one) for _key, one in Body.KINDS)}, "kind")
    if kind == "delegated" and not delegators:
        raise Refused(_("依法委托的，须写明至少一个委托机关。"), "delegators")
    if level not in dict(Body.LEVELS):
        raise Refused(_("隶属须是市直或中央省驻。"), "level")
    if Body.objects.filter(unit=unit).exists():
        raise Refused(_("这个单位已登记为审批部门。"), "unit")
    made = Body.objects.create(unit=unit, kind=kind, level=level, basis=basis, since=since or today())
    made.delegators.set(delegators)
    told = {"kind": kind, "level": level, "delegators": [one.code for one in delegators]}
    where = f"{ROOM}.body:{made.pk}"
    record(by=by, room=ROOM, verb="register_body", subject=where, unit=unit.code, powers=powers_of(by), new=told)
    return made


@action
def set_item(
    *,
    by: Account | None,
    body: Body,
    code: str,
    since: dt.date,
    steps: Sequence[dict[str, Any]] = (),
    **given: Any,
) -> ItemVersion:
    """Put an item in the inventory, or say what it is from a day on."""
    demand_here(by, may_keep(by) if by else "", "set_item", f"{ROOM}.item:{code}", body.unit.code)
    assert set(given) <= set(FIELDS), given
    _check(given, steps)
    item, __ = Item.objects.get_or_create(code=code, defaults={"body": body})
    if item.body_id != body.pk:
        raise Refused(_("编码“%(code)s”已是另一部门的事项。请换一个编码。") % {"code": code}, "code")
    before = item.versions.filter(until__isnull=True).first()
    if before is not None:
        if since <= before.since:
            raise Refused(_("新版本须晚于现行版本的起始日 %(day)s。") % {"day": before.since}, "since")
        before.until = since
        before.save(update_fields=["until"])
    made = ItemVersion.objects.create(item=item, since=since, **given)
    Step.objects.bulk_create(Step(version=made, place=place, **one) for place, one in enumerate(steps, 1))
    new = {key: plain(value) for key, value in given.items()} | {"since": str(since), "steps": len(steps)}
    old = {key: plain(getattr(before, key)) for key in given} if before else None
    where, unit = f"{ROOM}.item:{item.pk}", body.unit.code
    record(by=by, room=ROOM, verb="set_item", subject=where, unit=unit, powers=powers_of(by), old=old, new=new)
    return made


def _check(given: dict[str, Any], steps: Sequence[dict[str, Any]]) -> None:
    if not str(given.get("name", "")).strip():
        raise Refused(_("请写事项名称。"), "name")
    statutory, promised = given.get("statutory_days"), given.get("promised_days")
    if statutory is not None and promised is not None and promised > statutory:
        raise Refused(
            _("承诺期限 %(p)s 日长于法定期限 %(s)s 日。请改小承诺期限。") % {"p": promised, "s": statutory},
            "promised_days",
        )
    if given.get("major") and (given.get("deciders", 1) < 3 or not any(one.get("compulsory", True) for one in steps)):
        raise Refused(_("重大事项须有必经环节，并至少由三人经办。"), "deciders")
    codes = [one["code"] for one in steps]
    if len(codes) != len(set(codes)):
        raise Refused(_("环节编码有重复。请改。"), "steps")


@action
def confirm_item(*, by: Account | None, version: ItemVersion, office: str) -> Confirmation:
    """A department that keeps law, staffing or money agrees to an item (XJ-23)."""
    where, unit = f"{ROOM}.item:{version.item_id}", version.item.body.unit.code
    demand_here(by, may_keep(by) if by else "", "confirm_item", where, unit)
    if not version.basis.strip():
        raise Refused(_("“%(name)s”没有写法定依据，不能确认。请先补依据。") % {"name": version.name}, "basis")
    if office not in dict(Confirmation.OFFICES):
        raise Refused(_("由法制、编制、财政三方确认。"), "office")
    if version.confirmations.filter(office=office).exists():
        raise Refused(_("这一方已经确认。"), "office")
    made = Confirmation.objects.create(version=version, office=office, by=by)
    new = {"office": office, "version": version.pk}
    record(by=by, room=ROOM, verb="confirm_item", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made


@action
def set_authority(
    *, by: Account | None, account: Account, body: Body, item: Item | None = None, most: Decimal | None = None
) -> Authority:
    """Up to which amount somebody may decide."""
    where = f"org.account:{account.pk}"
    demand_here(by, may_keep(by) if by else "", "set_authority", where, body.unit.code)
    if item is not None and item.body_id != body.pk:
        raise Refused(_("这个事项不属于该部门。"), "item")
    made, __ = Authority.objects.update_or_create(account=account, body=body, item=item, defaults={"most": most})
    new = {"item": item.code if item else "", "most": plain(most)}
    record(by=by, room=ROOM, verb="set_authority", subject=where, unit=body.unit.code, powers=powers_of(by), new=new)
    return made


@action
def set_benchmark(*, by: Account | None, item: Item, least: Decimal, most: Decimal) -> Benchmark:
    """The range in which a decision needs no reason (JQ-05)."""
    where, unit = f"{ROOM}.item:{item.pk}", item.body.unit.code
    demand_here(by, may_keep(by) if by else "", "set_benchmark", where, unit)
    if least > most:
        raise Refused(_("下限大于上限。请改。"), "least")
    made, __ = Benchmark.objects.update_or_create(item=item, defaults={"least": least, "most": most})
    new = {"least": str(least), "most": str(most)}
    record(by=by, room=ROOM, verb="set_benchmark", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made


@action
def report_change(
    *,
    by: Account | None,
    body: Body,
    kind: str,
    words: str,
    happened_on: dt.date,
    item: Item | None = None,
    to_centre: bool = True,
    to_supervisor: bool = True,
) -> Change:
    """A handler or an item changed, and the body says so to the centre, the supervisor, or both (WH-27)."""
    unit = body.unit.code
    demand_here(by, may_report_change(by, body) if by else "", "report_change", f"{ROOM}.body:{body.pk}", unit)
    if kind not in dict(Change.KINDS):
        raise Refused(_("请选办理人更换或审批事项更改。"), "kind")
    if not words.strip():
        raise Refused(_("请写明原来是什么、改成什么。"), "words")
    if happened_on > today():
        raise Refused(_("变更日期在今天之后。请核对。"), "happened_on")
    last = after_days(happened_on, setting("approvals.report_days"))
    made = Change.objects.create(
        body=body, item=item, kind=kind, words=words, happened_on=happened_on, due_on=last, by=by,
        centre_on=today() if to_centre else None, supervisor_on=today() if to_supervisor else None,
    )  # fmt: skip
    new = {"kind": kind, "happened_on": str(happened_on), "centre": to_centre, "supervisor": to_supervisor}
    where = f"{ROOM}.change:{made.pk}"
    record(by=by, room=ROOM, verb="report_change", subject=where, unit=unit, powers=powers_of(by), new=new)
    return made


@action
def complete_change(*, by: Account | None, change: Change) -> Change:
    """A change is told to whom it had not been told yet."""
    where, unit = f"{ROOM}.change:{change.pk}", change.body.unit.code
    demand_here(by, may_report_change(by, change.body) if by else "", "complete_change", where, unit)
    if change.centre_on and change.supervisor_on:
        raise Refused(_("这次变更已向两方报告。"))
    change.centre_on = change.centre_on or today()
    change.supervisor_on = change.supervisor_on or today()
    change.save(update_fields=["centre_on", "supervisor_on"])
    new = {"centre_on": str(change.centre_on), "supervisor_on": str(change.supervisor_on)}
    record(by=by, room=ROOM, verb="complete_change", subject=where, unit=unit, powers=powers_of(by), new=new)
    return change
