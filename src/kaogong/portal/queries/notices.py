"""Who is told of which events, and in which words; the lines themselves stand by rooms in `tells`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaogong.assess.models import ScoreSheet, SelfReport, Step
from kaogong.audit.models import Event
from kaogong.monitor.models import Urge
from kaogong.org.models import Account, Grant
from kaogong.org.queries import at, today, units
from kaogong.portal.models import Mailing, Notice
from kaogong.portal.queries import tells, tells_listen, tells_people, tells_supervise
from kaogong.portal.queries.shell import address
from kaogong.portal.queries.tell import Tell
from kaogong.supervise.models import Rectification

TELL: Mapping[tuple[str, str], Tell] = {**tells.TELL, **tells_supervise.TELL, **tells_people.TELL, **tells_listen.TELL}
PAGES: Mapping[str, str] = {
    "plan.target": "plan:target",
    "plan.letter": "plan:letter",
    "plan.adjustment": "plan:adjustment",
    "monitor.report": "monitor:report",
    "monitor.feed": "monitor:feed",
    "approvals.card": "approvals:card",
    "approvals.finding": "approvals:finding",
    "supervise.task": "supervise:task",
    "supervise.matter": "supervise:matter",
    "supervise.finding": "supervise:finding",
    "supervise.paper": "supervise:paper",
    "supervise.circular": "supervise:circular",
    "supervise.lot": "supervise:lot",
    "supervise.visit": "supervise:visit",
    "supervise.ledgerentry": "supervise:ledger_entry",
    "supervise.ledgerreview": "supervise:ledger_review",
    "supervise.bonusproposal": "supervise:bonus",
    "people.payrun": "people:payment",
    "people.payrule": "people:pay_rule",
    "people.selection": "people:selection",
    "people.careercase": "people:case",
    "people.movelist": "people:move_list",
    "listen.complaint": "listen:complaint",
    "listen.lead": "listen:lead",
    "assess.round": "assess:round",
    "assess.entrant": "assess:report",
    "assess.run": "assess:run",
    "assess.backtest": "assess:backtest",
    "assess.source": "assess:sheets",
    "people.absence": "people:absence",
    "people.attendancesheet": "people:attendance_sheet",
    "people.exam": "people:exam",
    "people.course": "people:course",
    "people.staffround": "people:staff_round",
    "people.annualform": "people:annual_form",
    "people.leaderappraisal": "people:leader",
    "people.lifemeeting": "people:life_meeting",
    "people.archiveentry": "people:archive_entry",
    "decide.settlement": "decide:settlement",
    "decide.proposal": "decide:line",
    "decide.feedbacksheet": "decide:sheet",
    "answer.appeal": "answer:appeal",
    "decide.report": "decide:report",
    "decide.paper": "decide:paper",
    "decide.accountabilitycase": "decide:case",
}
"""Where a thing is shown, by what it is."""
PARTS: Mapping[str, Callable[[int], tuple[str, list[int]]]] = {
    "assess.selfreport": lambda key: (
        "assess:report",
        list(SelfReport.objects.filter(pk=key).values_list("entrant", flat=True)),
    ),
    "supervise.rectification": lambda key: (
        "supervise:finding",
        list(Rectification.objects.filter(pk=key).values_list("finding", flat=True)),
    ),
    "assess.step": lambda key: ("assess:round", list(Step.objects.filter(pk=key).values_list("round", flat=True))),
    "assess.scoresheet": lambda key: (
        "assess:sheet",
        [one for pair in ScoreSheet.objects.filter(pk=key).values_list("source", "entrant") for one in pair],
    ),
}
"""Where a thing is shown that has no page of its own: the page, and what it is asked for."""
OWN = "org.account:"
SAFETY = {"lock_out", "change_password"}
"""What somebody is told of even if it was done in the own name."""


def told(event: Event) -> set[int]:
    """The accounts that are told of an event; never the one that acted, save of the safety of the own account."""
    tell = TELL.get((event.room, event.verb))
    if tell is None or (event.outcome == "denied" and event.verb not in SAFETY):
        return set()
    if tell.whom is not None:
        found = tell.whom(event)
    elif not tell.powers:
        named = Account.objects.filter(username=event.subject.removeprefix(OWN), is_active=True)
        found = set(named.values_list("pk", flat=True))
    else:
        held = Grant.objects.filter(at(today()), power__in=tell.powers)
        held = held.filter(unit__in=_reminded(event)) if event.verb == "remind" else held.filter(unit__code=event.unit)
        found = set(held.filter(account__is_active=True).values_list("account_id", flat=True))
    return found if event.verb in SAFETY else found - {event.actor_id or 0}


def _reminded(event: Event) -> QuerySet[Urge, int | None]:
    """The units a round of reminders went to: it is one event for all of them."""
    cycle, day = event.subject.partition(":")[2], (event.new or {})["day"]
    return Urge.objects.filter(cycle=int(cycle), sent_on=day).exclude(step="hand").values_list("unit_id", flat=True)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it is shown."""

    notice: Notice
    words: str
    about: str
    url: str


def as_told(found: Iterable[Notice]) -> list[Told]:
    """Notices in words."""
    some = list(found)
    codes = {one.event.unit for one in some if one.event.unit}
    names = dict(units().filter(unit__code__in=codes).values_list("unit__code", "short"))
    return [_told(one, names) for one in some]


def _told(one: Notice, names: Mapping[str, str]) -> Told:
    event = one.event
    tell = TELL.get((event.room, event.verb))
    new: Mapping[str, Any] = event.new or {}
    about = [
        names.get(event.unit, event.unit),
        event.reason or str(new.get("words", "")),
        str(new.get("title", "")) if event.room == "portal" else "",
        str(new.get(tell.date, "")) if tell and tell.date else "",
        event.actor_name if event.actor_id else "",
    ]
    url = address(tell.page) if tell and tell.page else page_of(event.subject)
    return Told(one, str(tell.words) if tell else event.verb, " · ".join(filter(None, about)), url)


def page_of(subject: str) -> str:
    """Where what an event is about is shown; empty where it has no page."""
    kind, _colon, key = subject.partition(":")
    if not key.isdecimal():
        return ""
    if kind in PARTS:
        name, keys = PARTS[kind](int(key))
        return address(name, *map(str, keys)) if keys else ""
    return address(PAGES[kind], key) if kind in PAGES else ""


def notices(account: Account, *, unread: bool = False) -> QuerySet[Notice]:
    """The notices of an account, the newest first."""
    found = Notice.objects.filter(account=account).select_related("event")
    return found.filter(read_at__isnull=True) if unread else found


def unread(account: Account) -> int:
    """How many notices an account has not read."""
    return Notice.objects.filter(account=account, read_at__isnull=True).count()


def mailing(account: Account) -> str:
    """How an account wants notices by e-mail."""
    held = Mailing.objects.filter(account=account).first()
    return held.how if held else "daily"


def to_mail(how: str) -> dict[Account, list[Told]]:
    """What is to be sent to whom: those who chose this way and have an address."""
    found = Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True, account__is_active=True)
    found = found.exclude(account__person__isnull=True).exclude(account__person__email="")
    chosen = dict(Mailing.objects.values_list("account_id", "how"))
    by: dict[Account, list[Notice]] = {}
    for one in found.select_related("event", "account__person").order_by("event_id"):
        if chosen.get(one.account_id, "daily") == how:
            by.setdefault(one.account, []).append(one)
    return {account: as_told(several) for account, several in by.items()}


def letter(several: list[Told], base: str) -> tuple[str, str]:
    """A letter: its subject, and what it says."""
    subject = several[0].words if len(several) == 1 else _("%(n)s 件通知") % {"n": len(several)}
    lines = [
        f"{one.words}\n  {one.about}\n  {base}{one.url}" if one.url else f"{one.words}\n  {one.about}"
        for one in several
    ]
    foot = _("在“我的通知”里可改为逐件寄、每天汇总或不寄。")
    return subject, "\n\n".join([*lines, foot])
