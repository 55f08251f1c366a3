"""The live board, one case, the platform."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.approvals.guards import may_handle, may_see, may_see_unit, supervises, taken_by
from kaogong.approvals.models import Card, Case, ItemVersion
from kaogong.approvals.queries.board import (
    day_number,
    ended_cases,
    find_cases,
    lines,
    month_of,
    open_cases,
    standing,
    timeline,
    used_of,
)
from kaogong.approvals.queries.cards import card_counts, own_bodies, seen_cards
from kaogong.approvals.queries.house import HOUSE, called, versions
from kaogong.approvals.queries.platform import parts
from kaogong.approvals.states import CARD_NAMES, OPEN, VERBS
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import at, today
from kaogong.plan.views.pages import LINES, allowed, asker

MOST = 20_000
"""Rows of a list that go into a file."""
ENDED = ("done", "early")
"""Clocks that have stopped."""
SORTS = {"due": ("due_no", "id"), "-due": ("-due_no", "id"), "number": ("number",), "accepted": ("accepted_at", "id")}


class Known(Paginator[Case]):
    """Pages of a list whose length may be known already."""

    def __init__(self, found: QuerySet[Case], lines: int, number: int | None) -> None:
        super().__init__(found, lines)
        self.number = number

    @cached_property
    def count(self) -> int:
        """How long the list is."""
        return super().count if self.number is None else self.number


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Running cases on their clocks."""
    account = asker(request)
    allowed(may_see(account))
    bodies = own_bodies(account)
    found = find_cases(_held(bodies, request.GET.get("clock", ""), request.GET.get("month", "")), request.GET.dict())
    if request.GET.get("cards"):
        carded = Card.objects.exclude(state="withdrawn").values("case")
        found = found.filter(pk__in=carded)
    if request.GET.get("sort") in SORTS:
        found = found.order_by(*SORTS[request.GET["sort"]])
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, list(found[:MOST]))
    summary, ranked = standing(bodies)
    plain = not set(request.GET) - {"page", "sort"}
    page = Known(found, LINES, summary.open if plain else None).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines(list(page)),
        "summary": summary,
        "cards": _counted(card_counts(seen_cards(account))),
        "bodies": ranked,
        "sought": request.GET,
        "to_verify": Card.objects.filter(state="proposed").count() if supervises(account) else 0,
        "takes": bool(taken_by(account, versions())),
        "counted": day_number() is not None,
        "month": month_of(request.GET.get("month", "")) if request.GET.get("clock") in ENDED else None,
    }
    return render(request, "approvals/cases.html", context)


def _held(bodies: list[int] | None, clock: str, month: str) -> QuerySet[Case]:
    """The cases in hand, or those decided in a month."""
    return ended_cases(bodies, month, early=clock == "early") if clock in ENDED else open_cases(bodies)


def _counted(counts: dict[str, Counter[str]]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    found = []
    for colour, several in counts.items():
        held = [(str(name), several[key]) for key, name in labels(CARD_NAMES) if several[key]]
        found.append((colour, sum(number for _name, number in held), held))
    return found


def _exported(request: HttpRequest, some: list[Case]) -> HttpResponse:
    heads = [_("办件编号"), _("事项"), _("审批部门"), _("状态"), _("已用工作日"), _("期限"), _("到期日"), _("黄红牌")]
    rows = (
        (one.case.number, one.name, one.unit, one.case.get_state_display(), one.used, one.case.limit, one.due,
         _("、").join(card.number for card in one.cards))
        for one in lines(some)
    )  # fmt: skip
    return sent("approvals", heads, rows, request.GET["export"])


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: what happened to it, and how its days were counted."""
    case = get_object_or_404(Case.objects.select_related("body__unit", "item", "version", "source"), pk=pk)
    allowed(may_see_unit(asker(request), case.body.unit_id if case.body else None))
    told = timeline(case)
    steps, names = {one.code: one for one in told.steps}, called(case)
    context = {
        "case": case,
        "story": [
            (one, steps[one.step].name if one.step in steps else one.step, names.get(one.handler, one.handler))
            for one in told.events
        ],
        "line": lines([case])[0],
        "used": used_of(case, day_number() or 0),
        "verbs": dict(labels(VERBS)),
        "steps": [
            (steps.get(one.code), one, told.days.get(one.began), told.days.get(one.ended)) for one in told.clock.steps
        ],
        "cards": case.cards.select_related("rule"),
        "handles": _handles(asker(request), case),
    }
    return render(request, "approvals/case.html", context)


def _handles(account: Account, case: Case) -> bool:
    """Whether somebody goes on with a case of the house by hand."""
    open_ = case.source.code == HOUSE and case.state in OPEN and case.body is not None
    return open_ and case.body is not None and not may_handle(account, case.body)


@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The parts of the platform, connected or not, with how much each holds."""
    allowed(may_see(asker(request)))
    items = ItemVersion.objects.filter(at(today())).count()
    return render(request, "approvals/platform.html", {"parts": parts(), "items": items})
