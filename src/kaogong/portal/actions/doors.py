"""Coming in and going out. Every sign-in, failure and lock is an event."""

from __future__ import annotations

import base64
import datetime as dt
import secrets

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.org.models import Account
from kaogong.portal.guards import may_mind_doors
from kaogong.portal.models import Lockout, SecondKey, Sitting
from kaogong.portal.queries.door import keys, step_of
from kaogong.portal.queries.public import MISREADS, misread_key

ROOM = "portal"


@action
def note_failure(*, by: Account | None, username: str, address: str) -> dt.datetime | None:
    """Somebody could not sign in. Too many failures close the door for a while; gives until when."""
    now, until = timezone.now(), None
    for key, most in keys(username, address).items():
        Lockout.objects.get_or_create(key=key, defaults={"since": now})
        held = Lockout.objects.select_for_update().get(key=key)
        if now - held.since > settings.LOCKED_FOR:
            held.failures, held.since, held.until = 0, now, None
        held.failures += 1
        if held.failures >= most:
            held.until = until = now + settings.LOCKED_FOR
        held.save()
    known = Account.objects.filter(username=username).exists()
    record(
        by=by,
        room=ROOM,
        verb="lock_out" if until else "note_failure",
        subject=f"org.account:{username if known else '?'}",
        new={"until": until.isoformat()} if until else None,
        private={"address": address},
        outcome="denied",
    )
    return until


@action
def note_misread(*, by: Account | None, address: str) -> dt.datetime | None:
    """Somebody typed a verification code that opens nothing. Too many close the page to the address; gives until when."""
    now, until, key = timezone.now(), None, misread_key(address)
    Lockout.objects.get_or_create(key=key, defaults={"since": now})
    held = Lockout.objects.select_for_update().get(key=key)
    if now - held.since > settings.LOCKED_FOR:
        held.failures, held.since, held.until = 0, now, None
    held.failures += 1
    if held.failures >= MISREADS:
        held.until = until = now + settings.LOCKED_FOR
    held.save()
    record(
        by=by, room=ROOM, verb="note_misread", subject="portal.public", private={"address": address}, outcome="denied"
    )
    return until


@action
def sign_in(*, by: Account, address: str, second: bool = False) -> None:
    """Somebody came in; the failures under the name are forgotten."""
    Lockout.objects.filter(key=next(iter(keys(by.username, address)))).delete()
    subject = f"org.account:{by.username}"
    record(by=by, room=ROOM, verb="sign_in", subject=subject, new={"second_key": second}, private={"address": address})


@action
def sign_out(*, by: Account) -> None:
    """Somebody went out."""
    record(by=by, room=ROOM, verb="sign_out", subject=f"org.account:{by.username}")


@action
def change_password(*, by: Account, password: str, here: str = "") -> None:
    """A new password, checked by the form; other sessions of the account end with the old one. `here`: the one that stays."""
    by.set_password(password)
    by.must_change = False
    by.save(update_fields=["password", "must_change"])
    others = Sitting.objects.filter(account=by).exclude(session=here)
    Session.objects.filter(pk__in=others.values("session")).delete()
    Sitting.objects.filter(account=by).delete()
    record(by=by, room=ROOM, verb="change_password", subject=f"org.account:{by.username}")


@action
def cut_second_key(*, by: Account) -> SecondKey:
    """A secret for the authenticator of an account; it opens nothing until it is confirmed by a code."""
    fresh = base64.b32encode(secrets.token_bytes(20)).decode()
    if SecondKey.objects.filter(account=by).exists():
        raise Refused(_("动态口令的密钥已经有了。"), "code")
    made = SecondKey.objects.create(account=by, secret=fresh)
    record(by=by, room=ROOM, verb="cut_second_key", subject=f"org.account:{by.username}")
    return made


@action
def confirm_second_key(*, by: Account, code: str) -> None:
    """The authenticator shows the right code: from now on it is asked for at every sign-in."""
    held = SecondKey.objects.select_for_update().filter(account=by).first()
    step = step_of(held.secret, code, timezone.now()) if held else None
    if held is None or held.confirmed_at or step is None:
        raise Refused(_("口令不对。请核对手机时间，写下现在显示的 6 位数字。"), "code")
    held.confirmed_at, held.last_step = timezone.now(), step
    held.save(update_fields=["confirmed_at", "last_step"])
    record(by=by, room=ROOM, verb="confirm_second_key", subject=f"org.account:{by.username}")


@action
def use_second_key(*, by: Account, code: str, address: str) -> None:
    """The second step of signing in: a code that is right, and was not used before."""
    held = SecondKey.objects.select_for_update().get(account=by)
    step = step_of(held.secret, code, timezone.now())
    if step is None or step <= held.last_step:
        raise Refused(_("口令不对，或已用过。请等手机显示下一个口令再写。"), "code")
    held.last_step = step
    held.save(update_fields=["last_step"])
    record(by=by, room=ROOM, verb="use_second_key", subject=f"org.account:{by.username}", private={"address": address})


@action
def open_door(*, by: Account, account: Account, reason: str) -> None:
    """A lock ends before its time, after the person was recognised by the system administrator."""
    subject = f"org.account:{account.username}"
    demand(may_mind_doors(by), room=ROOM, verb="open_door", subject=subject)
    _needs(reason)
    if not Lockout.objects.filter(key=next(iter(keys(account.username, "")))).delete()[0]:
        raise Refused(_("这个账号没有锁定。"), "account")
    record(by=by, room=ROOM, verb="open_door", subject=subject, reason=reason)


@action
def withdraw_second_key(*, by: Account, account: Account, reason: str) -> None:
    """A second key that was lost opens nothing any more; the person binds another."""
    subject = f"org.account:{account.username}"
    demand(may_mind_doors(by), room=ROOM, verb="withdraw_second_key", subject=subject)
    _needs(reason)
    if not SecondKey.objects.filter(account=account).delete()[0]:
        raise Refused(_("这个账号没有绑定动态口令。"), "account")
    record(by=by, room=ROOM, verb="withdraw_second_key", subject=subject, reason=reason)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("请写明理由，例如凭什么确认是本人。"), "reason")
