"""What was typed and not handed in, and whether somebody else has changed the thing meanwhile."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import Max, QuerySet

from kaogong.audit.models import Event
from kaogong.org.models import Account, Draft

SEEN = Signer(salt="seen")


def draft_of(account: Account, page: str) -> Draft | None:
    """What an account typed into a form and did not hand in."""
    return Draft.objects.filter(account=account, page=page[:300]).first()


def version_of(subject: str) -> int:
    """The last thing that happened to a thing: what is shown of it is as old as this."""
    return Event.objects.filter(subject=subject, outcome="done").aggregate(last=Max("number"))["last"] or 0


def sealed_version(subject: str) -> str:
    """A thing and its version, as a form carries them."""
    return SEEN.sign(f"{subject} {version_of(subject)}")


def overtaken(sealed: str) -> int | None:
    """The version a form began with, where the thing has changed since; None: it has not."""
    try:
        subject, _space, number = SEEN.unsign(sealed).rpartition(" ")
    except BadSignature:
        return None
    return int(number) if version_of(subject) > int(number) else None


def changes(subject: str, since: int) -> QuerySet[Event]:
    """What happened to a thing since a version."""
    return Event.objects.filter(subject=subject, outcome="done", number__gt=since).order_by("number")


def saved_views(account: int, page: str) -> list[tuple[int, str, str]]:
    """The views somebody keeps of a list: number, name, what they ask. Asked by every list, and so in plain SQL."""
    with connection.cursor() as cursor:
        wanted = "SELECT id, name, asked FROM org_view WHERE account_id = %s AND page = %s ORDER BY page, name"
        cursor.execute(wanted, [account, page])
        return [(int(pk), str(name), str(asked)) for pk, name, asked in cursor.fetchall()]
