"""Where somebody is signed in, and in which language they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.portal.models import Reading, Sitting

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Open:
    """A session that is open."""

    sitting: Sitting
    device: str
    seen: dt.datetime
    here: bool


def open_sessions(account: Account, key: str) -> Iterator[Open]:
    """The sessions of an account that are open, the one at hand first, then the newest."""
    held = {one.session: one for one in Sitting.objects.filter(account=account)}
    until = dict(Session.objects.filter(pk__in=held, expire_date__gt=timezone.now()).values_list("pk", "expire_date"))
    idle = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    for one in sorted((held[pk] for pk in until), key=lambda each: (each.session != key, -each.since.timestamp())):
        yield Open(one, device(one.agent), until[one.session] - idle, one.session == key)


def device(agent: str) -> str:
    """What somebody signed in with, as people call it."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " · ".join(one for one in (browser, system) if one) or _("没有报明的设备")


def language_of(account: Account) -> str:
    """The language an account chose; empty: it never did."""
    return Reading.objects.filter(account=account).values_list("language", flat=True).first() or ""
