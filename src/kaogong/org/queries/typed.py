"""What was typed and not handed in, and whether somebody else has changed the thing meanwhile."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.apps import apps
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import Count, Max, Model, QuerySet

from kaogong.audit.models import Event
from kaogong.org.models import Account, Draft

SEEN = Signer(salt="seen")


def draft_of(account: Account, page: str) -> Draft | None:
    """What an account typed into a form and did not hand in."""
    return Draft.objects.filter(account=account, page=page[:300]).first()


def _rows(thing: str) -> QuerySet[Model]:
    """The rows a question finds, such as `assess.vote?source=3&entrant=5`: what a form makes may not be there yet."""
    name, _mark, asked = thing.partition("?")
    held = apps.get_model(name)._default_manager  # noqa: SLF001 - of whichever room
    found: QuerySet[Model] = held.filter(**dict(parse_qsl(asked)))
    return found


def _last(subjects: list[str]) -> int:
    return Event.objects.filter(subject__in=subjects, outcome="done").aggregate(last=Max("number"))["last"] or 0


def _own(thing: str) -> list[str]:
    """A thing as the audit names it; of a question, every row it finds."""
    name, mark, _asked = thing.partition("?")
    return [f"{name}:{pk}" for pk in _rows(thing).values_list("pk", flat=True)] if mark else [thing]


def _about(thing: str) -> list[str]:
    """The things whose events tell what happened to a thing: itself, and what a question names."""
    name, _mark, asked = thing.partition("?")
    room = name.partition(".")[0]
    return [*_own(thing), *(f"{room}.{key}:{value}" for key, value in parse_qsl(asked))]


def _stamp(thing: str) -> str:
    """What changes when the thing does: its last event, and which rows there are."""
    own = _last(_own(thing))
    if "?" not in thing:
        return str(own)
    there = _rows(thing).aggregate(number=Count("pk"), last=Max("pk"))
    return f"{there['number']}.{there['last'] or 0}.{own}"


def sealed_version(thing: str) -> str:
    """A thing and its version, as a form carries them."""
    return SEEN.sign(f"{thing} {_stamp(thing)} {_last(_about(thing))}")


def overtaken(sealed: str) -> int | None:
    """The last event a form began with, where the thing has changed since; None: it has not."""
    try:
        thing, stamp, number = SEEN.unsign(sealed).rsplit(" ", 2)
    except (BadSignature, ValueError):
        return None
    return int(number) if _stamp(thing) != stamp else None


def changes(thing: str, since: int) -> QuerySet[Event]:
    """What happened to a thing since an event."""
    return Event.objects.filter(subject__in=_about(thing), outcome="done", number__gt=since).order_by("number")


def saved_views(account: int, page: str) -> list[tuple[int, str, str]]:
    """The views somebody keeps of a list: number, name, what they ask. Asked by every list, and so in plain SQL."""
    with connection.cursor() as cursor:
        wanted = "SELECT id, name, asked FROM org_view WHERE account_id = %s AND page = %s ORDER BY page, name"
        cursor.execute(wanted, [account, page])
        return [(int(pk), str(name), str(asked)) for pk, name, asked in cursor.fetchall()]
