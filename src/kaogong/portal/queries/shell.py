"""The frame of every page: the year as navigation, where one is in it, and who one is.

Navigation is data: a room is in it when its pages are there (an address that does not exist is left out), and an item is
hidden from those who have no use for it. The order never changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaogong.org.models import Account, Post, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today
from kaogong.portal.models import Notice

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

    def shown(self, account: Account) -> bool:
        """Whether an account has a use for it."""
        if account.role not in self.roles:
            return False
        return account.role != Role.ORDINARY or not self.powers or any(reach(account).has(one) for one in self.powers)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the year with its items."""

    key: str
    numeral: str | Promise
    words: str | Promise
    items: tuple[Item, ...]


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
            Item("approvals:cases", _("电子监察"), "clock"),
            Item("listen:surveys", _("公众评议与投诉"), "message"),
            Item("people:records", _("人员、预算与登记"), "folders"),
        ),
    ),
    Stage("supervise", _("三"), _("督查"), (Item("supervise:tasks", _("督办与整改"), "report-search"),)),
    Stage(
        "assess",
        _("四"),
        _("考评"),
        (
            Item("assess:rounds", _("自评与测评"), "clipboard-text"),
            Item("assess:scores", _("得分推导"), "list-tree"),
        ),
    ),
    Stage(
        "decide",
        _("五"),
        _("评定"),
        (
            Item("decide:grades", _("等次与公示"), "rosette"),
            Item("decide:consequences", _("结果运用"), "arrows-split-2"),
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
        self.nav = tuple(_parts(account, path))
        self.who, self.post = _who(account)
        self.unread = Notice.objects.filter(account=account, read_at__isnull=True).count()

    @property
    def stage(self) -> str | Promise:
        """The stage of the page shown."""
        return next((part.words for part in self.nav if part.current), "")

    @property
    def here(self) -> str | Promise:
        """The item of the page shown."""
        return next((link.words for part in self.nav for link in part.links if link.current), "")


def shell(account: Account, path: str) -> Shell:
    """The frame of the page at an address, for an account."""
    return Shell(account, path)


def address(name: str, *given: str) -> str:
    """The address of a name; empty while its room has no such page."""
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""


def _parts(account: Account, path: str) -> Iterator[Part]:
    drawn = [
        (stage, [(item, url) for item in stage.items if (url := address(item.name)) and item.shown(account)])
        for stage in STAGES
    ]
    here = _nearest(path, [url for _, items in drawn for _, url in items])
    for stage, items in drawn:
        if items:
            links = tuple(Link(item.words, item.icon, url, url == here) for item, url in items)
            yield Part(stage.numeral, stage.words, links)


def _nearest(path: str, urls: list[str]) -> str:
    """The item a page belongs to: the one with its address, or with the longest beginning of it."""
    return max((url for url in urls if url == path or (url != "/" and path.startswith(url))), key=len, default="")


def _who(account: Account) -> tuple[str, str]:
    """The name and the post under which somebody is signed in."""
    if account.person_id is None:
        return account.username, account.get_role_display()
    post = Post.objects.filter(at(today()), person=account.person_id, main=True).select_related("person").first()
    if post is None or post.person is None:
        return str(account.person), account.get_role_display()
    unit = UnitVersion.objects.filter(at(today()), unit=post.unit_id).values_list("short", flat=True).first()
    return post.person.name, f"{unit} {post.title}" if unit else post.title
