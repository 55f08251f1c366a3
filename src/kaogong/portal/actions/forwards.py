"""A line of a desk is forwarded to a colleague who may do it too, given back, or taken back."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.org.models import Account
from kaogong.portal.actions.doors import ROOM
from kaogong.portal.guards import may_forward, may_give_back, may_take_back
from kaogong.portal.models import Forward
from kaogong.portal.queries.forwards import line_of
from kaogong.portal.states import FORWARD, FORWARD_NAMES


@action
def forward_line(*, by: Account, taker: Account, url: str, words: str = "") -> Forward:
    """Somebody else who may do a piece of work is asked to; it leaves the own desk and stays in theirs.

    Args:
        by: whose desk the line is on.
        taker: the colleague; the line is on that desk too.
        url: where the work is done, which names the line.
        words: what to look out for.

    Raises:
        Refused: it does not wait any more, or was forwarded already.
    """
    found = line_of(by, url)
    if found is None:
        raise Refused(_("这件事现在不在您的工作台上，可能已经办了。"))
    stage, waiting = found
    demand(may_forward(by, taker, stage, url), room=ROOM, verb="forward_line", subject="portal.forward:new")
    if Forward.objects.select_for_update().filter(giver=by, url=url, state="sent").exists():
        raise Refused(_("这件事已经转办。要改由别人办，请先收回。"), "taker")
    fields = {"stage": stage, "url": url, "title": waiting.title[:200], "words": words.strip()[:200]}
    made = Forward.objects.create(giver=by, taker=taker, **fields)
    new = {"to": taker.username, "title": made.title, "url": url, "words": made.words}
    record(by=by, room=ROOM, verb="forward_line", subject=subject(made), new=new)
    return made


@action
def return_line(*, by: Account, forward: Forward, reason: str) -> Forward:
    """Whoever was asked gives it back, with the reason; it is on the desk of the other again."""
    demand(may_give_back(by, forward), room=ROOM, verb="return_line", subject=subject(forward))
    if not reason.strip():
        raise Refused(_("请写明为什么退回。"), "reason")
    held = _ended(forward, "return_line")
    held.answer = reason.strip()[:200]
    held.save(update_fields=["state", "ended_at", "answer"])
    new = {"title": held.title, "to": held.giver.username}
    record(by=by, room=ROOM, verb="return_line", subject=subject(held), new=new, reason=reason)
    return held


@action
def take_back(*, by: Account, forward: Forward) -> Forward:
    """Whoever forwarded it does it after all."""
    demand(may_take_back(by, forward), room=ROOM, verb="take_back", subject=subject(forward))
    held = _ended(forward, "take_back")
    held.save(update_fields=["state", "ended_at"])
    new = {"title": held.title, "from": held.taker.username}
    record(by=by, room=ROOM, verb="take_back", subject=subject(held), new=new)
    return held


def _ended(forward: Forward, verb: str) -> Forward:
    held = Forward.objects.select_for_update().get(pk=forward.pk)
    state = FORWARD.get((held.state, verb))
    if state is None:
        raise Refused(_("这次转办%(state)s，不能再这样办。") % {"state": _(FORWARD_NAMES[held.state])})
    held.state, held.ended_at = state, timezone.now()
    return held


def subject(forward: Forward) -> str:
    """A forwarded line as the audit names it."""
    return f"portal.forward:{forward.pk}"
