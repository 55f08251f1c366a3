"""The frame of every page: the year as navigation, where one is in it, and who one is.

Navigation is data: a room is in it when its pages are there (an address that does not exist is left out), and an item is
hidden from those who have no use for it. The order never changes.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kaogong.audit.queries import kept
from kaogong.core.scheme.period import Period
from kaogong.monitor.queries import said_period
from kaogong.org.models import Account, Post, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today
from kaogong.plan.models import Cycle

BUSINESS = (Role.ORDINARY,)
EVERYBODY = tuple(Role)
ABOVE = (Power.OFFICE, Power.LEADER, Power.DECISION, Power.DISCIPLINE, Power.COMMITTEE)
"""Those who look at many units."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the navigation. `powers`: who needs one of them to see it; none: everybody of `roles`."""

    name: str
    """The name of the address, with its room."""
    words: str | Promise
    icon: str
    powers: tuple[Power, ...] = ()
    roles: tuple[Role, ...] = BUSINESS
    more: tuple[str, ...] = ()
    """Further addresses below which pages belong to it, by name or as they begin."""

    def shown(self, role: str, held: frozenset[str]) -> bool:
        """Whether an account of a kind, with some powers, has a use for it."""
        if role not in self.roles:
            return False
        return role != Role.ORDINARY or not self.powers or any(one in held for one in self.powers)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the year with its items."""

    key: str
    numeral: str | Promise
    words: str | Promise
    items: tuple[Item, ...]


RATED = ("assess:mine", "/assess/meetings/", "assess:declarations", "assess:hearings", "/assess/duties/")
STAGES = (
    Stage(
        "desk",
        "",
        "",
        (
            Item("portal:desk", _("我的工作台"), "layout-list", roles=EVERYBODY),
            Item("insight:cockpit", _("领导驾驶舱"), "gauge", powers=ABOVE),
        ),
    ),
    Stage(
        "plan",
        _("一"),
        _("谋划"),
        (
            Item("plan:rulebooks", _("考核办法"), "book-2"),
            Item("plan:targets", _("目标分解"), "sitemap"),
            Item("plan:letters", pgettext_lazy("several", "责任书"), "signature"),
        ),
    ),
    Stage(
        "monitor",
        _("二"),
        _("监测"),
        (
            Item("monitor:reports", _("进展与亮灯"), "traffic-lights"),
            Item("approvals:cases", _("电子监察"), "clock", powers=tuple(Power)),
            Item("listen:surveys", _("公众评议与投诉"), "message", powers=tuple(Power)),
            Item("people:records", _("人员、预算与登记"), "folders"),
        ),
    ),
    Stage(
        "supervise",
        _("三"),
        _("督查"),
        (Item("supervise:tasks", _("督办与整改"), "report-search", powers=tuple(Power)),),
    ),
    Stage(
        "assess",
        _("四"),
        _("考评"),
        (
            Item("assess:rounds", _("自评与测评"), "clipboard-text", more=RATED),
            Item("assess:scores", _("得分推导"), "list-tree", more=("assess:runs", "assess:backtests", "assess:goals")),
        ),
    ),
    Stage(
        "decide",
        _("五"),
        _("评定"),
        (
            Item("decide:grades", _("等次与公示"), "rosette"),
            Item(
                "decide:consequences",
                _("结果运用"),
                "arrows-split-2",
                more=("decide:papers", "decide:reports"),
            ),
            Item(
                "decide:cases",
                _("责任追究"),
                "scale",
                powers=(Power.OFFICE, Power.DECISION, Power.DISCIPLINE, Power.COMMITTEE),
                more=("decide:talks", "decide:advices", "decide:conduct"),
            ),
        ),
    ),
    Stage("answer", _("六"), _("申诉"), (Item("answer:appeals", _("申诉与听证"), "gavel"),)),
    Stage(
        "record",
        "",
        _("档案与存证"),
        (
            Item("insight:reports", _("绩效档案与检测"), "zoom-scan"),
            Item(
                "audit:events", _("审计存证"), "fingerprint", powers=(Power.DISCIPLINE,), roles=(*BUSINESS, Role.AUDIT)
            ),
        ),
    ),
    Stage(
        "org",
        "",
        _("机构与权限"),
        (
            Item("org:units", _("机构与人员"), "building-bank"),
            Item("org:programmes", _("方案与职权"), "hierarchy"),
            Item(
                "org:findings",
                _("考核监督"),
                "eye-check",
                more=tuple(
                    f"org:{one}"
                    for one in ("watches", "routes", "sanctions", "draws", "points", "checklists", "recusals")
                ),
            ),
            Item("org:accounts", _("账号"), "user-cog", roles=(Role.SYSTEM,)),
            Item("portal:doors", _("登录与锁定"), "lock", roles=(Role.SYSTEM,)),
            Item("org:grants", _("授权"), "key", roles=(Role.SECURITY,)),
            Item("org:tokens", _("接口令牌"), "plug-connected", roles=(Role.SECURITY,)),
        ),
    ),
)
"""The year, in the order of the code (look.md, section 2). A new page of a room is one line here."""


@dataclass(frozen=True, slots=True)
class Link:
    """An item as it is drawn."""

    words: str | Promise
    icon: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A stage as it is drawn."""

    numeral: str | Promise
    words: str | Promise
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """The page shown belongs to this stage."""
        return any(one.current for one in self.links)


class Shell:
    """What the frame of a page needs; asked for only by pages that have one."""

    def __init__(self, account: Account, path: str) -> None:
        self.installation = settings.INSTALLATION
        self.today: dt.date = today()
        self.role, self.held = account.role, frozenset(one.power for one in reach(account).held)
        self.drawn = _drawn(self.role, self.held)
        self.current = _nearest(path, self.drawn)
        key = ("who", account.pk, account.username, account.role, account.person_id, self.today)
        self.who, self.post = kept(key, ("org",), lambda: _who(account, self.today))
        self.unread = _unread(account.pk)

    @property
    def nav(self) -> tuple[Part, ...]:
        """The year as this account sees it."""
        return parts(self.role, self.held, self.current)

    @property
    def stage(self) -> str | Promise:
        """The stage of the page shown."""
        return next((one.words for one, items in self.drawn for _, url in items if url == self.current), "")

    @property
    def here(self) -> str | Promise:
        """The item of the page shown."""
        return next((item.words for _, items in self.drawn for item, url in items if url == self.current), "")


def shell(account: Account, path: str) -> Shell:
    """The frame of the page at an address, for an account."""
    return Shell(account, path)


PARTS: tuple[str, ...] = ("", "year", "Q1", "Q2", "Q3", "Q4", *(f"{month:02}" for month in range(1, 13)))
"""The parts of a year one can look at; empty: whichever is going on."""


class HasPeriod(Protocol):
    """What pages are shown for (plan.views.period)."""

    @property
    def cycles(self) -> tuple[Cycle, ...]:
        """All there are."""

    @property
    def now(self) -> Cycle | None:
        """The one being worked on."""

    @property
    def cycle(self) -> Cycle | None:
        """The one shown."""

    @property
    def period(self) -> str:
        """The period chosen."""


@dataclass(frozen=True, slots=True)
class Pill:
    """The year and the part of it shown, and what can be chosen instead."""

    words: str
    other: bool
    """It is not the one going on."""
    cycles: list[tuple[int, str, bool]]
    parts: list[tuple[str, str, bool]]


def pill(shown: HasPeriod) -> Pill | None:
    """What stands in the top bar; None while there is no cycle."""
    cycle = shown.cycle
    if cycle is None:
        return None
    part = part_of(cycle, shown.period)
    words = _("%(year)s 年度") % {"year": cycle.year}
    named = f"{words} · {said_part(part)}" if part else str(words)
    other = bool(part) or shown.now is None or shown.now.pk != cycle.pk
    cycles = [(one.pk, str(one), one.pk == cycle.pk) for one in shown.cycles]
    return Pill(named, other, cycles, [(one, said, one == part) for one, said in _said(get_language())])


@functools.cache
def _said(language: str | None) -> tuple[tuple[str, str], ...]:
    """The parts of a year in the language that is being spoken, which every page offers."""
    del language
    return tuple((one, said_part(one)) for one in PARTS)


def part_of(cycle: Cycle, period: str) -> str:
    """A period as a part of the year of a cycle."""
    if period == str(cycle.year):
        return "year"
    year, _dash, part = period.partition("-")
    return part if part in PARTS and year == str(cycle.year) else ""


def period_of(cycle: Cycle, part: str) -> str:
    """A part of the year of a cycle as a period."""
    if part not in PARTS or not part:
        return ""
    return str(cycle.year) if part == "year" else f"{cycle.year}-{part}"


def said_part(part: str) -> str:
    """A part of a year as people say it."""
    if not part:
        return str(_("本期"))
    return said_period(Period.parse("2000" if part == "year" else f"2000-{part}"))


def address(name: str, *given: str) -> str:
    """The address of a name; empty while its room has no such page."""
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""


Drawn = tuple[tuple[Stage, tuple[tuple[Item, str], ...]], ...]
"""Stages with the items that are shown, each with its address."""


@functools.lru_cache(maxsize=256)
def _drawn(role: str, held: frozenset[str]) -> Drawn:
    """What is shown to an account of a kind with some powers. Nothing else of the account counts."""
    found = (
        (stage, tuple((one, url) for one in stage.items if one.shown(role, held) and (url := address(one.name))))
        for stage in STAGES
    )
    return tuple((stage, items) for stage, items in found if items)


def parts(role: str, held: frozenset[str], current: str) -> tuple[Part, ...]:
    """The year as an account of a kind with some powers sees it from a page."""
    return tuple(
        Part(
            stage.numeral,
            stage.words,
            tuple(Link(item.words, item.icon, url, url == current) for item, url in items),
        )
        for stage, items in _drawn(role, held)
    )


def _begin(name: str) -> str:
    return name if name.startswith("/") else address(name)


def _nearest(path: str, drawn: Drawn) -> str:
    """The item a page belongs to: the one with its address, or with the longest beginning of it."""
    below = [
        (begin, url) for _, items in drawn for item, url in items for begin in (url, *map(_begin, item.more)) if begin
    ]
    held = [(begin, url) for begin, url in below if begin == path or (begin != "/" and path.startswith(begin))]
    return max(held, key=lambda one: len(one[0]), default=("", ""))[1]


def _unread(account: int) -> int:
    """How many notices of an account are not read; asked by every page, and so in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_notice WHERE account_id = %s AND read_at IS NULL", [account])
        return int(cursor.fetchone()[0])


def _who(account: Account, day: dt.date) -> tuple[str, str | Promise]:
    """The name and the post under which somebody is signed in."""
    role = dict(Role.choices)[account.role]
    if account.person_id is None:
        return account.username, role
    short = UnitVersion.objects.filter(at(day), unit=OuterRef("unit_id")).values("short")[:1]
    found = Post.objects.filter(at(day), person=account.person_id, main=True).annotate(short=Subquery(short))
    post = found.values_list("person__name", "short", "title").first()
    if post is None:
        return str(account.person), role
    name, unit, title = post
    return name, f"{unit} {title}" if unit else title
