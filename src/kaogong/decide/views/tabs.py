"""The pages of the use of results and of being answerable, as tabs: those the reader may open."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaogong.decide.guards import may_prepare, may_see_all
from kaogong.decide.guards.accountability import may_keep_conduct, may_see_cases, may_see_talks
from kaogong.org.models import Account
from kaogong.org.views.listing import Words

Guard = Callable[[Account], str]


def anybody(account: Account) -> str:
    """Whoever may open the room."""
    return str(_("管理员账号不办业务。")) if account.administers else ""


USES: tuple[tuple[str, Words, Guard], ...] = (
    ("decide:consequences", _("结果运用"), anybody),
    ("decide:sheets", _("反馈单"), anybody),
    ("decide:deliveries", _("送达与使用"), anybody),
    ("decide:papers", _("文书"), anybody),
    ("decide:reports", _("检查和整改报告"), anybody),
    ("decide:nominations", _("评优与评聘"), may_prepare),
    ("decide:effects", _("带入下年"), may_see_all),
)
CASES: tuple[tuple[str, Words, Guard], ...] = (
    ("decide:cases", _("责任追究"), may_see_cases),
    ("decide:talks", _("诫勉谈话"), may_see_talks),
    ("decide:advices", _("干部处理建议"), may_see_cases),
    ("decide:conduct", _("奖惩记录"), may_keep_conduct),
    ("decide:catalogue", _("奖惩目录"), may_keep_conduct),
    ("decide:case_figures", _("问责统计"), may_see_cases),
)


def _tabs(request: HttpRequest, pages: tuple[tuple[str, Words, Guard], ...]) -> Callable[[], list[dict[str, object]]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    account = request.user
    return lambda: [
        {"words": words, "url": reverse(name), "current": name == here}
        for name, words, may in pages
        if isinstance(account, Account) and not may(account)
    ]


def use_tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """Of the use of results."""
    return _tabs(request, USES)


def case_tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """Of being answerable."""
    return _tabs(request, CASES)
