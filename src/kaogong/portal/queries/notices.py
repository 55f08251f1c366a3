"""Who is told of which events, and in which words. A verb people are told of is one line of TELL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.audit.models import Event
from kaogong.monitor.models import Urge
from kaogong.org.models import Account, Grant
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, today, units
from kaogong.portal.models import Mailing, Notice
from kaogong.portal.queries.shell import address

UNIT = (Power.LIAISON, Power.HEAD)


@dataclass(frozen=True, slots=True)
class Tell:
    """What people are told. `powers`: whoever holds one over the unit of the event; none: the account it is about."""

    words: str | Promise
    powers: tuple[Power, ...] = ()


TELL: Mapping[tuple[str, str], Tell] = {
    ("plan", "issue_targets"): Tell(lazy("目标已下达"), UNIT),
    ("plan", "propose"): Tell(lazy("下级提出目标值，请答复"), (Power.LEADER,)),
    ("plan", "counter"): Tell(lazy("上级提出目标值，请答复"), UNIT),
    ("plan", "agree"): Tell(lazy("目标值已商定"), (Power.LIAISON,)),
    ("plan", "return_target"): Tell(lazy("目标被退回补充"), (Power.LIAISON,)),
    ("plan", "draw_letter"): Tell(lazy("责任书待签署"), (Power.HEAD,)),
    ("plan", "approve_adjustment"): Tell(lazy("年中调整有了审批意见"), UNIT),
    ("plan", "finish_adjustment"): Tell(lazy("年中调整已生效"), UNIT),
    ("plan", "refuse_adjustment"): Tell(lazy("年中调整未获同意"), UNIT),
    ("monitor", "submit_report"): Tell(lazy("进展待您签批"), (Power.HEAD,)),
    ("monitor", "return_report"): Tell(lazy("进展被退回"), (Power.LIAISON,)),
    ("monitor", "verify_report"): Tell(lazy("进展已核实"), (Power.LIAISON,)),
    ("monitor", "remind"): Tell(lazy("有进展或例行事项临近期限或已逾期，见工作台"), UNIT),
    ("monitor", "urge"): Tell(lazy("催办"), UNIT),
    ("monitor", "supply"): Tell(lazy("权威数据待审核"), (Power.AUTHORITY,)),
    ("monitor", "approve_feed"): Tell(lazy("权威数据已审核"), (Power.LIAISON,)),
    ("monitor", "refuse_feed"): Tell(lazy("权威数据未通过"), (Power.LIAISON,)),
    ("org", "grant"): Tell(lazy("您有了新的权限")),
    ("org", "revoke"): Tell(lazy("您的一项权限已终止")),
    ("org", "issue_token"): Tell(lazy("以您的账号签发了接口令牌")),
    ("org", "revoke_token"): Tell(lazy("您账号的接口令牌已撤销")),
    ("portal", "lock_out"): Tell(lazy("您的账号因多次登录失败被锁定")),
    ("portal", "change_password"): Tell(lazy("您的密码已修改；不是本人修改的，请告诉系统管理员")),
    ("portal", "withdraw_second_key"): Tell(lazy("您的动态口令已解除绑定，请重新绑定")),
}
PAGES: Mapping[str, str] = {
    "plan.target": "plan:target",
    "plan.letter": "plan:letter",
    "plan.adjustment": "plan:adjustment",
    "monitor.report": "monitor:report",
    "monitor.feed": "monitor:feed",
}
"""Where a thing is shown, by what it is."""
OWN = "org.account:"
SAFETY = {"lock_out", "change_password"}
"""What somebody is told of even if it was done in the own name."""


def told(event: Event) -> set[int]:
    """The accounts that are told of an event; never the one that acted, save of the safety of the own account."""
    tell = TELL.get((event.room, event.verb))
    if tell is None or (event.outcome == "denied" and event.verb not in SAFETY):
        return set()
    if not tell.powers:
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
        event.actor_name if event.actor_id else "",
    ]
    kind, _dot, key = event.subject.partition(":")
    url = address(PAGES[kind], key) if kind in PAGES and key.isdecimal() else ""
    return Told(one, str(tell.words) if tell else event.verb, " · ".join(filter(None, about)), url)


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
