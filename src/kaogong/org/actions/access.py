"""Accounts and powers, with the three administrators apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import may_be_administrator, may_grant, may_open_account, may_read_audit
from kaogong.org.models import Account, Delegation, Grant, Person, Unit
from kaogong.org.models.accounts import Role
from kaogong.org.queries import INCOMPLETE, posts, reach, setting


@action
def open_account(
    *, by: Account | None, username: str, person: Person | None, password: str, role: str = Role.ORDINARY
) -> Account:
    """A new account. It has no powers: those are granted apart, by somebody else."""
    subject = f"org.account:{username}"
    if by is not None:
        demand(may_open_account(by), room=ROOM, verb="open_account", subject=subject)
    if Account.objects.filter(username=username).exists():
        raise Refused(_("账号 %(name)s 已经有了。请另取。") % {"name": username}, "username")
    account = Account(username=username, person=person, role=role, must_change=by is not None)
    _fits(by, account, role, "open_account")
    account.set_password(password)
    account.save(force_insert=True)
    new = {"person": person.code if person else "", "role": role}
    record(by=by, powers=[by.role] if by else [], room=ROOM, verb="open_account", subject=subject, new=new)
    return account


@action
def close_account(*, by: Account | None, account: Account, reason: str) -> None:
    """The account can no longer sign in; what it did stays under its name."""
    subject = f"org.account:{account.username}"
    if by is not None:
        demand(may_open_account(by), room=ROOM, verb="close_account", subject=subject)
    if not account.is_active:
        raise Refused(_("账号 %(name)s 已经停用。") % {"name": account.username}, "account")
    account.is_active = False
    account.save(update_fields=["is_active"])
    record(by=by, powers=[by.role] if by else [], room=ROOM, verb="close_account", subject=subject, reason=reason)


@action
def change_role(*, by: Account | None, account: Account, role: str, reason: str) -> None:
    """The account takes, or leaves, an office of administration; its powers over business end."""
    subject = f"org.account:{account.username}"
    if by is not None:
        demand(may_open_account(by), room=ROOM, verb="change_role", subject=subject)
    _fits(by, account, role, "change_role")
    old = {"role": account.role}
    account.role = role
    account.save(update_fields=["role"])
    record(
        by=by,
        powers=[by.role] if by else [],
        room=ROOM,
        verb="change_role",
        subject=subject,
        old=old,
        new={"role": role},
        reason=reason,
    )


def _fits(by: Account | None, account: Account, role: str, verb: str) -> None:
    why = may_be_administrator(account, role)
    if by is None and why:
        raise Refused(why, "role")
    demand(why, room=ROOM, verb=verb, subject=f"org.account:{account.username}")


@action
def grant(
    *,
    by: Account | None,
    to: Account,
    power: str,
    unit: Unit | None,
    since: dt.date,
    below: bool = False,
    room: str = "",
    until: dt.date | None = None,
    request: str = "",
) -> Grant:
    """An account gets a power, over a unit or everywhere, from a day on."""
    subject = f"org.account:{to.username}"
    if by is not None:
        demand(may_grant(by, to), room=ROOM, verb="grant", subject=subject)
    if to.role != Role.ORDINARY:
        raise Refused(_("管理员账号不能有业务权限。"), "to")
    if until is not None and until <= since:
        raise Refused(_("结束日期须晚于开始日期。"), "until")
    if (
        setting("posts.before_grants")
        and to.person_id
        and posts().filter(person=to.person_id).filter(INCOMPLETE).exists()
    ):
        raise Refused(_("这个人的岗位还没有写全职责、责任和廉政要求。写全后才能授权。"), "to")
    same = Grant.objects.filter(account=to, power=power, unit=unit, room=room, until__isnull=True)
    if same.exists():
        raise Refused(_("这个账号已有这项权限。"), "power")
    fields: dict[str, Any] = {"power": power, "unit": unit, "below": below, "room": room}
    made = Grant.objects.create(account=to, since=since, until=until, granted_by=by, request=request, **fields)
    record(
        by=by,
        powers=[by.role] if by else [],
        room=ROOM,
        verb="grant",
        subject=subject,
        unit=unit.code if unit else "",
        new=_said(made),
    )
    return made


@action
def revoke(*, by: Account | None, held: Grant, until: dt.date, reason: str) -> None:
    """A power ends on a day."""
    subject = f"org.account:{held.account.username}"
    if by is not None:
        demand(may_grant(by, held.account), room=ROOM, verb="revoke", subject=subject)
    if held.until is not None and held.until <= until:
        raise Refused(_("这项权限已于 %(day)s 终止。") % {"day": held.until}, "until")
    old = _said(held)
    if until <= held.since:
        held.delete()  # it never came into force
    else:
        held.until = until
        held.save(update_fields=["until"])
    record(
        by=by,
        powers=[by.role] if by else [],
        room=ROOM,
        verb="revoke",
        subject=subject,
        old=old,
        new={"until": str(until)},
        reason=reason,
    )


@action
def hand_over(*, by: Account | None, giver: Account, taker: Account, day: dt.date, reason: str) -> list[Grant]:
    """From a day on another account has all the powers of one that leaves; those of the one that leaves end."""
    subject = f"org.account:{giver.username}"
    if by is not None:
        demand(may_grant(by, giver) or may_grant(by, taker), room=ROOM, verb="hand_over", subject=subject)
    held = list(Grant.objects.select_for_update().filter(account=giver, until__isnull=True, since__lt=day))
    if not held or giver.pk == taker.pk:
        raise Refused(_("没有可交接的权限。"), "giver")
    made = []
    for one in held:
        one.until = day
        one.save(update_fields=["until"])
        fields = {"power": one.power, "unit": one.unit, "below": one.below, "room": one.room}
        if not Grant.objects.filter(account=taker, until__isnull=True, **fields).exists():
            made.append(Grant.objects.create(account=taker, since=day, granted_by=by, request=reason[:120], **fields))
    new = {"to": taker.username, "day": str(day), "powers": [_said(one) for one in held]}
    powers = [by.role] if by else []
    record(by=by, powers=powers, room=ROOM, verb="hand_over", subject=subject, new=new, reason=reason)
    return made


@action
def delegate(*, by: Account, taker: Person, power: str, since: dt.date, until: dt.date, reason: str) -> Delegation:
    """For some days another person acts with one of one's own powers; it cannot be passed on."""
    subject = f"org.person:{taker.code}"
    own = [one for one in reach(by).held if one.power == power and not one.by_delegation_of]
    why = "" if own and by.person_id else _("只能委托自己持有的权限；受托的权限不能再委托。")
    demand(why, room=ROOM, verb="delegate", subject=subject)
    if until <= since:
        raise Refused(_("委托须有结束日期，并晚于开始日期。"), "until")
    assert by.person is not None
    if taker.pk == by.person_id:
        raise Refused(_("不能委托给自己。"), "taker")
    made = Delegation.objects.create(giver=by.person, taker=taker, power=power, since=since, until=until, reason=reason)
    new = {"power": power, "since": str(since), "until": str(until)}
    record(by=by, powers=[power], room=ROOM, verb="delegate", subject=subject, new=new, reason=reason)
    return made


@action
def extract_log(*, by: Account, asked: Mapping[str, str], rows: int) -> None:
    """Somebody keeps an extract of the log: that it was taken, and how it was asked for, is an act itself."""
    demand(may_read_audit(by), room="audit", verb="extract_log", subject="audit.event")
    record(by=by, room="audit", verb="extract_log", subject="audit.event", new={"asked": dict(asked), "rows": rows})


def _said(held: Grant) -> dict[str, Any]:
    return {
        "power": held.power,
        "unit": held.unit.code if held.unit else "",
        "below": held.below,
        "room": held.room,
        "since": str(held.since),
        "until": str(held.until) if held.until else "",
    }
