"""Keeping what people typed, and lists as they like them. None of it is an act: nothing of the house changes by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused
from kaogong.org.models import Account, Draft, Sending, View

MOST_VIEWS = 30
"""Views somebody may keep of one list."""


def keep_draft(*, account: Account, page: str, fields: Mapping[str, Any], overtaken: int | None = None) -> Draft:
    """Keep what was typed. `overtaken`: the version it began with, where somebody else was faster."""
    made, _fresh = Draft.objects.update_or_create(
        account=account, page=page[:300], defaults={"fields": dict(fields), "overtaken": overtaken}
    )
    return made


def drop_draft(*, account: Account, page: str) -> None:
    """What was typed is handed in, or not wanted."""
    Draft.objects.filter(account=account, page=page[:300]).delete()


def begin_sending(*, account: Account, key: str) -> tuple[Sending, bool]:
    """A form is sent; whether for the first time."""
    return Sending.objects.get_or_create(account=account, key=key[:40])


def end_sending(*, sending: Sending, led: str) -> None:
    """Where it led; nowhere: it can be sent again."""
    if led:
        sending.led = led[:300]
        sending.save(update_fields=["led"])
    else:
        sending.delete()


def forget_typed(*, before: dt.datetime) -> int:
    """Let go of forms sent and drafts left long ago."""
    with transaction.atomic():
        return Sending.objects.filter(at__lt=before).delete()[0] + Draft.objects.filter(at__lt=before).delete()[0]


def keep_view(*, account: Account, page: str, name: str, asked: str) -> View:
    """Keep a list as it is shown, under a name; the same name again takes its place."""
    if not name.strip():
        raise Refused(_("请给视图起个名字。"), "name")
    held = View.objects.filter(account=account, page=page)
    if held.count() >= MOST_VIEWS and not held.filter(name=name).exists():
        raise Refused(_("一个列表至多存 %(most)s 个视图。请先删去用不上的。") % {"most": MOST_VIEWS}, "name")
    made, _fresh = View.objects.update_or_create(
        account=account, page=page, name=name.strip()[:40], defaults={"asked": asked[:1000]}
    )
    return made


def drop_view(*, account: Account, view: View) -> None:
    """A view is not wanted any more."""
    View.objects.filter(account=account, pk=view.pk).delete()
