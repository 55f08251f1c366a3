"""The pages of the room, as tabs; one is there once its address is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kaogong.org.views.listing import Words

PAGES: tuple[tuple[str, Words], ...] = (
    ("supervise:tasks", _("督办任务")),
    ("supervise:task_tables", _("分解表")),
    ("supervise:task_sources", _("交办来源")),
    ("supervise:lapses", _("预警目标")),
    ("supervise:matters", _("效能监察")),
    ("supervise:watched", _("监督事项")),
    ("supervise:requests", _("首问事项")),
    ("supervise:alerts", _("督查预警")),
    ("supervise:signs", _("苗头问题")),
    ("supervise:interviews", _("约谈")),
    ("supervise:drives", _("专项督查")),
    ("supervise:hearings", _("听取汇报")),
    ("supervise:teams", _("督查力量")),
)
"""The pages about tasks and daily supervision."""


def task_tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """The pages about tasks, and which of them this is."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return lambda: [
        {"words": words, "url": url, "current": name == here} for name, words in PAGES if (url := _address(name))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
