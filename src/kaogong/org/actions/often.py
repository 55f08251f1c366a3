"""How often something was done from somewhere: for pages that are open to anybody. No acts of anybody, only a count."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kaogong.org.models import Often

COUNTED = """
INSERT INTO org_often AS o (key, number, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET number = CASE WHEN o.until <= %(now)s THEN 1 ELSE o.number + 1 END,
  until = CASE WHEN o.until <= %(now)s THEN EXCLUDED.until ELSE o.until END
RETURNING number
"""


def key_of(what: str, who: str) -> str:
    """What is counted under; who it was cannot be read back."""
    return salted_hmac("org.often", f"{what}:{who}", algorithm="sha256").hexdigest()


def times(what: str, who: str, seconds: int) -> int:
    """Count it; gives how often it was done within the time, which begins with the first."""
    now = timezone.now()
    given: dict[str, Any] = {"key": key_of(what, who), "now": now, "until": now + dt.timedelta(seconds=seconds)}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, given)
        number: int = cursor.fetchone()[0]
    return number


def uncount(what: str, who: str) -> None:
    """It came to nothing: as if it had not been tried."""
    Often.objects.filter(key=key_of(what, who)).delete()


def forget_often() -> None:
    """Let go of counts whose time is over."""
    Often.objects.filter(until__lte=timezone.now()).delete()
