"""Tokens are issued and revoked; their calls are counted; what a write was answered is kept."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.core.chain import digest
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import may_grant
from kaogong.org.models import Account, Replay, Scope, Token, Unit
from kaogong.org.queries import today

LONGEST = dt.timedelta(days=366)
"""No token lives longer."""


class Reaching(NamedTuple):
    """A room a token is to reach."""

    room: str
    unit: Unit | None = None
    below: bool = False
    write: bool = False


@action
def issue_token(
    *, by: Account | None, account: Account, name: str, until: dt.date, scopes: Sequence[Reaching], request: str
) -> tuple[Token, str]:
    """Another system may act for an account, as far as the scopes, until a day.

    Returns:
        The token, and its secret: it is not kept, and shown this once.
    """
    subject = f"org.account:{account.username}"
    if by is not None:
        demand(may_grant(by, account), room=ROOM, verb="issue_token", subject=subject)
    if account.administers or not account.is_active:
        raise Refused(_("令牌只签给启用的业务账号。"), "account")
    if not today() < until <= today() + LONGEST:
        raise Refused(_("有效期至多一年，须晚于今天。到期前可另签新令牌。"), "until")
    if not scopes:
        raise Refused(_("请至少开放一个系统。"), "")
    if Token.objects.filter(name=name, revoked_at__isnull=True).exists():
        raise Refused(_("已有用途为“%(name)s”的令牌。请先撤销原来的，或写得更具体。") % {"name": name}, "name")
    secret = "kg_" + secrets.token_urlsafe(32)
    made = Token.objects.create(
        account=account, name=name, hash=digest(secret.encode()), until=until, issued_by=by, request=request
    )
    Scope.objects.bulk_create(Scope(token=made, **one._asdict()) for one in scopes)
    told = [
        {"room": one.room, "unit": one.unit.code if one.unit else "", "below": one.below, "write": one.write}
        for one in scopes
    ]
    new = {"name": name, "until": str(until), "scopes": told, "request": request}
    record(by=by, powers=[by.role] if by else [], room=ROOM, verb="issue_token", subject=subject, new=new)
    return made, secret


@action
def revoke_token(*, by: Account | None, token: Token, reason: str) -> None:
    """A token opens nothing any more, at once."""
    subject = f"org.account:{token.account.username}"
    if by is not None:
        demand(may_grant(by, token.account), room=ROOM, verb="revoke_token", subject=subject)
    if token.revoked_at is not None:
        raise Refused(_("这个令牌已经撤销。"))
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    powers, new = [by.role] if by else [], {"name": token.name}
    record(by=by, powers=powers, room=ROOM, verb="revoke_token", subject=subject, new=new, reason=reason)


# --- no acts of anybody: a count, and what was answered -------------------------------------------------------------


def count_call(token: Token) -> int:
    """Count a call; gives how many there were in this minute. In the database, so that a restart forgets none."""
    minute = int(f"{timezone.now():%Y%m%d%H%M}")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE org_token SET calls = CASE WHEN minute = %s THEN calls + 1 ELSE 1 END, minute = %s"
            " WHERE id = %s RETURNING calls",
            [minute, minute, token.pk],
        )
        number: int = cursor.fetchone()[0]
    return number


def claim_key(token: Token, key: str, asked: str) -> tuple[Replay, bool]:
    """The place of an answer under a key, and whether it is new. Waits for one that is being answered right now."""
    made, fresh = Replay.objects.get_or_create(token=token, key=key, defaults={"asked": asked})
    return made, fresh


def keep_answer(held: Replay, *, status: int, media: str, answer: str) -> None:
    """Keep what a write was answered."""
    held.status, held.media, held.answer = status, media, answer
    held.save(update_fields=["status", "media", "answer"])


def forget_answers(*, before: dt.datetime) -> int:
    """Let go of old answers; their keys are free again."""
    return Replay.objects.filter(at__lt=before).delete()[0]
