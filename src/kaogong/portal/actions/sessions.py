"""Sessions: where somebody is signed in, ended one by one or all; and the language somebody reads in."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account
from kaogong.portal.actions.doors import ROOM
from kaogong.portal.models import Reading, Sitting


def note_session(*, account: Account, key: str, address: str, agent: str) -> Sitting:
    """A session that has begun; what is known of it goes when it ends."""
    seen = {"account": account, "address": address, "agent": agent[:200]}
    return Sitting.objects.update_or_create(session=key, defaults=seen)[0]


@action
def end_session(*, by: Account, sitting: Sitting) -> None:
    """One of one's own sessions ends, wherever it is.

    Raises:
        Refused: it is somebody else's.
    """
    if sitting.account_id != by.pk:
        raise Refused(_("只能结束自己的登录。"))
    held = {"since": sitting.since.isoformat(timespec="seconds")}
    private = {"address": sitting.address}
    Session.objects.filter(pk=sitting.session).delete()
    sitting.delete()
    record(by=by, room=ROOM, verb="end_session", subject=subject(by), new=held, private=private)


@action
def end_sessions(*, by: Account, but: str) -> int:
    """All of one's own sessions end but the one at hand; gives how many."""
    held = Sitting.objects.filter(account=by).exclude(session=but)
    ended = Session.objects.filter(pk__in=held.values("session"), expire_date__gt=timezone.now()).count()
    Session.objects.filter(pk__in=held.values("session")).delete()
    held.delete()
    record(by=by, room=ROOM, verb="end_sessions", subject=subject(by), new={"ended": ended})
    return ended


@action
def outlast(*, by: Account) -> None:
    """A session ends because it has lasted as long as one may, however busy it was."""
    record(by=by, room=ROOM, verb="outlast", subject=subject(by))


@action
def end_idle(*, by: Account | None = None) -> int:
    """Sessions nobody has used for the time set are cleared away, with what they held; gives how many."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    held = Sitting.objects.filter(session__in=over.values("pk"))
    names = sorted(set(held.values_list("account__username", flat=True)))
    ended = over.count()
    over.delete()
    Sitting.objects.exclude(session__in=Session.objects.values("pk")).delete()
    record(by=by, room=ROOM, verb="end_idle", subject="portal.sessions", new={"ended": ended, "accounts": names})
    return ended


def keep_language(*, account: Account, code: str) -> None:
    """Pages are shown to an account in this language, wherever it signs in."""
    Reading.objects.update_or_create(account=account, defaults={"language": code})


def subject(account: Account) -> str:
    """An account as the audit names it."""
    return f"org.account:{account.username}"
