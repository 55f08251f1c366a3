"""The pages of the room, as tabs; one is there once its address is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account
from kaogong.org.views.listing import Words
from kaogong.supervise.guards.tasks import is_above, may_see

PAGES: tuple[tuple[str, Words, bool], ...] = (
    ("supervise:tasks", _("任务"), False),
    ("supervise:task_tables", _("分解表"), True),
    ("supervise:task_sources", _("交办来源"), True),
    ("supervise:lapses", _("预警目标"), True),
    ("supervise:matters", _("效能监察"), False),
    ("supervise:watched", _("监督事项"), False),
    ("supervise:requests", _("首问事项"), False),
    ("supervise:alerts", _("督查预警"), False),
    ("supervise:signs", _("苗头问题"), False),
    ("supervise:interviews", _("约谈"), False),
    ("supervise:drives", _("专项督查"), True),
    ("supervise:hearings", _("听取汇报"), False),
    ("supervise:teams", _("督查力量"), False),
)
"""The pages about tasks and daily supervision, and whether only those who supervise have a use for them."""


def task_tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """The pages about tasks, and which of them this is."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    above = isinstance(request.user, Account) and is_above(request.user)
    sees = isinstance(request.user, Account) and not may_see(request.user)
    return lambda: [
        {"words": words, "url": url, "current": name == here}
        for name, words, kept in PAGES
        if (above or (sees and not kept) or name == here) and (url := _address(name))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
