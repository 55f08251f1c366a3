"""Pages of a list, fifty lines each; the cycle a page is about; who asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kaogong.audit.queries import kept as keep
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.org.views.listing import Later
from kaogong.plan.models import Cycle
from kaogong.plan.views.period import shown_for

LINES = 50


def asker(request: HttpRequest) -> Account:
    """Whoever is signed in."""
    assert isinstance(request.user, Account)
    return request.user


def allowed(why: str) -> None:
    """Go on only when a guard had nothing against it; the page then says its words."""
    if why:
        raise PermissionDenied(why)


def cycle_of(request: HttpRequest) -> Cycle:
    """The cycle a page is shown for: the one asked for, else the one chosen, else the one being worked on."""
    found = shown_for(request).cycle
    if found is None:
        raise Http404(_("还没有考核周期。请绩效办先建立年度周期。"))
    return found


def page_of(
    request: HttpRequest,
    found: QuerySet[Any] | Sequence[Any] | Callable[[], QuerySet[Any]],
    held: Hashable = None,
    rooms: tuple[str, ...] = (),
) -> Page[Any]:
    """The page of a list the address asks for.

    Args:
        request: names the page.
        found: every line, or what finds them: it is called only where something must be read.
        held: what decides what is found; their number is kept until one of the rooms records an act.
        rooms: whose lines they are.
    """
    lines: Any = Later(found) if callable(found) else found
    several = Paginator(lines, LINES)
    if held is not None:
        several.count = keep(("count", held), rooms, lines.count if callable(found) else lambda: len(lines))
    return several.get_page(request.GET.get("page"))


def whose(request: HttpRequest, *more: Hashable) -> Hashable:
    """Whatever decides what a page shows one person, besides the rows: the person, the day, what the address asks for."""
    shown = shown_for(request)
    chosen = (shown.cycle.pk if shown.cycle else None, shown.period)
    return (request.path, request.GET.urlencode(), request.user.pk, today(), chosen, *more)


def seen(account: Account) -> frozenset[int] | None:
    """The units an account has any power over, which decide whose targets it sees; None: all."""
    units = reach(account).units(*Power.values)
    return None if units is None else frozenset(units)


def kept(request: HttpRequest, *without: str) -> str:
    """What the address says, without some of it, for links that change only that."""
    held = request.GET.copy()
    for one in ("page", *without):
        held.pop(one, None)
    return held.urlencode()
