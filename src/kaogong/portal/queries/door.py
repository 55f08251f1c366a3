"""Whether a door is closed for now, and the codes of a second key."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import struct
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils import timezone

from kaogong.core.chain import digest
from kaogong.org.models import Account
from kaogong.portal.models import Lockout, SecondKey

STEP = 30
"""Seconds a code lives."""
DRIFT = 1
"""Steps the clock of a phone may be off, either way."""


def keys(username: str, address: str) -> dict[str, int]:
    """What failures are counted under, and how many lock it."""
    return {
        f"account:{digest(username.strip().lower().encode())}": settings.FAILURES_OF_ACCOUNT,
        f"address:{address}": settings.FAILURES_OF_ADDRESS,
    }


def locked_until(username: str, address: str) -> dt.datetime | None:
    """Until when nobody can sign in under a name, or from an address; None: the door is open."""
    held = Lockout.objects.filter(key__in=keys(username, address), until__gt=timezone.now())
    return max((one.until for one in held if one.until), default=None)


def locked_accounts() -> list[tuple[str, Lockout]]:
    """The accounts that are locked now. Names nobody has are locked too, and not known here."""
    held = {one.key: one for one in Lockout.objects.filter(until__gt=timezone.now())}
    names = Account.objects.order_by("username").values_list("username", flat=True) if held else ()
    return [(name, held[key]) for name in names if (key := next(iter(keys(name, "")))) in held]


def second_key(account: Account) -> SecondKey | None:
    """The second key of an account, once it was confirmed."""
    return SecondKey.objects.filter(account=account, confirmed_at__isnull=False).first()


def needs_second_key(account: Account) -> bool:
    """The installation wants one, and the account has none yet."""
    wanted = settings.SECOND_KEY == "all" or (settings.SECOND_KEY == "administrators" and account.administers)
    return wanted and second_key(account) is None


def step_of(secret: str, code: str, now: dt.datetime) -> int | None:
    """The step a code belongs to, near a moment; None: to none."""
    here = int(now.timestamp()) // STEP
    given = "".join(code.split())
    return next((n for n in range(here - DRIFT, here + DRIFT + 1) if hmac.compare_digest(totp(secret, n), given)), None)


def totp(secret: str, step: int) -> str:
    """The code of a step: RFC 6238 with SHA-1 and six digits, as every authenticator shows it."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    start = mac[-1] & 15
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number:010d}"[-6:]


def invitation(account: Account, secret: str) -> str:
    """What the authenticator reads from the picture."""
    name = str(settings.INSTALLATION)
    asked = urlencode({"secret": secret, "issuer": name}, quote_via=quote)
    return f"otpauth://totp/{quote(name)}:{quote(account.username)}?{asked}"
