"""People are told of what happened: in the house, and by e-mail."""

from __future__ import annotations

import logging
from collections.abc import Collection

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Event
from kaogong.org.models import Account
from kaogong.portal.actions.doors import ROOM
from kaogong.portal.models import Cursor, Mailing, Notice
from kaogong.portal.queries.notices import letter, to_mail, told

BATCH = 5_000
log = logging.getLogger("kaogong.portal")


@action
def choose_mailing(*, by: Account, how: str) -> None:
    """How somebody wants notices by e-mail from now on."""
    if how not in dict(Mailing.HOW):
        raise Refused(_("请从列出的方式中选一种。"), "how")
    Mailing.objects.update_or_create(account=by, defaults={"how": how})
    record(by=by, room=ROOM, verb="choose_mailing", subject=f"org.account:{by.username}", new={"how": how})


def tell() -> int:
    """Read on in the audit, and write the notices of what happened; gives how many. The events are the acts, this is none."""
    with transaction.atomic():
        Cursor.objects.get_or_create(name="notices")
        held = Cursor.objects.select_for_update().get(name="notices")
        events = list(Event.objects.filter(number__gt=held.number).order_by("number")[:BATCH])
        made = [Notice(account_id=account, event=one) for one in events for account in sorted(told(one))]
        Notice.objects.bulk_create(made, ignore_conflicts=True)
        if events:
            held.number = events[-1].number
            held.save(update_fields=["number"])
    return len(made)


def mark_read(*, account: Account, only: Collection[int] | None = None) -> int:
    """Somebody has read some notices, or all of them; gives how many were not read before."""
    found = Notice.objects.filter(account=account, read_at__isnull=True)
    return (found if only is None else found.filter(pk__in=only)).update(read_at=timezone.now())


def post(*, how: str) -> int:
    """Send by e-mail what is to be sent; a letter that cannot be handed over is tried again the next time."""
    sent = 0
    for account, several in to_mail(how).items():
        subject, words = letter(several, settings.ADDRESS)
        assert account.person is not None
        try:
            send_mail(
                f"[{settings.INSTALLATION}] {subject}", words, settings.DEFAULT_FROM_EMAIL, [account.person.email]
            )
        except OSError as error:  # of which SMTPException is one
            log.warning("letter to %s: %s", account.username, error)
            continue
        Notice.objects.filter(pk__in=[one.notice.pk for one in several]).update(mailed_at=timezone.now())
        sent += 1
    return sent
