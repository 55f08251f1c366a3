"""A calendar reads somebody's deadlines at a secret address."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.core.chain import digest
from kaogong.org.models import Account
from kaogong.portal.actions.doors import ROOM
from kaogong.portal.models import Subscription


@action
def subscribe_deadlines(*, by: Account) -> str:
    """A new secret address, shown this once; the one before it ends."""
    secret = secrets.token_urlsafe(24)
    Subscription.objects.update_or_create(account=by, defaults={"hash": digest(secret.encode())})
    record(by=by, room=ROOM, verb="subscribe_deadlines", subject=f"org.account:{by.username}")
    return secret


@action
def cancel_deadlines(*, by: Account) -> None:
    """The address ends."""
    if not Subscription.objects.filter(account=by).delete()[0]:
        raise Refused(_("还没有订阅，不用取消。"))
    record(by=by, room=ROOM, verb="cancel_deadlines", subject=f"org.account:{by.username}")
